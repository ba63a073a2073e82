//! Items of `signon-unified` that conversions name, beside the models.

use proc_macro2::TokenStream;
use signon_codegen::internal::emit::reference;

/// The module of functions that convert values.
pub(super) fn convert_module() -> TokenStream {
    reference("crate", "convert")
}

/// The error of a value that has no counterpart.
pub(super) fn mapping_error() -> TokenStream {
    reference("crate::error", "MappingError")
}
