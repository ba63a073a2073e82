//! A call of each operation: how its values become a request. Where they come from, [`Values`] says.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;
use signon_codegen::internal::emit::{
    Input, InputType, Origin, Scope, Signature, ident, is_boxed_in_variant,
};
use signon_codegen::internal::ir::{
    Body, BodyEncoding, Field, Multipart, Operation, OperationId, Parameter, Presence, Shape, Type,
    TypeId,
};
use signon_codegen::internal::name::{OperationName, test_function};

/// Where the values of a call come from.
pub(super) trait Values {
    /// The value of a parameter.
    fn parameter(
        &self,
        scope: &Scope<'_>,
        presence: Presence,
        inner: &Type,
        parameter: &Parameter,
    ) -> TokenStream;

    /// A body without parts; none where there is no value of it. `in_variant` is whether it is one of several.
    fn body(&self, scope: &Scope<'_>, body: &Body, in_variant: bool) -> Option<TokenStream>;

    /// A form whose parts the document does not declare.
    fn form(&self, scope: &Scope<'_>) -> TokenStream;

    /// A part of a form, of which the document may show a value.
    fn part(&self, scope: &Scope<'_>, field: &Field, example: &Value) -> Option<TokenStream>;

    /// The new value, with what is set on it.
    fn with_settings(&self, new: TokenStream, settings: &[Setting<'_>]) -> TokenStream;
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
pub(super) struct Setting<'a> {
    /// The method that sets it.
    pub(super) setter: Ident,
    pub(super) value: TokenStream,
    pub(super) location: Location<'a>,
}

/// What a value is a value of.
pub(super) enum Location<'a> {
    Parameter(&'a Parameter),
    Body,
    /// A part of a form, by its key.
    Part(&'a str),
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
                function: ident(&test_function(scope.context.names, id, media)),
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

/// The request: `new` with what is required, and a setter for all else.
pub(super) fn request(scope: &Scope<'_>, values: &impl Values, call: &Call<'_>) -> TokenStream {
    let operation = call.operation;
    let name = scope.context.names.of_operation(call.id);
    let signature = Signature::of_operation(scope.context, operation, name);
    let written = signature.inputs.iter().filter_map(|input| {
        if let (Origin::Parameter(parameter), InputType::Plain(inner)) = (input.origin, input.ty) {
            let value = values.parameter(scope, input.presence, inner, parameter);
            return Some((*input, value, Location::Parameter(parameter)));
        }
        let value = body_value(scope, values, name, operation, call.body?)?;
        Some((*input, value, Location::Body))
    });
    let written: Vec<Written<'_>> = written.collect();
    construction(values, &scope.operation(call.id), written)
}

/// An input, its value, and what it is a value of.
type Written<'a> = (Input<'a>, TokenStream, Location<'a>);

/// A value that is constructed by `new`, and by a setter for each value that may be left out.
fn construction(
    values: &impl Values,
    type_name: &TokenStream,
    written: Vec<Written<'_>>,
) -> TokenStream {
    let mut arguments = Vec::new();
    let mut settings = Vec::new();
    for (input, value, location) in written {
        if input.is_argument() {
            arguments.push(value);
        } else if input.has_setter {
            settings.push(Setting {
                setter: ident(&input.member.setter),
                value,
                location,
            });
        }
    }
    values.with_settings(quote!(#type_name::new(#(#arguments),*)), &settings)
}

/// A body as an argument; none where the document shows none and none is needed.
fn body_value(
    scope: &Scope<'_>,
    values: &impl Values,
    name: &OperationName,
    operation: &Operation,
    body: &Body,
) -> Option<TokenStream> {
    let value = if body.encoding == BodyEncoding::Multipart {
        multipart(scope, values, &body.ty, &body.example)?
    } else {
        values.body(scope, body, name.bodies.is_some())?
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
    values: &impl Values,
    inner: &Type,
    example: &Value,
) -> Option<TokenStream> {
    if *inner == Type::Form {
        return Some(values.form(scope));
    }
    let (id, form) = form(scope, inner)?;
    let signature = Signature::of_form(scope.context, id, form);
    let parts = form.parts.iter().zip(&signature.inputs);
    let written = parts.filter_map(|(part, input)| {
        let field = &part.field;
        let example = example.get(&field.key).unwrap_or(&Value::Null);
        let value = values.part(scope, field, example)?;
        let value = if field.presence == Presence::Nullable {
            quote!(Some(#value))
        } else {
            value
        };
        Some((*input, value, Location::Part(&field.key)))
    });
    let written: Vec<Written<'_>> = written.collect();
    Some(construction(values, &scope.model(id), written))
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
