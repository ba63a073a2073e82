//! Whether a value fits a schema.

use openapiv3::{ReferenceOr, Schema, SchemaKind};
use serde_json::Value;

use super::Spec;
use super::view::{Kind, Rest, View};

/// Whether the value fits all of the schemas. Bounds, patterns and formats are not looked at.
pub fn fits(spec: &Spec, schemas: &[&Schema], value: &Value) -> bool {
    if value.is_null() {
        return schemas.iter().all(|schema| allows_null(spec, schema));
    }
    View::new(spec, schemas)
        .alternatives(spec)
        .iter()
        .any(|view| fits_view(spec, view, value))
}

/// Whether the value fits the view, whose unions have been taken apart.
pub fn fits_view(spec: &Spec, view: &View<'_>, value: &Value) -> bool {
    let Some(kind) = Kind::of(value) else {
        return false;
    };
    if !view.allows(kind)
        || view
            .choices
            .as_ref()
            .is_some_and(|choices| !choices.contains(value))
    {
        return false;
    }
    match value {
        Value::Array(items) => {
            view.items.is_empty() || items.iter().all(|item| fits(spec, &view.items, item))
        }
        Value::Object(members) => {
            let tagged = view.tags.iter().all(|(key, tags)| {
                members
                    .get(*key)
                    .and_then(Value::as_str)
                    .is_some_and(|tag| tags.iter().any(|known| known == tag))
            });
            tagged
                && view.required.iter().all(|key| members.contains_key(*key))
                && members.iter().all(|(key, value)| {
                    match (view.properties.get(key.as_str()), &view.rest) {
                        (Some(schemas), _) => fits(spec, schemas, value),
                        (None, Rest::Schema(schema)) => fits(spec, &[schema], value),
                        (None, Rest::Closed) => false,
                        (None, Rest::Any | Rest::Unsaid) => true,
                    }
                })
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// Whether a schema allows null.
///
/// `nullable` beside `allOf` is read as it is meant, although the members alone would refuse null.
pub fn allows_null(spec: &Spec, schema: &Schema) -> bool {
    let all = |list: &[ReferenceOr<Schema>]| {
        list.iter().all(|schema| {
            spec.schema(schema)
                .is_some_and(|schema| allows_null(spec, schema))
        })
    };
    let any = |list: &[ReferenceOr<Schema>]| {
        list.iter().any(|schema| {
            spec.schema(schema)
                .is_some_and(|schema| allows_null(spec, schema))
        })
    };
    schema.schema_data.nullable
        || match &schema.schema_kind {
            SchemaKind::Type(_) => false,
            SchemaKind::Not { .. } => true,
            SchemaKind::AllOf { all_of } => all(all_of),
            SchemaKind::OneOf { one_of } => any(one_of),
            SchemaKind::AnyOf { any_of } => any(any_of),
            SchemaKind::Any(schema) => {
                schema.typ.is_none()
                    && (schema.enumeration.is_empty() || schema.enumeration.contains(&Value::Null))
                    && all(&schema.all_of)
                    && (schema.one_of.is_empty() || any(&schema.one_of))
                    && (schema.any_of.is_empty() || any(&schema.any_of))
                    // Properties without a type are those of an object.
                    && schema.properties.is_empty()
                    && schema.items.is_none()
            }
        }
}
