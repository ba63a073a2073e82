//! The parts of a page: fields of structs, variants of unions, and the variants that hold items.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::enums::variant_idents;
use crate::emit::types::{canonical, ty};
use crate::emit::{Scope, ident};
use crate::ir::{Field, Pagination, Presence, Shape, Step, Type, TypeId};

/// What a step leads to.
pub(super) enum Part<'a> {
    /// A field.
    Field(&'a Field, Ident),
    /// What a variant holds.
    Variant(Variant<'a>),
}

/// A variant of a union.
pub(super) struct Variant<'a> {
    /// Its path.
    pub(super) path: TokenStream,
    /// What it holds.
    ty: &'a Type,
}

/// What the value of a variant is called.
pub(super) fn binding() -> Ident {
    ident("part")
}

impl Part<'_> {
    /// The type that the step leads to.
    pub(super) fn ty(&self) -> &Type {
        match self {
            Self::Field(field, _) => &field.ty,
            Self::Variant(variant) => variant.ty,
        }
    }
}

/// What a step leads to.
pub(super) fn part<'a>(scope: &Scope<'a>, step: &Step) -> Option<Part<'a>> {
    match step {
        Step::Field { owner, key } => {
            let Shape::Struct(of) = &scope.context.api.type_def(*owner).shape else {
                return None;
            };
            let members = &scope.context.names.of_type(*owner).members;
            let mut fields = of.fields.iter().zip(members);
            let (field, member) = fields.find(|(field, _)| field.key == *key)?;
            Some(Part::Field(field, ident(&member.ident)))
        }
        Step::Variant { union, variant } => variants(scope, *union)
            .into_iter()
            .nth(*variant)
            .map(Part::Variant),
    }
}

/// The field that a step leads to.
pub(super) fn field<'a>(scope: &Scope<'a>, step: &Step) -> Option<(&'a Field, Ident)> {
    match part(scope, step)? {
        Part::Field(field, name) => Some((field, name)),
        Part::Variant(_) => None,
    }
}

/// The variants of a union.
fn variants<'a>(scope: &Scope<'a>, union: TypeId) -> Vec<Variant<'a>> {
    let name = ty(scope, &Type::Named(union));
    let types = scope.context.api.type_def(union).shape.members();
    types
        .into_iter()
        .zip(variant_idents(scope, union))
        .map(|(ty, ident)| Variant {
            path: quote!(#name::#ident),
            ty,
        })
        .collect()
}

/// A borrowed part of a page.
pub(super) struct Walk {
    /// What comes before: it leaves the function where the page has another form.
    pub(super) statements: TokenStream,
    /// The part, to reach its fields.
    pub(super) at: TokenStream,
    /// A reference to the part, to match on.
    reference: TokenStream,
}

impl Walk {
    /// Borrows along the steps; a part that is absent ends the pages.
    pub(super) fn along(scope: &Scope<'_>, start: &TokenStream, steps: &[Step]) -> Self {
        let walk = Self {
            statements: TokenStream::new(),
            at: start.clone(),
            reference: start.clone(),
        };
        steps
            .iter()
            .filter_map(|step| part(scope, step))
            .fold(walk, Self::into_part)
    }

    fn into_part(mut self, part: Part<'_>) -> Self {
        let is_boxed = matches!(part.ty(), Type::Boxed(_));
        match part {
            Part::Field(field, name) => {
                let at = &self.at;
                let (at, reference) = match field.presence {
                    Presence::Required if is_boxed => (quote!(#at.#name), quote!(&*#at.#name)),
                    Presence::Required => (quote!(#at.#name), quote!(&#at.#name)),
                    Presence::Nullable | Presence::Optional => (
                        quote!(#at.#name.as_ref()?),
                        if is_boxed {
                            quote!(#at.#name.as_deref()?)
                        } else {
                            quote!(#at.#name.as_ref()?)
                        },
                    ),
                    Presence::OptionalNullable => (
                        quote!(#at.#name.as_option()?),
                        if is_boxed {
                            quote!(&**#at.#name.as_option()?)
                        } else {
                            quote!(#at.#name.as_option()?)
                        },
                    ),
                };
                self.at = at;
                self.reference = reference;
            }
            Part::Variant(variant) => {
                let (path, name, from) = (&variant.path, binding(), &self.reference);
                self.statements.extend(quote! {
                    let #path(#name) = #from else {
                        return None;
                    };
                });
                self.reference = if is_boxed {
                    quote!(&**#name)
                } else {
                    quote!(#name)
                };
                self.at = quote!(#name);
            }
        }
        self
    }
}

/// The variants of a union that hold a page's items.
pub(super) struct Collection {
    lists: Vec<TokenStream>,
    maps: Vec<TokenStream>,
    /// The variants that hold no items.
    others: Vec<TokenStream>,
}

/// The variants that hold the items, where they are in a union: its list, and maps of the same type by any key.
/// The values of a map of free-form JSON may be anything, so they are not items.
pub(super) fn collection(scope: &Scope<'_>, pagination: &Pagination) -> Option<Collection> {
    let api = scope.context.api;
    let item = canonical(api, &pagination.item);
    let union = pagination.union?;
    let name = ty(scope, &Type::Named(union));
    let mut collection = Collection {
        lists: Vec::new(),
        maps: Vec::new(),
        others: Vec::new(),
    };
    for variant in variants(scope, union) {
        let ty = api.resolve(variant.ty);
        if let Type::List(of) = ty
            && canonical(api, of) == item
        {
            collection.lists.push(variant.path);
        } else if let Type::Map(of) = ty
            && canonical(api, of) == item
            && item != Type::Json
        {
            collection.maps.push(variant.path);
        } else {
            collection.others.push(variant.path);
        }
    }
    collection.others.push(quote!(#name::Unknown));
    Some(collection)
}

impl Collection {
    /// The items, from the union or an `Option` of it.
    pub(super) fn take(&self, of: &TokenStream, is_option: bool) -> TokenStream {
        let lists = self.lists.iter().map(|path| pattern(path, is_option));
        let maps = self.maps.iter().map(|path| pattern(path, is_option));
        let others = self.others(is_option);
        quote! {
            match #of {
                #(#lists => items,)*
                #(#maps => items.into_values().collect(),)*
                #others => Vec::new(),
            }
        }
    }

    /// How many items there are, from a reference to the union or an `Option` of one.
    pub(super) fn count(&self, of: &TokenStream, is_option: bool) -> TokenStream {
        let paths = self.lists.iter().chain(&self.maps);
        let patterns = paths.map(|path| pattern(path, is_option));
        let others = self.others(is_option);
        quote! {
            match #of {
                #(#patterns => items.len(),)*
                #others => 0,
            }
        }
    }

    /// The pattern of a union without items, or of none.
    fn others(&self, is_option: bool) -> TokenStream {
        let others = &self.others;
        if is_option {
            quote!(Some(#(#others(_))|*) | None)
        } else {
            quote!(#(#others(_))|*)
        }
    }
}

fn pattern(path: &TokenStream, is_option: bool) -> TokenStream {
    if is_option {
        quote!(Some(#path(items)))
    } else {
        quote!(#path(items))
    }
}
