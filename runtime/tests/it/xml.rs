//! Bodies of XML: what models read from documents, and the documents that they write.

mod hostile;
mod round_trip;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use signon_runtime::codegen::xml::{Content, Element, Object, OneOf, Property};
use signon_runtime::codegen::{Deserialize, Serialize};
use signon_runtime::testing::{Answer, Memory, TestClock};
use signon_runtime::{Defect, Error, Field, Json, Request, UnknownFields};

use crate::acme;

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Order {
    id: i64,
    customer: Option<Customer>,
    lines: Vec<Line>,
    tags: Option<Vec<String>>,
    total: f64,
    paid: Field<bool>,
    sizes: Option<Vec<i32>>,
    labels: Option<BTreeMap<String, String>>,
    parent: Option<Box<Order>>,
    #[serde(flatten)]
    unknown_fields: UnknownFields,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Customer {
    language: Option<String>,
    name: String,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Line {
    sku: String,
    note: Option<String>,
}

const ORDERS: &str = "urn:example:orders";

static ORDER: Content = Content::Object(&Object::new(&[
    Property::attribute("id", &Content::Number).required(),
    Property::element("customer", &CUSTOMER).named("Customer"),
    Property::element("lines", &Content::List(&Element::new("line", &LINE)))
        .named("Lines")
        .required(),
    Property::repeated("tags", &Content::String).named("tag"),
    Property::element("total", &Content::Number).required(),
    Property::element("paid", &Content::Boolean).nullable(),
    Property::attribute("sizes", &Content::List(&SIZE)),
    Property::element(
        "labels",
        &Content::Object(&Object::new(&[]).rest(&Content::String)),
    ),
    Property::element("parent", &ORDER),
]));
static SIZE: Element = Element::new("size", &Content::Number);
static CUSTOMER: Content = Content::Object(&Object::new(&[
    Property::attribute("language", &Content::String).named("xml:lang"),
    Property::text("name", &Content::String).required(),
]));
static LINE: Content = Content::Object(&Object::new(&[
    Property::element("sku", &Content::String)
        .namespace("urn:example:skus")
        .prefix("s")
        .required(),
    Property::cdata("note", &Content::String),
]));
static ROOT: Element = Element::new("order", &ORDER).namespace(ORDERS).prefix("o");
static NUMBERS: Element = Element::new(
    "n",
    &Content::Object(&Object::new(&[Property::element(
        "values",
        &Content::List(&SIZE),
    )])),
);
static FREE: Element = Element::new("any", &Content::Any);

async fn read_as<T: DeserializeOwned>(
    document: impl Into<Vec<u8>>,
    element: &'static Element,
) -> Result<T, Error> {
    let memory = Memory::new();
    let answer = Answer::status(200).header("content-type", "application/xml");
    memory.answer(answer.body(document.into()));
    let client = acme::client(&memory, &TestClock::new());
    let request = Request::custom(http::Method::GET, "/xml");
    Ok(client.call_raw(request).await?.xml::<T>(element)?)
}

async fn read(document: &str) -> Result<Order, Error> {
    read_as(document, &ROOT).await
}

/// A document as it is sent, without its declaration.
fn written<T: Serialize>(value: &T, element: &'static Element) -> Result<String, Defect> {
    let request = Request::custom(http::Method::POST, "/xml");
    let request = request.xml("application/xml", element, value);
    if let Some(defect) = request.defect() {
        return Err(defect.clone());
    }
    assert_eq!(request.content_type(), Some("application/xml"));
    let body = request.body_bytes().expect("a body");
    let text = std::str::from_utf8(body).expect("UTF-8");
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let text = text.strip_prefix(declaration).expect("a declaration");
    Ok(text.to_owned())
}

fn small(id: i64) -> Order {
    Order {
        id,
        customer: None,
        lines: Vec::new(),
        tags: None,
        total: 1.0,
        paid: Field::Absent,
        sizes: None,
        labels: None,
        parent: None,
        unknown_fields: UnknownFields::default(),
    }
}

/// What an error says of the place.
fn message(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

#[tokio::test]
async fn every_node_type_is_read_and_written() {
    let document = "<o:order xmlns:o=\"urn:example:orders\" id=\"7\" sizes=\"1 2\">\
        <Customer xml:lang=\"en\">Ada &amp; Co.</Customer>\
        <Lines><line><s:sku xmlns:s=\"urn:example:skus\">a&lt;b</s:sku><![CDATA[<fast>]]></line></Lines>\
        <tag>x</tag><tag>y</tag><total>1.5</total><paid>true</paid>\
        <labels><color>red</color></labels></o:order>";
    let order = read(document).await.expect("an order");
    let expected = Order {
        customer: Some(Customer {
            language: Some("en".to_owned()),
            name: "Ada & Co.".to_owned(),
        }),
        lines: vec![Line {
            sku: "a<b".to_owned(),
            note: Some("<fast>".to_owned()),
        }],
        tags: Some(vec!["x".to_owned(), "y".to_owned()]),
        total: 1.5,
        paid: Field::Value(true),
        sizes: Some(vec![1, 2]),
        labels: Some(BTreeMap::from([("color".to_owned(), "red".to_owned())])),
        ..small(7)
    };
    assert_eq!(order, expected);
    assert_eq!(written(&order, &ROOT).as_deref(), Ok(document));
}

#[tokio::test]
async fn layout_comments_and_order_do_not_matter() {
    let document = "\u{feff}<?xml version='1.0'?>\n<!-- an order -->\n<?page 1?>\n\
        <order id = '7'\n>\n  <tag>a</tag> <total> +01.50 </total>\n<!-- more -->\
        <tag>b</tag>\n  <Lines>\n  </Lines>\n</order>\n<!-- end -->\n";
    let order = read(document).await.expect("an order");
    assert_eq!(order.tags, Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!((order.total, order.lines.len()), (1.5, 0));
}

#[tokio::test]
async fn namespaces_are_matched_not_prefixes() {
    let other_prefix = "<order xmlns=\"urn:example:orders\" xmlns:q=\"urn:example:skus\" id=\"1\">\
        <Lines><line><q:sku>a</q:sku></line></Lines><total>1</total></order>";
    let order = read(other_prefix).await.expect("an order");
    assert_eq!(order.lines[0].sku, "a");
    let other_namespace = other_prefix.replace("urn:example:skus", "urn:example:other");
    let error = read(&other_namespace).await.expect_err("no sku");
    assert!(message(&error).contains("missing field `sku`"), "{error}");
}

#[tokio::test]
async fn null_is_xsi_nil() {
    let document = "<order id=\"1\"><Lines/><total>1</total>\
        <paid xmlns:x=\"http://www.w3.org/2001/XMLSchema-instance\" x:nil=\"true\"/></order>";
    let order = read(document).await.expect("an order");
    assert_eq!(order.paid, Field::Null);
    let text = written(&order, &ROOT).expect("a document");
    let nil = "<paid xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>";
    assert!(text.contains(nil), "{text}");
    let empty = read("<order id=\"1\"><Lines/><total>1</total><paid/></order>").await;
    assert_eq!(empty.expect("an order").paid, Field::Null);
}

#[tokio::test]
async fn undeclared_content_is_kept() {
    let document = "<o:order xmlns:o=\"urn:example:orders\" xmlns:d=\"urn:d\" id=\"1\" version=\"2\">\
        <Lines/><total>1</total>\
        <d:seen by=\"me\">yes</d:seen><extra>1</extra><extra><deep>x</deep></extra></o:order>";
    let order = read(document).await.expect("an order");
    let json = serde_json::to_value(&order).expect("JSON");
    assert_eq!(json["@version"], "2");
    assert_eq!(
        json["d:seen"],
        serde_json::json!({"@by": "me", "$text": "yes"})
    );
    assert_eq!(json["extra"], serde_json::json!(["1", {"deep": "x"}]));
    let again = written(&order, &ROOT).expect("a document");
    for part in [
        " version=\"2\"",
        "<d:seen by=\"me\">yes</d:seen>",
        "<extra>1</extra><extra><deep>x</deep></extra>",
    ] {
        assert!(again.contains(part), "{again}");
    }
    assert_eq!(read(&again).await.expect("an order"), order);
}

#[tokio::test]
async fn a_list_may_be_wrapped_otherwise_than_described() {
    let document = "<order id=\"1\"><Lines/><total>1</total>\
        <tag><string>a</string><string>b</string></tag></order>";
    let order = read(document).await.expect("an order");
    assert_eq!(order.tags, Some(vec!["a".to_owned(), "b".to_owned()]));
    let numbers: BTreeMap<String, Vec<i32>> =
        read_as("<n><values>1</values><values>2</values></n>", &NUMBERS)
            .await
            .expect("numbers");
    assert_eq!(numbers["values"], [1, 2]);
}

#[tokio::test]
async fn a_decode_error_names_the_element() {
    let cases = [
        (
            "<order id=\"1\"><Lines/><total>much</total></order>",
            "`/order/total`",
        ),
        (
            "<order id=\"one\"><Lines/><total>1</total></order>",
            "`/order/@id`",
        ),
        (
            "<order id=\"1\"><Lines><line><sku xmlns=\"urn:example:skus\">a</sku></line><line/></Lines>\
             <total>1</total></order>",
            "`/order/Lines/line[2]`",
        ),
        ("<order id=\"1\"><Lines/></order>", "`/order`"),
    ];
    for (document, place) in cases {
        let error = message(&read(document).await.expect_err("an error"));
        assert!(error.contains(place), "{error}");
        assert!(!error.contains("much"), "{error}");
    }
}

#[tokio::test]
async fn other_encodings_are_read_where_they_are_declared() {
    let document = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>é</a>";
    let latin: Vec<u8> = document.chars().map(|char| char as u8).collect();
    assert_eq!(read_as::<Json>(latin, &FREE).await.expect("text"), *"é");
    let units = "\u{feff}<a>é</a>".encode_utf16();
    let utf16: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
    assert_eq!(read_as::<Json>(utf16, &FREE).await.expect("text"), *"é");
    assert!(
        read_as::<Json>(b"<a>\xff</a>".to_vec(), &FREE)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn provider_messages_are_read_from_xml() {
    let cases = [
        (
            "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>No such key.</Message></Error>",
            "NoSuchKey: No such key.",
        ),
        (
            "<r xmlns=\"urn:x\"><error><code>7</code><message>gone</message></error></r>",
            "7: gone",
        ),
    ];
    for (body, said) in cases {
        let memory = Memory::new();
        let answer = Answer::status(404).header("content-type", "text/xml; charset=utf-8");
        memory.answer(answer.body(body));
        let client = acme::client(&memory, &TestClock::new());
        let request = Request::custom(http::Method::GET, "/xml");
        let error = client.call_raw(request).await.expect_err("an error");
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[tokio::test]
async fn a_discriminator_chooses_what_elements_mean() {
    static SHAPE: Element = Element::new(
        "shape",
        &Content::OneOf(&OneOf::new(
            "kind",
            "type",
            &[(
                "square",
                &Content::Object(&Object::new(&[
                    Property::attribute("kind", &Content::String).named("type"),
                    Property::repeated("size", &Content::Number),
                ])),
            )],
            &Content::Any,
        )),
    );
    let document = "<shape type=\"square\"><size>1</size></shape>";
    let shape: Json = read_as(document, &SHAPE).await.expect("a shape");
    assert_eq!(shape, serde_json::json!({"kind": "square", "size": [1]}));
    assert_eq!(written(&shape, &SHAPE).as_deref(), Ok(document));
    let other = "<shape type=\"star\"><size>1</size></shape>";
    let shape: Json = read_as(other, &SHAPE).await.expect("a shape");
    assert_eq!(shape, serde_json::json!({"@type": "star", "size": "1"}));
    assert_eq!(written(&shape, &SHAPE).as_deref(), Ok(other));
}

#[test]
fn what_xml_cannot_hold_is_a_defect() {
    let mut order = small(1);
    order.tags = Some(vec!["\u{1}".to_owned()]);
    assert!(matches!(written(&order, &ROOT), Err(Defect::Xml(_))));
    order.tags = None;
    order.labels = Some(BTreeMap::from([("no name".to_owned(), String::new())]));
    assert!(matches!(written(&order, &ROOT), Err(Defect::Xml(_))));
    for total in [f64::NAN, f64::INFINITY] {
        let order = Order { total, ..small(1) };
        assert!(matches!(written(&order, &ROOT), Err(Defect::Xml(_))));
    }
}
