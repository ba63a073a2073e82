//! Types that are known by their paths: those with a value for a missing key, pointers, lists and maps.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericArgument, Path, PathArguments, Type, TypePath, parse_quote};

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
        Self::with_content(ty).map(|(wrapper, _)| wrapper)
    }

    /// The same, and the type in it.
    pub(crate) fn with_content(ty: &Type) -> Option<(Self, &Type)> {
        let wrapper = Self::of_path(ty)?;
        match arguments(ty)?.as_slice() {
            [content] => Some((wrapper, content)),
            _ => None,
        }
    }

    fn of_path(ty: &Type) -> Option<Self> {
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

    /// The value for a missing key. It names the variant, which costs the compiler less than `Default::default()`.
    pub(crate) fn absent(self) -> TokenStream {
        match self {
            Self::Option => quote!(::core::option::Option::None),
            Self::Field => quote!(::signon_runtime::Field::Absent),
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

/// The one argument of a type with this name and no path: `Vec<T>`, `Box<T>`.
pub(crate) fn content<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    match (path.path.segments.first(), arguments(ty)?.as_slice()) {
        (Some(first), [content]) if path.path.segments.len() == 1 && first.ident == name => {
            Some(content)
        }
        _ => None,
    }
}

/// The values of a `BTreeMap<String, T>`, which may have its path. A type of the user's own begins with `::`.
pub(crate) fn map_value(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let names = names(path);
    let is_map = names == ["BTreeMap"] || names == ["std", "collections", "BTreeMap"];
    match arguments(ty)?.as_slice() {
        [_, value] if is_map && path.path.leading_colon.is_none() => Some(value),
        _ => None,
    }
}

/// Whether a type is the runtime's `UnknownFields`. Models have another name.
pub(crate) fn is_unknown_fields(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let names = names(path);
    path.path.leading_colon.is_none()
        && (names == ["UnknownFields"] || names == ["signon_runtime", "UnknownFields"])
}

/// Whether a type has this name, no path and no arguments.
pub(crate) fn is_named(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident(name))
}

/// The segments of a path, without their arguments.
fn names(of: &TypePath) -> Vec<String> {
    let segments = of.path.segments.iter();
    segments.map(|segment| segment.ident.to_string()).collect()
}

/// The types that are the arguments of a type.
fn arguments(ty: &Type) -> Option<Vec<&Type>> {
    let Type::Path(path) = ty else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    let types = arguments.args.iter().map(|argument| {
        if let GenericArgument::Type(ty) = argument {
            Some(ty)
        } else {
            None
        }
    });
    types.collect()
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

    #[test]
    fn collections_are_known_by_their_paths() {
        let map: Type = parse_quote!(std::collections::BTreeMap<String, u8>);
        assert!(map_value(&map).is_some());
        let own: Type = parse_quote!(::std::collections::BTreeMap<String, u8>);
        assert!(map_value(&own).is_none());
        let list: Type = parse_quote!(Vec<u8>);
        assert!(content(&list, "Vec").is_some());
        let others: [Type; 3] = [
            parse_quote!(crate::models::Vec<u8>),
            parse_quote!(Vec),
            parse_quote!(BTreeMap<String, u8>),
        ];
        assert!(others.iter().all(|ty| content(ty, "Vec").is_none()));
    }

    #[test]
    fn unknown_fields_are_those_of_the_runtime() {
        assert!(is_unknown_fields(&parse_quote!(UnknownFields)));
        assert!(is_unknown_fields(&parse_quote!(
            signon_runtime::UnknownFields
        )));
        assert!(!is_unknown_fields(&parse_quote!(
            crate::models::UnknownFields
        )));
        assert!(!is_unknown_fields(&parse_quote!(Option<UnknownFields>)));
    }
}
