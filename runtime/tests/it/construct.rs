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

/// A request: it is built, and neither read nor written by serde.
#[derive(Clone, Debug, PartialEq, New, Setters)]
#[build(into(version, since, body), setter(new = set_new))]
struct ListInvoices {
    customer: String,
    #[build(required)]
    parent: Option<i64>,
    #[build(default = "2")]
    version: Status,
    #[build(default = 20)]
    size: i64,
    #[build(default = vec![1])]
    states: Vec<i64>,
    since: Option<Status>,
    new: Option<bool>,
    body: Body,
}

#[derive(Clone, Debug, PartialEq)]
enum Body {
    Text(String),
    Line(Line),
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Line> for Body {
    fn from(line: Line) -> Self {
        Self::Line(line)
    }
}

#[derive(Clone, Debug, PartialEq, New, Setters)]
struct CountInvoices {
    #[build(default = 20)]
    size: i64,
}

#[derive(Clone, Debug, Default, PartialEq, New)]
struct Health {}

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

#[test]
fn an_option_can_be_an_argument() {
    let request = ListInvoices::new("acme", None, Line::new());
    assert_eq!(request.parent, None);
    assert_eq!(request.body, Body::Line(Line::new()));
    let request = ListInvoices::new("acme", Some(7), "text".to_owned());
    assert_eq!(request.parent, Some(7));
    assert_eq!(request.body, Body::Text("text".to_owned()));
}

#[test]
fn defaults_are_filled_in_and_can_be_set() {
    let request = ListInvoices::new("acme", None, Line::new());
    assert_eq!(request.version, Status::from("2"));
    assert_eq!((request.size, &request.states), (20, &vec![1]));
    assert_eq!((&request.since, request.new), (&None, None));
    let request = request.version("3").size(50).states([2, 3]);
    let request = request.since("today").set_new(true);
    assert_eq!(request.version, Status::from("3"));
    assert_eq!((request.size, request.states), (50, vec![2, 3]));
    assert_eq!(request.since, Some(Status::from("today")));
    assert_eq!(request.new, Some(true));
}

#[test]
fn defaults_alone_are_the_default() {
    assert_eq!(CountInvoices::default(), CountInvoices { size: 20 });
    assert_eq!(CountInvoices::default().size(1).size, 1);
}

#[test]
fn a_struct_without_fields_is_constructed() {
    assert_eq!(Health::new(), Health::default());
}
