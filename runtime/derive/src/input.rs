//! The input of the derives: a type, its fields or variants, and what their attributes say.

use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Data, DeriveInput, Error, Field, Fields, Ident, LitStr, Path, Result, Token, Type,
};

use crate::rename::RenameRule;
use crate::wrapper::{self, Wrapper};

/// A type that is read from JSON and written as it.
pub(crate) enum Input<'a> {
    /// An object.
    Struct(Struct<'a>),
    /// The one value that a struct holds.
    Transparent {
        name: &'a Ident,
        ty: &'a Type,
        number: bool,
    },
    /// The one value that a variant of an enum holds.
    Untagged {
        name: &'a Ident,
        variants: Vec<Variant<'a>>,
    },
}

/// A struct with named fields.
pub(crate) struct Struct<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) members: Vec<Member<'a>>,
    /// The field of the keys that no other field has.
    pub(crate) rest: Option<Rest<'a>>,
}

/// A field that has a key.
pub(crate) struct Member<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    pub(crate) key: String,
    /// Whether it has a value where the key is missing.
    pub(crate) default: bool,
    /// The function that says whether the key is left out.
    pub(crate) skip_if: Option<Path>,
    /// What the field is, if its key may be absent.
    pub(crate) absent: Option<Wrapper>,
    /// Whether it is written by `signon_runtime::codegen::number`.
    pub(crate) number: bool,
}

/// The field of the keys that no other field has.
pub(crate) struct Rest<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) ty: &'a Type,
    pub(crate) number: bool,
}

/// A variant of an untagged enum.
pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) number: bool,
}

/// Reads a type, or reports why the derives do not support it.
pub(crate) fn read(input: &DeriveInput) -> Result<Input<'_>> {
    if let Some(parameter) = input.generics.params.first() {
        return Err(Error::new_spanned(
            parameter,
            "type parameters are not supported",
        ));
    }
    let name = &input.ident;
    let said = container(&input.attrs)?;
    match &input.data {
        Data::Struct(data) => match (&data.fields, said) {
            (Fields::Named(fields), Container::Plain(rule)) => {
                struct_fields(name, &fields.named, rule)
            }
            (Fields::Unnamed(fields), Container::Transparent) => transparent(name, &fields.unnamed),
            _ => Err(no_struct(name)),
        },
        Data::Enum(data) if matches!(said, Container::Untagged) => {
            let variants = data.variants.iter().map(|variant| match &variant.fields {
                Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Ok(Variant {
                    ident: &variant.ident,
                    number: is_number(&variant.attrs)?,
                }),
                Fields::Unnamed(_) | Fields::Named(_) | Fields::Unit => Err(Error::new_spanned(
                    variant,
                    "a variant of an untagged enum holds one value",
                )),
            });
            Ok(Input::Untagged {
                name,
                variants: variants.collect::<Result<_>>()?,
            })
        }
        Data::Enum(_) | Data::Union(_) => Err(Error::new_spanned(
            name,
            "neither a struct, nor an enum with `#[serde(untagged)]`",
        )),
    }
}

/// What the attributes of a type say.
enum Container {
    Plain(Option<RenameRule>),
    Transparent,
    Untagged,
}

fn container(attributes: &[Attribute]) -> Result<Container> {
    let mut said = Container::Plain(None);
    each("serde", attributes, |meta| {
        said = if meta.path.is_ident("rename_all") {
            Container::Plain(Some(rename_rule(&meta)?))
        } else if meta.path.is_ident("transparent") {
            Container::Transparent
        } else if meta.path.is_ident("untagged") {
            Container::Untagged
        } else {
            return Err(meta.error("this attribute of a type is not supported"));
        };
        Ok(())
    })?;
    Ok(said)
}

/// Reads `rename_all = "..."`.
pub(crate) fn rename_rule(meta: &ParseNestedMeta<'_>) -> Result<RenameRule> {
    let name: LitStr = meta.value()?.parse()?;
    RenameRule::named(&name.value())
        .ok_or_else(|| Error::new(name.span(), "not a rule of `rename_all`"))
}

/// Reads `rename = "..."`.
pub(crate) fn rename(meta: &ParseNestedMeta<'_>) -> Result<String> {
    Ok(meta.value()?.parse::<LitStr>()?.value())
}

/// Reads the field of a struct around one value.
fn transparent<'a>(name: &'a Ident, fields: &'a Punctuated<Field, Token![,]>) -> Result<Input<'a>> {
    let field = fields.first().filter(|_| fields.len() == 1);
    let field = field.ok_or_else(|| no_struct(name))?;
    Ok(Input::Transparent {
        name,
        ty: &field.ty,
        number: is_number(&field.attrs)?,
    })
}

fn no_struct(name: &Ident) -> Error {
    Error::new_spanned(
        name,
        "neither named fields, nor `#[serde(transparent)]` and one value",
    )
}

/// Reads the fields of a struct.
fn struct_fields<'a>(
    name: &'a Ident,
    fields: impl IntoIterator<Item = &'a Field>,
    rule: Option<RenameRule>,
) -> Result<Input<'a>> {
    let mut item = Struct {
        name,
        members: Vec::new(),
        rest: None,
    };
    for field in fields {
        let Some(ident) = &field.ident else { continue };
        let said = Said::read(&field.attrs)?;
        let (ty, number) = (&field.ty, said.number);
        if said.flatten || wrapper::is_unknown_fields(ty) {
            let rest = Rest { ident, ty, number };
            if item.rest.replace(rest).is_some() {
                return Err(Error::new_spanned(field, "only one field can be the rest"));
            }
            continue;
        }
        let plain = ident.to_string();
        let plain = plain.trim_start_matches("r#");
        let renamed = || rule.map_or_else(|| plain.to_owned(), |rule| rule.apply_to_field(plain));
        let wrapper = Wrapper::of(ty);
        if said.nullable && wrapper != Some(Wrapper::Option) {
            return Err(Error::new_spanned(
                field,
                "only an `Option` can be `nullable`",
            ));
        }
        let absent = wrapper.filter(|_| !said.nullable);
        item.members.push(Member {
            ident,
            ty,
            key: said.rename.unwrap_or_else(renamed),
            default: said.default || absent.is_some(),
            skip_if: said.skip_if.or_else(|| absent.map(Wrapper::is_absent)),
            absent,
            number,
        });
    }
    Ok(Input::Struct(item))
}

/// What the attributes of a field say.
#[derive(Default)]
struct Said {
    rename: Option<String>,
    default: bool,
    nullable: bool,
    flatten: bool,
    skip_if: Option<Path>,
    number: bool,
}

impl Said {
    fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut said = Self::default();
        each("serde", attributes, |meta| {
            if meta.path.is_ident("rename") {
                said.rename = Some(rename(&meta)?);
            } else if meta.path.is_ident("default") && !meta.input.peek(Token![=]) {
                said.default = true;
            } else if meta.path.is_ident("nullable") {
                said.nullable = true;
            } else if meta.path.is_ident("flatten") {
                said.flatten = true;
            } else if meta.path.is_ident("skip_serializing_if") {
                said.skip_if = Some(meta.value()?.parse::<LitStr>()?.parse()?);
            } else {
                said.number = number(&meta)?;
            }
            Ok(())
        })?;
        Ok(said)
    }
}

/// Reads `serialize_with = "signon_runtime::codegen::number"`.
fn number(meta: &ParseNestedMeta<'_>) -> Result<bool> {
    if !meta.path.is_ident("serialize_with") {
        return Err(meta.error("this attribute is not supported"));
    }
    let function: LitStr = meta.value()?.parse()?;
    if function.value() != "signon_runtime::codegen::number" {
        return Err(Error::new(
            function.span(),
            "only `signon_runtime::codegen::number` is supported",
        ));
    }
    Ok(true)
}

/// Whether a value without a key is written by `signon_runtime::codegen::number`.
fn is_number(attributes: &[Attribute]) -> Result<bool> {
    let mut is_number = false;
    each("serde", attributes, |meta| {
        is_number = number(&meta)?;
        Ok(())
    })?;
    Ok(is_number)
}

/// Reads each attribute of this name: `#[serde(...)]`.
pub(crate) fn each(
    name: &str,
    attributes: &[Attribute],
    mut read: impl FnMut(ParseNestedMeta<'_>) -> Result<()>,
) -> Result<()> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident(name))
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
    fn rejects_what_is_not_supported() {
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
                #[serde(rename_all = "Title Case")]
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
                    B(u8),
                }
            ),
            parse_quote!(
                #[serde(untagged)]
                enum M {
                    B,
                }
            ),
            parse_quote!(
                struct N {
                    #[serde(serialize_with = "other")]
                    b: u8,
                }
            ),
            parse_quote!(
                struct O {
                    #[serde(nullable)]
                    b: Field<u8>,
                }
            ),
            parse_quote!(
                struct P {
                    #[serde(nullable)]
                    b: u8,
                }
            ),
        ] {
            assert_ne!(complaint(&input), "", "{}", input.ident);
        }
    }
}
