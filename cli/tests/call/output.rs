//! Output formats.

use serde_json::{Value, json};

use super::server::{Server, json};
use super::{ACME, SECRET, command, document, output, signon, stderr, stdout, succeed};

const USERS: &str = r#"{"users":[{"id":1,"firstName":"Noor","email":"n@x.example","org":{"name":"Ops"}},{"id":2,"firstName":"A, B","email":null}]}"#;

fn list(format: &str, more: &[&str]) -> String {
    let server = Server::start(|_, _| json(USERS));
    let call = [
        "torii",
        "users",
        "list",
        "--server",
        &server.url,
        "-o",
        format,
    ];
    succeed(&[&call[..], more].concat())
}

#[test]
fn each_format_prints_the_response() {
    let expected: Value = serde_json::from_str(USERS).expect("JSON");
    assert_eq!(
        serde_json::from_str::<Value>(&list("json", &[])).expect("JSON"),
        expected
    );
    assert_eq!(list("raw", &[]), USERS);
    let lines = list("jsonl", &[]);
    assert_eq!(lines.lines().count(), 2, "{lines}");
    for (line, id) in lines.lines().zip([1, 2]) {
        assert_eq!(serde_json::from_str::<Value>(line).expect("JSON")["id"], id);
    }
    let fields = ["--result-fields", "id,firstName"];
    let csv = list("csv", &fields);
    assert_eq!(csv, "id,firstName\r\n1,Noor\r\n2,\"A, B\"\r\n");
    let nested = list("csv", &["--result-fields", "firstName,org.name"]);
    assert_eq!(nested, "firstName,org.name\r\nNoor,Ops\r\n\"A, B\",\r\n");
    let table = list("table", &["--result-fields", "firstName"]);
    assert_eq!(table, "FIRSTNAME\nNoor\nA, B\n");
    let yaml = list("yaml", &["--result-fields", "/users/id"]);
    assert_eq!(yaml, "users:\n- id: 1\n- id: 2\n");
}

#[test]
fn piped_output_is_json() {
    let server = Server::start(|_, _| json(USERS));
    let text = succeed(&["torii", "users", "list", "--server", &server.url]);
    assert_eq!(
        serde_json::from_str::<Value>(&text).expect("JSON")["users"][0]["id"],
        1
    );
}

#[test]
fn jq_and_fields_project_the_response() {
    assert_eq!(
        list("json", &["--jq", ".users | map(.id)"]),
        "[\n  1,\n  2\n]\n"
    );
    let kept: Value =
        serde_json::from_str(&list("json", &["--result-fields", "email"])).expect("JSON");
    assert_eq!(
        kept,
        json!({ "users": [{ "email": "n@x.example" }, { "email": null }] })
    );
}

#[test]
fn invalid_jq_programs_are_usage_errors() {
    let server = Server::start(|_, _| json(USERS));
    let failed = signon(&[
        "torii",
        "users",
        "list",
        "--server",
        &server.url,
        "--jq",
        ".[",
    ]);
    assert_eq!(failed.status.code(), Some(2));
    let text = stderr(&failed);
    assert_eq!(text, "error: `--jq`: the jq program does not parse\n");
    // The status implies that nothing was sent.
    assert!(server.requests().is_empty());

    let undefined = [
        "torii",
        "users",
        "list",
        "--server",
        &server.url,
        "--jq",
        "nothing",
    ];
    let failed = signon(&undefined);
    assert_eq!(failed.status.code(), Some(2));
    assert!(stderr(&failed).contains("undefined names: nothing"));
    assert!(server.requests().is_empty());
}

#[test]
fn jq_programs_that_fail_at_run_time_are_not_usage_errors() {
    let server = Server::start(|_, _| json(r#"{"name":"x"}"#));
    let (_folder, spec) = document(ACME);
    let mut create = command(&[
        "call",
        "--spec",
        &spec,
        "createUser",
        "--name",
        "x",
        "--jq",
        ".name + 1",
        "--server",
        &server.url,
    ]);
    create.env("SPEC_ACME_KEY", "k1");
    let failed = output(create, "");
    assert_eq!(failed.status.code(), Some(1));
    let text = stderr(&failed);
    assert!(text.starts_with("error: `--jq`: "), "{text}");
    assert!(
        text.ends_with("  note: the request took effect\n"),
        "{text}"
    );
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn unknown_fields_are_reported() {
    let server = Server::start(|_, _| json(USERS));
    let list = [
        "torii",
        "users",
        "list",
        "--server",
        &server.url,
        "--result-fields",
    ];
    let done = signon(&[&list[..], &["id,emial"]].concat());
    assert_eq!(done.status.code(), Some(0));
    assert_eq!(
        stderr(&done),
        "note: no item has the field `emial`; available fields: email, firstName, id, org\n"
    );
    let done = signon(&[&list[..], &["id,org.name"]].concat());
    assert_eq!(stderr(&done), "");
}

#[test]
fn empty_lists_have_no_rows() {
    for format in ["csv", "table", "jsonl"] {
        let server = Server::start(|_, _| json(r#"{"users":[]}"#));
        let text = succeed(&[
            "torii",
            "users",
            "list",
            "-o",
            format,
            "--server",
            &server.url,
        ]);
        assert_eq!(text, "", "{format}");
    }
}

#[test]
fn dry_runs_send_nothing_and_show_no_secret() {
    let server = Server::start(|_, _| json("{}"));
    let (_folder, spec) = document(ACME);
    let create = [
        "call",
        "--spec",
        &spec,
        "createUser",
        "--server",
        &server.url,
        "--set",
        "name=x",
        "--set",
    ];
    let password = "password=p&ss\"w0rd";
    for show in ["--dry-run", "--curl"] {
        let mut call = command(&[&create[..], &[password, show]].concat());
        call.env("SPEC_ACME_KEY", SECRET);
        let shown = output(call, "");
        assert_eq!(shown.status.code(), Some(0), "{}", stderr(&shown));
        let text = stdout(&shown);
        assert!(
            !text.contains("w0rd") && text.contains("/users?api_key="),
            "{text}"
        );
        if show == "--curl" {
            assert!(
                text.contains("\"$SPEC_ACME_KEY\"") && text.contains("\"$SECRET\""),
                "{text}"
            );
        } else {
            let value: Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(
                value["request"]["body"],
                json!({ "name": "x", "password": "***" })
            );
        }
    }
    assert!(server.requests().is_empty());
}

#[test]
fn wire_logs_are_redacted() {
    let server =
        Server::start(|request, _| json(format!(r#"[{{"seen":"{}"}}]"#, request.line.len())));
    let (_folder, spec) = document(ACME);
    let mut call = command(&[
        "call",
        "--spec",
        &spec,
        "listUsers",
        "-v",
        "--state",
        "active",
        "--server",
        &server.url,
    ]);
    call.env("SPEC_ACME_KEY", SECRET);
    let log = stderr(&output(call, ""));
    assert!(
        log.contains("/users?state=active&api_key=***") && log.contains("< 200"),
        "{log}"
    );
    let log = stderr(&signon(&[
        "torii",
        "organizations",
        "get",
        "-v",
        "--server",
        &server.url,
    ]));
    assert!(log.contains("> authorization: ***"), "{log}");
}

#[test]
fn auth_status_shows_origins() {
    let status = succeed(&["auth", "status", "torii"]);
    let line = status
        .lines()
        .find(|line| line.starts_with("TORII_API_KEY"))
        .expect("a line");
    assert!(line.contains("environment"), "{line}");
    assert!(
        status
            .lines()
            .any(|line| line.starts_with("TORII_BASE_URL") && line.contains("not set")),
        "{status}"
    );
}

/// Returns the words of a `--curl` command as parsed by a shell.
#[cfg(unix)]
fn words(script: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{script}");
    let mut shell = std::process::Command::new("/bin/sh");
    shell.arg("-c").arg(script).envs(variables.iter().copied());
    let words = shell.output().expect("an output").stdout;
    let words = String::from_utf8(words).expect("UTF-8");
    words.split_terminator('\0').map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn curl_commands_are_quoted_for_the_shell() {
    let (_folder, spec) = document(ACME);
    let name = "name=it's $HOME `x` \"y\"";
    let create = [
        "call",
        "--spec",
        &spec,
        "createUser",
        "--set",
        name,
        "--set",
        "password=p&ss",
        "--curl",
    ];
    let script = stdout(&output(command(&create), ""));
    let words = words(&script, &[("SPEC_ACME_KEY", "k1"), ("SECRET", "s1")]);
    assert!(
        words.starts_with(
            &["-X", "POST", "https://acme.example/users?api_key=k1"].map(str::to_owned)
        ),
        "{words:?}"
    );
    let body: Value = serde_json::from_str(words.last().expect("a word")).expect("JSON");
    assert_eq!(
        body,
        json!({ "name": "it's $HOME `x` \"y\"", "password": "s1" })
    );

    let script = succeed(&[
        "onelogin",
        "tokens",
        "revoke",
        "--access-token",
        "t1",
        "--server",
        "https://a.example",
        "--curl",
    ]);
    let pair = [
        ("ONELOGIN_CLIENT_BASIC_USERNAME", "u1"),
        ("ONELOGIN_CLIENT_BASIC_PASSWORD", "p1"),
    ];
    let words = self::words(&script, &pair);
    let user: Vec<_> = words.iter().skip_while(|word| *word != "-u").collect();
    assert_eq!(
        user.get(1).map(|word| word.as_str()),
        Some("u1:p1"),
        "{words:?}"
    );
    assert!(!script.contains("t1"), "{script}");
}
