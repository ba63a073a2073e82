//! A call with the values that the document shows, and with values made from the schema where it shows none.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::input::{BodyForm, BodyInput, BodyMember, Input, Role};
use super::schema::is_required;
use crate::ir::{BodyEncoding, Operation, Type};

/// What a file holds of which the document shows nothing.
const CONTENT: &str = "content";

/// The arguments of a call; none where a body cannot be shown.
pub(super) fn example(operation: &Operation, input: &Input<'_>) -> Option<Value> {
    let mut arguments = Map::new();
    for (parameter, role) in operation.parameters.iter().zip(&input.parameters) {
        if let Role::Argument { name, .. } = role {
            arguments.insert(name.clone(), parameter.example.clone());
        }
    }
    if let Some(body) = &input.body {
        add_body(&mut arguments, body)?;
    }
    Some(json!({"arguments": arguments}))
}

fn add_body(arguments: &mut Map<String, Value>, input: &BodyInput<'_>) -> Option<()> {
    let shown = &input.body.example;
    match &input.form {
        BodyForm::Fields(members) => {
            for (name, member) in members {
                if let Some(value) = member_value(member, shown.get(&member.field.key)) {
                    arguments.insert(name.clone(), value);
                }
            }
        }
        BodyForm::Whole(name) => {
            let value = match &input.body.encoding {
                BodyEncoding::Binary => json!({"base64": STANDARD.encode(CONTENT)}),
                BodyEncoding::Text => shown.as_str().unwrap_or("text").into(),
                BodyEncoding::Multipart => json!({}),
                BodyEncoding::Json | BodyEncoding::Form(_) => shown.clone(),
                BodyEncoding::Xml(_) => return None,
            };
            arguments.insert(name.clone(), value);
        }
    }
    Some(())
}

/// The value of a property or a part.
fn member_value(member: &BodyMember<'_>, shown: Option<&Value>) -> Option<Value> {
    let ty = &member.field.ty;
    let file = || {
        let content = shown.and_then(Value::as_str).unwrap_or(CONTENT);
        json!({"base64": STANDARD.encode(content), "filename": "file.txt"})
    };
    if *ty == Type::File {
        return Some(file());
    }
    if *ty == Type::List(Box::new(Type::File)) {
        return Some(json!([file()]));
    }
    let needs_value = member.part.is_some() && is_required(member.field);
    match shown {
        Some(value) => Some(value.clone()),
        None => needs_value.then(|| Value::from("text")),
    }
}
