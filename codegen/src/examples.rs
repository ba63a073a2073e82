//! Example values of parameters and bodies: the document's, else synthesized from the schema.

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostics;
use crate::document::{At, Kind};
use crate::json_types::JsonTypes;
use crate::resolve::follow;
use crate::schema::{Merged, SchemaIndex, is_null, json_type};

/// Maximum nesting of a synthesized value; what is optional ends earlier.
const MAX_DEPTH: usize = 12;

/// Maximum number of values in a synthesized one.
const MAX_VALUES: usize = 500;

/// The values of `example` and `examples` of a parameter or a media type.
pub(crate) fn declared<'d>(at: At<'d>, diagnostics: &mut Diagnostics) -> Vec<At<'d>> {
    let mut found: Vec<At<'d>> = at.get("example").into_iter().collect();
    for (_, example) in at.get("examples").into_iter().flat_map(At::entries) {
        let Some(example) = follow(example, diagnostics) else {
            continue;
        };
        found.extend(example.get("value").or_else(|| example.get("dataValue")));
    }
    found
}

/// The example of a parameter.
pub(crate) fn of_parameter<'d>(
    schemas: &SchemaIndex<'d>,
    declared: &[At<'d>],
    schema: Option<At<'d>>,
) -> Value {
    match (declared.first(), schema) {
        (Some(value), _) => value.to_json(),
        (None, Some(schema)) => synthesize(schemas, schema),
        (None, None) => json!("text"),
    }
}

/// The example of a body.
pub(crate) fn of_body<'d>(
    schemas: &SchemaIndex<'d>,
    declared: &[At<'d>],
    schema: Option<At<'d>>,
) -> Value {
    let own = || schema.and_then(|schema| schema.get("example"));
    match (declared.first().copied().or_else(own), schema) {
        (Some(value), _) => value.to_json(),
        (None, Some(schema)) => synthesize(schemas, schema),
        (None, None) => Value::Null,
    }
}

/// A small value that fits a schema.
fn synthesize<'d>(schemas: &SchemaIndex<'d>, schema: At<'d>) -> Value {
    let values_left = MAX_VALUES;
    Synthesis {
        schemas,
        values_left,
    }
    .value(schema, 0)
}

struct Synthesis<'a, 'd> {
    schemas: &'a SchemaIndex<'d>,
    values_left: usize,
}

impl<'d> Synthesis<'_, 'd> {
    fn value(&mut self, at: At<'d>, depth: usize) -> Value {
        self.values_left = self.values_left.saturating_sub(1);
        if depth > MAX_DEPTH || self.values_left == 0 {
            return Value::Null;
        }
        let merged = self.schemas.merge(at);
        if let Some(value) = stated(&merged) {
            return value.to_json();
        }
        if let Some(alternatives) = merged.alternatives.first()
            && merged.properties.is_empty()
        {
            let mut members = alternatives.members.items();
            if let Some(member) = members.find(|member| !is_null(*member)) {
                return self.value(member, depth + 1);
            }
        }
        self.of_type(&merged, depth)
    }

    /// A value of the types that a schema admits.
    fn of_type(&mut self, merged: &Merged<'d>, depth: usize) -> Value {
        let types = merged.types.unwrap_or_default();
        if types.contains(JsonTypes::OBJECT) || merged.is_object_like() {
            let required = merged.required.iter();
            let entries = required.map(|key| {
                let schemas = merged.properties.get(key);
                let schema = schemas.and_then(|schemas| schemas.first()).copied();
                let value =
                    schema.map_or_else(|| json!("text"), |schema| self.value(schema, depth + 1));
                ((*key).to_owned(), value)
            });
            return Value::Object(entries.collect::<Map<String, Value>>());
        }
        if types.contains(JsonTypes::ARRAY) || !merged.items.is_empty() {
            let item = merged.items.first().copied();
            let item = item.map(|item| self.value(item, depth + 1));
            return Value::Array(item.into_iter().collect());
        }
        if types.contains(JsonTypes::STRING) {
            return Value::String(text(merged).to_owned());
        }
        if types.intersects(JsonTypes::NUMBER) {
            let minimum = merged.keyword("minimum").and_then(At::integer);
            let minimum = minimum.and_then(|minimum| i64::try_from(minimum).ok());
            return json!(minimum.map_or(1, |minimum| minimum.max(1)));
        }
        if types.contains(JsonTypes::BOOLEAN) {
            json!(true)
        } else {
            json!("text")
        }
    }
}

/// The value that a schema states: an example, its default, or a value that it lists.
fn stated<'d>(merged: &Merged<'d>) -> Option<At<'d>> {
    for key in ["example", "default", "const"] {
        if let Some(value) = merged.keyword(key)
            && (key == "const" || is_plausible(merged, value))
        {
            return Some(value);
        }
    }
    let examples = merged.keyword("examples");
    let example = examples.and_then(|examples| examples.items().next());
    let listed = || {
        let mut values = merged.values.iter().flatten();
        values.find(|value| !value.is_null()).copied()
    };
    example.or_else(listed)
}

/// Whether an example has at least a type that the schema admits.
fn is_plausible(merged: &Merged<'_>, value: At<'_>) -> bool {
    let Some(types) = merged.types else {
        return true;
    };
    let is_complete = match value.kind() {
        Kind::List => merged.items.is_empty(),
        Kind::Map => merged.required.iter().all(|key| value.has(key)),
        Kind::Null => false,
        Kind::Bool | Kind::Integer | Kind::Float | Kind::String => true,
    };
    is_complete && types.contains(json_type(value))
}

/// A text of the format that a schema names.
fn text(merged: &Merged<'_>) -> &'static str {
    match merged.text("format") {
        Some("date-time") => "2026-01-02T03:04:05Z",
        Some("date") => "2026-01-02",
        Some("time") => "03:04:05Z",
        Some("duration") => "PT1H",
        Some("uuid") => "123e4567-e89b-12d3-a456-426614174000",
        Some("uri" | "url") => "https://example.com/",
        Some("email") => "person@example.com",
        Some("ipv4" | "ip") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("byte") => "dGV4dA==",
        Some("decimal") => "1.5",
        Some("int64" | "uint64") => "1",
        _ => "text",
    }
}
