//! Which types have a value for a missing key.

use syn::{Path, PathArguments, Type, parse_quote};

/// A type that has a value for a missing key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrapper {
    Option,
    Field,
}

impl Wrapper {
    /// The wrapper that a type is: `Option<T>`, `Field<T>` or `signon_runtime::Field<T>`. A model with one of these names has
    /// no arguments, and a type of the user's own has another path.
    pub(crate) fn of(ty: &Type) -> Option<Self> {
        let Type::Path(path) = ty else {
            return None;
        };
        let last = path.path.segments.last()?;
        if !matches!(last.arguments, PathArguments::AngleBracketed(_)) {
            return None;
        }
        let mut names = path.path.segments.iter().map(|segment| &segment.ident);
        match (names.next(), names.next(), names.next()) {
            _ if path.path.leading_colon.is_some() => None,
            (Some(name), None, None) if name == "Option" => Some(Self::Option),
            (Some(name), None, None) if name == "Field" => Some(Self::Field),
            (Some(root), Some(name), None) if root == "signon_runtime" && name == "Field" => {
                Some(Self::Field)
            }
            _ => None,
        }
    }

    /// The function that says whether the key is left out.
    pub(crate) fn is_absent(self) -> Path {
        match self {
            Self::Option => parse_quote!(::core::option::Option::is_none),
            Self::Field => parse_quote!(::signon_runtime::Field::is_absent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappers_are_known_by_their_paths() {
        let wrappers: [Type; 3] = [
            parse_quote!(Option<u8>),
            parse_quote!(Field<u8>),
            parse_quote!(signon_runtime::Field<u8>),
        ];
        assert!(wrappers.iter().all(|ty| Wrapper::of(ty).is_some()));
        let others: [Type; 5] = [
            parse_quote!(Option),
            parse_quote!(crate::models::Field),
            parse_quote!(crate::form::Field<u8>),
            parse_quote!(::signon_runtime::form::Field<u8>),
            parse_quote!(Vec<Option<u8>>),
        ];
        assert!(others.iter().all(|ty| Wrapper::of(ty).is_none()));
    }
}
