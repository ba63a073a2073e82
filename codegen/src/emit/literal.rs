//! JSON values as the expressions that a caller would write for them.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::argument::is_convertible;
use super::constant::{fits, float, integer};
use super::signature::{Initial, Signature};
use super::types::ty;
use super::{Scope, ident};
use crate::ir::{Constant, Enum, EnumRepr, Presence, Shape, Struct, Type, TypeId};
use crate::printable::is_printable;

/// An argument for a constructor or a setter that takes this type; none where no short expression makes one.
pub fn literal(scope: &Scope<'_>, inner: &Type, value: &Value) -> Option<TokenStream> {
    if let Type::Boxed(inner) = inner {
        return literal(scope, inner, value);
    }
    match (scope.context.api.resolve(inner), value) {
        (Type::Bool | Type::Json, Value::Bool(value)) => Some(quote!(#value)),
        (Type::Integer(width), Value::Number(number)) => {
            let value = number.as_i64().filter(|value| fits(*width, *value))?;
            Some(integer(value))
        }
        (Type::Float, Value::Number(number)) => float(number.as_f64()?),
        (
            Type::String | Type::Text(_) | Type::Secret | Type::Json | Type::Body,
            Value::String(text),
        ) => Some(self::text(text)),
        (Type::File, Value::String(text)) => {
            let file = scope.runtime("File");
            let text = self::text(text);
            Some(quote!(#file::new("file", #text)))
        }
        (Type::List(item), Value::Array(values)) => list(scope, item, values),
        (Type::Named(id), value) => named(scope, *id, value),
        (Type::Nullable(_), Value::Null) => Some(quote!(None)),
        (Type::Nullable(inner), value) => {
            exact(scope, inner, value).map(|value| quote!(Some(#value)))
        }
        _ => None,
    }
}

/// A value of exactly this type.
pub fn exact(scope: &Scope<'_>, inner: &Type, value: &Value) -> Option<TokenStream> {
    let expression = literal(scope, inner, value)?;
    if let Type::Boxed(_) = inner {
        return Some(quote!(Box::new(#expression)));
    }
    Some(match (scope.context.api.resolve(inner), value) {
        (Type::List(_), _) => quote!(Vec::from(#expression)),
        (_, Value::String(_)) if is_convertible(scope, inner) => {
            let written = ty(scope, inner);
            quote!(#written::from(#expression))
        }
        _ => expression,
    })
}

/// A list as an array; an empty one does not say what it holds.
fn list(scope: &Scope<'_>, item: &Type, values: &[Value]) -> Option<TokenStream> {
    let items: Option<Vec<TokenStream>> = values
        .iter()
        .map(|value| literal(scope, item, value))
        .collect();
    let items = items.filter(|items| !items.is_empty())?;
    Some(quote!([#(#items),*]))
}

/// A value of a named type.
fn named(scope: &Scope<'_>, id: TypeId, value: &Value) -> Option<TokenStream> {
    match (&scope.context.api.type_def(id).shape, value) {
        (Shape::Enum(of), value) => enum_value(scope, id, of, value),
        (Shape::Struct(of), Value::Object(values)) => struct_value(scope, id, of, values),
        _ => None,
    }
}

/// A value of an enum: a variant, or what converts into the enum where it does not list the value.
fn enum_value(scope: &Scope<'_>, id: TypeId, of: &Enum, value: &Value) -> Option<TokenStream> {
    let variant = |value: &Constant| variant(scope, id, of.position(value)?);
    match (of.repr, value) {
        (EnumRepr::String, Value::String(text)) => {
            let known = variant(&Constant::String(text.clone()));
            known.or_else(|| (!of.closed).then(|| self::text(text)))
        }
        (EnumRepr::Integer, Value::Number(number)) => {
            let number = number.as_i64()?;
            let literal = proc_macro2::Literal::i64_suffixed(number);
            let known = variant(&Constant::Integer(number));
            known.or_else(|| (!of.closed).then(|| quote!(#literal)))
        }
        _ => None,
    }
}

/// A variant by its index.
fn variant(scope: &Scope<'_>, id: TypeId, index: usize) -> Option<TokenStream> {
    let variant = ident(&scope.context.names.of_type(id).members.get(index)?.ident);
    let name = scope.model(id);
    Some(quote!(#name::#variant))
}

/// A struct, by `new` and setters.
fn struct_value(
    scope: &Scope<'_>,
    id: TypeId,
    of: &Struct,
    values: &serde_json::Map<String, Value>,
) -> Option<TokenStream> {
    if !scope.context.api.derived.usage(id).request {
        return None;
    }
    let name = scope.model(id);
    let signature = Signature::of_struct(scope.context, id, of);
    let mut arguments = Vec::new();
    let mut setters = TokenStream::new();
    for (field, input) in of.fields.iter().zip(&signature.inputs) {
        if let Initial::Value(_) = input.initial {
            continue;
        }
        let value = values.get(&field.key);
        // It has no setter.
        if field.access.read_only && value.is_some() {
            return None;
        }
        match field.presence {
            Presence::Required => arguments.push(literal(scope, &field.ty, value?)?),
            Presence::Nullable => arguments.push(nullable(scope, &field.ty, value?)?),
            Presence::Optional => {
                let Some(value) = value else { continue };
                let (setter, value) = (
                    ident(&input.member.setter),
                    literal(scope, &field.ty, value)?,
                );
                setters.extend(quote!(.#setter(#value)));
            }
            Presence::OptionalNullable => {
                let Some(value) = value else { continue };
                let setter = ident(&input.member.setter);
                let value = if value.is_null() {
                    quote!(None)
                } else {
                    exact(scope, &field.ty, value)?
                };
                setters.extend(quote!(.#setter(#value)));
            }
        }
    }
    Some(quote!(#name::new(#(#arguments),*) #setters))
}

/// An `Option` of exactly this type.
fn nullable(scope: &Scope<'_>, inner: &Type, value: &Value) -> Option<TokenStream> {
    if value.is_null() {
        return Some(quote!(None));
    }
    exact(scope, inner, value).map(|value| quote!(Some(#value)))
}

/// A text as a literal: raw where it has quotation marks, so that they stay what they are.
pub fn text(text: &str) -> TokenStream {
    // A character that is not printable is written as an escape, which a raw literal does not have.
    if !text.contains('"') || !text.chars().all(is_printable) {
        return quote!(#text);
    }
    let mut marks = String::from("#");
    while text.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    format!("r{marks}\"{text}\"{marks}")
        .parse()
        .unwrap_or_else(|_| quote!(#text))
}
