//! The server's own OpenAPI document, made of the table of resources.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use signon_unified::Method;

use crate::resource::{Entry, RESOURCES};

/// The schemas of `specs/unified/models.yaml` that the paths use.
const SCHEMAS: &str = include_str!("schemas.json");

/// The document, for a caller that may use these accounts.
pub(crate) fn document(accounts: &[&str]) -> Value {
    let mut paths = Map::new();
    for entry in &RESOURCES {
        let list = format!("/unified/{}/{}", entry.model, entry.resource);
        paths.insert(format!("{list}/{{id}}"), path_item(entry, true));
        paths.insert(list, path_item(entry, false));
    }
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": "signon gateway",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The unified API of Truto over accounts of the gateway's configuration.",
        },
        "security": [{ "bearerAuth": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "bearerAuth": { "type": "http", "scheme": "bearer" } },
            "parameters": parameters(accounts),
            "responses": { "Error": error_response() },
            "schemas": schemas(),
        },
    })
}

fn path_item(entry: &Entry, has_id: bool) -> Value {
    let methods = entry.methods(has_id).into_iter();
    let operations = methods
        .map(|(verb, method)| (verb.as_str().to_ascii_lowercase(), operation(entry, method)));
    Value::Object(operations.collect())
}

fn operation(entry: &Entry, method: Method) -> Value {
    let (status, success) = match method {
        Method::List => (
            "200",
            json!({ "$ref": format!("#/components/schemas/{}Page", entry.record) }),
        ),
        Method::Create => ("201", formatted(entry)),
        Method::Delete => ("200", json!({ "$ref": "#/components/schemas/Deleted" })),
        Method::Get | Method::Update | _ => ("200", formatted(entry)),
    };
    let mut operation = json!({
        "operationId": format!("{}_{}", method, entry.resource),
        "tags": [entry.resource.as_str()],
        "parameters": operation_parameters(entry, method),
        "responses": {
            status: {
                "description": "What the provider answered, in the requested format.",
                "content": { "application/json": { "schema": success } },
            },
            "default": { "$ref": "#/components/responses/Error" },
        },
    });
    let body = match method {
        Method::Create => entry.create,
        Method::Update => entry.update,
        Method::List | Method::Get | Method::Delete | _ => None,
    };
    if let Some(body) = body {
        let schema = json!({ "$ref": format!("#/components/schemas/{body}") });
        if let Some(operation) = operation.as_object_mut() {
            let content = json!({ "required": true, "content": { "application/json": { "schema": schema } } });
            operation.insert("requestBody".to_owned(), content);
        }
    }
    operation
}

/// A record in the format that the request names.
fn formatted(entry: &Entry) -> Value {
    json!({ "anyOf": [record(entry), native()] })
}

/// What the formats other than `unified` answer with.
fn native() -> Value {
    json!({ "description": "The provider's own, with `truto_response_format=raw` or `normalized`." })
}

fn record(entry: &Entry) -> Value {
    json!({ "$ref": format!("#/components/schemas/{}", entry.record) })
}

fn operation_parameters(entry: &Entry, method: Method) -> Vec<Value> {
    let mut names = vec!["integrated_account_id"];
    if method != Method::Delete {
        names.extend([
            "truto_response_format",
            "truto_ignore_remote_data",
            "truto_exclude_fields",
        ]);
    }
    let is_list = method == Method::List;
    if is_list {
        names.extend([
            "limit",
            "next_cursor",
            "truto_key_by",
            "truto_ignore_limit",
            "remote_query",
        ]);
    }
    let mut parameters: Vec<Value> = names
        .into_iter()
        .map(|name| json!({ "$ref": format!("#/components/parameters/{name}") }))
        .collect();
    let own = entry
        .filters
        .iter()
        .map(|(wire, _)| *wire)
        .filter(|_| is_list);
    let scope = entry
        .scope
        .filter(|_| matches!(method, Method::Get | Method::Update));
    let repeated_id = entry.repeated_id.filter(|_| method == Method::Update);
    for name in own.chain(scope).chain(repeated_id) {
        parameters.push(json!({ "name": name, "in": "query", "schema": { "type": "string" } }));
    }
    if matches!(method, Method::Get | Method::Update | Method::Delete) {
        parameters.push(
            json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }),
        );
    }
    parameters
}

fn parameters(accounts: &[&str]) -> Value {
    let query =
        |name: &str, schema: Value| json!({ "name": name, "in": "query", "schema": schema });
    let flag = json!({ "type": "boolean" });
    json!({
        "integrated_account_id": {
            "name": "integrated_account_id", "in": "query", "required": true,
            "schema": { "type": "string", "enum": accounts },
        },
        "limit": query("limit", json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX })),
        "next_cursor": query("next_cursor", json!({ "type": "string" })),
        "truto_response_format": query(
            "truto_response_format",
            json!({ "type": "string", "enum": ["unified", "normalized", "raw"] }),
        ),
        "truto_ignore_remote_data": query("truto_ignore_remote_data", flag.clone()),
        "truto_ignore_limit": query("truto_ignore_limit", flag),
        "truto_exclude_fields": query(
            "truto_exclude_fields[]",
            json!({ "type": "array", "items": { "type": "string" } }),
        ),
        "truto_key_by": query("truto_key_by", json!({ "type": "string" })),
        "remote_query": {
            "name": "remote_query", "in": "query", "style": "deepObject", "explode": true,
            "schema": { "type": "object", "additionalProperties": { "type": "string" } },
        },
    })
}

fn error_response() -> Value {
    json!({
        "description": "Any failure.",
        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } },
    })
}

/// The schemas of records and bodies, of pages, and of errors.
fn schemas() -> Value {
    static RECORDS: LazyLock<Value> =
        LazyLock::new(|| serde_json::from_str(SCHEMAS).unwrap_or_default());
    let mut schemas = RECORDS.clone();
    let Some(all) = schemas.as_object_mut() else {
        return schemas;
    };
    for entry in &RESOURCES {
        all.insert(format!("{}Page", entry.record), page(entry));
    }
    all.insert(
        "Deleted".to_owned(),
        json!({ "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } }),
    );
    all.insert(
        "Error".to_owned(),
        json!({
            "type": "object",
            "required": ["statusCode", "error", "message"],
            "properties": {
                "statusCode": { "type": "integer" },
                "error": { "type": "string" },
                "message": { "type": "string" },
                "truto_is_remote_error": { "type": "boolean" },
                "truto_error_insight": { "type": "object" },
                "details": { "type": "object" },
                "raw_response": {},
            },
        }),
    );
    schemas
}

fn page(entry: &Entry) -> Value {
    let record = record(entry);
    json!({
        "anyOf": [
            {
                "type": "object",
                "required": ["result", "next_cursor", "prev_cursor", "result_count"],
                "properties": {
                    "result": { "anyOf": [
                        { "type": "array", "items": record },
                        { "type": "object", "additionalProperties": record },
                    ] },
                    "next_cursor": { "type": "string", "nullable": true },
                    "prev_cursor": { "type": "string", "nullable": true },
                    "result_count": { "type": "integer" },
                },
            },
            native(),
        ],
    })
}
