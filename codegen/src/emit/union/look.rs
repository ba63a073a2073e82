//! What a member of a union looks like, as the runtime wants to be told.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::constant::integer;
use crate::ir::{Constant, Kinds, Look};

/// A member's look.
pub(super) fn look(look: &Look) -> TokenStream {
    let kinds = kinds(look.kinds);
    let required = list("required", &look.required);
    let known = list("known", &look.known);
    let constants = constants(&look.constants);
    let choices: Vec<TokenStream> = look.choices.iter().filter_map(constant).collect();
    let choices = (!choices.is_empty()).then(|| quote!(.choices(&[#(#choices),*])));
    let open = look.open.then(|| quote!(.open()));
    let closed = look.closed.then(|| quote!(.closed()));
    quote!(union::Shape::kinds(#kinds) #required #known #constants #choices #open #closed)
}

/// Kinds of JSON. A fraction without integers is no kind of its own on the wire.
fn kinds(kinds: Kinds) -> TokenStream {
    let all = [
        (kinds.null, quote!(NULL)),
        (kinds.bool, quote!(BOOL)),
        (kinds.integer && !kinds.fraction, quote!(INTEGER)),
        (kinds.fraction, quote!(NUMBER)),
        (kinds.string, quote!(STRING)),
        (kinds.array, quote!(ARRAY)),
        (kinds.object, quote!(OBJECT)),
    ];
    let any = all
        .iter()
        .filter(|(_, name)| name.to_string() != "INTEGER")
        .all(|(is, _)| *is);
    if any {
        return quote!(union::Kinds::ANY);
    }
    let mut names = all.into_iter().filter(|(is, _)| *is).map(|(_, name)| name);
    let Some(first) = names.next() else {
        return quote!(union::Kinds::ANY);
    };
    names.fold(
        quote!(union::Kinds::#first),
        |before, name| quote!(#before.or(union::Kinds::#name)),
    )
}

/// A list of keys; nothing where it is empty.
fn list(method: &str, keys: &[String]) -> Option<TokenStream> {
    let method = crate::emit::ident(method);
    (!keys.is_empty()).then(|| quote!(.#method(&[#(#keys),*])))
}

/// Keys with the values that they can have.
fn constants(constants: &[(String, Vec<Constant>)]) -> Option<TokenStream> {
    let pairs: Vec<TokenStream> = constants
        .iter()
        // A value that cannot be told would rule the member out.
        .filter(|(_, values)| values.iter().all(|value| constant(value).is_some()))
        .map(|(key, values)| {
            let values = values.iter().filter_map(constant);
            quote!((#key, &[#(#values),*]))
        })
        .collect();
    (!pairs.is_empty()).then(|| quote!(.constants(&[#(#pairs),*])))
}

/// A scalar; none for a fraction, which no document tells members apart by.
fn constant(constant: &Constant) -> Option<TokenStream> {
    match constant {
        Constant::Null => Some(quote!(union::Constant::Null)),
        Constant::Bool(value) => Some(quote!(union::Constant::Bool(#value))),
        Constant::Integer(value) => {
            let literal = integer(*value);
            Some(quote!(union::Constant::Int(#literal)))
        }
        Constant::Float(_) => None,
        Constant::String(text) => Some(quote!(union::Constant::Str(#text))),
    }
}
