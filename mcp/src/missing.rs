//! Forms for the required arguments that a call lacks.

use std::collections::BTreeMap;

use rmcp::model::{ElicitationSchema, PrimitiveSchemaDefinition};
use serde_json::{Map, Value, json};

use crate::ask::{Contents, Form};
use crate::schema;
use crate::tool::{self, Entry};

/// The name of the form with the plain arguments; an argument that is an object has a form under its own name.
pub(crate) const ARGUMENTS: &str = "arguments";
/// The formats that fields may have.
const FORMATS: [&str; 4] = ["date", "date-time", "email", "uri"];

/// The forms for what a call lacks; none if it has all arguments, or lacks one that no form may hold.
pub(crate) fn forms(entry: &Entry, arguments: &Map<String, Value>) -> Vec<Form> {
    let names = entry.tool.input_schema.get("properties");
    let is_known = |name: &String| names.is_some_and(|names| names.get(name).is_some());
    // Whoever misspells an argument needs the error that says so.
    if !arguments.keys().all(is_known) {
        return Vec::new();
    }
    fields(entry, arguments).unwrap_or_default()
}

fn fields(entry: &Entry, arguments: &Map<String, Value>) -> Option<Vec<Form>> {
    let definitions = entry.input.get("$defs").and_then(Value::as_object).cloned();
    let definitions = definitions.unwrap_or_default();
    let properties = entry.input.get("properties")?;
    let title = tool::title(entry);
    let mut plain = BTreeMap::new();
    let mut forms = Vec::new();
    for needed in &entry.needed {
        if arguments.contains_key(&needed.name) {
            continue;
        }
        if needed.is_secret {
            // The protocol forbids to ask for secrets in forms.
            return None;
        }
        let documented = schema::resolve(properties.get(&needed.name)?, &definitions);
        if let Some(field) = field(documented) {
            plain.insert(needed.name.clone(), field);
            continue;
        }
        let description = documented.get("description").and_then(Value::as_str);
        let message = format!(
            "{title} ({}): {}",
            entry.tool.name,
            description.unwrap_or(&needed.name)
        );
        forms.push(Form {
            key: needed.name.clone(),
            message,
            schema: object_form(documented, &definitions)?,
        });
    }
    if !plain.is_empty() {
        let required = plain.keys().cloned().collect();
        forms.push(Form {
            key: ARGUMENTS.to_owned(),
            message: format!("{title} ({}) needs more arguments.", entry.tool.name),
            schema: ElicitationSchema::new(plain).with_required(required),
        });
    }
    Some(forms)
}

/// The form of an argument that is an object of plain fields.
fn object_form(schema: &Value, definitions: &Map<String, Value>) -> Option<ElicitationSchema> {
    let properties = schema.get("properties")?.as_object()?;
    let required = schema.get("required").and_then(Value::as_array);
    let required: Vec<String> = required
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    let mut fields = BTreeMap::new();
    for (name, documented) in properties {
        match field(schema::resolve(documented, definitions)) {
            Some(field) => drop(fields.insert(name.clone(), field)),
            None if required.contains(name) => return None,
            None => {}
        }
    }
    let form = ElicitationSchema::new(fields);
    Some(form.with_required(required))
}

/// The field for values of a schema: a text, a number, a boolean, or some of several texts.
fn field(schema: &Value) -> Option<PrimitiveSchemaDefinition> {
    let kind = schema::types(schema)
        .into_iter()
        .find(|name| *name != "null")?;
    let keys: &[&str] = match kind {
        "string" => &[
            "minLength",
            "maxLength",
            "format",
            "enum",
            "oneOf",
            "enumNames",
        ],
        "integer" | "number" => &["minimum", "maximum"],
        "boolean" => &[],
        "array" => &["minItems", "maxItems", "items"],
        _ => return None,
    };
    let mut field = Map::from_iter([("type".to_owned(), json!(kind))]);
    for key in ["title", "description", "default"].iter().chain(keys) {
        if let Some(value) = schema.get(*key) {
            field.insert((*key).to_owned(), value.clone());
        }
    }
    let format = field.get("format").and_then(Value::as_str);
    if format.is_some_and(|format| !FORMATS.contains(&format)) {
        field.remove("format");
    }
    serde_json::from_value(Value::Object(field)).ok()
}

/// Adds to the arguments what users filled in.
pub(crate) fn fill(arguments: &mut Map<String, Value>, contents: Contents) {
    for (key, content) in contents {
        if key == ARGUMENTS {
            arguments.extend(content);
        } else {
            arguments.insert(key, Value::Object(content));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(schema: &Value) -> Option<Value> {
        field(schema).map(|field| serde_json::to_value(field).expect("JSON"))
    }

    #[test]
    fn fields_keep_what_forms_can_show() {
        for schema in [
            json!({ "type": "string", "default": "x", "minLength": 1, "format": "email" }),
            json!({ "type": "integer", "default": 30, "minimum": 0 }),
            json!({ "type": "number", "default": 95.5 }),
            json!({ "type": "boolean", "default": true, "title": "On" }),
            json!({ "type": "string", "enum": ["a", "b"], "default": "a" }),
            json!({ "type": "string", "oneOf": [{ "const": "a", "title": "A" }] }),
            json!({ "type": "array", "items": { "type": "string", "enum": ["a", "b"] } }),
        ] {
            assert_eq!(shown(&schema), Some(schema));
        }
        let nullable = json!({ "type": ["string", "null"], "format": "uuid", "pattern": "x" });
        assert_eq!(shown(&nullable), Some(json!({ "type": "string" })));
    }

    #[test]
    fn other_values_have_no_field() {
        for schema in [
            json!({}),
            json!({ "type": "object" }),
            json!({ "type": "array", "items": { "type": "object" } }),
            json!({ "type": "null" }),
        ] {
            assert_eq!(shown(&schema), None, "{schema}");
        }
    }
}
