//! Unions whose members a tag tells apart.

use proc_macro2::TokenStream;
use quote::quote;

use super::Scope;
use super::choice::variant_idents;
use super::ident;
use super::provenance::type_docs;
use super::record::to_parameter;
use super::union::{Variant, conversions, enumeration};
use crate::comment::{Docs, Markdown, code, joined};
use crate::ir::{Tagged, TaggedMember, TypeId};

/// The items of a tagged union.
pub(super) fn tagged(scope: &Scope<'_>, id: TypeId, tagged: &Tagged) -> Vec<TokenStream> {
    let names = scope.context.names.of_type(id);
    let name = ident(&names.ident);
    let idents = variant_idents(scope, id);
    let variants: Vec<Variant<'_>> = tagged
        .members
        .iter()
        .zip(&idents)
        .map(|(member, ident)| Variant {
            ident,
            ty: &member.ty,
            docs: member_docs(member),
        })
        .collect();
    let mut docs = type_docs(scope, id);
    docs.note(Markdown::from("The key ") + code(&tagged.tag) + " tells which of them it is.");
    let mut items = vec![enumeration(
        scope,
        id,
        &docs,
        &variants,
        "A member that this version of the crate does not know.",
    )];
    items.push(deserialize(scope, &quote!(#name), tagged, &idents));
    items.extend(conversions(scope, id, &variants));
    if scope.context.api.type_def(id).usage.parameter {
        items.push(to_parameter(scope, &quote!(#name)));
    }
    items
}

/// Reads the tag, and then the member that it names.
fn deserialize(
    scope: &Scope<'_>,
    name: &TokenStream,
    tagged: &Tagged,
    variants: &[proc_macro2::Ident],
) -> TokenStream {
    let (deserialize, deserializer) = (scope.runtime("Deserialize"), scope.serde("Deserializer"));
    let tagged_type = scope.runtime("Tagged");
    let tag = &tagged.tag;
    let arms = tagged
        .members
        .iter()
        .zip(variants)
        .map(|(member, variant)| {
            let tags = &member.tags;
            quote!(Some(#(#tags)|*) => tagged.decode().map(Self::#variant),)
        });
    quote! {
        impl<'de> #deserialize<'de> for #name {
            fn deserialize<D: #deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let tagged = #tagged_type::deserialize(deserializer, #tag)?;
                match tagged.tag() {
                    #(#arms)*
                    _ => Ok(Self::Unknown(tagged.into_json())),
                }
            }
        }
    }
}

/// What a member is.
fn member_docs(member: &TaggedMember) -> Docs {
    let docs = Docs::of(&member.doc);
    if !docs.is_empty() {
        return docs;
    }
    let tags = joined(member.tags.iter().map(|tag| code(tag)), " or ");
    Docs::line(Markdown::from("Tagged ") + tags + ".")
}
