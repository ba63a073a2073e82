//! `#[build(...)]`: what the types of a struct's fields do not say about its constructor and setters.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::meta::ParseNestedMeta;
use syn::{Data, DeriveInput, Error, Result, Token, Type};

use crate::input::each;

/// How a value of a struct is built.
#[derive(Default)]
pub(crate) struct Build {
    /// Fields whose values are converted by `Into`.
    into: Vec<Ident>,
    /// Fields whose type is an alias, and the list or map that it is an alias of.
    aliases: Vec<(Ident, Type)>,
    /// Fields whose setter has another name.
    setters: Vec<(Ident, Ident)>,
    /// Fields without a setter.
    skip: Vec<Ident>,
    /// Fields that `new` takes although their type is optional.
    required: Vec<Ident>,
    /// Fields with a value that `new` fills in.
    values: Vec<(Ident, TokenStream)>,
    /// Those of them that have a setter although their type is not optional.
    defaults: Vec<Ident>,
}

/// How the value of a field is converted.
pub(crate) struct Hint<'a> {
    /// Whether it, its items or the values of its keys are converted by `Into`.
    pub(crate) into: bool,
    /// What its type is an alias of.
    pub(crate) alias: Option<&'a Type>,
}

impl Build {
    /// Reads the attributes of a struct and its fields.
    pub(crate) fn read(input: &DeriveInput) -> Result<Self> {
        let mut build = Self::default();
        each("build", &input.attrs, |meta| build.container(&meta))?;
        let Data::Struct(data) = &input.data else {
            return Ok(build);
        };
        for field in &data.fields {
            let Some(ident) = &field.ident else { continue };
            each("build", &field.attrs, |meta| build.field(ident, &meta))?;
        }
        let is_field = |named: &Ident| {
            let mut idents = data.fields.iter().filter_map(|field| field.ident.as_ref());
            idents.any(|ident| ident == named)
        };
        if let Some(named) = build.named().find(|named| !is_field(named)) {
            return Err(Error::new_spanned(named, "no field has this name"));
        }
        Ok(build)
    }

    /// Reads one attribute of the struct.
    fn container(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        if meta.path.is_ident("into") {
            meta.parse_nested_meta(|field| {
                self.into.push(field.path.require_ident()?.clone());
                Ok(())
            })
        } else if meta.path.is_ident("skip") {
            meta.parse_nested_meta(|field| {
                self.skip.push(field.path.require_ident()?.clone());
                Ok(())
            })
        } else if meta.path.is_ident("alias") {
            meta.parse_nested_meta(|field| {
                let ident = field.path.require_ident()?.clone();
                self.aliases.push((ident, field.value()?.parse()?));
                Ok(())
            })
        } else if meta.path.is_ident("setter") {
            meta.parse_nested_meta(|field| {
                let ident = field.path.require_ident()?.clone();
                self.setters.push((ident, field.value()?.parse()?));
                Ok(())
            })
        } else {
            Err(meta.error("this attribute of a struct is not supported"))
        }
    }

    /// Reads one attribute of a field.
    fn field(&mut self, ident: &Ident, meta: &ParseNestedMeta<'_>) -> Result<()> {
        if meta.path.is_ident("required") {
            self.required.push(ident.clone());
        } else if meta.path.is_ident("constant") {
            self.values.push((ident.clone(), tokens(meta)?));
        } else if meta.path.is_ident("default") {
            self.values.push((ident.clone(), tokens(meta)?));
            self.defaults.push(ident.clone());
        } else {
            return Err(meta.error("this attribute of a field is not supported"));
        }
        Ok(())
    }

    /// The names of fields that the struct's attributes have.
    fn named(&self) -> impl Iterator<Item = &Ident> {
        let aliases = self.aliases.iter().map(|(ident, _)| ident);
        let setters = self.setters.iter().map(|(ident, _)| ident);
        let plain = self.into.iter().chain(&self.skip);
        plain.chain(aliases).chain(setters)
    }

    /// How the value of a field is converted.
    pub(crate) fn hint(&self, field: &Ident) -> Hint<'_> {
        Hint {
            into: self.into.contains(field),
            alias: found(&self.aliases, field),
        }
    }

    /// The name of a field's setter.
    pub(crate) fn setter<'a>(&'a self, field: &'a Ident) -> &'a Ident {
        found(&self.setters, field).unwrap_or(field)
    }

    /// Whether a field has no setter.
    pub(crate) fn skips(&self, field: &Ident) -> bool {
        self.skip.contains(field)
    }

    /// Whether `new` takes a field although its type is optional.
    pub(crate) fn requires(&self, field: &Ident) -> bool {
        self.required.contains(field)
    }

    /// The value that `new` gives a field.
    pub(crate) fn value(&self, field: &Ident) -> Option<&TokenStream> {
        found(&self.values, field)
    }

    /// Whether a field has a setter although its type is not optional.
    pub(crate) fn has_default(&self, field: &Ident) -> bool {
        self.defaults.contains(field)
    }

    /// Whether `new` fills in any value.
    pub(crate) fn has_values(&self) -> bool {
        !self.values.is_empty()
    }
}

/// What a list has for a field.
fn found<'a, T>(of: &'a [(Ident, T)], field: &Ident) -> Option<&'a T> {
    let mut all = of.iter();
    all.find(|(ident, _)| ident == field)
        .map(|(_, found)| found)
}

/// Reads an expression up to the next comma.
fn tokens(meta: &ParseNestedMeta<'_>) -> Result<TokenStream> {
    let value = meta.value()?;
    let mut tokens = TokenStream::new();
    while !value.is_empty() && !value.peek(Token![,]) {
        tokens.extend([value.parse::<TokenTree>()?]);
    }
    if tokens.is_empty() {
        return Err(meta.error("a value is missing"));
    }
    Ok(tokens)
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;

    #[test]
    fn rejects_what_is_not_supported() {
        let inputs: [DeriveInput; 7] = [
            parse_quote!(
                #[build(into(other))]
                struct A {
                    b: u8,
                }
            ),
            parse_quote!(
                #[build(rename(b = c))]
                struct B {
                    b: u8,
                }
            ),
            parse_quote!(
                #[build(alias(b))]
                struct C {
                    b: u8,
                }
            ),
            parse_quote!(
                struct D {
                    #[build(skip)]
                    b: u8,
                }
            ),
            parse_quote!(
                struct E {
                    #[build(constant =)]
                    b: u8,
                }
            ),
            parse_quote!(
                struct F {
                    #[build(default)]
                    b: u8,
                }
            ),
            parse_quote!(
                struct G {
                    #[build(required = true)]
                    b: Option<u8>,
                }
            ),
        ];
        for input in inputs {
            assert!(Build::read(&input).is_err(), "{}", input.ident);
        }
    }
}
