//! Unions with a discriminator.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use super::Scope;
use super::enums::variant_idents;
use super::ident;
use super::imports::reference;
use super::provenance::type_docs;
use super::structs::to_parameter;
use super::types::ty;
use super::untagged_union::{Variant, conversions, enumeration};
use crate::comment::{Docs, Markdown, code, joined};
use crate::ir::{DiscriminatedMember, DiscriminatedUnion, TypeId};

/// The items of a tagged union.
pub(super) fn item(scope: &Scope<'_>, id: TypeId, tagged: &DiscriminatedUnion) -> Vec<TokenStream> {
    let names = scope.context.names.of_type(id);
    let type_ident = ident(&names.ident);
    let name = quote!(#type_ident);
    let idents = variant_idents(scope, id);
    let variants: Vec<Variant<'_>> = tagged
        .members
        .iter()
        .zip(&idents)
        .map(|(member, ident)| Variant {
            ident,
            ty: &member.ty,
            docs: member_docs(scope, member),
        })
        .collect();
    let mut docs = type_docs(scope, id);
    docs.note(Markdown::from("The property ") + code(&tagged.tag) + " is the discriminator.");
    let unknown = match base(tagged) {
        Some(_) => "Any other value, unchanged.",
        None => "A member that this version of the crate does not know.",
    };
    let mut items = vec![enumeration(scope, id, &docs, &variants, unknown)];
    items.extend(to_base(scope, &name, tagged));
    items.push(deserialize(scope, &name, tagged, &idents));
    items.extend(conversions(scope, id, &variants));
    if scope.context.api.derived.usage(id).parameter {
        items.push(to_parameter(scope, &quote!(#name)));
    }
    items
}

/// Reads the tag, and then the member that it names.
fn deserialize(
    scope: &Scope<'_>,
    name: &TokenStream,
    tagged: &DiscriminatedUnion,
    variants: &[proc_macro2::Ident],
) -> TokenStream {
    let (deserialize, deserializer) = (
        scope.runtime("Deserialize"),
        reference("serde", "Deserializer"),
    );
    let tagged_type = scope.runtime("Tagged");
    let tag = &tagged.tag;
    let mut members = tagged.members.iter().zip(variants);
    let arms = by_members(tagged).into_iter().map(|(indices, tags)| {
        let candidates: Vec<_> = indices
            .iter()
            .filter_map(|index| variants.get(*index))
            .collect();
        let decode = if let [variant] = candidates.as_slice() {
            quote!(tagged.decode().map(Self::#variant))
        } else {
            let union = scope.runtime("union");
            let members = quote!(#(|value| #union::decode(value).map(Self::#candidates)),*);
            quote!(Ok(tagged.decode_best(&[#members], Self::Unknown)))
        };
        quote!(Some(#(#tags)|*) => #decode,)
    });
    let arms: Vec<TokenStream> = arms.collect();
    let other = members
        .find(|(member, _)| member.tags.is_empty())
        .map_or_else(
            || quote!(Ok(Self::Unknown(tagged.into_json()))),
            |(_, variant)| quote!(Ok(tagged.decode_or(Self::#variant, Self::Unknown))),
        );
    quote! {
        impl<'de> #deserialize<'de> for #name {
            fn deserialize<D: #deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let tagged = #tagged_type::deserialize(deserializer, #tag)?;
                match tagged.tag() {
                    #(#arms)*
                    _ => #other,
                }
            }
        }
    }
}

/// The tags of each set of members that they mean, in the order of the members.
fn by_members(tagged: &DiscriminatedUnion) -> IndexMap<Vec<usize>, Vec<&str>> {
    let mut members: IndexMap<&str, Vec<usize>> = IndexMap::new();
    for (index, member) in tagged.members.iter().enumerate() {
        for tag in &member.tags {
            members.entry(tag).or_default().push(index);
        }
    }
    let mut tags: IndexMap<Vec<usize>, Vec<&str>> = IndexMap::new();
    for (tag, members) in members {
        tags.entry(members).or_default().push(tag);
    }
    tags
}

/// The member that takes what no other one does: the base that the others extend.
fn base(tagged: &DiscriminatedUnion) -> Option<&DiscriminatedMember> {
    tagged.members.iter().find(|member| member.tags.is_empty())
}

/// The fields that all members have from the base that they extend.
fn to_base(
    scope: &Scope<'_>,
    name: &TokenStream,
    tagged: &DiscriminatedUnion,
) -> Option<TokenStream> {
    let base = ty(scope, base(tagged)?.ty.unboxed());
    let union = scope.runtime("union");
    Some(quote! {
        impl #name {
            #[doc = " The fields that all variants share; `None` if they do not match."]
            pub fn to_base(&self) -> Option<#base> {
                #union::convert(self)
            }
        }
    })
}

/// What a member is.
fn member_docs(scope: &Scope<'_>, member: &DiscriminatedMember) -> Docs {
    let docs = scope.docs(&member.doc);
    if !docs.is_empty() {
        return docs;
    }
    if member.tags.is_empty() {
        return Docs::line(Markdown::from(
            "What all of them share: the base by itself, or a member that this version of the crate does not know.",
        ));
    }
    let tags = joined(member.tags.iter().map(|tag| code(tag)), " or ");
    Docs::line(Markdown::from("Tagged ") + tags + ".")
}
