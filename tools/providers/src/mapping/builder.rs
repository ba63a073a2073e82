//! The expression that makes a struct: a constructor, setters, and assignments for the rest.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use signon_codegen::Code;
use signon_codegen::internal::diagnostic::{Diagnostic, Reported};
use signon_codegen::internal::document::At;
use signon_codegen::internal::emit::{ident, shortened_text};
use signon_codegen::internal::ir::{Field, Presence};
use signon_codegen::internal::name::MemberName;

use super::expression::Context;
use super::keys::quoted;
use super::path::Carrier;
use super::side::Struct;
use super::unified::{convert_module, mapping_error};
use super::value::Value;

/// The longest expression, in characters of its tokens, that is an argument.
const MAX_INLINE: usize = 70;

/// The expression that makes the struct.
pub(super) struct Builder<'a> {
    to: Struct<'a>,
    /// The values of the constructor, by key.
    required: BTreeMap<&'a str, TokenStream>,
    /// Variables for what is too long to be an argument.
    variables: Vec<TokenStream>,
    setters: Vec<TokenStream>,
    /// Assignments of what can be absent and is not a setter's argument.
    assignments: Vec<TokenStream>,
    known: BTreeSet<&'a str>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(to: Struct<'a>) -> Self {
        Self {
            to,
            required: BTreeMap::new(),
            variables: Vec::new(),
            setters: Vec::new(),
            assignments: Vec::new(),
            known: BTreeSet::new(),
        }
    }

    /// Sets a field; `label` is what errors call it.
    pub(super) fn set(
        &mut self,
        context: &mut Context<'_>,
        field: &'a Field,
        name: &MemberName,
        value: Value,
        label: &str,
    ) {
        let (setter, member) = (ident(&name.setter), ident(&name.ident));
        let value = self.bound(field, name, value);
        let (key, tokens, convert) = (&field.key, &value.tokens, convert_module());
        match (field.presence, value.carrier) {
            (Presence::Required, Carrier::Value) => {
                self.required.insert(key, value.tokens);
            }
            (Presence::Required, _) => {
                context.is_fallible = true;
                let (variable, error) = (ident(&name.ident), mapping_error());
                self.variables
                    .push(quote!(let #variable = #tokens.ok_or_else(|| #error::missing(#label))?;));
                self.required.insert(key, quote!(#variable));
            }
            (Presence::Nullable, _) => {
                self.required.insert(key, value.into_option());
            }
            (Presence::OptionalNullable, Carrier::Optional) if context.is_write => {
                self.setters
                    .push(quote!(.#setter(#convert::present(#tokens))));
            }
            (Presence::OptionalNullable, _) | (Presence::Optional, Carrier::Value) => {
                self.setters.push(quote!(.#setter(#tokens)));
            }
            (Presence::Optional, Carrier::Optional) if value.clone_of.is_some() => {
                let place = &value.clone_of;
                self.assignments
                    .push(quote!(record.#member.clone_from(&#place);));
            }
            (Presence::Optional, Carrier::Optional) => {
                self.assignments.push(quote!(record.#member = #tokens;));
            }
            (Presence::Optional, Carrier::Field) => {
                context.is_fallible = true;
                self.assignments
                    .push(quote!(record.#member = #convert::not_null(#label, #tokens)?;));
            }
        }
    }

    /// A value in a variable of its own, where it is more than a line can hold.
    fn bound(&mut self, field: &Field, name: &MemberName, mut value: Value) -> Value {
        if shortened_text(&value.tokens).len() <= MAX_INLINE {
            return value;
        }
        let (variable, tokens) = (ident(&name.ident), value.tokens);
        if field.presence == Presence::Required && value.carrier != Carrier::Value {
            value.tokens = tokens;
            return value;
        }
        self.variables.push(quote!(let #variable = #tokens;));
        value.tokens = quote!(#variable);
        value.clone_of = None;
        value
    }

    /// Reports properties that must have a row and have none.
    pub(super) fn check(
        &mut self,
        context: &mut Context<'_>,
        fields: At<'_>,
        is_read: bool,
    ) -> Option<Reported> {
        self.known.extend(
            fields
                .entries()
                .map(|(key, _)| key)
                .filter_map(|key| self.to.field(key).map(|(field, _)| field.key.as_str())),
        );
        let missing: Vec<&str> = self
            .to
            .fields()
            .filter(|(field, _)| is_read || is_required(field))
            .map(|(field, _)| field.key.as_str())
            .filter(|key| !self.known.contains(key))
            .collect();
        if missing.is_empty() {
            return None;
        }
        let message = format!("no row for {} of `{}`", quoted(&missing), self.to.name());
        let mut diagnostic = Diagnostic::new(Code::MappingField, fields, message).on_key(fields);
        if is_read {
            diagnostic = diagnostic.help("where there is nothing to map, say why: `absent: ...`");
        }
        Some(context.diagnostics.report(diagnostic))
    }

    pub(super) fn body(&self, is_fallible: bool) -> TokenStream {
        let path = self.to.path();
        let required = self
            .to
            .fields()
            .map(|(field, _)| field)
            .filter(|field| is_required(field));
        let required = required.filter_map(|field| self.required.get(field.key.as_str()));
        let (setters, assignments) = (&self.setters, &self.assignments);
        let made = quote!(#path::new(#(#required),*)#(#setters)*);
        let wrap = |value: TokenStream| {
            if is_fallible {
                quote!(Ok(#value))
            } else {
                value
            }
        };
        let variables = &self.variables;
        if assignments.is_empty() {
            let end = wrap(made);
            return quote!(#(#variables)* #end);
        }
        let end = wrap(quote!(record));
        quote! {
            #(#variables)*
            let mut record = #made;
            #(#assignments)*
            #end
        }
    }
}

/// Whether a constructor takes the field.
fn is_required(field: &Field) -> bool {
    matches!(field.presence, Presence::Required | Presence::Nullable) && field.constant.is_none()
}
