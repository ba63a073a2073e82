//! The schemas of types that have a name.

use serde_json::{Value, json};

use super::{Schemas, Side, constant_value, is_required};
use crate::catalog::object::Object;
use crate::ir::{DiscriminatedMember, DiscriminatedUnion, Enum, EnumRepr, Shape, Type};

impl Schemas<'_> {
    pub(super) fn shape(&mut self, shape: &Shape, side: Side) -> Value {
        match shape {
            Shape::Struct(of) => self.object(of, side).into(),
            Shape::Multipart(form) => self.multipart(form, side).into(),
            Shape::Enum(values) => enumerated(values, side),
            Shape::DiscriminatedUnion(union) => self.discriminated(union, side),
            Shape::UntaggedUnion(members) => {
                let members: Vec<Value> = members
                    .iter()
                    .map(|member| self.schema(&member.ty, side))
                    .collect();
                any_of(members)
            }
            Shape::Alias(ty) | Shape::Newtype(ty) => self.schema(ty, side),
        }
    }

    fn discriminated(&mut self, union: &DiscriminatedUnion, side: Side) -> Value {
        let members: Vec<Value> = union
            .members
            .iter()
            .map(|member| self.member(&union.tag, member, side))
            .collect();
        any_of(members)
    }

    /// A member of a discriminated union, with the tags that mean it.
    fn member(&mut self, tag: &str, member: &DiscriminatedMember, side: Side) -> Value {
        let schema = self.schema(&member.ty, side);
        if member.tags.is_empty() || self.says_its_tag(tag, member) {
            return schema;
        }
        // A tag that is written as text may be another scalar on the wire.
        let text = member.tags.iter().map(|tag| Value::from(tag.as_str()));
        let scalars = member.tags.iter().filter_map(|tag| {
            let value: Value = serde_json::from_str(tag).ok()?;
            (value.is_boolean() || value.is_number()).then_some(value)
        });
        let values: Vec<Value> = text.chain(scalars).collect();
        let tags = json!({
            "properties": {tag: {"enum": values}},
            "required": [tag],
        });
        json!({"allOf": [schema, tags]})
    }
}

impl Schemas<'_> {
    /// Whether the schema of a member alone says that the tag is there, and which one it is.
    fn says_its_tag(&self, tag: &str, member: &DiscriminatedMember) -> bool {
        let Type::Named(id) = self.api.resolve(&member.ty) else {
            return false;
        };
        let Shape::Struct(of) = &self.api.type_def(*id).shape else {
            return false;
        };
        let mut fields = of.fields.iter();
        fields.any(|field| field.key == tag && field.constant.is_some() && is_required(field))
    }
}

/// One of several schemas.
fn any_of(mut members: Vec<Value>) -> Value {
    if members.len() == 1 {
        return members.pop().unwrap_or_default();
    }
    json!({"anyOf": members})
}

/// One of these values. They are examples where others are allowed: in output, and beside any string, unless the enum is closed.
fn enumerated(values: &Enum, side: Side) -> Value {
    let listed: Vec<Value> = values
        .values
        .iter()
        .map(|each| constant_value(&each.value))
        .collect();
    let key = match side {
        Side::Input | Side::Output if values.closed => "enum",
        Side::Input if !values.any_string => "enum",
        Side::Input | Side::Output => "examples",
    };
    let object = match values.repr {
        EnumRepr::String => Object::new().put("type", "string"),
        EnumRepr::Integer => Object::new().put("type", "integer"),
        EnumRepr::Scalar => Object::new(),
    };
    let titles = titles(values).filter(|_| side == Side::Input && key == "enum");
    let titles_key = if values.enum_names {
        "enumNames"
    } else {
        "x-enum-titles"
    };
    let object = object.put(key, listed).put_some(titles_key, titles);
    object.into()
}

/// The titles of the values, in their order; none if no value has one. A value without a title is its own.
fn titles(values: &Enum) -> Option<Value> {
    if values.values.iter().all(|each| each.title.is_none()) {
        return None;
    }
    let titles = values.values.iter().map(|each| match &each.title {
        Some(title) => title.clone(),
        None => each.value.to_string(),
    });
    Some(titles.collect::<Vec<_>>().into())
}
