//! Any text in any place of a request arrives as that text, or is rejected before anything is sent.
//!
//! The server is axum's, and reads each place by axum's own extractors.

use std::collections::BTreeMap;
use std::error::Error;
use std::future::IntoFuture as _;

use axum::extract::{Form, Json, Multipart, Path, Query, RawQuery};
use axum::http::HeaderMap;
use axum::routing::{get, post};
use axum::{Router, serve};
use percent_encoding::percent_decode_str;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::{Value, json};
use signon_runtime::codegen::QueryStyle;
use signon_runtime::metadata::{Api, Method, OperationMetadata};
use signon_runtime::{Client, ClientBuilder, Defect, Request};
use signon_tests::strategy::json::text;
use signon_tests::wire::unescape;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

static API: Api = Api::new("echo", "1");
static PATH: OperationMetadata =
    OperationMetadata::new(&API, Method::Get, "path", "/path/{value}/end");
static QUERY: OperationMetadata = OperationMetadata::new(&API, Method::Get, "query", "/query");
static JOINED: OperationMetadata = OperationMetadata::new(&API, Method::Get, "joined", "/joined");
static HEADERS: OperationMetadata =
    OperationMetadata::new(&API, Method::Get, "headers", "/headers");
static FORM: OperationMetadata = OperationMetadata::new(&API, Method::Post, "form", "/form");
static PARTS: OperationMetadata = OperationMetadata::new(&API, Method::Post, "parts", "/parts");
static JSON: OperationMetadata = OperationMetadata::new(&API, Method::Post, "json", "/json");

type Pairs = Vec<(String, String)>;

/// A server that answers with what it has read.
fn echo() -> Router {
    Router::new()
        .route(
            "/path/{value}/end",
            get(|Path(value): Path<String>| async move { Json(json!(value)) }),
        )
        .route(
            "/query",
            get(|Query(pairs): Query<Pairs>| async move { Json(json!(pairs)) }),
        )
        .route(
            "/headers",
            get(|headers: HeaderMap| async move {
                Json(json!([
                    text_of(&headers, "x-value"),
                    text_of(&headers, "cookie")
                ]))
            }),
        )
        .route(
            "/joined",
            get(
                |RawQuery(query): RawQuery| async move { Json(joined(&query.unwrap_or_default())) },
            ),
        )
        .route(
            "/form",
            post(|Form(pairs): Form<Pairs>| async move { Json(json!(pairs)) }),
        )
        .route("/parts", post(parts))
        .route(
            "/json",
            post(|Json(value): Json<Value>| async move { Json(value) }),
        )
}

/// The items of a list that is written with commas: they are separated before their escapes are undone.
fn joined(query: &str) -> Value {
    let list = query.strip_prefix("q=").unwrap_or_default();
    list.split(',').map(unescape).collect()
}

fn text_of(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get(name)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

async fn parts(mut form: Multipart) -> Json<Value> {
    let mut parts = Vec::new();
    while let Ok(Some(field)) = form.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        // `Field::text` would take a byte order mark away.
        let content = field.bytes().await.unwrap_or_default();
        parts.push((name, String::from_utf8_lossy(&content).into_owned()));
    }
    Json(json!(parts))
}

/// Sends many texts, each in the request that `request` makes of it, and compares what `expected` makes of it with
/// what the server has read. A request that is rejected must have the defect that `refused` allows for its text.
fn check(
    request: impl Fn(&str) -> Request,
    expected: impl Fn(&str) -> Value,
    refused: impl Fn(&str, &Defect) -> bool,
) -> Result<(), Box<dyn Error>> {
    let runtime = Runtime::new()?;
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let address = listener.local_addr()?;
    runtime.spawn(serve(listener, echo()).into_future());
    let client: Client = ClientBuilder::new(&API)
        .base_url(format!("http://{address}"))
        .build()?;

    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&text(), |text| {
        let request = request(&text);
        if let Some(defect) = request.defect() {
            let fair = refused(&text, defect);
            return if fair {
                Ok(())
            } else {
                Err(TestCaseError::fail(format!("it is refused: {defect}")))
            };
        }
        let answer = runtime.block_on(client.call_raw(request).into_future());
        let answer = answer.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let seen: Value = answer
            .json()
            .map_err(|_| TestCaseError::fail("the answer is no JSON"))?;
        proptest::prop_assert_eq!(seen, expected(&text));
        Ok(())
    });
    Ok(outcome?)
}

fn never(_: &str, _: &Defect) -> bool {
    false
}

#[test]
fn in_the_path() {
    check(
        |text| Request::new(&PATH).path("value", text),
        |text| json!(text),
        |text, defect| matches!(text, "" | "." | "..") && matches!(defect, Defect::Segment(_)),
    )
    .unwrap();
}

#[test]
fn in_a_query_parameter() {
    check(
        |text| Request::new(&QUERY).query("q[]", text),
        |text| json!([["q[]", text]]),
        never,
    )
    .unwrap();
}

#[test]
fn in_a_query_parameter_that_allows_reserved_characters() {
    let style = QueryStyle::FORM.reserved();
    check(
        |text| Request::new(&QUERY).query_with("q", style, text),
        // What is percent-encoded already stays so (RFC 6570, section 3.2.3).
        |text| json!([["q", percent_decode_str(text).decode_utf8_lossy()]]),
        never,
    )
    .unwrap();
}

#[test]
fn in_an_exploded_list() {
    check(
        |text| Request::new(&QUERY).query("q", &vec![text.to_owned(), "x".to_owned()]),
        |text| json!([["q", text], ["q", "x"]]),
        never,
    )
    .unwrap();
}

#[test]
fn in_a_joined_list() {
    check(
        |text| {
            let list = vec![text.to_owned(), "x".to_owned()];
            Request::new(&JOINED).query_with("q", QueryStyle::FORM_JOINED, &list)
        },
        |text| json!([text, "x"]),
        never,
    )
    .unwrap();
}

#[test]
fn in_a_deep_object() {
    check(
        |text| {
            let inner = BTreeMap::from([("b".to_owned(), text.to_owned())]);
            let outer = BTreeMap::from([("a".to_owned(), inner)]);
            Request::new(&QUERY).query_with("q", QueryStyle::DEEP_OBJECT, &outer)
        },
        |text| json!([["q[a][b]", text]]),
        never,
    )
    .unwrap();
}

#[test]
fn in_a_query_parameter_of_json() {
    check(
        |text| Request::new(&QUERY).query_json("q", text),
        |text| json!([["q", json!(text).to_string()]]),
        never,
    )
    .unwrap();
}

#[test]
fn in_a_header() {
    check(
        |text| Request::new(&HEADERS).header("x-value", text),
        |text| json!([text, null]),
        |text, defect| {
            let control =
                |character: char| matches!(character, '\0'..='\u{8}' | '\n'..='\u{1f}' | '\u{7f}');
            let dropped = text.trim_matches([' ', '\t']) != text;
            (dropped || text.contains(control)) && matches!(defect, Defect::Header(_))
        },
    )
    .unwrap();
}

#[test]
fn in_a_cookie() {
    check(
        |text| {
            Request::new(&HEADERS)
                .cookie("session", text)
                .cookie("other", "x")
        },
        // Cookies have no escapes of their own: the server undoes those of the standard's style `form`.
        |text| json!([null, format!("session={}; other=x", escaped(text))]),
        never,
    )
    .unwrap();
}

/// The text with every byte escaped that RFC 3986 does not let stand anywhere.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let escape = |byte: u8| {
        if plain(byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    let escaped: String = text.bytes().map(escape).collect();
    assert_eq!(unescape(&escaped), text);
    escaped
}

#[test]
fn in_a_form() {
    check(
        |text| Request::new(&FORM).form(&json!({ "a": text, "b": { "c": [text] } })),
        |text| json!([["a", text], ["b[c][]", text]]),
        never,
    )
    .unwrap();
}

#[test]
fn in_a_part() {
    check(
        |text| {
            Request::new(&PARTS).multipart(
                signon_runtime::Multipart::new()
                    .text("a", text)
                    .text("b", "x"),
            )
        },
        |text| json!([["a", text], ["b", "x"]]),
        never,
    )
    .unwrap();
}

#[test]
fn in_a_json_body() {
    check(
        |text| Request::new(&JSON).json(&json!({ text: text })),
        |text| json!({ text: text }),
        never,
    )
    .unwrap();
}
