//! Names → tokens.

use proc_macro2::{Ident, Span};

use crate::name::Identifier;

/// What can be an identifier of generated code: a name that [`name`](crate::name) has planned, or a word of the generator.
pub trait Word {
    /// The identifier.
    fn ident(self) -> Ident;
}

impl Word for &Identifier {
    fn ident(self) -> Ident {
        segment(self)
    }
}

impl Word for &'static str {
    fn ident(self) -> Ident {
        segment(self)
    }
}

/// An identifier, raw where it says so.
pub fn ident(name: impl Word) -> Ident {
    name.ident()
}

/// A segment of a path that is known to be one.
pub(super) fn segment(text: &str) -> Ident {
    match text.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(text, Span::call_site()),
    }
}
