//! Any text in any place reaches a server that knows nothing of this crate as the same text.

use std::collections::HashMap;
use std::sync::mpsc;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Path, RawQuery, Request as Incoming};
use axum::routing;
use proptest::prelude::*;
use signon_runtime::codegen::QueryStyle;
use signon_runtime::{Client, ClientBuilder, Field, Multipart, Request};
use tokio::runtime::Runtime;

use crate::acme::{API, CREATE, PING, SHAPES};

/// What a server saw, as its own parser reads it.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    path: HashMap<String, String>,
    query: Vec<(String, String)>,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

/// A server that tells what it saw, and a client for it.
struct Echo {
    runtime: Runtime,
    client: Client,
    seen: mpsc::Receiver<Seen>,
}

impl Echo {
    fn start() -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let (tell, seen) = mpsc::channel();
        let see = move |Path(path): Path<HashMap<String, String>>,
                        RawQuery(query): RawQuery,
                        request: Incoming| {
            let tell = tell.clone();
            async move {
                let query = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
                    .into_owned()
                    .collect();
                let headers = request
                    .headers()
                    .iter()
                    .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
                    .collect();
                let body = to_bytes(request.into_body(), usize::MAX)
                    .await
                    .expect("a body")
                    .to_vec();
                tell.send(Seen {
                    path,
                    query,
                    headers,
                    body,
                })
                .expect("the test listens");
            }
        };
        let router = Router::new()
            .route("/a/{x}/b/{y}", routing::any(see.clone()))
            .route("/ping", routing::any(see.clone()))
            .route("/things", routing::any(see));
        let address = runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
                .await
                .expect("a port");
            let address = listener.local_addr().expect("an address");
            tokio::spawn(async move { axum::serve(listener, router).await });
            address
        });
        let client = ClientBuilder::new(&API)
            .base_url(format!("http://{address}"))
            .build()
            .expect("a client");
        Self {
            runtime,
            client,
            seen,
        }
    }

    /// Sends `request`; what the server saw, or `None` if it was rejected before it was sent.
    fn send(&self, request: Request) -> Option<Seen> {
        let refused = request.defect().is_some();
        let outcome = self
            .runtime
            .block_on(self.client.call_raw(request).into_future());
        if refused {
            outcome.expect_err("a defect is reported");
            return None;
        }
        outcome.expect("the server answers");
        Some(self.seen.recv().expect("the server saw it"))
    }
}

impl Seen {
    fn header(&self, name: &str) -> Option<&[u8]> {
        let found = self.headers.iter().find(|(seen, _)| seen == name);
        found.map(|(_, value)| value.as_slice())
    }

    fn cookie(&self, name: &str) -> Option<String> {
        let cookies = std::str::from_utf8(self.header("cookie")?).ok()?;
        let (_, value) = cookies
            .split("; ")
            .filter_map(|pair| pair.split_once('='))
            .find(|(seen, _)| *seen == name)?;
        let decoded = percent_encoding::percent_decode_str(value)
            .decode_utf8()
            .ok()?;
        Some(decoded.into_owned())
    }
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 256,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Any text at all, and texts full of what has a meaning somewhere.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-a-z0-9%&=+#/?;:@!$',.~\\\\ {}\\[\\]<>\"|^`\r\n\t]{0,12}",
    ]
}

#[test]
fn paths() {
    let echo = Echo::start();
    proptest!(config(), |(x in any_text(), y in any_text())| {
        let refused = [&x, &y].iter().any(|text| matches!(text.as_str(), "" | "." | ".."));
        let seen = echo.send(Request::new(&SHAPES).path("x", &x).path("y", &y));
        match seen {
            None => prop_assert!(refused),
            Some(seen) => {
                prop_assert!(!refused);
                prop_assert_eq!(&seen.path["x"], &x);
                prop_assert_eq!(&seen.path["y"], &y);
                prop_assert_eq!(seen.query, []);
            }
        }
    });
}

#[test]
fn queries() {
    let echo = Echo::start();
    proptest!(config(), |(name in any_text(), a in any_text(), b in any_text())| {
        let request = Request::new(&PING)
            .query(&name, &a)
            .query_with("r", QueryStyle::FORM.reserved(), &b)
            .query("l", &vec![&a, &b])
            .query_with("d", QueryStyle::DEEP_OBJECT, &serde_json::json!({&a: b}))
            .query_json("j", &a);
        let seen = echo.send(request).expect("it is sent");
        // A reserved value may be encoded in part already (RFC 6570, section 3.2.3).
        let reserved = percent_encoding::percent_decode_str(&b).decode_utf8_lossy();
        prop_assert_eq!(seen.query, [
            pair(&name, &a),
            pair("r", &reserved),
            pair("l", &a),
            pair("l", &b),
            pair(&format!("d[{a}]"), &b),
            pair("j", &serde_json::to_string(&a).unwrap()),
        ]);
    });
}

#[test]
fn headers_and_cookies() {
    let echo = Echo::start();
    proptest!(config(), |(text in any_text())| {
        // What HTTP cannot carry is rejected, not changed.
        let carried = !text.starts_with([' ', '\t'])
            && !text.ends_with([' ', '\t'])
            && text.bytes().all(|byte| byte == b'\t' || (byte >= b' ' && byte != 0x7f));
        match echo.send(Request::new(&PING).header("x-text", &text)) {
            None => prop_assert!(!carried),
            Some(seen) => {
                prop_assert!(carried);
                prop_assert_eq!(seen.header("x-text").unwrap(), text.as_bytes());
            }
        }
        let seen = echo.send(Request::new(&PING).cookie("a", &text).cookie("b", "1")).unwrap();
        prop_assert_eq!(seen.cookie("a"), Some(text));
        prop_assert_eq!(seen.cookie("b"), Some("1".to_owned()));
    });
}

#[test]
fn forms_and_json() {
    let echo = Echo::start();
    proptest!(config(), |(key in any_text(), text in any_text())| {
        let value = serde_json::json!({ &key: &text });
        let seen = echo.send(Request::new(&CREATE).form(&value)).unwrap();
        let fields: Vec<_> = url::form_urlencoded::parse(&seen.body).into_owned().collect();
        prop_assert_eq!(fields, [pair(&key, &text)]);

        let seen = echo.send(Request::new(&CREATE).json(&value)).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&seen.body).unwrap();
        prop_assert_eq!(read, value);
        prop_assert_eq!(seen.header("content-type").unwrap(), b"application/json");
    });
}

/// As within models; some servers reject `1.0` where they expect an integer.
#[test]
fn integral_floats_in_bodies_have_no_fraction() {
    let echo = Echo::start();
    let body = |request: Request| String::from_utf8(echo.send(request).unwrap().body).unwrap();
    let create = || Request::new(&CREATE);
    assert_eq!(body(create().json(&1.0_f64)), "1");
    assert_eq!(body(create().json(&vec![12.5_f32, -3.0])), "[12.5,-3]");
    let form = Multipart::new().json("a", Some(&[2.0_f64]));
    assert!(body(create().multipart(form)).contains("\r\n[2]\r\n"));
}

#[test]
fn multipart_fields() {
    let echo = Echo::start();
    proptest!(config(), |(text in any_text())| {
        let form = Multipart::new().text("a", &text).text("none", &Field::<i32>::Absent);
        let seen = echo.send(Request::new(&CREATE).multipart(form)).unwrap();
        let media = String::from_utf8(seen.header("content-type").unwrap().to_vec()).unwrap();
        let boundary = media.split_once("boundary=").unwrap().1;
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n");
        let body = String::from_utf8(seen.body).unwrap();
        let rest = body.strip_prefix(&head).unwrap();
        let content = rest.strip_suffix(&format!("\r\n--{boundary}--\r\n")).unwrap();
        prop_assert_eq!(content, &text);
    });
}

#[test]
fn a_post_without_a_body_sends_content_length_zero() {
    let echo = Echo::start();
    let length = |metadata| {
        let seen = echo.send(Request::new(metadata)).unwrap();
        seen.header("content-length").map(<[u8]>::to_vec)
    };
    assert_eq!(length(&CREATE), Some(b"0".to_vec()));
    assert_eq!(length(&PING), None);
}
