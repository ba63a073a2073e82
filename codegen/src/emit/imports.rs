//! Imports: items with every path in full → the `use` items of a file, and its items with the imported names.
//!
//! Emitters mark what depends on the imports of the file by groups without delimiters, which neither `quote!` nor the
//! text of a document makes: the path of an item ([`reference`]), code that depends on whether an item is imported
//! ([`if_imported`]), and a trait whose methods are called ([`trait_in_scope`]). [`shorten`] replaces all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use indexmap::IndexMap;
use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::ident::{Word, segment};

/// The path of an item, in full.
pub fn reference(module: &str, name: impl Word) -> TokenStream {
    mark(full_path(module, name.ident()))
}

/// One of two texts: the first where the file imports the item for its code, or defines it.
pub(super) fn if_imported(
    item: &TokenStream,
    imported: &impl ToTokens,
    otherwise: &impl ToTokens,
) -> TokenStream {
    mark(quote!(# #item { #imported } { #otherwise }))
}

/// What brings the methods of a trait into scope, among the items of a file.
pub fn trait_in_scope(item: &TokenStream) -> TokenStream {
    mark(quote!(use #item))
}

fn mark(tokens: TokenStream) -> TokenStream {
    TokenTree::from(Group::new(Delimiter::None, tokens)).into()
}

/// The tokens are put together by hand: there are as many paths as there are uses of items.
pub(super) fn full_path(module: &str, name: Ident) -> TokenStream {
    let mut path: Vec<TokenTree> = Vec::with_capacity(12);
    for part in module.split("::") {
        path.push(segment(part).into());
        path.push(Punct::new(':', Spacing::Joint).into());
        path.push(Punct::new(':', Spacing::Alone).into());
    }
    path.push(name.into());
    path.into_iter().collect()
}

/// The re-export of items of a module.
pub(super) fn reexport(module: &str, names: &BTreeSet<&str>) -> TokenStream {
    let names = names.iter().map(|name| Import {
        name: (*name).to_owned(),
        is_anonymous: false,
    });
    let items = Imports(vec![(module.to_owned(), names.collect())]);
    let items = items.items();
    quote!(#(pub #items)*)
}

/// The re-export of everything in a module.
pub(super) fn reexport_all(module: &str) -> TokenStream {
    let module = module.split("::").map(segment);
    quote!(pub use #(#module)::*::*;)
}

/// The items of a file, and what it imports for them.
#[derive(Debug)]
pub(crate) struct Shortened {
    pub(crate) imports: Imports,
    pub(crate) items: Vec<TokenStream>,
}

/// Decides what a file imports, and shortens the paths of that. `own` are the names that it has in scope without.
///
/// Of several items of one name, one is imported: those of the standard library come first, then those of other
/// crates, then the one that is named first. All others keep their paths.
pub(crate) fn shorten(own: &BTreeSet<&str>, items: Vec<TokenStream>) -> Shortened {
    let mut paths = Paths::new();
    let read: Vec<Vec<Token>> = items
        .into_iter()
        .map(|item| read(item, &mut paths))
        .collect();
    let spelled = spelled(own, &paths);
    let written = read.into_iter().map(|tokens| write(tokens, &spelled));
    Shortened {
        imports: imports(&paths, &spelled),
        items: written.filter(|item| !item.is_empty()).collect(),
    }
}

/// The text of code in a file that imports what it can.
pub fn shortened_text(code: &TokenStream) -> String {
    let shortened = shorten(&BTreeSet::new(), vec![code.clone()]);
    shortened.items.iter().map(ToString::to_string).collect()
}

/// The paths that a file refers to, in the order of their first use.
type Paths = IndexMap<String, Uses>;

/// How a file uses an item.
#[derive(Default)]
struct Uses {
    /// Whether code names it. The question whether it is imported imports nothing.
    is_named: bool,
    /// Whether code calls methods of it.
    is_called: bool,
}

/// A token of an item, or a mark. Most are plain: a larger variant would make all of them larger.
enum Token {
    Plain(TokenTree),
    Group(Delimiter, Vec<Token>),
    /// The path with this index.
    Path(usize),
    /// The first tokens where the path with this index is imported, or the file defines the item; else the second ones.
    IfImported(Option<usize>, Box<[TokenStream; 2]>),
}

/// The tokens of an item.
fn read(item: TokenStream, paths: &mut Paths) -> Vec<Token> {
    let mut tokens = Vec::new();
    for tree in item {
        let TokenTree::Group(group) = tree else {
            tokens.push(Token::Plain(tree));
            continue;
        };
        let (delimiter, content) = (group.delimiter(), group.stream());
        // Tokens that the group shares would be copied instead of moved.
        drop(group);
        if delimiter == Delimiter::None {
            tokens.extend(read_mark(content, paths));
        } else {
            tokens.push(Token::Group(delimiter, read(content, paths)));
        }
    }
    tokens
}

/// The token that a mark leaves behind.
fn read_mark(content: TokenStream, paths: &mut Paths) -> Option<Token> {
    let mut trees = content.into_iter().peekable();
    let is_choice = matches!(trees.peek()?, TokenTree::Punct(_));
    let is_trait = matches!(trees.peek()?, TokenTree::Ident(word) if word == "use");
    if !is_choice && !is_trait {
        let (index, uses) = used(trees, paths);
        uses.is_named = true;
        return Some(Token::Path(index));
    }
    // A name of the file's own is not a group.
    let index = stream(trees.nth(1)).map(|item| {
        let (index, uses) = used(item, paths);
        uses.is_called |= is_trait;
        index
    });
    let texts = [trees.next(), trees.next()].map(|text| stream(text).unwrap_or_default());
    is_choice.then(|| Token::IfImported(index, Box::new(texts)))
}

/// The tokens of a group.
fn stream(tree: Option<TokenTree>) -> Option<TokenStream> {
    if let Some(TokenTree::Group(group)) = tree {
        Some(group.stream())
    } else {
        None
    }
}

/// The index of a path, and how it is used.
fn used(path: impl IntoIterator<Item = TokenTree>, paths: &mut Paths) -> (usize, &mut Uses) {
    let mut text = String::with_capacity(48);
    for tree in path {
        let _ = write!(text, "{tree}");
    }
    let entry = paths.entry(text);
    (entry.index(), entry.or_default())
}

/// How a path is written.
struct Spelled<'a> {
    module: &'a str,
    name: &'a str,
    is_imported: bool,
    tokens: TokenStream,
}

/// How each path is written.
fn spelled<'a>(own: &BTreeSet<&str>, paths: &'a Paths) -> Vec<Spelled<'a>> {
    let mut candidates: Vec<(&str, &str)> = paths
        .iter()
        .filter(|(_, uses)| uses.is_named || uses.is_called)
        .map(|(path, _)| split(path))
        .filter(|(_, name)| !own.contains(name))
        .collect();
    candidates.sort_by_cached_key(|(module, _)| (rank(module), module.matches("::").count()));
    let mut imported: BTreeMap<&str, &str> = BTreeMap::new();
    for (module, name) in candidates {
        imported.entry(name).or_insert(module);
    }
    let spelled = paths.keys().map(|path| {
        let (module, name) = split(path);
        let is_imported = imported.get(name) == Some(&module);
        let tokens = if is_imported {
            segment(name).into_token_stream()
        } else {
            full_path(module, segment(name))
        };
        Spelled {
            module,
            name,
            is_imported,
            tokens,
        }
    });
    spelled.collect()
}

/// The module and the name of an item.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once("::").unwrap_or(("", path))
}

/// The order of `use` items in a tidy file: std, other crates, this crate.
fn rank(module: &str) -> u8 {
    match module.split("::").next() {
        Some("std") => 0,
        Some("crate") => 2,
        _ => 1,
    }
}

/// The item with the paths as they are spelled.
fn write(tokens: Vec<Token>, spelled: &[Spelled<'_>]) -> TokenStream {
    let mut written: Vec<TokenTree> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match token {
            Token::Plain(tree) => written.push(tree),
            Token::Group(delimiter, tokens) => {
                written.push(Group::new(delimiter, write(tokens, spelled)).into());
            }
            Token::Path(index) => {
                let path = spelled.get(index).map(|path| path.tokens.clone());
                written.extend(path.into_iter().flatten());
            }
            Token::IfImported(index, texts) => {
                let [imported, otherwise] = *texts;
                let path = index.and_then(|index| spelled.get(index));
                let is_imported = path.is_none_or(|path| path.is_imported);
                written.extend(if is_imported { imported } else { otherwise });
            }
        }
    }
    written.into_iter().collect()
}

/// What a file imports, in the order of a tidy file: the names from each module.
#[derive(Debug)]
pub(crate) struct Imports(Vec<(String, Vec<Import>)>);

#[derive(Debug)]
struct Import {
    name: String,
    /// Whether the methods of the trait are in scope without its name.
    is_anonymous: bool,
}

fn imports(paths: &Paths, spelled: &[Spelled<'_>]) -> Imports {
    let mut modules: BTreeMap<(u8, &str), Vec<Import>> = BTreeMap::new();
    for (path, uses) in spelled.iter().zip(paths.values()) {
        if path.is_imported || uses.is_called {
            let key = (rank(path.module), path.module);
            modules.entry(key).or_default().push(Import {
                name: path.name.to_owned(),
                is_anonymous: !path.is_imported,
            });
        }
    }
    let sorted = modules.into_iter().map(|((_, module), mut names)| {
        names.sort_by(|left, right| left.name.cmp(&right.name));
        (module.to_owned(), names)
    });
    Imports(sorted.collect())
}

impl Imports {
    /// The `use` items.
    pub(crate) fn items(&self) -> impl Iterator<Item = TokenStream> {
        self.0.iter().map(|(module, names)| {
            let module = module.split("::").map(segment);
            match names.as_slice() {
                [name] => quote!(use #(#module)::*::#name;),
                names => quote!(use #(#module)::*::{#(#names),*};),
            }
        })
    }

    /// The same as text.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(module, names)| match names.as_slice() {
            [name] => format!("use {module}::{name};"),
            names => {
                let names: Vec<String> = names.iter().map(Import::to_string).collect();
                format!("use {module}::{{{}}};", names.join(", "))
            }
        })
    }
}

impl ToTokens for Import {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name: Ident = segment(&self.name);
        tokens.extend(if self.is_anonymous {
            quote!(#name as _)
        } else {
            quote!(#name)
        });
    }
}

impl fmt::Display for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        f.write_str(if self.is_anonymous { " as _" } else { "" })
    }
}

#[cfg(test)]
mod tests;
