//! A call of each operation: how its values become a request. Where they come from, [`Values`] says.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{from_example, from_json};
use crate::emit::{Scope, ident, is_argument, is_boxed_in_variant, parameter_presence};
use crate::ir::{
    Body, BodyEncoding, Multipart, Operation, OperationId, ParameterLocation, Presence, Shape,
    Type, TypeId,
};
use crate::name::{MemberName, OperationName};

/// Where the values of a call come from.
pub(super) enum Values<'t> {
    /// From the document's examples, with this function to decode those that are no plain literals.
    FromExample(&'t TokenStream),
    /// From JSON that is given when the call is made.
    FromJson,
}

/// A call, and the function that makes its request.
pub(super) struct Call<'a> {
    /// The operation.
    pub(super) id: OperationId,
    /// What the IR says of it.
    pub(super) operation: &'a Operation,
    /// The body that it is called with.
    pub(super) body: Option<&'a Body>,
    /// The function's name.
    pub(super) function: Ident,
}

/// A value that may be left out.
struct Setting<'a> {
    member: &'a MemberName,
    value: TokenStream,
    /// Whether it was given.
    is_set: TokenStream,
}

/// The calls: one for each operation, and one for each further media type of its body.
pub(super) fn calls<'a>(scope: &Scope<'a>) -> Vec<Call<'a>> {
    let api = scope.context.api;
    let operations = api.operations.iter().enumerate();
    operations
        .flat_map(|(index, operation)| {
            let id = OperationId(index);
            media(operation).into_iter().map(move |(media, body)| Call {
                id,
                operation,
                body,
                function: function_name(scope, id, media),
            })
        })
        .collect()
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

/// The function that makes a request. The index distinguishes `a_b` in a group `c` and `b` in a group `c_a`.
fn function_name(scope: &Scope<'_>, id: OperationId, media: Option<usize>) -> Ident {
    let name = scope.context.names.of_operation(id);
    let module = scope.context.names.module(name.module);
    let module = module.ident.trim_start_matches("r#");
    let method = name.method.trim_start_matches("r#");
    let variant = name.bodies.as_ref().zip(media.filter(|index| *index > 0));
    let variant = variant.and_then(|(bodies, index)| bodies.members.get(index));
    let suffix = variant
        .map(|variant| format!("_as_{}", variant.to_lowercase()))
        .unwrap_or_default();
    ident(&format!("{module}_{method}_{}{suffix}", id.0))
}

/// The request: `new` with what is required, and a setter for all else.
pub(super) fn request(scope: &Scope<'_>, values: &Values<'_>, call: &Call<'_>) -> TokenStream {
    let operation = call.operation;
    let name = scope.context.names.of_operation(call.id);
    let mut arguments: Vec<(u8, TokenStream)> = Vec::new();
    let mut settings = Vec::new();
    for (parameter, member) in operation.parameters.iter().zip(&name.parameters) {
        let (presence, inner) = parameter_presence(&parameter.ty, parameter.required);
        let value = match values {
            Values::FromExample(decode) => {
                from_example::parameter(scope, decode, presence, inner, parameter)
            }
            Values::FromJson => from_json::parameter(scope, presence, inner, parameter),
        };
        if is_argument(scope.context, parameter) {
            arguments.push((
                u8::from(parameter.location != ParameterLocation::Path),
                value,
            ));
        } else {
            settings.push(Setting {
                member,
                value,
                is_set: from_json::has(parameter.location.name(), &parameter.key),
            });
        }
    }
    if let Some(value) = call
        .body
        .and_then(|body| body_value(scope, values, name, operation, body))
    {
        if operation.body_required {
            arguments.push((2, value));
        } else {
            settings.push(Setting {
                member: &name.body,
                value,
                is_set: from_json::has_body(),
            });
        }
    }
    arguments.sort_by_key(|(rank, _)| *rank);
    let arguments: Vec<TokenStream> = arguments.into_iter().map(|(_, value)| value).collect();
    made(values, &scope.operation(call.id), &arguments, &settings)
}

/// A value made by `new`, and by a setter for each value that may be left out.
fn made(
    values: &Values<'_>,
    type_name: &TokenStream,
    arguments: &[TokenStream],
    settings: &[Setting<'_>],
) -> TokenStream {
    let new = quote!(#type_name::new(#(#arguments),*));
    let calls = settings.iter().map(|setting| {
        let setter = ident(&setting.member.setter);
        let (value, is_set) = (&setting.value, &setting.is_set);
        match values {
            Values::FromExample(_) => quote!(.#setter(#value)),
            Values::FromJson => quote!(if #is_set { made = made.#setter(#value); }),
        }
    });
    match values {
        Values::FromJson if !settings.is_empty() => {
            quote!({ let mut made = #new; #(#calls)* made })
        }
        Values::FromExample(_) | Values::FromJson => quote!(#new #(#calls)*),
    }
}

/// A body as an argument; none where the document shows none and none is needed.
fn body_value(
    scope: &Scope<'_>,
    values: &Values<'_>,
    name: &OperationName,
    operation: &Operation,
    body: &Body,
) -> Option<TokenStream> {
    let value = match (&body.encoding, values) {
        (BodyEncoding::Multipart, _) => multipart(scope, values, &body.ty, &body.example)?,
        (_, Values::FromExample(decode)) => from_example::body(scope, decode, body)?,
        (_, Values::FromJson) => from_json::body(scope, body, name.bodies.is_some()),
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
    values: &Values<'_>,
    inner: &Type,
    example: &Value,
) -> Option<TokenStream> {
    if *inner == Type::Form {
        return Some(match values {
            Values::FromExample(_) => from_example::form(scope),
            Values::FromJson => from_json::form(),
        });
    }
    let (id, form) = form(scope, inner)?;
    let members = &scope.context.names.of_type(id).members;
    let mut arguments = Vec::new();
    let mut settings = Vec::new();
    for (part, member) in form.parts.iter().zip(members) {
        let field = &part.field;
        let value = match values {
            Values::FromExample(decode) => {
                let shown = example.get(&field.key);
                from_example::part(scope, decode, &field.ty, shown.unwrap_or(&Value::Null))
            }
            Values::FromJson => Some(from_json::part(scope, field)),
        };
        match field.presence {
            Presence::Required => arguments.extend(value),
            Presence::Nullable => arguments.extend(value.map(|value| quote!(Some(#value)))),
            Presence::Optional | Presence::OptionalNullable => {
                settings.extend(value.map(|value| Setting {
                    member,
                    value,
                    is_set: from_json::has("part", &field.key),
                }));
            }
        }
    }
    Some(made(values, &scope.model(id), &arguments, &settings))
}

/// The form behind a body's type.
fn form<'a>(scope: &Scope<'a>, inner: &Type) -> Option<(TypeId, &'a Multipart)> {
    let id = inner.peel().id()?;
    if let Shape::Multipart(form) = &scope.context.api.type_def(id).shape {
        Some((id, form))
    } else {
        None
    }
}
