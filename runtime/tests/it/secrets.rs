//! No secret is anywhere but on the wire.

use std::fmt::{Debug, Write as _};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, Once};

use serde_json::json;
use signon_runtime::testing::{Answer, Memory, TestClock};
use signon_runtime::{
    Body, Client, ClientCredentials, Credential, Error, Json, Multipart, Request, Secret,
    TransportError,
};
use tracing_subscriber::fmt::MakeWriter;

use crate::acme;

const SECRET: &str = "s3cr3t";

/// Everything that was logged.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl Log {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("no panic")).into_owned()
    }

    /// What was logged since the last time.
    pub(crate) fn take(&self) -> String {
        let bytes = std::mem::take(&mut *self.0.lock().expect("no panic"));
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Logs all there is to log for as long as the guard lives.
    pub(crate) fn start(&self) -> tracing::subscriber::DefaultGuard {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
            .with_writer(self.clone())
            .finish();
        subscribe(subscriber)
    }
}

/// Makes a subscriber the thread's for as long as the guard lives.
///
/// Tests share a process. tracing remembers of an event that nothing listens to it if a thread without a subscriber
/// reaches it first while there is only one subscriber; a second one, for all threads, keeps it from doing so.
pub(crate) fn subscribe(
    subscriber: impl tracing::Subscriber + Send + Sync + 'static,
) -> tracing::subscriber::DefaultGuard {
    static FOR_ALL_THREADS: Once = Once::new();
    FOR_ALL_THREADS.call_once(|| {
        let sink = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(io::sink)
            .finish();
        tracing::subscriber::set_global_default(sink).expect("no other one");
    });
    tracing::subscriber::set_default(subscriber)
}

/// All that can be shown of an error, its sources among it.
pub(crate) fn shown(error: &Error) -> String {
    let mut shown = format!("{error} {error:?} {error:#?} {:?}", error.response());
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let _ = write!(shown, " {cause} {cause:?}");
        source = cause.source();
    }
    shown
}

#[tokio::test]
async fn secrets_are_in_no_output_whatever_happens() {
    let answers: Vec<fn() -> Answer> = vec![
        || Answer::json(200, r#"{"config": {"clientSecret": "s3cr3t"}}"#),
        || Answer::json(200, r#"{"id": "s3cr3t-key"}"#),
        || {
            Answer::json(
                400,
                r#"{"message": "the key s3cr3t-key and s3cr3t-token are wrong"}"#,
            )
        },
        || Answer::json(401, r#"{"error": "s3cr3t-token"}"#),
        || Answer::json(500, r#"{"data": "s3cr3t"}"#),
        || {
            Answer::status(503)
                .header("x-secret", "s3cr3t")
                .body("s3cr3t")
        },
        || Answer::status(302).header("location", "https://evil.test/?s3cr3t"),
        || Answer::status(307).header("location", "http://evil.test/?s3cr3t"),
        || Answer::fails(TransportError::new("reset")),
        Answer::never,
    ];
    let log = Log::default();
    let guard = log.start();
    for answer in answers {
        let memory = Memory::new();
        memory.handle(move |_| answer());
        let clock = TestClock::new();
        let builder = acme::builder(&memory, &clock)
            .credential(Credential::bearer("bearer", "s3cr3t-token"))
            .credential(Credential::api_key("header", "s3cr3t-key"))
            .credential(Credential::api_key("query", "s3cr3t-key"))
            .credential(Credential::basic("basic", "user", "s3cr3t-password"));
        assert!(!format!("{builder:?}").contains(SECRET));
        let client: Client = builder.build().unwrap();
        assert!(!format!("{client:?}").contains(SECRET));
        for metadata in [&acme::BOTH, &acme::QUERY, &acme::BASIC] {
            let request = Request::new(metadata)
                .query("token", SECRET)
                .header("x-token", SECRET)
                .json(&json!({"password": SECRET}));
            let call = client.call_raw(request);
            assert!(!format!("{call:?}").contains(SECRET));
            match clock.drive(call.into_future()).await {
                Ok(raw) => {
                    assert!(!format!("{raw:?}").contains(SECRET));
                    match raw.json::<acme::Thing>() {
                        Ok(_) => {}
                        Err(undecoded) => {
                            assert!(!format!("{undecoded:?}").contains(SECRET));
                            let shown = shown(&Error::from(undecoded));
                            assert!(!shown.contains(SECRET), "{shown}");
                        }
                    }
                }
                Err(error) => {
                    let shown = shown(&error);
                    assert!(!shown.contains(SECRET), "{shown}");
                }
            }
        }
    }
    drop(guard);
    let text = log.text();
    assert!(
        text.contains("withBoth") && text.contains("/secure"),
        "{text}"
    );
    assert!(!text.contains(SECRET), "{text}");
}

#[tokio::test]
async fn token_requests_leak_no_secrets() {
    let answers: Vec<fn() -> Answer> = vec![
        || Answer::json(200, r#"{"access_token": "s3cr3t-token"}"#),
        || Answer::json(200, r#"{"accessToken": "s3cr3t-token"}"#),
        || {
            Answer::json(
                400,
                r#"{"error": "invalid_client", "error_description": "s3cr3t-client"}"#,
            )
        },
        || Answer::json(503, r#"{"echo": "s3cr3t-client"}"#),
        || Answer::fails(TransportError::not_sent("refused")),
    ];
    let log = Log::default();
    let guard = log.start();
    for answer in answers {
        let memory = Memory::new();
        memory.handle(move |request| {
            if request.url.path().contains("token") {
                answer()
            } else {
                Answer::json(401, r#"{"message": "s3cr3t-token is not valid"}"#)
            }
        });
        let clock = TestClock::new();
        let client: Client = acme::builder(&memory, &clock)
            .credential(acme::onelogin())
            .build()
            .unwrap();
        let call = client.call_raw(Request::new(&acme::ONELOGIN)).into_future();
        let shown = shown(&clock.drive(call).await.unwrap_err());
        assert!(!shown.contains(SECRET), "{shown}");
    }
    drop(guard);
    assert!(!log.text().contains(SECRET), "{}", log.text());
}

#[test]
fn values_that_hold_secrets_do_not_show_them() {
    let json = Json::from(json!({"clientSecret": SECRET, "list": [SECRET]}));
    let values: Vec<Box<dyn Debug>> = vec![
        Box::new(Secret::from(SECRET)),
        Box::new(json.clone()),
        Box::new(Json::from(SECRET)),
        Box::new(Body::from(SECRET)),
        Box::new(Multipart::new().text("a", SECRET).json("b", Some(&json))),
        Box::new(ClientCredentials::new("id", SECRET)),
        Box::new(Credential::bearer("bearer", SECRET)),
        Box::new(signon_runtime::Base64::from(SECRET)),
    ];
    for value in values {
        let shown = format!("{value:?} {value:#?}");
        assert!(!shown.contains(SECRET), "{shown}");
    }
}
