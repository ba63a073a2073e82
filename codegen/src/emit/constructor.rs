//! `new` and the setters of operations and forms.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::{Argument, optional, required};
use super::constant::constant;
use super::signature::{Initial, Input, InputType, Signature, in_order};
use super::structs::setter_method;
use super::types::field_type;
use super::{Scope, ident};
use crate::comment::Docs;
use crate::ir::Presence;

/// `new`, and a setter for each input that may be left out.
pub(super) fn methods(scope: &Scope<'_>, signature: &Signature<'_>, docs: &Docs) -> TokenStream {
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    let mut setters = Vec::new();
    for input in &signature.inputs {
        let field = ident(&input.member.ident);
        let argument = argument(scope, input);
        if !input.is_argument() {
            let start = start(scope, input);
            values.push(quote!(#field: #start));
            if input.has_setter {
                setters.push(setter_method(input.member, &argument));
            }
            continue;
        }
        let Argument { ty, value } = argument;
        arguments.push((*input, quote!(#field: #ty)));
        values.push(if field == value.to_string() {
            quote!(#field)
        } else {
            quote!(#field: #value)
        });
    }
    let arguments = in_order(arguments);
    let body = if signature.is_empty_by_default() {
        quote!(Self::default())
    } else {
        quote!(Self { #(#values),* })
    };
    quote! {
        #docs
        pub fn new(#(#arguments),*) -> Self {
            #body
        }
        #(#setters)*
    }
}

/// The type of the field.
pub(super) fn input_type(scope: &Scope<'_>, input: &Input<'_>) -> TokenStream {
    match input.ty {
        InputType::Plain(inner) => field_type(scope, inner, input.presence),
        InputType::Bodies(name) => {
            let name = ident(&name.ident);
            if input.is_required() {
                quote!(#name)
            } else {
                quote!(Option<#name>)
            }
        }
    }
}

/// The argument that sets the field.
pub(super) fn argument(scope: &Scope<'_>, input: &Input<'_>) -> Argument {
    let name = ident(&input.member.ident);
    match input.ty {
        InputType::Plain(inner) if input.is_required() => {
            required(scope, &name, inner, input.presence)
        }
        InputType::Plain(inner) => optional(scope, &name, inner, input.presence),
        InputType::Bodies(bodies) => {
            let bodies = ident(&bodies.ident);
            let value = if input.is_required() {
                quote!(#name.into())
            } else {
                quote!(Some(#name.into()))
            };
            Argument {
                ty: quote!(impl Into<#bodies>),
                value,
            }
        }
    }
}

/// The value of the field in a new value whose caller does not give it.
fn start(scope: &Scope<'_>, input: &Input<'_>) -> TokenStream {
    if let (Initial::Value(value), InputType::Plain(inner)) = (input.initial, input.ty)
        && let Some(value) = constant(scope, inner, value)
    {
        return value;
    }
    if input.presence == Presence::OptionalNullable {
        let field = scope.runtime("Field");
        return quote!(#field::Absent);
    }
    quote!(None)
}
