//! What client crates and the facade re-export of the runtime, so that a caller depends on nothing else.
//!
//! The names are in the root, where a document has nothing but modules. `runtime` has everything.

use proc_macro2::TokenStream;
use quote::quote;

use super::{ident, runtime};

/// What callers name when they set up a client, make a call, or read the outcome of it.
const NAMES: &[&str] = &[
    "Base64",
    "Body",
    "ByteStream",
    "Bytes",
    "Call",
    "ClientBuilder",
    "ClientCredentials",
    "Clock",
    "Credential",
    "CredentialSource",
    "Date",
    "DateTime",
    "Decimal",
    "Error",
    "ErrorKind",
    "ErrorResponse",
    "EventStream",
    "Field",
    "File",
    "HeaderMap",
    "IntegerText",
    "IsoDuration",
    "Items",
    "Json",
    "LineStream",
    "Multipart",
    "NonIdempotent",
    "Operation",
    "PagedCall",
    "Pages",
    "Paginated",
    "RawResponse",
    "Request",
    "Response",
    "RetryPolicy",
    "Secret",
    "StatusCode",
    "Time",
    "Transport",
    "Tuple",
    "UnknownFields",
    "UnknownInteger",
    "UnknownScalar",
    "UnknownValue",
    "Uri",
    "Uuid",
];

/// The items: the names one by one, and the runtime as a whole. No tag can have the name of a module among them.
pub fn items() -> [TokenStream; 2] {
    let names = NAMES.iter().map(|name| ident(*name));
    [
        quote!(
            pub use signon_runtime as runtime;
        ),
        quote! {
            pub use signon_runtime::{testing, #(#names),*};
        },
    ]
}

/// Whether client crates re-export an item.
pub(super) fn has(name: &str) -> bool {
    NAMES.binary_search(&name).is_ok()
}

/// Where another crate finds an item of the runtime, by the name of the client crate.
pub(super) fn path(root: &str, name: &str) -> String {
    if has(name) {
        return root.to_owned();
    }
    runtime::path(name).replacen(runtime::CRATE, &format!("{root}::runtime"), 1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_sorted_for_the_binary_search() {
        assert!(super::NAMES.is_sorted());
    }
}
