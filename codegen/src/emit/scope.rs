//! A file in the making: what it is called by, and what it uses.
//!
//! Every path goes through here, so that a file's `use` lines hold what it needs and nothing else. A name that the
//! file's own module, or a model, has is never imported from elsewhere: it is written with its path.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Context, reexports, runtime};
use crate::comment::{Docs, Markdown, code_link};
use crate::ir::{self, OperationId, TypeId};

/// The names that a file uses.
#[derive(Debug)]
pub(crate) struct Scope<'a> {
    /// What is written about.
    pub(crate) context: Context<'a>,
    /// The path of the module that the file belongs to: `crate::models`.
    here: String,
    /// Names that the file defines.
    own: BTreeSet<&'a str>,
    /// What is imported: each name, and the path that it comes from.
    imports: RefCell<BTreeMap<String, String>>,
    /// What this crate is called here: `crate`, or its name in a test.
    root: String,
    /// Whether every path is written in full.
    absolute: bool,
    /// Whether the runtime's items come from this crate, as they do for a caller.
    reexported: bool,
}

impl<'a> Scope<'a> {
    /// The scope of a file that defines these names: one of the module with this index, or one beside the modules.
    pub(crate) fn of_file(
        context: Context<'a>,
        module: Option<usize>,
        own: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let root = context.options.root();
        let module = module.map_or("client", |index| &context.names.module(index).ident);
        let here = format!("{root}::{module}");
        Self::new(context, here, own.into_iter().collect(), root)
    }

    /// The scope of a file in another crate.
    pub(crate) fn outside(context: Context<'a>, root: &str) -> Self {
        Self::new(context, String::new(), BTreeSet::new(), root)
    }

    /// The scope of a text that has no `use` lines: every path is in full.
    pub(crate) fn absolute(context: Context<'a>, root: &str) -> Self {
        Self {
            absolute: true,
            ..Self::outside(context, root)
        }
    }

    /// The scope of an example: a crate that depends on this one alone.
    pub(crate) fn of_example(context: Context<'a>) -> Self {
        Self {
            reexported: true,
            ..Self::outside(context, &context.options.crate_name())
        }
    }

    fn new(context: Context<'a>, here: String, own: BTreeSet<&'a str>, root: &str) -> Self {
        Self {
            context,
            here,
            own,
            imports: RefCell::default(),
            root: root.to_owned(),
            absolute: false,
            reexported: false,
        }
    }

    /// An item of the runtime.
    pub(crate) fn runtime(&self, name: &str) -> TokenStream {
        let path = if self.reexported {
            reexports::path(&self.root, name)
        } else {
            runtime::path(name)
        };
        self.import(&path, name)
    }

    /// An item of the standard library.
    pub(crate) fn std(&self, module: &str, name: &str) -> TokenStream {
        self.import(&format!("std::{module}"), name)
    }

    /// An item of serde.
    pub(crate) fn serde(&self, name: &str) -> TokenStream {
        self.import("serde", name)
    }

    /// An item of this crate's root or of one of its modules that hold no models.
    pub(crate) fn own_crate(&self, module: &str, name: &str) -> TokenStream {
        self.import(&format!("{}{module}", self.root), name)
    }

    /// An item of a crate or module that generated crates have nothing to do with.
    pub(crate) fn helper(&self, path: &str, name: &str) -> TokenStream {
        self.import(path, name)
    }

    /// The comment of a thing. In a crate of this workspace, ids of operations are links; elsewhere an id can be any word.
    pub(crate) fn docs(&self, doc: &ir::Doc) -> Docs {
        let mut docs = Docs::of(doc);
        if self.context.options.in_workspace() {
            docs.link(|word| self.operation_link(word));
        }
        docs
    }

    /// A link to the operation with this id.
    fn operation_link(&self, id: &str) -> Option<Markdown> {
        let mut operations = self.context.api.operations.iter().enumerate();
        let (index, _) = operations.find(|(_, operation)| operation.id == id)?;
        let name = self.context.names.of_operation(OperationId(index));
        Some(self.link(name.module, &name.ident))
    }

    /// A link to an item of the module with this index.
    pub(crate) fn link(&self, module: usize, name: &str) -> Markdown {
        let path = format!("{}::{}", self.root, self.context.names.module(module).ident);
        if path == self.here && self.own.contains(name) {
            return code_link(name, name);
        }
        let path = format!("{path}::{name}");
        code_link(name, &path.replace("r#", ""))
    }

    /// Whether the file defines a name.
    pub(crate) fn defines(&self, name: &str) -> bool {
        self.own.contains(name)
    }

    /// The client, from the file of a sub-client.
    pub(crate) fn sibling_client(&self) -> TokenStream {
        if self.defines("Client") {
            quote!(Client)
        } else {
            self.own_crate("", "Client")
        }
    }

    /// A named type.
    pub(crate) fn model(&self, id: TypeId) -> TokenStream {
        let name = self.context.names.of_type(id);
        self.item(name.module, &name.ident)
    }

    /// The value of an operation.
    pub(crate) fn operation(&self, id: OperationId) -> TokenStream {
        let name = self.context.names.of_operation(id);
        self.item(name.module, &name.ident)
    }

    /// An item of the module with this index.
    pub(crate) fn item(&self, module: usize, name: &str) -> TokenStream {
        let path = format!("{}::{}", self.root, self.context.names.module(module).ident);
        if path == self.here && self.own.contains(name) {
            let name = ident(name);
            return quote!(#name);
        }
        self.import(&path, name)
    }

    /// Imports a name, or gives its path where another has it.
    fn import(&self, path: &str, name: &str) -> TokenStream {
        if self.absolute {
            return full_path(path, name);
        }
        let mut imports = self.imports.borrow_mut();
        let is_model_of_our_name = is_ours(name)
            && path
                .strip_prefix(&self.root)
                .is_some_and(|module| !matches!(module, "" | "::runtime"));
        let free = !self.own.contains(name) && !is_model_of_our_name;
        let imported = imports.get(name);
        let is_same = imported.is_some_and(|known| known == path);
        if free && imported.is_none() {
            imports.insert(name.to_owned(), path.to_owned());
        } else if !is_same || !free {
            return full_path(path, name);
        }
        let name = ident(name);
        quote!(#name)
    }

    /// What `make` makes; where it makes nothing, nothing is imported for it.
    pub(crate) fn attempt<T>(&self, make: impl FnOnce() -> Option<T>) -> Option<T> {
        let before = self.imports.borrow().clone();
        let outcome = make();
        if outcome.is_none() {
            self.imports.replace(before);
        }
        outcome
    }

    /// The `use` items, in the order of a tidy file: std, other crates, this crate.
    pub(crate) fn uses(&self) -> Vec<TokenStream> {
        let imports = self.imports.borrow();
        grouped(&imports)
            .into_iter()
            .map(|(path, names)| {
                let path: Vec<Ident> = path.split("::").map(ident).collect();
                let names: Vec<Ident> = names.into_iter().map(ident).collect();
                match names.as_slice() {
                    [name] => quote!(use #(#path)::*::#name;),
                    names => quote!(use #(#path)::*::{#(#names),*};),
                }
            })
            .collect()
    }

    /// The same as text, for an example.
    pub(crate) fn use_lines(&self) -> Vec<String> {
        let imports = self.imports.borrow();
        grouped(&imports)
            .into_iter()
            .map(|(path, names)| match names.as_slice() {
                [name] => format!("use {path}::{name};"),
                names => format!("use {path}::{{{}}};", names.join(", ")),
            })
            .collect()
    }
}

/// Imported names by the path that they come from, in the order of a tidy file.
fn grouped(imports: &BTreeMap<String, String>) -> Vec<(&str, Vec<&str>)> {
    let mut by_path: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, path) in imports {
        by_path.entry(path).or_default().push(name);
    }
    let mut paths: Vec<(&str, Vec<&str>)> = by_path.into_iter().collect();
    paths.sort_by_key(|(path, _)| (rank(path), *path));
    paths
}

/// The sort key of a `use` item.
fn rank(path: &str) -> u8 {
    match path.split("::").next() {
        Some("std") => 0,
        Some("crate") => 2,
        _ => 1,
    }
}

/// A path in full.
fn full_path(path: &str, name: &str) -> TokenStream {
    let path: Vec<Ident> = path.split("::").map(ident).collect();
    let name = ident(name);
    quote!(#(#path)::*::#name)
}

/// An identifier, raw where it says so.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// Whether a generated file may import this name from the runtime, serde or the standard library.
fn is_ours(name: &str) -> bool {
    IMPORTED.binary_search(&name).is_ok()
}

/// What generated files import from the runtime, serde and the standard library.
const IMPORTED: &[&str] = &[
    "Api",
    "BTreeMap",
    "Base64",
    "Body",
    "ByteStream",
    "Call",
    "ClientBuilder",
    "ClientCredentials",
    "Credential",
    "CredentialSource",
    "Date",
    "DateTime",
    "Decimal",
    "DecodeError",
    "Deserialize",
    "Deserializer",
    "DocumentedError",
    "DocumentedHeaders",
    "Error",
    "ErrorResponse",
    "EventStream",
    "Field",
    "File",
    "FormEncoding",
    "HeaderMap",
    "Infallible",
    "IntegerText",
    "IsoDuration",
    "Json",
    "LineStream",
    "Method",
    "Multipart",
    "New",
    "Next",
    "Operation",
    "OperationMetadata",
    "PagedCall",
    "Paginated",
    "Parameter",
    "PathStyle",
    "QueryKind",
    "QueryStyle",
    "RateLimit",
    "RawResponse",
    "Request",
    "RequiredScheme",
    "Response",
    "Retry",
    "Scheme",
    "SchemeKind",
    "Secret",
    "Serialize",
    "Serializer",
    "Server",
    "ServerVariable",
    "Setters",
    "StringEnum",
    "Tagged",
    "Time",
    "ToParameter",
    "TokenBody",
    "TokenCredentials",
    "TokenParameter",
    "TokenRequest",
    "TokenScopes",
    "Tuple",
    "UnknownFields",
    "UnknownInteger",
    "UnknownScalar",
    "UnknownValue",
    "UnlistedValue",
    "Uri",
    "Uuid",
];

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    #[test]
    fn imported_names_are_sorted_for_the_binary_search() {
        assert!(super::IMPORTED.is_sorted());
    }

    /// The source files below a folder.
    fn sources(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("a folder");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        paths
            .flat_map(|path| {
                if path.is_dir() {
                    sources(&path)
                } else {
                    vec![path]
                }
            })
            .collect()
    }

    /// A model of one of these names would otherwise be imported beside it, depending on which is written first.
    #[test]
    fn every_name_that_an_emitter_imports_from_the_runtime_is_listed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/emit");
        let mut found = 0;
        for path in sources(&folder) {
            let text = fs::read_to_string(&path).expect("a source file");
            for call in ["runtime(\"", "serde(\""] {
                for (_, after) in text.match_indices(call).map(|(at, _)| text.split_at(at)) {
                    let name = after.split('"').nth(1).unwrap_or_default();
                    let is_item = name.starts_with(char::is_uppercase);
                    found += usize::from(is_item);
                    let path = path.display();
                    assert!(!is_item || super::is_ours(name), "{path}: `{name}`");
                }
            }
        }
        assert!(found > 50, "the calls are gone");
    }
}
