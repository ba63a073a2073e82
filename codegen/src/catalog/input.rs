//! Which arguments an operation has, and what they are called.

use crate::catalog::schema::{Side, is_required, is_sent};
use crate::emit::{self, Context, Initial};
use crate::ir::{
    Body, BodyEncoding, Constant, Field, Operation, OperationId, Parameter, ParameterLocation,
    PropertyEncoding, SchemeKind, Shape, Type,
};
use crate::name::CallArguments;

/// What the parameters and the body of an operation are to a caller of the catalog.
pub(super) struct Input<'a> {
    /// The outcome of each parameter.
    pub(super) parameters: Vec<Role<'a>>,
    /// The body, in the media type that is sent.
    pub(super) body: Option<BodyInput<'a>>,
}

/// The outcome of a parameter.
pub(super) enum Role<'a> {
    /// An argument of this name.
    Argument {
        name: String,
        /// What is sent where it is left out.
        start: Option<&'a Constant>,
    },
    /// The document fixes its value.
    Fixed(Constant),
    /// The client writes it by itself: a credential, or an idempotency key.
    Client,
}

/// The body of an operation.
pub(super) struct BodyInput<'a> {
    pub(super) body: &'a Body,
    pub(super) form: BodyForm<'a>,
}

/// How a body is given.
pub(super) enum BodyForm<'a> {
    /// As one argument.
    Whole(String),
    /// As an argument for each property or part, in their order.
    Fields(Vec<(String, BodyMember<'a>)>),
}

/// A property or a part of a body.
#[derive(Clone, Copy)]
pub(super) struct BodyMember<'a> {
    pub(super) field: &'a Field,
    /// For a part: how it is written.
    pub(super) part: Option<&'a PropertyEncoding>,
}

impl<'a> Input<'a> {
    /// Plans the arguments of an operation.
    pub(super) fn of(context: Context<'a>, id: OperationId, operation: &'a Operation) -> Self {
        let name = context.names.of_operation(id);
        let mut names = CallArguments::default();
        let body = operation.bodies.first().map(|body| BodyInput {
            body,
            form: match members(context, operation, body) {
                Some(members) => BodyForm::Fields(
                    members
                        .into_iter()
                        .map(|member| (names.take(&member.field.key, "body"), member))
                        .collect(),
                ),
                None => BodyForm::Whole(names.take("body", "body")),
            },
        });
        let parameters = operation.parameters.iter().zip(&name.parameters);
        let parameters = parameters.map(|(parameter, member)| {
            let input = emit::Input::of_parameter(context, parameter, member);
            role(context, operation, parameter, &input, &mut names)
        });
        let parameters = parameters.collect();
        Self { parameters, body }
    }

    /// The name of the argument that a parameter is.
    pub(super) fn name_of_parameter(&self, index: usize) -> Option<&str> {
        match self.parameters.get(index)? {
            Role::Argument { name, .. } => Some(name),
            Role::Fixed(_) | Role::Client => None,
        }
    }
}

fn role<'a>(
    context: Context<'a>,
    operation: &Operation,
    parameter: &'a Parameter,
    input: &emit::Input<'a>,
    names: &mut CallArguments,
) -> Role<'a> {
    if is_credential(context, parameter) || is_idempotency_key(operation, parameter) {
        return Role::Client;
    }
    let start = match input.initial {
        Initial::Value(value) => Some(value),
        Initial::Argument | Initial::Absent => None,
    };
    if parameter.location == ParameterLocation::Header && input.is_required() {
        let only = only_value(context, &parameter.ty);
        if let Some(value) = start.cloned().or(only) {
            return Role::Fixed(value);
        }
    }
    let place = match parameter.location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
        ParameterLocation::Cookie => "cookie",
    };
    Role::Argument {
        name: names.take(&parameter.key, place),
        start,
    }
}

/// The value of a type that has one only.
fn only_value(context: Context<'_>, ty: &Type) -> Option<Constant> {
    let Shape::Enum(values) = shape(context, ty)? else {
        return None;
    };
    match values.values.as_slice() {
        [only] => Some(only.value.clone()),
        _ => None,
    }
}

/// Whether a parameter is what a security scheme sends.
fn is_credential(context: Context<'_>, parameter: &Parameter) -> bool {
    let secret_header = parameter.location == ParameterLocation::Header
        && matches!(context.api.resolve(&parameter.ty), Type::Secret);
    secret_header
        || context
            .api
            .schemes
            .iter()
            .any(|scheme| match (&scheme.kind, parameter.location) {
                (SchemeKind::ApiKeyHeader(key), ParameterLocation::Header) => {
                    key.eq_ignore_ascii_case(&parameter.key)
                }
                (SchemeKind::ApiKeyQuery(key), ParameterLocation::Query)
                | (SchemeKind::ApiKeyCookie(key), ParameterLocation::Cookie) => {
                    *key == parameter.key
                }
                _ => false,
            })
}

fn is_idempotency_key(operation: &Operation, parameter: &Parameter) -> bool {
    let header = operation.idempotency_header.as_ref();
    parameter.location == ParameterLocation::Header
        && header.is_some_and(|header| header.eq_ignore_ascii_case(&parameter.key))
}

/// The properties or parts that a body is made of; none where it is one argument: where it is not an object, where the
/// document declares further properties, or where leaving all of them out would not be leaving the body out.
fn members<'a>(
    context: Context<'a>,
    operation: &Operation,
    body: &'a Body,
) -> Option<Vec<BodyMember<'a>>> {
    let members: Vec<BodyMember<'a>> = match (&body.encoding, shape(context, &body.ty)?) {
        (BodyEncoding::Json | BodyEncoding::Form(_), Shape::Struct(of)) => {
            if of.rest.is_some() || of.fields.is_empty() {
                return None;
            }
            let fields = of.fields.iter();
            fields
                .map(|field| BodyMember { field, part: None })
                .collect()
        }
        (BodyEncoding::Multipart, Shape::Multipart(form)) => form
            .parts
            .iter()
            .map(|part| BodyMember {
                field: &part.field,
                part: Some(&part.encoding),
            })
            .collect(),
        _ => return None,
    };
    let sent: Vec<BodyMember<'a>> = members
        .into_iter()
        .filter(|member| is_sent(member.field, Side::Input))
        .collect();
    let may_be_empty = sent.iter().all(|member| !is_required(member.field));
    (operation.body_required || may_be_empty).then_some(sent)
}

/// The shape of a type with a name.
fn shape<'a>(context: Context<'a>, ty: &'a Type) -> Option<&'a Shape> {
    let Type::Named(id) = context.api.resolve(ty) else {
        return None;
    };
    Some(&context.api.type_def(*id).shape)
}
