//! Values that are given as JSON when a call is made: by place and name, and the body as a whole.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::calls::{Call, Values, calls, request};
use crate::emit::{Scope, output_type, ty};
use crate::ir::{Body, BodyEncoding, Field, Parameter, Presence, Type};
use crate::name::outcome::{Outcome, success};

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
        let request = request(scope, &Values::FromJson, &call);
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
        let make = if call.operation.pagination.is_some() {
            quote!(paged)
        } else {
            quote!(of)
        };
        let written = written(scope, &call, answer);
        cases.push(quote! {
            #call_type::#make(#method, #path, #media, #name, |output| #written)
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

/// The JSON of an output, where it has any: of the body in its variant, where a call can succeed in several ways.
fn written(scope: &Scope<'_>, call: &Call<'_>, answer: &TokenStream) -> TokenStream {
    let name = scope.context.names.of_operation(call.id);
    let (Outcome::Many(cases), Some(variants)) = (success(call.operation), &name.output) else {
        return quote!((&&#answer(output)).written());
    };
    let output = output_type(scope, call.operation, name);
    let arms = cases.iter().zip(&variants.members);
    let arms = arms.filter(|(case, _)| case.content.is_some());
    let arms = arms.map(|(_, variant)| {
        let variant = format_ident!("{variant}");
        quote!(#output::#variant(body) => (&&#answer(body)).written(),)
    });
    quote!(match output { #(#arms)* _ => None })
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

/// A form whose parts the document does not declare: as many as the arguments have.
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
