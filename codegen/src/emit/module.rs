//! The modules: one for the shared types, one for each tag with its operations and types.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::client::group_docs;
use super::split::{Unit, split};
use super::{
    Context, DraftFile, RustFile, Scope, alias, choice, error, headers, ident, multipart,
    operation, record, rust, tagged, union,
};
use crate::comment::Docs;
use crate::ir::{EnumRepr, Naming, OperationId, Shape, TypeId};
use crate::name::{ERRORS, HEADERS, MODELS, Shared};

/// What stands in a module.
#[derive(Clone, Copy, Debug)]
enum Item {
    Operation(OperationId),
    Type(TypeId),
    /// Errors that operations share, by their index.
    Errors(usize),
    /// Response headers that operations share, by their index.
    Headers(usize),
}

/// The files of all modules.
pub(super) fn files(context: Context<'_>) -> Vec<DraftFile<'_>> {
    let mut files = Vec::new();
    for (module, units) in units(context) {
        let ident = context
            .names
            .module(module)
            .ident
            .trim_start_matches("r#")
            .to_owned();
        // A provider's folder is what its maintainer made it; a vendor's module can be of any length.
        let parts = if context.options.in_workspace() {
            vec![(String::new(), units)]
        } else {
            split(units)
        };
        let whole = parts.len() == 1 && parts.iter().all(|(name, _)| name.is_empty());
        if whole {
            for (_, units) in parts {
                let lines = lines(&units);
                files.push(rust(&format!("src/{ident}.rs"), lines, move || {
                    part(context, module, &units, docs(context, module))
                }));
            }
            continue;
        }
        let names: Vec<String> = parts.iter().map(|(name, _)| name.clone()).collect();
        files.push(rust(&format!("src/{ident}.rs"), names.len(), move || {
            parent(context, module, &names)
        }));
        for (name, units) in parts {
            let path = format!("src/{ident}/{name}.rs");
            let about =
                Docs::line("A part of the module above, by the first letters of the names.");
            files.push(rust(&path, lines(&units), move || {
                part(context, module, &units, about.clone())
            }));
        }
    }
    files
}

/// About how many lines units come to.
fn lines(units: &[Unit<Item>]) -> usize {
    units.iter().map(|unit| unit.lines).sum()
}

/// Which modules have something in them.
pub(super) fn inhabited(context: Context<'_>) -> Vec<usize> {
    let types = context.types();
    let modules = types.map(|(id, _)| context.names.of_type(id).module);
    let modules: std::collections::BTreeSet<usize> = modules
        .chain(context.names.operations.iter().map(|name| name.module))
        .chain(context.names.errors.iter().map(|shared| shared.module))
        .chain(context.names.headers.iter().map(|shared| shared.module))
        .collect();
    modules.into_iter().collect()
}

/// What stands in each module: operations in the document's order, each with its own types, then all other types.
fn units(context: Context<'_>) -> BTreeMap<usize, Vec<Unit<Item>>> {
    let names = context.names;
    let mut of_operation: BTreeMap<usize, Vec<TypeId>> = BTreeMap::new();
    let mut others = Vec::new();
    for (id, _) in context.types() {
        match owner(context, id) {
            Some(operation) if names.of_operation(operation).module == names.of_type(id).module => {
                of_operation.entry(operation.0).or_default().push(id);
            }
            _ => others.push(id),
        }
    }
    let mut units: BTreeMap<usize, Vec<Unit<Item>>> = BTreeMap::new();
    let mut add = |module: usize, unit: Unit<Item>| units.entry(module).or_default().push(unit);
    for (index, name) in names.operations.iter().enumerate() {
        let id = OperationId(index);
        let lines = operation_lines(context, id);
        add(
            name.module,
            Unit {
                name: name.ident.clone(),
                lines,
                item: Item::Operation(id),
            },
        );
        for id in of_operation.remove(&index).unwrap_or_default() {
            add(name.module, type_unit(context, id));
        }
    }
    for id in others {
        add(names.of_type(id).module, type_unit(context, id));
    }
    let shared_errors = names.errors.iter().zip((0..).map(Item::Errors));
    let shared_headers = names.headers.iter().zip((0..).map(Item::Headers));
    for (shared, item) in shared_errors.chain(shared_headers) {
        let name = shared.name.ident.clone();
        let lines = 14 + 4 * shared.name.members.len();
        add(shared.module, Unit { name, lines, item });
    }
    units
}

/// The operation that a type belongs to.
fn owner(context: Context<'_>, id: TypeId) -> Option<OperationId> {
    let mut at = id;
    for _ in 0..=context.api.types.len() {
        match &context.api.type_def(at).naming {
            Naming::InOperation(operation, _) => return Some(*operation),
            Naming::Within(parent, _) => at = *parent,
            Naming::Explicit(_) | Naming::Key(_) => return None,
        }
    }
    None
}

/// A type as a unit.
fn type_unit(context: Context<'_>, id: TypeId) -> Unit<Item> {
    let def = context.api.type_def(id);
    let per_field = if context.api.derived.usage(id).request {
        10
    } else {
        4
    };
    let lines = 12
        + match &def.shape {
            Shape::Struct(record) => record.fields.len() * per_field,
            Shape::Multipart(form) => form.parts.len() * 11,
            Shape::Enum(of) if of.repr == EnumRepr::Scalar => of.values.len() * 7 + 30,
            Shape::Enum(of) => of.values.len() * 4 + 16,
            Shape::DiscriminatedUnion(tagged) => tagged.members.len() * 10 + 16,
            Shape::UntaggedUnion(members) => members.len() * 14 + 20,
            Shape::Alias(_) => 0,
            Shape::Newtype(_) => 8,
        };
    Unit {
        name: context.names.of_type(id).ident.clone(),
        lines,
        item: Item::Type(id),
    }
}

/// About how many lines an operation comes to.
fn operation_lines(context: Context<'_>, id: OperationId) -> usize {
    let Some(operation) = context.api.operations.get(id.0) else {
        return 0;
    };
    let required = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required)
        .count();
    let optional = operation.parameters.len() - required;
    64 + 4 * required + 12 * optional + 4 * operation.errors.len()
}

/// What the module is.
fn docs(context: Context<'_>, module: usize) -> Docs {
    match module {
        MODELS => Docs::line("Types that the operations share."),
        ERRORS => Docs::line("Documented errors that operations share."),
        HEADERS => Docs::line("Response headers that operations share."),
        _ => group_docs(context, module),
    }
}

/// A file with the items themselves.
fn part(context: Context<'_>, module: usize, units: &[Unit<Item>], docs: Docs) -> RustFile {
    let own = units.iter().flat_map(|unit| defined(context, unit.item));
    let scope = Scope::of_part(context, module, own);
    let defined: Vec<TokenStream> = units
        .iter()
        .flat_map(|unit| items(&scope, unit.item))
        .collect();
    let mut items = scope.uses();
    items.extend(defined);
    RustFile {
        marker: context.options.marker(),
        docs,
        items,
    }
}

/// The file that holds the parts of a module together.
fn parent(context: Context<'_>, module: usize, parts: &[String]) -> RustFile {
    let names: Vec<_> = parts
        .iter()
        .map(|name| ident(&crate::name::module_name(name)))
        .collect();
    let mut items: Vec<TokenStream> = names.iter().map(|name| quote!(mod #name;)).collect();
    items.extend(names.iter().map(|name| quote!(pub use self::#name::*;)));
    RustFile {
        marker: context.options.marker(),
        docs: docs(context, module),
        items,
    }
}

/// The names that an item defines.
fn defined(context: Context<'_>, item: Item) -> Vec<&str> {
    match item {
        Item::Type(id) => vec![context.names.of_type(id).ident.as_str()],
        Item::Errors(index) => shared_name(context.names.errors.get(index)),
        Item::Headers(index) => shared_name(context.names.headers.get(index)),
        Item::Operation(id) => {
            let name = context.names.of_operation(id);
            let parts = [&name.bodies, &name.output, &name.error, &name.headers];
            let parts = parts.into_iter().flatten().map(|part| part.ident.as_str());
            parts.chain([name.ident.as_str()]).collect()
        }
    }
}

/// The name of what operations share.
fn shared_name(shared: Option<&Shared>) -> Vec<&str> {
    shared
        .map(|shared| shared.name.ident.as_str())
        .into_iter()
        .collect()
}

/// The Rust items of an operation or a type.
fn items(scope: &Scope<'_>, item: Item) -> Vec<TokenStream> {
    let id = match item {
        Item::Operation(id) => return operation::operation(scope, id),
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
        Shape::Struct(shape) => record::record(scope, id, shape),
        Shape::Multipart(shape) => multipart::multipart(scope, id, shape),
        Shape::Enum(of) => choice::choice(scope, id, of),
        Shape::DiscriminatedUnion(shape) => tagged::tagged(scope, id, shape),
        Shape::UntaggedUnion(members) => union::union(scope, id, members),
        Shape::Alias(inner) => alias::alias(scope, id, inner),
        Shape::Newtype(inner) => alias::newtype(scope, id, inner),
    }
}
