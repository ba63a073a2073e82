//! What makes a value of a struct: `new`, and in requests a setter for each field that may be left out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::comment::{Docs, Markdown, code_link};
use crate::emit::argument::{Argument, optional, plain, required};
use crate::emit::constant::constant;
use crate::emit::{Scope, ident};
use crate::ir::{Field, Presence, Struct, TypeId};
use crate::name::MemberName;

/// How callers make a struct.
pub(super) struct Construction {
    /// `new` and the setters.
    pub(super) methods: TokenStream,
    /// Whether the struct derives `Default`.
    pub(super) derives_default: bool,
    /// Whether `Default` is `new`, because constants are filled in.
    pub(super) default_is_new: bool,
}

/// How callers make a struct. One of responses alone has no setters: who makes one is a test, and its fields are public.
pub(super) fn construction(scope: &Scope<'_>, id: TypeId, record: &Struct) -> Construction {
    let in_requests = scope.context.api.derived.usage(id).request;
    let members = &scope.context.names.of_type(id).members;
    let fields = || record.fields.iter().zip(members);
    let filled: Vec<Filled> = fields()
        .map(|(field, member)| fill(scope, id, field, member))
        .collect();
    let has_arguments = filled.iter().any(|field| field.argument.is_some());
    let has_constants = filled.iter().any(|field| field.constant);
    let derives_default = !has_arguments && !has_constants;
    let new = (in_requests || !derives_default).then(|| new(scope, id, record, &filled));
    let setters = fields()
        .filter(|_| in_requests)
        .filter_map(|(field, member)| setter(scope, field, member));
    let rest_setter = in_requests.then(|| rest_setter(scope, id, record));
    Construction {
        methods: quote!(#new #(#setters)* #rest_setter),
        derives_default,
        default_is_new: !has_arguments && has_constants,
    }
}

/// `new`, with what is required and is no constant as arguments.
fn new(scope: &Scope<'_>, id: TypeId, record: &Struct, filled: &[Filled]) -> TokenStream {
    let arguments: Vec<_> = filled
        .iter()
        .filter_map(|field| field.argument.as_ref())
        .collect();
    let docs = Docs::line(if arguments.is_empty() {
        "A value with nothing set."
    } else {
        "A value with what has to be there."
    });
    let body = if arguments.is_empty() && !filled.iter().any(|field| field.constant) {
        quote!(Self::default())
    } else {
        let values = filled.iter().map(|field| &field.value);
        let rest = rest_value(scope, id, record);
        quote!(Self { #(#values,)* #rest })
    };
    quote! {
        #docs
        pub fn new(#(#arguments),*) -> Self {
            #body
        }
    }
}

/// The method that adds a key that the document does not name, where it has a schema for such keys.
fn rest_setter(scope: &Scope<'_>, id: TypeId, record: &Struct) -> Option<TokenStream> {
    let rest = record.rest.as_ref()?;
    let member = &scope.context.names.of_type(id).rest;
    let (name, setter) = (ident(&member.ident), ident(&member.setter));
    let Argument { ty, value } = plain(scope, &ident("value"), rest);
    let link = code_link(&member.ident, &format!("Self::{}", member.ident));
    let docs = Docs::line(Markdown::from("Adds a key to ") + link + ".");
    Some(quote! {
        #docs
        #[must_use]
        pub fn #setter(mut self, key: impl Into<String>, value: #ty) -> Self {
            self.#name.insert(key.into(), #value);
            self
        }
    })
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

/// The setter of a field that may be left out; none where only the server sets it.
fn setter(scope: &Scope<'_>, field: &Field, member: &MemberName) -> Option<TokenStream> {
    match field.presence {
        _ if field.access.read_only => None,
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
