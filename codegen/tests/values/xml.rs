//! Models of XML: reading and writing documents.

use std::future::Future;
use std::task::{Context, Poll, Waker};

use signon_runtime::testing::{Answer, Memory, TestClock};
use signon_runtime::{Error, Operation};
use xml::models::{Circle, Event, Line, Order, OrderState, Shape};
use xml::operations::{AddShape, GetOrder, ListEvents, ListOrders, PutOrder};

/// Makes a call that gets an immediate response.
fn call<O: Operation>(operation: &O, status: u16, media: &str, body: &str) -> Result<O::Output, Error> {
    let memory = Memory::new();
    memory.answer(Answer::status(status).header("content-type", media).body(body.to_owned()));
    let client = xml::Client::builder()
        .transport(memory)
        .clock(TestClock::new())
        .build()
        .expect("a client");
    let mut call = std::pin::pin!(operation.send(&client).into_future());
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(outcome) = call.as_mut().poll(&mut context) {
            return outcome;
        }
    }
}

fn sent(operation: &impl Operation) -> String {
    let request = operation.request();
    assert_eq!(request.defect(), None);
    let body = request.body_bytes().expect("a body");
    String::from_utf8(body.to_vec()).expect("UTF-8")
}

const ORDER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
    <o:order xmlns:o=\"urn:example:orders\" id=\"9007199254740993\">\
    <Customer lang=\"en\">Ada &amp; Co.</Customer>\
    <Lines><line><s:sku xmlns:s=\"urn:example:skus\">a-1</s:sku><count>2</count></line></Lines>\
    <tag>new</tag><tag>rush</tag><Total>12.5</Total>\
    <paid xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>\
    <placed>2024-05-01T10:00:00Z</placed><state>held</state>\
    <o:order id=\"1\"><Lines/><Total>0</Total></o:order>\
    <labels><color>red</color></labels></o:order>";

#[test]
fn a_document_becomes_a_model_and_the_same_document() {
    let order = call(&GetOrder::new("1"), 200, "application/xml", ORDER).expect("an order");
    assert_eq!(order.id, 9_007_199_254_740_993);
    let customer = order.customer.as_ref().expect("a customer");
    assert_eq!(customer.name.as_deref(), Some("Ada & Co."));
    assert_eq!(order.lines[0].count, Some(2));
    assert_eq!(order.tags, ["new", "rush"]);
    assert!(order.paid.is_null());
    assert_eq!(order.state.as_ref().expect("a state").as_str(), "held");
    assert_eq!(order.parent.as_ref().expect("a parent").id, 1);
    assert_eq!(sent(&PutOrder::new("1", order)), ORDER);
}

#[test]
fn a_new_model_is_written() {
    let mut order = Order::new(1, vec![Line::new("b-2")], vec!["x".to_owned()], 3.0);
    order.state = Some(OrderState::Open);
    let text = sent(&PutOrder::new("1", order));
    assert!(text.contains("<Lines><line><s:sku xmlns:s=\"urn:example:skus\">b-2</s:sku></line></Lines>"));
    assert!(text.ends_with("<tag>x</tag><Total>3</Total><state>open</state></o:order>"));
}

#[test]
fn a_list_is_a_document() {
    let body = "<orders><order id=\"1\"><Total>1</Total><Lines/></order></orders>";
    let orders = call(&ListOrders::new(), 200, "application/vnd.orders+xml", body).expect("orders");
    assert_eq!(orders.len(), 1);
    assert!(orders[0].tags.is_empty());
}

#[test]
fn a_discriminator_chooses_a_variant() {
    let shape = Shape::Circle(Box::new(Circle::new(2.5)));
    let text = sent(&AddShape::new(shape));
    assert!(text.ends_with("<shape kind=\"circle\"><size>2.5</size></shape>"), "{text}");
}

#[test]
fn subtypes_are_read_by_the_discriminator_of_their_base() {
    let body = "<events><event type=\"Login\"><level>1</level><user>ada</user></event>\
        <event type=\"Logout\"><codes><code>1</code><code>2</code></codes></event>\
        <event type=\"Other\"><level>3</level></event></events>";
    let events = call(&ListEvents::new(), 200, "application/xml", body).expect("events");
    let [Event::Login(login), Event::Logout(logout), other] = events.as_slice() else {
        panic!("other events: {events:?}");
    };
    assert_eq!((login.level, login.user.as_deref()), (Some(1), Some("ada")));
    assert_eq!(logout.codes.as_deref(), Some(&[1, 2][..]));
    assert!(matches!(other, Event::Base(base) if base.level == Some(3)), "{other:?}");
}

#[test]
fn a_documented_error_is_decoded() {
    let error = call(&GetOrder::new("1"), 404, "application/xml", "<Problem><code>gone</code><retry>true</retry></Problem>");
    let error = error.expect_err("an error");
    let documented = error.api::<GetOrder>().expect("the documented error");
    let xml::operations::GetOrderError::NotFound(problem) = documented else {
        panic!("another error");
    };
    assert_eq!(problem.code.as_deref(), Some("gone"));
}
