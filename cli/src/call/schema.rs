//! Schemas of arguments, as far as the command line needs them.

use serde_json::{Map, Value};

/// The maximum depth of followed `$ref`s and variants.
const MAX_DEPTH: usize = 16;

/// The values that a schema allows.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// The JSON types; empty for any.
    types: Vec<String>,
    /// The only valid texts; empty for any.
    pub(super) choices: Vec<String>,
    /// Whether the value is a file.
    pub(super) is_file: bool,
    /// The shape of the items of a list.
    pub(super) items: Option<Box<Shape>>,
}

impl Shape {
    pub(super) fn of(schema: &Value, defs: &Map<String, Value>) -> Self {
        Self::within(schema, defs, MAX_DEPTH)
    }

    fn within(schema: &Value, defs: &Map<String, Value>, depth: usize) -> Self {
        let schema = resolve(schema, defs);
        let Some(depth) = depth.checked_sub(1) else {
            return Self::default();
        };
        let variants = variants(schema);
        if !variants.is_empty() {
            let shapes = variants
                .iter()
                .map(|variant| Self::within(variant, defs, depth));
            return Self::either(shapes.filter(|shape| shape.types != ["null"]).collect());
        }
        let values = schema.get("enum").and_then(Value::as_array);
        let values: Vec<&Value> = values
            .into_iter()
            .flatten()
            .chain(schema.get("const"))
            .collect();
        let types = match schema.get("type") {
            Some(Value::String(name)) => vec![name.clone()],
            Some(Value::Array(names)) => names
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            _ if !values.is_empty() && values.iter().all(|value| value.is_string()) => {
                vec!["string".to_owned()]
            }
            _ => Vec::new(),
        };
        let is_text = |value: &&&Value| !value.is_null();
        let items = schema
            .get("items")
            .map(|items| Box::new(Self::within(items, defs, depth)));
        let is_file = schema
            .pointer("/properties/base64/contentEncoding")
            .is_some()
            || items.as_ref().is_some_and(|items| items.is_file);
        Self {
            choices: values
                .iter()
                .filter(is_text)
                .map(|value| text(value))
                .collect(),
            is_file,
            items,
            types,
        }
    }

    /// Returns the union of shapes.
    fn either(shapes: Vec<Self>) -> Self {
        let is_any = shapes.iter().any(|shape| shape.types.is_empty());
        let is_closed = shapes.iter().all(|shape| !shape.choices.is_empty());
        let mut either = Self::default();
        for shape in shapes {
            if !is_any {
                either.types.extend(shape.types);
            }
            if is_closed {
                either.choices.extend(shape.choices);
            }
            either.is_file |= shape.is_file;
            either.items = either.items.or(shape.items);
        }
        either
    }

    pub(super) fn allows(&self, name: &str) -> bool {
        self.types.is_empty() || self.is(name)
    }

    /// Whether this type is listed explicitly.
    pub(super) fn is(&self, name: &str) -> bool {
        self.types.iter().any(|known| known == name)
    }

    pub(super) fn is_list(&self) -> bool {
        self.is("array")
    }

    /// Whether only booleans are allowed.
    pub(super) fn is_switch(&self) -> bool {
        self.is("boolean")
            && self
                .types
                .iter()
                .all(|name| name == "boolean" || name == "null")
    }

    /// Whether values are JSON documents rather than scalars.
    pub(super) fn is_document(&self) -> bool {
        let is_compound = |shape: &Self| shape.types.is_empty() || shape.is("object");
        is_compound(self)
            || self
                .items
                .as_deref()
                .is_some_and(|items| is_compound(items) || items.is_list())
    }

    /// Returns the name of the value in the help.
    pub(super) fn value_name(&self) -> &'static str {
        if self.is_file {
            "@FILE"
        } else if self.is_list() && !self.is_document() {
            self.items.as_deref().map_or("JSON", Self::value_name)
        } else if self.is_document() {
            "JSON"
        } else if self.is_switch() {
            "BOOLEAN"
        } else if self.is("string") {
            "TEXT"
        } else if self.is("integer") {
            "INTEGER"
        } else {
            "NUMBER"
        }
    }

    /// Parses an argument as a value that the schema allows.
    pub(super) fn value(&self, word: &str) -> Result<Value, String> {
        let parsed = serde_json::from_str::<Value>(word).ok();
        let is_allowed = |value: &Value| match value {
            Value::Null => self.allows("null"),
            Value::Bool(_) => self.allows("boolean"),
            Value::Number(number) => {
                self.allows("number") || (self.is("integer") && !number.is_f64())
            }
            Value::String(_) => self.types.is_empty(),
            Value::Array(_) => self.allows("array"),
            Value::Object(_) => self.allows("object"),
        };
        match parsed.filter(is_allowed) {
            Some(value) => Ok(value),
            None if self.allows("string") => Ok(Value::from(word)),
            None => Err(format!("expected {}", self.expected())),
        }
    }

    fn expected(&self) -> String {
        let name = |name: &String| match name.as_str() {
            "integer" => "an integer".to_owned(),
            "object" => "a JSON object".to_owned(),
            "array" => "a JSON array".to_owned(),
            "boolean" => "`true` or `false`".to_owned(),
            "null" => "`null`".to_owned(),
            other => format!("a {other}"),
        };
        let names: Vec<String> = self.types.iter().map(name).collect();
        names.join(" or ")
    }
}

/// Returns the schema of a member or an item.
pub(super) fn child<'a>(
    schema: &'a Value,
    defs: &'a Map<String, Value>,
    name: &str,
) -> Option<&'a Value> {
    child_within(schema, defs, name, MAX_DEPTH)
}

fn child_within<'a>(
    schema: &'a Value,
    defs: &'a Map<String, Value>,
    name: &str,
    depth: usize,
) -> Option<&'a Value> {
    let depth = depth.checked_sub(1)?;
    let schema = resolve(schema, defs);
    let property = schema
        .get("properties")
        .and_then(|properties| properties.get(name));
    let item = || {
        schema
            .get("items")
            .filter(|_| name.parse::<usize>().is_ok())
    };
    let other = || {
        schema
            .get("additionalProperties")
            .filter(|other| other.is_object())
    };
    let variant = || {
        let mut variants = variants(schema).into_iter();
        variants.find_map(|variant| child_within(variant, defs, name, depth))
    };
    property.or_else(item).or_else(variant).or_else(other)
}

/// Resolves the `$ref` of a schema.
pub(super) fn resolve<'a>(mut schema: &'a Value, defs: &'a Map<String, Value>) -> &'a Value {
    for _ in 0..MAX_DEPTH {
        let reference = schema.get("$ref").and_then(Value::as_str);
        let Some(target) =
            reference.and_then(|reference| defs.get(reference.strip_prefix("#/$defs/")?))
        else {
            return schema;
        };
        schema = target;
    }
    schema
}

fn variants(schema: &Value) -> Vec<&Value> {
    let keywords = ["anyOf", "oneOf", "allOf"];
    let lists = keywords
        .iter()
        .filter_map(|keyword| schema.get(keyword)?.as_array());
    lists.flatten().collect()
}

/// Formats a value as a command-line argument.
pub(super) fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(schema: &Value, word: &str, expected: &Result<Value, &str>) {
        let value = Shape::of(schema, &Map::new()).value(word);
        assert_eq!(
            value.as_ref().map_err(String::as_str),
            expected.as_ref().map_err(|text| *text),
            "{schema} {word}"
        );
    }

    #[test]
    fn arguments_are_parsed_by_schema() {
        check(&json!({"type": "string"}), "12", &Ok(json!("12")));
        check(&json!({"type": "integer"}), "12", &Ok(json!(12)));
        check(
            &json!({"type": "integer"}),
            "1.5",
            &Err("expected an integer"),
        );
        check(&json!({"type": "number"}), "x", &Err("expected a number"));
        check(
            &json!({"type": ["string", "null"]}),
            "null",
            &Ok(Value::Null),
        );
        check(
            &json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}),
            "7",
            &Ok(json!(7)),
        );
        check(
            &json!({"type": "object"}),
            r#"{"a":1}"#,
            &Ok(json!({"a": 1})),
        );
        check(
            &json!({"type": "object"}),
            "a",
            &Err("expected a JSON object"),
        );
        check(&json!({}), "a", &Ok(json!("a")));
    }
}
