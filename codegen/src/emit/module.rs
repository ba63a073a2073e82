//! The modules: those of what operations share, and one for each tag with its operations.
//!
//! The module of a tag has its operations; what they send and receive is in `models`, `errors` and `headers` below it,
//! and can be named from the module itself, too.

mod layout;
mod units;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use self::layout::{File, FileKind};
use self::units::{Part, Unit, units};
use super::client::group_docs;
use super::{
    Context, DraftFile, RustFile, Scope, alias, discriminated_union, enums, error, headers, ident,
    multipart, operation, rust, structs, untagged_union,
};
use crate::comment::{Docs, Markdown, code};
use crate::ir::{OperationId, Shape, TypeId};
use crate::name::{ERRORS, EnumName, HEADERS, MODELS, Shared, module_name};

/// What is in a module.
#[derive(Clone, Copy, Debug)]
enum Item {
    Operation(OperationId),
    /// The documented errors of an operation.
    ErrorsOf(OperationId),
    /// The response headers of an operation.
    HeadersOf(OperationId),
    Type(TypeId),
    /// Errors that operations share, by their index.
    Errors(usize),
    /// Response headers that operations share, by their index.
    Headers(usize),
}

/// The files of all modules.
pub(super) fn files(context: Context<'_>) -> Vec<DraftFile<'_>> {
    let mut modules: BTreeMap<usize, Vec<(Part, Vec<Unit>)>> = BTreeMap::new();
    for ((module, part), units) in units(context) {
        modules.entry(module).or_default().push((part, units));
    }
    let mut files = Vec::new();
    for (module, parts) in modules {
        let all = parts.iter().flat_map(|(_, units)| units);
        let all: BTreeSet<&str> = all
            .flat_map(|unit| defined(context, module, unit.item))
            .collect();
        let name = context.names.module(module).ident.trim_start_matches("r#");
        for file in layout::files(name, parts) {
            let lines = file.units.iter().map(|unit| unit.lines).sum();
            // The parts of a module are visible in the module itself.
            let own = if file.kind == FileKind::Module && file.files.is_empty() {
                all.clone()
            } else {
                let own = file.units.iter();
                own.flat_map(|unit| defined(context, module, unit.item))
                    .collect()
            };
            files.push(rust(&format!("src/{}.rs", file.path), lines, move || {
                module_file(context, module, &file, own.clone())
            }));
        }
    }
    files
}

/// Which modules have something in them.
pub(super) fn inhabited(context: Context<'_>) -> Vec<usize> {
    let modules = units(context).into_keys().map(|(module, _)| module);
    modules.collect::<BTreeSet<usize>>().into_iter().collect()
}

/// What a file is.
fn docs(context: Context<'_>, module: usize, file: &File) -> Docs {
    let part = match &file.kind {
        FileKind::Part(part) => *part,
        FileKind::Owner(_) => return Docs::default(),
        FileKind::Module => {
            return match module {
                MODELS => Docs::line("Types that the operations share."),
                ERRORS => Docs::line("Documented errors that operations share."),
                HEADERS => Docs::line("Response headers that operations share."),
                _ if context.options.types_only => tag_types(context, module),
                _ => group_docs(context, module),
            };
        }
    };
    let what = match part {
        Part::Operations => "The operations of ",
        Part::Models => "What the operations send and receive in ",
        Part::Errors => "The documented errors of the operations in ",
        Part::Headers => "The response headers of the operations in ",
    };
    let module = context.names.module(module).ident.trim_start_matches("r#");
    Docs::line(Markdown::from(what) + code(module) + ".")
}

/// What the module of a tag is in a crate without operations.
fn tag_types(context: Context<'_>, module: usize) -> Docs {
    let name = context.names.module(module).ident.trim_start_matches("r#");
    let about = Markdown::from("Types that the operations of ") + code(name) + " alone use.";
    Docs::line(about)
}

/// A file of a module: its items, and the modules below it.
fn module_file(context: Context<'_>, module: usize, file: &File, own: BTreeSet<&str>) -> RustFile {
    let scope = Scope::of_part(context, module, own);
    let defined: Vec<TokenStream> = file
        .units
        .iter()
        .flat_map(|unit| {
            let former = former(context, module, unit.item);
            let aliases = former.map(|(former, name)| alias::former(former, name));
            items(&scope, unit.item).into_iter().chain(aliases)
        })
        .collect();
    let hidden = || file.files.iter().map(|name| ident(&module_name(name)));
    let parts = || file.parts.iter().map(|part| ident(part.module()));
    let mut items: Vec<TokenStream> = hidden().map(|name| quote!(mod #name;)).collect();
    items.extend(parts().map(|name| quote!(pub mod #name;)));
    let reexported = hidden().chain(parts());
    items.extend(reexported.map(|name| quote!(pub use self::#name::*;)));
    items.extend(scope.uses());
    items.extend(defined);
    RustFile {
        marker: context.options.marker(),
        docs: docs(context, module, file),
        items,
    }
}

/// The names that an item defines, and those that it had.
fn defined(context: Context<'_>, module: usize, item: Item) -> Vec<&str> {
    let former = former(context, module, item).map(|(former, _)| former);
    names(context, item).into_iter().chain(former).collect()
}

/// The names that an item had, each with the one that it has.
fn former(context: Context<'_>, module: usize, item: Item) -> impl Iterator<Item = (&str, &str)> {
    names(context, item).into_iter().flat_map(move |name| {
        let former = context.names.former.of_item(module, name).iter();
        former.map(move |former| (former.as_str(), name))
    })
}

/// The names that an item has.
fn names(context: Context<'_>, item: Item) -> Vec<&str> {
    match item {
        Item::Type(id) => vec![context.names.of_type(id).ident.as_str()],
        Item::Errors(index) => shared_name(context.names.errors.get(index)),
        Item::Headers(index) => shared_name(context.names.headers.get(index)),
        Item::ErrorsOf(id) => enum_name(context.names.of_operation(id).error.as_ref()),
        Item::HeadersOf(id) => enum_name(context.names.of_operation(id).headers.as_ref()),
        Item::Operation(id) => {
            let name = context.names.of_operation(id);
            let parts = [&name.bodies, &name.output].into_iter().flatten();
            let parts = parts.map(|part| part.ident.as_str());
            parts.chain([name.ident.as_str()]).collect()
        }
    }
}

/// The name of what operations share.
fn shared_name(shared: Option<&Shared>) -> Vec<&str> {
    enum_name(shared.map(|shared| &shared.name))
}

/// The name of what belongs to an operation.
fn enum_name(name: Option<&EnumName>) -> Vec<&str> {
    name.map(|name| name.ident.as_str()).into_iter().collect()
}

/// The Rust items of an operation or a type.
fn items(scope: &Scope<'_>, item: Item) -> Vec<TokenStream> {
    let id = match item {
        Item::Operation(id) => return operation::operation(scope, id),
        Item::ErrorsOf(id) => return operation::errors(scope, id),
        Item::HeadersOf(id) => return operation::headers(scope, id),
        Item::Errors(index) => {
            let shared = scope.context.names.errors.get(index);
            return shared.map_or_else(Vec::new, |shared| error::shared(scope, shared));
        }
        Item::Headers(index) => {
            let shared = scope.context.names.headers.get(index);
            return shared.map_or_else(Vec::new, |shared| headers::shared(scope, shared));
        }
        Item::Type(id) => id,
    };
    match &scope.context.api.type_def(id).shape {
        Shape::Struct(shape) => structs::item(scope, id, shape),
        Shape::Multipart(shape) => multipart::multipart(scope, id, shape),
        Shape::Enum(of) => enums::item(scope, id, of),
        Shape::DiscriminatedUnion(shape) => discriminated_union::item(scope, id, shape),
        Shape::UntaggedUnion(members) => untagged_union::item(scope, id, members),
        Shape::Alias(inner) => alias::alias(scope, id, inner),
        Shape::Newtype(inner) => alias::newtype(scope, id, inner),
    }
}
