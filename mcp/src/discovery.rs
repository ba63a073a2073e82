//! Tools that search, describe and call operations, instead of one tool per operation.
//!
//! The list of tools never changes, so that hosts can cache it.

use std::sync::Arc;

use rmcp::model::{CallToolResult, Tool, ToolAnnotations};
use serde_json::{Map, Value, json};

use crate::options::Options;
use crate::reply::Reply;
use crate::search::Index;
use crate::tool::{Entry, Extra};
use crate::{failure, tool};

pub(crate) const SEARCH: &str = "search_operations";
pub(crate) const DESCRIBE: &str = "describe_operation";
pub(crate) const CALL: &str = "call_operation";
pub(crate) const CALL_READ: &str = "call_read_operation";

/// The default maximum number of search results.
const DEFAULT_RESULTS: usize = 8;
/// The upper limit of search results.
const MAX_RESULTS: usize = 50;

/// Returns the tools; without modifying operations there is no tool to call them.
pub(crate) fn tools(entries: &[Entry], options: &Options) -> Vec<Tool> {
    let count = entries.len();
    let reads = || {
        ToolAnnotations::new()
            .read_only(true)
            .destructive(false)
            .idempotent(true)
    };
    let name = json!({ "type": "string", "description": "Name of the operation, from a search." });
    let mut tools = vec![
        Tool::new(
            SEARCH,
            format!("Searches {count} operations by words of their names, descriptions and arguments; returns name(arguments) and what each does."),
            schema(json!({ "query": { "type": "string" }, "limit": { "type": "integer", "minimum": 1, "maximum": MAX_RESULTS } }), &["query"]),
        )
        .with_title("Search operations")
        .with_annotations(reads().open_world(false)),
        Tool::new(
            DESCRIBE,
            "Returns an operation's description, the JSON Schema of its arguments and the fields of its result.",
            schema(json!({ "name": name }), &["name"]),
        )
        .with_title("Describe an operation")
        .with_annotations(reads().open_world(false)),
        caller(CALL_READ, "Calls an operation that changes nothing.", &name, options)
            .with_title("Call a reading operation")
            .with_annotations(reads().open_world(true)),
    ];
    if entries.iter().any(|entry| !entry.effect.read_only) {
        let writes = ToolAnnotations::new()
            .read_only(false)
            .destructive(true)
            .idempotent(false)
            .open_world(true);
        tools.push(
            caller(
                CALL,
                "Calls any operation, also one that changes or deletes.",
                &name,
                options,
            )
            .with_title("Call an operation")
            .with_annotations(writes),
        );
    }
    tools
}

fn caller(tool: &'static str, description: &'static str, name: &Value, options: &Options) -> Tool {
    let mut properties = Map::from_iter([
        ("name".to_owned(), name.clone()),
        ("arguments".to_owned(), json!({ "type": "object" })),
    ]);
    properties.extend(Extra::default_names(options).schemas());
    Tool::new(
        tool,
        description,
        schema(Value::Object(properties), &["name"]),
    )
}

fn schema(properties: Value, required: &[&str]) -> Arc<Map<String, Value>> {
    Arc::new(Map::from_iter([
        ("type".to_owned(), json!("object")),
        ("properties".to_owned(), properties),
        ("required".to_owned(), json!(required)),
        ("additionalProperties".to_owned(), json!(false)),
    ]))
}

/// Builds the index of the operations.
pub(crate) fn index(entries: &[Entry]) -> Index {
    let documents: Vec<_> = entries
        .iter()
        .map(|entry| {
            vec![
                (entry.tool.name.as_ref(), 3.0),
                (entry.tool.title.as_deref().unwrap_or_default(), 2.0),
                (entry.tool.description.as_deref().unwrap_or_default(), 1.0),
                (entry.keywords.as_str(), 1.0),
            ]
        })
        .collect();
    Index::new(&documents)
}

/// Searches operations, and returns one line for each.
pub(crate) fn search(
    entries: &[Entry],
    index: &Index,
    arguments: &Map<String, Value>,
    budget: usize,
) -> CallToolResult {
    let Some(query) = arguments.get("query").and_then(Value::as_str) else {
        return failure::of_argument("/query", "the value must be a string");
    };
    let limit = match arguments
        .get("limit")
        .map(|limit| limit.as_u64().and_then(|limit| usize::try_from(limit).ok()))
    {
        None => DEFAULT_RESULTS,
        Some(Some(limit @ 1..=MAX_RESULTS)) => limit,
        Some(_) => {
            return failure::of_argument(
                "/limit",
                &format!("the value must be an integer from 1 to {MAX_RESULTS}"),
            );
        }
    };
    let found = index.search(query, limit);
    let lines: Vec<Value> = found
        .iter()
        .filter_map(|&found| entries.get(found))
        .map(line)
        .collect();
    let hint = lines
        .is_empty()
        .then_some("Nothing has these words; try others, such as the name of a thing.");
    let mut value = json!({ "operations": lines });
    if let (Some(value), Some(hint)) = (value.as_object_mut(), hint) {
        value.insert("hint".to_owned(), json!(hint));
    }
    Reply::of(value).result(budget, None)
}

/// Formats `name(required, optional?)` and the title.
fn line(entry: &Entry) -> Value {
    let required: Vec<&str> = required(&entry.input);
    let names = entry.input.get("properties").and_then(Value::as_object);
    let own = names.into_iter().flat_map(Map::keys);
    let (first, rest): (Vec<&String>, Vec<&String>) =
        own.partition(|name| required.contains(&name.as_str()));
    let mut arguments: Vec<String> = first.into_iter().cloned().collect();
    arguments.extend(rest.into_iter().map(|name| format!("{name}?")));
    let effect = if entry.effect.read_only {
        "reads"
    } else if entry.effect.destructive {
        "changes or deletes"
    } else {
        "adds"
    };
    json!({
        "call": format!("{}({})", entry.tool.name, tool::cut(&arguments.join(", "), 200)),
        "does": entry.tool.title,
        "effect": effect,
    })
}

fn required(schema: &Map<String, Value>) -> Vec<&str> {
    let names = schema.get("required").and_then(Value::as_array);
    names
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// Returns all published metadata of an operation.
pub(crate) fn describe(entry: &Entry, budget: usize) -> CallToolResult {
    let value = json!({
        "name": entry.tool.name,
        "title": entry.tool.title,
        "description": entry.tool.description,
        "call_with": if entry.effect.read_only { CALL_READ } else { CALL },
        "input_schema": entry.input,
        "result_fields": entry.tool.output_schema.as_ref().and_then(|schema| schema.get("properties")),
        "has_pages": entry.extra.all_pages.is_some(),
    });
    Reply::of(value).result(budget, None)
}

/// Merges the operation's arguments with those that shape the result, under their names for this operation.
pub(crate) fn arguments(
    entry: &Entry,
    mut input: Map<String, Value>,
) -> Result<Map<String, Value>, CallToolResult> {
    let mut arguments = match input.remove("arguments") {
        Some(Value::Object(arguments)) => arguments,
        None | Some(Value::Null) => Map::new(),
        Some(_) => {
            return Err(failure::of_argument(
                "/arguments",
                "the value must be an object",
            ));
        }
    };
    input.remove("name");
    let extra = &entry.extra;
    let names = [
        ("fields", &extra.fields),
        ("jq", &extra.jq),
        ("all_pages", &extra.all_pages),
        ("result_cursor", &extra.cursor),
    ];
    for (name, renamed) in names {
        if let (Some(value), Some(renamed)) = (input.remove(name), renamed) {
            arguments.insert(renamed.clone(), value);
        }
    }
    match input.keys().next() {
        Some(unknown) => Err(failure::of_argument(
            &crate::pointer::child("", unknown),
            "unknown argument; arguments of the operation belong in `arguments`",
        )),
        None => Ok(arguments),
    }
}
