//! Documents that no server should send.

use proptest::prelude::*;
use signon_runtime::{Defect, Json};

use super::{FREE, message, read, read_as, small, written};

#[tokio::test]
async fn input_that_is_not_xml_is_an_error() {
    for document in [
        "",
        "  ",
        "text",
        "<order",
        "<order>",
        "<order></other>",
        "<order/><order/>",
        "<order/>text",
        "<order a></order>",
        "<order a=1/>",
        "<order a=\"1/>",
        "<order>&undefined;</order>",
        "<order>&#xD800;</order>",
        "<order a=\"&undefined;\"/>",
        "<order>&lt</order>",
        "< order/>",
        "<order><![CDATA[</order>",
        "{\"id\": 1}",
    ] {
        assert!(read(document).await.is_err(), "{document}");
    }
}

#[tokio::test]
async fn entities_that_a_document_declares_are_refused() {
    let laughs = "<!DOCTYPE order [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><order>&b;</order>";
    let error = message(&read(laughs).await.expect_err("an error"));
    assert!(error.contains("a document type definition"), "{error}");
    let external = "<!DOCTYPE order [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><order>&x;</order>";
    assert!(read(external).await.is_err());
    let harmless =
        "<!DOCTYPE order SYSTEM \"order.dtd\"><order id=\"1\"><Lines/><total>1</total></order>";
    assert_eq!(read(harmless).await.expect("an order"), small(1));
}

#[tokio::test]
async fn depth_is_bounded() {
    let nested = |depth: usize| {
        let inner = "<parent id=\"1\"><Lines/><total>1</total>".repeat(depth);
        let ends = "</parent>".repeat(depth);
        format!("<order id=\"1\"><Lines/><total>1</total>{inner}{ends}</order>")
    };
    assert!(read(&nested(60)).await.is_ok());
    assert!(read(&nested(200)).await.is_err());
    assert!(read(&nested(100_000)).await.is_err());
    let mut deep = Json::from("x");
    for _ in 0..200 {
        deep = [("a", deep)].into_iter().collect();
    }
    assert!(matches!(written(&deep, &FREE), Err(Defect::Xml(_))));
}

#[tokio::test]
async fn time_is_linear_in_what_is_read() {
    let many = 100_000;
    let each = |piece: fn(usize) -> String| (0..many).map(piece).collect::<Vec<_>>().concat();
    let attributes = each(|index| format!(" a{index}=\"\""));
    let prefixes = each(|index| format!(" xmlns:a{index}=\"u\""));
    let names = each(|index| format!("<a{index}/>"));
    let references = "&#97;".repeat(many);
    for document in [
        format!("<order{attributes}/>"),
        format!("<order{prefixes}>{}</order>", "<a1:b/>".repeat(many)),
        format!("<order>{names}</order>"),
        format!("<order>{references}</order>"),
        format!("<order>{}</order>", "<tag/>x".repeat(many)),
    ] {
        let started = std::time::Instant::now();
        assert!(read_as::<Json>(document.clone(), &FREE).await.is_ok());
        assert!(read(&document).await.is_err());
        assert!(started.elapsed().as_secs() < 20, "{}", document.len());
    }
}

proptest! {
    #[test]
    fn no_document_makes_the_reader_panic(pieces in proptest::collection::vec(
        proptest::sample::select(&[
            "<order", "<a:b", " id=\"1\"", " xmlns=\"u\"", " xmlns:a=\"\"", ">", "/>", "</order>", "</a:b>", "<!--",
            "-->", "<![CDATA[", "]]>", "&amp;", "&#x41;", "&", ";", "text", "'", "\"", "=", "<?", "?>", "<!DOCTYPE", " ",
            "<total>", "</total>", "é", "\u{0}", "<Lines>", "</Lines>", "<tag>", "</tag>",
        ][..]), 0..24,
    )) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let document = pieces.concat();
        let _ = runtime.block_on(read(&document));
        if let Ok(json) = runtime.block_on(read_as::<Json>(document, &FREE)) {
            let _ = written(&json, &FREE);
        }
    }
}
