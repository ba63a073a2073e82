//! Arguments, and the schema of all of them.

use serde_json::{Value, json};

use super::documentation::of_value;
use super::input::{BodyForm, BodyInput, BodyMember, Input, Role};
use super::object::Object;
use super::schema::{Schemas, Side, annotated, constant_value, is_required};
use super::style;
use crate::ir::{BodyEncoding, Constant, Operation, Parameter, ParameterLocation, Style};

/// What callers give: the arguments, what is fixed, and the schema.
#[derive(Default)]
pub(super) struct Arguments {
    pub(super) entries: Vec<Value>,
    pub(super) fixed: Vec<Value>,
    properties: Object,
    required: Vec<Value>,
}

/// The arguments of an operation.
pub(super) fn arguments(
    schemas: &mut Schemas<'_>,
    operation: &Operation,
    input: &Input<'_>,
) -> Arguments {
    let mut arguments = Arguments::default();
    for (parameter, role) in operation.parameters.iter().zip(&input.parameters) {
        match role {
            Role::Argument { name, start } => {
                arguments.add_parameter(schemas, parameter, name, *start);
            }
            Role::Fixed(value) => arguments.fixed.push(
                entry(location(parameter), &parameter.key, &parameter.style)
                    .put("value", constant_value(value))
                    .into(),
            ),
            Role::Client => {}
        }
    }
    if let Some(body) = &input.body {
        arguments.add_body(schemas, operation, body);
    }
    arguments
}

impl Arguments {
    /// The schema of all arguments.
    pub(super) fn schema(&self) -> Value {
        Object::new()
            .put("type", "object")
            .put("properties", Value::from(self.properties.clone()))
            .put_list("required", self.required.clone())
            .put("additionalProperties", false)
            .into()
    }

    fn add(&mut self, name: &str, entry: Object, schema: Value, required: bool) {
        let is_secret = schema
            .get("format")
            .is_some_and(|format| format == "password");
        let entry = entry
            .put("name", name)
            .put_true("required", required)
            .put_true("secret", is_secret);
        self.entries.push(entry.into());
        let properties = std::mem::take(&mut self.properties);
        self.properties = properties.put(name, schema);
        if required {
            self.required.push(Value::from(name));
        }
    }

    fn add_parameter(
        &mut self,
        schemas: &mut Schemas<'_>,
        parameter: &Parameter,
        name: &str,
        start: Option<&Constant>,
    ) {
        let default = parameter.default.as_ref().map(constant_value);
        let schema = annotated(
            schemas.schema(&parameter.ty, Side::Input),
            of_value(&parameter.doc),
            default,
            parameter.doc.deprecated,
        );
        let entry = entry(location(parameter), &parameter.key, &parameter.style)
            .put_some("default", start.map(constant_value));
        self.add(name, entry, schema, parameter.required && start.is_none());
    }

    fn add_body(
        &mut self,
        schemas: &mut Schemas<'_>,
        operation: &Operation,
        input: &BodyInput<'_>,
    ) {
        match &input.form {
            BodyForm::Whole(name) => {
                let schema = match &input.body.encoding {
                    // Callers give the text of the XML document.
                    BodyEncoding::Xml(_) => json!({"type": "string"}),
                    BodyEncoding::Json
                    | BodyEncoding::Form(_)
                    | BodyEncoding::Multipart
                    | BodyEncoding::Binary
                    | BodyEncoding::Text => schemas.schema(&input.body.ty, Side::Input),
                };
                let schema = annotated(schema, input.body.description.clone(), None, false);
                let entry = Object::new().put("in", "body");
                self.add(name, entry, schema, operation.body_required);
            }
            BodyForm::Fields(members) => {
                for (name, member) in members {
                    self.add_member(schemas, name, *member);
                }
            }
        }
    }

    /// Adds a property or a part of the body. One that has one value only need not be given.
    fn add_member(&mut self, schemas: &mut Schemas<'_>, name: &str, member: BodyMember<'_>) {
        let field = member.field;
        let location = if member.part.is_some() {
            "part"
        } else {
            "body_field"
        };
        let start = field.constant.as_ref().filter(|_| is_required(field));
        let entry = Object::new()
            .put("in", location)
            .put("wire_name", field.key.as_str())
            .put_some("default", start.map(constant_value));
        let schema = schemas.field(field, Side::Input);
        self.add(name, entry, schema, is_required(field) && start.is_none());
    }
}

/// Where a value goes, under which name, and how it is written.
fn entry(location: &str, key: &str, style: &Style) -> Object {
    Object::new()
        .put("in", location)
        .put("wire_name", key)
        .put("encoding", style::of_parameter(style))
}

fn location(parameter: &Parameter) -> &'static str {
    match (&parameter.style, parameter.location) {
        (Style::Querystring(_), _) => "querystring",
        (_, ParameterLocation::Path) => "path",
        (_, ParameterLocation::Query) => "query",
        (_, ParameterLocation::Header) => "header",
        (_, ParameterLocation::Cookie) => "cookie",
    }
}
