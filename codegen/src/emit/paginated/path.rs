//! The way from a page to what is in it, field by field.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::types::resolve;
use crate::emit::{Scope, ident};
use crate::ir::{Field, Presence, Shape, Step, Type};

/// The field that a step leads to.
fn field<'a>(scope: &Scope<'a>, step: &Step) -> Option<(&'a Field, Ident)> {
    let Shape::Record(record) = &scope.context.api.type_def(step.record).shape else {
        return None;
    };
    let member = scope
        .context
        .names
        .of_type(step.record)
        .members
        .get(step.field)?;
    Some((record.fields.get(step.field)?, ident(&member.ident)))
}

/// A borrowed scalar at the end of the steps, as an `Option`; and whether it is text.
pub(super) fn borrowed(
    scope: &Scope<'_>,
    start: &TokenStream,
    steps: &[Step],
) -> (TokenStream, bool) {
    let Some((last, before)) = steps.split_last() else {
        return (quote!(None::<&str>), true);
    };
    let at = walk(scope, start, before);
    let Some((field, name)) = field(scope, last) else {
        return (quote!(None::<&str>), true);
    };
    let api = scope.context.api;
    let resolved = resolve(api, &field.ty);
    let as_text = match resolved {
        Type::String => quote!(String::as_str),
        Type::Text(_) | Type::Named(_) => quote!(|cursor| cursor.as_str()),
        Type::Secret => quote!(|cursor| cursor.expose()),
        Type::Json => return (json(&at, &name, field.presence), true),
        Type::Bool
        | Type::Integer(_)
        | Type::Float
        | Type::Null
        | Type::File
        | Type::Body
        | Type::Form
        | Type::List(_)
        | Type::Tuple(_)
        | Type::Map(_)
        | Type::Nullable(_)
        | Type::Boxed(_) => return (scalar(&at, &name, field.presence), false),
    };
    let is_string =
        matches!(resolved, Type::String) && matches!(field.ty, Type::String | Type::Named(_));
    let read = match field.presence {
        Presence::Required if is_string => quote!(Some(&#at.#name)),
        Presence::Required => quote!(Some(#at.#name.as_str())),
        Presence::Nullable | Presence::Optional if is_string => quote!(#at.#name.as_deref()),
        Presence::Nullable | Presence::Optional => quote!(#at.#name.as_ref().map(#as_text)),
        Presence::OptionalNullable => quote!(#at.#name.as_option().map(#as_text)),
    };
    (read, true)
}

/// A number.
fn scalar(at: &TokenStream, name: &Ident, presence: Presence) -> TokenStream {
    match presence {
        Presence::Required => quote!(Some(#at.#name)),
        Presence::Nullable | Presence::Optional => quote!(#at.#name),
        Presence::OptionalNullable => quote!(#at.#name.as_option()),
    }
}

/// Text inside free-form JSON.
fn json(at: &TokenStream, name: &Ident, presence: Presence) -> TokenStream {
    match presence {
        Presence::Required => quote!(#at.#name.as_value().as_str()),
        Presence::Nullable | Presence::Optional => {
            quote!(#at.#name.as_ref().and_then(|cursor| cursor.as_value().as_str()))
        }
        Presence::OptionalNullable => {
            quote!(#at.#name.as_option().and_then(|cursor| cursor.as_value().as_str()))
        }
    }
}

/// How many items there are at the end of the steps.
pub(super) fn count(scope: &Scope<'_>, start: &TokenStream, steps: &[Step]) -> TokenStream {
    let Some((last, before)) = steps.split_last() else {
        return quote!(#start.len());
    };
    let at = walk(scope, start, before);
    match field(scope, last) {
        None => quote!(0),
        Some((field, name)) => match field.presence {
            Presence::Required => quote!(#at.#name.len()),
            Presence::Nullable | Presence::Optional => {
                quote!(#at.#name.as_ref().map_or(0, Vec::len))
            }
            Presence::OptionalNullable => quote!(#at.#name.as_option().map_or(0, Vec::len)),
        },
    }
}

/// The items at the end of the steps, taken out of the page.
pub(super) fn taken(scope: &Scope<'_>, start: &TokenStream, steps: &[Step]) -> TokenStream {
    let Some((last, before)) = steps.split_last() else {
        return start.clone();
    };
    let mut at = start.clone();
    let mut statements = TokenStream::new();
    for step in before {
        let Some((field, name)) = field(scope, step) else {
            return quote!(Vec::new());
        };
        let option = match field.presence {
            Presence::Required => {
                at = quote!(#at.#name);
                continue;
            }
            Presence::Nullable | Presence::Optional => quote!(#at.#name),
            Presence::OptionalNullable => quote!(#at.#name.into_option()),
        };
        statements.extend(quote! {
            let Some(#name) = #option else {
                return Vec::new();
            };
        });
        at = quote!(#name);
    }
    let items = match field(scope, last) {
        None => quote!(Vec::new()),
        Some((field, name)) => match field.presence {
            Presence::Required => quote!(#at.#name),
            Presence::Nullable | Presence::Optional => quote!(#at.#name.unwrap_or_default()),
            Presence::OptionalNullable => quote!(#at.#name.into_option().unwrap_or_default()),
        },
    };
    quote!(#statements #items)
}

/// Borrows along the steps; a field that is not there ends the pages.
fn walk(scope: &Scope<'_>, start: &TokenStream, steps: &[Step]) -> TokenStream {
    steps
        .iter()
        .fold(start.clone(), |at, step| match field(scope, step) {
            None => at,
            Some((field, name)) => match field.presence {
                Presence::Required => quote!(#at.#name),
                Presence::Nullable | Presence::Optional => quote!(#at.#name.as_ref()?),
                Presence::OptionalNullable => quote!(#at.#name.as_option()?),
            },
        })
}
