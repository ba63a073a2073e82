//! Whether a value is valid for a schema, judged by `jsonschema`.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::{Document, list};

/// The validators that were compiled, by the schema's text; none where `jsonschema` cannot compile it.
pub(super) type Validators = Mutex<HashMap<String, Option<Arc<Validator>>>>;

/// The kinds of JSON that `type` names.
const KINDS: [&str; 7] = [
    "null", "boolean", "integer", "number", "string", "array", "object",
];

impl Document {
    /// Whether the value is valid for the schema. `pattern` and `format` are not asserted, and a value of a `oneOf` may be
    /// valid for several of its members; a schema that `jsonschema` rejects allows everything.
    pub fn is_valid(&self, schema: &Value, value: &Value) -> bool {
        self.validator(schema)
            .is_none_or(|validator| validator.is_valid(value))
    }

    fn validator(&self, schema: &Value) -> Option<Arc<Validator>> {
        let key = schema.to_string();
        let mut validators = self
            .validators
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let compile = || {
            let schema = Translation::new(self).document(schema);
            jsonschema::draft202012::options()
                .build(&schema)
                .ok()
                .map(Arc::new)
        };
        validators.entry(key).or_insert_with(compile).clone()
    }
}

/// Schemas of OpenAPI as JSON Schema, with the targets of their references beside them.
struct Translation<'d> {
    document: &'d Document,
    /// The number of each reference.
    numbers: BTreeMap<&'d str, usize>,
    /// The references whose targets are not translated.
    pending: Vec<&'d str>,
}

impl<'d> Translation<'d> {
    const fn new(document: &'d Document) -> Self {
        Self {
            document,
            numbers: BTreeMap::new(),
            pending: Vec::new(),
        }
    }

    /// The schema, and all that it refers to.
    fn document(mut self, schema: &'d Value) -> Value {
        let schema = self.schema(schema);
        let mut targets = Map::new();
        while let Some(reference) = self.pending.pop() {
            let target = self.document.target(reference);
            let target = target.map_or(Value::Bool(true), |target| self.schema(target));
            let number = self.numbers.get(reference).copied().unwrap_or_default();
            targets.insert(number.to_string(), target);
        }
        json!({"allOf": [schema], "$defs": targets})
    }

    fn schema(&mut self, schema: &'d Value) -> Value {
        let Value::Object(_) = schema else {
            return Value::Bool(schema.as_bool().unwrap_or(true));
        };
        let mut conditions = Vec::new();
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let number = self.number(reference);
            let reference = json!({"$ref": format!("#/$defs/{number}")});
            if self.document.hides_siblings {
                return reference;
            }
            conditions.push(reference);
        }
        conditions.push(self.keywords(schema));
        conditions.extend(list(schema, "allOf").map(|part| self.schema(part)));
        for key in ["oneOf", "anyOf"] {
            let members: Vec<Value> = list(schema, key)
                .map(|member| self.member(schema, member))
                .collect();
            if !members.is_empty() {
                conditions.push(json!({"anyOf": members}));
            }
        }
        let all = json!({"allOf": conditions});
        // Beside `allOf` too, where by the letter the parts would have to allow null.
        if schema.get("nullable") == Some(&Value::Bool(true)) {
            return json!({"anyOf": [{"type": "null"}, all]});
        }
        all
    }

    fn number(&mut self, reference: &'d str) -> usize {
        let next = self.numbers.len();
        let number = *self.numbers.entry(reference).or_insert(next);
        if number == next {
            self.pending.push(reference);
        }
        number
    }

    /// A member of a union, with the values of the discriminator that select it.
    fn member(&mut self, union: &'d Value, member: &'d Value) -> Value {
        let translated = self.schema(member);
        let tags = Document::tags(union, member);
        match Document::discriminating_key(union) {
            Some(key) if !tags.is_empty() => {
                json!({"allOf": [translated, {"required": [key], "properties": {key: {"enum": tags}}}]})
            }
            _ => translated,
        }
    }

    /// The schema without what it combines; of each keyword, what it may hold by the standard.
    fn keywords(&mut self, schema: &'d Value) -> Value {
        let mut keywords = Map::new();
        for (key, value) in schema.as_object().into_iter().flatten() {
            let keyword = match key.as_str() {
                "type" => kinds(value),
                "enum" => value
                    .as_array()
                    .filter(|list| !list.is_empty())
                    .map(|_| value.clone()),
                "const" => Some(value.clone()),
                "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
                    value.as_f64().map(|_| value.clone())
                }
                "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
                | "maxProperties" => value.as_u64().map(Value::from),
                "required" => Some(required(value)),
                "properties" => Some(self.map(value)),
                "items" | "not" if value.is_object() => Some(self.schema(value)),
                "prefixItems" => value
                    .as_array()
                    .filter(|items| !items.is_empty())
                    .map(|items| items.iter().map(|item| self.schema(item)).collect()),
                "additionalProperties" | "unevaluatedProperties"
                    if schema.get("patternProperties").is_none() =>
                {
                    keywords
                        .entry("additionalProperties")
                        .or_insert(self.schema(value));
                    None
                }
                _ => None,
            };
            keywords.extend(keyword.map(|keyword| (key.clone(), keyword)));
        }
        exclusive(schema, "exclusiveMinimum", "minimum", &mut keywords);
        exclusive(schema, "exclusiveMaximum", "maximum", &mut keywords);
        Value::Object(keywords)
    }

    fn map(&mut self, schemas: &'d Value) -> Value {
        let schemas = schemas.as_object().into_iter().flatten();
        let schemas = schemas.map(|(key, schema)| (key.clone(), self.schema(schema)));
        Value::Object(schemas.collect())
    }
}

/// The kinds that a `type` names, if it names nothing else.
fn kinds(value: &Value) -> Option<Value> {
    let is_kind = |kind: &Value| kind.as_str().is_some_and(|kind| KINDS.contains(&kind));
    let kinds = value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice);
    (!kinds.is_empty() && kinds.iter().all(is_kind)).then(|| value.clone())
}

/// The keys that are required, each once.
fn required(value: &Value) -> Value {
    let keys: std::collections::BTreeSet<&str> = value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    json!(keys)
}

/// In 3.0, whether a bound is exclusive is a key beside it.
fn exclusive(schema: &Value, flag: &str, bound: &str, keywords: &mut Map<String, Value>) {
    if schema.get(flag) == Some(&Value::Bool(true))
        && let Some(limit) = keywords.remove(bound)
    {
        keywords.insert(flag.to_owned(), limit);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Document;

    fn valid(schema: &Value, value: &Value) -> bool {
        let item = json!({"type": "object", "required": ["id"], "properties": {
            "id": {"type": "integer"}, "children": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
        }});
        let other = json!({"type": "object", "properties": {"kind": {"type": "string"}}});
        let document =
            json!({"openapi": "3.0.3", "components": {"schemas": {"Item": item, "Other": other}}});
        Document::new(document).is_valid(schema, value)
    }

    #[test]
    fn recursive_schemas_are_followed() {
        let item = json!({"$ref": "#/components/schemas/Item", "type": "string"});
        assert!(valid(&item, &json!({"id": 1, "children": [{"id": 2.0}]})));
        assert!(!valid(&item, &json!({"id": 1, "children": [{"id": "2"}]})));
    }

    #[test]
    fn nullable_allows_null_beside_all_of() {
        let schema = json!({"nullable": true, "allOf": [{"$ref": "#/components/schemas/Item"}]});
        assert!(valid(&schema, &Value::Null));
        assert!(!valid(
            &json!({"$ref": "#/components/schemas/Item"}),
            &Value::Null
        ));
    }

    #[test]
    fn bounds_may_be_exclusive_in_either_form() {
        for schema in [
            json!({"minimum": 1, "exclusiveMinimum": true}),
            json!({"exclusiveMinimum": 1}),
        ] {
            assert!(!valid(&schema, &json!(1)), "{schema}");
            assert!(valid(&schema, &json!(2)), "{schema}");
        }
    }

    #[test]
    fn a_discriminator_selects_by_its_mapping() {
        let schema = json!({
            "oneOf": [{"$ref": "#/components/schemas/Other"}],
            "discriminator": {"propertyName": "kind", "mapping": {"a": "#/components/schemas/Other"}},
        });
        assert!(valid(&schema, &json!({"kind": "a"})));
        assert!(!valid(&schema, &json!({"kind": "Other"})));
        assert!(!valid(&schema, &json!({})));
    }

    #[test]
    fn what_the_standard_does_not_know_is_ignored() {
        for schema in [
            json!({"type": "file"}),
            json!({"required": true}),
            json!({"enum": []}),
            json!({"pattern": "("}),
            json!({"$ref": "#/nowhere"}),
        ] {
            assert!(valid(&schema, &json!("a")), "{schema}");
        }
    }
}
