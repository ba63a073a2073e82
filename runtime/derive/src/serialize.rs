//! The impl of `Serialize`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::input::{Input, Struct, Variant};

/// The impl of `Serialize`.
pub(crate) fn expand(input: &Input<'_>) -> TokenStream {
    match input {
        Input::Struct(input) => implement(input.name, &expand_struct(input)),
        Input::Transparent { name, number, .. } => {
            let value = written(*number, &quote!(self.0));
            implement(
                name,
                &quote!(::signon_runtime::codegen::derive::Serialize::serialize(#value, serializer)),
            )
        }
        Input::Untagged { name, variants } => implement(name, &untagged(variants)),
    }
}

fn implement(name: &Ident, body: &TokenStream) -> TokenStream {
    quote! {
        impl ::signon_runtime::codegen::derive::Serialize for #name {
            fn serialize<__S: ::signon_runtime::codegen::derive::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                #body
            }
        }
    }
}

/// Writes a struct key by key.
fn expand_struct(item: &Struct<'_>) -> TokenStream {
    let fields = item.members.iter().map(|member| {
        let (ident, key) = (member.ident, &member.key);
        let value = written(member.number, &quote!(self.#ident));
        if let Some(is_absent) = &member.skip_if {
            quote!(object.optional(#key, #value, #is_absent(&self.#ident))?;)
        } else {
            quote!(object.field(#key, #value)?;)
        }
    });
    let keys = item.members.iter().map(|member| &member.key);
    let (rest, declared) = if let Some(rest) = &item.rest {
        let ident = rest.ident;
        (
            written(rest.number, &quote!(self.#ident)),
            quote!(&[#(#keys),*]),
        )
    } else {
        (quote!(&()), quote!(&[]))
    };
    quote! {
        let rest = #rest;
        let mut object = ::signon_runtime::codegen::derive::Object::begin(serializer, rest)?;
        #(#fields)*
        object.finish(#declared)
    }
}

/// Writes the value of the variant.
fn untagged(variants: &[Variant<'_>]) -> TokenStream {
    let arms = variants.iter().map(|variant| {
        let ident = variant.ident;
        let value = if variant.number {
            quote!(&::signon_runtime::codegen::derive::Written(value))
        } else {
            quote!(value)
        };
        quote!(Self::#ident(value) => ::signon_runtime::codegen::derive::Serialize::serialize(#value, serializer),)
    });
    quote!(match self { #(#arms)* })
}

/// A reference to a value, or to what writes it as a number.
fn written(number: bool, place: &TokenStream) -> TokenStream {
    if number {
        quote!(&::signon_runtime::codegen::derive::Written(&#place))
    } else {
        quote!(&#place)
    }
}
