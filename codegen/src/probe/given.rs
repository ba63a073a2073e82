//! Values that are given as JSON when a call is made: by place and name, and the body as a whole.

use proc_macro2::TokenStream;
use quote::quote;

use super::calls::{Values, calls, request};
use crate::emit::{Scope, ty};
use crate::ir::{Body, BodyEncoding, Field, Parameter, Presence, Type};

/// `calls`, and a function for each call that makes its operation of what is given.
pub(super) fn functions(
    scope: &Scope<'_>,
    call_type: &TokenStream,
    given: &TokenStream,
    answer: &TokenStream,
) -> Vec<TokenStream> {
    let mut functions = Vec::new();
    let mut cases = Vec::new();
    for call in calls(scope) {
        let name = &call.function;
        let type_name = scope.operation(call.id);
        let request = request(scope, &Values::Given, &call);
        let is_plain = call.operation.parameters.is_empty() && call.body.is_none();
        let argument = if is_plain { quote!(_) } else { quote!(given) };
        functions.push(quote! {
            fn #name(#argument: &#given) -> Result<#type_name, String> {
                Ok(#request)
            }
        });
        let (method, path) = (&call.operation.method, &call.operation.path);
        let media = call.body.map(|body| &body.media);
        let media = media.map_or_else(|| quote!(None), |media| quote!(Some(#media)));
        cases.push(quote! {
            #call_type::of(#method, #path, #media, #name, |output| (&&#answer(output)).written())
        });
    }
    let calls = quote! {
        #[doc = " A call of each operation, and one for each further media type of a body."]
        pub fn calls() -> Vec<#call_type> {
            Vec::from([#(#cases),*])
        }
    };
    std::iter::once(calls).chain(functions).collect()
}

/// A parameter's value.
pub(super) fn parameter(
    scope: &Scope<'_>,
    presence: Presence,
    inner: &Type,
    parameter: &Parameter,
) -> TokenStream {
    value(
        scope,
        presence,
        inner,
        parameter.location.name(),
        &parameter.key,
    )
}

/// What is given at a place. Arguments take what a pointer points to, and null as `None`.
fn value(
    scope: &Scope<'_>,
    presence: Presence,
    inner: &Type,
    place: &str,
    key: &str,
) -> TokenStream {
    let written = match (presence, inner) {
        (Presence::Nullable | Presence::OptionalNullable, inner) => {
            let inner = ty(scope, inner);
            quote!(Option<#inner>)
        }
        (Presence::Required | Presence::Optional, inner) => ty(scope, inner.unboxed()),
    };
    quote!(given.value::<#written>(#place, #key)?)
}

/// Whether something is given at a place.
pub(super) fn has(place: &str, key: &str) -> TokenStream {
    quote!(given.has(#place, #key))
}

/// Whether a body is given.
pub(super) fn has_body() -> TokenStream {
    quote!(given.has_body())
}

/// The body, unless it has parts. In a variant it keeps its pointer.
pub(super) fn body(scope: &Scope<'_>, body: &Body, in_variant: bool) -> TokenStream {
    match &body.encoding {
        BodyEncoding::Json
        | BodyEncoding::Xml(_)
        | BodyEncoding::Form(_)
        | BodyEncoding::Multipart => {
            let inner = if in_variant {
                &body.ty
            } else {
                body.ty.unboxed()
            };
            let written = ty(scope, inner);
            quote!(given.body::<#written>()?)
        }
        BodyEncoding::Binary => {
            let body = scope.runtime("Body");
            quote!(#body::from(given.bytes()?))
        }
        BodyEncoding::Text => quote!(given.body::<String>()?),
    }
}

/// A form whose parts the document does not tell: as many as are given.
pub(super) fn form() -> TokenStream {
    quote!(given.form()?)
}

/// A part of a body.
pub(super) fn part(scope: &Scope<'_>, field: &Field) -> TokenStream {
    let key = &field.key;
    if field.ty == Type::File {
        return quote!(given.file(#key)?);
    }
    if field.ty == Type::List(Box::new(Type::File)) {
        return quote!(given.files(#key)?);
    }
    // A part that is there is never null.
    value(scope, Presence::Required, &field.ty, "part", key)
}
