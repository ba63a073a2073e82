//! The derive of `signon-runtime`: what reads a record, in less code than serde's own.
//!
//! Generated crates hold hundreds of records, and what `serde_derive` writes for reading them is more than half of what
//! the compiler has to check. This writes a third of that, and reads the same JSON; docs/decisions.md has the figures.

mod expand;
mod input;
mod rename;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Implements `serde::Deserialize` for a struct with named fields, or for one around a single value.
///
/// It obeys these attributes of serde's: `rename_all` and `transparent` of a struct; `rename`, `default` and `flatten`
/// of a field, the last on a map of what no other field reads. `skip_serializing_if` and `serialize_with` are left to
/// `derive(Serialize)`. Any other attribute, and any other type, is an error.
///
/// A key that no field has is ignored, a key that comes twice is an error, and so is a missing one, unless its field
/// has a `default` or can be read from nothing, as an `Option` can. An array is no record.
#[proc_macro_derive(Deserialize, attributes(serde))]
pub fn deserialize(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    input::read(&input)
        .map_or_else(syn::Error::into_compile_error, |input| {
            expand::expand(&input)
        })
        .into()
}
