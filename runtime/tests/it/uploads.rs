//! Bodies that go up without being held in memory.

use std::path::PathBuf;
use std::time::Duration;

use futures_util::stream;
use signon_runtime::testing::{Answer, Memory, TestClock};
use signon_runtime::{
    Body, Bytes, Client, Defect, ErrorKind, File, Multipart, Request, RetryPolicy,
};

use crate::acme::{self, CREATE, KEYED};

/// A file that goes when it is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, content: &[u8]) -> Self {
        let name = format!("signon-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, content).expect("a file");
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn sent(request: Request, tries: u16) -> Vec<(String, String)> {
    let memory = Memory::new();
    for _ in 1..tries {
        memory.answer(Answer::status(503));
    }
    memory.answer(Answer::status(201));
    // Files are read in real time, so that the test's clock must not run; nor need it.
    let policy = RetryPolicy::new().backoff_between(Duration::ZERO, Duration::ZERO);
    let client: Client = acme::builder(&memory, &TestClock::new())
        .retry(policy)
        .build()
        .expect("a client");
    client.call_raw(request).await.expect("a success");
    memory
        .requests()
        .iter()
        .map(|request| {
            let media = request.header("content-type").expect("a media type");
            (media.to_owned(), request.text())
        })
        .collect()
}

#[tokio::test]
async fn files_are_read_again_for_each_attempt() {
    let content = "0123456789".repeat(20_000);
    let scratch = Scratch::new("upload.csv", content.as_bytes());
    let request = Request::new(&KEYED).bytes("text/csv", &Body::from_path(&scratch.0));
    assert!(request.is_replayable());
    let sent = sent(request, 3).await;
    assert_eq!(sent.len(), 3);
    for (media, body) in sent {
        assert_eq!(media, "text/csv");
        assert_eq!(body, content);
    }
}

#[tokio::test]
async fn forms_of_all_kinds_of_parts() {
    let scratch = Scratch::new("part.txt", b"from a file");
    let name = scratch.0.file_name().unwrap().to_str().unwrap();
    let form = Multipart::new()
        .text("name", "a")
        .text("tags", &vec!["x", "y"])
        .text("none", &Option::<i32>::None)
        .json("meta", Some(&serde_json::json!({"k": 1})))
        .json("nothing", Option::<&i32>::None)
        .file(
            "file",
            &File::from_path(&scratch.0).content_type("text/plain"),
        )
        .files(
            "more",
            &[File::new("q\"\r\n.txt", "b"), File::new("c", vec![b'c'])],
        );
    let sent = sent(Request::new(&KEYED).multipart(form), 2).await;
    let bodies: Vec<_> = sent
        .iter()
        .map(|(media, body)| {
            let boundary = media
                .strip_prefix("multipart/form-data; boundary=")
                .unwrap();
            body.replace(boundary, "B")
        })
        .collect();
    let part = |head: &str, body: &str| {
        format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n")
    };
    let octets = "\r\nContent-Type: application/octet-stream";
    let expected = [
        part("name=\"name\"", "a"),
        part("name=\"tags\"", "x"),
        part("name=\"tags\"", "y"),
        part(
            "name=\"meta\"\r\nContent-Type: application/json",
            "{\"k\":1}",
        ),
        part(
            &format!("name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/plain"),
            "from a file",
        ),
        part(
            &format!("name=\"more\"; filename=\"q%22%0D%0A.txt\"{octets}"),
            "b",
        ),
        part(&format!("name=\"more\"; filename=\"c\"{octets}"), "c"),
        "--B--\r\n".to_owned(),
    ]
    .concat();
    assert_eq!(bodies, [expected.clone(), expected]);
}

#[tokio::test]
async fn parts_carry_the_media_type_that_the_document_fixes_unless_the_caller_sets_one() {
    let form = Multipart::new()
        .text_as("rows", "text/csv", "a,b")
        .text_as("none", "text/csv", &Option::<&str>::None)
        .file_as("one", "application/pdf", &File::new("x", "1"))
        .files_as(
            "two",
            "image/png",
            &[
                File::new("y", "2"),
                File::new("z", "3").content_type("image/gif"),
            ],
        );
    let sent = sent(Request::new(&KEYED).multipart(form), 1).await;
    let (media, body) = &sent[0];
    let boundary = media
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let heads: Vec<&str> = body
        .split(boundary)
        .filter_map(|part| part.split_once("form-data; "))
        .filter_map(|(_, part)| part.split_once("\r\n\r\n"))
        .map(|(head, _)| head)
        .collect();
    assert_eq!(
        heads,
        [
            "name=\"rows\"\r\nContent-Type: text/csv",
            "name=\"one\"; filename=\"x\"\r\nContent-Type: application/pdf",
            "name=\"two\"; filename=\"y\"\r\nContent-Type: image/png",
            "name=\"two\"; filename=\"z\"\r\nContent-Type: image/gif",
        ]
    );
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let chunks = stream::iter(["a", "b"].map(|text| Ok::<_, std::io::Error>(Bytes::from(text))));
    let body = Body::from_sized_stream(chunks, 2);
    let request = Request::new(&CREATE).bytes("text/plain", &body);
    assert_eq!(sent(request.clone(), 1).await[0].1, "ab");
    let memory = Memory::new();
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let error = client.call_raw(request).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn a_missing_file_is_reported_before_anything_is_sent() {
    let memory = Memory::new();
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let request = Request::new(&CREATE).bytes("text/csv", &Body::from_path("/no/such/file"));
    let error = client.call_raw(request).await.unwrap_err();
    assert!(matches!(error.defect(), Some(Defect::Body(_))), "{error}");
    assert_eq!(memory.count(), 0);
}

#[test]
fn media_types_that_would_make_headers_are_refused() {
    let file = File::new("a", "b").content_type("text/plain\r\nX-Evil: 1");
    let request = Request::new(&CREATE).multipart(Multipart::new().file("a", &file));
    assert!(request.defect().is_some());
}
