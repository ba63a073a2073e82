//! Every kind of secret × every place in which a server may repeat it × every form.

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use signon_runtime::metadata::OperationMetadata;
use signon_runtime::testing::{Answer, Memory, TestClock};
use signon_runtime::{
    BoxError, BoxFuture, Client, ClientCredentials, Credential, CredentialSource, DecodeError,
    Error, Operation, RawResponse, Request, Secret,
};

use crate::acme::{self, GET, GetThing, LOGTO, Thing};
use crate::secrets::{Log, shown};

/// With all that is written in another way somewhere.
const SECRET: &str = "S3cr/T+k=%y&z\"q'w";

/// The kinds of credentials, each with what the server sees of it.
fn kinds() -> Vec<(
    &'static str,
    &'static OperationMetadata,
    Credential,
    Vec<String>,
)> {
    let plain = || vec![SECRET.to_owned()];
    let pair = format!("user:{SECRET}");
    vec![
        (
            "bearer",
            &acme::BEARER,
            Credential::bearer("bearer", SECRET),
            plain(),
        ),
        (
            "basic",
            &acme::BASIC,
            Credential::basic("basic", "user", SECRET),
            vec![
                SECRET.to_owned(),
                pair.clone(),
                STANDARD.encode(&pair),
                URL_SAFE.encode(&pair),
            ],
        ),
        (
            "header",
            &acme::HEADER,
            Credential::api_key("header", SECRET),
            plain(),
        ),
        (
            "query",
            &acme::QUERY,
            Credential::api_key("query", SECRET),
            plain(),
        ),
        (
            "cookie",
            &acme::COOKIE,
            Credential::api_key("cookie", SECRET),
            plain(),
        ),
        (
            "source",
            &acme::BEARER,
            Credential::source("bearer", Vault),
            plain(),
        ),
    ]
}

struct Vault;

impl CredentialSource for Vault {
    fn secret(&self) -> BoxFuture<'_, Result<Secret, BoxError>> {
        Box::pin(async { Ok(Secret::from(SECRET)) })
    }
}

/// The forms in which a server may write a text.
fn forms(text: &str) -> Vec<String> {
    let lower = percent(text)
        .replace("%2F", "%2f")
        .replace("%2B", "%2b")
        .replace("%3D", "%3d");
    let all = text.bytes().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "%{byte:02x}");
        out
    });
    let unicode = text.chars().fold(String::new(), |mut out, character| {
        let _ = write!(out, "\\u{:04x}", u32::from(character));
        out
    });
    let json = serde_json::to_string(text).expect("a text");
    let json = json.trim_matches('"').to_owned();
    let (head, tail) = text.split_at(5);
    let html = text
        .replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;");
    let form: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    let mut forms = vec![
        text.to_owned(),
        percent(text),
        lower,
        percent(text).replace('%', "%25"),
        all,
        form,
        unicode,
        json.replace('/', "\\/"),
        json,
        html,
        format!("{head}\u{0}{tail}"),
        format!("{head}\u{1b}{tail}"),
        format!("{head} {tail}"),
        format!("{head}\u{200b}{tail}"),
    ];
    // A server that decodes nothing does not encode it twice.
    if text.contains(SECRET) {
        forms.extend([
            STANDARD.encode(text),
            STANDARD_NO_PAD.encode(text),
            URL_SAFE.encode(text),
        ]);
    }
    forms
}

/// The responses that repeat a text, each in another place; none where HTTP cannot carry it there.
fn answers(echo: &str) -> Vec<(&'static str, Answer)> {
    let error = |body: serde_json::Value| Answer::json(400, body.to_string());
    let said = format!("the key {echo} is wrong");
    vec![
        ("message", error(serde_json::json!({ "message": said }))),
        ("code", error(serde_json::json!({ "code": said }))),
        (
            "description",
            error(serde_json::json!({ "error": { "description": said } })),
        ),
        (
            "first error",
            error(serde_json::json!({ "errors": [said] })),
        ),
        (
            "request id",
            Answer::status(500).header("x-request-id", echo),
        ),
        (
            "id of a success",
            Answer::json(200, "{}").header("x-request-id", echo),
        ),
        (
            "media type",
            Answer::json(200, "{}").header("content-type", &format!("text/{echo}")),
        ),
        (
            "media type of an error",
            Answer::status(400).header("content-type", &format!("text/{echo}")),
        ),
        (
            "another status",
            Answer::status(299).header("content-type", echo),
        ),
        (
            "key",
            Answer::json(
                200,
                serde_json::json!({ "id": { echo: [true] } }).to_string(),
            ),
        ),
        (
            "value",
            Answer::json(200, serde_json::json!({ "id": echo }).to_string()),
        ),
        (
            "location",
            Answer::status(302).header("location", &format!("http://evil.test/?{echo}")),
        ),
    ]
}

/// A thing whose keys may be anything, so that paths lead through keys of the server's.
struct GetMap;

impl Operation for GetMap {
    const METADATA: &'static OperationMetadata = &GET;
    type Output = std::collections::BTreeMap<String, std::collections::BTreeMap<String, Vec<i64>>>;
    type Error = acme::Problem;
    type Headers = ();

    fn request(&self) -> Request {
        Request::new(Self::METADATA).path("id", "1")
    }

    fn decode(response: RawResponse) -> Result<Self::Output, DecodeError> {
        match response.status() {
            200 => response.json(),
            _ => response.undocumented(),
        }
    }
}

/// What is left of `echo` in `text`: any nine characters of it in a row, as they are.
fn leak<'a>(text: &str, echo: &'a str) -> Option<&'a str> {
    let starts = echo.char_indices().map(|(index, _)| index);
    let ends = echo.char_indices().map(|(index, _)| index).skip(9);
    starts.zip(ends).find_map(|(start, end)| {
        let piece = echo.get(start..end)?;
        text.contains(piece).then_some(piece)
    })
}

/// Everything that is shown of the outcome of a call.
async fn all_shown(client: &Client, metadata: &'static OperationMetadata) -> String {
    let mut text = String::new();
    let mut note = |error: Error| {
        let _ = write!(
            text,
            "{} {:?} {:?} {:?} {:?} {:?}",
            shown(&error),
            error.excerpt(),
            error.message(),
            error.code(),
            error.request_id(),
            error.path()
        );
    };
    let raw = client.call_raw(Request::new(metadata)).await;
    match raw {
        Err(error) => note(error),
        Ok(raw) => {
            let debug = format!("{raw:?}");
            match GetMap::decode(raw) {
                Ok(_) => {}
                Err(undecoded) => {
                    let more = format!("{debug} {undecoded:?}");
                    note(Error::from(undecoded));
                    text.push_str(&more);
                }
            }
        }
    }
    text
}

#[tokio::test]
async fn no_secret_is_shown_wherever_and_however_a_server_repeats_it() {
    let log = Log::default();
    let guard = log.start();
    let mut tried = 0;
    for (kind, metadata, credential, texts) in kinds() {
        let memory = Memory::new();
        let client: Client = acme::builder(&memory, &TestClock::new())
            .credential(credential)
            .retry(signon_runtime::RetryPolicy::never())
            .build()
            .unwrap();
        for echo in texts.iter().flat_map(|text| forms(text)) {
            for (place, answer) in answers(&echo) {
                memory.answer(answer);
                let text = all_shown(&client, metadata).await + &log.take();
                let left = leak(&text, &echo);
                assert_eq!(left, None, "{kind}, {place}, {echo}: {text}");
                tried += 1;
            }
        }
    }
    drop(guard);
    assert!(tried > 1500, "{tried}");
}

#[tokio::test]
async fn neither_client_secrets_nor_tokens_are_shown() {
    let pair = "id%201:".to_owned() + &percent(SECRET);
    for text in [SECRET.to_owned(), pair] {
        for echo in forms(&text) {
            for (place, answer) in answers(&echo) {
                let memory = Memory::new();
                let credentials = ClientCredentials::new("id 1", SECRET).parameter("resource", "r");
                let client: Client = acme::builder(&memory, &TestClock::new())
                    .credential(Credential::client_credentials("logto", credentials))
                    .retry(signon_runtime::RetryPolicy::never())
                    .build()
                    .unwrap();
                // The token endpoint repeats the client's secret, and the API the token.
                memory.answer(answer);
                let refused = all_shown(&client, &LOGTO).await;
                assert_eq!(leak(&refused, &echo), None, "{place}, {echo}: {refused}");
                let token = serde_json::json!({ "access_token": text });
                memory.answer(Answer::json(200, token.to_string()));
                for (place, answer) in answers(&echo) {
                    memory.answer(answer);
                    let shown = all_shown(&client, &LOGTO).await;
                    assert_eq!(leak(&shown, &echo), None, "{place}, {echo}: {shown}");
                }
            }
        }
    }
}

fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        let _ = if byte.is_ascii_alphanumeric() {
            write!(out, "{}", char::from(byte))
        } else {
            write!(out, "%{byte:02X}")
        };
        out
    })
}

#[tokio::test]
async fn text_without_secrets_is_unchanged() {
    let memory = Memory::new();
    memory.answer(
        Answer::json(400, r#"{"code": "bad_key", "message": "the key is wrong"}"#)
            .header("x-request-id", "req-1"),
    );
    let client: Client = acme::builder(&memory, &TestClock::new())
        .credential(Credential::bearer("bearer", SECRET))
        .build()
        .unwrap();
    let error = client
        .call_raw(Request::new(&acme::BEARER))
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("bad_key"));
    assert_eq!(error.message(), Some("the key is wrong"));
    assert_eq!(error.request_id(), Some("req-1"));
    memory.answer(Answer::json(200, r#"{"id": "seven"}"#));
    let outcome: Result<Thing, Error> = GetThing("1").send(&client).await;
    assert_eq!(
        outcome.unwrap_err().excerpt().as_deref(),
        Some(r#"{"id": "seven"}"#)
    );
}

#[test]
fn a_builder_shows_no_part_of_a_url_that_may_be_a_secret() {
    for url in [
        "https://user:hunter2@api.test/v1",
        "https://api.test/v1?key=hunter2",
        "https://api.test/v1#hunter2",
        "hunter2",
        "data:hunter2",
    ] {
        let memory = Memory::new();
        let builder = acme::builder(&memory, &TestClock::new()).base_url(url);
        let debug = format!("{builder:?}");
        assert!(!debug.contains("hunter2"), "{debug}");
        let error = builder.build().unwrap_err();
        assert!(!shown(&error).contains("hunter2"), "{error:?}");
    }
    let builder =
        acme::builder(&Memory::new(), &TestClock::new()).base_url("https://api.test:8443/v1");
    assert!(format!("{builder:?}").contains("https://api.test:8443/v1"));
}

#[tokio::test]
async fn names_with_control_characters_stay_on_their_line() {
    let name = "x-name\r\nx-evil: 1\u{1b}[2J\u{202e}";
    let memory = Memory::new();
    let client = acme::client(&memory, &TestClock::new());
    let requests = [
        Request::new(&acme::PING).header(name, "v"),
        Request::new(&acme::PING).path(name, "v"),
        Request::new(&GET).path("id", "..").header(name, "v"),
    ];
    for request in requests {
        let error = client.call_raw(request).await.unwrap_err();
        let defect = error.defect().expect("a defect").to_string();
        for text in [error.to_string(), defect, format!("{error:?}")] {
            let raw = |character: char| character.is_control() || character == '\u{202e}';
            assert!(!text.contains(raw), "{text:?}");
        }
    }
    assert_eq!(memory.count(), 0);
}
