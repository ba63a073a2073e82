//! Multipart bodies: what their parts are, and how they are written.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::{optional, required};
use super::provenance::type_docs;
use super::request::explicit_style;
use super::structs::{field_docs, setter_method};
use super::types::field_type;
use super::{Scope, ident};
use crate::comment::Docs;
use crate::ir::{Multipart, Part, Presence, PropertyEncoding, Type, TypeId};
use crate::name::MemberName;

/// The items of a multipart body.
pub(super) fn multipart(scope: &Scope<'_>, id: TypeId, form: &Multipart) -> Vec<TokenStream> {
    let names = scope.context.names.of_type(id);
    let name = ident(&names.ident);
    let docs = type_docs(scope, id).attribute();
    let parts = || form.parts.iter().zip(&names.members);
    let fields = parts().map(|(part, member)| {
        let docs = field_docs(scope, &part.field).attribute();
        let ident = ident(&member.ident);
        let ty = field_type(scope, &part.field.ty, part.field.presence);
        quote!(#docs pub #ident: #ty,)
    });
    let has_arguments = form.parts.iter().any(is_required);
    let default = (!has_arguments).then(|| quote!(Default,));
    let constructor = constructor(scope, form, &names.members, has_arguments);
    let multipart = scope.runtime("Multipart");
    let written = parts().map(|(part, member)| write_part(scope, part, member));
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug, #default PartialEq)]
            #[non_exhaustive]
            pub struct #name {
                #(#fields)*
            }
        },
        quote! {
            impl #name {
                #constructor

                #[doc = " The parts, as they are sent."]
                pub fn to_multipart(&self) -> #multipart {
                    #multipart::new() #(#written)*
                }
            }
        },
    ]
}

/// `new`, and a setter for each part that may be left out.
fn constructor(
    scope: &Scope<'_>,
    form: &Multipart,
    members: &[MemberName],
    has_arguments: bool,
) -> TokenStream {
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    let mut setters = Vec::new();
    for (part, member) in form.parts.iter().zip(members) {
        let name = ident(&member.ident);
        if is_required(part) {
            let argument = required(scope, &name, &part.field.ty, part.field.presence);
            let (ty, value) = (argument.ty, argument.value);
            arguments.push(quote!(#name: #ty));
            let is_name = name == value.to_string();
            values.push(if is_name {
                quote!(#name)
            } else {
                quote!(#name: #value)
            });
        } else {
            let argument = optional(scope, &name, &part.field.ty, part.field.presence);
            let absent = match part.field.presence {
                Presence::OptionalNullable => {
                    let field = scope.runtime("Field");
                    quote!(#field::Absent)
                }
                Presence::Required | Presence::Nullable | Presence::Optional => quote!(None),
            };
            values.push(quote!(#name: #absent));
            if !part.field.access.read_only {
                setters.push(setter_method(member, &argument));
            }
        }
    }
    let body = if has_arguments {
        quote!(Self { #(#values),* })
    } else {
        quote!(Self::default())
    };
    let docs = Docs::line(if has_arguments {
        "A form with the parts that have to be there."
    } else {
        "A form without parts."
    });
    quote! {
        #docs
        pub fn new(#(#arguments),*) -> Self {
            #body
        }
        #(#setters)*
    }
}

/// Adds a part to the form.
fn write_part(scope: &Scope<'_>, part: &Part, member: &MemberName) -> TokenStream {
    let key = &part.field.key;
    let name = ident(&member.ident);
    let presence = part.field.presence;
    let is_list = matches!(part.field.ty, Type::List(_));
    match &part.encoding {
        PropertyEncoding::File(media) => match (is_list, presence) {
            (false, Presence::Required) => file(key, media.as_deref(), &quote!(&self.#name)),
            (false, Presence::Nullable | Presence::Optional) => {
                files(key, media.as_deref(), &quote!(self.#name.as_slice()))
            }
            (false, Presence::OptionalNullable) => files(
                key,
                media.as_deref(),
                &quote!(self.#name.as_option().map_or(&[], std::slice::from_ref)),
            ),
            (true, Presence::Required) => files(key, media.as_deref(), &quote!(&self.#name)),
            (true, Presence::Nullable | Presence::Optional) => files(
                key,
                media.as_deref(),
                &quote!(self.#name.as_deref().unwrap_or_default()),
            ),
            (true, Presence::OptionalNullable) => files(
                key,
                media.as_deref(),
                &quote!(self.#name.as_option().map_or(&[], Vec::as_slice)),
            ),
        },
        PropertyEncoding::Style(style) => {
            let style = explicit_style(scope, *style);
            quote!(.styled(#key, #style, &self.#name))
        }
        PropertyEncoding::Text(None) => quote!(.text(#key, &self.#name)),
        PropertyEncoding::Text(Some(media)) => quote!(.text_as(#key, #media, &self.#name)),
        PropertyEncoding::Json(media) => {
            let value = match presence {
                Presence::Required => quote!(Some(&self.#name)),
                Presence::Nullable | Presence::Optional => quote!(self.#name.as_ref()),
                Presence::OptionalNullable => quote!(self.#name.as_option()),
            };
            if media == "application/json" {
                quote!(.json(#key, #value))
            } else {
                quote!(.json_as(#key, #media, #value))
            }
        }
    }
}

fn file(key: &str, media: Option<&str>, value: &TokenStream) -> TokenStream {
    if let Some(media) = media {
        quote!(.file_as(#key, #media, #value))
    } else {
        quote!(.file(#key, #value))
    }
}

fn files(key: &str, media: Option<&str>, value: &TokenStream) -> TokenStream {
    if let Some(media) = media {
        quote!(.files_as(#key, #media, #value))
    } else {
        quote!(.files(#key, #value))
    }
}

/// Whether the caller has to give a part.
fn is_required(part: &Part) -> bool {
    matches!(part.field.presence, Presence::Required | Presence::Nullable)
}
