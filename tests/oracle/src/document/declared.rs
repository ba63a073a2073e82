//! What a schema declares, apart from any value.

use std::collections::HashSet;

use serde_json::Value;

use super::free_form::declares_any;
use super::{Document, branches};

impl Document {
    /// All schemas that may hold where this one holds: conjuncts and branches, at any depth.
    pub fn everything<'d>(&'d self, schema: &'d Value) -> Vec<&'d Value> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let mut left = vec![schema];
        while let Some(schema) = left.pop() {
            for part in self.conjuncts(schema) {
                if seen.insert(std::ptr::from_ref(part)) {
                    found.push(part);
                    left.extend(branches(part));
                }
            }
        }
        found
    }

    /// What these schemas declare for their items or members.
    pub fn below<'d>(&'d self, schemas: &[&'d Value], keys: &[&str]) -> Vec<&'d Value> {
        let all = schemas.iter().flat_map(|schema| self.everything(schema));
        let values =
            all.flat_map(|part| keys.iter().filter_map(|key| Some((*key, part.get(*key)?))));
        let mut below = Vec::new();
        for (key, value) in values {
            match (key, value) {
                ("prefixItems", Value::Array(items)) => below.extend(items),
                ("patternProperties", Value::Object(patterns)) => below.extend(patterns.values()),
                (_, schema) => below.push(schema),
            }
        }
        below
    }

    /// Whether the schema declares what a value is made of: anything but free-form JSON.
    pub fn types(&self, schema: &Value) -> bool {
        self.types_at(schema, &mut Vec::new())
    }

    fn types_at(&self, schema: &Value, above: &mut Vec<*const Value>) -> bool {
        if above.contains(&std::ptr::from_ref(schema)) {
            return false;
        }
        above.push(std::ptr::from_ref(schema));
        let typed = self.conjuncts(schema).into_iter().any(|part| {
            let mut members = branches(part).peekable();
            declares(part)
                || (members.peek().is_some() && members.all(|member| self.types_at(member, above)))
        });
        above.pop();
        typed
    }

    /// The schema of a parameter of an operation.
    pub fn parameter_schema(&self, operation: &str, location: &str, key: &str) -> Option<&Value> {
        let (path, _) = operation.rsplit_once('/')?;
        let lists = [operation, path]
            .into_iter()
            .filter_map(|owner| self.at(owner)?.get("parameters")?.as_array());
        let parameter = lists
            .flatten()
            .filter_map(|parameter| self.resolve(parameter))
            .find(|parameter| {
                parameter.get("name").and_then(Value::as_str) == Some(key)
                    && parameter.get("in").and_then(Value::as_str) == Some(location)
            })?;
        let content = || {
            parameter
                .get("content")?
                .as_object()?
                .values()
                .next()?
                .get("schema")
        };
        parameter.get("schema").or_else(content)
    }

    /// The schema of a request body.
    pub fn body_schema(&self, operation: &str, media: &str) -> Option<&Value> {
        self.media_schema(self.at(operation)?.get("requestBody")?, media)
    }

    /// The schema of a response, by the spellings of its status.
    pub fn response_schema(
        &self,
        operation: &str,
        statuses: &[String],
        media: &str,
    ) -> Option<&Value> {
        let responses = self.at(operation)?.get("responses")?;
        let mut responses = statuses.iter().filter_map(|status| responses.get(status));
        self.media_schema(responses.next()?, media)
    }

    fn media_schema<'d>(&'d self, owner: &'d Value, media: &str) -> Option<&'d Value> {
        let content = self.resolve(owner)?.get("content")?.as_object()?;
        let exact = content.get_key_value(media);
        let bare = |key: &str| {
            key.split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase()
        };
        exact
            .or_else(|| content.iter().find(|(key, _)| bare(key) == bare(media)))?
            .1
            .get("schema")
    }
}

/// Whether the schema by itself, without what it combines, declares what a value is made of.
fn declares(schema: &Value) -> bool {
    let some = |key: &str| {
        schema
            .get(key)
            .is_some_and(|value| value.as_object().is_some_and(|map| !map.is_empty()))
    };
    let members = || {
        some("properties")
            || schema.get("additionalProperties").is_some_and(declares_any)
            || some("patternProperties")
    };
    if schema.get("enum").is_some() || schema.get("const").is_some() {
        return true;
    }
    let kinds: Vec<&str> = match schema.get("type") {
        Some(Value::String(kind)) => vec![kind.as_str()],
        Some(Value::Array(kinds)) => kinds
            .iter()
            .filter_map(Value::as_str)
            .filter(|kind| *kind != "null")
            .collect(),
        _ => return members() || schema.get("items").is_some_and(declares_any),
    };
    match kinds.as_slice() {
        [] | ["null"] => false,
        ["object"] => members(),
        kinds => kinds.len() < 4,
    }
}
