//! The impl of `Deserialize`: a draft of the struct, and how it is filled.
//!
//! The loop over the keys is in the runtime, once. What is written for a field is a call for its key and a call
//! for its value at the end, without a branch or a local variable of its own.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Error, Ident, Type};

use crate::input::{Input, Member, Struct};
use crate::integer::holds_integers;
use crate::wrapper::Wrapper;

/// The impl of `Deserialize`.
pub(crate) fn expand(input: &Input<'_>) -> TokenStream {
    match input {
        Input::Struct(input) => expand_struct(input),
        Input::Untagged { name, .. } => {
            Error::new_spanned(name, "an untagged enum is not read by a derive")
                .into_compile_error()
        }
        Input::Transparent { name, ty, .. } => transparent(name, ty),
    }
}

/// The impl for a struct around one value.
fn transparent(name: &Ident, ty: &Type) -> TokenStream {
    let read = if holds_integers(ty) {
        quote!(::signon_runtime::codegen::derive::ReadInteger::read_integer)
    } else {
        quote!(::signon_runtime::codegen::derive::Deserialize::deserialize)
    };
    quote! {
            impl<'de> ::signon_runtime::codegen::derive::Deserialize<'de> for #name {
                fn deserialize<__D: ::signon_runtime::codegen::derive::Deserializer<'de>>(
                    deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    #read(deserializer).map(Self)
                }
            }
    }
}

/// The impl for a struct. Its names begin with underscores, because the types of the fields may have any other.
fn expand_struct(item: &Struct<'_>) -> TokenStream {
    let name = item.name;
    let draft = draft(item);
    let decode = decode_struct(item);
    quote! {
        const _: () = {
            #draft

            #decode

            impl<'de> ::signon_runtime::codegen::derive::Deserialize<'de> for #name {
                fn deserialize<__D: ::signon_runtime::codegen::derive::Deserializer<'de>>(
                    deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    ::signon_runtime::codegen::derive::decode_struct(deserializer)
                }
            }
        };
    }
}

/// The draft of a struct: each field, as soon as its key was read.
fn draft(item: &Struct<'_>) -> TokenStream {
    let slots = item.members.iter().map(|member| {
        let (ident, ty) = (member.ident, member.ty);
        quote!(#ident: ::core::option::Option<#ty>,)
    });
    let rest = item.rest.as_ref().map(|rest| {
        let (ident, ty) = (rest.ident, rest.ty);
        quote!(#ident: #ty,)
    });
    quote! {
        pub struct __Draft {
            #(#slots)*
            #rest
        }
    }
}

/// The impl of `DecodeStruct`: an empty draft, how a key fills it, and the struct that it becomes.
fn decode_struct(item: &Struct<'_>) -> TokenStream {
    let name = item.name;
    let text = name.to_string();
    let text = text.trim_start_matches("r#");
    let empty = item.members.iter().map(|member| {
        let ident = member.ident;
        quote!(#ident: ::core::option::Option::None,)
    });
    let keys = item.members.iter().map(|member| read_key(item, member));
    let other = read_other(item);
    let values = item.members.iter().map(value);
    let rest = item.rest.as_ref().map(|rest| rest.ident);
    let rest_empty = rest.map(|ident| quote!(#ident: ::core::default::Default::default(),));
    let rest_value = rest.map(|ident| quote!(#ident: draft.#ident,));
    quote! {
        impl<'de> ::signon_runtime::codegen::derive::DecodeStruct<'de> for #name {
            const NAME: &'static str = #text;

            type Draft = __Draft;

            fn draft() -> __Draft {
                __Draft {
                    #(#empty)*
                    #rest_empty
                }
            }

            fn read<__A: ::signon_runtime::codegen::derive::MapAccess<'de>>(
                draft: &mut __Draft,
                key: &str,
                map: &mut __A,
            ) -> ::core::result::Result<(), __A::Error> {
                match key {
                    #(#keys)*
                    _ => #other,
                }
            }

            fn finish<__E: ::signon_runtime::codegen::derive::DeError>(
                draft: __Draft,
            ) -> ::core::result::Result<Self, __E> {
                ::core::result::Result::Ok(Self {
                    #(#values)*
                    #rest_value
                })
            }
        }
    }
}

/// The arm for the key of a field. Unknown fields, where they are kept, keep a null that the field cannot.
fn read_key(item: &Struct<'_>, member: &Member<'_>) -> TokenStream {
    let (ident, key) = (member.ident, &member.key);
    let rest = item.rest.as_ref();
    let rest = rest.filter(|_| member.absent == Some(Wrapper::Option));
    let function = match (rest.is_some(), holds_integers(member.ty)) {
        (false, false) => quote!(read),
        (false, true) => quote!(read_integers),
        (true, false) => quote!(read_optional),
        (true, true) => quote!(read_optional_integers),
    };
    let rest = rest
        .map(|rest| rest.ident)
        .map(|rest| quote!(&mut draft.#rest,));
    quote!(#key => ::signon_runtime::codegen::derive::#function(&mut draft.#ident, #rest #key, map),)
}

/// What happens to a key that no field has.
fn read_other(item: &Struct<'_>) -> TokenStream {
    let Some(rest) = &item.rest else {
        return quote!(::signon_runtime::codegen::derive::skip(map));
    };
    let ident = rest.ident;
    let keep = if holds_integers(rest.ty) {
        quote!(keep_integers)
    } else {
        quote!(keep)
    };
    quote!(::signon_runtime::codegen::derive::#keep(&mut draft.#ident, key, map))
}

/// A field of the struct, from the draft.
fn value(member: &Member<'_>) -> TokenStream {
    let (ident, key) = (member.ident, &member.key);
    if member.default {
        quote!(#ident: ::core::option::Option::unwrap_or_default(draft.#ident),)
    } else {
        quote!(#ident: ::signon_runtime::codegen::derive::required(draft.#ident, #key)?,)
    }
}
