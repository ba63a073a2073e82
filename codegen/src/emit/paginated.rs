//! Paged operations: where the next page is, and what a page holds.

mod part;
mod path;

use proc_macro2::TokenStream;
use quote::quote;

use self::path::{Scalar, borrowed, count, taken};
use super::types::{parameter_presence, ty};
use super::{Scope, ident};
use crate::ir::{
    CursorSource, Decoding, Integer, LinkSource, NextPage, Operation, Pagination, Presence, Type,
};
use crate::name::OperationName;
use crate::name::outcome::{Case, Outcome, success};

/// `impl Paginated`.
pub(super) fn paginated(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
) -> Option<TokenStream> {
    let pagination = operation.pagination.as_ref()?;
    let type_name = ident(&name.ident);
    let paginated = scope.runtime("Paginated");
    let response = scope.runtime("Response");
    let next_type = scope.runtime("Next");
    let item = ty(scope, &pagination.item);
    let next = next(scope, operation, name, pagination);
    let unpack = unpack(operation, name);
    let page = if unpack.is_some() {
        quote!(body)
    } else {
        quote!(page)
    };
    let unpack = unpack.map(|variant| {
        quote! {
            let #variant(body) = page else {
                return Vec::new();
            };
        }
    });
    let present = is_nullable(scope, operation).then(|| {
        quote! {
            let Some(#page) = #page else {
                return Vec::new();
            };
        }
    });
    let take = taken(scope, &page, pagination);
    let items = quote!(#unpack #present #take);
    Some(quote! {
        impl #paginated for #type_name {
            type Item = #item;

            fn next(&self, page: &#response<Self::Output>) -> Option<#next_type<Self>> {
                #next
            }

            fn into_items(page: Self::Output) -> Vec<Self::Item> {
                #items
            }
        }
    })
}

/// Whether the server may send null instead of a page.
fn is_nullable(scope: &Scope<'_>, operation: &Operation) -> bool {
    let content = match success(operation) {
        Outcome::One(content) => content,
        Outcome::Many(cases) => cases
            .iter()
            .find(|case| is_page(case))
            .and_then(|case| case.content),
    };
    let Some(page) = content.and_then(|content| content.decoding.model()) else {
        return false;
    };
    matches!(scope.context.api.resolve(page), Type::Nullable(_))
}

/// Whether a case holds a page.
fn is_page(case: &Case<'_>) -> bool {
    case.decoding().and_then(Decoding::model).is_some()
}

/// The variant that holds the page, where a call can succeed in several ways.
fn unpack(operation: &Operation, name: &OperationName) -> Option<TokenStream> {
    let Outcome::Many(cases) = success(operation) else {
        return None;
    };
    let output = name.output.as_ref()?;
    let index = cases.iter().position(is_page)?;
    let (type_name, variant) = (ident(&output.ident), ident(output.members.get(index)?));
    Some(quote!(#type_name::#variant))
}

/// The body of `next`.
fn next(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    pagination: &Pagination,
) -> TokenStream {
    let next_type = scope.runtime("Next");
    let pages = scope.runtime("page");
    match &pagination.next {
        NextPage::Link(LinkSource::Header) => {
            quote!(#pages::next_link(page.headers()).map(#next_type::Link))
        }
        NextPage::Link(LinkSource::Body(steps)) => {
            let (bind, body) = borrowed_page(scope, operation, name);
            let Scalar {
                statements, value, ..
            } = borrowed(scope, &body, steps);
            quote! {
                #bind
                #statements
                #pages::cursor(#value).map(#next_type::Link)
            }
        }
        NextPage::Cursor {
            parameter,
            from,
            excludes,
        } => {
            let read = read_cursor(scope, operation, name, from);
            let set = set(scope, operation, name, *parameter, excludes);
            quote!(#read #set)
        }
        NextPage::Number {
            parameter,
            first,
            size,
        } => {
            let first = super::constant::integer(*first);
            let number = read_number(operation, name, Some(*parameter));
            let size = read_number(operation, name, *size);
            let (bind, body) = borrowed_page(scope, operation, name);
            let (statements, count) = count(scope, &body, pagination);
            let set = set_number(scope, operation, name, *parameter);
            quote! {
                #bind
                #statements
                let number = #pages::number(#number, #first, #size, #count)?;
                #set
            }
        }
    }
}

/// The page in a response, and the statements before it, which leave `next` if there is none.
fn borrowed_page(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
) -> (TokenStream, TokenStream) {
    let (bind, body) = match unpack(operation, name) {
        Some(variant) => (
            quote! {
                let #variant(body) = page.body() else {
                    return None;
                };
            },
            quote!(body),
        ),
        None => (TokenStream::new(), quote!(page.body())),
    };
    if !is_nullable(scope, operation) {
        return (bind, body);
    }
    let present = quote! {
        let Some(body) = #body else {
            return None;
        };
    };
    (quote!(#bind #present), quote!(body))
}

/// The statements that read the cursor of the next page.
fn read_cursor(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    source: &CursorSource,
) -> TokenStream {
    let pages = scope.runtime("page");
    match source {
        CursorSource::Header {
            name: header,
            percent_encoded,
        } => {
            let read = if *percent_encoded {
                quote!(#pages::header_percent_decoded)
            } else {
                quote!(#pages::header)
            };
            quote!(let cursor = #read(page.headers(), #header)?;)
        }
        CursorSource::Body(steps) => {
            let (bind, body) = borrowed_page(scope, operation, name);
            let Scalar {
                statements,
                value,
                is_text,
            } = borrowed(scope, &body, steps);
            let read = if is_text {
                quote!(#pages::cursor(#value)?)
            } else {
                quote!(#value?.to_string())
            };
            quote! {
                #bind
                #statements
                let cursor = #read;
            }
        }
    }
}

/// The request with the cursor set, and without what the server rejects beside one.
fn set(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    parameter: usize,
    excludes: &[usize],
) -> TokenStream {
    let next_type = scope.runtime("Next");
    let (Some(described), Some(member)) = (
        operation.parameters.get(parameter),
        name.parameters.get(parameter),
    ) else {
        return quote!(None);
    };
    let (presence, inner) = parameter_presence(&described.ty, described.required);
    let is_number = matches!(
        scope.context.api.resolve(inner),
        Type::Integer(_) | Type::Float
    );
    let value = if is_number {
        quote!(cursor.parse().ok()?)
    } else {
        quote!(cursor)
    };
    let field = ident(&member.ident);
    let setter = ident(&member.setter);
    let cleared: Vec<TokenStream> = excludes
        .iter()
        .filter_map(|index| clear(scope, operation, name, *index))
        .collect();
    match presence {
        Presence::Optional | Presence::OptionalNullable if cleared.is_empty() => {
            quote!(Some(#next_type::Request(self.clone().#setter(#value))))
        }
        Presence::Optional | Presence::OptionalNullable => quote! {
            let mut next = self.clone().#setter(#value);
            #(#cleared)*
            Some(#next_type::Request(next))
        },
        Presence::Required | Presence::Nullable => quote! {
            let mut next = self.clone();
            next.#field = #value.into();
            #(#cleared)*
            Some(#next_type::Request(next))
        },
    }
}

/// Leaves a parameter out of the next request.
fn clear(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    index: usize,
) -> Option<TokenStream> {
    let parameter = operation.parameters.get(index)?;
    let field = ident(&name.parameters.get(index)?.ident);
    match parameter_presence(&parameter.ty, parameter.required).0 {
        Presence::Required | Presence::Nullable => None,
        Presence::Optional => Some(quote!(next.#field = None;)),
        Presence::OptionalNullable => {
            let wrapper = scope.runtime("Field");
            Some(quote!(next.#field = #wrapper::Absent;))
        }
    }
}

/// The request with the page's number set.
fn set_number(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    parameter: usize,
) -> TokenStream {
    let next_type = scope.runtime("Next");
    let (Some(described), Some(member)) = (
        operation.parameters.get(parameter),
        name.parameters.get(parameter),
    ) else {
        return quote!(None);
    };
    let (presence, inner) = parameter_presence(&described.ty, described.required);
    let value = if let Type::Integer(width) = scope.context.api.resolve(inner) {
        if *width == Integer::I64 {
            quote!(number)
        } else {
            quote!(number.try_into().ok()?)
        }
    } else {
        quote!(number.to_string())
    };
    let field = ident(&member.ident);
    match presence {
        Presence::Optional | Presence::OptionalNullable => {
            let setter = ident(&member.setter);
            quote!(Some(#next_type::Request(self.clone().#setter(#value))))
        }
        Presence::Required | Presence::Nullable => quote! {
            let mut next = self.clone();
            next.#field = #value;
            Some(#next_type::Request(next))
        },
    }
}

/// A parameter's number, as an `Option<i64>`.
fn read_number(
    operation: &Operation,
    name: &OperationName,
    parameter: Option<usize>,
) -> TokenStream {
    let found = parameter.and_then(|index| {
        Some((
            operation.parameters.get(index)?,
            name.parameters.get(index)?,
        ))
    });
    let Some((described, member)) = found else {
        return quote!(None);
    };
    let field = ident(&member.ident);
    let (presence, inner) = parameter_presence(&described.ty, described.required);
    let Type::Integer(width) = inner else {
        return quote!(None);
    };
    let convert = match width {
        Integer::I64 => None,
        Integer::I32 | Integer::U32 => Some(quote!(.map(i64::from))),
        Integer::U64 => Some(quote!(.and_then(|number| i64::try_from(number).ok()))),
    };
    let value = match presence {
        Presence::Required => quote!(Some(self.#field)),
        Presence::Nullable | Presence::Optional => quote!(self.#field),
        Presence::OptionalNullable => quote!(self.#field.into_option()),
    };
    quote!(#value #convert)
}
