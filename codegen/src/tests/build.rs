//! Builders for small pieces of an IR.

use std::sync::Arc;

use crate::ir::{
    Api, Body, BodyEncoding, Constant, Content, Decoding, Doc, Effect, Enum, EnumRepr, EnumValue,
    Field, Group, GroupId, Module, Naming, Operation, Parameter, ParameterLocation, PlainStyle,
    Presence, RequiredScheme, Response, Scheme, SchemeKind, Server, Shape, Status, Struct, Style,
    StyleForm, Type, TypeDef,
};
use crate::source::Origin;
use serde_json::json;

/// Returns a location in the only document.
pub(crate) fn origin(pointer: &str) -> Origin {
    Origin {
        file: Arc::from("acme.yaml"),
        pointer: pointer.to_owned(),
    }
}

/// Returns an API with a group and a server.
pub(crate) fn api() -> Api {
    Api {
        provider: "acme".to_owned(),
        title: "Acme".to_owned(),
        servers: vec![Server {
            url: "https://api.acme.example".to_owned(),
            ..Server::default()
        }],
        schemes: vec![Scheme {
            key: "bearer".to_owned(),
            description: None,
            kind: SchemeKind::Bearer,
        }],
        security: vec![vec![RequiredScheme {
            key: "bearer".to_owned(),
            scopes: Vec::new(),
        }]],
        groups: vec![Group {
            key: "invoices".to_owned(),
            is_tag: true,
            description: None,
        }],
        ..Api::default()
    }
}

/// Returns a component type.
pub(crate) fn component(key: &str, shape: Shape) -> TypeDef {
    TypeDef {
        origin: origin(&format!("/components/schemas/{key}")),
        naming: Naming::Key(key.to_owned()),
        module: Module::Shared,
        doc: Doc::default(),
        shape,
        nullable: false,
    }
}

/// Returns an inline type of another type.
pub(crate) fn inline(naming: Naming, pointer: &str, shape: Shape) -> TypeDef {
    TypeDef {
        origin: origin(pointer),
        naming,
        ..component("", shape)
    }
}

/// Returns an enum of strings.
pub(crate) fn string_enum(values: &[&str]) -> Shape {
    let value = |value: &&str| EnumValue {
        value: Constant::String((*value).to_owned()),
        name: None,
        title: None,
        description: None,
    };
    let values = values.iter().map(value).collect();
    Shape::Enum(Enum::open(EnumRepr::String, values))
}

/// Returns a struct with fields.
pub(crate) fn structure(fields: &[(&str, Type, Presence)]) -> Shape {
    let field =
        |(key, ty, presence): &(&str, Type, Presence)| Field::bare(*key, ty.clone(), *presence);
    Shape::Struct(Struct {
        fields: fields.iter().map(field).collect(),
        ..Struct::default()
    })
}

/// Returns a query parameter.
pub(crate) fn query(key: &str, ty: Type, required: bool) -> Parameter {
    Parameter {
        key: key.to_owned(),
        rust_name: None,
        doc: Doc::default(),
        location: ParameterLocation::Query,
        style: Style::Plain(PlainStyle {
            form: StyleForm::Form,
            explode: true,
            allow_reserved: false,
        }),
        ty,
        required,
        default: None,
        example: json!("text"),
    }
}

/// Returns an operation without parameters, with an output.
pub(crate) fn operation(id: &str, output: Type) -> Operation {
    Operation {
        origin: origin(&format!("/paths/~1{id}/get")),
        id: id.to_owned(),
        rust_name: None,
        method: "GET".to_owned(),
        path: format!("/{id}"),
        group: GroupId(0),
        doc: Doc::default(),
        parameters: Vec::new(),
        bodies: Vec::new(),
        body_required: false,
        successes: vec![response(Status::Code(200), Some(output))],
        errors: Vec::new(),
        security: None,
        servers: None,
        renamed_from: Vec::new(),
        tool: None,
        rate_limits: Vec::new(),
        wrapper: None,
        pagination: None,
        retry: None,
        idempotency_header: None,
        effect: Effect::default(),
    }
}

/// Returns a response with a JSON body, or without a body.
pub(crate) fn response(status: Status, body: Option<Type>) -> Response {
    let content = |ty| Content {
        media: "application/json".to_owned(),
        decoding: Decoding::Json(ty),
    };
    Response {
        status,
        description: None,
        contents: body.map(content).into_iter().collect(),
        headers: Vec::new(),
    }
}

/// Returns a JSON body.
pub(crate) fn body(ty: Type) -> Body {
    Body {
        media: "application/json".to_owned(),
        encoding: BodyEncoding::Json,
        ty,
        description: None,
        example: serde_json::Value::Null,
    }
}
