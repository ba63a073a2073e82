//! Documents on a local server.

use std::fs;

use signon_oracle::server;

use super::{folder, read, signon, status, stderr, succeed};

const MAIN: &str = r#"openapi: 3.0.3
info: { title: Acme, version: "1" }
servers: [{ url: "https://acme.example" }]
paths:
  /users:
    get:
      operationId: listUsers
      responses:
        "200":
          description: The users.
          content:
            application/json:
              schema: { $ref: "schemas/user.yaml" }
"#;
const USER: &str = "type: object\ntitle: User\nproperties: { id: { type: integer } }\n";

/// Serves these files; others are `404`.
pub(super) fn serve(files: &[(&'static str, &'static str)]) -> String {
    let files = files.to_vec();
    let address = server::serve(move |wanted, stream| {
        let found = files.iter().find(|(path, _)| *path == wanted);
        let (status, body) = found.map_or(("404 Not Found", "none"), |(_, text)| ("200 OK", text));
        server::respond(stream, status, body.as_bytes());
    });
    format!("http://{address}")
}

/// Returns the report for a document at this origin.
fn report(origin: &str) -> String {
    let output = signon(
        folder("").path(),
        &["check", &format!("{origin}/api/acme.yaml")],
    );
    assert_eq!(status(&output), Some(1));
    stderr(&output).replace(origin, "ORIGIN")
}

#[test]
fn urls_are_fetched_with_their_references() {
    let origin = serve(&[
        ("/api/acme.yaml?key=secret", MAIN),
        ("/api/schemas/user.yaml", USER),
    ]);
    let folder = folder("");
    let url = format!("{origin}/api/acme.yaml?key=secret");
    let flags = ["--out", "client", "--runtime", "version:0.1"];
    let printed = succeed(
        folder.path(),
        &[["generate", &url].as_slice(), &flags].concat(),
    );
    assert!(
        printed.starts_with("acme: 1 operation, 1 type"),
        "{printed}"
    );
    for file in ["manifest.json", "src/lib.rs", "README.md", "catalog.json"] {
        let text = read(&folder, &format!("client/{file}"));
        assert!(
            !text.contains("secret") && !text.contains(&origin),
            "{file}: {text}"
        );
    }
    for command in ["check", "list", "bundle"] {
        succeed(folder.path(), &[command, &url]);
    }
    succeed(folder.path(), &["diff", &url, &url]);
}

#[test]
fn projects_accept_urls() {
    let origin = serve(&[("/acme.yaml", MAIN), ("/schemas/user.yaml", USER)]);
    let folder = folder("");
    let project = format!(
        "[[client]]\ndocument = \"{origin}/acme.yaml\"\nout = \"client\"\nruntime = \"version:0.1\"\n"
    );
    fs::write(folder.path().join("signon.toml"), project).expect("a project");
    succeed(folder.path(), &["generate"]);
    succeed(folder.path(), &["generate", "--check"]);
}

#[test]
fn references_of_a_url_stay_at_its_origin() {
    let other = serve(&[("/user.yaml", USER)]);
    for reference in [
        &format!("{other}/user.yaml"),
        "file:///etc/passwd",
        "//acme.example/user.yaml",
    ] {
        let document: &'static str = MAIN.replace("schemas/user.yaml", reference).leak();
        let origin = serve(&[("/api/acme.yaml", document)]);
        let report = report(&origin);
        assert!(report.contains("error[remote-ref]"), "{report}");
        assert!(
            report.contains("is of another origin than `ORIGIN`"),
            "{report}"
        );
    }
    // A path always refers to the server.
    let document: &'static str = MAIN
        .replace("schemas/user.yaml", "../../../etc/passwd")
        .leak();
    let report = report(&serve(&[("/api/acme.yaml", document)]));
    assert!(
        report.contains(
            "`ORIGIN/etc/passwd` cannot be fetched: the server responded with `404 Not Found`"
        ),
        "{report}"
    );
}

#[test]
fn a_file_does_not_refer_to_a_url() {
    let origin = serve(&[("/user.yaml", USER)]);
    let folder = folder(&MAIN.replace("schemas", &origin));
    let report = stderr(&signon(folder.path(), &["check", "acme.yaml"]));
    assert!(report.contains("error[remote-ref]"), "{report}");
}

#[test]
fn problems_are_shown_at_their_url() {
    let page = "<!doctype html><title>Log in</title>";
    let report = report(&serve(&[("/api/acme.yaml", page)]));
    assert!(report.contains("--> ORIGIN/api/acme.yaml"), "{report}");
    assert!(report.contains("HTML page"), "{report}");
    let origin = serve(&[
        ("/api/acme.yaml", MAIN),
        ("/api/schemas/user.yaml", "type: ["),
    ]);
    let report = self::report(&origin);
    assert!(
        report.contains("--> ORIGIN/api/schemas/user.yaml:"),
        "{report}"
    );
}

#[test]
fn unsupported_urls_are_rejected_before_sending() {
    let folder = folder("");
    for url in [
        "http://acme.example/a.yaml",
        "ftp://acme.example/a.yaml",
        "https://me:hunter2@acme.example/a.yaml",
        "file:///etc/passwd",
    ] {
        let output = signon(folder.path(), &["check", url]);
        assert_eq!(status(&output), Some(1));
        let report = stderr(&output);
        assert!(
            report.contains("error[unreadable-file]: the URL cannot be read"),
            "{report}"
        );
        assert!(!report.contains("hunter2"), "{report}");
    }
}
