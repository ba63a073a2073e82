//! A round trip for each body of each operation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Scope, ty};
use crate::ir::{BodyEncoding, Decoding, Operation, Response, Status, Type};

/// The function, with one arm for each body that is JSON.
pub(super) fn round_trip_body(scope: &Scope<'_>, trip: &TokenStream) -> TokenStream {
    let value = scope.helper("serde_json", "Value");
    let arms = scope
        .context
        .api
        .operations
        .iter()
        .flat_map(|operation| arms(scope, trip, operation));
    quote! {
        #[doc = " Decodes a body with the type that the operation uses at that place, and encodes it again."]
        #[doc = ""]
        #[doc = " `side` is `request` or `response`; `status` is as the spec writes it, or `-`."]
        pub fn round_trip_body(
            operation: &str,
            side: &str,
            status: &str,
            body: &str,
        ) -> Option<Result<#value, String>> {
            Some(match (operation, side, status) {
                #(#arms)*
                _ => return None,
            })
        }
    }
}

/// The arms of an operation.
fn arms(scope: &Scope<'_>, trip: &TokenStream, operation: &Operation) -> Vec<TokenStream> {
    let id = &operation.id;
    let request = operation
        .bodies
        .iter()
        .find_map(|body| match body.encoding {
            BodyEncoding::Json | BodyEncoding::Form(_) => Some(&body.ty),
            BodyEncoding::Multipart
            | BodyEncoding::Binary
            | BodyEncoding::Text
            | BodyEncoding::Xml(_) => None,
        });
    let request = request.map(|inner| {
        let inner = ty(scope, inner);
        quote!((#id, "request", "-") => #trip::<#inner>(body),)
    });
    let responses = operation
        .successes
        .iter()
        .chain(&operation.errors)
        .filter_map(|response| {
            let inner = ty(scope, json(response)?);
            let status = status(response.status);
            Some(quote!((#id, "response", #status) => #trip::<#inner>(body),))
        });
    request.into_iter().chain(responses).collect()
}

/// The type of a response's JSON, if it has any.
fn json(response: &Response) -> Option<&Type> {
    response
        .contents
        .iter()
        .find_map(|content| match &content.decoding {
            Decoding::Json(inner) => Some(inner),
            Decoding::Xml(..)
            | Decoding::Text
            | Decoding::Binary
            | Decoding::Events(_)
            | Decoding::Lines(_) => None,
        })
}

/// A status as a spec writes it.
fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => String::from("default"),
    }
}
