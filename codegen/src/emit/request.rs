//! How an operation becomes a request.

use proc_macro2::TokenStream;
use quote::quote;

use super::types::{canonical, in_variant, is_boxed_in_variant, ty};
use super::{Scope, ident};
use crate::comment::{Docs, Markdown, code, code_link};
use crate::ir::{
    Body, BodyEncoding, Operation, Parameter, ParameterLocation, PlainStyle, PropertyEncoding,
    Querystring, Style, StyleForm, Type,
};
use crate::name::{EnumName, MemberName, OperationName};

/// The body of `request`.
pub(super) fn request(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
) -> TokenStream {
    let request_type = scope.runtime("Request");
    let parameters = operation
        .parameters
        .iter()
        .zip(&name.parameters)
        .map(|(parameter, member)| write(scope, parameter, member));
    let head = quote!(#request_type::new(Self::METADATA) #(#parameters)*);
    let Some(first) = operation.bodies.first() else {
        return head;
    };
    let field = ident(&name.body.ident);
    let arms = match (&name.bodies, operation.body_required) {
        (None, true) => {
            let body = write_body(scope, first, &quote!(self.#field), true);
            return quote!(#head #body);
        }
        (None, false) => optional_body(scope, first),
        (Some(bodies), required) => one_of_bodies(scope, &operation.bodies, bodies, required),
    };
    quote! {
        let request = #head;
        match &self.#field {
            #arms
        }
    }
}

/// The arms that write the body if there is one.
fn optional_body(scope: &Scope<'_>, body: &Body) -> TokenStream {
    let written = write_body(scope, body, &quote!(body), false);
    if !matches!(body.ty, Type::Nullable(_)) {
        return quote! {
            Some(body) => request #written,
            None => request,
        };
    }
    let field_type = scope.runtime("Field");
    // What serde writes as `null`.
    let null =
        (body.encoding == BodyEncoding::Json).then(|| write_body(scope, body, &quote!(()), true));
    quote! {
        #field_type::Absent => request,
        #field_type::Null => request #null,
        #field_type::Value(body) => request #written,
    }
}

/// The arms that write a body in its media type.
fn one_of_bodies(
    scope: &Scope<'_>,
    bodies: &[Body],
    name: &EnumName,
    is_required: bool,
) -> TokenStream {
    let bodies_type = ident(&name.ident);
    let arms = bodies.iter().zip(&name.members).map(|(body, variant)| {
        let variant = ident(variant);
        let written = write_body(scope, body, &quote!(body), false);
        let pattern = quote!(#bodies_type::#variant(body));
        let pattern = if is_required {
            pattern
        } else {
            quote!(Some(#pattern))
        };
        quote!(#pattern => request #written,)
    });
    let none = (!is_required).then(|| quote!(None => request,));
    quote!(#(#arms)* #none)
}

/// Puts a parameter where it belongs.
fn write(scope: &Scope<'_>, parameter: &Parameter, member: &MemberName) -> TokenStream {
    let key = &parameter.key;
    let field = ident(&member.ident);
    let value = quote!(&self.#field);
    match (parameter.location, &parameter.style) {
        (_, Style::Querystring(querystring)) => whole_query(scope, querystring, &value),
        (ParameterLocation::Path, Style::Json) => quote!(.path_json(#key, #value)),
        (ParameterLocation::Path, Style::Plain(style)) => match path_style(scope, *style) {
            None => quote!(.path(#key, #value)),
            Some(style) => quote!(.path_with(#key, #style, #value)),
        },
        (ParameterLocation::Query, Style::Json) => quote!(.query_json(#key, #value)),
        (ParameterLocation::Query, Style::Plain(style)) => match query_style(scope, *style) {
            None => quote!(.query(#key, #value)),
            Some(style) => quote!(.query_with(#key, #style, #value)),
        },
        (ParameterLocation::Header, Style::Plain(style)) => {
            if style.explode && is_composite(scope, &parameter.ty) {
                quote!(.header_with(#key, true, #value))
            } else {
                quote!(.header(#key, #value))
            }
        }
        (ParameterLocation::Header, Style::Json) => quote!(.header_json(#key, #value)),
        (ParameterLocation::Cookie, Style::Plain(_)) => quote!(.cookie(#key, #value)),
        (ParameterLocation::Cookie, Style::Json) => quote!(.cookie_json(#key, #value)),
    }
}

/// Makes a parameter the whole query.
fn whole_query(scope: &Scope<'_>, querystring: &Querystring, value: &TokenStream) -> TokenStream {
    match querystring {
        Querystring::Form(encodings) => {
            let encodings = form_encodings(scope, encodings);
            quote!(.querystring_form(#value, &[#(#encodings),*]))
        }
        Querystring::Json => quote!(.querystring_json(#value)),
        Querystring::Text => quote!(.querystring_text(#value)),
    }
}

/// The style of a path parameter; none for the usual one.
fn path_style(scope: &Scope<'_>, style: PlainStyle) -> Option<TokenStream> {
    let name = match (style.form, style.explode) {
        (StyleForm::Label, false) => "LABEL",
        (StyleForm::Label, true) => "LABEL_EXPLODED",
        (StyleForm::Matrix, false) => "MATRIX",
        (StyleForm::Matrix, true) => "MATRIX_EXPLODED",
        (_, false) => "SIMPLE",
        (_, true) => "SIMPLE_EXPLODED",
    };
    style_constant(scope, "PathStyle", name, "SIMPLE", style.allow_reserved)
}

/// A constant of a style of the runtime; none for the usual one.
fn style_constant(
    scope: &Scope<'_>,
    style: &'static str,
    name: &'static str,
    usual: &str,
    allow_reserved: bool,
) -> Option<TokenStream> {
    if name == usual && !allow_reserved {
        return None;
    }
    let style = scope.runtime(style);
    let constant = ident(name);
    let reserved = allow_reserved.then(|| quote!(.reserved()));
    Some(quote!(#style::#constant #reserved))
}

/// The encodings of the properties of a form, as the runtime takes them. Text is what it writes by itself.
fn form_encodings(scope: &Scope<'_>, encodings: &[(String, PropertyEncoding)]) -> Vec<TokenStream> {
    let encodings = encodings.iter().filter_map(|(key, encoding)| {
        let encoding = match encoding {
            PropertyEncoding::Json(_) => quote!(Json),
            PropertyEncoding::Style(style) => {
                let style = explicit_style(scope, *style);
                quote!(Style(#style))
            }
            PropertyEncoding::Text(_) | PropertyEncoding::File(_) => return None,
        };
        let encoding_type = scope.runtime("FormEncoding");
        Some(quote!((#key, #encoding_type::#encoding)))
    });
    encodings.collect()
}

/// The style of a property of a form, the usual one among them.
pub(super) fn explicit_style(scope: &Scope<'_>, style: PlainStyle) -> TokenStream {
    query_style(scope, style).unwrap_or_else(|| {
        let style = scope.runtime("QueryStyle");
        quote!(#style::FORM)
    })
}

/// The style of a query parameter; none for the usual one.
fn query_style(scope: &Scope<'_>, style: PlainStyle) -> Option<TokenStream> {
    let name = match (style.form, style.explode) {
        (StyleForm::SpaceDelimited, false) => "SPACE",
        (StyleForm::TabDelimited, false) => "TAB",
        (StyleForm::PipeDelimited, false) => "PIPE",
        (StyleForm::DeepObject, _) => "DEEP_OBJECT",
        (_, true) => "FORM",
        (_, false) => "FORM_JOINED",
    };
    style_constant(scope, "QueryStyle", name, "FORM", style.allow_reserved)
}

/// Whether a value has parts, which `explode` writes differently.
fn is_composite(scope: &Scope<'_>, ty: &Type) -> bool {
    !matches!(
        scope.context.api.resolve(ty),
        Type::Bool | Type::Integer(_) | Type::Float | Type::String | Type::Text(_) | Type::Secret
    )
}

/// Puts the body into the request.
fn write_body(scope: &Scope<'_>, body: &Body, value: &TokenStream, owned: bool) -> TokenStream {
    let media = &body.media;
    let reference = if owned {
        quote!(&#value)
    } else {
        quote!(#value)
    };
    match &body.encoding {
        BodyEncoding::Json if media == "application/json" => quote!(.json(#reference)),
        BodyEncoding::Json => quote!(.json_as(#media, #reference)),
        BodyEncoding::Xml(root) => {
            let root = super::xml::root(scope, *root);
            quote!(.xml(#media, #root, #reference))
        }
        BodyEncoding::Form(encodings) => {
            let encodings = form_encodings(scope, encodings);
            if encodings.is_empty() {
                quote!(.form(#reference))
            } else {
                quote!(.form_with(#reference, &[#(#encodings),*]))
            }
        }
        BodyEncoding::Multipart if body.ty == Type::Form => quote!(.multipart(#value.clone())),
        BodyEncoding::Multipart => quote!(.multipart(#value.to_multipart())),
        BodyEncoding::Binary => {
            let media = if media.contains('*') {
                "application/octet-stream"
            } else {
                media
            };
            quote!(.bytes(#media, #reference))
        }
        BodyEncoding::Text => quote!(.text(#media, #reference)),
    }
}

/// The enum of bodies in several media types, and what makes one.
pub(super) fn bodies(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
) -> Vec<TokenStream> {
    let Some(bodies) = &name.bodies else {
        return Vec::new();
    };
    let type_name = ident(&bodies.ident);
    let link = code_link(&name.ident, &name.ident);
    let docs = Docs::line(Markdown::from("The request body of ") + link + ".");
    let variants = operation
        .bodies
        .iter()
        .zip(&bodies.members)
        .map(|(body, variant)| {
            let docs = Docs::line(Markdown::from("A body of type ") + code(&body.media) + ".");
            let variant = ident(variant);
            let inner = in_variant(scope, &body.ty);
            quote!(#docs #variant(#inner),)
        });
    let mut items = vec![quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #type_name {
            #(#variants)*
        }
    }];
    let mut seen = Vec::new();
    for (body, variant) in operation.bodies.iter().zip(&bodies.members) {
        let inner = ty(scope, &body.ty);
        let plain = canonical(scope.context.api, &body.ty);
        // The first media type of a type is the preferred one.
        if seen.contains(&plain) {
            continue;
        }
        seen.push(plain);
        let variant = ident(variant);
        let boxed = is_boxed_in_variant(scope.context.api, &body.ty);
        let value = if boxed {
            quote!(Box::new(body))
        } else {
            quote!(body)
        };
        items.push(quote! {
            impl From<#inner> for #type_name {
                fn from(body: #inner) -> Self {
                    Self::#variant(#value)
                }
            }
        });
    }
    items
}
