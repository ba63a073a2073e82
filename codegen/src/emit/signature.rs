//! What a caller gives to make a value: the arguments of `new` in their order, and what has a setter.
//!
//! Emitters, examples, the catalog, mappings and test generation all ask a [`Signature`], so that a call that one of
//! them writes is a call of what another one defines.

use super::constant::constant;
use super::types::parameter_presence;
use super::{Context, Scope};
use crate::ir::{
    Constant, Field, Multipart, Operation, Parameter, ParameterLocation, Presence, Struct, Type,
    TypeId,
};
use crate::name::{EnumName, MemberName, OperationName};

/// The inputs of an operation, struct or form, in the order of its fields.
#[derive(Debug)]
pub(crate) struct Signature<'a> {
    pub(crate) inputs: Vec<Input<'a>>,
}

/// A field, and how a caller gives its value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Input<'a> {
    /// What the field and its setter are called.
    pub(crate) member: &'a MemberName,
    /// What the field holds when it is there.
    pub(crate) ty: InputType<'a>,
    pub(crate) presence: Presence,
    pub(crate) initial: Initial<'a>,
    /// Whether a method sets it: not what is required, nor what only the server sets.
    pub(crate) has_setter: bool,
    position: Position,
}

/// What an input holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum InputType<'a> {
    /// A type of the document.
    Plain(&'a Type),
    /// One of several bodies.
    Bodies(&'a EnumName),
}

/// How `new` fills a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Initial<'a> {
    /// With an argument.
    Argument,
    /// With nothing: it is absent.
    Absent,
    /// With the default of a required parameter, or the only value that the document allows.
    Value(&'a Constant),
}

/// The position of an argument: the path comes first, the body last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Position {
    Path,
    Field,
    Body,
}

impl<'a> Signature<'a> {
    /// The parameters of an operation, and its body.
    pub(crate) fn of_operation(
        context: Context<'a>,
        operation: &'a Operation,
        name: &'a OperationName,
    ) -> Self {
        let parameters = operation.parameters.iter().zip(&name.parameters);
        let parameters =
            parameters.map(|(parameter, member)| parameter_input(context, parameter, member));
        let body = body_input(operation, name);
        Self {
            inputs: parameters.chain(body).collect(),
        }
    }

    /// The fields of a struct.
    pub(crate) fn of_struct(context: Context<'a>, id: TypeId, of: &'a Struct) -> Self {
        let members = &context.names.of_type(id).members;
        let inputs = of.fields.iter().zip(members).map(|(field, member)| {
            let fixed = context.api.derived.constant(id, field);
            let fixed = fixed.filter(|value| is_written(context, &field.ty, value));
            field_input(field, member, fixed)
        });
        Self {
            inputs: inputs.collect(),
        }
    }

    /// The parts of a form.
    pub(crate) fn of_form(context: Context<'a>, id: TypeId, form: &'a Multipart) -> Self {
        let members = &context.names.of_type(id).members;
        let parts = form.parts.iter().zip(members);
        Self {
            inputs: parts
                .map(|(part, member)| field_input(&part.field, member, None))
                .collect(),
        }
    }

    /// Whether `new` has arguments.
    pub(crate) fn has_arguments(&self) -> bool {
        self.inputs.iter().any(Input::is_argument)
    }

    /// Whether every field is absent in a new value.
    pub(crate) fn is_empty_by_default(&self) -> bool {
        let is_absent = |input: &Input<'_>| input.initial == Initial::Absent;
        self.inputs.iter().all(is_absent)
    }
}

impl Input<'_> {
    /// Whether `new` takes it.
    pub(crate) fn is_argument(&self) -> bool {
        self.initial == Initial::Argument
    }

    /// Whether the field always has a value, or null.
    pub(crate) fn is_required(&self) -> bool {
        is_required(self.presence)
    }
}

/// What was written for arguments, in the order in which `new` takes them.
pub(crate) fn in_order<T>(mut arguments: Vec<(Input<'_>, T)>) -> Vec<T> {
    arguments.sort_by_key(|(input, _)| input.position);
    arguments.into_iter().map(|(_, written)| written).collect()
}

fn parameter_input<'a>(
    context: Context<'a>,
    parameter: &'a Parameter,
    member: &'a MemberName,
) -> Input<'a> {
    let (presence, inner) = parameter_presence(&parameter.ty, parameter.required);
    let is_path = parameter.location == ParameterLocation::Path;
    let default = parameter.default.as_ref().filter(|default| {
        presence == Presence::Required && !is_path && is_written(context, inner, default)
    });
    let initial = match default {
        Some(default) => Initial::Value(default),
        None if is_required(presence) => Initial::Argument,
        None => Initial::Absent,
    };
    Input {
        member,
        ty: InputType::Plain(inner),
        presence,
        initial,
        has_setter: initial != Initial::Argument,
        position: if is_path {
            Position::Path
        } else {
            Position::Field
        },
    }
}

fn body_input<'a>(operation: &'a Operation, name: &'a OperationName) -> Option<Input<'a>> {
    let body = operation.bodies.first()?;
    let required = operation.body_required;
    let (presence, ty) = match &name.bodies {
        Some(bodies) if required => (Presence::Required, InputType::Bodies(bodies)),
        Some(bodies) => (Presence::Optional, InputType::Bodies(bodies)),
        None => {
            let (presence, inner) = parameter_presence(&body.ty, required);
            (presence, InputType::Plain(inner))
        }
    };
    Some(Input {
        member: &name.body,
        ty,
        presence,
        initial: if required {
            Initial::Argument
        } else {
            Initial::Absent
        },
        has_setter: !required,
        position: Position::Body,
    })
}

fn field_input<'a>(
    field: &'a Field,
    member: &'a MemberName,
    fixed: Option<&'a Constant>,
) -> Input<'a> {
    let is_required = is_required(field.presence);
    let initial = match fixed {
        Some(value) => Initial::Value(value),
        None if is_required => Initial::Argument,
        None => Initial::Absent,
    };
    Input {
        member,
        ty: InputType::Plain(&field.ty),
        presence: field.presence,
        initial,
        has_setter: !is_required && !field.access.read_only,
        position: Position::Field,
    }
}

fn is_required(presence: Presence) -> bool {
    matches!(presence, Presence::Required | Presence::Nullable)
}

/// Whether a constant can be written as an expression of a type.
fn is_written(context: Context<'_>, ty: &Type, value: &Constant) -> bool {
    let scope = Scope::outside(context, context.options.root());
    constant(&scope, ty, value).is_some()
}
