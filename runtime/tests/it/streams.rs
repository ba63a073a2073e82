//! Bodies that arrive bit by bit.

use std::time::Duration;

use futures_util::stream;
use serde_json::{Value, json};
use signon_runtime::testing::{Answer, Memory, TestClock};
use signon_runtime::transport::Payload;
use signon_runtime::{
    ByteStream, Bytes, Client, Error, ErrorKind, EventStream, LineStream, RawResponse, Request,
    TransportError,
};

use crate::acme::{self, DOWNLOAD, PING};

/// A response whose body comes in these chunks, and then breaks off or ends.
fn chunks(media: &str, chunks: &[&'static [u8]], breaks: bool) -> Answer {
    let mut items: Vec<_> = chunks
        .iter()
        .map(|chunk| Ok(Bytes::from_static(chunk)))
        .collect();
    if breaks {
        items.push(Err(TransportError::new("reset")));
    }
    let stream = Payload::stream(Box::pin(stream::iter(items)), None);
    Answer::status(200)
        .header("content-type", media)
        .body(stream)
}

const LARGE: &[u8] = &[b'1'; 600];

async fn download(answer: Answer) -> RawResponse {
    let memory = Memory::new();
    memory.answer(answer);
    let clock = TestClock::new();
    let client: Client = acme::builder(&memory, &clock)
        .body_limit(1000)
        .build()
        .expect("a client");
    client
        .call_raw(Request::new(&DOWNLOAD).path("id", "1"))
        .await
        .expect("a success")
}

async fn events<T: serde::de::DeserializeOwned + 'static>(
    parts: &[&'static [u8]],
) -> Vec<Result<T, Error>> {
    let answer = chunks("text/event-stream", parts, false);
    let mut events = download(answer).await.events::<T>().expect("a stream");
    let mut all = Vec::new();
    while let Some(event) = events.next().await {
        all.push(event);
    }
    all
}

#[tokio::test]
async fn downloads() {
    let answer = chunks("application/pdf", &[b"ab", b"", b"cd"], false);
    let stream = download(answer).await.stream().unwrap();
    assert_eq!(stream.collect(4).await.unwrap(), b"abcd");

    let answer = chunks("application/pdf", &[b"ab", b"cd"], false);
    let error = download(answer)
        .await
        .stream()
        .unwrap()
        .collect(3)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unexpected);

    let answer = chunks("application/pdf", &[b"ab"], true);
    let mut stream = download(answer).await.stream().unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), "ab");
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.operation(), "download");
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn json_of_an_operation_that_streams_can_still_be_decoded() {
    let answer = chunks("application/json", &[b"{\"a\":", b"1}"], false);
    assert_eq!(
        download(answer).await.json::<Value>().unwrap(),
        json!({"a": 1})
    );
    // What is too large to be held can still be read unchanged.
    let answer = chunks("application/json", &[LARGE, LARGE, LARGE], false);
    let stream = download(answer).await.stream().unwrap();
    assert_eq!(stream.collect(5000).await.unwrap().len(), 1800);
    let answer = chunks("application/json", &[LARGE, LARGE], false);
    let error: Error = download(answer).await.json::<Value>().unwrap_err().into();
    assert!(
        error.to_string().contains("more than 1000 bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn a_silent_stream_is_given_up() {
    let memory = Memory::new();
    let silent = stream::StreamExt::chain(
        stream::iter([Ok(Bytes::from_static(b"a"))]),
        stream::pending::<Result<Bytes, TransportError>>(),
    );
    memory.answer(Answer::status(200).body(Payload::stream(Box::pin(silent), None)));
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let call = client.call_raw(Request::new(&DOWNLOAD).path("id", "1"));
    let mut stream = call.await.unwrap().stream().unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), "a");
    let error = clock.drive(stream.next()).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(clock.passed(), Duration::from_secs(60));
}

#[tokio::test]
async fn events_however_they_are_cut() {
    const WHOLE: &[u8] =
        b"\xef\xbb\xbf: hello\r\nretry: 10\r\nevent: add\r\nid: 7\r\ndata: {\"a\":\r\n\
        data:  1}\r\n\r\nid\rdata: {\"a\": 2}\r\rdata: [DONE]\n\ndata: 3\n\n";
    let expected = [json!({"a": 1}), json!({"a": 2})];
    let whole: Vec<_> = events::<Value>(&[WHOLE])
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(whole, expected);
    for cut in 1..WHOLE.len() {
        let (a, b) = WHOLE.split_at(cut);
        let cut: Vec<_> = events::<Value>(&[a, b])
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        assert_eq!(cut, expected);
    }
    let bytes: Vec<_> = WHOLE.chunks(1).collect();
    let single: Vec<_> = events::<Value>(&bytes)
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(single, expected);
}

#[tokio::test]
async fn text_events_with_their_ids_names_and_retry_times() {
    let answer = chunks(
        "text/event-stream",
        &[b"event: x\nid: 1\ndata: a\ndata: b\n\ndata\n\ndata: c"],
        false,
    );
    let mut events = download(answer).await.events::<String>().unwrap();
    assert_eq!(events.next().await.unwrap().unwrap(), "a\nb");
    assert_eq!(
        (events.event_type(), events.last_event_id()),
        ("x", Some("1"))
    );
    assert_eq!(events.next().await.unwrap().unwrap(), "");
    assert_eq!(
        (events.event_type(), events.last_event_id()),
        ("message", Some("1"))
    );
    // The last one is not complete.
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn events_that_do_not_fit_are_errors() {
    let all = events::<Value>(&[b"data: {\n\ndata: 1\n\n"]).await;
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].as_ref().unwrap_err().kind(), ErrorKind::Unexpected);
    let all = events::<String>(&[b"data: \xff\n\n"]).await;
    assert_eq!(all.len(), 1);
    assert!(all[0].is_err());
    let all = events::<String>(&[b"data: ", LARGE, LARGE, b"\n\n"]).await;
    assert!(
        all[0]
            .as_ref()
            .unwrap_err()
            .to_string()
            .contains("more than 1000 bytes")
    );
    let all = events::<String>(&[
        b"data: ",
        LARGE,
        b"\ndata: ",
        LARGE,
        b"\ndata: ",
        LARGE,
        b"\n\n",
    ])
    .await;
    assert!(all[0].is_err());
}

#[tokio::test]
async fn lines_however_they_are_cut() {
    const WHOLE: &[u8] = b"{\"a\": 1}\r\n\n[\"\xc3\xa4\"]\n  \n2";
    let expected = [json!({"a": 1}), json!(["\u{e4}"]), json!(2)];
    for cut in 0..WHOLE.len() {
        let (a, b) = WHOLE.split_at(cut);
        let answer = chunks("application/x-ndjson", &[a, b], false);
        let mut lines = download(answer).await.lines::<Value>().unwrap();
        let mut all = Vec::new();
        while let Some(line) = lines.next().await {
            all.push(line.unwrap());
        }
        assert_eq!(all, expected);
    }
    let answer = chunks("application/x-ndjson", &[b"1\n2"], true);
    let mut lines = download(answer).await.lines::<Value>().unwrap();
    assert_eq!(lines.next().await.unwrap().unwrap(), 1);
    // A line that broke off is not taken for a whole one.
    assert_eq!(
        lines.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::Transport
    );
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn bodies_in_memory_have_a_limit() {
    for (parts, fits) in [(&[LARGE][..], true), (&[LARGE, LARGE][..], false)] {
        let memory = Memory::new();
        memory.answer(chunks("application/json", parts, false));
        let clock = TestClock::new();
        let client: Client = acme::builder(&memory, &clock)
            .body_limit(1000)
            .build()
            .unwrap();
        let outcome = client.call_raw(Request::new(&PING)).await;
        assert_eq!(outcome.is_ok(), fits);
        if let Err(error) = outcome {
            assert_eq!(error.kind(), ErrorKind::Unexpected);
            assert!(
                error.to_string().contains("more than 1000 bytes"),
                "{error}"
            );
        }
    }
    // An error is not lost because its body is long, or breaks off.
    for breaks in [true, false] {
        let memory = Memory::new();
        let items = (0..3).map(|_| Ok(Bytes::from_static(LARGE)));
        let end = breaks.then(|| Err(TransportError::new("reset")));
        let stream = Payload::stream(Box::pin(stream::iter(items.chain(end))), None);
        memory.answer(Answer::status(404).body(stream));
        let clock = TestClock::new();
        let client: Client = acme::builder(&memory, &clock)
            .body_limit(2000)
            .build()
            .unwrap();
        let error = client.call_raw(Request::new(&PING)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Api);
        assert_eq!(error.body().unwrap().len(), 1800);
        assert_eq!(error.response().unwrap().is_truncated(), breaks);
    }
}

#[tokio::test]
async fn other_bodies() {
    let make = async |body: &'static str| {
        let memory = Memory::new();
        memory.answer(
            Answer::status(200)
                .header("content-type", "text/plain; charset=utf-8")
                .body(body),
        );
        let clock = TestClock::new();
        let client = acme::client(&memory, &clock);
        client
            .call_raw(Request::new(&PING))
            .await
            .expect("a success")
    };
    assert_eq!(make("hi").await.text().unwrap(), "hi");
    assert_eq!(make("hi").await.bytes().unwrap(), "hi");
    make("hi").await.empty().unwrap();
    assert_eq!(make("").await.optional_json::<i32>().unwrap(), None);
    assert_eq!(make("1").await.optional_json::<i32>().unwrap(), Some(1));
    assert!(make("x").await.optional_json::<i32>().is_err());
    assert_eq!(
        make("hi").await.stream().unwrap().collect(2).await.unwrap(),
        b"hi"
    );
    let raw = make("hi").await;
    assert_eq!(raw.media_type(), "text/plain");
    assert!(
        raw.is("text/plain") && raw.is("TEXT/*") && raw.is("*/*") && !raw.is("application/json")
    );
    let undecoded = raw.undocumented::<()>().unwrap_err();
    assert_eq!(undecoded.into_response().text().unwrap(), "hi");
}

#[test]
fn stream_types_are_small() {
    assert!(size_of::<ByteStream>() <= 64);
    assert!(size_of::<EventStream<Value>>() <= 64);
    assert!(size_of::<LineStream<Value>>() <= 64);
}
