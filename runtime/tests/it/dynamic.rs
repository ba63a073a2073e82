//! Calls from a catalog.

use serde_json::{Value, json};
use signon_runtime::catalog::{Catalog, CatalogError};
use signon_runtime::dynamic::{DynamicClient, Error, PreparedBody, ProblemKind};
use signon_runtime::testing::{Answer, Memory};
use signon_runtime::{Credential, ErrorKind, File};

/// A catalog with an operation of each kind.
fn catalog() -> Catalog {
    let style = |style: &str| json!({"as": "style", "style": style, "explode": true});
    let effect =
        json!({"read_only": true, "destructive": false, "idempotent": true, "open_world": true});
    let value = json!({
        "catalog": 1,
        "provider": "acme",
        "title": "Acme",
        "version": "1",
        "servers": [{"url": "https://api.acme.example/v1"}],
        "security_schemes": [
            {"name": "token", "type": "bearer"},
            {"name": "key", "type": "api_key_query", "key": "api_key"},
        ],
        "security": [[{"scheme": "token"}, {"scheme": "key"}]],
        "groups": [{"name": "things", "tag": "Things"}],
        "operations": [
            {
                "id": "listThings", "tool": "things_list", "group": "things", "name": "list",
                "title": "Lists things.", "method": "GET", "path": "/things/{kind}", "effect": effect,
                "input": {
                    "type": "object",
                    "properties": {
                        "kind": {"type": "string", "enum": ["big", "small"]},
                        "cursor": {"type": "string"},
                        "tags": {"type": "array", "items": {"type": "string"}},
                    },
                    "required": ["kind"],
                    "additionalProperties": false,
                },
                "arguments": [
                    {"name": "kind", "in": "path", "wire_name": "kind", "required": true, "encoding": style("simple")},
                    {"name": "tags", "in": "query", "wire_name": "tag", "encoding": style("form")},
                    {"name": "cursor", "in": "query", "wire_name": "after", "encoding": style("form")},
                ],
                "fixed": [{"in": "header", "wire_name": "X-Version", "encoding": style("simple"), "value": "1.1"}],
                "responses": [{"status": "200", "media_types": ["application/json"]}],
                "pagination": {
                    "next": {"by": "cursor", "argument": "cursor", "from": {"body": "/next"}},
                    "items": "/things",
                },
            },
            {
                "id": "updateThing", "tool": "things_update", "group": "things", "name": "update",
                "title": "Changes a thing.", "method": "PATCH", "path": "/things/{id}", "effect": effect,
                "input": {
                    "type": "object",
                    "properties": {
                        "id": {"type": "integer"},
                        "name": {"type": ["string", "null"]},
                        "owner": {"$ref": "#/$defs/Owner"},
                    },
                    "required": ["id"],
                    "additionalProperties": false,
                },
                "arguments": [
                    {"name": "id", "in": "path", "wire_name": "id", "required": true, "encoding": style("simple")},
                    {"name": "name", "in": "body_field", "wire_name": "name"},
                    {"name": "owner", "in": "body_field", "wire_name": "owner"},
                ],
                "body": {"media_type": "application/json", "encoding": "json", "required": true, "flattened": true},
                "responses": [{"status": "204"}],
            },
            {
                "id": "upload", "tool": "things_upload", "group": "things", "name": "upload",
                "title": "Uploads a file.", "method": "POST", "path": "/files", "effect": effect,
                "input": {
                    "type": "object",
                    "properties": {
                        "file": {"$ref": "#/$defs/File"},
                        "note": {"type": "string"},
                    },
                    "required": ["file"],
                    "additionalProperties": false,
                },
                "arguments": [
                    {"name": "file", "in": "part", "wire_name": "file", "required": true},
                    {"name": "note", "in": "part", "wire_name": "note"},
                ],
                "body": {
                    "media_type": "multipart/form-data", "encoding": "multipart", "required": true, "flattened": true,
                    "fields": [{"name": "file", "encoding": {"as": "file"}}],
                },
                "responses": [{"status": "200", "media_types": ["text/csv"]}],
            },
            {
                "id": "replaceLogo", "tool": "things_logo", "group": "things", "name": "replace_logo",
                "title": "Replaces the logo.", "method": "PUT", "path": "/logo", "effect": effect,
                "input": {
                    "type": "object", "properties": {"body": {"type": "object"}}, "additionalProperties": false,
                },
                "arguments": [{"name": "body", "in": "body"}],
                "body": {
                    "media_type": "multipart/form-data", "encoding": "multipart",
                    "fields": [
                        {"name": "owner", "encoding": {"as": "text"}},
                        {"name": "file", "encoding": {"as": "file"}},
                    ],
                },
                "responses": [{"status": "204"}],
            },
        ],
        "$defs": {
            "Owner": {
                "type": "object",
                "properties": {"id": {"type": "integer"}, "email": {"type": "string"}},
                "required": ["id"],
                "additionalProperties": false,
            },
            "File": {
                "type": "object",
                "properties": {
                    "base64": {"type": "string"},
                    "filename": {"type": "string"},
                    "content_type": {"type": "string"},
                },
                "required": ["base64"],
                "additionalProperties": false,
            },
        },
    });
    Catalog::from_json(&value.to_string()).expect("a catalog")
}

/// Servers that read a form unchanged want the texts before the file.
#[tokio::test]
async fn parts_are_in_the_order_of_the_document() {
    let transport = Memory::new();
    transport.answer(Answer::json(204, ""));
    let body = json!({"extra": "e", "file": {"base64": "YWJj"}, "owner": "o"});
    let client = client(&transport);
    let call = client.call("replaceLogo", json!({"body": body})).await;
    call.expect("an answer");
    let text = transport.requests()[0].text();
    let places = ["owner", "file", "extra"].map(|name| text.find(&format!("; name=\"{name}\"")));
    assert!(places.is_sorted() && places[0].is_some(), "{text}");
}

fn client(transport: &Memory) -> DynamicClient {
    DynamicClient::builder(catalog())
        .credential(Credential::bearer("token", "t0p-s3cret"))
        .credential(Credential::api_key("key", "k3y-s3cret"))
        .transport(transport.clone())
        .build()
        .expect("a client")
}

/// The problems with these arguments, and that nothing was sent.
async fn refused(id: &str, arguments: Value) -> Error {
    let transport = Memory::new();
    let outcome = client(&transport).call(id, arguments).await;
    assert_eq!(transport.count(), 0, "nothing is sent");
    outcome.expect_err("the arguments do not fit")
}

#[tokio::test]
async fn arguments_are_sent_in_their_locations() {
    let transport = Memory::new();
    transport.answer(Answer::json(204, ""));
    let arguments = json!({"id": 7, "name": null, "owner": {"id": 3.0}});
    let answer = client(&transport)
        .call("updateThing", arguments)
        .await
        .expect("an answer");
    let sent = &transport.requests()[0];
    assert_eq!(sent.method, "PATCH");
    assert_eq!(sent.url.path(), "/v1/things/7");
    assert_eq!(sent.headers["authorization"], "Bearer t0p-s3cret");
    assert_eq!(sent.url.query(), Some("api_key=k3y-s3cret"));
    assert_eq!(&sent.body[..], br#"{"name":null,"owner":{"id":3}}"#);
    assert_eq!(answer.status, 204);
    assert_eq!(answer.json(), None);
}

#[tokio::test]
async fn an_absent_field_is_not_sent_and_a_null_one_is() {
    let transport = Memory::new();
    transport.answer(Answer::json(204, ""));
    let client = client(&transport);
    client
        .call("updateThing", json!({"id": 7}))
        .await
        .expect("an answer");
    assert_eq!(&transport.requests()[0].body[..], b"{}");
}

#[tokio::test]
async fn unknown_names_are_refused_with_the_valid_ones() {
    let error = refused("updateThing", json!({"id": 7, "nmae": "x"})).await;
    let [problem] = error.problems() else {
        panic!("one problem: {error}");
    };
    assert_eq!(problem.pointer, "/nmae");
    assert_eq!(problem.kind, ProblemKind::UnknownName("nmae".to_owned()));
    assert_eq!(problem.valid, ["id", "name", "owner"]);
    assert_eq!(problem.similar.as_deref(), Some("name"));
    assert_eq!(
        error.to_string(),
        "updateThing: `/nmae`: unknown name `nmae`, did you mean `name`? (valid: `id`, `name`, `owner`)"
    );
}

#[tokio::test]
async fn unknown_names_in_a_definition_are_refused_with_the_valid_ones() {
    let error = refused(
        "updateThing",
        json!({"id": 7, "owner": {"id": 1, "mail": "x"}}),
    )
    .await;
    let [problem] = error.problems() else {
        panic!("one problem: {error}");
    };
    assert_eq!(problem.pointer, "/owner/mail");
    assert_eq!(problem.valid, ["email", "id"]);
}

#[tokio::test]
async fn missing_and_mistyped_and_unknown_values_are_refused() {
    let error = refused("updateThing", json!({"owner": {}})).await;
    let kinds: Vec<_> = error
        .problems()
        .iter()
        .map(|it| (&*it.pointer, it.kind.clone()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("/owner", ProblemKind::Missing("id".to_owned())),
            ("", ProblemKind::Missing("id".to_owned())),
        ]
    );
    let error = refused("updateThing", json!({"id": "x"})).await;
    assert_eq!(error.problems()[0].pointer, "/id");
    assert_eq!(
        error.problems()[0].kind,
        ProblemKind::WrongType(vec!["integer".to_owned()])
    );
    let error = refused("listThings", json!({"kind": "huge"})).await;
    assert_eq!(error.problems()[0].kind, ProblemKind::UnknownValue);
    assert_eq!(error.problems()[0].valid, ["big", "small"]);
    assert!(!error.to_string().contains("huge"), "{error}");
}

#[tokio::test]
async fn an_unknown_operation_suggests_the_closest_id() {
    let error = refused("list_things", json!({})).await;
    assert_eq!(
        error.to_string(),
        "the catalog has no operation `list_things` (did you mean `listThings`?)"
    );
}

#[tokio::test]
async fn a_path_argument_cannot_leave_its_segment() {
    let transport = Memory::new();
    let client = DynamicClient::builder({
        let mut catalog = catalog();
        catalog.operations[0].input["properties"]["kind"] = json!({"type": "string"});
        catalog
    })
    .credential(Credential::bearer("token", "t0p-s3cret"))
    .credential(Credential::api_key("key", "k3y-s3cret"))
    .transport(transport.clone())
    .build()
    .expect("a client");
    let error = client
        .call("listThings", json!({"kind": ".."}))
        .await
        .expect_err("a defect");
    assert_eq!(
        error.call().map(signon_runtime::Error::kind),
        Some(ErrorKind::Build)
    );
    assert_eq!(transport.count(), 0);
}

#[tokio::test]
async fn pages_follow_the_cursor() {
    let transport = Memory::new();
    transport
        .answer(Answer::json(200, r#"{"things": [1, 2], "next": "c2"}"#))
        .answer(Answer::json(200, r#"{"things": [3], "next": null}"#));
    let client = client(&transport);
    let arguments = json!({"kind": "big", "tags": ["a", "b c"]});
    let mut pages = client
        .call("listThings", arguments)
        .query("extra", "1")
        .pages();
    let first = pages.next().await.expect("a page").expect("a success");
    assert_eq!(first.next_cursor(), Some("c2"));
    let second = pages.next().await.expect("a page").expect("a success");
    assert_eq!(second.next_cursor(), None);
    assert!(pages.next().await.is_none());
    let queries: Vec<_> = transport
        .requests()
        .iter()
        .map(|it| it.url.query().map(str::to_owned))
        .collect();
    assert_eq!(
        queries,
        [
            Some("tag=a&tag=b%20c&extra=1&api_key=k3y-s3cret".to_owned()),
            Some("tag=a&tag=b%20c&after=c2&extra=1&api_key=k3y-s3cret".to_owned()),
        ]
    );
    assert_eq!(transport.requests()[1].headers["x-version"], "1.1");
}

#[tokio::test]
async fn pages_that_lead_to_each_other_are_an_error() {
    let transport = Memory::new();
    transport.handle(|_| Answer::json(200, r#"{"things": [1], "next": "same"}"#));
    let client = client(&transport);
    let mut pages = client.pages("listThings", json!({"kind": "big"}));
    let mut outcomes = Vec::new();
    while let Some(outcome) = pages.next().await {
        outcomes.push(outcome.map(drop));
    }
    assert_eq!(outcomes.len(), 3);
    let Some(Err(Error::Call(error))) = outcomes.pop() else {
        panic!("the last outcome is an error");
    };
    assert_eq!(error.kind(), ErrorKind::Pages);
}

#[tokio::test]
async fn files_are_base64_or_attached() {
    let transport = Memory::new();
    transport.handle(|_| {
        Answer::status(200)
            .header("content-type", "text/csv")
            .body("a,b")
    });
    let client = client(&transport);
    let json = json!({"file": {"base64": "aGk=", "filename": "a.txt", "content_type": "text/plain"}, "note": "n"});
    let answer = client.call("upload", json).await.expect("an answer");
    assert_eq!(answer.text(), Some("a,b"));
    let attached = signon_runtime::dynamic::Arguments::new()
        .file("file", File::new("a.txt", "hi").content_type("text/plain"));
    client.call("upload", attached).await.expect("an answer");
    for request in transport.requests() {
        let body = String::from_utf8_lossy(&request.body);
        let expected =
            "name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhi\r\n";
        assert!(body.contains(expected), "{body}");
    }
    let error = refused("upload", json!({"file": {"base64": "?"}})).await;
    assert_eq!(error.problems()[0].pointer, "/file/base64");
}

#[tokio::test]
async fn a_dry_run_shows_the_request_and_no_secret() {
    let transport = Memory::new();
    let client = client(&transport);
    let prepared = client
        .dry_run("updateThing", json!({"id": 7, "name": "x"}))
        .expect("a request");
    assert_eq!(transport.count(), 0);
    assert_eq!(prepared.method, "PATCH");
    assert_eq!(
        prepared.url,
        "https://api.acme.example/v1/things/7?api_key=***"
    );
    let header = ("authorization".to_owned(), "Bearer ***".to_owned());
    assert!(prepared.headers.contains(&header), "{prepared:?}");
    assert_eq!(prepared.body, PreparedBody::Bytes(r#"{"name":"x"}"#.into()));
    assert_eq!(prepared.missing_credentials, Vec::<String>::new());
    assert!(!format!("{prepared:?}").contains("s3cret"));
}

#[test]
fn a_catalog_of_another_version_is_refused() {
    let error = Catalog::from_json(r#"{"catalog": 2}"#).expect_err("another version");
    assert!(matches!(error, CatalogError::Version(2)), "{error}");
}

#[test]
fn a_schema_holds_the_definitions_that_it_refers_to_and_no_others() {
    let catalog = catalog();
    let operation = catalog.operation("updateThing").expect("an operation");
    let schema = catalog.input_schema(operation);
    let defs: Vec<_> = schema["$defs"]
        .as_object()
        .expect("definitions")
        .keys()
        .collect();
    assert_eq!(defs, ["Owner"]);
    assert_eq!(
        catalog.tool("things_upload").map(|it| &*it.id),
        Some("upload")
    );
}
