//! Layout: the items of a file → its text.
//!
//! `prettyplease` item by item, a blank line between items, and one before each documented member that follows
//! another. `rustfmt`, which costs more time than all else together, is a step of its own.

mod attributes;
mod blank;
mod comments;
mod constants;
mod rustfmt;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;

pub use self::rustfmt::rustfmt;
use crate::emit::RustFile;

/// The files of a crate: the content of each path, which is relative to the crate's folder, with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The files.
    pub files: BTreeMap<String, String>,
}

/// The text of a file of Rust.
///
/// # Panics
///
/// If it holds an item that is not Rust, which is a bug of `emit`.
pub fn rust(file: RustFile) -> String {
    let mut out = format!("// {}\n\n", file.marker);
    for line in file.docs.lines() {
        let line = if line.is_empty() {
            String::from("//!")
        } else {
            format!("//! {line}")
        };
        out.push_str(line.trim_end());
        out.push('\n');
    }
    let mut before = None;
    for tokens in file.items {
        let (text, class) = item(tokens);
        let together = before == Some(class) && class != Class::Other;
        if !together && (before.is_some() || !file.docs.is_empty()) {
            out.push('\n');
        }
        out.push_str(&text);
        before = Some(class);
    }
    out
}

/// The kinds of items that have no blank line between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Module,
    Reexport,
    UseStd,
    UseOther,
    UseCrate,
    Other,
}

/// An item, laid out.
fn item(tokens: TokenStream) -> (String, Class) {
    let (tokens, comments) = comments::take(tokens);
    let file = match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => file,
        Err(error) => panic!("emit wrote what is no Rust ({error}): {tokens}"),
    };
    let class = file.items.first().map_or(Class::Other, class);
    let mut text = prettyplease::unparse(&file);
    if class == Class::Other {
        text = blank::between_members(&attributes::on_one_line(&text));
        text = constants::below_the_constant(&text);
    }
    (comments::put(&text, &comments), class)
}

/// The class of an item.
fn class(item: &syn::Item) -> Class {
    if let syn::Item::Mod(module) = item {
        return if module.content.is_none() {
            Class::Module
        } else {
            Class::Other
        };
    }
    let syn::Item::Use(item) = item else {
        return Class::Other;
    };
    if !matches!(item.vis, syn::Visibility::Inherited) {
        return Class::Reexport;
    }
    match &item.tree {
        syn::UseTree::Path(path) if path.ident == "std" => Class::UseStd,
        syn::UseTree::Path(path) if path.ident == "crate" || path.ident == "super" => {
            Class::UseCrate
        }
        syn::UseTree::Path(_)
        | syn::UseTree::Name(_)
        | syn::UseTree::Rename(_)
        | syn::UseTree::Glob(_)
        | syn::UseTree::Group(_) => Class::UseOther,
    }
}
