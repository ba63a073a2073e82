//! Pagination.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::sync::{Mutex, mpsc};

use super::server::{Answer, Server, json};
use super::{SECRET, command, signon, stdout, succeed};

/// Three pages of two users.
fn pages() -> Server {
    Server::start(|request, before| {
        let cursor = request
            .line
            .split_once("cursor=")
            .map_or("", |(_, cursor)| cursor);
        let (expected, next) = match before {
            0 => ("", "\"p1\""),
            1 => ("p1", "\"p2\""),
            _ => ("p2", "null"),
        };
        assert_eq!(cursor, expected);
        let (first, second) = (before * 2, before * 2 + 1);
        json(format!(
            r#"{{"users":[{{"id":{first}}},{{"id":{second}}}],"nextCursor":{next}}}"#
        ))
    })
}

/// Returns the arguments to list users from the server.
fn list<'a>(server: &'a Server, options: &[&'a str]) -> Vec<&'a str> {
    let list = ["torii", "users", "list", "--server", &server.url];
    [&list, options].concat()
}

#[test]
fn all_pages_are_followed() {
    for (format, expected) in [
        (
            "jsonl",
            "{\"id\":0}\n{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n{\"id\":4}\n{\"id\":5}\n",
        ),
        ("csv", "id\r\n0\r\n1\r\n2\r\n3\r\n4\r\n5\r\n"),
        ("table", "ID\n0\n1\n2\n3\n4\n5\n"),
    ] {
        let server = pages();
        let text = succeed(&list(&server, &["--all", "-o", format]));
        assert_eq!(text, expected);
        assert_eq!(server.requests().len(), 3);
    }
}

#[test]
fn rows_of_chosen_columns_have_one_header() {
    let server = pages();
    let options = ["--all", "--result-fields", "id,email", "-o", "csv"];
    let text = succeed(&list(&server, &options));
    assert_eq!(text, "id,email\r\n0,\r\n1,\r\n2,\r\n3,\r\n4,\r\n5,\r\n");
}

#[test]
fn max_items_limits_requested_pages() {
    let server = pages();
    let text = succeed(&list(&server, &["--max-items", "3", "-o", "jsonl"]));
    assert_eq!(text.lines().count(), 3);
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn items_before_a_failed_page_are_printed() {
    for (format, pages, expected) in [
        ("jsonl", 1, "{\"id\":0}\n"),
        ("csv", 1, "id\r\n0\r\n"),
        ("table", 1, "ID\n0\n"),
        ("csv", 0, ""),
    ] {
        let server = Server::start(move |_, before| {
            if before < pages {
                json(r#"{"users":[{"id":0}],"nextCursor":"p1"}"#)
            } else {
                Answer(404, "application/json", "{}".to_owned())
            }
        });
        let failed = signon(&list(&server, &["--all", "-o", format]));
        assert_eq!(
            (stdout(&failed).as_str(), failed.status.code()),
            (expected, Some(4)),
            "{format}"
        );
    }
}

/// The first page is printed before the second is requested, so that pages need not be kept in memory.
#[test]
fn lines_are_printed_page_by_page() {
    let (allow, allowed) = mpsc::channel::<()>();
    let allowed = Mutex::new(allowed);
    let server = Server::start(move |_, before| {
        if before == 0 {
            return json(r#"{"users":[{"id":0}],"nextCursor":"p1"}"#);
        }
        allowed
            .lock()
            .expect("a receiver")
            .recv()
            .expect("a message");
        json(r#"{"users":[{"id":1}]}"#)
    });
    let mut command = command(&list(&server, &["--all", "-o", "jsonl"]));
    command.env("TORII_API_KEY", SECRET).stdout(Stdio::piped());
    let mut child = command.spawn().expect("a process");
    let mut lines = BufReader::new(child.stdout.take().expect("standard output")).lines();
    let mut line = || lines.next().expect("a line").expect("UTF-8");
    assert_eq!(line(), r#"{"id":0}"#);
    allow.send(()).expect("a receiver");
    assert_eq!(line(), r#"{"id":1}"#);
    assert!(child.wait().expect("a status").success());
}
