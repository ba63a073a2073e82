//! Untrusted documents and servers.

use serde_json::{Value, json as value};

use super::server::{Server, json};
use super::{SECRET, command, output, signon, stderr, stdout};

/// Text that must not reach a terminal: it clears the screen, sets the title, reorders the line, and contains a hidden letter.
const HIDDEN: &str = "\u{1b}[2J\u{9b}31m\u{202e}x\u{e0041}";

/// A document with hostile texts, whose security scheme is named like a part of a common variable.
fn document(url: &str) -> Value {
    value!({
        "openapi": "3.1.0",
        "info": { "title": HIDDEN, "version": "1", "description": HIDDEN },
        "servers": [{ "url": url }],
        "components": { "securitySchemes": { "secret_access_key": { "type": "http", "scheme": "bearer" } } },
        "security": [{}, { "secret_access_key": [] }],
        "tags": [{ "name": HIDDEN, "description": HIDDEN }],
        "paths": { "/a": { "get": {
            "operationId": "getA",
            "summary": HIDDEN,
            "description": HIDDEN,
            "tags": [HIDDEN],
            "parameters": [{
                "name": "q",
                "in": "query",
                "description": HIDDEN,
                "example": HIDDEN,
                "schema": { "type": "string", "enum": [HIDDEN, "b"] },
            }],
            "responses": { "200": { "description": HIDDEN } },
        } }, "/b": { "get": { "operationId": format!("getB{HIDDEN}"), "responses": {} } } },
    })
}

fn aws(url: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("aws.json");
    std::fs::write(&path, document(url).to_string()).expect("a document");
    let path = path.to_str().expect("UTF-8").to_owned();
    (folder, path)
}

#[test]
fn documents_read_only_their_own_variables() {
    let server = Server::start(|_, _| json("{}"));
    let (_folder, path) = aws(&server.url);
    let call = |name: &str| {
        let mut call = command(&["call", "--spec", &path, "getA"]);
        call.env(name, SECRET);
        let done = output(call, "");
        assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    };
    call("AWS_SECRET_ACCESS_KEY");
    call("SECRET_ACCESS_KEY");
    call("SPEC_AWS_SECRET_ACCESS_KEY");
    let sent = server.requests();
    let credentials: Vec<Option<&str>> = sent
        .iter()
        .map(|request| request.header("authorization"))
        .collect();
    let own = format!("Bearer {SECRET}");
    assert_eq!(credentials, [None, None, Some(own.as_str())]);
}

#[test]
fn documents_named_like_a_provider_do_not_get_its_credential() {
    let server = Server::start(|_, _| json("{}"));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("torii.json");
    let text = document(&server.url)
        .to_string()
        .replace("secret_access_key", "apiKey");
    std::fs::write(&path, text).expect("a document");
    let done = signon(&["call", "--spec", path.to_str().expect("UTF-8"), "getA"]);
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    assert_eq!(server.only().header("authorization"), None);
}

#[test]
fn texts_of_documents_and_servers_are_escaped() {
    let body = value!([{ "id": 1, HIDDEN: HIDDEN }]).to_string();
    let server = Server::start(move |request, _| {
        if request.line.contains("q=b") {
            super::server::Answer(
                400,
                "application/json",
                value!({ "message": HIDDEN }).to_string(),
            )
        } else {
            json(body.clone())
        }
    });
    let (_folder, path) = aws(&server.url);
    let unknown = format!("--{HIDDEN}");
    let runs: [&[&str]; 11] = [
        &["--list"],
        &[],
        &["getA", "--help"],
        &["getA", "--q", "c"],
        &["getA", &unknown],
        &["getA", "--q", "b"],
        &["getA"],
        &["getA", "-o", "jsonl"],
        &["getA", "-o", "table"],
        &["getA", "-v", "--dry-run"],
        &["nothing"],
    ];
    for run in runs {
        let done = signon(&[&["call", "--spec", &path], run].concat());
        for text in [stdout(&done), stderr(&done)] {
            let shown = |c: char| {
                c == '\n' || !(c.is_control() || HIDDEN[1..].contains(c) && !c.is_ascii())
            };
            assert!(text.chars().all(shown), "{run:?}: {text:?}");
        }
    }
}

#[test]
fn json_output_escapes_hidden_characters() {
    let answer = value!([{ "id": 1, "name": HIDDEN }]);
    let body = answer.to_string();
    let server = Server::start(move |_, _| json(body.clone()));
    let (_folder, path) = aws(&server.url);
    let done = signon(&["call", "--spec", &path, "getA", "-o", "json"]);
    let printed: Value = serde_json::from_str(&stdout(&done)).expect("JSON");
    assert_eq!(printed, answer);
}
