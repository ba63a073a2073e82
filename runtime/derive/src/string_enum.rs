//! Enums of strings: those that a spec lists, and a variant for any other unless the enum is closed.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, Ident, Result, Variant, Visibility};

use crate::input::{each, rename, rename_rule};
use crate::rename::RenameRule;

/// An enum of strings.
pub(crate) struct StringEnum<'a> {
    name: &'a Ident,
    visibility: &'a Visibility,
    listed: Vec<Listed<'a>>,
    /// The variant of any other string; a closed enum has none.
    unknown: Option<&'a Ident>,
}

/// The variant of a listed string.
struct Listed<'a> {
    ident: &'a Ident,
    value: String,
}

/// Reads an enum, or reports why the derive does not support it.
pub(crate) fn read(input: &DeriveInput) -> Result<StringEnum<'_>> {
    if let Some(parameter) = input.generics.params.first() {
        return Err(Error::new_spanned(
            parameter,
            "type parameters are not supported",
        ));
    }
    let name = &input.ident;
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(name, "not an enum"));
    };
    let rule = container_rule(input)?;
    let mut listed = Vec::new();
    let mut unknown = None;
    for variant in &data.variants {
        match kind(variant, rule)? {
            Kind::Listed(variant) => listed.push(variant),
            Kind::Unknown(ident) if unknown.is_none() => unknown = Some(ident),
            Kind::Unknown(_) => {
                return Err(Error::new_spanned(
                    variant,
                    "only one variant can hold unknown strings",
                ));
            }
        }
    }
    let mut values = BTreeSet::new();
    if let Some(second) = listed.iter().find(|listed| !values.insert(&listed.value)) {
        let message = format!("two variants have the value {:?}", second.value);
        return Err(Error::new_spanned(second.ident, message));
    }
    if listed.is_empty() && unknown.is_none() {
        return Err(Error::new_spanned(
            name,
            "an enum without variants has no value",
        ));
    }
    Ok(StringEnum {
        name,
        visibility: &input.vis,
        listed,
        unknown,
    })
}

/// What a variant is for.
enum Kind<'a> {
    Listed(Listed<'a>),
    Unknown(&'a Ident),
}

/// Reads a variant.
fn kind(variant: &Variant, rule: Option<RenameRule>) -> Result<Kind<'_>> {
    let ident = &variant.ident;
    let renamed = variant_name(variant)?;
    match (&variant.fields, renamed) {
        (Fields::Unit, renamed) => Ok(Kind::Listed(Listed {
            ident,
            value: renamed.unwrap_or_else(|| value_by_rule(ident, rule)),
        })),
        (Fields::Unnamed(fields), None) if fields.unnamed.len() == 1 => Ok(Kind::Unknown(ident)),
        (Fields::Unnamed(_) | Fields::Named(_), Some(_)) => Err(Error::new_spanned(
            variant,
            "only a variant without a value has a name",
        )),
        (Fields::Unnamed(_) | Fields::Named(_), None) => Err(Error::new_spanned(
            variant,
            "neither a unit variant, nor one that holds an `UnknownValue`",
        )),
    }
}

/// The rule that gives the values of variants without a name of their own.
fn container_rule(input: &DeriveInput) -> Result<Option<RenameRule>> {
    let mut rule = None;
    each("serde", &input.attrs, |meta| {
        if !meta.path.is_ident("rename_all") {
            return Err(meta.error("this attribute of an enum is not supported"));
        }
        rule = Some(rename_rule(&meta)?);
        Ok(())
    })?;
    Ok(rule)
}

/// The value that the attributes of a variant give.
fn variant_name(variant: &Variant) -> Result<Option<String>> {
    let mut name = None;
    each("serde", &variant.attrs, |meta| {
        if !meta.path.is_ident("rename") {
            return Err(meta.error("this attribute of a variant is not supported"));
        }
        name = Some(rename(&meta)?);
        Ok(())
    })?;
    Ok(name)
}

/// The value that follows from the identifier of a variant.
fn value_by_rule(ident: &Ident, rule: Option<RenameRule>) -> String {
    let ident = ident.to_string();
    let plain = ident.trim_start_matches("r#");
    rule.map_or_else(|| plain.to_owned(), |rule| rule.apply_to_variant(plain))
}

/// The impls.
pub(crate) fn expand(input: &StringEnum<'_>) -> TokenStream {
    let StringEnum {
        name, visibility, ..
    } = input;
    let idents: Vec<_> = input.listed.iter().map(|listed| listed.ident).collect();
    let values: Vec<_> = input.listed.iter().map(|listed| &listed.value).collect();
    let writing = writing(name);
    let Some(unknown) = input.unknown else {
        let reading = closed(name, &idents, &values);
        return quote! {
            impl #name {
                /// The value on the wire.
                #visibility const fn as_str(&self) -> &'static str {
                    match self {
                        #(Self::#idents => #values,)*
                    }
                }
            }

            #reading
            #writing
        };
    };
    let reading = open(name, unknown, &idents, &values);
    quote! {
        impl #name {
            /// The value on the wire.
            #visibility fn as_str(&self) -> &str {
                match self {
                    #(Self::#idents => #values,)*
                    Self::#unknown(value) => value.as_str(),
                }
            }
        }

        #reading
        #writing
    }
}

/// The impls that make a value of any string.
fn open(name: &Ident, unknown: &Ident, idents: &[&Ident], values: &[&String]) -> TokenStream {
    quote! {
        impl ::core::convert::From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#values => Self::#idents,)*
                    _ => Self::#unknown(::signon_runtime::UnknownValue::new(value)),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for #name {
            fn from(value: ::std::string::String) -> Self {
                <Self as ::core::convert::From<&str>>::from(&value)
            }
        }

        impl<'de> ::signon_runtime::codegen::derive::Deserialize<'de> for #name {
            fn deserialize<__D: ::signon_runtime::codegen::derive::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                ::signon_runtime::codegen::derive::string_enum(deserializer)
            }
        }
    }
}

/// The impls that make a value of a listed string.
fn closed(name: &Ident, idents: &[&Ident], values: &[&String]) -> TokenStream {
    quote! {
        impl ::core::convert::TryFrom<&str> for #name {
            type Error = ::signon_runtime::UnlistedValue;

            fn try_from(value: &str) -> ::core::result::Result<Self, Self::Error> {
                match value {
                    #(#values => ::core::result::Result::Ok(Self::#idents),)*
                    _ => ::core::result::Result::Err(::signon_runtime::UnlistedValue),
                }
            }
        }

        impl ::core::str::FromStr for #name {
            type Err = ::signon_runtime::UnlistedValue;

            fn from_str(value: &str) -> ::core::result::Result<Self, Self::Err> {
                <Self as ::core::convert::TryFrom<&str>>::try_from(value)
            }
        }

        impl<'de> ::signon_runtime::codegen::derive::Deserialize<'de> for #name {
            fn deserialize<__D: ::signon_runtime::codegen::derive::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                ::signon_runtime::codegen::derive::closed_string_enum(deserializer, &[#(#values),*])
            }
        }
    }
}

/// The impls that follow from `as_str`.
fn writing(name: &Ident) -> TokenStream {
    quote! {
        impl ::core::convert::AsRef<str> for #name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::signon_runtime::codegen::derive::Serialize for #name {
            fn serialize<__S: ::signon_runtime::codegen::derive::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl ::signon_runtime::codegen::ToParameter for #name {
            fn to_parameter(&self) -> ::signon_runtime::codegen::Parameter {
                ::signon_runtime::codegen::ToParameter::to_parameter(self.as_str())
            }

            fn as_text(&self) -> ::core::option::Option<&str> {
                ::core::option::Option::Some(self.as_str())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    fn error(input: &DeriveInput) -> String {
        read(input)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn rejects_types_that_are_not_enums_of_strings() {
        let types: [(DeriveInput, &str); 7] = [
            (
                parse_quote!(
                    struct A;
                ),
                "not an enum",
            ),
            (
                parse_quote!(
                    enum A<T> {
                        Unknown(T),
                    }
                ),
                "type parameters are not supported",
            ),
            (
                parse_quote!(
                    enum A {}
                ),
                "an enum without variants has no value",
            ),
            (
                parse_quote!(
                    enum A {
                        Unknown(UnknownValue),
                        Other(UnknownValue),
                    }
                ),
                "only one variant can hold unknown strings",
            ),
            (
                parse_quote!(
                    enum A {
                        B(u8, u8),
                        Unknown(UnknownValue),
                    }
                ),
                "neither a unit variant, nor one that holds an `UnknownValue`",
            ),
            (
                parse_quote!(
                    enum A {
                        B { c: u8 },
                        Unknown(UnknownValue),
                    }
                ),
                "neither a unit variant, nor one that holds an `UnknownValue`",
            ),
            (
                parse_quote!(
                    #[serde(rename_all = "lowercase")]
                    enum A {
                        Same,
                        #[serde(rename = "same")]
                        Other,
                        Unknown(UnknownValue),
                    }
                ),
                "two variants have the value \"same\"",
            ),
        ];
        for (input, expected) in &types {
            assert_eq!(error(input), *expected);
        }
    }

    #[test]
    fn rejects_unsupported_attributes() {
        let enums: [(DeriveInput, &str); 5] = [
            (
                parse_quote!(
                    #[serde(untagged)]
                    enum A {
                        Unknown(UnknownValue),
                    }
                ),
                "this attribute of an enum is not supported",
            ),
            (
                parse_quote!(
                    #[serde(rename_all = "Title Case")]
                    enum A {
                        Unknown(UnknownValue),
                    }
                ),
                "not a rule of `rename_all`",
            ),
            (
                parse_quote!(
                    enum A {
                        #[serde(alias = "b")]
                        B,
                        Unknown(UnknownValue),
                    }
                ),
                "this attribute of a variant is not supported",
            ),
            (
                parse_quote!(
                    enum A {
                        #[serde(rename = 1)]
                        B,
                        Unknown(UnknownValue),
                    }
                ),
                "expected string literal",
            ),
            (
                parse_quote!(
                    enum A {
                        #[serde(rename = "unknown")]
                        Unknown(UnknownValue),
                    }
                ),
                "only a variant without a value has a name",
            ),
        ];
        for (input, expected) in &enums {
            assert_eq!(error(input), *expected);
        }
    }
}
