//! Pages and items, whichever way pages lead to each other.

use signon_runtime::codegen::page;
use signon_runtime::testing::{Answer, Memory, Recorded, TestClock};
use signon_runtime::{Defect, Error, ErrorKind, HeaderMap, Operation, Paginated};

use crate::acme::{self, ListThings, Paging};

/// The ids of the items, and how it ended.
async fn ids(paging: Paging, answers: Vec<Answer>) -> (Vec<i64>, Option<Error>, Vec<String>) {
    let memory = Memory::new();
    for answer in answers {
        memory.answer(answer);
    }
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let mut items = ListThings::new(paging).items(&client);
    let mut ids = Vec::new();
    let mut end = None;
    while let Some(item) = items.next().await {
        match item {
            Ok(thing) => ids.push(thing.id),
            Err(error) => end = Some(error),
        }
    }
    assert!(items.next().await.is_none());
    let targets = memory.requests().iter().map(Recorded::target).collect();
    (ids, end, targets)
}

fn things(ids: &[i64], rest: &str) -> Answer {
    let things: Vec<_> = ids.iter().map(|id| format!(r#"{{"id": {id}}}"#)).collect();
    Answer::json(
        200,
        format!(r#"{{"things": [{}]{rest}}}"#, things.join(",")),
    )
}

#[tokio::test]
async fn a_cursor_in_the_body_ends_at_absent_null_and_empty() {
    for end in ["", r#", "nextCursor": null"#, r#", "nextCursor": """#] {
        let answers = vec![
            things(&[1, 2], r#", "nextCursor": "a b""#),
            things(&[], r#", "nextCursor": "c""#),
            things(&[3], end),
        ];
        let (ids, error, targets) = ids(Paging::Body, answers).await;
        assert!(error.is_none());
        assert_eq!(ids, [1, 2, 3]);
        assert_eq!(
            targets,
            [
                "/v1/things",
                "/v1/things?cursor=a%20b",
                "/v1/things?cursor=c"
            ]
        );
    }
}

#[tokio::test]
async fn a_cursor_in_a_header() {
    let answers = vec![
        things(&[1], "").header("After-Cursor", "xyz"),
        things(&[2], "").header("After-Cursor", ""),
    ];
    let (ids, error, targets) = ids(Paging::Header, answers).await;
    assert!(error.is_none());
    assert_eq!(ids, [1, 2]);
    assert_eq!(targets[1], "/v1/things?cursor=xyz");
}

/// Base64 with padding: sent unchanged, `%3D` would go out as `%253D`.
#[tokio::test]
async fn a_percent_encoded_cursor_is_decoded_once() {
    let answers = vec![
        things(&[1], "").header("After-Cursor", "bGltaXQ9Mg%3D%3D"),
        things(&[2], "").header("After-Cursor", "100%25%2B%FF"),
        things(&[3], ""),
    ];
    let (ids, error, targets) = ids(Paging::EncodedHeader, answers).await;
    assert!(error.is_none());
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(targets[1], "/v1/things?cursor=bGltaXQ9Mg%3D%3D");
    assert_eq!(targets[2], "/v1/things?cursor=100%2525%252B%25FF");
}

#[tokio::test]
async fn page_numbers_end_at_an_empty_or_short_page() {
    let answers = vec![things(&[1, 2], ""), things(&[3, 4], ""), things(&[], "")];
    let (ids_, error, targets) = ids(Paging::Number { size: None }, answers).await;
    assert!(error.is_none());
    assert_eq!(ids_, [1, 2, 3, 4]);
    assert_eq!(
        targets,
        ["/v1/things", "/v1/things?page=2", "/v1/things?page=3"]
    );

    let answers = vec![things(&[1, 2], ""), things(&[3], "")];
    let (ids_, error, targets) = ids(Paging::Number { size: Some(2) }, answers).await;
    assert!(error.is_none());
    assert_eq!(ids_, [1, 2, 3]);
    assert_eq!(targets.len(), 2);
}

#[tokio::test]
async fn links() {
    let answers = vec![
        things(&[1], "").header(
            "Link",
            r#"<https://main.acme.test/v1/things?p=1>; rel="first", </v1/things?p=2&x=%20>; title="a, b"; rel="last next""#,
        ),
        things(&[2], "").header("Link", "<?p=3>; rel=next"),
        things(&[3], "").header("Link", r#"<?p=1>; rel="prev""#),
    ];
    let (ids, error, targets) = ids(Paging::Link, answers).await;
    assert!(error.is_none());
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(
        targets,
        ["/v1/things", "/v1/things?p=2&x=%20", "/v1/things?p=3"]
    );
}

#[tokio::test]
async fn links_in_the_body_end_at_absent_null_and_empty() {
    for end in ["", r#", "nextCursor": null"#, r#", "nextCursor": """#] {
        let answers = vec![
            things(
                &[1],
                r#", "nextCursor": "https://main.acme.test/v1/things?p=2""#,
            ),
            things(&[2], r#", "nextCursor": "/v1/other?p=3&x=%20""#),
            things(&[3], end),
        ];
        let (ids, error, targets) = ids(Paging::LinkInBody, answers).await;
        assert!(error.is_none());
        assert_eq!(ids, [1, 2, 3]);
        assert_eq!(
            targets,
            ["/v1/things", "/v1/things?p=2", "/v1/other?p=3&x=%20"]
        );
    }
}

#[tokio::test]
async fn a_link_in_the_body_that_leads_back_is_an_error() {
    let to = |link: &str| format!(r#", "nextCursor": "{link}""#);
    let answers = vec![
        things(&[1], &to("?p=2")),
        things(&[2], &to("?p=3")),
        things(&[3], &to("/v1/things?p=2#again")),
    ];
    let (ids, error, targets) = ids(Paging::LinkInBody, answers).await;
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(error.unwrap().kind(), ErrorKind::Pages);
    assert_eq!(targets.len(), 3);
}

#[tokio::test]
async fn a_cursor_goes_back_in_a_request_header() {
    let memory = Memory::new();
    memory.answer(things(&[1], r#", "nextCursor": "a b""#));
    memory.answer(things(&[2], r#", "nextCursor": "c""#));
    memory.answer(things(&[3], ""));
    let client = acme::client(&memory, &TestClock::new());
    let items = ListThings::new(Paging::RequestHeader).items(&client);
    let things = items.collect_all().await.unwrap();
    assert_eq!(things.len(), 3);
    let requests = memory.requests();
    let cursors: Vec<_> = requests
        .iter()
        .map(|request| request.header("X-Cursor"))
        .collect();
    assert_eq!(cursors, [None, Some("a b"), Some("c")]);
    assert!(
        requests
            .iter()
            .all(|request| request.target() == "/v1/things")
    );
}

#[tokio::test]
async fn a_link_to_another_origin_is_refused() {
    for link in [
        "https://evil.test/v1/things",
        "//evil.test/x",
        "http://main.acme.test/v1/things",
        "https://main.acme.test:8443/v1/things",
        "https://user@main.acme.test/v1/things",
        "https://:password@main.acme.test/v1/things",
    ] {
        let answers = vec![things(&[1], "").header("Link", &format!("<{link}>; rel=next"))];
        let in_body = vec![things(&[1], &format!(r#", "nextCursor": "{link}""#))];
        for (paging, answers) in [(Paging::Link, answers), (Paging::LinkInBody, in_body)] {
            let (ids, error, targets) = ids(paging, answers).await;
            assert_eq!(ids, [1]);
            assert_eq!(
                error.unwrap().defect(),
                Some(&Defect::ForeignLink),
                "{link}"
            );
            assert_eq!(targets.len(), 1);
        }
    }
}

#[tokio::test]
async fn a_page_that_leads_to_one_seen_before_is_an_error() {
    let to = |cursor: &str| format!(r#", "nextCursor": "{cursor}""#);
    let answers = vec![
        things(&[1], &to("a")),
        things(&[2], &to("b")),
        things(&[3], &to("a")),
    ];
    let (ids_, error, _) = ids(Paging::Body, answers).await;
    assert_eq!(ids_, [1, 2, 3]);
    let error = error.unwrap();
    assert_eq!(error.kind(), ErrorKind::Pages);
    assert_eq!(
        error.to_string(),
        "acme listThings: a page leads to one that has been seen already"
    );
    let answers = vec![
        things(&[1], "").header("Link", "<>; rel=next"),
        things(&[2], ""),
    ];
    let (_, error, targets) = ids(Paging::Link, answers).await;
    // The empty link is another writing of the first URL.
    assert_eq!(error.unwrap().kind(), ErrorKind::Pages);
    assert_eq!(targets.len(), 1);
}

#[tokio::test]
async fn links_that_differ_in_the_fragment_are_one() {
    let answers = (0..60).map(|number| {
        let link = format!("</things?page=2#{number}>; rel=next");
        things(&[number], "").header("Link", &link)
    });
    let (_, error, targets) = ids(Paging::Link, answers.collect()).await;
    assert_eq!(error.unwrap().kind(), ErrorKind::Pages);
    assert_eq!(targets.len(), 2);
}

#[tokio::test]
async fn a_url_that_is_too_long_is_not_sent() {
    for length in [60_000, 70_000, 200_000] {
        let cursor = "x".repeat(length);
        let answers = vec![
            things(&[1], &format!(r#", "nextCursor": "{cursor}""#)),
            things(&[2], ""),
        ];
        let (read, error, targets) = ids(Paging::Body, answers).await;
        if length == 60_000 {
            assert_eq!(read, [1, 2]);
            assert!(error.is_none());
            continue;
        }
        let error = error.unwrap();
        assert_eq!(error.kind(), ErrorKind::Build, "{error}");
        assert!(!error.may_have_been_sent() && !error.is_retryable());
        assert_eq!((error.attempts(), targets.len()), (0, 1));
    }
}

#[tokio::test]
async fn an_error_stays_in_the_stream_and_ends_it() {
    let answers = vec![
        things(&[1], r#", "nextCursor": "a""#),
        Answer::json(404, r#"{"code": "gone"}"#),
    ];
    let (ids, error, _) = ids(Paging::Body, answers).await;
    assert_eq!(ids, [1]);
    assert_eq!(error.unwrap().code(), Some("gone"));
}

#[tokio::test]
async fn pages_come_with_status_and_headers() {
    let memory = Memory::new();
    memory.answer(things(&[1], "").header("x-total", "1"));
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let operation = ListThings::new(Paging::Body);
    let mut pages = operation.pages(&client);
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!(page.status(), 200);
    assert_eq!(page.headers()["x-total"], "1");
    assert_eq!(ListThings::into_items(page.into_body()).len(), 1);
    assert!(pages.next().await.is_none());
    assert_eq!(operation.request().target(), "/things");
}

#[test]
fn helpers() {
    assert_eq!(page::cursor(None), None);
    assert_eq!(page::cursor(Some("")), None);
    assert_eq!(page::cursor(Some("a")), Some("a".to_owned()));
    assert_eq!(page::number(None, 1, None, 0), None);
    assert_eq!(page::number(None, 0, None, 5), Some(1));
    assert_eq!(page::number(Some(3), 1, Some(5), 5), Some(4));
    assert_eq!(page::number(Some(3), 1, Some(5), 4), None);
    assert_eq!(page::number(Some(i64::MAX), 1, None, 4), None);
    assert_eq!(page::next_link(&HeaderMap::new()), None);
}

#[tokio::test]
async fn a_paged_call_gives_the_items_of_all_pages_and_awaiting_it_the_first_page() {
    let memory = Memory::new();
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let operation = ListThings::new(Paging::Body);
    let pages = || {
        memory
            .answer(things(&[1, 2], r#", "nextCursor": "a""#))
            .answer(things(&[3], ""));
    };

    pages();
    let all = operation.paged(&client).items().collect_all().await;
    let ids: Vec<i64> = all.unwrap().into_iter().map(|thing| thing.id).collect();
    assert_eq!(ids, [1, 2, 3]);

    pages();
    let mut stream = operation.paged(&client).pages();
    let mut sizes = Vec::new();
    while let Some(page) = stream.next().await {
        sizes.push(page.unwrap().body().things.len());
    }
    assert_eq!(sizes, [2, 1]);

    memory.answer(things(&[1, 2], r#", "nextCursor": "a""#));
    let first = operation.paged(&client).await.unwrap();
    assert_eq!(first.things.len(), 2);
    assert_eq!(memory.count(), 5);
}

#[tokio::test]
async fn what_a_paged_call_adds_holds_for_each_page() {
    let memory = Memory::new();
    memory
        .answer(things(&[1], r#", "nextCursor": "a""#))
        .answer(things(&[2], r#", "nextCursor": "b""#))
        .answer(Answer::status(503));
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let call = ListThings::new(Paging::Body)
        .paged(&client)
        .header("X-Tenant", "7")
        .query("expand", "a b")
        .max_attempts(1);
    let error = call.items().collect_all().await.unwrap_err();
    assert_eq!(
        (
            error.status().map(|status| status.as_u16()),
            error.attempts()
        ),
        (Some(503), 1)
    );
    let requests = memory.requests();
    let targets: Vec<String> = requests.iter().map(Recorded::target).collect();
    assert_eq!(
        targets,
        [
            "/v1/things?expand=a%20b",
            "/v1/things?cursor=a&expand=a%20b",
            "/v1/things?cursor=b&expand=a%20b"
        ]
    );
    for request in &requests {
        assert_eq!(request.header("x-tenant"), Some("7"));
    }
}

#[tokio::test]
async fn what_a_paged_call_adds_is_not_added_to_a_link() {
    let memory = Memory::new();
    memory
        .answer(things(&[1], "").header("Link", "</v1/things?p=2&expand=a>; rel=next"))
        .answer(things(&[2], ""));
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let call = ListThings::new(Paging::Link)
        .paged(&client)
        .header("X-Tenant", "7")
        .query("expand", "a");
    assert_eq!(call.items().collect_all().await.unwrap().len(), 2);
    let last = memory.requests().pop().unwrap();
    assert_eq!(last.target(), "/v1/things?p=2&expand=a");
    assert_eq!(last.header("x-tenant"), Some("7"));
}
