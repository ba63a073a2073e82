//! Values from the document's examples, as the expressions that a caller would write.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;
use signon_codegen::internal::emit::{Scope, exact, literal, text_literal, ty};
use signon_codegen::internal::ir::{Body, BodyEncoding, Field, Parameter, Presence, Type};

use super::calls::{Setting, Values, calls, request};

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
        let request = request(scope, &FromExample { decode }, &call);
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

/// Values from the document's examples, with a function to decode those that are not plain literals.
struct FromExample<'t> {
    decode: &'t TokenStream,
}

impl Values for FromExample<'_> {
    fn parameter(
        &self,
        scope: &Scope<'_>,
        presence: Presence,
        inner: &Type,
        parameter: &Parameter,
    ) -> TokenStream {
        let written = match presence {
            Presence::Required | Presence::Optional => literal(scope, inner, &parameter.example),
            Presence::Nullable => {
                exact(scope, inner, &parameter.example).map(|value| quote!(Some(#value)))
            }
            Presence::OptionalNullable => exact(scope, inner, &parameter.example),
        };
        written.unwrap_or_else(|| {
            let value = self.decoded(scope, inner, &parameter.example);
            if presence == Presence::Nullable {
                quote!(Some(#value))
            } else {
                value
            }
        })
    }

    fn body(&self, scope: &Scope<'_>, body: &Body, _: bool) -> Option<TokenStream> {
        Some(match &body.encoding {
            BodyEncoding::Json | BodyEncoding::Xml(_) | BodyEncoding::Form(_) => {
                self.decoded(scope, &body.ty, &body.example)
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

    fn form(&self, scope: &Scope<'_>) -> TokenStream {
        let form = scope.runtime("Multipart");
        quote!(#form::new())
    }

    /// A file of a few bytes, or what the example shows.
    fn part(&self, scope: &Scope<'_>, field: &Field, example: &Value) -> Option<TokenStream> {
        let inner = &field.ty;
        let content = example.as_str().unwrap_or("content");
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
        if example.is_null() {
            return synthesized(scope, inner);
        }
        let written = literal(scope, inner, example);
        Some(written.unwrap_or_else(|| self.decoded(scope, inner, example)))
    }

    fn with_settings(&self, new: TokenStream, settings: &[Setting<'_>]) -> TokenStream {
        let calls = settings
            .iter()
            .map(|Setting { setter, value, .. }| quote!(.#setter(#value)));
        quote!(#new #(#calls)*)
    }
}

impl FromExample<'_> {
    /// A value that is decoded from JSON.
    fn decoded(&self, scope: &Scope<'_>, inner: &Type, value: &Value) -> TokenStream {
        let decode = self.decode;
        let (inner, text) = (ty(scope, inner), text_literal(&value.to_string()));
        quote!(#decode::<#inner>(#text))
    }
}

/// A value of a part that must be there and that the document shows no value of.
fn synthesized(scope: &Scope<'_>, inner: &Type) -> Option<TokenStream> {
    [Value::from("text"), Value::from(1), Value::from(true)]
        .iter()
        .find_map(|value| literal(scope, inner, value))
}
