//! Catalogs of small documents.

use serde_json::{Value, json};
use signon_codegen::{Generator, Input};

/// Returns the catalog of a document with paths and schemas.
fn catalog(paths: &Value, schemas: &Value) -> Value {
    let text = text(paths, schemas).expect("a catalog");
    serde_json::from_str(&text).expect("JSON")
}

fn text(paths: &Value, schemas: &Value) -> Result<String, String> {
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "servers": [{"url": "https://api.acme.example"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        },
    });
    let input = Input::Text {
        name: "acme.json".to_owned(),
        text: document.to_string(),
    };
    Generator::new("acme")
        .expect("a name")
        .catalog(&input)
        .map(|catalog| catalog.text)
        .map_err(|report| report.render(false))
}

/// Returns the catalog entry of the only operation of a document.
fn operation(method: &str, path: &str, operation: &Value) -> Value {
    let catalog = catalog(&json!({path: {method: operation}}), &json!({}));
    let found = catalog.pointer("/operations/0");
    found.expect("an operation").clone()
}

fn names(operation: &Value) -> Vec<&str> {
    let arguments = operation["arguments"].as_array().expect("arguments");
    arguments
        .iter()
        .filter_map(|argument| argument["name"].as_str())
        .collect()
}

fn json_body(schema: &Value, required: bool) -> Value {
    json!({"required": required, "content": {"application/json": {"schema": schema}}})
}

fn no_content() -> Value {
    json!({"204": {"description": "Done."}})
}

#[test]
fn closed_bodies_are_flattened_and_take_precedence_over_parameters() {
    let body = json!({
        "type": "object",
        "required": ["name"],
        "properties": {
            "id": {"type": "string"},
            "name": {"type": ["string", "null"]},
            "created": {"type": "string", "readOnly": true},
        },
    });
    let operation = operation(
        "patch",
        "/things/{id}",
        &json!({
            "operationId": "updateThing",
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}],
            "requestBody": json_body(&body, true),
            "responses": no_content(),
        }),
    );
    assert_eq!(names(&operation), ["id__path", "id", "name"]);
    assert_eq!(operation["arguments"][0]["wire_name"], "id");
    assert_eq!(
        operation["input"]["properties"]["name"],
        json!({"type": ["string", "null"]})
    );
    assert_eq!(operation["input"]["required"], json!(["id__path", "name"]));
    assert_eq!(operation["input"]["additionalProperties"], false);
    assert_eq!(operation["body"]["flattened"], true);
}

#[test]
fn bodies_with_additional_properties_are_a_single_argument() {
    let open = json!({"type": "object", "additionalProperties": true, "properties": {"a": {"type": "string"}}});
    let entry = |body: &Value, required: bool| {
        operation(
            "post",
            "/things",
            &json!({"requestBody": json_body(body, required), "responses": no_content()}),
        )
    };
    assert_eq!(names(&entry(&open, true)), ["body"]);
    let list = json!({"type": "array", "items": {"type": "integer"}});
    assert_eq!(names(&entry(&list, true)), ["body"]);
    // Omitting only `a` would be indistinguishable from omitting the body.
    let demanding =
        json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}});
    assert_eq!(names(&entry(&demanding, false)), ["body"]);
    assert_eq!(names(&entry(&demanding, true)), ["a"]);
    let lax = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    assert_eq!(names(&entry(&lax, false)), ["a"]);
}

#[test]
fn input_and_output_of_one_schema_differ() {
    let schemas = json!({
        "Thing": {
            "type": "object",
            "required": ["id", "kind"],
            "properties": {
                "id": {"type": "string", "readOnly": true},
                "kind": {"type": "string", "enum": ["a", "b"]},
                "password": {"type": "string", "writeOnly": true, "format": "password"},
            },
        },
    });
    let thing = json!({"$ref": "#/components/schemas/Thing"});
    let list = json!({"type": "array", "items": thing});
    let ok =
        json!({"200": {"description": "OK.", "content": {"application/json": {"schema": list}}}});
    let paths =
        json!({"/things": {"put": {"requestBody": json_body(&list, true), "responses": ok}}});
    let catalog = catalog(&paths, &schemas);
    let keys = |name: &str| -> Vec<String> {
        let properties = catalog["$defs"][name]["properties"].as_object();
        properties.expect("properties").keys().cloned().collect()
    };
    assert_eq!(keys("ThingInput"), ["kind", "password"]);
    assert_eq!(keys("Thing"), ["id", "kind"]);
    assert_eq!(
        catalog["$defs"]["ThingInput"]["additionalProperties"],
        false
    );
    assert_eq!(catalog["$defs"]["Thing"].get("additionalProperties"), None);
    assert_eq!(
        catalog["$defs"]["ThingKindInput"]["enum"],
        json!(["a", "b"])
    );
    assert_eq!(catalog["$defs"]["ThingKind"].get("enum"), None);
}

#[test]
fn credentials_and_fixed_headers_are_not_arguments() {
    let header = |name: &str, schema: Value| json!({"name": name, "in": "header", "required": true, "schema": schema});
    let operation = operation(
        "get",
        "/things",
        &json!({
            "parameters": [
                header("x-key", json!({"type": "string"})),
                header("X-Version", json!({"type": "string", "enum": ["2024-01-01"]})),
                header("X-Api", json!({"type": "integer", "default": 3})),
                header("Accept", json!({"type": "string"})),
                header("Idempotency-Key", json!({"type": "string"})),
                header("X-Tenant", json!({"type": "string"})),
            ],
            "x-signon-idempotency-header": "Idempotency-Key",
            "responses": no_content(),
        }),
    );
    assert_eq!(names(&operation), ["X-Tenant"]);
    let fixed = operation["fixed"].as_array().expect("fixed parameters");
    let fixed: Vec<_> = fixed
        .iter()
        .map(|it| (&it["wire_name"], &it["value"]))
        .collect();
    assert_eq!(
        fixed,
        [
            (&json!("X-Version"), &json!("2024-01-01")),
            (&json!("X-Api"), &json!(3))
        ]
    );
}

#[test]
fn names_that_tool_clients_reject_are_replaced() {
    let query = |name: &str| json!({"name": name, "in": "query", "schema": {"type": "string"}});
    let operation = operation(
        "get",
        "/things",
        &json!({"parameters": [query("filter[name]"), query("filter(name)"), query("größe")], "responses": no_content()}),
    );
    let names = names(&operation);
    assert_eq!(names.len(), 3);
    assert_eq!(names[0], "filter_name");
    assert!(names[1].starts_with("filter_name__query"), "{names:?}");
    assert_eq!(names[2], "gr__e");
}

#[test]
fn effects_default_to_the_method() {
    let effect = |method: &str, extension: Value| {
        let mut entry = json!({"responses": no_content()});
        if let (Some(entry), Value::Object(extension)) = (entry.as_object_mut(), extension) {
            entry.extend(extension);
        }
        operation(method, "/things", &entry)["effect"].clone()
    };
    let of = |read_only: bool, destructive: bool, idempotent: bool, open_world: bool| json!({"read_only": read_only, "destructive": destructive, "idempotent": idempotent, "open_world": open_world});
    assert_eq!(effect("get", json!({})), of(true, false, true, true));
    assert_eq!(effect("put", json!({})), of(false, true, true, true));
    assert_eq!(effect("delete", json!({})), of(false, true, true, true));
    assert_eq!(effect("patch", json!({})), of(false, true, false, true));
    assert_eq!(effect("post", json!({})), of(false, true, false, true));
    let search = json!({"x-signon-effect": {"readOnly": true}});
    assert_eq!(effect("post", search), of(true, false, true, true));
    let add = json!({"x-signon-effect": {"destructive": false, "openWorld": false}});
    assert_eq!(effect("post", add), of(false, false, false, false));
    let safe = json!({"x-signon-retry": "safe"});
    assert_eq!(effect("post", safe), of(false, true, true, true));
}

#[test]
fn redundant_effects_are_reported() {
    for extension in [
        json!({"readonly": true}),
        json!({"readOnly": "yes"}),
        json!({}),
        json!("readOnly"),
    ] {
        let paths =
            json!({"/things": {"get": {"x-signon-effect": extension, "responses": no_content()}}});
        let report = text(&paths, &json!({})).expect_err("a report");
        assert!(report.contains("unused-extension"), "{report}");
    }
}

#[test]
fn recursive_schemas_become_recursive_definitions() {
    let schemas = json!({
        "Node": {
            "type": "object",
            "properties": {"children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}}},
        },
    });
    let body = json_body(
        &json!({"type": "array", "items": {"$ref": "#/components/schemas/Node"}}),
        true,
    );
    let paths = json!({"/nodes": {"post": {"requestBody": body, "responses": no_content()}}});
    let catalog = catalog(&paths, &schemas);
    let node = &catalog["$defs"]["Node"];
    assert_eq!(
        node["properties"]["children"],
        json!({"type": "array", "items": {"$ref": "#/$defs/Node"}})
    );
}

#[test]
fn catalogs_are_deterministic() {
    let body = json_body(
        &json!({"type": "object", "properties": {"a": {"type": "string"}}}),
        true,
    );
    let paths = json!({"/things": {"post": {"requestBody": body, "responses": no_content()}}});
    assert_eq!(text(&paths, &json!({})), text(&paths, &json!({})));
}

#[test]
fn xml_bodies_are_text() {
    let schema = json!({"type": "object", "xml": {"name": "order"}, "properties": {"id": {"type": "integer"}}});
    let body = json!({"required": true, "content": {"application/xml": {"schema": schema}}});
    let operation = operation(
        "put",
        "/order",
        &json!({"operationId": "putOrder", "requestBody": body, "responses": no_content()}),
    );
    assert_eq!(operation["body"]["encoding"], "text");
    assert_eq!(
        operation["input"]["properties"]["body"],
        json!({"type": "string"})
    );
}

#[test]
fn enums_in_a_union_with_any_string_accept_any_string() {
    let listed = json!({"type": "string", "enum": ["note", "card"]});
    let either = json!({"anyOf": [{"type": "string"}, listed]});
    assert_eq!(
        parameter_schema(&listed),
        json!({"type": "string", "enum": ["note", "card"]})
    );
    assert_eq!(
        parameter_schema(&either),
        json!({"type": "string", "examples": ["note", "card"]})
    );
}

#[test]
fn values_of_an_enum_keep_their_titles() {
    let branches = json!({
        "oneOf": [{"const": "n", "title": "Note"}, {"const": "c", "title": "Card"}, {"const": "x"}],
    });
    assert_eq!(
        parameter_schema(&branches),
        json!({"type": "string", "enum": ["n", "c", "x"], "x-enum-titles": ["Note", "Card", "x"]})
    );
    let listed = json!({"type": "string", "enum": ["n", "c"], "enumNames": ["Note", "Card"]});
    assert_eq!(parameter_schema(&listed), listed);
    // Variant names are for programs.
    let named =
        json!({"type": "string", "enum": ["n", "c"], "x-enum-varnames": ["Note", "IndexCard"]});
    assert_eq!(
        parameter_schema(&named),
        json!({"type": "string", "enum": ["n", "c"]})
    );
}

/// Returns the schema of a parameter in the catalog.
fn parameter_schema(schema: &Value) -> Value {
    let parameter = json!({"name": "kind", "in": "query", "schema": schema});
    let operation =
        json!({"operationId": "listItems", "parameters": [parameter], "responses": no_content()});
    let catalog = catalog(&json!({"/items": {"get": operation}}), &json!({}));
    let schema = catalog.pointer("/operations/0/input/properties/kind");
    let schema = schema.expect("the parameter's schema");
    let target = schema.get("$ref").and_then(Value::as_str);
    let target = target.and_then(|target| target.strip_prefix('#'));
    let resolved = target.and_then(|target| catalog.pointer(target));
    resolved.unwrap_or(schema).clone()
}
