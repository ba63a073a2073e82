//! Values from the document's examples, as the expressions that a caller would write.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::calls::{Values, calls, request};
use crate::emit::{Scope, exact, literal, text_literal, ty};
use crate::ir::{Body, BodyEncoding, Parameter, Presence, Type};

/// `calls`, and a function for each call that makes its request.
pub(super) fn functions(
    scope: &Scope<'_>,
    case: &TokenStream,
    decode: &TokenStream,
) -> Vec<TokenStream> {
    let mut functions = Vec::new();
    let mut cases = Vec::new();
    for call in calls(scope) {
        let name = &call.function;
        let type_name = scope.operation(call.id);
        let request = request(scope, &Values::FromExample(decode), &call);
        functions.push(quote! {
            fn #name() -> #type_name {
                #request
            }
        });
        let operation_id = &call.operation.id;
        cases.push(quote!(#case::of(#operation_id, #name)));
    }
    let calls = quote! {
        #[doc = " A call of each operation with every parameter set, and one for each further media type of a body."]
        pub fn calls() -> Vec<#case> {
            Vec::from([#(#cases),*])
        }
    };
    std::iter::once(calls).chain(functions).collect()
}

/// A parameter's example as an argument.
pub(super) fn parameter(
    scope: &Scope<'_>,
    decode: &TokenStream,
    presence: Presence,
    inner: &Type,
    parameter: &Parameter,
) -> TokenStream {
    let written = scope.attempt(|| match presence {
        Presence::Required | Presence::Optional => literal(scope, inner, &parameter.example),
        Presence::Nullable => {
            exact(scope, inner, &parameter.example).map(|value| quote!(Some(#value)))
        }
        Presence::OptionalNullable => exact(scope, inner, &parameter.example),
    });
    written.unwrap_or_else(|| {
        let value = decoded(scope, decode, inner, &parameter.example);
        if presence == Presence::Nullable {
            quote!(Some(#value))
        } else {
            value
        }
    })
}

/// A value that is decoded from JSON.
fn decoded(scope: &Scope<'_>, decode: &TokenStream, inner: &Type, value: &Value) -> TokenStream {
    let (inner, text) = (ty(scope, inner), text_literal(&value.to_string()));
    quote!(#decode::<#inner>(#text))
}

/// A body's example, unless it has parts.
pub(super) fn body(scope: &Scope<'_>, decode: &TokenStream, body: &Body) -> Option<TokenStream> {
    Some(match &body.encoding {
        BodyEncoding::Json | BodyEncoding::Xml(_) | BodyEncoding::Form(_) => {
            decoded(scope, decode, &body.ty, &body.example)
        }
        BodyEncoding::Binary => {
            let body = scope.runtime("Body");
            quote!(#body::from("content"))
        }
        BodyEncoding::Text => {
            let text = body.example.as_str().unwrap_or("text");
            quote!(String::from(#text))
        }
        BodyEncoding::Multipart => return None,
    })
}

/// A form whose parts the document does not declare.
pub(super) fn form(scope: &Scope<'_>) -> TokenStream {
    let form = scope.runtime("Multipart");
    quote!(#form::new())
}

/// A part: a file of a few bytes, or what the example shows.
pub(super) fn part(
    scope: &Scope<'_>,
    decode: &TokenStream,
    inner: &Type,
    shown: &Value,
) -> Option<TokenStream> {
    let content = shown.as_str().unwrap_or("content");
    let file = || {
        let file = scope.runtime("File");
        quote!(#file::new("file.txt", #content))
    };
    if *inner == Type::File {
        return Some(file());
    }
    if let Type::List(item) = inner
        && **item == Type::File
    {
        let file = file();
        return Some(quote!([#file]));
    }
    if shown.is_null() {
        return sample(scope, inner);
    }
    let written = scope.attempt(|| literal(scope, inner, shown));
    Some(written.unwrap_or_else(|| decoded(scope, decode, inner, shown)))
}

/// Something for a part that has to be there and that the document shows no value of.
fn sample(scope: &Scope<'_>, inner: &Type) -> Option<TokenStream> {
    [Value::from("text"), Value::from(1), Value::from(true)]
        .iter()
        .find_map(|value| literal(scope, inner, value))
}
