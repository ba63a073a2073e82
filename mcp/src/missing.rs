//! Questions for missing arguments of calls.

use std::collections::BTreeMap;

use rmcp::RoleServer;
use rmcp::model::{
    ElicitationSchema, EnumSchema, ErrorData, LegacyEnumSchema, PrimitiveSchemaDefinition,
};
use rmcp::service::RequestContext;
use serde_json::{Map, Value, json};

use crate::ask::{Answer, Answers, Form, Question, Subject};
use crate::asked::{ClientArgument, FilledBy};
use crate::capability::AskCapabilities;
use crate::compact::{ENUM_NAMES, TITLES};
use crate::draft::Draft;
use crate::options::Options;
use crate::schema;
use crate::tool::{self, Entry};

/// The key of the form for scalar arguments; an object argument has a separate form under its name.
pub(crate) const ARGUMENTS: &str = "arguments";
/// The formats that forms allow.
const FORMATS: [&str; 4] = ["date", "date-time", "email", "uri"];

/// Returns questions for missing arguments; none if nothing is missing, or the client cannot be asked.
pub(crate) fn questions(
    entry: &Entry,
    arguments: &Map<String, Value>,
    options: &Options,
    context: &RequestContext<RoleServer>,
) -> Result<Vec<Question>, ErrorData> {
    let names = entry.tool.input_schema.get("properties");
    let is_known = |name: &String| names.is_some_and(|names| names.get(name).is_some());
    // A misspelled argument must be reported as an error.
    if !arguments.keys().all(is_known) {
        return Ok(Vec::new());
    }
    let can = AskCapabilities::of(context);
    let definitions = entry.input.get("$defs").and_then(Value::as_object).cloned();
    let definitions = definitions.unwrap_or_default();
    let is_asked = options.ask && can.ask_user;
    let forms = is_asked
        .then(|| forms(entry, arguments, &definitions))
        .flatten();
    let Some(mut questions) =
        forms.or_else(|| is_otherwise_complete(entry, arguments).then(Vec::new))
    else {
        return Ok(Vec::new());
    };
    for asked in &entry.asked {
        if arguments.contains_key(&asked.name) {
            continue;
        }
        let needed = needed(asked, entry, options);
        if can.has(needed) {
            questions.push(question(asked, entry, arguments, &definitions));
        } else if asked.required {
            // Before 2026-07-28, the call fails because of the missing argument.
            let error = can.missing(needed, context);
            error.map_or(Ok(()), |error| Err(with_argument(error, &asked.name)))?;
        }
    }
    Ok(questions)
}

/// Whether a call has all required arguments, except those that the client fills in.
fn is_otherwise_complete(entry: &Entry, arguments: &Map<String, Value>) -> bool {
    let mut needed = entry.needed.iter();
    needed.all(|needed| {
        needed.has_default
            || arguments.contains_key(&needed.name)
            || entry.asked.iter().any(|asked| asked.name == needed.name)
    })
}

/// Adds the argument to the error for a missing capability.
fn with_argument(mut error: ErrorData, name: &str) -> ErrorData {
    error.message =
        format!("the client lacks a capability to fill in `{name}`: pass the argument in the call")
            .into();
    error
}

/// Returns the capabilities needed to fill in an argument. A user must review a model's text before a destructive call.
fn needed(asked: &ClientArgument, entry: &Entry, options: &Options) -> AskCapabilities {
    let is_model = asked.by == FilledBy::Model;
    AskCapabilities {
        ask_user: is_model && entry.effect.destructive && !options.dry_run,
        ask_model: is_model,
        list_roots: !is_model,
    }
}

fn question(
    asked: &ClientArgument,
    entry: &Entry,
    arguments: &Map<String, Value>,
    definitions: &Map<String, Value>,
) -> Question {
    let argument = asked.name.clone();
    match asked.by {
        FilledBy::Model => {
            let properties = entry.input.get("properties");
            let documented = properties.and_then(|properties| properties.get(&argument));
            let documented = schema::resolve(documented.unwrap_or(&Value::Null), definitions);
            let draft = Draft::new(entry, &argument, documented, arguments);
            Question {
                key: format!("model:{argument}"),
                subject: Subject::Draft { argument, draft },
            }
        }
        FilledBy::Roots(form) => Question {
            key: format!("roots:{argument}"),
            subject: Subject::Roots { argument, form },
        },
    }
}

/// Returns the forms for missing arguments; `None` if a form cannot hold one of them.
fn forms(
    entry: &Entry,
    arguments: &Map<String, Value>,
    definitions: &Map<String, Value>,
) -> Option<Vec<Question>> {
    let properties = entry.input.get("properties")?;
    let title = tool::title(entry);
    let mut plain = BTreeMap::new();
    let mut forms = Vec::new();
    for needed in &entry.needed {
        let is_asked = entry.asked.iter().any(|asked| asked.name == needed.name);
        if is_asked || arguments.contains_key(&needed.name) {
            continue;
        }
        if needed.is_secret {
            // The protocol forbids asking for secrets in forms.
            return None;
        }
        let documented = schema::resolve(properties.get(&needed.name)?, definitions);
        if let Some(field) = field(documented, definitions) {
            plain.insert(needed.name.clone(), field);
            continue;
        }
        let description = documented.get("description").and_then(Value::as_str);
        let message = format!(
            "{title} ({}): {}",
            entry.tool.name,
            description.unwrap_or(&needed.name)
        );
        let schema = object_form(documented, definitions)?;
        forms.push(Question {
            key: needed.name.clone(),
            subject: Subject::Form(Form { message, schema }),
        });
    }
    if !plain.is_empty() {
        let required = plain.keys().cloned().collect();
        let form = Form {
            message: format!("{title} ({}) needs more arguments.", entry.tool.name),
            schema: ElicitationSchema::new(plain).with_required(required),
        };
        forms.push(Question {
            key: ARGUMENTS.to_owned(),
            subject: Subject::Form(form),
        });
    }
    Some(forms)
}

/// Returns the form for an object argument with scalar fields.
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
        match field(schema::resolve(documented, definitions), definitions) {
            Some(field) => drop(fields.insert(name.clone(), field)),
            None if required.contains(name) => return None,
            None => {}
        }
    }
    let form = ElicitationSchema::new(fields);
    Some(form.with_required(required))
}

/// Returns the form field for a schema: a text, a number, a boolean, or a selection of texts.
fn field(schema: &Value, definitions: &Map<String, Value>) -> Option<PrimitiveSchemaDefinition> {
    let kind = schema::types(schema)
        .into_iter()
        .find(|name| *name != "null")?;
    let keys: &[&str] = match kind {
        "string" => &["minLength", "maxLength", "format"],
        "integer" | "number" => &["minimum", "maximum"],
        "boolean" => &[],
        "array" => &["minItems", "maxItems"],
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
    if kind == "array" {
        let items = schema::resolve(schema.get("items")?, definitions);
        let mut choices = choices(items, "anyOf")?;
        if choices.contains_key("enum") {
            choices.insert("type".to_owned(), json!("string"));
        }
        field.insert("items".to_owned(), Value::Object(choices));
    } else if kind == "string"
        && let Some(choices) = choices(schema, "oneOf")
    {
        // The values describe the field completely.
        field.retain(|key, _| ["type", "title", "description", "default"].contains(&key.as_str()));
        field.extend(choices);
    }
    let names = schema.get(ENUM_NAMES).filter(|_| kind == "string");
    let field = serde_json::from_value(Value::Object(field)).ok()?;
    Some(match names.and_then(texts) {
        Some(names) => with_names(field, names),
        None => field,
    })
}

/// Returns the enum texts of a schema, with titles under `keyword` if present.
fn choices(schema: &Value, keyword: &str) -> Option<Map<String, Value>> {
    let listed = schema.get("enum")?.as_array()?;
    // Null means no answer.
    let values: Vec<&str> = listed.iter().filter_map(Value::as_str).collect();
    let is_text = |value: &Value| value.is_string() || value.is_null();
    if !listed.iter().all(is_text) {
        return None;
    }
    let titles = schema.get(TITLES).and_then(texts);
    let titles = titles.filter(|titles| titles.len() == values.len());
    let (key, choices) = match titles {
        Some(titles) => {
            let pairs = values.into_iter().zip(titles);
            let branch = |(value, title)| json!({ "const": value, "title": title });
            (keyword, pairs.map(branch).collect())
        }
        None => ("enum", values.into_iter().map(Value::from).collect()),
    };
    Some(Map::from_iter([(key.to_owned(), Value::Array(choices))]))
}

fn texts(list: &Value) -> Option<Vec<String>> {
    let texts = list.as_array()?.iter();
    texts.map(|text| text.as_str().map(str::to_owned)).collect()
}

/// Adds the `enumNames` of a document to a field.
fn with_names(field: PrimitiveSchemaDefinition, names: Vec<String>) -> PrimitiveSchemaDefinition {
    let legacy = serde_json::to_value(&field);
    let legacy = legacy.and_then(serde_json::from_value::<LegacyEnumSchema>);
    match legacy {
        Ok(mut legacy) if legacy.enum_.len() == names.len() => {
            legacy.enum_names = Some(names);
            PrimitiveSchemaDefinition::Enum(EnumSchema::Legacy(legacy))
        }
        _ => field,
    }
}

/// Adds the client's answers to the arguments.
pub(crate) fn fill(arguments: &mut Map<String, Value>, answers: Answers) {
    for (key, answer) in answers {
        match answer {
            Answer::Fields(fields) if key == ARGUMENTS => arguments.extend(fields),
            Answer::Fields(fields) => drop(arguments.insert(key, Value::Object(fields))),
            Answer::Argument(name, value) => drop(arguments.insert(name, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(schema: &Value) -> Option<Value> {
        field(schema, &Map::new()).map(|field| serde_json::to_value(field).expect("JSON"))
    }

    #[test]
    fn fields_keep_supported_keywords() {
        for schema in [
            json!({ "type": "string", "default": "x", "minLength": 1, "format": "email" }),
            json!({ "type": "integer", "default": 30, "minimum": 0 }),
            json!({ "type": "number", "default": 95.5 }),
            json!({ "type": "boolean", "default": true, "title": "On" }),
            json!({ "type": "string", "enum": ["a", "b"], "default": "a" }),
            json!({ "type": "string", "enum": ["a", "b"], "enumNames": ["A", "B"] }),
            json!({ "type": "array", "items": { "type": "string", "enum": ["a", "b"] } }),
        ] {
            assert_eq!(shown(&schema), Some(schema));
        }
        let nullable = json!({ "type": ["string", "null"], "format": "uuid", "pattern": "x" });
        assert_eq!(shown(&nullable), Some(json!({ "type": "string" })));
        let nullable = json!({ "type": ["string", "null"], "enum": ["a", null] });
        assert_eq!(
            shown(&nullable),
            Some(json!({ "type": "string", "enum": ["a"] }))
        );
    }

    #[test]
    fn titles_are_kept() {
        let titled = json!({ "type": "string", "enum": ["a", "b"], "x-enum-titles": ["A", "B"] });
        let choices = json!([{ "const": "a", "title": "A" }, { "const": "b", "title": "B" }]);
        assert_eq!(
            shown(&titled),
            Some(json!({ "type": "string", "oneOf": choices }))
        );
        let several = json!({ "type": "array", "items": titled, "minItems": 1 });
        let expected = json!({ "type": "array", "items": { "anyOf": choices }, "minItems": 1 });
        assert_eq!(shown(&several), Some(expected));
    }

    #[test]
    fn mismatched_titles_are_ignored() {
        let plain = json!({ "type": "string", "enum": ["a", "b"] });
        for (key, titles) in [
            ("x-enum-titles", json!(["A"])),
            ("x-enum-titles", json!("A")),
            ("enumNames", json!(["A", "B", "C"])),
            ("enumNames", json!([1, 2])),
        ] {
            let mut schema = plain.clone();
            schema[key] = titles;
            assert_eq!(shown(&schema), Some(plain.clone()), "{schema}");
        }
    }

    #[test]
    fn unsupported_schemas_have_no_field() {
        for schema in [
            json!({}),
            json!({ "type": "object" }),
            json!({ "type": "array", "items": { "type": "object" } }),
            json!({ "type": "array", "items": { "type": "string" } }),
            json!({ "type": "null" }),
        ] {
            assert_eq!(shown(&schema), None, "{schema}");
        }
    }
}
