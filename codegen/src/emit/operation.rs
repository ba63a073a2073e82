//! Operations: a value that holds the parameters, and its metadata.

mod metadata;

pub(crate) use self::metadata::{accept, has_streams, is_redirecting};

use proc_macro2::TokenStream;
use quote::quote;

use super::constructor::Construction;
use super::signature::Origin;
use super::types::ty;
use super::{
    Scope, error, example, headers, ident, paginated, rate_limit, request, response, security,
};
use crate::comment::{Docs, Markdown, code, link};
use crate::ir::{self, OperationId};
use crate::name::OperationName;

/// The items of an operation.
pub(super) fn operation(scope: &Scope<'_>, id: OperationId) -> Vec<TokenStream> {
    let Some(operation) = scope.context.api.operations.get(id.0) else {
        return Vec::new();
    };
    let name = scope.context.names.of_operation(id);
    let construction = Construction::of_operation(scope.context, operation, name);
    let docs = operation_docs(scope, id, operation);
    let structure = construction.structure(scope, &name.ident, &docs, |origin| match origin {
        Origin::Parameter(parameter) => parameter_docs(scope, parameter),
        Origin::Body(body) => body_docs(scope, body),
        Origin::Field(_) => Docs::default(),
    });
    let mut items = vec![structure];
    items.push(implementation(scope, operation, name));
    items.extend(paginated::paginated(scope, operation, name));
    items.extend(request::bodies(scope, operation, name));
    items.extend(response::output(scope, operation, name));
    items
}

/// The items of the documented errors of an operation.
pub(super) fn errors(scope: &Scope<'_>, id: OperationId) -> Vec<TokenStream> {
    let operation = scope.context.api.operations.get(id.0);
    operation.map_or_else(Vec::new, |operation| {
        error::error(scope, operation, scope.context.names.of_operation(id))
    })
}

/// The items of the response headers of an operation.
pub(super) fn headers(scope: &Scope<'_>, id: OperationId) -> Vec<TokenStream> {
    let operation = scope.context.api.operations.get(id.0);
    operation.map_or_else(Vec::new, |operation| {
        headers::headers(scope, operation, scope.context.names.of_operation(id))
    })
}

/// The doc comment of the body: what the document says about it, or about its type. In a crate of this workspace none is
/// missing.
fn body_docs(scope: &Scope<'_>, body: &ir::Body) -> Docs {
    let mut docs = Docs::default();
    docs.text(body.description.as_deref().unwrap_or_default());
    if !docs.is_empty() || !scope.context.options.in_workspace() {
        return docs;
    }
    if let ir::Type::Named(id) = &body.ty {
        let about = &scope.context.api.type_def(*id).doc;
        docs.text(about.description.as_deref().unwrap_or_default());
    }
    if docs.is_empty() {
        docs = Docs::line("The request body.");
    }
    docs
}

/// The doc comment of a parameter.
fn parameter_docs(scope: &Scope<'_>, parameter: &ir::Parameter) -> Docs {
    let docs = scope.docs(&parameter.doc);
    if docs.is_empty() && scope.context.options.in_workspace() {
        return Docs::line(code(&parameter.key));
    }
    docs
}

/// What the operation does, where it is documented, and an example.
fn operation_docs(scope: &Scope<'_>, id: OperationId, operation: &ir::Operation) -> Docs {
    let mut docs = scope.docs(&operation.doc);
    let mut place = code(&format!("{} {}", operation.method, operation.path));
    if scope.context.options.in_workspace() {
        place = place + ", spec " + code(&operation.origin.file);
    }
    if let Some(url) = &operation.doc.url {
        place = place + ", " + link("documented here", url);
    }
    docs.note(place + ".");
    if let Some(scopes) = security::scopes(scope.context.api, operation) {
        docs.note(scopes);
    }
    for limit in &operation.rate_limits {
        docs.note(rate_limit::sentence(limit));
    }
    if let Some(tool) = &operation.tool {
        docs.note(Markdown::from("As a tool: ") + code(tool) + ".");
    }
    if operation.pagination.is_some() {
        docs.note(
            "Paginated: awaiting the call returns the first page; `.items()` streams all items.",
        );
    }
    docs.example(example::call(scope, id, operation));
    docs
}

/// The operation's metadata, and how a call is encoded and decoded.
fn implementation(
    scope: &Scope<'_>,
    operation: &ir::Operation,
    name: &OperationName,
) -> TokenStream {
    let type_name = ident(&name.ident);
    let operation_trait = scope.runtime("Operation");
    let metadata_type = scope.runtime("OperationMetadata");
    let metadata = metadata::metadata(scope, operation);
    let output = response::output_type(scope, operation, name);
    let error_type = error::error_type(scope, name);
    let headers_type = headers::headers_type(scope, name);
    let request_type = scope.runtime("Request");
    let raw = scope.runtime("RawResponse");
    let decode_error = scope.runtime("DecodeError");
    let request = request::request(scope, operation, name);
    let decode = response::decode(scope, operation, name);
    quote! {
        impl #operation_trait for #type_name {
            const METADATA: &'static #metadata_type = &#metadata;
            type Output = #output;
            type Error = #error_type;
            type Headers = #headers_type;

            #[inline]
            fn request(&self) -> #request_type {
                #request
            }

            #[inline]
            fn decode(response: #raw) -> Result<Self::Output, #decode_error> {
                #decode
            }
        }
    }
}

/// The type of the body that callers give.
pub(super) fn body_type(
    scope: &Scope<'_>,
    operation: &ir::Operation,
    name: &OperationName,
) -> Option<TokenStream> {
    let body = operation.bodies.first()?;
    Some(match &name.bodies {
        Some(bodies) => scope.item(name.module, &bodies.ident),
        None => ty(scope, &body.ty),
    })
}
