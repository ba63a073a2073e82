//! Shape hints, as statics of the runtime.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::constant::integer;
use crate::ir::{Constant, JsonTypes, ShapeHint};

/// The shape hint of a member; `union` is the module of the runtime's statics.
pub(super) fn shape_hint(union: &TokenStream, hint: &ShapeHint) -> TokenStream {
    let types = types(union, hint.types);
    let required = list("required", &hint.required);
    let known = list("known", &hint.known);
    let constants = constants(union, &hint.constants);
    let values = hint.values.iter();
    let values: Vec<TokenStream> = values.filter_map(|value| constant(union, value)).collect();
    let values = (!values.is_empty()).then(|| quote!(.choices(&[#(#values),*])));
    let open = hint.open.then(|| quote!(.open()));
    let closed = hint.closed.then(|| quote!(.closed()));
    quote!(#union::Shape::kinds(#types) #required #known #constants #values #open #closed)
}

/// JSON types. A fraction without integers is not a type of its own on the wire.
fn types(union: &TokenStream, types: JsonTypes) -> TokenStream {
    let has = |of: JsonTypes| types.contains(of);
    let all = [
        (has(JsonTypes::NULL), quote!(NULL)),
        (has(JsonTypes::BOOLEAN), quote!(BOOL)),
        (
            has(JsonTypes::INTEGER) && !has(JsonTypes::FRACTION),
            quote!(INTEGER),
        ),
        (has(JsonTypes::FRACTION), quote!(NUMBER)),
        (has(JsonTypes::STRING), quote!(STRING)),
        (has(JsonTypes::ARRAY), quote!(ARRAY)),
        (has(JsonTypes::OBJECT), quote!(OBJECT)),
    ];
    let any = all
        .iter()
        .filter(|(_, name)| name.to_string() != "INTEGER")
        .all(|(is, _)| *is);
    if any {
        return quote!(#union::Kinds::ANY);
    }
    let mut names = all.into_iter().filter(|(is, _)| *is).map(|(_, name)| name);
    let Some(first) = names.next() else {
        return quote!(#union::Kinds::ANY);
    };
    names.fold(
        quote!(#union::Kinds::#first),
        |before, name| quote!(#before.or(#union::Kinds::#name)),
    )
}

/// A list of keys; nothing where it is empty.
fn list(method: &'static str, keys: &[String]) -> Option<TokenStream> {
    let method = crate::emit::ident(method);
    (!keys.is_empty()).then(|| quote!(.#method(&[#(#keys),*])))
}

/// Keys with the values that they can have.
fn constants(union: &TokenStream, constants: &[(String, Vec<Constant>)]) -> Option<TokenStream> {
    let pairs: Vec<TokenStream> = constants
        .iter()
        // A value that cannot be recognized would rule the member out.
        .filter(|(_, values)| values.iter().all(|value| constant(union, value).is_some()))
        .map(|(key, values)| {
            let values = values.iter().filter_map(|value| constant(union, value));
            quote!((#key, &[#(#values),*]))
        })
        .collect();
    (!pairs.is_empty()).then(|| quote!(.constants(&[#(#pairs),*])))
}

/// A scalar; none for a fraction, by which no document distinguishes members.
fn constant(union: &TokenStream, constant: &Constant) -> Option<TokenStream> {
    match constant {
        Constant::Null => Some(quote!(#union::Constant::Null)),
        Constant::Bool(value) => Some(quote!(#union::Constant::Bool(#value))),
        Constant::Integer(value) => {
            let literal = integer(*value);
            Some(quote!(#union::Constant::Int(#literal)))
        }
        Constant::Float(_) => None,
        Constant::String(text) => Some(quote!(#union::Constant::Str(#text))),
    }
}
