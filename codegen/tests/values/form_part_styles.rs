//! Parts whose encoding names a style are expanded by RFC 6570, without percent-encoding.

use form_part_styles::models::Point;
use form_part_styles::operations::{SendFormBody, SendFormBodyUsual};
use signon_runtime::{File, Multipart};

#[test]
fn a_part_is_written_in_the_style_of_its_encoding() {
    let point = || Point::new(1, 2);
    let list = || ["a b".to_owned(), "c,d".to_owned()];
    let file = || File::new("f", "content");
    let usual = SendFormBodyUsual::new().a("z");
    let body = SendFormBody::new(
        usual, list(), list(), list(), list(), point(), point(), point(), "a/b?", file(),
    );
    let expected = Multipart::new()
        .json("usual", Some(&serde_json::json!({"a": "z"})))
        .text("exploded", "a b")
        .text("exploded", "c,d")
        .text("joined", "a b,c,d")
        .text("spaces", "a b c,d")
        .text("pipes", "a b|c,d")
        .text("deep[x]", "1")
        .text("deep[y]", "2")
        .text("x", "1")
        .text("y", "2")
        .text("plain", "x,1,y,2")
        .text("reserved", "a/b?");
    assert_eq!(body.to_multipart(), expected.clone().file("file", &file()));
    let expected = expected.text("optional", "1").text("optional", "2");
    assert_eq!(body.optional([1, 2]).to_multipart(), expected.file("file", &file()));
}
