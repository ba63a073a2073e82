//! What a caller gives to make a value: the arguments of `new` in their order, and what has a setter.
//!
//! Emitters, examples, the catalog, mappings and test generation all read a [`Signature`], so that a call that one of
//! them writes is a call of what another one defines.

use super::constant::constant;
use super::types::parameter_presence;
use super::{Context, Scope};
use crate::ir::{
    Body, Constant, Field, Multipart, Operation, Parameter, ParameterLocation, Presence, Struct,
    Type, TypeId,
};
use crate::name::{EnumName, MemberName, OperationName};

/// The inputs of an operation, struct or form, in the order of its fields and of the arguments of `new`.
#[derive(Debug)]
pub struct Signature<'a> {
    /// The inputs.
    pub inputs: Vec<Input<'a>>,
}

/// A field, and how a caller gives its value.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// What the field and its setter are called.
    pub member: &'a MemberName,
    /// What it is in the document.
    pub origin: Origin<'a>,
    /// What the field holds when it is there.
    pub ty: InputType<'a>,
    /// Whether the value may be absent, null or both.
    pub presence: Presence,
    pub(crate) initial: Initial<'a>,
    /// Whether a method sets it: not what is required, nor what only the server sets.
    pub has_setter: bool,
}

/// What an input is in the document.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'a> {
    /// A parameter.
    Parameter(&'a Parameter),
    /// The body, or the preferred one of several.
    Body(&'a Body),
    /// A property of a struct, or a part of a form.
    Field(&'a Field),
}

/// What an input holds.
#[derive(Clone, Copy, Debug)]
pub enum InputType<'a> {
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

impl<'a> Signature<'a> {
    /// The parameters of the path, the other parameters, and the body.
    pub fn of_operation(
        context: Context<'a>,
        operation: &'a Operation,
        name: &'a OperationName,
    ) -> Self {
        let parameters = operation.parameters.iter().zip(&name.parameters);
        let (path, others): (Vec<_>, Vec<_>) =
            parameters.partition(|(parameter, _)| is_path(parameter));
        let parameters = path.into_iter().chain(others);
        let parameters =
            parameters.map(|(parameter, member)| Input::of_parameter(context, parameter, member));
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
    pub fn of_form(context: Context<'a>, id: TypeId, form: &'a Multipart) -> Self {
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

impl<'a> Input<'a> {
    /// A parameter of an operation.
    pub(crate) fn of_parameter(
        context: Context<'a>,
        parameter: &'a Parameter,
        member: &'a MemberName,
    ) -> Self {
        let (presence, inner) = parameter_presence(&parameter.ty, parameter.required);
        let default = parameter.default.as_ref().filter(|default| {
            presence == Presence::Required
                && !is_path(parameter)
                && is_written(context, inner, default)
        });
        let initial = match default {
            Some(default) => Initial::Value(default),
            None if is_required(presence) => Initial::Argument,
            None => Initial::Absent,
        };
        Self {
            member,
            origin: Origin::Parameter(parameter),
            ty: InputType::Plain(inner),
            presence,
            initial,
            has_setter: initial != Initial::Argument,
        }
    }

    /// Whether `new` takes it.
    pub fn is_argument(&self) -> bool {
        self.initial == Initial::Argument
    }

    /// Whether the field always has a value, or null.
    pub(crate) fn is_required(&self) -> bool {
        is_required(self.presence)
    }
}

fn is_path(parameter: &Parameter) -> bool {
    parameter.location == ParameterLocation::Path
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
        origin: Origin::Body(body),
        ty,
        presence,
        initial: if required {
            Initial::Argument
        } else {
            Initial::Absent
        },
        has_setter: !required,
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
        origin: Origin::Field(field),
        ty: InputType::Plain(&field.ty),
        presence: field.presence,
        initial,
        has_setter: !is_required && !field.access.read_only,
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
