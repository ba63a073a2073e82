//! Calls of operations from the command line, against a server on the loopback interface.

#![cfg(feature = "mcp")]

mod credentials;
#[cfg(unix)]
mod curl;
mod failures;
mod help;
mod home;
mod hostile;
mod hostile_server;
#[cfg(all(feature = "keychain", target_os = "linux"))]
mod keychain;
#[cfg(target_os = "linux")]
mod memory;
mod output;
mod pages;
mod profiles;
mod server;
#[cfg(unix)]
mod terminal;
mod wire;

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

/// The credential, which must not appear in any output.
const SECRET: &str = "tok-5f3a1c";

/// Runs the program with Torii's credential.
fn signon(arguments: &[&str]) -> Output {
    with_input(arguments, "")
}

fn with_input(arguments: &[&str], input: &str) -> Output {
    let mut command = command(arguments);
    command.env("TORII_API_KEY", SECRET);
    output(command, input)
}

/// The program with an empty environment.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_signon"));
    command.args(arguments).env_clear();
    command
}

fn output(mut command: Command, input: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a process");
    let mut stdin = child.stdin.take().expect("standard input");
    // A program that does not read its input may have ended.
    drop(stdin.write_all(input.as_bytes()));
    drop(stdin);
    let output = child.wait_with_output().expect("an output");
    for text in [stdout(&output), stderr(&output)] {
        assert!(
            !text.contains(SECRET),
            "the credential is in the output: {text}"
        );
    }
    output
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs a call, asserts success, and returns standard output.
fn succeed(arguments: &[&str]) -> String {
    let output = signon(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    stdout(&output)
}

/// Writes a document to a temporary folder.
fn document(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("acme.yaml");
    std::fs::write(&path, text).expect("a document");
    let path = path.to_str().expect("UTF-8").to_owned();
    (folder, path)
}

/// A document with arguments that collide with built-in flags, a body, and a file.
const ACME: &str = r#"openapi: 3.0.3
info: { title: Acme, version: "1" }
servers: [{ url: "https://acme.example" }]
security: [{ key: [] }]
paths:
  /users:
    get:
      operationId: listUsers
      tags: [users]
      summary: Lists the users.
      parameters:
        - { name: limit, in: query, schema: { type: integer }, example: 10 }
        - { name: jq, in: query, schema: { type: string } }
        - { name: state, in: query, schema: { type: string, enum: [active, gone] } }
        - { name: "ids[]", in: query, schema: { type: array, items: { type: integer } } }
      responses:
        "200":
          description: The users.
          content: { application/json: { schema: { type: array, items: { type: object } } } }
    post:
      operationId: createUser
      tags: [users]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties:
                name: { type: string }
                age: { type: integer, nullable: true }
                password: { type: string, format: password }
                owner: { type: object, properties: { id: { type: integer }, tags: { type: array, items: { type: string } } } }
      responses: { "204": { description: Created. } }
  /avatar:
    put:
      operationId: putAvatar
      requestBody:
        required: true
        content: { image/png: { schema: { type: string, format: binary } } }
      responses: { "204": { description: Stored. } }
components:
  securitySchemes:
    key: { type: apiKey, in: query, name: api_key }
"#;
