//! What a schema declares, apart from any value.

use std::collections::HashSet;

use serde_json::Value;
use signon_codegen::internal::ir::Status;

use super::freedom::says;
use super::{Oracle, branches};

impl Oracle {
    /// All schemas that have a say where this one stands: conjuncts and branches, at any depth.
    pub(crate) fn everything<'d>(&'d self, schema: &'d Value) -> Vec<&'d Value> {
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

    /// What these schemas say of their items or members.
    pub(crate) fn below<'d>(&'d self, schemas: &[&'d Value], keys: &[&str]) -> Vec<&'d Value> {
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

    /// Whether the schema tells what a value is made of: anything but free-form JSON.
    pub(crate) fn types(&self, schema: &Value) -> bool {
        self.types_at(schema, &mut Vec::new())
    }

    fn types_at(&self, schema: &Value, above: &mut Vec<*const Value>) -> bool {
        if above.contains(&std::ptr::from_ref(schema)) {
            return false;
        }
        above.push(std::ptr::from_ref(schema));
        let typed = self.conjuncts(schema).into_iter().any(|part| {
            let mut members = branches(part).peekable();
            tells(part)
                || (members.peek().is_some() && members.all(|member| self.types_at(member, above)))
        });
        above.pop();
        typed
    }

    /// The schema of a parameter of an operation.
    pub(crate) fn parameter_schema(
        &self,
        operation: &str,
        place: &str,
        key: &str,
    ) -> Option<&Value> {
        let (path, _) = operation.rsplit_once('/')?;
        let lists = [operation, path]
            .into_iter()
            .filter_map(|owner| self.at(owner)?.get("parameters")?.as_array());
        let parameter = lists
            .flatten()
            .map(|parameter| self.target(parameter))
            .find(|parameter| {
                parameter.get("name").and_then(Value::as_str) == Some(key)
                    && parameter.get("in").and_then(Value::as_str) == Some(place)
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
    pub(crate) fn body_schema(&self, operation: &str, media: &str) -> Option<&Value> {
        self.media_schema(self.at(operation)?.get("requestBody")?, media)
    }

    /// The schema of a response.
    pub(crate) fn response_schema(
        &self,
        operation: &str,
        status: Status,
        media: &str,
    ) -> Option<&Value> {
        let responses = self.at(operation)?.get("responses")?;
        let response = match status {
            Status::Code(code) => responses.get(code.to_string()),
            Status::Range(digit) => responses
                .get(format!("{digit}XX"))
                .or_else(|| responses.get(format!("{digit}xx"))),
            Status::Default => responses.get("default"),
        };
        self.media_schema(response?, media)
    }

    fn media_schema<'d>(&'d self, owner: &'d Value, media: &str) -> Option<&'d Value> {
        let content = self.target(owner).get("content")?.as_object()?;
        let exact = content.iter().find(|(key, _)| key.as_str() == media);
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

    /// What a reference object leads to, or the value itself.
    fn target<'d>(&'d self, value: &'d Value) -> &'d Value {
        match value
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| self.follow(reference))
        {
            Some(target) => target,
            None => value,
        }
    }
}

/// Whether the schema by itself, without what it combines, tells what a value is made of.
fn tells(schema: &Value) -> bool {
    let some = |key: &str| {
        schema
            .get(key)
            .is_some_and(|value| value.as_object().is_some_and(|map| !map.is_empty()))
    };
    let members = || {
        some("properties")
            || schema.get("additionalProperties").is_some_and(says)
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
        _ => return members() || schema.get("items").is_some_and(says),
    };
    match kinds.as_slice() {
        [] | ["null"] => false,
        ["object"] => members(),
        kinds => kinds.len() < 4,
    }
}
