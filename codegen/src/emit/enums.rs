//! Choices: enums of strings, of integers, and of scalars of several kinds. They are open: an unknown value is kept.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::constant::{float, integer};
use super::provenance::type_docs;
use super::structs::to_parameter;
use super::{Scope, ident};
use crate::comment::{Docs, code};
use crate::ir::{Constant, Enum, EnumRepr, EnumValue, TypeId};

/// The items of an enum.
pub(super) fn item(scope: &Scope<'_>, id: TypeId, of: &Enum) -> Vec<TokenStream> {
    match of.repr {
        EnumRepr::String => string_choice(scope, id, &of.values),
        EnumRepr::Integer => integer_choice(scope, id, &of.values),
        EnumRepr::Scalar => mixed_choice(scope, id, &of.values),
    }
}

/// The items of an enum of strings.
fn string_choice(scope: &Scope<'_>, id: TypeId, values: &[EnumValue]) -> Vec<TokenStream> {
    let name = type_ident(scope, id);
    let unknown = scope.runtime("UnknownValue");
    let variants = variant_idents(scope, id);
    let texts: Vec<String> = values.iter().map(|value| value.value.to_string()).collect();
    vec![
        enumeration(scope, id, values, &unknown),
        quote! {
            impl #name {
                #[doc = " The value on the wire."]
                pub fn as_str(&self) -> &str {
                    match self {
                        #(Self::#variants => #texts,)*
                        Self::Unknown(value) => value.as_str(),
                    }
                }
            }
        },
        quote! {
            impl From<&str> for #name {
                fn from(value: &str) -> Self {
                    match value {
                        #(#texts => Self::#variants,)*
                        _ => Self::Unknown(#unknown::new(value)),
                    }
                }
            }
        },
        quote!(signon_runtime::codegen::string_enum!(#name);),
    ]
}

/// The items of an enum of integers.
fn integer_choice(scope: &Scope<'_>, id: TypeId, values: &[EnumValue]) -> Vec<TokenStream> {
    let name = type_ident(scope, id);
    let unknown = scope.runtime("UnknownInteger");
    let variants = variant_idents(scope, id);
    let integers: Vec<TokenStream> = values
        .iter()
        .filter_map(|value| value.value.as_integer().map(integer))
        .collect();
    vec![
        enumeration(scope, id, values, &unknown),
        quote! {
            impl #name {
                #[doc = " The value on the wire."]
                pub const fn get(&self) -> i64 {
                    match self {
                        #(Self::#variants => #integers,)*
                        Self::Unknown(value) => value.get(),
                    }
                }
            }
        },
        quote! {
            impl From<i64> for #name {
                fn from(value: i64) -> Self {
                    match value {
                        #(#integers => Self::#variants,)*
                        _ => Self::Unknown(#unknown::new(value)),
                    }
                }
            }
        },
        quote!(signon_runtime::codegen::integer_enum!(#name);),
    ]
}

/// The items of an enum of scalars of several JSON types.
fn mixed_choice(scope: &Scope<'_>, id: TypeId, values: &[EnumValue]) -> Vec<TokenStream> {
    let name = type_ident(scope, id);
    let unknown = scope.runtime("UnknownScalar");
    let json = scope.runtime("Json");
    let variants = variant_idents(scope, id);
    let tests = values.iter().map(|value| is_constant(&value.value));
    let writes = values.iter().map(|value| write_constant(&value.value));
    let (serialize, serializer) = (scope.runtime("Serialize"), scope.serde("Serializer"));
    let (deserialize, deserializer) = (scope.runtime("Deserialize"), scope.serde("Deserializer"));
    let mut items = vec![
        enumeration(scope, id, values, &unknown),
        quote! {
            impl From<#json> for #name {
                fn from(value: #json) -> Self {
                    let scalar = value.as_value();
                    #(if #tests {
                        return Self::#variants;
                    })*
                    Self::Unknown(#unknown::new(value))
                }
            }
        },
        quote! {
            impl From<&str> for #name {
                fn from(value: &str) -> Self {
                    Self::from(#json::from(value))
                }
            }
        },
        quote! {
            impl From<i64> for #name {
                fn from(value: i64) -> Self {
                    Self::from(#json::from(value))
                }
            }
        },
        quote! {
            impl #serialize for #name {
                fn serialize<S: #serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    match self {
                        #(Self::#variants => #writes,)*
                        Self::Unknown(value) => value.serialize(serializer),
                    }
                }
            }
        },
        quote! {
            impl<'de> #deserialize<'de> for #name {
                fn deserialize<D: #deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    #json::deserialize(deserializer).map(Self::from)
                }
            }
        },
    ];
    if scope.context.api.derived.usage(id).parameter {
        items.push(to_parameter(scope, &quote!(#name)));
    }
    items
}

/// The enum.
fn enumeration(
    scope: &Scope<'_>,
    id: TypeId,
    values: &[EnumValue],
    unknown: &TokenStream,
) -> TokenStream {
    let name = type_ident(scope, id);
    let docs = type_docs(scope, id).attribute();
    let variants = values
        .iter()
        .zip(variant_idents(scope, id))
        .map(|(value, variant)| {
            let docs = value_docs(scope, value).attribute();
            quote!(#docs #variant,)
        });
    // The payload of a mixed choice is any scalar, and floats have neither order nor hash.
    let derives = if unknown.to_string().contains("UnknownScalar") {
        quote!(Clone, Debug, PartialEq)
    } else {
        quote!(Clone, Debug, PartialEq, Eq, Hash)
    };
    quote! {
        #docs
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = " A value that this version of the crate does not know."]
            Unknown(#unknown),
        }
    }
}

/// The doc comment of a value.
fn value_docs(scope: &Scope<'_>, value: &EnumValue) -> Docs {
    let mut docs = Docs::default();
    docs.text(value.description.as_deref().unwrap_or_default());
    if docs.is_empty() && scope.context.options.in_workspace() {
        let text = value.value.to_string();
        return if text.is_empty() {
            Docs::line("The empty string.")
        } else {
            Docs::line(code(&text))
        };
    }
    docs
}

/// Whether `scalar` is a constant.
fn is_constant(constant: &Constant) -> TokenStream {
    match constant {
        Constant::Null => quote!(scalar.is_null()),
        Constant::Bool(value) => quote!(scalar.as_bool() == Some(#value)),
        Constant::Integer(value) => {
            let literal = integer(*value);
            quote!(scalar.as_i64() == Some(#literal))
        }
        Constant::Float(value) => {
            let literal = float(*value).unwrap_or_else(|| quote!(f64::NAN));
            quote!(scalar.as_f64() == Some(#literal))
        }
        Constant::String(text) => quote!(scalar.as_str() == Some(#text)),
    }
}

/// Writes a constant.
fn write_constant(constant: &Constant) -> TokenStream {
    match constant {
        Constant::Null => quote!(serializer.serialize_unit()),
        Constant::Bool(value) => quote!(serializer.serialize_bool(#value)),
        Constant::Integer(value) => {
            let literal = integer(*value);
            quote!(serializer.serialize_i64(#literal))
        }
        Constant::Float(value) => {
            let literal = float(*value).unwrap_or_else(|| quote!(f64::NAN));
            quote!(serializer.serialize_f64(#literal))
        }
        Constant::String(text) => quote!(serializer.serialize_str(#text)),
    }
}

/// The identifier of a type.
fn type_ident(scope: &Scope<'_>, id: TypeId) -> Ident {
    ident(&scope.context.names.of_type(id).ident)
}

/// The identifiers of a type's variants.
pub(super) fn variant_idents(scope: &Scope<'_>, id: TypeId) -> Vec<Ident> {
    scope
        .context
        .names
        .of_type(id)
        .members
        .iter()
        .map(|member| ident(&member.ident))
        .collect()
}
