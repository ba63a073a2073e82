//! Unions whose members are distinguished by shape hints.

mod shape_hint;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use self::shape_hint::shape_hint;
use super::enums::variant_idents;
use super::imports::reference;
use super::provenance::type_docs;
use super::structs::to_parameter;
use super::types::{canonical, is_float, ty};
use super::{Scope, derives, ident};
use crate::comment::Docs;
use crate::ir::{EnumRepr, JsonTypes, Shape, ShapeHint, Type, TypeId, UntaggedMember};

/// A variant that holds a member.
pub(super) struct Variant<'a> {
    /// What it is called.
    pub(super) ident: &'a Ident,
    /// What it holds.
    pub(super) ty: &'a Type,
    /// What it is.
    pub(super) docs: Docs,
}

/// The items of a union.
pub(super) fn item(scope: &Scope<'_>, id: TypeId, members: &[UntaggedMember]) -> Vec<TokenStream> {
    let name = ident(&scope.context.names.of_type(id).ident);
    let idents = variant_idents(scope, id);
    let variants: Vec<Variant<'_>> = members
        .iter()
        .zip(&idents)
        .map(|(member, ident)| Variant {
            ident,
            ty: &member.ty,
            docs: member_docs(scope, member),
        })
        .collect();
    let mut docs = type_docs(scope, id);
    docs.note(
        "A value is read as the member that it fits best; among equals, as the first of them.",
    );
    let union = scope.runtime("union");
    let mut items = vec![
        enumeration(
            scope,
            id,
            &docs,
            &variants,
            "A value that matches no other variant, unchanged.",
        ),
        reader(
            &union,
            &name,
            scope.context.api.derived.shape_hints(id),
            &idents,
        ),
        deserialize(scope, &union, &name),
    ];
    items.extend(conversions(scope, id, &variants));
    if scope.context.api.derived.usage(id).parameter {
        items.push(to_parameter(scope, &quote!(#name)));
    }
    items
}

/// The enum.
pub(super) fn enumeration(
    scope: &Scope<'_>,
    id: TypeId,
    docs: &Docs,
    variants: &[Variant<'_>],
    unknown: &'static str,
) -> TokenStream {
    let name = ident(&scope.context.names.of_type(id).ident);
    let docs = docs.attribute();
    let serialize = scope.runtime("Serialize");
    let further = derives::further(scope, id);
    let json = scope.runtime("Json");
    let unknown = Docs::line(unknown);
    let variants = variants.iter().map(|variant| {
        let Variant {
            ident,
            ty: inner,
            docs,
        } = variant;
        let docs = docs.attribute();
        let float = is_float(scope.context.api, inner)
            .then(|| quote!(#[serde(serialize_with = "signon_runtime::codegen::number")]));
        let inner = ty(scope, inner);
        quote!(#docs #float #ident(#inner),)
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, #further #serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #unknown
            Unknown(#json),
        }
    }
}

/// The shape hints of the members, and how one is read.
fn reader(
    union: &TokenStream,
    name: &Ident,
    hints: &[ShapeHint],
    variants: &[Ident],
) -> TokenStream {
    let hints = hints.iter().map(|hint| shape_hint(union, hint));
    let arms = variants.iter().enumerate().map(|(index, variant)| {
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        quote!(#index => #union::decode(value).map(Self::#variant),)
    });
    quote! {
        impl #name {
            const SHAPES: &'static [#union::Shape] = &[#(#hints),*];

            fn member(index: usize, value: &#union::Value) -> Option<Self> {
                match index {
                    #(#arms)*
                    _ => #union::decode(value).map(Self::Unknown),
                }
            }
        }
    }
}

fn deserialize(scope: &Scope<'_>, union: &TokenStream, name: &Ident) -> TokenStream {
    let (deserialize, deserializer) = (
        scope.runtime("Deserialize"),
        reference("serde", "Deserializer"),
    );
    quote! {
        impl<'de> #deserialize<'de> for #name {
            fn deserialize<D: #deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #union::deserialize(deserializer, Self::SHAPES, Self::member, Self::Unknown)
            }
        }
    }
}

/// `From` for each member that no other member could be mistaken for.
pub(super) fn conversions(
    scope: &Scope<'_>,
    id: TypeId,
    variants: &[Variant<'_>],
) -> Vec<TokenStream> {
    let api = scope.context.api;
    let name = ident(&scope.context.names.of_type(id).ident);
    let plain: Vec<Type> = variants
        .iter()
        .map(|variant| canonical(api, variant.ty))
        .collect();
    let is_only = |ty: &Type| plain.iter().filter(|other| *other == ty).count() == 1;
    let mut items: Vec<TokenStream> = variants
        .iter()
        .zip(&plain)
        .filter(|(_, plain)| is_only(plain) && is_worth_converting(plain, id))
        .map(|(variant, _)| conversion(scope, &name, variant))
        .collect();
    items.extend(from_text(&name, variants, &plain));
    items
}

/// `From` the type of a member.
fn conversion(scope: &Scope<'_>, name: &Ident, variant: &Variant<'_>) -> TokenStream {
    let Variant {
        ident, ty: inner, ..
    } = variant;
    let (target, value) = if let Type::Boxed(inner) = inner {
        (ty(scope, inner), quote!(Box::new(value)))
    } else {
        (ty(scope, inner), quote!(value))
    };
    quote! {
        impl From<#target> for #name {
            fn from(value: #target) -> Self {
                Self::#ident(#value)
            }
        }
    }
}

/// `From<&str>`, where one member is text: plain text, or the only text with a form.
fn from_text(name: &Ident, variants: &[Variant<'_>], plain: &[Type]) -> Option<TokenStream> {
    let with = |is_text: fn(&Type) -> bool| {
        let mut found = variants
            .iter()
            .zip(plain)
            .filter(|(_, plain)| is_text(plain));
        let first = found.next()?;
        found.next().is_none().then_some(first.0)
    };
    let has_plain = plain.contains(&Type::String);
    let variant = with(|ty| *ty == Type::String)
        .or_else(|| with(|ty| matches!(ty, Type::Text(_))).filter(|_| !has_plain))?;
    let ident = variant.ident;
    Some(quote! {
        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                Self::#ident(value.into())
            }
        }
    })
}

/// Whether a caller who has such a value means this union by it.
fn is_worth_converting(ty: &Type, union: TypeId) -> bool {
    // A type of the user's own may be that of another member.
    let is_vague = matches!(
        ty,
        Type::Json | Type::Null | Type::Nullable(_) | Type::Boxed(_) | Type::Replaced(_)
    );
    !is_vague && *ty != Type::Named(union)
}

/// What a member is.
fn member_docs(scope: &Scope<'_>, member: &UntaggedMember) -> Docs {
    let docs = scope.docs(&member.doc);
    if docs.is_empty() {
        Docs::line(kind(scope, &member.ty))
    } else {
        docs
    }
}

/// What a type is, in a few words.
fn kind(scope: &Scope<'_>, ty: &Type) -> &'static str {
    let ty = ty.peel();
    if let Type::Named(id) = ty {
        return shape_kind(scope, &scope.context.api.type_def(*id).shape);
    }
    if matches!(ty, Type::File | Type::Body | Type::Form) {
        return "Bytes.";
    }
    match ty.json_types() {
        JsonTypes::BOOLEAN => "True or false.",
        JsonTypes::INTEGER => "A whole number.",
        JsonTypes::NUMBER => "A number.",
        JsonTypes::STRING => "Text.",
        JsonTypes::NULL => "Null.",
        JsonTypes::ARRAY => "A list.",
        JsonTypes::OBJECT => "Values by name.",
        _ => "Anything.",
    }
}

fn shape_kind(scope: &Scope<'_>, shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) | Shape::Multipart(_) => "An object.",
        Shape::Enum(of) => match of.repr {
            EnumRepr::String => "One of a few words.",
            EnumRepr::Integer => "One of a few numbers.",
            EnumRepr::Scalar => "One of a few scalars.",
        },
        Shape::DiscriminatedUnion(_) | Shape::UntaggedUnion(_) => "One of several types.",
        Shape::Alias(inner) | Shape::Newtype(inner) => kind(scope, inner),
    }
}
