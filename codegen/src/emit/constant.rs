//! Scalars that the document names, as expressions of the type that holds them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::types::ty;
use super::{Scope, ident};
use crate::ir::{Constant, EnumRepr, Integer, Shape, Type, TypeId};

/// A constant as a value of a type; none where it does not fit.
pub(crate) fn constant(
    scope: &Scope<'_>,
    inner: &Type,
    constant_: &Constant,
) -> Option<TokenStream> {
    if let Type::Boxed(inner) = inner {
        let value = constant(scope, inner, constant_)?;
        return Some(quote!(Box::new(#value)));
    }
    match (scope.context.api.resolve(inner), constant_) {
        (Type::Bool, Constant::Bool(value)) => Some(quote!(#value)),
        (Type::Integer(width), Constant::Integer(value)) => fits(*width, *value)
            .then(|| integer(*value))
            .map(|literal| quote!(#literal)),
        (Type::Float, Constant::Integer(value)) => float(value.to_string().parse().ok()?),
        (Type::Float, Constant::Float(value)) => float(*value),
        (Type::String, Constant::String(text)) => Some(quote!(#text.to_owned())),
        (Type::Text(_) | Type::Secret, Constant::String(text)) => {
            let written = ty(scope, inner);
            Some(quote!(#written::from(#text)))
        }
        (Type::Json, value) => json(scope, value),
        (Type::Null, Constant::Null) => Some(quote!(())),
        (Type::Named(id), value) => enum_value(scope, *id, value),
        _ => None,
    }
}

/// A value of an enum: the variant, or the conversion of a value that the enum does not list.
fn enum_value(scope: &Scope<'_>, id: TypeId, constant: &Constant) -> Option<TokenStream> {
    let Shape::Enum(of) = &scope.context.api.type_def(id).shape else {
        return None;
    };
    let name = scope.model(id);
    if let Some(index) = of.position(constant) {
        let variant = ident(&scope.context.names.of_type(id).members.get(index)?.ident);
        return Some(quote!(#name::#variant));
    }
    match (of.repr, constant) {
        _ if of.closed => None,
        (EnumRepr::String, Constant::String(text)) => Some(quote!(#name::from(#text))),
        (EnumRepr::Integer, Constant::Integer(value)) => {
            let literal = integer(*value);
            Some(quote!(#name::from(#literal)))
        }
        _ => None,
    }
}

/// Free-form JSON.
fn json(scope: &Scope<'_>, constant: &Constant) -> Option<TokenStream> {
    let json = scope.runtime("Json");
    match constant {
        Constant::Null => Some(quote!(#json::default())),
        Constant::Bool(value) => Some(quote!(#json::from(#value))),
        Constant::Integer(value) => {
            let literal = integer(*value);
            Some(quote!(#json::from(#literal)))
        }
        Constant::Float(_) => None,
        Constant::String(text) => Some(quote!(#json::from(#text))),
    }
}

/// Whether an integer has room in a type.
pub(crate) fn fits(width: Integer, value: i64) -> bool {
    match width {
        Integer::I32 => i32::try_from(value).is_ok(),
        Integer::I64 => true,
        Integer::U32 => u32::try_from(value).is_ok(),
        Integer::U64 => u64::try_from(value).is_ok(),
    }
}

/// An integer as a literal, with `_` between thousands.
pub(crate) fn integer(value: i64) -> TokenStream {
    let digits = value.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + 8);
    for (index, digit) in digits.chars().enumerate() {
        let left = digits.len() - index;
        // Numbers of four digits read well as they are.
        if index > 0 && left.is_multiple_of(3) && digits.len() > 4 {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{grouped}")
        .parse()
        .unwrap_or_else(|_| quote!(#value))
}

/// A float as a literal.
pub(crate) fn float(value: f64) -> Option<TokenStream> {
    if !value.is_finite() {
        return None;
    }
    let magnitude = Literal::f64_unsuffixed(value.abs());
    Some(if value.is_sign_negative() {
        quote!(-#magnitude)
    } else {
        quote!(#magnitude)
    })
}

/// The accessor's type and value for a default: borrowed where the value is text.
pub(crate) struct Fallback {
    /// What the accessor returns.
    pub(crate) ty: TokenStream,
    /// What it returns when the field is left out.
    pub(crate) value: TokenStream,
    /// How the field's value becomes what it returns.
    pub(crate) read: Read,
}

/// How a field's value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Read {
    /// It is copied.
    Copied,
    /// It is borrowed as text.
    Text,
    /// It is cloned.
    Cloned,
}

/// The value of a field that is left out; none where the default does not fit the type.
pub(crate) fn fallback(scope: &Scope<'_>, inner: &Type, default: &Constant) -> Option<Fallback> {
    let resolved = scope.context.api.resolve(inner);
    if matches!(inner, Type::Boxed(_)) {
        return None;
    }
    if let (Type::String, Constant::String(text)) = (resolved, default) {
        return Some(Fallback {
            ty: quote!(&str),
            value: quote!(#text),
            read: Read::Text,
        });
    }
    let read = if matches!(resolved, Type::Bool | Type::Integer(_) | Type::Float) {
        Read::Copied
    } else if matches!(resolved, Type::Named(_)) {
        Read::Cloned
    } else {
        return None;
    };
    let value = constant(scope, inner, default)?;
    Some(Fallback {
        ty: ty(scope, inner),
        value,
        read,
    })
}

#[cfg(test)]
mod tests {
    use super::{float, integer};

    #[test]
    fn integers_are_grouped() {
        assert_eq!(integer(1000).to_string(), "1000");
        assert_eq!(
            integer(-1_234_567).to_string().replace(' ', ""),
            "-1_234_567"
        );
    }

    #[test]
    fn floats_have_a_point() {
        assert_eq!(
            float(2.0).map(|tokens| tokens.to_string()).as_deref(),
            Some("2.0")
        );
        assert!(float(f64::NAN).is_none());
    }
}
