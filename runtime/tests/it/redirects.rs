//! Redirects: followed where that is safe, never with a secret to another origin.

use signon_runtime::testing::{Answer, Memory, Recorded, TestClock};
use signon_runtime::{Body, Client, Credential, Error, ErrorKind, RawResponse, Request, Secret};

use crate::acme::{self, CREATE, GET, HEADER, QUERY, SIGN_IN};

async fn follow(
    request: Request,
    answers: Vec<Answer>,
) -> (Result<RawResponse, Error>, Vec<Recorded>) {
    let memory = Memory::new();
    for answer in answers {
        memory.answer(answer);
    }
    let clock = TestClock::new();
    let client: Client = acme::builder(&memory, &clock)
        .credential(Credential::api_key("header", "s3cr3t-key"))
        .credential(Credential::api_key("query", "s3cr3t-key"))
        .build()
        .expect("a client");
    let outcome = client.call_raw(request).await;
    (outcome, memory.requests())
}

fn to(status: u16, location: &str) -> Answer {
    Answer::status(status).header("location", location)
}

#[tokio::test]
async fn credentials_and_bodies_are_kept_within_the_origin() {
    for status in [301, 302, 303, 307, 308] {
        let request = Request::new(&HEADER).header("X-Extra", "1");
        let answers = vec![to(status, "/v2/secure?x=1#part"), Answer::status(200)];
        let (outcome, sent) = follow(request, answers).await;
        assert_eq!(outcome.unwrap().status(), 200);
        assert_eq!(sent[1].target(), "/v2/secure?x=1");
        assert_eq!(sent[1].header("x-api-key"), Some("s3cr3t-key"));
        assert_eq!(sent[1].header("x-extra"), Some("1"));
    }
}

#[tokio::test]
async fn another_origin_gets_no_credentials_and_no_body() {
    for target in [
        "https://cdn.test/file?signature=1",
        "https://main.acme.test:8443/file",
        "https://acme.test/file",
    ] {
        let request = Request::new(&HEADER)
            .header("X-Token", &Secret::from("s3cr3t-header"))
            .cookie("c", "s3cr3t-cookie");
        let answers = vec![to(302, target), Answer::status(200).body("file")];
        let (outcome, sent) = follow(request, answers).await;
        assert_eq!(outcome.unwrap().body().unwrap().as_ref(), b"file");
        assert_eq!(sent[1].url.as_str(), target);
        let names: Vec<_> = sent[1]
            .headers
            .keys()
            .map(http::HeaderName::as_str)
            .collect();
        assert_eq!(names, ["accept", "user-agent"]);
    }
    let answers = vec![to(302, "https://cdn.test/"), Answer::status(200)];
    let (_, sent) = follow(Request::new(&QUERY), answers).await;
    assert!(sent[0].target().contains("api_key=s3cr3t-key"));
    assert_eq!(sent[1].url.as_str(), "https://cdn.test/");

    // And what was left behind does not come back.
    let answers = vec![
        to(302, "https://cdn.test/"),
        to(302, "https://main.acme.test/v1/secure"),
        Answer::status(200),
    ];
    let (_, sent) = follow(Request::new(&HEADER), answers).await;
    assert_eq!(sent[2].header("x-api-key"), None);
}

#[tokio::test]
async fn a_401_from_elsewhere_is_not_answered_with_a_refresh() {
    let memory = Memory::new();
    memory.answer(Answer::json(200, r#"{"access_token": "tok-1"}"#));
    memory.answer(to(302, "https://cdn.test/"));
    memory.answer(Answer::status(401));
    let clock = TestClock::new();
    let client: Client = acme::builder(&memory, &clock)
        .credential(acme::onelogin())
        .build()
        .unwrap();
    let error = client
        .call_raw(Request::new(&acme::ONELOGIN))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(memory.count(), 3);
}

#[tokio::test]
async fn bodies_go_along_only_where_the_status_says_so() {
    let create = || Request::new(&CREATE).text("text/plain", "s3cr3t-body");
    let answers = vec![to(307, "/v2/things"), Answer::status(201)];
    let (outcome, sent) = follow(create(), answers).await;
    assert_eq!(outcome.unwrap().status(), 201);
    assert_eq!(sent[1].method, "POST");
    assert_eq!(sent[1].text(), "s3cr3t-body");
    assert_eq!(sent[1].header("content-type"), Some("text/plain"));

    let answers = vec![to(303, "/v1/things/1"), Answer::status(200)];
    let (_, sent) = follow(create(), answers).await;
    assert_eq!(sent[1].method, "GET");
    assert_eq!(sent[1].text(), "");
    assert_eq!(sent[1].header("content-type"), None);
}

#[tokio::test]
async fn refused_redirects_are_reported() {
    let get = || Request::new(&GET).path("id", "1");
    let create = || Request::new(&CREATE).text("text/plain", "s3cr3t-body");
    let streamed = || {
        let empty = futures_util::stream::empty::<Result<signon_runtime::Bytes, std::io::Error>>();
        Request::new(&CREATE).bytes("text/plain", &Body::from_stream(empty))
    };
    let cases: Vec<(Request, Answer, &str)> = vec![
        (
            create(),
            to(307, "https://evil.test/"),
            "leads to another origin",
        ),
        (
            create(),
            to(308, "https://evil.test/"),
            "leads to another origin",
        ),
        (
            create(),
            to(303, "https://evil.test/"),
            "leads to another origin",
        ),
        (create(), to(301, "/v2/things"), "into a GET"),
        (create(), to(302, "/v2/things"), "into a GET"),
        (streamed(), to(307, "/v2/things"), "cannot be sent again"),
        (
            get(),
            to(302, "http://main.acme.test/v1"),
            "from https to http",
        ),
        (
            get(),
            to(302, "ftp://main.acme.test/"),
            "not a plain web address",
        ),
        (
            get(),
            to(302, "https://a:b@main.acme.test/"),
            "not a plain web address",
        ),
        (
            get(),
            to(302, "https://:b@main.acme.test/"),
            "not a plain web address",
        ),
        (get(), to(302, "https://["), "not a URL"),
    ];
    for (request, answer, why) in cases {
        let (outcome, sent) = follow(request, vec![answer]).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unexpected);
        assert!(error.to_string().contains(why), "{error}");
        assert!(error.status().unwrap().is_redirection());
        assert_eq!(sent.len(), 1);
    }
}

#[tokio::test]
async fn redirect_cycles_end() {
    let answers = (0..20).map(|_| to(302, "/v1/things/1")).collect();
    let (outcome, sent) = follow(Request::new(&GET).path("id", "1"), answers).await;
    assert!(outcome.unwrap_err().to_string().contains("too many"));
    assert_eq!(sent.len(), 6);
}

#[tokio::test]
async fn other_statuses_of_the_family_are_errors() {
    for answer in [Answer::status(304), Answer::status(302)] {
        let (outcome, _) = follow(Request::new(&GET).path("id", "1"), vec![answer]).await;
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Api);
    }
}

#[tokio::test]
async fn a_redirect_that_is_documented_as_the_success_is_given_to_the_caller() {
    for status in [302, 303, 307] {
        let target = "https://idp.test/authorize?state=1";
        let answers = vec![to(status, target)];
        let (outcome, sent) = follow(Request::new(&SIGN_IN), answers).await;
        let answer = outcome.unwrap();
        assert_eq!(answer.status(), status);
        assert_eq!(answer.headers()["location"], target);
        assert_eq!(sent.len(), 1, "{status}");
    }
}
