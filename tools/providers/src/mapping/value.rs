//! Values for the target of a conversion.

use proc_macro2::TokenStream;
use quote::quote;
use signon_codegen::Code;
use signon_codegen::internal::diagnostic::{Diagnostic, Diagnostics, Reported};
use signon_codegen::internal::document::{At, Kind};
use signon_codegen::internal::emit::ident;
use signon_codegen::internal::ir::{Constant, EnumRepr, Type, TypeId};

use super::keys::{quoted, similar};
use super::path::Carrier;
use super::side::{Side, text_of};

/// A property of the target.
#[derive(Clone, Debug)]
pub(super) struct Target<'a> {
    pub(super) side: Side<'a>,
    /// What it holds, without its presence.
    pub(super) ty: &'a Type,
    /// What diagnostics call it: `User.status`.
    pub(super) name: String,
    /// What errors of a call name it by: the unified field.
    pub(super) key: String,
}

/// An owned value of the target's type, as an expression of Rust.
#[derive(Clone, Debug)]
pub(super) struct Value {
    /// `T`, `Option<T>` or `Field<T>`.
    pub(super) tokens: TokenStream,
    pub(super) carrier: Carrier,
    /// What it is a clone of, where it is no more than that.
    pub(super) clone_of: Option<TokenStream>,
}

impl Value {
    pub(super) fn carried(tokens: TokenStream, carrier: Carrier) -> Self {
        Self {
            tokens,
            carrier,
            clone_of: None,
        }
    }

    pub(super) fn new(tokens: TokenStream) -> Self {
        Self::carried(tokens, Carrier::Value)
    }

    pub(super) fn optional(tokens: TokenStream) -> Self {
        Self::carried(tokens, Carrier::Optional)
    }

    /// A clone of a field of the source.
    pub(super) fn clone_of(place: &TokenStream, carrier: Carrier) -> Self {
        Self {
            tokens: quote!(#place.clone()),
            carrier,
            clone_of: Some(place.clone()),
        }
    }

    /// `Option<T>`, where null and absent are the same.
    pub(super) fn into_option(self) -> TokenStream {
        let tokens = self.tokens;
        match self.carrier {
            Carrier::Value => quote!(Some(#tokens)),
            Carrier::Optional => tokens,
            Carrier::Field => quote!(#tokens.into_option()),
        }
    }
}

impl<'a> Target<'a> {
    /// The type, behind aliases.
    pub(super) fn resolved(&self) -> &'a Type {
        self.side.api.resolve(self.ty)
    }

    /// The enum of strings that the type is.
    pub(super) fn string_enum(&self) -> Option<TypeId> {
        let (id, values) = self.side.enumeration(self.ty)?;
        (values.repr == EnumRepr::String).then_some(id)
    }

    /// Reports that something else than the type is there.
    pub(super) fn mismatch(
        &self,
        at: At<'_>,
        what: &str,
        diagnostics: &mut Diagnostics,
    ) -> Reported {
        diagnostics.report(self.mismatch_diagnostic(at, what))
    }

    pub(super) fn mismatch_diagnostic(&self, at: At<'_>, what: &str) -> Diagnostic {
        let (name, wanted) = (&self.name, self.side.describe(self.ty));
        let message = format!("`{name}` is {wanted}, and this is {what}");
        Diagnostic::new(Code::MappingType, at, message)
    }

    /// A value that the mapping names.
    pub(super) fn literal(
        &self,
        at: At<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Result<TokenStream, Reported> {
        match (self.resolved(), at.kind()) {
            (Type::Bool, Kind::Bool) => {
                let value = at.bool().unwrap_or_default();
                Ok(quote!(#value))
            }
            (Type::Integer(_), Kind::Integer) => {
                let value = at.integer().unwrap_or_default();
                let value = proc_macro2::Literal::i128_unsuffixed(value);
                Ok(quote!(#value))
            }
            (Type::String, Kind::String) => {
                let value = at.str().unwrap_or_default();
                Ok(quote!(#value.to_owned()))
            }
            (Type::Named(_), Kind::String) => {
                let text = at.str().unwrap_or_default();
                self.variant(at, &Constant::String(text.to_owned()), diagnostics)
            }
            (Type::Named(_), Kind::Integer) => {
                let value = at.integer().and_then(|value| i64::try_from(value).ok());
                self.variant(
                    at,
                    &Constant::Integer(value.unwrap_or_default()),
                    diagnostics,
                )
            }
            _ => Err(self.mismatch(at, at.kind().name(), diagnostics)),
        }
    }

    /// A variant of an enum.
    fn variant(
        &self,
        at: At<'_>,
        value: &Constant,
        diagnostics: &mut Diagnostics,
    ) -> Result<TokenStream, Reported> {
        let Some((id, values)) = self.side.enumeration(self.ty) else {
            return Err(self.mismatch(at, at.kind().name(), diagnostics));
        };
        if let Some(index) = values.position(value) {
            return Ok(self.variant_at(id, index));
        }
        let known: Vec<String> = values.values.iter().map(text_of).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let text = at.text().unwrap_or_default();
        Err(diagnostics.report(self.no_value(at, &text, &known)))
    }

    fn variant_at(&self, id: TypeId, index: usize) -> TokenStream {
        let members = &self.side.names.of_type(id).members;
        let variant = members
            .get(index)
            .map_or_else(|| ident("Unknown"), |member| ident(&member.ident));
        let ty = self.side.path(id);
        quote!(#ty::#variant)
    }

    fn no_value(&self, at: At<'_>, text: &str, known: &[&str]) -> Diagnostic {
        let message = format!("`{}` has no value `{text}`", self.name);
        let help = match similar(text, known.iter().copied()) {
            Some(similar) => format!("a similar value exists: `{similar}`"),
            None => format!("the values are {}", quoted(known)),
        };
        Diagnostic::new(Code::MappingValue, at, message).help(help)
    }
}
