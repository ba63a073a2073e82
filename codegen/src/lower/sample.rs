//! Values that a document shows, and values made from schemas where it shows none.

use serde_json::{Map, Value, json};

use super::Lower;
use super::merged::Merged;
use crate::document::{At, Kind};
use crate::ir::JsonTypes;
use crate::resolve::follow;

/// How deep a made value nests; what is optional ends earlier.
const MAX_DEPTH: usize = 12;

/// How many values one sample is made of at most.
const MAX_VALUES: usize = 500;

impl<'d> Lower<'_, 'd> {
    /// A value for a parameter.
    pub(super) fn parameter_example(&mut self, at: At<'d>, schema: Option<At<'d>>) -> Value {
        let content = at
            .get("content")
            .and_then(|content| content.entries().next());
        let mut shown = self.shown(at);
        if let Some((_, media)) = content {
            shown.extend(self.shown(media));
        }
        for (_, value) in &shown {
            if let Some(schema) = schema {
                self.example(*value, schema);
            }
        }
        match (shown.first(), schema) {
            (Some((_, value)), _) => value.to_json(),
            (None, Some(schema)) => self.made(schema),
            (None, None) => json!("text"),
        }
    }

    /// A value for a body: the first one that its media type shows, or one made from the schema.
    pub(super) fn body_example(&mut self, at: At<'d>, schema: Option<At<'d>>) -> Value {
        let shown = self.shown(at);
        let first = shown.first().map(|(_, value)| *value);
        match (first, schema) {
            (Some(value), _) => value.to_json(),
            (None, Some(schema)) => match schema.get("example") {
                Some(value) => value.to_json(),
                None => self.made(schema),
            },
            (None, None) => Value::Null,
        }
    }

    /// Looks at the values that a media type shows.
    pub(super) fn media_examples(&mut self, at: At<'d>, schema: Option<At<'d>>) {
        // Elsewhere an example may be text that only looks like the schema's values.
        let is_json = at.key().is_some_and(|media| super::media::is_json(&media));
        let Some(schema) = schema.filter(|_| is_json) else {
            return;
        };
        for (_, value) in self.shown(at) {
            self.example(value, schema);
        }
    }

    /// `example` and `examples`.
    fn shown(&mut self, at: At<'d>) -> Vec<(String, At<'d>)> {
        let mut shown: Vec<(String, At<'d>)> = Vec::new();
        shown.extend(
            at.get("example")
                .map(|example| ("example".to_owned(), example)),
        );
        for (name, example) in at.get("examples").into_iter().flat_map(At::entries) {
            let Some(example) = follow(example, self.diagnostics) else {
                continue;
            };
            let value = example.get("value").or_else(|| example.get("dataValue"));
            shown.extend(value.map(|value| (name.to_owned(), value)));
        }
        shown
    }

    /// A small value that fits a schema.
    fn made(&mut self, schema: At<'d>) -> Value {
        self.samples_left = MAX_VALUES;
        self.sample(schema, 0)
    }

    fn sample(&mut self, at: At<'d>, depth: usize) -> Value {
        self.samples_left = self.samples_left.saturating_sub(1);
        if depth > MAX_DEPTH || self.samples_left == 0 {
            return Value::Null;
        }
        let merged = self.merge(at);
        for key in ["example", "default", "const"] {
            if let Some(value) = merged.keyword(key)
                && (key == "const" || self.plausible(&merged, value))
            {
                return value.to_json();
            }
        }
        if let Some(value) = merged
            .keyword("examples")
            .and_then(|examples| examples.items().next())
        {
            return value.to_json();
        }
        if let Some(value) = merged
            .values
            .as_ref()
            .and_then(|values| values.iter().find(|value| !value.is_null()))
        {
            return value.to_json();
        }
        if let Some(alternatives) = merged.alternatives.first()
            && merged.properties.is_empty()
        {
            let members: Vec<At<'d>> = alternatives.members.items().collect();
            if let Some(member) = members
                .into_iter()
                .find(|member| !super::nullable::is_null(*member))
            {
                return self.sample(member, depth + 1);
            }
        }
        self.sample_of(&merged, depth)
    }

    /// Whether an example is at least of the right kind.
    #[expect(clippy::unused_self, reason = "reads like the other samples")]
    fn plausible(&self, merged: &Merged<'d>, value: At<'d>) -> bool {
        let Some(kinds) = merged.kinds else {
            return true;
        };
        match value.kind() {
            Kind::Null => false,
            Kind::Bool => kinds.contains(JsonTypes::BOOLEAN),
            Kind::Integer => kinds.contains(JsonTypes::INTEGER),
            Kind::Float => kinds.contains(JsonTypes::FRACTION),
            Kind::String => kinds.contains(JsonTypes::STRING),
            Kind::List => kinds.contains(JsonTypes::ARRAY) && merged.items.is_empty(),
            Kind::Map => {
                kinds.contains(JsonTypes::OBJECT)
                    && merged.required.iter().all(|key| value.has(key))
            }
        }
    }

    fn sample_of(&mut self, merged: &Merged<'d>, depth: usize) -> Value {
        let kinds = merged.kinds.unwrap_or_default();
        if kinds.contains(JsonTypes::OBJECT) || merged.is_object_like() {
            let mut object = Map::new();
            for key in &merged.required {
                let schema = merged
                    .properties
                    .get(key)
                    .and_then(|schemas| schemas.first())
                    .copied();
                let value =
                    schema.map_or_else(|| json!("text"), |schema| self.sample(schema, depth + 1));
                object.insert((*key).to_owned(), value);
            }
            return Value::Object(object);
        }
        if kinds.contains(JsonTypes::ARRAY) || !merged.items.is_empty() {
            let item = merged.items.first().copied();
            return Value::Array(
                item.map(|item| self.sample(item, depth + 1))
                    .into_iter()
                    .collect(),
            );
        }
        if kinds.contains(JsonTypes::STRING) {
            return Value::String(text(merged));
        }
        if kinds.intersects(JsonTypes::NUMBER) {
            let low = merged
                .keyword("minimum")
                .and_then(At::integer)
                .and_then(|low| i64::try_from(low).ok());
            return json!(low.map_or(1, |low| low.max(1)));
        }
        if kinds.contains(JsonTypes::BOOLEAN) {
            json!(true)
        } else {
            json!("text")
        }
    }
}

fn text(merged: &Merged<'_>) -> String {
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
    .to_owned()
}
