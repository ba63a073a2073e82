//! What is derived for: a struct, its fields, and what their attributes say.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, Data, DeriveInput, Error, Field, Fields, Ident, LitStr, Result, Type};

use crate::rename::RenameRule;

/// A struct that is read from JSON.
pub(crate) enum Input<'a> {
    /// From an object.
    Record(Record<'a>),
    /// As the one value that it holds.
    Transparent(&'a Ident),
}

/// A struct with named fields.
pub(crate) struct Record<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) members: Vec<Member<'a>>,
    /// The map of all other keys.
    pub(crate) rest: Option<(&'a Ident, &'a Type)>,
}

/// A field that is read from a key.
pub(crate) struct Member<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    pub(crate) key: String,
    /// Whether it has a value where the key is missing.
    pub(crate) default: bool,
}

/// Reads a struct, or says what cannot be derived for.
pub(crate) fn read(input: &DeriveInput) -> Result<Input<'_>> {
    if let Some(parameter) = input.generics.params.first() {
        return Err(Error::new_spanned(parameter, "a record has no parameters"));
    }
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(
            &input.ident,
            "only structs can be derived for",
        ));
    };
    let mut rule = None;
    let mut transparent = false;
    each(&input.attrs, |meta| {
        if meta.path.is_ident("rename_all") {
            let name: LitStr = meta.value()?.parse()?;
            rule = Some(
                RenameRule::named(&name.value())
                    .ok_or_else(|| Error::new(name.span(), "this rule is not supported"))?,
            );
        } else if meta.path.is_ident("transparent") {
            transparent = true;
        } else {
            return Err(meta.error("this attribute of a struct is not supported"));
        }
        Ok(())
    })?;
    match &data.fields {
        Fields::Unnamed(fields) if transparent && fields.unnamed.len() == 1 => {
            Ok(Input::Transparent(&input.ident))
        }
        Fields::Named(fields) if !transparent => record(&input.ident, &fields.named, rule),
        Fields::Named(_) | Fields::Unnamed(_) | Fields::Unit => Err(Error::new_spanned(
            &input.ident,
            "neither named fields, nor `#[serde(transparent)]` and one value",
        )),
    }
}

/// Reads the fields of a record.
fn record<'a>(
    name: &'a Ident,
    fields: impl IntoIterator<Item = &'a Field>,
    rule: Option<RenameRule>,
) -> Result<Input<'a>> {
    let mut record = Record {
        name,
        members: Vec::new(),
        rest: None,
    };
    for field in fields {
        let Some(ident) = &field.ident else { continue };
        let mut rename = None;
        let mut default = false;
        let mut flatten = false;
        each(&field.attrs, |meta| {
            if meta.path.is_ident("rename") {
                rename = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("default") && !meta.input.peek(syn::Token![=]) {
                default = true;
            } else if meta.path.is_ident("flatten") {
                flatten = true;
            } else if meta.path.is_ident("skip_serializing_if")
                || meta.path.is_ident("serialize_with")
            {
                meta.value()?.parse::<LitStr>()?;
            } else {
                return Err(meta.error("this attribute of a field is not supported"));
            }
            Ok(())
        })?;
        if !flatten {
            let plain = ident.to_string();
            let plain = plain.trim_start_matches("r#");
            let key = rename
                .unwrap_or_else(|| rule.map_or_else(|| plain.to_owned(), |rule| rule.apply(plain)));
            record.members.push(Member {
                ident,
                ty: &field.ty,
                key,
                default,
            });
        } else if record.rest.replace((ident, &field.ty)).is_some() {
            return Err(Error::new_spanned(field, "only one field can be the rest"));
        }
    }
    Ok(Input::Record(record))
}

/// Reads each `#[serde(...)]`.
fn each(
    attributes: &[Attribute],
    mut read: impl FnMut(ParseNestedMeta<'_>) -> Result<()>,
) -> Result<()> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
        .try_for_each(|attribute| attribute.parse_nested_meta(&mut read))
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    fn complaint(input: &DeriveInput) -> String {
        read(input)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn what_it_does_not_obey_is_an_error() {
        for input in [
            parse_quote!(
                struct A {
                    #[serde(alias = "c")]
                    b: u8,
                }
            ),
            parse_quote!(
                struct B {
                    #[serde(default = "four")]
                    b: u8,
                }
            ),
            parse_quote!(
                struct C {
                    #[serde(rename(deserialize = "c"))]
                    b: u8,
                }
            ),
            parse_quote!(
                #[serde(deny_unknown_fields)]
                struct D {
                    b: u8,
                }
            ),
            parse_quote!(
                #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
                struct E {
                    b: u8,
                }
            ),
            parse_quote!(
                struct F {
                    #[serde(flatten)]
                    b: M,
                    #[serde(flatten)]
                    c: M,
                }
            ),
            parse_quote!(
                struct G<T> {
                    b: T,
                }
            ),
            parse_quote!(
                struct H(u8);
            ),
            parse_quote!(
                #[serde(transparent)]
                struct I(u8, u8);
            ),
            parse_quote!(
                #[serde(transparent)]
                struct J {
                    b: u8,
                }
            ),
            parse_quote!(
                struct K;
            ),
            parse_quote!(
                enum L {
                    B,
                }
            ),
        ] {
            assert_ne!(complaint(&input), "", "{}", input.ident);
        }
    }

    #[test]
    fn what_concerns_writing_is_left_alone() {
        let input = parse_quote! {
            struct A {
                #[serde(skip_serializing_if = "Option::is_none", serialize_with = "number")]
                #[doc = "A key."]
                b: Option<f64>,
            }
        };
        assert_eq!(complaint(&input), "");
    }
}
