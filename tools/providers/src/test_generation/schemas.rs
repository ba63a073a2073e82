//! A round trip for each schema that has a type.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use signon_codegen::internal::emit::{Scope, reference};
use signon_codegen::internal::emit::{schema_key, schema_type};
use signon_codegen::internal::ir::Shape;

/// The function, with one arm for each schema. A multipart body is never JSON as a whole.
pub(super) fn round_trip(scope: &Scope<'_>, round_trip_helper: &TokenStream) -> TokenStream {
    let value = reference("serde_json", "Value");
    let mut arms = BTreeMap::new();
    for (id, def) in scope.context.types() {
        if !matches!(def.shape, Shape::Multipart(_)) {
            let key = schema_key(scope.context.options, &def.origin);
            arms.entry(key)
                .or_insert_with(|| schema_type(scope, id, def));
        }
    }
    let (keys, types): (Vec<String>, Vec<TokenStream>) = arms.into_iter().unzip();
    quote! {
        #[doc = " Decodes a value with the model of a schema, and encodes it again; `None` for a schema without one."]
        pub fn round_trip(schema: &str, value: &str) -> Option<Result<#value, String>> {
            Some(match schema {
                #(#keys => #round_trip_helper::<#types>(value),)*
                _ => return None,
            })
        }
    }
}
