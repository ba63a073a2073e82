//! Collects the public items of a generated crate, by path.

use std::borrow::Cow;
use std::collections::BTreeMap;

use quote::ToTokens;
use serde::{Deserialize, Serialize};
use syn::punctuated::Punctuated;

use super::reexports::{REEXPORT, reexports};
use crate::emit::{self, Content, Context, EmitOptions, derived_items};
use crate::ir::Api;
use crate::name::Names;

/// Public items by path.
pub type Items = BTreeMap<String, Item>;

/// A public item.
#[derive(Debug, Serialize, Deserialize)]
pub struct Item {
    /// The kind of item, in one word.
    pub(super) kind: Cow<'static, str>,
    /// The text that callers depend on, in addition to the path.
    pub(super) text: String,
    /// The path of the item that contains it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) owner: Option<String>,
}

/// Returns the public items of the crate generated from a version of a document.
pub(in crate::diff) fn items(api: &Api, names: &Names, options: &EmitOptions) -> Items {
    let context = Context::new(api, names, options);
    let mut items = Items::new();
    for module in &names.modules {
        if let Some(feature) = &module.feature {
            let path = format!("feature {feature}");
            insert(&mut items, path.clone(), "feature", path, None);
        }
    }
    for file in emit::plan(context) {
        let Content::Rust(rust) = &file.content else {
            continue;
        };
        let Some(module) = module(&file.path) else {
            continue;
        };
        let tokens = emit::rust(context, rust).items.into_iter().collect();
        // Generated code is Rust.
        let Ok(parsed) = syn::parse2::<syn::File>(tokens) else {
            continue;
        };
        for item in &parsed.items {
            add(&mut items, &module, item);
        }
    }
    add_derived(&mut items, context);
    items
}

/// Adds the functions that derives generate, which the attributes do not show.
fn add_derived(items: &mut Items, context: Context<'_>) {
    for (owner, derived) in derived_items(context) {
        if !items.contains_key(&owner) {
            continue;
        }
        for tokens in derived.signatures {
            // Generated code is Rust.
            let Ok(parsed) = syn::parse2::<syn::Signature>(tokens) else {
                continue;
            };
            add_function(items, &owner, &parsed);
        }
        if derived.default {
            add_trait(items, &owner, "Default");
        }
    }
}

/// Returns the module of a file; the parts of a long module are in a folder of the same name.
fn module(path: &str) -> Option<String> {
    let path = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    let module = path.split('/').next()?;
    Some(module.to_owned())
}

fn add(items: &mut Items, module: &str, item: &syn::Item) {
    let path = |ident: &syn::Ident| format!("{module}::{ident}");
    if let syn::Item::Struct(of) = item
        && is_public(&of.vis)
    {
        let owner = path(&of.ident);
        derives(items, &owner, &of.attrs);
        fields(items, &owner, &of.fields);
        add_type(items, owner, "struct", &of.generics, &of.attrs);
    } else if let syn::Item::Enum(of) = item
        && is_public(&of.vis)
    {
        let owner = path(&of.ident);
        derives(items, &owner, &of.attrs);
        for variant in &of.variants {
            let fields = variant.fields.iter().map(|field| text(&field.ty));
            let fields = fields.collect::<Vec<_>>().join(", ");
            let text = match fields.as_str() {
                "" => variant.ident.to_string(),
                _ => format!("{}({fields})", variant.ident),
            };
            let path = format!("{owner}::{}", variant.ident);
            insert(items, path, "variant", text, Some(&owner));
        }
        add_type(items, owner, "enum", &of.generics, &of.attrs);
    } else if let syn::Item::Type(of) = item
        && is_public(&of.vis)
    {
        insert(items, path(&of.ident), "type alias", text(&of.ty), None);
    } else if let syn::Item::Const(of) = item
        && is_public(&of.vis)
    {
        insert(items, path(&of.ident), "constant", text(&of.ty), None);
    } else if let syn::Item::Static(of) = item
        && is_public(&of.vis)
    {
        insert(items, path(&of.ident), "static", text(&of.ty), None);
    } else if let syn::Item::Fn(of) = item
        && is_public(&of.vis)
    {
        let path = format!("{}()", path(&of.sig.ident));
        insert(items, path, "function", signature(&of.sig), None);
    } else if let syn::Item::Use(of) = item
        && is_public(&of.vis)
    {
        for (name, target) in reexports(of) {
            let owner = (name != "*").then_some(&*target);
            let path = format!("{module}::{name}");
            insert(items, path, REEXPORT, target.clone(), owner);
        }
    } else if let syn::Item::Impl(of) = item {
        implementation(items, module, of);
    }
}

/// Adds a type without its fields or variants.
fn add_type(
    items: &mut Items,
    path: String,
    kind: &'static str,
    generics: &syn::Generics,
    attributes: &[syn::Attribute],
) {
    let open = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("non_exhaustive"));
    let open: String = open.map(text).collect();
    let name = path.rsplit(':').next().unwrap_or_default();
    let text = format!("{open} {kind} {name}{}", text(generics));
    let text = text.trim().to_owned();
    insert(items, path, kind, text, None);
}

fn fields(items: &mut Items, owner: &str, fields: &syn::Fields) {
    for (index, field) in fields.iter().enumerate() {
        if is_public(&field.vis) {
            let name = field.ident.as_ref().map(ToString::to_string);
            let name = name.unwrap_or_else(|| index.to_string());
            let path = format!("{owner}::{name}");
            insert(items, path, "field", text(&field.ty), Some(owner));
        }
    }
}

/// Adds the derived traits.
fn derives(items: &mut Items, owner: &str, attributes: &[syn::Attribute]) {
    type Paths = Punctuated<syn::Path, syn::Token![,]>;
    for attribute in attributes {
        if attribute.path().is_ident("derive")
            && let Ok(paths) = attribute.parse_args_with(Paths::parse_terminated)
        {
            for path in paths {
                let name = path.segments.last().map(|last| last.ident.to_string());
                // These derives implement functions, not traits.
                if !matches!(name.as_deref(), Some("New" | "Setters")) {
                    add_trait(items, owner, &text(&path));
                }
            }
        }
    }
}

/// Adds a method or associated function.
fn add_function(items: &mut Items, owner: &str, of: &syn::Signature) {
    let path = format!("{owner}::{}()", of.ident);
    insert(items, path, "function", signature(of), Some(owner));
}

fn add_trait(items: &mut Items, owner: &str, name: &str) {
    // Derived and hand-written implementations are equivalent.
    let name = name.strip_suffix("<'de>").unwrap_or(name);
    let path = format!("impl {name} for {owner}");
    insert(items, path.clone(), "implementation", path, Some(owner));
}

/// Adds the public functions and constants of a type, or the associated types of a trait implementation.
fn implementation(items: &mut Items, module: &str, of: &syn::ItemImpl) {
    let owner = format!("{module}::{}", name(&of.self_ty));
    let trait_name = of.trait_.as_ref().map(|(path, _)| text(path));
    if let Some(name) = &trait_name {
        add_trait(items, &owner, name);
    }
    for item in &of.items {
        if let syn::ImplItem::Fn(function) = item
            && is_public(&function.vis)
        {
            add_function(items, &owner, &function.sig);
        } else if let syn::ImplItem::Const(constant) = item
            && is_public(&constant.vis)
        {
            let path = format!("{owner}::{}", constant.ident);
            insert(items, path, "constant", text(&constant.ty), Some(&owner));
        } else if let (syn::ImplItem::Type(of), Some(name)) = (item, &trait_name) {
            let path = format!("{owner} as {name}::{}", of.ident);
            insert(items, path, "associated type", text(&of.ty), Some(&owner));
        }
    }
}

/// Returns the name of a type, without its arguments.
fn name(ty: &syn::Type) -> String {
    let syn::Type::Path(of) = ty else {
        return text(ty);
    };
    let last = of.path.segments.last();
    last.map_or_else(|| text(ty), |segment| segment.ident.to_string())
}

fn insert(items: &mut Items, path: String, kind: &'static str, text: String, owner: Option<&str>) {
    let owner = owner.map(str::to_owned);
    let kind = Cow::Borrowed(kind);
    items.insert(path, Item { kind, text, owner });
}

/// Returns a function's signature without argument names, which callers do not depend on.
fn signature(of: &syn::Signature) -> String {
    let inputs = of.inputs.iter().map(|input| match input {
        syn::FnArg::Receiver(receiver) => text(receiver),
        syn::FnArg::Typed(typed) => text(&typed.ty),
    });
    let mut parts = vec![
        of.constness.map(|token| text(&token)).unwrap_or_default(),
        of.asyncness.map(|token| text(&token)).unwrap_or_default(),
        text(&of.generics),
        format!("({})", inputs.collect::<Vec<_>>().join(", ")),
        text(&of.output),
        of.generics
            .where_clause
            .as_ref()
            .map(text)
            .unwrap_or_default(),
    ];
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

fn is_public(visibility: &syn::Visibility) -> bool {
    matches!(visibility, syn::Visibility::Public(_))
}

/// Formats tokens with the usual spacing of Rust.
fn text(tokens: &impl ToTokens) -> String {
    const TIGHT: [(&str, &str); 12] = [
        (" :: ", "::"),
        (" < ", "<"),
        (" > ", ">"),
        (" >", ">"),
        ("< '", "<'"),
        (" , ", ", "),
        ("& ", "&"),
        ("# [", "#["),
        ("( ", "("),
        (" )", ")"),
        (" ;", ";"),
        (">->", "> -> "),
    ];
    let text = tokens.to_token_stream().to_string();
    TIGHT
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to))
}
