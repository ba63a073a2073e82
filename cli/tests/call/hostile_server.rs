//! Servers that send too much, never end, or redirect.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Output;

use super::server::{Server, json};
use super::{signon, stderr, stdout};

/// Starts a server that writes raw responses, and returns its URL.
fn server(answer: impl Fn(&TcpStream) -> std::io::Result<()> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let head = BufReader::new(&stream).lines().map_while(Result::ok);
            head.take_while(|line| !line.is_empty()).for_each(drop);
            // This fails if the program has closed the connection.
            drop(answer(&stream));
        }
    });
    url
}

fn list(server: &str, more: &[&str]) -> Output {
    let call = ["torii", "users", "list", "--retry", "0", "--server", server];
    signon(&[&call[..], more].concat())
}

const HEAD: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";

#[test]
fn stalled_responses_time_out() {
    let url = server(|mut stream| {
        stream.write_all(HEAD)?;
        stream.write_all(b"d\r\n{\"users\":[{}, \r\n")?;
        // Until the program hangs up.
        stream.read_to_end(&mut Vec::new()).map(drop)
    });
    for format in [
        &["-o", "json"][..],
        &["-o", "raw"],
        &["--all", "-o", "jsonl"],
    ] {
        let done = list(&url, &[&["--timeout", "0.5"], format].concat());
        let text = stderr(&done);
        assert_eq!(done.status.code(), Some(6), "{format:?}: {text}");
        assert!(text.starts_with("error: torii listUsers: "), "{text}");
    }
}

#[test]
fn endless_responses_are_aborted() {
    let url = server(|mut stream| {
        stream.write_all(HEAD)?;
        stream.write_all(b"a\r\n{\"users\":[\r\n")?;
        let chunk = [b"10000\r\n", &b"0,".repeat(0x8000)[..], b"\r\n"].concat();
        loop {
            stream.write_all(&chunk)?;
        }
    });
    let done = list(&url, &["--timeout", "30"]);
    let text = stderr(&done);
    // The limit of the size, or of the time.
    assert!(matches!(done.status.code(), Some(6 | 7)), "{text}");
    assert!(stdout(&done).is_empty() && text.len() < 500, "{text}");
}

#[test]
fn oversized_headers_are_network_errors() {
    for header in [
        format!("x-more: {}\r\n", "a".repeat(10_000_000)),
        "x-more: a\r\n".repeat(10_000),
    ] {
        let url = server(move |mut stream| {
            stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
            stream.write_all(header.as_bytes())?;
            stream.write_all(b"content-length: 2\r\n\r\n{}")
        });
        let done = list(&url, &[]);
        let text = stderr(&done);
        assert_eq!(done.status.code(), Some(6), "{text}");
        assert!(text.len() < 500, "{text}");
    }
}

#[test]
fn cross_origin_redirects_get_no_credential() {
    let other = Server::start(|_, _| json(r#"{"users":[]}"#));
    let target = other.url.replace("127.0.0.1", "localhost");
    let url = server(move |mut stream| {
        let head = format!(
            "HTTP/1.1 302 Found\r\nlocation: {target}/users\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes())
    });
    let done = list(&url, &["-v"]);
    for request in other.requests() {
        assert_eq!(request.header("authorization"), None);
    }
    // Whether it is followed or rejected, the log contains the redirect.
    let text = stderr(&done);
    assert!(text.contains("302"), "{text}");
}
