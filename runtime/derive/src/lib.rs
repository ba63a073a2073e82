//! The derives of `signon-runtime`: what reads and writes structs and enums of strings, in less code than serde's own, and
//! what builds structs.
//!
//! Generated crates have hundreds of structs, and what `serde_derive` generates for them is more than half of what
//! the compiler must check. This generates a third of that, for the same JSON; docs/decisions.md has the figures.

mod argument;
mod build;
mod construct;
mod expand;
mod input;
mod integer;
mod rename;
mod serialize;
mod string_enum;
mod wrapper;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Implements `serde::Deserialize` for a struct with named fields, or for one around a single value.
///
/// It supports these attributes of serde's: `rename_all` and `transparent` of a struct; `rename`, `default` and `flatten`
/// of a field, the last on a map of what no other field reads. Those of [`macro@Serialize`] are ignored. Any other
/// attribute, and any other type, is an error. A field of the type `UnknownFields` is flattened without an attribute.
///
/// A key that no field has is ignored, a key that comes twice is an error, and so is a missing one, unless its field is an
/// `Option`, a `Field`, or has a `default`. A null in an `Option` that is not `nullable` is kept by the flattened field.
/// An array is not a struct. A field that holds integers takes an integer in any spelling: `1.0`, `1e3`.
#[proc_macro_derive(Deserialize, attributes(serde))]
pub fn deserialize(input: TokenStream) -> TokenStream {
    expand(input, expand::expand)
}

/// Implements `serde::Serialize` for a struct with named fields, for one around a single value, or for an untagged enum.
///
/// It supports these attributes of serde's: `rename_all` and `transparent` of a struct, and `untagged` of an enum whose
/// variants have a single value; `rename`, `flatten`, `skip_serializing_if` and
/// `serialize_with = "signon_runtime::codegen::number"` of a field. Any other attribute, and any other type, is an error.
///
/// The key of an `Option` that is `None` is left out, as is that of an absent `Field`. `#[serde(nullable)]`, which is not
/// serde's, writes null for `None` instead.
///
/// A key of the flattened field is written unless another field writes it.
#[proc_macro_derive(Serialize, attributes(serde))]
pub fn serialize(input: TokenStream) -> TokenStream {
    expand(input, serialize::expand)
}

/// Implements an enum of strings that keeps strings it does not list.
///
/// Each variant without a value is a string that the enum lists. One variant holds an `UnknownValue`: any other string.
///
/// ```text
/// #[derive(Clone, Debug, PartialEq, Eq, Hash, StringEnum)]
/// #[serde(rename_all = "kebab-case")]
/// pub enum Status {
///     Draft,
///     PastDue,
///     #[serde(rename = "n/a")]
///     NotApplicable,
///     Unknown(UnknownValue),
/// }
/// ```
///
/// It adds the method `as_str`, and implements serde's `Serialize` and `Deserialize`, `Display`, `AsRef<str>`, `From<&str>`,
/// `From<String>`, and `ToParameter`.
///
/// It supports these attributes of serde's: `rename_all` of the enum, with each of serde's rules, and `rename` of a variant.
/// Any other attribute, two variants with one string, and any other type are errors.
#[proc_macro_derive(StringEnum, attributes(serde))]
pub fn string_enum(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    string_enum::read(&input)
        .map_or_else(syn::Error::into_compile_error, |input| {
            string_enum::expand(&input)
        })
        .into()
}

/// Implements `new` for a struct with named fields: a public function with an argument for each required field.
///
/// A field is optional if it is an `Option` or a `Field`, unless it is `#[serde(nullable)]` or `#[build(required)]`. It is absent
/// in the new value.
///
/// An argument has the type of its field, with these conversions: any `Into<String>` for a `String`; any iterator over items
/// for a `Vec`, over keys and values for a `BTreeMap`; the content of a `Box` for a `Box`.
///
/// ```text
/// #[derive(Clone, Debug, New, Setters)]
/// #[build(into(status), alias(tags = Vec<String>), skip(id))]
/// pub struct Invoice {
///     #[build(constant = "invoice")]
///     pub kind: String,
///     pub customer: String,
///     pub status: Status,
///     pub tags: Option<Tags>,
///     pub id: Option<i64>,
/// }
///
/// Invoice::new("acme", "draft").tags(["late"])
/// ```
///
/// These attributes say what the types do not: `into` lists fields whose value, items or values of keys are converted by
/// `Into`, and `alias` the lists and maps that a type of the field is an alias of. `constant` of a field is its value in
/// place of an argument; text is converted by `From<&str>`, and an optional field wraps it. `default` is the same for a field
/// that has a setter although its type is not optional.
///
/// A struct with such values and without arguments implements `Default` by it.
#[proc_macro_derive(New, attributes(build, serde))]
pub fn new(input: TokenStream) -> TokenStream {
    build(input, construct::new)
}

/// Implements setters for a struct with named fields: for each optional field, and each with a `#[build(default = ...)]`, a
/// method that takes the value, and returns the changed struct.
///
/// It takes what [`macro@New`] takes for a required field, and for a `Field` what converts into one. A flattened map gets a
/// method that adds a key. `#[build(skip(...))]` of the struct lists fields without a setter,
/// `#[build(setter(field = name))]` those whose setter has another name.
#[proc_macro_derive(Setters, attributes(build, serde))]
pub fn setters(input: TokenStream) -> TokenStream {
    build(input, construct::setters)
}

fn build(
    input: TokenStream,
    write: fn(&DeriveInput) -> syn::Result<proc_macro2::TokenStream>,
) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    write(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

fn expand(
    input: TokenStream,
    write: fn(&input::Input<'_>) -> proc_macro2::TokenStream,
) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    input::read(&input)
        .map_or_else(syn::Error::into_compile_error, |input| write(&input))
        .into()
}
