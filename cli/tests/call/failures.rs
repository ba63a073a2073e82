//! Exit statuses and messages of failures.

use std::net::TcpListener;

use super::server::{Answer, Server, json};
use super::{ACME, command, document, output, signon, stderr, stdout, with_input};

fn get(server: &str) -> std::process::Output {
    signon(&[
        "torii",
        "users",
        "get",
        "--id-user",
        "1",
        "--retry",
        "0",
        "--server",
        server,
    ])
}

#[test]
fn exit_status_reflects_the_failure() {
    for (status, body, expected) in [
        (401, "{}", 3),
        (403, "{}", 3),
        (404, r#"{"message":"No such user"}"#, 4),
        (500, "{}", 5),
        (200, "{", 7),
    ] {
        let server = Server::start(move |_, _| Answer(status, "application/json", body.to_owned()));
        let failed = get(&server.url);
        let text = stderr(&failed);
        assert_eq!(failed.status.code(), Some(expected), "{status}: {text}");
        assert!(
            text.starts_with("error: torii getUser: ") && stdout(&failed).is_empty(),
            "{text}"
        );
    }
    let closed = TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("an address");
    assert_eq!(get(&format!("http://{closed}")).status.code(), Some(6));
}

#[test]
fn details_are_below_the_first_line() {
    let server = Server::start(|_, _| {
        Answer(
            404,
            "application/json",
            r#"{"error":"NotFound","message":"No such user"}"#.to_owned(),
        )
    });
    let text = stderr(&get(&server.url));
    let mut lines = text.lines();
    assert!(
        lines.next().is_some_and(|line| line.contains("404")),
        "{text}"
    );
    assert!(
        lines.any(|line| line == "  message: No such user"),
        "{text}"
    );
}

#[test]
fn attempts_are_reported_once() {
    let server = Server::start(|_, _| Answer(503, "application/json", "{}".to_owned()));
    let retry = ["--retry", "1", "--server", &server.url];
    let failed = signon(&[&["torii", "users", "list"], &retry[..]].concat());
    assert_eq!(server.requests().len(), 2);
    let text = stderr(&failed);
    assert!(
        text.contains("503 Service Unavailable (2 attempts"),
        "{text}"
    );
    assert!(!text.contains("attempts: "), "{text}");
}

#[test]
fn slow_servers_time_out_calls() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", silent.local_addr().expect("an address"));
    let failed = signon(&[
        "torii",
        "organizations",
        "get",
        "--timeout",
        "0.2",
        "--retry",
        "0",
        "--server",
        &url,
    ]);
    assert_eq!(failed.status.code(), Some(6), "{}", stderr(&failed));
}

#[test]
fn missing_credentials_are_reported() {
    let failed = output(command(&["torii", "organizations", "get"]), "");
    assert_eq!(failed.status.code(), Some(3));
    let text = stderr(&failed);
    assert!(
        text.contains(
            "settings, from the environment or the file of `--credentials`:\n    TORII_API_KEY: "
        ),
        "{text}"
    );
    assert!(text.contains("`signon auth login torii`"), "{text}");
}

fn wrong_usage(arguments: &[&str]) -> String {
    let failed = signon(arguments);
    assert_eq!(
        failed.status.code(),
        Some(2),
        "{arguments:?}: {}",
        stderr(&failed)
    );
    assert!(stdout(&failed).is_empty());
    stderr(&failed)
}

#[test]
fn missing_arguments_are_named_with_an_example() {
    let text = wrong_usage(&["torii", "users", "get"]);
    assert!(
        text.starts_with("error: `--id-user` is required\n"),
        "{text}"
    );
    assert!(
        text.contains("The id of the user") && text.contains("--id-user 48213"),
        "{text}"
    );
}

#[test]
fn unknown_names_have_suggestions() {
    let text = wrong_usage(&["torii", "userz"]);
    assert_eq!(
        text,
        "error: `signon torii` has no group `userz`\n  similar: `users`, `user-apps`\n  `signon torii --help` lists them\n"
    );
    assert!(wrong_usage(&["torii", "users", "lst"]).contains("similar: `list`"));
    let text = wrong_usage(&["torii", "xyzzy"]);
    assert_eq!(
        text,
        "error: `signon torii` has no group `xyzzy`\n  `signon torii --help` lists them\n"
    );
    assert!(wrong_usage(&["torii", "users", "list", "--emial", "x"]).contains("'--email'"));
    let (_folder, spec) = document(ACME);
    let text = wrong_usage(&["call", "--spec", &spec, "listUser"]);
    assert!(
        text.starts_with(&format!(
            "error: `signon call --spec {spec}` has no operation `listUser`\n  similar: `listUsers`"
        )),
        "{text}"
    );
    assert!(text.contains("--list` lists them"), "{text}");
}

#[test]
fn invalid_values_are_usage_errors() {
    let server = Server::start(|_, _| json("{}"));
    let url = server.url.as_str();
    let list =
        |more: &[&str]| wrong_usage(&[&["torii", "users", "list", "--server", url], more].concat());
    assert!(list(&["--lifecycle-status", "x"]).contains("offboarded"));
    assert!(list(&["--size", "x"]).contains("`--size`: expected an integer"));
    assert!(list(&["-o", "raw", "--all"]).contains("`--all`"));
    let twice = [
        "torii",
        "users",
        "list",
        "--server",
        url,
        "--filters",
        "-",
        "--aggs",
        "-",
    ];
    let rejected = with_input(&twice, "{}");
    assert!(stderr(&rejected).contains("cannot both read standard input"));
    let body = wrong_usage(&[
        "torii",
        "contracts",
        "create",
        "--server",
        url,
        "--body",
        r#"{"nam":1}"#,
    ]);
    assert!(body.contains("--body") && body.contains("`name`"), "{body}");
    let path = wrong_usage(&[
        "torii",
        "files",
        "upload",
        "--type",
        "attachment",
        "--file",
        "a.csv",
    ]);
    assert!(path.contains("`@FILE`"), "{path}");
    assert!(server.requests().is_empty());
}
