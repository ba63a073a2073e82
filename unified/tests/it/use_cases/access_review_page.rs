//! The page of the access review, as a browser parses it.

use html5ever::tendril::TendrilSink as _;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use signon_unified::runtime::Base64;

use crate::support::torii::Account;
use crate::use_cases::access_review::{office, review};
use crate::use_cases::reviewing::page;

/// An element: its name, its attributes and its text with that of all below.
#[derive(Debug)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        attributes
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The elements of a page in their order, and what the parser found wrong.
fn parse(html: &str) -> (Vec<Element>, Vec<String>) {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut elements = Vec::new();
    collect(&dom.document, &mut elements);
    let errors = dom
        .errors
        .borrow()
        .iter()
        .map(ToString::to_string)
        .collect();
    (elements, errors)
}

fn collect(node: &Handle, elements: &mut Vec<Element>) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let attributes = attrs.borrow();
        let attributes = attributes.iter().map(|attribute| {
            (
                attribute.name.local.to_string(),
                attribute.value.to_string(),
            )
        });
        elements.push(Element {
            name: name.local.to_string(),
            attributes: attributes.collect(),
            text: text(node),
        });
    }
    for child in node.children.borrow().iter() {
        collect(child, elements);
    }
}

fn text(node: &Handle) -> String {
    if let NodeData::Text { contents } = &node.data {
        return contents.borrow().to_string();
    }
    node.children.borrow().iter().map(text).collect()
}

fn texts<'e>(elements: &'e [Element], name: &str) -> Vec<&'e str> {
    let named = elements.iter().filter(|element| element.name == name);
    named.map(|element| element.text.as_str()).collect()
}

async fn render(account: &Account, line: &str) -> String {
    page(&review(account, line).await)
}

#[tokio::test]
async fn it_shows_counts_exceptions_people_apps_and_the_audit_log() {
    let account = office();
    let report = review(&account, "--html review.html").await;
    let (elements, errors) = parse(&page(&report));
    assert!(errors.is_empty(), "{errors:?}");

    let labels = texts(&elements, "dt");
    let counts: Vec<_> = labels
        .into_iter()
        .zip(texts(&elements, "dd"))
        .take(7)
        .collect();
    let expected = [
        ("exceptions", "1"),
        ("people", "3"),
        ("people without apps", "1"),
        ("people not read", "0"),
        ("apps in use", "2"),
        ("assignments", "3"),
        ("active assignments", "2"),
    ];
    assert_eq!(counts, expected);

    let rows = texts(&elements, "tr");
    for row in [
        "Bobo@acme.exampleoffboardingSlackactive",
        "Figma118100",
        "Slack120111",
        "Ada Okafor ada@acme.example 48213 active",
        "Slack120activeexception",
        "2026-11-02 10:00:00 UTCada@acme.exampleupdate_user_lifecycle_status192.0.2.44{\"idUser\":48214}",
        "torii: organizations10read 2026-11-30 08:00:00 UTC to 2026-11-30 08:00:00 UTC",
        "torii: audit log20since 2026-09-01 08:00:00 UTC: users, apps, roles, access, accessPolicies",
    ] {
        assert!(rows.contains(&row), "{row} is not among {rows:#?}");
    }
    let position = |text: &str| rows.iter().position(|row| row.starts_with(text));
    let (newest, oldest) = (position("2026-11-20"), position("2026-11-02"));
    assert!(newest.is_some() && newest < oldest, "{rows:#?}");
    assert_eq!(
        texts(&elements, "p")[0],
        "torii · Acme · read from 2026-11-30 08:00:00 UTC to 2026-11-30 08:00:00 UTC"
    );
    assert!(
        account.sent().contains(
            &"GET /v1.0/audit?entity=users&startTime=2026-09-01T08%3A00%3A00Z&size=200".to_owned()
        ),
        "{:?}",
        account.sent()
    );
}

#[tokio::test]
async fn it_loads_nothing_and_its_policy_allows_its_own_style_alone() {
    let html = render(&office(), "--html review.html").await;
    let (elements, _) = parse(&html);
    let allowed = [
        "html", "head", "meta", "title", "style", "body", "main", "section", "h1", "h2", "p", "ul",
        "li", "dl", "dt", "dd", "div", "table", "caption", "thead", "tbody", "tr", "th", "td",
        "bdi", "span", "strong", "code",
    ];
    for element in &elements {
        assert!(allowed.contains(&element.name.as_str()), "{element:?}");
        for (name, _) in &element.attributes {
            let allowed = [
                "class",
                "scope",
                "colspan",
                "tabindex",
                "lang",
                "charset",
                "name",
                "content",
                "http-equiv",
            ];
            assert!(allowed.contains(&name.as_str()), "{element:?}");
        }
    }
    let style = texts(&elements, "style")[0];
    assert!(!style.contains("url(") && !style.contains("@import"));
    let digest = Base64::from_bytes(Sha256::digest(style));
    let policy = elements
        .iter()
        .find(|element| element.attribute("http-equiv") == Some("Content-Security-Policy"));
    assert_eq!(
        policy.and_then(|policy| policy.attribute("content")),
        Some(
            format!(
                "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{}'",
                digest.as_str()
            )
            .as_str()
        )
    );
}

#[tokio::test]
async fn every_table_has_a_caption_and_headers() {
    let (elements, _) = parse(&render(&office(), "--html review.html").await);
    let tables = texts(&elements, "table").len();
    assert_eq!((tables, texts(&elements, "caption").len()), (5, 5));
    let headers = elements.iter().filter(|element| element.name == "th");
    for header in headers {
        assert!(
            matches!(header.attribute("scope"), Some("col" | "row" | "rowgroup")),
            "{header:?}"
        );
    }
    let rows = elements.iter().filter(|element| element.name == "tr");
    assert_eq!(rows.filter(|row| row.text.is_empty()).count(), 0);
}

#[tokio::test]
async fn hostile_values_are_text() {
    let account = office();
    let hostile = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'</style></td></table><h1>All is well</h1><!--",
        "]]>&lt;b&amp;<![CDATA[",
        "<plaintext>",
    ];
    let reordered = "gnp.\u{202e}exe\u{2066}\u{200b}\u{0}\u{7}\u{feff}";
    {
        let mut state = account.state.lock().expect("a lock");
        for (position, name) in hostile.iter().enumerate() {
            let app = 200 + i64::try_from(position).expect("a small number");
            let value =
                json!({ "id": app, "name": name, "state": name, "isUserRemovedFromApp": false });
            state.user_apps.insert((48_214, app), value);
        }
        let user = state.users.get_mut(&48_214).expect("Bo");
        user["firstName"] = json!(hostile[0]);
        user["lastName"] = json!(reordered);
        user["email"] = json!(hostile[1]);
        user["lifecycleStatus"] = json!(hostile[2]);
        state.audit[0]["performedByEmail"] = json!(hostile[3]);
        state.audit[0]["type"] = json!(hostile[4]);
        state.audit[0]["creationTime"] = json!(hostile[0]);
        state.audit[0]["properties"] = json!(hostile[1]);
        state.audit[0]["requestDetails"]["remoteAddress"] = json!(hostile[2]);
    }
    let html = render(&account, "--html review.html").await;
    let (elements, errors) = parse(&html);
    assert!(errors.is_empty(), "{errors:?}");
    let (plain, _) = parse(&render(&office(), "--html review.html").await);
    for name in ["h1", "img", "script", "table", "style", "plaintext", "p"] {
        assert_eq!(
            texts(&elements, name).len(),
            texts(&plain, name).len(),
            "{name}"
        );
    }
    let cells = texts(&elements, "bdi");
    for value in hostile {
        assert!(cells.contains(&value), "{value} is not among {cells:#?}");
    }
    let name = format!(
        "{} gnp.[U+202E]exe[U+2066][U+200B][U+0000][U+0007][U+FEFF]",
        hostile[0]
    );
    assert!(cells.contains(&name.as_str()), "{cells:#?}");
    assert!(!html.contains(['\u{202e}', '\u{2066}', '\u{0}', '\u{7}']));
}

#[tokio::test]
async fn what_cannot_be_read_is_on_the_page_and_the_report_is_not_complete() {
    let account = office();
    account.state.lock().expect("a lock").refused = vec![
        "GET /v1.0/users/48214/apps".to_owned(),
        "GET /v1.0/audit?entity=apps&startTime=2026-09-01T08%3A00%3A00Z&size=200".to_owned(),
    ];
    let report = review(&account, "--html review.html").await;
    assert!(!report.is_complete());
    let (elements, _) = parse(&page(&report));
    let problems: Vec<&str> = elements
        .iter()
        .filter(|element| {
            element
                .attribute("class")
                .is_some_and(|class| class.contains("problem"))
        })
        .map(|element| element.text.as_str())
        .collect();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].starts_with("Not complete."), "{problems:?}");
    assert!(problems[1].contains("listAuditLogs"), "{problems:?}");
    let rows = texts(&elements, "tr");
    assert!(
        rows.iter()
            .any(|row| row.starts_with("Bobo@acme.example48214") && row.contains("listUserApps")),
        "{rows:#?}"
    );
    assert!(
        rows.iter()
            .any(|row| row.starts_with("torii: apps of each user21")),
        "{rows:#?}"
    );
    assert!(
        rows.iter().any(|row| row.starts_with("torii: audit log11")),
        "what was read before it: {rows:#?}"
    );
}

#[tokio::test]
async fn only_exceptions_and_no_audit_log() {
    let line = "--exceptions --audit-days 0 --html review.html";
    let (elements, _) = parse(&render(&office(), line).await);
    let headings = texts(&elements, "h2");
    assert_eq!(
        headings,
        ["Exceptions", "Sources", "How to read this page", "Review"]
    );
}
