//! Constructors and setters: what makes a value of a struct with public fields.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{DeriveInput, Error, Result, Type};

use crate::argument::{Argument, convertible};
use crate::build::Build;
use crate::input::{self, Input, Member, Rest, Struct};
use crate::wrapper::{self, Wrapper};

/// The impl of `new`, and of `Default` where `new` fills in values and takes no arguments.
pub(crate) fn new(input: &DeriveInput) -> Result<TokenStream> {
    let (item, build) = read(input)?;
    let name = item.name;
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    for member in &item.members {
        let ident = member.ident;
        let value = if let Some(value) = build.value(ident) {
            filled(member, value)
        } else if let Some(wrapper) = optional(member, &build) {
            wrapper.absent()
        } else {
            let Argument { ty, value } = convertible(ident, member.ty, &build.hint(ident));
            arguments.push(quote!(#ident: #ty));
            value
        };
        values.push(quote!(#ident: #value));
    }
    let rest = item.rest.as_ref().map(|rest| rest.ident);
    let rest = rest.map(|ident| quote!(#ident: ::core::default::Default::default(),));
    let docs = if arguments.is_empty() {
        " Creates a value without any optional field."
    } else {
        " Creates a value from its required fields."
    };
    let is_default = arguments.is_empty() && build.has_values();
    let default = is_default.then(|| {
        quote! {
            impl ::core::default::Default for #name {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    Ok(quote! {
        impl #name {
            #[doc = #docs]
            pub fn new(#(#arguments),*) -> Self {
                Self {
                    #(#values,)*
                    #rest
                }
            }
        }
        #default
    })
}

/// The impl of a setter for each optional field.
pub(crate) fn setters(input: &DeriveInput) -> Result<TokenStream> {
    let (item, build) = read(input)?;
    let name = item.name;
    let members = item.members.iter();
    let setters = members.filter_map(|member| setter(member, &build));
    let entry = item.rest.as_ref().and_then(|rest| entry(rest, &build));
    Ok(quote!(impl #name { #(#setters)* #entry }))
}

/// Reads a struct with named fields, and how a value of it is built.
fn read(input: &DeriveInput) -> Result<(Struct<'_>, Build)> {
    let build = Build::read(input)?;
    match input::read(input)? {
        Input::Struct(item) => Ok((item, build)),
        Input::Transparent { name, .. } | Input::Untagged { name, .. } => {
            Err(Error::new_spanned(name, "not a struct with named fields"))
        }
    }
}

/// What an optional field is: absent in a new value, and with a setter.
fn optional(member: &Member<'_>, build: &Build) -> Option<Wrapper> {
    member.absent.filter(|_| !build.requires(member.ident))
}

/// A constant or default as the value of a field.
fn filled(member: &Member<'_>, constant: &TokenStream) -> TokenStream {
    let (ty, wrap) = match Wrapper::with_content(member.ty) {
        Some((Wrapper::Option, ty)) => (ty, quote!(::core::option::Option::Some)),
        Some((Wrapper::Field, ty)) => (ty, quote!(::signon_runtime::Field::Value)),
        None => (member.ty, quote!()),
    };
    let is_text = syn::parse2::<syn::LitStr>(constant.clone()).is_ok();
    let value = if is_text {
        quote!(::core::convert::From::from(#constant))
    } else {
        constant.clone()
    };
    let value = match wrapper::content(ty, "Box") {
        Some(_) => quote!(::std::boxed::Box::new(#value)),
        None => value,
    };
    quote!(#wrap(#value))
}

/// The setter of a field, if callers may set it.
fn setter(member: &Member<'_>, build: &Build) -> Option<TokenStream> {
    let ident = member.ident;
    if build.skips(ident) {
        return None;
    }
    let wrapper = Wrapper::with_content(member.ty).filter(|_| optional(member, build).is_some());
    let Argument { ty, value } = match wrapper {
        Some((Wrapper::Field, _)) => {
            let ty = member.ty;
            Argument {
                ty: quote!(impl ::core::convert::Into<#ty>),
                value: quote!(#ident.into()),
            }
        }
        Some((Wrapper::Option, content)) => {
            let Argument { ty, value } = convertible(ident, content, &build.hint(ident));
            Argument {
                ty,
                value: quote!(::core::option::Option::Some(#value)),
            }
        }
        None if build.has_default(ident) => convertible(ident, member.ty, &build.hint(ident)),
        None => return None,
    };
    let name = located(build.setter(ident), ident);
    let plain = plain(ident);
    let docs = format!(" Sets [`{plain}`](Self::{plain}).");
    Some(quote! {
        #[doc = #docs]
        #[must_use]
        pub fn #name(mut self, #ident: #ty) -> Self {
            self.#ident = #value;
            self
        }
    })
}

/// The method that adds an entry to the map of undeclared keys, where their values have a type.
fn entry(rest: &Rest<'_>, build: &Build) -> Option<TokenStream> {
    let ident = rest.ident;
    let content: &Type = wrapper::map_value(rest.ty)?;
    let argument = Ident::new("value", Span::call_site());
    let Argument { ty, value } = convertible(&argument, content, &build.hint(ident));
    let name = located(build.setter(ident), ident);
    let plain = plain(ident);
    let docs = format!(" Adds a key to [`{plain}`](Self::{plain}).");
    Some(quote! {
        #[doc = #docs]
        #[must_use]
        pub fn #name(
            mut self,
            key: impl ::core::convert::Into<::std::string::String>,
            value: #ty,
        ) -> Self {
            self.#ident.insert(key.into(), #value);
            self
        }
    })
}

/// The name of a method, in the macro's hygiene, at the field: there editors go from a call.
fn located(name: &Ident, field: &Ident) -> Ident {
    let mut name = name.clone();
    name.set_span(Span::call_site().located_at(field.span()));
    name
}

/// The identifier without `r#`.
fn plain(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}
