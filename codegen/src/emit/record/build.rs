//! What makes a value of a record that travels in requests: `new`, and a setter for each field that may be left out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::comment::{Docs, Markdown, code_link};
use crate::emit::argument::{Argument, optional, plain, required};
use crate::emit::constant::constant;
use crate::emit::{Scope, ident};
use crate::ir::{Field, Presence, Struct, TypeId};
use crate::name::MemberName;

/// The methods that make a record, and what they ask of the rest of it.
pub(super) struct Constructor {
    /// `new` and the setters.
    pub(super) methods: TokenStream,
    /// Whether `new` is the derived default.
    pub(super) derives_default: bool,
    /// Whether the default is `new`.
    pub(super) needs_default: bool,
}

/// The methods that make a record.
pub(super) fn constructor(scope: &Scope<'_>, id: TypeId, record: &Struct) -> Constructor {
    let names = scope.context.names.of_type(id);
    let filled: Vec<Filled> = record
        .fields
        .iter()
        .zip(&names.members)
        .map(|(field, member)| fill(scope, id, field, member))
        .collect();
    let has_arguments = filled.iter().any(|field| field.argument.is_some());
    let has_constants = filled.iter().any(|field| field.constant);
    let derives_default = !has_arguments && !has_constants;
    let rest = rest_value(scope, id, record);
    let arguments = filled.iter().filter_map(|field| field.argument.as_ref());
    let values = filled.iter().map(|field| &field.value);
    let body = if derives_default {
        quote!(Self::default())
    } else {
        quote!(Self { #(#values,)* #rest })
    };
    let docs = Docs::line(if has_arguments {
        "A value with what has to be there."
    } else {
        "A value with nothing set."
    });
    let setters = record
        .fields
        .iter()
        .zip(&names.members)
        .filter_map(|(field, member)| setter(scope, field, member));
    let rest_setter = record.rest.as_ref().map(|rest| {
        let name = ident(&names.rest.ident);
        let setter = ident(&names.rest.setter);
        let Argument { ty, value } = plain(scope, &ident("value"), rest);
        let rest = &names.rest.ident;
        let link = code_link(rest, &format!("Self::{rest}"));
        let docs = Docs::line(Markdown::from("Adds a key to ") + link + ".");
        quote! {
            #docs
            #[must_use]
            pub fn #setter(mut self, key: impl Into<String>, value: #ty) -> Self {
                self.#name.insert(key.into(), #value);
                self
            }
        }
    });
    let methods = quote! {
        #docs
        pub fn new(#(#arguments),*) -> Self {
            #body
        }
        #(#setters)*
        #rest_setter
    };
    Constructor {
        methods,
        derives_default,
        needs_default: !has_arguments && has_constants,
    }
}

/// How `new` fills the field for keys that the document does not name.
fn rest_value(scope: &Scope<'_>, id: TypeId, record: &Struct) -> Option<TokenStream> {
    let name = ident(&scope.context.names.of_type(id).rest.ident);
    let ty = if record.keeps_unknown() {
        scope.runtime("UnknownFields")
    } else {
        record.rest.as_ref()?;
        scope.std("collections", "BTreeMap")
    };
    Some(quote!(#name: #ty::new(),))
}

/// How `new` fills a field.
struct Filled {
    /// The argument, if the caller gives the value.
    argument: Option<TokenStream>,
    /// The field and its value.
    value: TokenStream,
    /// Whether the value is the only one that the field can have.
    constant: bool,
}

fn fill(scope: &Scope<'_>, id: TypeId, field: &Field, member: &MemberName) -> Filled {
    let name = ident(&member.ident);
    let fixed = scope.context.api.derived.constant(id, field);
    if let Some(value) = fixed.and_then(|value| constant(scope, &field.ty, value)) {
        let value = match field.presence {
            Presence::Required => value,
            Presence::Nullable | Presence::Optional => quote!(Some(#value)),
            Presence::OptionalNullable => {
                let wrapper = scope.runtime("Field");
                quote!(#wrapper::Value(#value))
            }
        };
        return Filled {
            argument: None,
            value: quote!(#name: #value),
            constant: true,
        };
    }
    let value = match field.presence {
        Presence::Required | Presence::Nullable => {
            let Argument { ty, value } = required(scope, &name, &field.ty, field.presence);
            let is_name = name == value.to_string();
            let value = if is_name {
                quote!(#name)
            } else {
                quote!(#name: #value)
            };
            return Filled {
                argument: Some(quote!(#name: #ty)),
                value,
                constant: false,
            };
        }
        Presence::Optional => quote!(None),
        Presence::OptionalNullable => {
            let wrapper = scope.runtime("Field");
            quote!(#wrapper::Absent)
        }
    };
    Filled {
        argument: None,
        value: quote!(#name: #value),
        constant: false,
    }
}

/// The setter of a field that may be left out.
fn setter(scope: &Scope<'_>, field: &Field, member: &MemberName) -> Option<TokenStream> {
    match field.presence {
        Presence::Required | Presence::Nullable => None,
        Presence::Optional | Presence::OptionalNullable => {
            let name = ident(&member.ident);
            let argument = optional(scope, &name, &field.ty, field.presence);
            Some(setter_method(member, &argument))
        }
    }
}

/// A method that sets a field and gives the value back.
pub(in crate::emit) fn setter_method(member: &MemberName, argument: &Argument) -> TokenStream {
    let name = ident(&member.ident);
    let setter = ident(&member.setter);
    let Argument { ty, value } = argument;
    let plain = member.ident.trim_start_matches("r#");
    let link = code_link(plain, &format!("Self::{plain}"));
    let docs = Docs::line(Markdown::from("Sets ") + link + ".");
    quote! {
        #docs
        #[must_use]
        pub fn #setter(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}
