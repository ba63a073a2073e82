//! The program as run by its users.

mod diff;
mod extensions;
mod folders;
mod generate;
mod input;
mod overlays;
mod project;
mod readme;
mod report;
mod urls;
mod usage;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const ACME: &str = r##"openapi: 3.0.3
info: { title: Acme, version: "1" }
servers: [{ url: "https://acme.example" }]
paths:
  /users:
    get:
      operationId: listUsers
      tags: [users]
      responses:
        "200":
          description: The users.
          content:
            application/json:
              schema: { type: array, items: { $ref: "#/components/schemas/User" } }
components:
  schemas:
    User: { type: object, required: [id], properties: { id: { type: integer } } }
"##;

/// A minor problem on line 8.
const FLAWED: &str = r#"openapi: 3.0.3
info: { title: Acme, version: "1" }
paths:
  /users:
    get:
      operationId: listUsers
      parameters:
        - { name: limit, in: query, schema: { type: intger } }
      responses: { "204": { description: "None." } }
"#;

/// The runtime is set explicitly; otherwise the program prints a note about the checkout.
const GENERATE: &[&str] = &[
    "generate",
    "acme.yaml",
    "--out",
    "client",
    "--runtime",
    "version:0.1",
];

/// Creates a folder with a document.
fn folder(document: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("acme.yaml"), document).expect("a document");
    folder
}

fn signon(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_signon"));
    command.current_dir(folder).args(arguments);
    command.output().expect("the program runs")
}

/// Runs the program with a text on standard input.
fn signon_reading(folder: &Path, arguments: &[&str], text: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_signon"))
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    // It may reject the command line before it reads anything.
    drop(
        child
            .stdin
            .take()
            .expect("a pipe")
            .write_all(text.as_bytes()),
    );
    child.wait_with_output().expect("the program ends")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn status(output: &Output) -> Option<i32> {
    output.status.code()
}

/// Runs the program, asserts success without warnings, and returns its output.
fn succeed(folder: &Path, arguments: &[&str]) -> String {
    let output = signon(folder, arguments);
    assert_eq!((status(&output), stderr(&output)), (Some(0), String::new()));
    stdout(&output)
}

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
