//! Pointers into the source of a conversion: `/profile/givenName` → `native.profile...given_name`.

use proc_macro2::TokenStream;
use quote::quote;
use signon_codegen::Code;
use signon_codegen::internal::diagnostic::{Diagnostic, Diagnostics, Reported};
use signon_codegen::internal::document::At;
use signon_codegen::internal::emit::ident;
use signon_codegen::internal::ir::{Presence, Type};
use signon_codegen::internal::name::Identifier;

use super::keys::wrong_kind;
use super::side::{Side, Struct};

/// What pointers are relative to: a reference in scope, and its type.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    pub(super) side: Side<'a>,
    pub(super) ty: &'a Type,
    /// An identifier that holds a reference.
    pub(super) value: TokenStream,
}

/// How a value is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carrier {
    /// `T`
    Value,
    /// `Option<T>`
    Optional,
    /// `Field<T>`
    Field,
}

/// A borrowed value of the source.
#[derive(Clone, Debug)]
pub(super) struct Source<'a> {
    pub(super) side: Side<'a>,
    pub(super) ty: &'a Type,
    pub(super) carrier: Carrier,
    /// `&T`, `Option<&T>` or `Field<&T>`.
    pub(super) borrowed: TokenStream,
    /// The field itself, where it can be reached without a closure: `native.first_name`.
    pub(super) place: Option<TokenStream>,
    /// The identifier of the last field, if there is one, to name closure arguments after.
    name: Option<Identifier>,
    /// The first key of the pointer.
    pub(super) first_key: Option<String>,
}

impl<'a> Source<'a> {
    /// The value that a cursor is at.
    fn at(cursor: &Cursor<'a>) -> Self {
        Self {
            side: cursor.side,
            ty: cursor.ty,
            carrier: Carrier::Value,
            borrowed: cursor.value.clone(),
            place: None,
            name: None,
            first_key: None,
        }
    }

    /// `Option<&T>`
    pub(super) fn option(&self) -> TokenStream {
        let borrowed = &self.borrowed;
        match (self.carrier, &self.place) {
            (Carrier::Value, _) => quote!(Some(#borrowed)),
            (Carrier::Field, Some(place)) => quote!(#place.as_option()),
            (Carrier::Field, None) => quote!(#borrowed.into_option()),
            (Carrier::Optional, _) => quote!(#borrowed),
        }
    }

    /// `Option<&str>`, for text.
    pub(super) fn option_str(&self) -> TokenStream {
        let borrowed = &self.borrowed;
        match (self.carrier, &self.place) {
            (Carrier::Value, _) => quote!(Some(#borrowed.as_str())),
            (Carrier::Field | Carrier::Optional, Some(place)) => quote!(#place.as_deref()),
            (Carrier::Field | Carrier::Optional, None) => quote!(#borrowed.map(String::as_str)),
        }
    }

    /// Whether there is a value; none where there always is.
    pub(super) fn is_present(&self) -> Option<TokenStream> {
        let borrowed = &self.borrowed;
        match (self.carrier, &self.place) {
            (Carrier::Value, _) => None,
            (Carrier::Field, Some(place)) => Some(quote!(#place.is_value())),
            (Carrier::Field, None) => Some(quote!(#borrowed.is_value())),
            (Carrier::Optional, Some(place)) => Some(quote!(#place.is_some())),
            (Carrier::Optional, None) => Some(quote!(#borrowed.is_some())),
        }
    }

    /// What a closure calls the value.
    pub(super) fn argument(&self) -> proc_macro2::Ident {
        self.name.as_ref().map_or_else(|| ident("value"), ident)
    }

    /// A property of the value.
    fn step(&self, structure: Struct<'a>, key: &str) -> Option<Self> {
        let (field, name) = structure.field(key)?;
        let member = ident(&name.ident);
        let carrier = match field.presence {
            Presence::Required => Carrier::Value,
            Presence::Optional | Presence::Nullable => Carrier::Optional,
            Presence::OptionalNullable => Carrier::Field,
        };
        let (borrowed, place, carrier) = if self.carrier == Carrier::Value {
            let value = self.place.as_ref().unwrap_or(&self.borrowed);
            let place = quote!(#value.#member);
            let borrowed = match carrier {
                Carrier::Value => quote!(&#place),
                Carrier::Optional | Carrier::Field => quote!(#place.as_ref()),
            };
            (borrowed, Some(place), carrier)
        } else {
            let (option, argument) = (self.option(), self.argument());
            let borrowed = match carrier {
                Carrier::Value => quote!(#option.map(|#argument| &#argument.#member)),
                Carrier::Optional => {
                    quote!(#option.and_then(|#argument| #argument.#member.as_ref()))
                }
                Carrier::Field => {
                    quote!(#option.and_then(|#argument| #argument.#member.as_option()))
                }
            };
            (borrowed, None, Carrier::Optional)
        };
        Some(Self {
            side: self.side,
            ty: &field.ty,
            carrier,
            borrowed,
            place,
            name: Some(name.ident.clone()),
            first_key: self.first_key.clone().or_else(|| Some(key.to_owned())),
        })
    }
}

/// The value that a pointer leads to.
pub(super) fn resolve<'a>(
    at: At<'_>,
    cursor: &Cursor<'a>,
    diagnostics: &mut Diagnostics,
) -> Result<Source<'a>, Reported> {
    let Some(pointer) = at.str() else {
        return Err(wrong_kind(at, "a JSON pointer", diagnostics));
    };
    if !pointer.is_empty() && !pointer.starts_with('/') {
        let message = format!("`{pointer}` is no JSON pointer");
        let diagnostic = Diagnostic::new(Code::MappingPointer, at, message);
        return Err(
            diagnostics.report(diagnostic.help(format!("begin with a slash: `/{pointer}`")))
        );
    }
    let mut source = Source::at(cursor);
    for token in pointer.split('/').skip(1) {
        let key = token.replace("~1", "/").replace("~0", "~");
        let Some(structure) = source.side.structure(source.ty) else {
            let what = source.side.describe(source.ty);
            let message = format!("`{pointer}` leads nowhere: what is before `/{key}` is {what}");
            return Err(diagnostics.report(Diagnostic::new(Code::MappingPointer, at, message)));
        };
        let Some(next) = source.step(structure, &key) else {
            return Err(diagnostics.report(no_property(at, pointer, structure, &key)));
        };
        source = next;
    }
    Ok(source)
}

fn no_property(at: At<'_>, pointer: &str, structure: Struct<'_>, key: &str) -> Diagnostic {
    let (name, file) = (structure.name(), structure.file());
    let message =
        format!("`{pointer}` leads nowhere: `{name}` in `{file}` has no property `{key}`");
    let diagnostic = Diagnostic::new(Code::MappingPointer, at, message);
    match structure.similar(key) {
        Some(similar) => diagnostic.help(format!(
            "a property with a similar name exists: `{similar}`"
        )),
        None => diagnostic,
    }
}
