//! Operations: a value that holds the parameters, and its metadata.

mod metadata;

pub(crate) use self::metadata::{accept, has_streams, is_redirecting};

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::{Argument, optional, required};
use super::constant::constant;
use super::structs::setter_method;
use super::types::{field_type, parameter_presence, ty};
use super::{
    Context, Scope, error, example, headers, ident, paginated, rate_limit, request, response,
    security,
};
use crate::comment::{Docs, Markdown, code, link};
use crate::ir::{self, OperationId, Presence};
use crate::name::{MemberName, OperationName};

/// The items of an operation.
pub(super) fn operation(scope: &Scope<'_>, id: OperationId) -> Vec<TokenStream> {
    let Some(operation) = scope.context.api.operations.get(id.0) else {
        return Vec::new();
    };
    let name = scope.context.names.of_operation(id);
    let inputs = inputs(scope, operation, name);
    let mut items = vec![
        structure(scope, id, operation, &inputs),
        methods(scope, name, &inputs),
    ];
    items.extend(default(name, &inputs));
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

/// A parameter or the body, as a field of the operation.
struct Input<'a> {
    member: &'a MemberName,
    presence: Presence,
    /// What the field holds when it is there.
    ty: InputType<'a>,
    docs: Docs,
    /// Its place among the arguments of `new`.
    rank: u8,
    /// What it starts at where it is required, but has a default.
    start: Option<TokenStream>,
}

/// What an input holds.
enum InputType<'a> {
    /// A type of the document.
    Plain(&'a ir::Type),
    /// One of several bodies.
    Bodies(&'a str),
}

/// The fields of an operation: its parameters, and its body.
fn inputs<'a>(
    scope: &Scope<'_>,
    operation: &'a ir::Operation,
    name: &'a OperationName,
) -> Vec<Input<'a>> {
    let parameters =
        operation
            .parameters
            .iter()
            .zip(&name.parameters)
            .map(|(parameter, member)| {
                let (presence, inner) = parameter_presence(&parameter.ty, parameter.required);
                let rank = u8::from(parameter.location != ir::ParameterLocation::Path);
                Input {
                    member,
                    presence,
                    ty: InputType::Plain(inner),
                    docs: parameter_docs(scope, parameter),
                    rank,
                    start: starting_value(scope, parameter),
                }
            });
    let body = operation.bodies.first().map(|body| {
        let docs = body_docs(scope, body);
        let (presence, ty) = match &name.bodies {
            Some(bodies) if operation.body_required => {
                (Presence::Required, InputType::Bodies(&bodies.ident))
            }
            Some(bodies) => (Presence::Optional, InputType::Bodies(&bodies.ident)),
            None => {
                let (presence, inner) = parameter_presence(&body.ty, operation.body_required);
                (presence, InputType::Plain(inner))
            }
        };
        Input {
            member: &name.body,
            presence,
            ty,
            docs,
            rank: 2,
            start: None,
        }
    });
    parameters.chain(body).collect()
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

/// What a required parameter with a default starts at: `new` does not take it.
fn starting_value(scope: &Scope<'_>, parameter: &ir::Parameter) -> Option<TokenStream> {
    let (presence, inner) = parameter_presence(&parameter.ty, parameter.required);
    let default = parameter.default.as_ref()?;
    (presence == Presence::Required && parameter.location != ir::ParameterLocation::Path)
        .then(|| constant(scope, inner, default))
        .flatten()
}

/// Whether `new` takes a parameter.
pub(crate) fn is_argument(context: Context<'_>, parameter: &ir::Parameter) -> bool {
    let (presence, _) = parameter_presence(&parameter.ty, parameter.required);
    // A scope of its own: a value that is only asked for imports nothing.
    let scope = Scope::outside(context, &context.options.crate_name());
    matches!(presence, Presence::Required | Presence::Nullable)
        && starting_value(&scope, parameter).is_none()
}

impl Input<'_> {
    fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::Nullable)
    }

    /// Whether `new` takes it.
    fn is_argument(&self) -> bool {
        self.is_required() && self.start.is_none()
    }

    /// The type of the field.
    fn field_type(&self, scope: &Scope<'_>) -> TokenStream {
        match self.ty {
            InputType::Plain(inner) => field_type(scope, inner, self.presence),
            InputType::Bodies(name) => {
                let name = ident(name);
                if self.is_required() {
                    quote!(#name)
                } else {
                    quote!(Option<#name>)
                }
            }
        }
    }

    /// The argument that sets the field.
    fn argument(&self, scope: &Scope<'_>) -> Argument {
        let name = ident(&self.member.ident);
        match self.ty {
            InputType::Plain(inner) if self.is_required() => {
                required(scope, &name, inner, self.presence)
            }
            InputType::Plain(inner) => optional(scope, &name, inner, self.presence),
            InputType::Bodies(bodies) => {
                let bodies = ident(bodies);
                let value = if self.is_required() {
                    quote!(#name.into())
                } else {
                    quote!(Some(#name.into()))
                };
                Argument {
                    ty: quote!(impl Into<#bodies>),
                    value,
                }
            }
        }
    }
}

/// The doc comment of a parameter.
fn parameter_docs(scope: &Scope<'_>, parameter: &ir::Parameter) -> Docs {
    let docs = scope.docs(&parameter.doc);
    if docs.is_empty() && scope.context.options.in_workspace() {
        return Docs::line(code(&parameter.key));
    }
    docs
}

/// The struct.
fn structure(
    scope: &Scope<'_>,
    id: OperationId,
    operation: &ir::Operation,
    inputs: &[Input<'_>],
) -> TokenStream {
    let name = ident(&scope.context.names.of_operation(id).ident);
    let docs = operation_docs(scope, id, operation).attribute();
    let default = inputs
        .iter()
        .all(|input| !input.is_required())
        .then(|| quote!(Default,));
    let fields = inputs.iter().map(|input| {
        let docs = input.docs.attribute();
        let ident = ident(&input.member.ident);
        let ty = input.field_type(scope);
        quote!(#docs pub #ident: #ty,)
    });
    let body = if inputs.is_empty() {
        quote!({})
    } else {
        quote!({ #(#fields)* })
    };
    quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name #body
    }
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
            "Paged: awaiting the call gives the first page, its `.items()` those of all pages.",
        );
    }
    docs.example(example::call(scope, id, operation));
    docs
}

/// `new`, and a setter for each input that may be left out.
fn methods(scope: &Scope<'_>, name: &OperationName, inputs: &[Input<'_>]) -> TokenStream {
    let type_name = ident(&name.ident);
    let mut arguments: Vec<(u8, TokenStream)> = Vec::new();
    let mut values = Vec::new();
    let mut setters = Vec::new();
    for input in inputs {
        let field = ident(&input.member.ident);
        let argument = input.argument(scope);
        if input.is_argument() {
            let Argument { ty, value } = argument;
            arguments.push((input.rank, quote!(#field: #ty)));
            let is_name = field == value.to_string();
            values.push(if is_name {
                quote!(#field)
            } else {
                quote!(#field: #value)
            });
            continue;
        }
        values.push(match (&input.start, input.presence) {
            (Some(start), _) => quote!(#field: #start),
            (None, Presence::OptionalNullable) => {
                let wrapper = scope.runtime("Field");
                quote!(#field: #wrapper::Absent)
            }
            (None, Presence::Required | Presence::Nullable | Presence::Optional) => {
                quote!(#field: None)
            }
        });
        setters.push(setter_method(input.member, &argument));
    }
    arguments.sort_by_key(|(rank, _)| *rank);
    let derives_default = inputs.iter().all(|input| !input.is_required());
    let body = if derives_default {
        quote!(Self::default())
    } else {
        quote!(Self { #(#values),* })
    };
    let arguments = arguments.into_iter().map(|(_, argument)| argument);
    quote! {
        impl #type_name {
            #[doc = " A request with what the API requires."]
            pub fn new(#(#arguments),*) -> Self {
                #body
            }
            #(#setters)*
        }
    }
}

/// `Default`, where `new` takes nothing, but something starts at a value that is not its type's default.
fn default(name: &OperationName, inputs: &[Input<'_>]) -> Option<TokenStream> {
    let type_name = ident(&name.ident);
    let starts = inputs.iter().any(|input| input.start.is_some());
    (starts && !inputs.iter().any(Input::is_argument)).then(|| {
        quote! {
            impl Default for #type_name {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    })
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
