//! The requests.

use serde_json::{Value, json};

use super::server::{Answer, Server, json};
use super::{ACME, SECRET, command, document, output, signon, stderr, stdout, succeed, with_input};

#[test]
fn flags_become_a_request() {
    let server = Server::start(|_, _| json(r#"{"users":[{"id":1}]}"#));
    succeed(&[
        "torii",
        "users",
        "list",
        "--server",
        &server.url,
        "--email",
        "a+b@c.example",
        "--is-external",
        "--id-users",
        "1",
        "--id-users",
        "2",
        "--size",
        "10",
    ]);
    let request = server.only();
    assert_eq!(
        request.line,
        "GET /users?email=a%2Bb%40c.example&isExternal=true&idUsers=1,2&size=10"
    );
    assert_eq!(
        request.header("authorization"),
        Some(&*format!("Bearer {SECRET}"))
    );
}

#[test]
fn names_accept_underscores() {
    let server = Server::start(|_, _| json("{}"));
    succeed(&[
        "torii",
        "user_apps",
        "get",
        "--id-user",
        "1",
        "--id-app",
        "2",
        "--server",
        &server.url,
    ]);
    assert_eq!(server.only().line, "GET /users/1/apps/2");
}

#[test]
fn a_body_is_json_a_file_or_standard_input() {
    let server = Server::start(|_, _| json("{}"));
    let contract = r#"{"idApp":1,"name":"Figma","status":"pipeline"}"#;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("body.json");
    std::fs::write(&path, contract).expect("a file");
    let file = format!("@{}", path.display());
    for (body, input) in [(contract, ""), (&*file, ""), ("-", contract)] {
        let done = with_input(
            &[
                "torii",
                "contracts",
                "create",
                "--server",
                &server.url,
                "--body",
                body,
            ],
            input,
        );
        assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert_eq!(request.line, "POST /contracts");
        let sent: Value = serde_json::from_str(request.text()).expect("JSON");
        assert_eq!(sent, serde_json::from_str::<Value>(contract).expect("JSON"));
    }
}

#[cfg(unix)]
#[test]
fn pipes_are_read_like_files() {
    let server = Server::start(|_, _| Answer(204, "text/plain", String::new()));
    let (folder, spec) = document(
        r#"openapi: 3.0.3
info: { title: Photos, version: "1" }
paths:
  /photo: { put: { operationId: putPhoto, requestBody: { required: true, content: { image/png: { schema: { type: string, format: binary } } } }, responses: { "204": { description: Done. } } } }
  /note: { put: { operationId: putNote, requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { text: { type: string } } } } } }, responses: { "204": { description: Done. } } } }
"#,
    );
    for (operation, content) in [("putPhoto", "an image"), ("putNote", r#"{"text":"x"}"#)] {
        let script = format!(
            r#"mkfifo "{1}/{2}" && {{ printf '%s' '{3}' > "{1}/{2}" & }} && "{0}" call --spec "{4}" {2} --server {5} --body @"{1}/{2}""#,
            env!("CARGO_BIN_EXE_signon"),
            folder.path().display(),
            operation,
            content,
            spec,
            server.url,
        );
        let mut shell = std::process::Command::new("/bin/sh");
        let done = shell.args(["-c", &script]).output().expect("an output");
        assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
        let sent = server.requests().pop().expect("a request");
        assert_eq!(sent.text(), content);
    }
    let missing = output(
        command(&[
            "call",
            "--spec",
            &spec,
            "putNote",
            "--server",
            &server.url,
            "--body",
            "@none",
        ]),
        "",
    );
    assert!(stderr(&missing).starts_with("error: `--body`: `none` cannot be read"));
    let unknown = [
        "call",
        "--spec",
        &spec,
        "putNote",
        "--server",
        &server.url,
        "--body",
        r#"{"txt":1}"#,
    ];
    let text = stderr(&output(command(&unknown), ""));
    assert!(
        text.starts_with("error: `--body /txt`: unknown name `txt`, did you mean `text`?"),
        "{text}"
    );
}

#[test]
fn numeric_flags_are_validated() {
    for (flag, value, expected) in [
        ("--max-items", "x", "expected a whole number"),
        ("--max-items", "-1", "expected a whole number"),
        ("--retry", "100", "expected a whole number from 0 to 99"),
        ("--timeout", "-1", "expected a positive number of seconds"),
        ("--timeout", "0", "expected a positive number of seconds"),
        ("--timeout", "NaN", "expected a positive number of seconds"),
    ] {
        let done = signon(&["torii", "users", "list", flag, value]);
        assert_eq!(done.status.code(), Some(2));
        let text = stderr(&done);
        assert!(
            text.starts_with(&format!("error: invalid value '{value}' for '{flag} ")),
            "{text}"
        );
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn single_fields_have_the_types_of_the_document() {
    let server = Server::start(|_, _| Answer(204, "text/plain", String::new()));
    let (_folder, spec) = document(ACME);
    let mut call = command(&[
        "call",
        "--spec",
        &spec,
        "createUser",
        "--server",
        &server.url,
        "--body",
        r#"{"name":"x"}"#,
        "--set",
        "name=12",
        "--set",
        "age=null",
        "--set",
        "owner.id=3",
        "--set",
        "owner.tags.0=7",
        "--set",
        "/owner/tags/1=b",
    ]);
    call.env("SPEC_ACME_KEY", SECRET);
    let done = output(call, "");
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    let sent: Value = serde_json::from_str(server.only().text()).expect("JSON");
    assert_eq!(
        sent,
        json!({ "name": "12", "age": null, "owner": { "id": 3, "tags": ["7", "b"] } })
    );
}

#[test]
fn files_are_sent_unchanged() {
    let server = Server::start(|_, _| json("{}"));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.csv");
    std::fs::write(&path, "a,b\n").expect("a file");
    let file = format!("@{}", path.display());
    succeed(&[
        "torii",
        "files",
        "upload",
        "--server",
        &server.url,
        "--type",
        "attachment",
        "--file",
        &file,
    ]);
    let request = server.only();
    let body = request.text();
    assert!(
        body.contains("filename=\"report.csv\"") && body.contains("\r\n\r\na,b\n\r\n"),
        "{body}"
    );

    let server = Server::start(|_, _| Answer(204, "text/plain", String::new()));
    let (_folder, spec) = document(ACME);
    let mut put = command(&[
        "call",
        "--spec",
        &spec,
        "putAvatar",
        "--body",
        "-",
        "--server",
        &server.url,
    ]);
    put.env("SPEC_ACME_KEY", SECRET);
    let done = output(put, "pixels");
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    let request = server.only();
    assert_eq!(
        (request.text(), request.header("content-type")),
        ("pixels", Some("image/png"))
    );
}

#[test]
fn documents_provide_operations() {
    let server = Server::start(|_, _| json("[]"));
    let (_folder, spec) = document(ACME);
    let listed = stdout(&signon(&["call", "--spec", &spec, "--list"]));
    assert!(
        listed.contains("listUsers") && listed.contains("Lists the users"),
        "{listed}"
    );
    let mut call = command(&[
        "call",
        "listUsers",
        "--spec",
        &spec,
        "--limit",
        "5",
        "--jq",
        "own",
        "--result-jq",
        "length",
        "--ids",
        "1",
        "--ids",
        "2",
        "--server",
        &server.url,
    ]);
    call.env("SPEC_ACME_KEY", SECRET);
    let done = output(call, "");
    assert_eq!(
        (stdout(&done).trim(), done.status.code()),
        ("0", Some(0)),
        "{}",
        stderr(&done)
    );
    let line = server.only().line;
    assert_eq!(
        line,
        format!("GET /users?limit=5&jq=own&ids%5B%5D=1&ids%5B%5D=2&api_key={SECRET}")
    );
}

#[test]
fn a_credential_comes_from_standard_input_or_a_file() {
    let server = Server::start(|_, _| json("{}"));
    let call = ["torii", "organizations", "get", "--server", &server.url];
    for input in [SECRET.to_owned(), format!("TORII_API_KEY={SECRET}\n")] {
        let done = output(
            command(&[&call[..], &["--credential-stdin"]].concat()),
            &input,
        );
        assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("settings");
    std::fs::write(&path, format!("TORII_API_KEY={SECRET}\n")).expect("a file");
    let shown = path.to_str().expect("UTF-8");
    let with_file = || {
        output(
            command(&[&call[..], &["--credentials", shown]].concat()),
            "",
        )
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("a mode");
        let rejected = with_file();
        assert_eq!(rejected.status.code(), Some(2));
        assert!(
            stderr(&rejected).contains("chmod 600"),
            "{}",
            stderr(&rejected)
        );
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("a mode");
    }
    let done = with_file();
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert_eq!(
            request.header("authorization"),
            Some(&*format!("Bearer {SECRET}"))
        );
    }
}

#[test]
fn transient_errors_are_retried_up_to_the_limit() {
    let server = Server::start(|_, before| {
        let status = if before == 0 { 503 } else { 200 };
        Answer(status, "application/json", "{}".to_owned())
    });
    let call = ["torii", "organizations", "get", "--server", &server.url];
    let once = signon(&[&call[..], &["--retry", "0"]].concat());
    assert_eq!((once.status.code(), server.requests().len()), (Some(5), 1));

    let server = Server::start(|_, before| {
        let status = if before == 0 { 503 } else { 200 };
        Answer(status, "application/json", "{}".to_owned())
    });
    succeed(&[
        "torii",
        "organizations",
        "get",
        "--server",
        &server.url,
        "--retry",
        "1",
    ]);
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn documents_are_read_from_standard_input() {
    let shown = with_input(
        &[
            "call",
            "--spec",
            "-",
            "listUsers",
            "--limit",
            "5",
            "--dry-run",
        ],
        ACME,
    );
    assert_eq!(shown.status.code(), Some(0), "{}", stderr(&shown));
    let shown: Value = serde_json::from_str(&stdout(&shown)).expect("JSON");
    assert_eq!(
        shown["request"]["url"],
        "https://acme.example/users?limit=5&api_key=***"
    );
}
