//! A call of each operation with every parameter set, from the values that the document shows.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::emit::{
    Scope, exact, ident, is_boxed_in_variant, literal, parameter_presence, text, ty,
};
use crate::ir::{
    Body, BodyEncoding, Multipart, Operation, OperationId, Parameter, Place, Presence, Shape, Type,
    TypeId,
};
use crate::name::{MemberName, OperationName};

/// `calls`, and a function for each call that makes its request.
pub(super) fn calls(
    scope: &Scope<'_>,
    case: &TokenStream,
    decode: &TokenStream,
) -> Vec<TokenStream> {
    let mut functions = Vec::new();
    let mut cases = Vec::new();
    for (index, operation) in scope.context.api.operations.iter().enumerate() {
        let id = OperationId(index);
        for (media, body) in media(operation) {
            let name = function_name(scope, id, media);
            let type_name = scope.operation(id);
            let request = request(scope, decode, id, operation, body);
            functions.push(quote! {
                fn #name() -> #type_name {
                    #request
                }
            });
            let operation_id = &operation.id;
            cases.push(quote!(#case::of(#operation_id, #name)));
        }
    }
    let calls = quote! {
        #[doc = " A call of each operation with every parameter set, and one for each further media type of a body."]
        pub fn calls() -> Vec<#case> {
            Vec::from([#(#cases),*])
        }
    };
    std::iter::once(calls).chain(functions).collect()
}

/// The bodies that an operation is called with; none where it has none.
fn media(operation: &Operation) -> Vec<(Option<usize>, Option<&Body>)> {
    if operation.bodies.is_empty() {
        return vec![(None, None)];
    }
    operation
        .bodies
        .iter()
        .enumerate()
        .map(|(index, body)| (Some(index), Some(body)))
        .collect()
}

/// The function that makes a request.
fn function_name(scope: &Scope<'_>, id: OperationId, media: Option<usize>) -> Ident {
    let name = scope.context.names.of_operation(id);
    let module = scope
        .context
        .names
        .module(name.module)
        .ident
        .trim_start_matches("r#");
    let method = name.method.trim_start_matches("r#");
    let variant = name.bodies.as_ref().zip(media.filter(|index| *index > 0));
    let variant = variant.and_then(|(bodies, index)| bodies.members.get(index));
    let suffix = variant
        .map(|variant| format!("_as_{}", variant.to_lowercase()))
        .unwrap_or_default();
    ident(&format!("{module}_{method}{suffix}"))
}

/// The request: `new` with what is required, and a setter for all else.
fn request(
    scope: &Scope<'_>,
    decode: &TokenStream,
    id: OperationId,
    operation: &Operation,
    body: Option<&Body>,
) -> TokenStream {
    let name = scope.context.names.of_operation(id);
    let type_name = scope.operation(id);
    let mut arguments: Vec<(u8, TokenStream)> = Vec::new();
    let mut setters = TokenStream::new();
    for (parameter, member) in operation.parameters.iter().zip(&name.parameters) {
        let (presence, value) = parameter_value(scope, decode, parameter);
        if matches!(presence, Presence::Required | Presence::Nullable) {
            arguments.push((u8::from(parameter.place != Place::Path), value));
        } else {
            setters.extend(setter(member, &value));
        }
    }
    if let Some(value) = body.and_then(|body| body_value(scope, decode, name, operation, body)) {
        if operation.body_required {
            arguments.push((2, value));
        } else {
            setters.extend(setter(&name.body, &value));
        }
    }
    arguments.sort_by_key(|(rank, _)| *rank);
    let arguments = arguments.into_iter().map(|(_, argument)| argument);
    quote!(#type_name::new(#(#arguments),*) #setters)
}

fn setter(member: &MemberName, value: &TokenStream) -> TokenStream {
    let setter = ident(&member.setter);
    quote!(.#setter(#value))
}

/// A parameter's example as an argument.
fn parameter_value(
    scope: &Scope<'_>,
    decode: &TokenStream,
    parameter: &Parameter,
) -> (Presence, TokenStream) {
    let (presence, inner) = parameter_presence(&parameter.ty, parameter.required);
    let written = scope.attempt(|| match presence {
        Presence::Required | Presence::Optional => literal(scope, inner, &parameter.example),
        Presence::Nullable => {
            exact(scope, inner, &parameter.example).map(|value| quote!(Some(#value)))
        }
        Presence::OptionalNullable => exact(scope, inner, &parameter.example),
    });
    let value = written.unwrap_or_else(|| {
        let value = decoded(scope, decode, inner, &parameter.example);
        if presence == Presence::Nullable {
            quote!(Some(#value))
        } else {
            value
        }
    });
    (presence, value)
}

/// A value that is decoded from JSON.
fn decoded(scope: &Scope<'_>, decode: &TokenStream, inner: &Type, value: &Value) -> TokenStream {
    let (inner, text) = (ty(scope, inner), text(&value.to_string()));
    quote!(#decode::<#inner>(#text))
}

/// A body's example as an argument; none where the document shows none and none is needed.
fn body_value(
    scope: &Scope<'_>,
    decode: &TokenStream,
    name: &OperationName,
    operation: &Operation,
    body: &Body,
) -> Option<TokenStream> {
    let example = body.examples.first().map(|(_, value)| value);
    let value = match &body.encoding {
        BodyEncoding::Json | BodyEncoding::Form(_) => {
            let none = Value::Object(serde_json::Map::new());
            let example = if operation.body_required {
                Some(example.unwrap_or(&none))
            } else {
                example
            };
            decoded(scope, decode, &body.ty, example?)
        }
        BodyEncoding::Multipart => multipart(scope, decode, &body.ty, example)?,
        BodyEncoding::Binary => {
            let body = scope.runtime("Body");
            quote!(#body::from("content"))
        }
        BodyEncoding::Text => {
            let text = example.and_then(Value::as_str).unwrap_or("text");
            quote!(String::from(#text))
        }
    };
    let Some(bodies) = &name.bodies else {
        return Some(value);
    };
    let index = operation
        .bodies
        .iter()
        .position(|known| std::ptr::eq(known, body))?;
    let variant = ident(bodies.members.get(index)?);
    let bodies = scope.item(name.module, &bodies.ident);
    let boxed = is_boxed_in_variant(scope.context.api, &body.ty);
    let value = if boxed {
        quote!(Box::new(#value))
    } else {
        value
    };
    Some(quote!(#bodies::#variant(#value)))
}

/// A multipart body, part by part.
fn multipart(
    scope: &Scope<'_>,
    decode: &TokenStream,
    inner: &Type,
    example: Option<&Value>,
) -> Option<TokenStream> {
    let (id, form) = form(scope, inner)?;
    let type_name = scope.model(id);
    let members = &scope.context.names.of_type(id).members;
    let mut arguments = Vec::new();
    let mut setters = TokenStream::new();
    for (part, member) in form.parts.iter().zip(members) {
        let shown = example
            .and_then(|example| example.get(&part.field.key))
            .cloned();
        let value = part_value(scope, decode, &part.field.ty, &shown.unwrap_or(Value::Null));
        match part.field.presence {
            Presence::Required => arguments.extend(value),
            Presence::Nullable => arguments.extend(value.map(|value| quote!(Some(#value)))),
            Presence::Optional | Presence::OptionalNullable => {
                setters.extend(value.map(|value| setter(member, &value)));
            }
        }
    }
    Some(quote!(#type_name::new(#(#arguments),*) #setters))
}

/// The form behind a body's type.
fn form<'a>(scope: &Scope<'a>, inner: &Type) -> Option<(TypeId, &'a Multipart)> {
    match inner {
        Type::Named(id) => match &scope.context.api.type_def(*id).shape {
            Shape::Multipart(form) => Some((*id, form)),
            Shape::Record(_)
            | Shape::Choice(_)
            | Shape::IntegerChoice(_)
            | Shape::MixedChoice(_)
            | Shape::Tagged(_)
            | Shape::Union(_)
            | Shape::Alias(_)
            | Shape::Newtype(_) => None,
        },
        Type::Boxed(inner) | Type::Nullable(inner) => form(scope, inner),
        Type::Bool
        | Type::Integer(_)
        | Type::Float
        | Type::Float32
        | Type::String
        | Type::Text(_)
        | Type::Secret
        | Type::Json
        | Type::Null
        | Type::File
        | Type::Body
        | Type::Form
        | Type::List(_)
        | Type::Map(_) => None,
    }
}

/// A part: a file of a few bytes, or what the example shows.
fn part_value(
    scope: &Scope<'_>,
    decode: &TokenStream,
    inner: &Type,
    shown: &Value,
) -> Option<TokenStream> {
    let content = shown.as_str().unwrap_or("content");
    let file = || {
        let file = scope.runtime("File");
        quote!(#file::new("file.txt", #content))
    };
    if *inner == Type::File {
        return Some(file());
    }
    if let Type::List(item) = inner
        && **item == Type::File
    {
        let file = file();
        return Some(quote!([#file]));
    }
    if shown.is_null() {
        return sample(scope, inner);
    }
    let written = scope.attempt(|| literal(scope, inner, shown));
    Some(written.unwrap_or_else(|| decoded(scope, decode, inner, shown)))
}

/// Something for a part that has to be there and that the document shows no value of.
fn sample(scope: &Scope<'_>, inner: &Type) -> Option<TokenStream> {
    [Value::from("text"), Value::from(1), Value::from(true)]
        .iter()
        .find_map(|value| literal(scope, inner, value))
}
