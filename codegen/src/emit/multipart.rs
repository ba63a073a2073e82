//! Multipart bodies: what their parts are, and how they are written.

use proc_macro2::TokenStream;
use quote::quote;

use super::constructor::Construction;
use super::provenance::type_docs;
use super::request::explicit_style;
use super::signature::Origin;
use super::structs::field_docs;
use super::{Scope, ident};
use crate::comment::Docs;
use crate::ir::{Multipart, Part, Presence, PropertyEncoding, Type, TypeId};
use crate::name::MemberName;

/// The items of a multipart body.
pub(super) fn multipart(scope: &Scope<'_>, id: TypeId, form: &Multipart) -> Vec<TokenStream> {
    let names = scope.context.names.of_type(id);
    let name = ident(&names.ident);
    let docs = type_docs(scope, id);
    let construction = Construction::of_form(scope.context, id, form);
    let structure = construction.structure(scope, &names.ident, &docs, |origin| match origin {
        Origin::Field(part) => field_docs(scope, part),
        Origin::Parameter(_) | Origin::Body(_) => Docs::default(),
    });
    let multipart = scope.runtime("Multipart");
    let parts = form.parts.iter().zip(&names.members);
    let written = parts.map(|(part, member)| write_part(scope, part, member));
    vec![
        structure,
        quote! {
            impl #name {
                #[doc = " The parts, as they are sent."]
                pub fn to_multipart(&self) -> #multipart {
                    #multipart::new() #(#written)*
                }
            }
        },
    ]
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
