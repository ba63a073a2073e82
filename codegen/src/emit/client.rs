//! The client: an index of one-liners, grouped by tag.

mod construct;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::{if_imported, trait_in_scope};
use super::item::{Item, gate};
use super::plan::{self, Child, FilePlan, Module};
use super::{Context, Scope, alias, ident, response};
use crate::comment::{Docs, Markdown, code, code_link, one_line};
use crate::ir::{Operation, OperationId};
use crate::name::ModuleName;

use self::construct::construct;
pub(super) use self::construct::example_arguments;

/// Past so many operations, each sub-client has a file of its own.
const ONE_FILE: usize = 200;

/// A method has so many lines, about.
const METHOD_LINES: usize = 16;

/// `src/client.rs`, and a file for each group of a long client.
pub(super) fn plan(context: Context<'_>) -> Vec<FilePlan<'_>> {
    let apart = is_apart(context);
    let here = if apart {
        operations(context, None).len()
    } else {
        context.api.operations.len()
    };
    let lines = here * METHOD_LINES;
    let mut files = vec![plan::file(
        "src/client.rs",
        lines,
        client_file(context, apart),
    )];
    for (index, module) in groups(context).into_iter().filter(|_| apart) {
        let lines = operations(context, Some(index)).len() * METHOD_LINES;
        let path = format!("src/client/{}.rs", module.ident.trim_start_matches("r#"));
        let file = Module {
            docs: group_docs(context, index),
            names: BTreeSet::from([module.client.as_str()]),
            items: vec![Item::SubClient(index)],
            ..Module::default()
        };
        files.push(plan::file(&path, lines, file));
    }
    files
}

/// The client, and its sub-clients unless they are in files of their own.
fn client_file(context: Context<'_>, apart: bool) -> Module<'_> {
    let groups = groups(context);
    let clients = groups.iter().map(|(_, module)| module.client.as_str());
    let sub_clients = groups.iter().map(|(index, _)| Item::SubClient(*index));
    let children = groups.iter().map(|(_, module)| Child {
        ident: module.ident.clone(),
        is_public: false,
        feature: module.feature.as_deref(),
        reexport: Some(&module.client),
        preferred: BTreeSet::new(),
    });
    Module {
        docs: Docs::line("The client, with a method for every operation of the API."),
        names: clients.chain(["Client"]).collect(),
        children: children.filter(|_| apart).collect(),
        items: std::iter::once(Item::Client)
            .chain(sub_clients.filter(|_| !apart))
            .collect(),
        ..Module::default()
    }
}

/// Whether each sub-client has a file of its own.
fn is_apart(context: Context<'_>) -> bool {
    let gated = context
        .names
        .modules
        .iter()
        .any(|module| module.feature.is_some());
    gated || context.api.operations.len() > ONE_FILE
}

/// The modules whose operations are methods of a sub-client.
fn groups(context: Context<'_>) -> Vec<(usize, &ModuleName)> {
    let operations = &context.names.operations;
    let is_group = |index: usize| operations.iter().any(|name| name.group == Some(index));
    let modules = context.names.modules.iter().enumerate();
    modules.filter(|(index, _)| is_group(*index)).collect()
}

/// The operations that are methods of a group's sub-client, or of the client itself.
fn operations(context: Context<'_>, group: Option<usize>) -> Vec<(OperationId, &Operation)> {
    let all = context.api.operations.iter().enumerate();
    all.map(|(index, operation)| (OperationId(index), operation))
        .filter(|(id, _)| context.names.of_operation(*id).group == group)
        .collect()
}

/// The client: its struct, methods and conversions.
pub(super) fn client(scope: &Scope<'_>) -> Vec<TokenStream> {
    let context = scope.context;
    let constructor = construct(scope);
    let accessors = groups(context)
        .into_iter()
        .map(|(index, module)| accessor(context, index, module));
    let methods = methods(scope, None);
    let methods = quote! {
        impl Client {
            #constructor
            #(#accessors)*
            #methods
        }
    };
    let mut items = vec![structure(context), methods];
    items.extend(conversions());
    items.extend(traits(scope, None));
    items
}

/// The struct of the client.
fn structure(context: Context<'_>) -> TokenStream {
    let title = one_line(title(context));
    let docs = Docs::line(Markdown::from("Client for ") + title + "; cheap to clone.");
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct Client {
            inner: signon_runtime::Client,
        }
    }
}

/// What the API calls itself.
pub(super) fn title(context: Context<'_>) -> &str {
    let title = context.api.title.trim();
    if title.is_empty() {
        &context.api.provider
    } else {
        title
    }
}

/// What makes a client of the runtime's, and gives it back.
fn conversions() -> [TokenStream; 2] {
    [
        quote! {
            impl From<signon_runtime::Client> for Client {
                fn from(inner: signon_runtime::Client) -> Self {
                    Self { inner }
                }
            }
        },
        quote! {
            impl AsRef<signon_runtime::Client> for Client {
                fn as_ref(&self) -> &signon_runtime::Client {
                    &self.inner
                }
            }
        },
    ]
}

/// The method that gives a sub-client.
fn accessor(context: Context<'_>, index: usize, module: &ModuleName) -> TokenStream {
    let docs = group_docs(context, index).first_paragraph();
    let (name, client) = (ident(&module.accessor), ident(&module.client));
    let gate = gate(module.feature.as_deref());
    quote! {
        #docs
        #gate
        pub const fn #name(&self) -> #client<'_> {
            #client { client: self }
        }
    }
}

/// The struct of a sub-client, and its methods.
pub(super) fn sub_client(scope: &Scope<'_>, index: usize) -> Vec<TokenStream> {
    let name = ident(&scope.context.names.module(index).client);
    let docs = group_docs(scope.context, index).first_paragraph();
    let methods = methods(scope, Some(index));
    // The client makes it, from the file that it is in or from the one above.
    let (visible, client) = if is_apart(scope.context) {
        (Some(quote!(pub(super))), scope.own_crate("", "Client"))
    } else {
        (None, quote!(Client))
    };
    let mut items = vec![
        quote! {
            #docs
            #[derive(Clone, Copy, Debug)]
            pub struct #name<'a> {
                #visible client: &'a #client,
            }
        },
        quote! {
            impl<'a> #name<'a> {
                #methods
            }
        },
    ];
    items.extend(traits(scope, Some(index)));
    items
}

/// The traits whose methods the methods call.
fn traits(scope: &Scope<'_>, group: Option<usize>) -> impl Iterator<Item = TokenStream> {
    let operations = operations(scope.context, group).into_iter();
    let names = operations.map(|(_, operation)| {
        if operation.pagination.is_some() {
            "Paginated"
        } else {
            "Operation"
        }
    });
    let names: BTreeSet<&str> = names.collect();
    names
        .into_iter()
        .map(|name| trait_in_scope(&scope.runtime(name)))
}

/// One line for each operation; inline, so that a build of the crate alone makes no decoders.
fn methods(scope: &Scope<'_>, group: Option<usize>) -> TokenStream {
    let methods = operations(scope.context, group)
        .into_iter()
        .map(|(id, operation)| {
            let name = scope.context.names.of_operation(id);
            let method = ident(&name.method);
            let request = scope.operation(id);
            let docs = method_docs(scope, id, operation);
            let deprecated = operation.doc.deprecated.then(|| quote!(#[deprecated]));
            let (lifetime, client) = if group.is_some() {
                (quote!('a), quote!(self.client))
            } else {
                (quote!('_), quote!(self))
            };
            let (call, make) = if operation.pagination.is_some() {
                let call = scope.runtime("PagedCall");
                (quote!(#call<#lifetime, #request>), quote!(paged))
            } else {
                let call = scope.runtime("Call");
                let output = response::output_type(scope, operation, name);
                (quote!(#call<#lifetime, #output>), quote!(send))
            };
            let former = scope.context.names.former.of_method(id.0).iter();
            let former = former.map(|former| {
                let docs = alias::former_docs(&format!("Self::{}", name.method), &name.method);
                let deprecated = alias::renamed(&name.method);
                let former = ident(former);
                quote! {
                    #docs
                    #deprecated
                    #[inline]
                    pub fn #former(&self, request: &#request) -> #call {
                        self.#method(request)
                    }
                }
            });
            quote! {
                #docs
                #deprecated
                #[inline]
                pub fn #method(&self, request: &#request) -> #call {
                    request.#make(#client)
                }
                #(#former)*
            }
        });
    methods.collect()
}

/// The first sentence of what an operation does, and where the rest is.
fn method_docs(scope: &Scope<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let said = operation
        .doc
        .summary
        .as_deref()
        .or(operation.doc.description.as_deref())
        .unwrap_or_default();
    let first = said.trim().lines().next().unwrap_or_default();
    let mut docs = Docs::default();
    docs.sentence(first);
    if operation.pagination.is_some() {
        let items = code_link("items", "signon_runtime::Call::items");
        docs.note(Markdown::from("Paginated: ") + items + " streams the items of all pages.");
    }
    let endpoint = (docs.is_empty() || !scope.context.options.in_workspace())
        .then(|| code(&format!("{} {}", operation.method, operation.path)));
    let with_link = |link: Markdown| {
        let mut docs = Docs::default();
        docs.note(match endpoint.clone() {
            Some(endpoint) => endpoint + ": see " + link + ".",
            None => Markdown::from("See ") + link + ".",
        });
        docs
    };
    let name = scope.context.names.of_operation(id);
    let in_scope = with_link(code_link(&name.ident, &name.ident));
    let by_path = with_link(scope.link(name.module, &name.ident));
    let link = if_imported(&scope.operation(id), &in_scope, &by_path);
    let before = docs.attribute().map(|docs| quote!(#docs #[doc = ""]));
    quote!(#before #link)
}

/// What the operations of a module have in common.
pub(super) fn group_docs(context: Context<'_>, module: usize) -> Docs {
    let groups = context.names.groups.iter().zip(&context.api.groups);
    let mut docs = Docs::default();
    for (_, group) in groups.filter(|(index, _)| **index == module) {
        match group.description.as_deref().map(str::trim) {
            Some(description) if !description.is_empty() => docs.text(description),
            _ if !group.is_tag => docs.note("The operations."),
            _ if context.options.in_workspace() => {
                docs.note(Markdown::from("Operations on ") + one_line(&group.key) + ".");
            }
            _ => docs.note(Markdown::from("Operations tagged ") + code(&group.key) + "."),
        }
    }
    docs
}
