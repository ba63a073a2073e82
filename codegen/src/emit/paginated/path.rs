//! The way from a page to what is in it, through fields and variants.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::part::{Collection, Part, Walk, binding, collection, field, part};
use crate::emit::Scope;
use crate::ir::{Field, Pagination, Presence, Step, Type};

/// A borrowed scalar at the end of the steps.
pub(super) struct Scalar {
    /// What comes before: it leaves the function where the page has another form.
    pub(super) statements: TokenStream,
    /// The scalar, as an `Option`.
    pub(super) value: TokenStream,
    /// Whether it is text.
    pub(super) is_text: bool,
}

/// A borrowed scalar at the end of the steps.
pub(super) fn borrowed(scope: &Scope<'_>, start: &TokenStream, steps: &[Step]) -> Scalar {
    let Some((last, before)) = steps.split_last() else {
        return Scalar {
            statements: TokenStream::new(),
            value: quote!(None::<&str>),
            is_text: true,
        };
    };
    let Walk { statements, at, .. } = Walk::along(scope, start, before);
    let (value, is_text) = read(scope, &at, last);
    Scalar {
        statements,
        value,
        is_text,
    }
}

/// Reads a field as an `Option` of a scalar; and whether it is text.
fn read(scope: &Scope<'_>, at: &TokenStream, step: &Step) -> (TokenStream, bool) {
    let Some((field, name)) = field(scope, step) else {
        return (quote!(None::<&str>), true);
    };
    let api = scope.context.api;
    let resolved = api.resolve(&field.ty);
    let as_text = if *resolved == Type::Json {
        return (json(at, &name, field.presence), true);
    } else if *resolved == Type::String {
        quote!(String::as_str)
    } else if *resolved == Type::Secret {
        quote!(|cursor| cursor.expose())
    } else if matches!(resolved, Type::Text(_) | Type::Named(_)) {
        quote!(|cursor| cursor.as_str())
    } else {
        return (scalar(at, &name, field.presence), false);
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

/// How many items there are at the end of the steps; and what comes before.
pub(super) fn count(
    scope: &Scope<'_>,
    start: &TokenStream,
    pagination: &Pagination,
) -> (TokenStream, TokenStream) {
    let Some((last, before)) = pagination.items.split_last() else {
        let count = collection(scope, pagination)
            .map_or_else(|| quote!(#start.len()), |union| union.count(start, false));
        return (TokenStream::new(), count);
    };
    let Walk { statements, at, .. } = Walk::along(scope, start, before);
    let Some((field, name)) = field(scope, last) else {
        return (statements, quote!(0));
    };
    let count = match collection(scope, pagination) {
        Some(union) => match field.presence {
            Presence::Required if is_boxed(&field.ty) => union.count(&quote!(&*#at.#name), false),
            Presence::Required => union.count(&quote!(&#at.#name), false),
            Presence::Nullable | Presence::Optional if is_boxed(&field.ty) => {
                union.count(&quote!(#at.#name.as_deref()), true)
            }
            Presence::Nullable | Presence::Optional => {
                union.count(&quote!(#at.#name.as_ref()), true)
            }
            Presence::OptionalNullable if is_boxed(&field.ty) => {
                union.count(&quote!(#at.#name.as_option().map(|boxed| &**boxed)), true)
            }
            Presence::OptionalNullable => union.count(&quote!(#at.#name.as_option()), true),
        },
        None => match field.presence {
            Presence::Required => quote!(#at.#name.len()),
            Presence::Nullable | Presence::Optional => {
                quote!(#at.#name.as_ref().map_or(0, Vec::len))
            }
            Presence::OptionalNullable => quote!(#at.#name.as_option().map_or(0, Vec::len)),
        },
    };
    (statements, count)
}

/// The items at the end of the steps, taken out of the page.
pub(super) fn taken(
    scope: &Scope<'_>,
    start: &TokenStream,
    pagination: &Pagination,
) -> TokenStream {
    let Some((last, before)) = pagination.items.split_last() else {
        return match collection(scope, pagination) {
            Some(union) => union.take(start, false),
            None => start.clone(),
        };
    };
    let Some((statements, at)) = walk_owned(scope, start, before) else {
        return quote!(Vec::new());
    };
    let items = field(scope, last).map_or_else(
        || quote!(Vec::new()),
        |(field, name)| {
            let union = collection(scope, pagination);
            taken_field(&at, field, &name, union.as_ref())
        },
    );
    quote!(#statements #items)
}

/// The place that the steps lead to, by value, and the statements before it; none where a step leads nowhere.
fn walk_owned(
    scope: &Scope<'_>,
    start: &TokenStream,
    steps: &[Step],
) -> Option<(TokenStream, TokenStream)> {
    let mut at = start.clone();
    let mut value = start.clone();
    let mut statements = TokenStream::new();
    for step in steps {
        let part = part(scope, step)?;
        let (pattern, from, name) = match &part {
            Part::Field(field, name) => {
                let option = match field.presence {
                    Presence::Required => {
                        at = quote!(#at.#name);
                        value = unboxed(&at, &field.ty);
                        continue;
                    }
                    Presence::Nullable | Presence::Optional => quote!(#at.#name),
                    Presence::OptionalNullable => quote!(#at.#name.into_option()),
                };
                (quote!(Some(#name)), option, name.clone())
            }
            Part::Variant(variant) => {
                let (path, name) = (&variant.path, binding());
                (quote!(#path(#name)), value.clone(), name)
            }
        };
        statements.extend(quote! {
            let #pattern = #from else {
                return Vec::new();
            };
        });
        at = quote!(#name);
        value = unboxed(&at, part.ty());
    }
    Some((statements, at))
}

/// The items of a field, taken out of it.
fn taken_field(
    at: &TokenStream,
    field: &Field,
    name: &Ident,
    union: Option<&Collection>,
) -> TokenStream {
    let (option, is_option) = match field.presence {
        Presence::Required => (quote!(#at.#name), false),
        Presence::Nullable | Presence::Optional => (quote!(#at.#name), true),
        Presence::OptionalNullable => (quote!(#at.#name.into_option()), true),
    };
    if let Some(union) = union {
        let value = match (is_option, is_boxed(&field.ty)) {
            (true, true) => quote!(#option.map(|boxed| *boxed)),
            (true, false) => option,
            (false, _) => unboxed(&option, &field.ty),
        };
        union.take(&value, is_option)
    } else if is_option {
        quote!(#option.unwrap_or_default())
    } else {
        option
    }
}

/// The value itself, out of its box.
fn unboxed(at: &TokenStream, ty: &Type) -> TokenStream {
    if is_boxed(ty) {
        quote!(*#at)
    } else {
        at.clone()
    }
}

fn is_boxed(ty: &Type) -> bool {
    matches!(ty, Type::Boxed(_))
}
