//! `new` and setters take what callers have, and leave absent what is not set.

use std::collections::BTreeMap;

use signon_runtime::codegen::{Deserialize, New, Serialize, Setters};
use signon_runtime::{Field, Json, UnknownFields};

type Tags = Vec<String>;
type Labels = BTreeMap<String, Status>;

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
struct Status(String);

impl From<&str> for Status {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, New, Setters)]
#[build(
    into(status, labels, owner, parent_status, metadata),
    alias(tags = Vec<String>, labels = BTreeMap<String, Status>),
    skip(id),
    setter(headers = set_headers)
)]
struct Invoice {
    #[build(constant = "invoice")]
    kind: String,
    #[build(constant = 2)]
    version: Option<i32>,
    #[build(constant = "v2")]
    schema: Field<Status>,
    #[build(constant = Status("open".to_owned()))]
    state: Box<Status>,
    customer: String,
    status: Status,
    amount: i64,
    lines: Vec<String>,
    #[serde(nullable)]
    note: Option<String>,
    parent: Box<Line>,
    parent_status: Box<Status>,
    id: Option<i64>,
    tags: Option<Tags>,
    labels: Option<Labels>,
    owner: Option<Status>,
    line: Option<Line>,
    next: Option<Box<Line>>,
    r#type: Option<String>,
    headers: Option<BTreeMap<String, Line>>,
    due: Field<String>,
    #[serde(flatten)]
    metadata: BTreeMap<String, Json>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, New, Setters)]
struct Line {
    text: Option<String>,
    #[serde(flatten)]
    unknown_fields: UnknownFields,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, New)]
struct Ping {
    #[build(constant = "ping")]
    kind: Option<String>,
    at: Option<i64>,
}

fn invoice() -> Invoice {
    let parent = Line::new().text("parent");
    Invoice::new("acme", "open", 3, ["a", "b"], None, parent, "paid")
}

#[test]
fn new_takes_required_fields_and_fills_in_constants() {
    let expected = Invoice {
        kind: "invoice".to_owned(),
        version: Some(2),
        schema: Field::Value(Status::from("v2")),
        state: Box::new(Status::from("open")),
        customer: "acme".to_owned(),
        status: Status::from("open"),
        amount: 3,
        lines: vec!["a".to_owned(), "b".to_owned()],
        note: None,
        parent: Box::new(Line {
            text: Some("parent".to_owned()),
            unknown_fields: UnknownFields::new(),
        }),
        parent_status: Box::new(Status::from("paid")),
        id: None,
        tags: None,
        labels: None,
        owner: None,
        line: None,
        next: None,
        r#type: None,
        headers: None,
        due: Field::Absent,
        metadata: BTreeMap::new(),
    };
    assert_eq!(invoice(), expected);
}

#[test]
fn setters_convert_what_they_take() {
    let line = Line::new();
    let invoice = invoice()
        .version(3)
        .schema(Status::from("v3"))
        .tags(vec!["late"])
        .labels([("level", "high")])
        .owner("jane")
        .line(line.clone())
        .next(line.clone())
        .r#type("monthly")
        .set_headers([("first", line.clone())])
        .due(String::from("today"))
        .metadata("source", "import");
    assert_eq!(invoice.version, Some(3));
    assert_eq!(invoice.schema, Field::Value(Status::from("v3")));
    assert_eq!(invoice.tags, Some(vec!["late".to_owned()]));
    let labels = BTreeMap::from([("level".to_owned(), Status::from("high"))]);
    assert_eq!(invoice.labels, Some(labels));
    assert_eq!(invoice.owner, Some(Status::from("jane")));
    assert_eq!(invoice.line, Some(line.clone()));
    assert_eq!(invoice.next, Some(Box::new(line.clone())));
    assert_eq!(invoice.r#type.as_deref(), Some("monthly"));
    let headers = BTreeMap::from([("first".to_owned(), line)]);
    assert_eq!(invoice.headers, Some(headers));
    assert_eq!(invoice.due, Field::Value("today".to_owned()));
    let metadata = BTreeMap::from([("source".to_owned(), Json::from("import"))]);
    assert_eq!(invoice.metadata, metadata);
    assert_eq!(invoice.due(Field::Null).due, Field::Null);
}

#[test]
fn constants_alone_are_the_default() {
    let expected = Ping {
        kind: Some("ping".to_owned()),
        at: None,
    };
    assert_eq!(Ping::default(), expected);
    assert_eq!(Ping::new(), expected);
}
