//! A round trip for each body of each operation.

use proc_macro2::TokenStream;
use quote::quote;
use signon_codegen::internal::emit::{Scope, reference, ty};
use signon_codegen::internal::ir::{BodyEncoding, Operation};

/// The function, with one arm for each body that is JSON.
pub(super) fn round_trip_body(scope: &Scope<'_>, round_trip_helper: &TokenStream) -> TokenStream {
    let value = reference("serde_json", "Value");
    let arms = scope
        .context
        .api
        .operations
        .iter()
        .flat_map(|operation| arms(scope, round_trip_helper, operation));
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
fn arms(
    scope: &Scope<'_>,
    round_trip_helper: &TokenStream,
    operation: &Operation,
) -> Vec<TokenStream> {
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
        quote!((#id, "request", "-") => #round_trip_helper::<#inner>(body),)
    });
    let responses = operation
        .successes
        .iter()
        .chain(&operation.errors)
        .filter_map(|response| {
            let inner = ty(scope, response.json_types().next()?);
            let status = response.status.to_string();
            Some(quote!((#id, "response", #status) => #round_trip_helper::<#inner>(body),))
        });
    request.into_iter().chain(responses).collect()
}
