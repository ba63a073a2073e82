//! Enums of strings, of integers, and of scalars of several JSON types. They are open, so that an unknown value is kept, unless the document
//! says that one is closed.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::constant::{float, integer};
use super::imports::reference;
use super::provenance::type_docs;
use super::rename::{RenameRule, best_rule};
use super::structs::to_parameter;
use super::{Scope, derives, ident};
use crate::comment::{Docs, code};
use crate::ir::{Constant, Enum, EnumRepr, EnumValue, Trait, TypeId};

/// The items of an enum.
pub(super) fn item(scope: &Scope<'_>, id: TypeId, of: &Enum) -> Vec<TokenStream> {
    match of.repr {
        EnumRepr::String => vec![string_enum(scope, id, of)],
        EnumRepr::Integer => integer_enum(scope, id, of),
        EnumRepr::Scalar => mixed_choice(scope, id, &of.values),
    }
}

/// The items of an enum of integers.
fn integer_enum(scope: &Scope<'_>, id: TypeId, of: &Enum) -> Vec<TokenStream> {
    let values = &of.values;
    let name = type_ident(scope, id);
    let unknown = (!of.closed).then(|| scope.runtime("UnknownInteger"));
    let variants = variant_idents(scope, id);
    let further = derives::without(scope, id, &[Trait::Eq, Trait::Hash]);
    let attributes = quote!(#[derive(Clone, Debug, PartialEq, Eq, Hash, #further)]);
    let listed = plain_variants(scope, values, &variants);
    let integers: Vec<TokenStream> = values
        .iter()
        .filter_map(|value| value.value.as_integer().map(integer))
        .collect();
    let other = unknown
        .as_ref()
        .map(|_| quote!(Self::Unknown(value) => value.get(),));
    let get = quote! {
        impl #name {
            #[doc = " The value on the wire."]
            pub const fn get(&self) -> i64 {
                match self {
                    #(Self::#variants => #integers,)*
                    #other
                }
            }
        }
    };
    let declaration = enumeration(scope, id, &attributes, listed, unknown.as_ref());
    let Some(unknown) = unknown else {
        let unlisted = scope.runtime("UnlistedValue");
        let conversion = quote! {
            impl TryFrom<i64> for #name {
                type Error = #unlisted;

                fn try_from(value: i64) -> Result<Self, Self::Error> {
                    match value {
                        #(#integers => Ok(Self::#variants),)*
                        _ => Err(#unlisted),
                    }
                }
            }
        };
        let rest = quote!(signon_runtime::codegen::integer_enum!(closed #name););
        return vec![declaration, get, conversion, rest];
    };
    let conversion = quote! {
        impl From<i64> for #name {
            fn from(value: i64) -> Self {
                match value {
                    #(#integers => Self::#variants,)*
                    _ => Self::Unknown(#unknown::new(value)),
                }
            }
        }
    };
    let rest = quote!(signon_runtime::codegen::integer_enum!(#name););
    vec![declaration, get, conversion, rest]
}

/// The items of an enum of scalars of several JSON types.
fn mixed_choice(scope: &Scope<'_>, id: TypeId, values: &[EnumValue]) -> Vec<TokenStream> {
    let unknown = scope.runtime("UnknownScalar");
    let variants = variant_idents(scope, id);
    // The payload is any scalar, and floats have neither order nor hash.
    let attributes = quote!(#[derive(Clone, Debug, PartialEq)]);
    let listed = plain_variants(scope, values, &variants);
    let mut items = vec![enumeration(scope, id, &attributes, listed, Some(&unknown))];
    let name = type_ident(scope, id);
    items.extend(mixed_conversions(scope, &name, values, &variants));
    items.extend(mixed_codecs(scope, &name, values, &variants));
    if scope.context.api.derived.usage(id).parameter {
        items.push(to_parameter(scope, &quote!(#name)));
    }
    items
}

/// Conversions into an enum of scalars of several JSON types.
fn mixed_conversions(
    scope: &Scope<'_>,
    name: &Ident,
    values: &[EnumValue],
    variants: &[Ident],
) -> [TokenStream; 3] {
    let (json, unknown) = (scope.runtime("Json"), scope.runtime("UnknownScalar"));
    let tests = values.iter().map(|value| is_constant(&value.value));
    [
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
    ]
}

/// The impls of `Serialize` and `Deserialize` of an enum of scalars of several JSON types.
fn mixed_codecs(
    scope: &Scope<'_>,
    name: &Ident,
    values: &[EnumValue],
    variants: &[Ident],
) -> [TokenStream; 2] {
    let json = scope.runtime("Json");
    let writes = values.iter().map(|value| write_constant(&value.value));
    let (serialize, serializer) = (scope.runtime("Serialize"), reference("serde", "Serializer"));
    let (deserialize, deserializer) = (
        scope.runtime("Deserialize"),
        reference("serde", "Deserializer"),
    );
    [
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
    ]
}

/// An enum of strings.
fn string_enum(scope: &Scope<'_>, id: TypeId, of: &Enum) -> TokenStream {
    let values = &of.values;
    let idents = variant_idents(scope, id);
    let rule = best_rule(&RenameRule::FOR_VARIANTS, |rule| {
        let renamed = idents.iter().zip(values);
        renamed
            .filter(|(ident, value)| variant_name(ident, value, rule).is_some())
            .count()
    });
    let variants = idents.iter().zip(values).map(|(ident, value)| {
        let name = variant_name(ident, value, rule);
        let rename = name.map(|name| quote!(#[serde(rename = #name)]));
        variant(scope, value, ident, rename.as_ref())
    });
    let derive = scope.runtime("StringEnum");
    let rule = rule.map(|rule| {
        let rule = rule.name();
        quote!(#[serde(rename_all = #rule)])
    });
    let further = derives::without(scope, id, &[Trait::Eq, Trait::Hash]);
    let attributes = quote! {
        #[derive(Clone, Debug, PartialEq, Eq, Hash, #further #derive)]
        #rule
    };
    let unknown = (!of.closed).then(|| scope.runtime("UnknownValue"));
    enumeration(scope, id, &attributes, variants, unknown.as_ref())
}

/// The value of a variant, where it does not follow from the identifier.
fn variant_name(ident: &Ident, value: &EnumValue, rule: Option<RenameRule>) -> Option<String> {
    let ident = ident.to_string();
    let plain = ident.trim_start_matches("r#");
    let by_rule = rule.map_or_else(|| plain.to_owned(), |rule| rule.apply_to_variant(plain));
    let name = value.value.to_string();
    (name != by_rule).then_some(name)
}

/// An enum, with a variant for values that it does not list, unless it is closed.
fn enumeration(
    scope: &Scope<'_>,
    id: TypeId,
    attributes: &TokenStream,
    variants: impl Iterator<Item = TokenStream>,
    unknown: Option<&TokenStream>,
) -> TokenStream {
    let name = type_ident(scope, id);
    let docs = type_docs(scope, id).attribute();
    let non_exhaustive = unknown.map(|_| quote!(#[non_exhaustive]));
    let unknown = unknown.map(|unknown| {
        quote! {
            #[doc = " A value that this version of the crate does not know."]
            Unknown(#unknown),
        }
    });
    quote! {
        #docs
        #attributes
        #non_exhaustive
        pub enum #name {
            #(#variants)*
            #unknown
        }
    }
}

/// The variant of a listed value.
fn variant(
    scope: &Scope<'_>,
    value: &EnumValue,
    ident: &Ident,
    attribute: Option<&TokenStream>,
) -> TokenStream {
    let docs = value_docs(scope, value).attribute();
    quote!(#docs #attribute #ident,)
}

/// The variants of an enum whose conversions are written out.
fn plain_variants(
    scope: &Scope<'_>,
    values: &[EnumValue],
    idents: &[Ident],
) -> impl Iterator<Item = TokenStream> {
    let variants = values.iter().zip(idents);
    variants.map(|(value, ident)| variant(scope, value, ident, None))
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
