//! Unions whose members are told apart by what they look like.

mod look;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use self::look::look;
use super::choice::variant_idents;
use super::provenance::type_docs;
use super::record::to_parameter;
use super::types::{canonical, is_float, ty};
use super::{Scope, ident};
use crate::comment::Docs;
use crate::ir::{Member, Shape, Type, TypeId};

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
pub(super) fn union(scope: &Scope<'_>, id: TypeId, members: &[Member]) -> Vec<TokenStream> {
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
    let mut items = vec![
        enumeration(
            scope,
            id,
            &docs,
            &variants,
            "A value that fits none of them, as it came.",
        ),
        reader(&name, members, &idents),
        deserialize(scope, &name),
    ];
    items.extend(conversions(scope, id, &variants));
    if scope.context.api.type_def(id).usage.parameter {
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
        #[derive(Clone, Debug, PartialEq, #serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #unknown
            Unknown(#json),
        }
    }
}

/// What the members look like, and how one is read.
fn reader(name: &Ident, members: &[Member], variants: &[Ident]) -> TokenStream {
    let looks = members.iter().map(|member| look(&member.look));
    let arms = variants.iter().enumerate().map(|(index, variant)| {
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        quote!(#index => union::decode(value).map(Self::#variant),)
    });
    quote! {
        impl #name {
            const SHAPES: &'static [union::Shape] = &[#(#looks),*];

            fn member(index: usize, value: &union::Value) -> Option<Self> {
                match index {
                    #(#arms)*
                    _ => union::decode(value).map(Self::Unknown),
                }
            }
        }
    }
}

fn deserialize(scope: &Scope<'_>, name: &Ident) -> TokenStream {
    let (deserialize, deserializer) = (scope.runtime("Deserialize"), scope.serde("Deserializer"));
    let _ = scope.runtime("union");
    quote! {
        impl<'de> #deserialize<'de> for #name {
            fn deserialize<D: #deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                union::deserialize(deserializer, Self::SHAPES, Self::member, Self::Unknown)
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
    match ty {
        Type::Json | Type::Null | Type::Nullable(_) | Type::Boxed(_) => false,
        Type::Named(id) => *id != union,
        Type::Bool
        | Type::Integer(_)
        | Type::Float
        | Type::String
        | Type::Text(_)
        | Type::Secret
        | Type::File
        | Type::Body
        | Type::Form
        | Type::List(_)
        | Type::Tuple(_)
        | Type::Map(_) => true,
    }
}

/// What a member is.
fn member_docs(scope: &Scope<'_>, member: &Member) -> Docs {
    let docs = scope.docs(&member.doc);
    if docs.is_empty() {
        Docs::line(kind(scope, &member.ty))
    } else {
        docs
    }
}

/// What a type is, in a few words.
fn kind(scope: &Scope<'_>, ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "True or false.",
        Type::Integer(_) => "A whole number.",
        Type::Float => "A number.",
        Type::String | Type::Text(_) | Type::Secret => "Text.",
        Type::Json => "Anything.",
        Type::Null => "Null.",
        Type::File | Type::Body | Type::Form => "Bytes.",
        Type::List(_) | Type::Tuple(_) => "A list.",
        Type::Map(_) => "Values by name.",
        Type::Nullable(inner) | Type::Boxed(inner) => kind(scope, inner),
        Type::Named(id) => match &scope.context.api.type_def(*id).shape {
            Shape::Record(_) | Shape::Multipart(_) => "An object.",
            Shape::Choice(_) => "One of a few words.",
            Shape::IntegerChoice(_) => "One of a few numbers.",
            Shape::MixedChoice(_) => "One of a few scalars.",
            Shape::Tagged(_) | Shape::Union(_) => "One of several types.",
            Shape::Alias(inner) | Shape::Newtype(inner) => kind(scope, inner),
        },
    }
}
