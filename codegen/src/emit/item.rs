//! What files consist of, and how each of it is written.

use proc_macro2::TokenStream;
use quote::quote;

use super::plan::{Child, Module, Reexport};
use super::{
    Context, RustFile, Scope, alias, api, client, crate_root, discriminated_union, enums, error,
    headers, ident, imports, multipart, operation, security, structs, untagged_union, xml,
};
use crate::ir::{OperationId, Shape, TypeId};
use crate::name::{EnumName, Identifier, Shared};

/// A part of a file of Rust.
#[derive(Clone, Copy, Debug)]
pub(super) enum Item {
    /// The items of the crate's root.
    Root,
    /// The metadata of the API.
    Api,
    /// The client.
    Client,
    /// The sub-client of the module with this index.
    SubClient(usize),
    /// The function of the security scheme with this index.
    Scheme(usize),
    /// The statics that describe XML.
    Xml,
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

/// Writes a file of Rust.
pub(crate) fn rust(context: Context<'_>, module: &Module<'_>) -> RustFile {
    let scope = Scope::of_file(context, module.index, module.names.iter().copied())
        .reexporting(module.reexported.clone());
    let written = module.items.iter().flat_map(|item| {
        let former = module.index.into_iter().flat_map(|index| {
            let former = former(context, index, *item);
            former.map(|(former, name)| alias::former(former, name))
        });
        items(&scope, *item).into_iter().chain(former)
    });
    let written: Vec<TokenStream> = written.collect();
    let mut items: Vec<TokenStream> = module.children.iter().map(declaration).collect();
    items.extend(module.children.iter().flat_map(reexports));
    let of_others = module.reexports.iter();
    items.extend(of_others.map(|of| reexport(context, of)));
    let shortened = imports::shorten(scope.own(), written);
    items.extend(shortened.imports.items());
    items.extend(shortened.items);
    RustFile {
        marker: context.options.marker(),
        docs: module.docs.clone(),
        items,
    }
}

fn declaration(child: &Child<'_>) -> TokenStream {
    let (gate, name) = (gate(child.feature), ident(&child.ident));
    let visibility = child.is_public.then(|| quote!(pub));
    quote!(#gate #visibility mod #name;)
}

/// The re-exports of a module that is declared in the file.
fn reexports(child: &Child<'_>) -> impl Iterator<Item = TokenStream> {
    let (gate, name) = (gate(child.feature), ident(&child.ident));
    let item = child.reexport.map_or_else(
        || quote!(*),
        |item| {
            let item = ident(item);
            quote!(#item)
        },
    );
    let preferred = (!child.preferred.is_empty()).then(|| {
        let names = imports::reexport(&format!("self::{}", child.ident), &child.preferred);
        quote!(#gate #names)
    });
    let all = quote!(#gate pub use self::#name::#item;);
    std::iter::once(all).chain(preferred)
}

/// The re-export of items of another module.
fn reexport(context: Context<'_>, of: &Reexport<'_>) -> TokenStream {
    let source = &context.names.module(of.module).ident;
    let source = format!("{}::{source}", context.options.root());
    if of.is_glob {
        imports::reexport_all(&source)
    } else {
        imports::reexport(&source, &of.names)
    }
}

/// The attribute of what is behind a feature.
pub(super) fn gate(feature: Option<&str>) -> Option<TokenStream> {
    feature.map(|feature| quote!(#[cfg(feature = #feature)]))
}

/// The names that an item of the module with this index defines, and those that it had.
pub(super) fn defined(context: Context<'_>, module: usize, item: Item) -> Vec<&str> {
    let former = former(context, module, item).map(|(former, _)| former);
    let names = names(context, item).into_iter().chain(former);
    names.map(Identifier::as_str).collect()
}

/// The names that an item had, each with the one that it has.
fn former(
    context: Context<'_>,
    module: usize,
    item: Item,
) -> impl Iterator<Item = (&Identifier, &Identifier)> {
    names(context, item).into_iter().flat_map(move |name| {
        let former = context.names.former.of_item(module, name).iter();
        former.map(move |former| (former, name))
    })
}

/// The names that an item of a module has.
fn names(context: Context<'_>, item: Item) -> Vec<&Identifier> {
    match item {
        Item::Type(id) => vec![&context.names.of_type(id).ident],
        Item::Errors(index) => shared_name(context.names.errors.get(index)),
        Item::Headers(index) => shared_name(context.names.headers.get(index)),
        Item::ErrorsOf(id) => enum_name(context.names.of_operation(id).error.as_ref()),
        Item::HeadersOf(id) => enum_name(context.names.of_operation(id).headers.as_ref()),
        Item::Operation(id) => {
            let name = context.names.of_operation(id);
            let parts = [&name.bodies, &name.output].into_iter().flatten();
            let parts = parts.map(|part| &part.ident);
            parts.chain([&name.ident]).collect()
        }
        Item::Root
        | Item::Api
        | Item::Client
        | Item::SubClient(_)
        | Item::Scheme(_)
        | Item::Xml => Vec::new(),
    }
}

/// The name of what operations share.
fn shared_name(shared: Option<&Shared>) -> Vec<&Identifier> {
    enum_name(shared.map(|shared| &shared.name))
}

/// The name of what belongs to an operation.
fn enum_name(name: Option<&EnumName>) -> Vec<&Identifier> {
    name.map(|name| &name.ident).into_iter().collect()
}

/// Writes an item.
fn items(scope: &Scope<'_>, item: Item) -> Vec<TokenStream> {
    let context = scope.context;
    let names = context.names;
    match item {
        Item::Root => crate_root::items(context),
        Item::Api => vec![api::item(scope)],
        Item::Client => client::client(scope),
        Item::SubClient(index) => client::sub_client(scope, index),
        Item::Scheme(index) => security::item(scope, index).into_iter().collect(),
        Item::Xml => xml::items(scope),
        Item::Operation(id) => operation::operation(scope, id),
        Item::ErrorsOf(id) => operation::errors(scope, id),
        Item::HeadersOf(id) => operation::headers(scope, id),
        Item::Errors(index) => {
            let shared = names.errors.get(index);
            shared.map_or_else(Vec::new, |shared| error::shared(scope, shared))
        }
        Item::Headers(index) => {
            let shared = names.headers.get(index);
            shared.map_or_else(Vec::new, |shared| headers::shared(scope, shared))
        }
        Item::Type(id) => type_items(scope, id),
    }
}

/// Writes a type.
fn type_items(scope: &Scope<'_>, id: TypeId) -> Vec<TokenStream> {
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
