//! A value matches the alternative that lists its tag, and keeps undeclared keys.

use discriminator_listed_tags::models::{Events, Message};
use serde_json::json;

#[test]
fn a_listed_tag_selects_its_alternative() {
    let read = |tag: &str| {
        let value = json!({"type": tag, "number": "1", "address": "a", "more": {"x": 1}});
        let message: Message = serde_json::from_value(value.clone()).expect("a message");
        assert_eq!(serde_json::to_value(&message).expect("JSON"), value);
        message
    };
    assert!(matches!(read("call"), Message::Phone(phone) if phone.number.as_deref() == Some("1")));
    assert!(matches!(read("ring"), Message::Phone(_)));
    assert!(matches!(read("text"), Message::Text(_)));
    assert!(matches!(read("post"), Message::Other(other) if other.address.as_deref() == Some("a")));
    assert!(matches!(read("nod"), Message::Sign(_)));
    assert!(matches!(read("fax"), Message::Unknown(_)));
}

#[test]
fn undeclared_keys_are_kept_beside_an_open_part() {
    let value = json!([
        {"kind": "started", "context": {"id": "1", "zone": ["x"]}, "extra": null},
        {"kind": "stopped", "context": {"at": "now", "zone": {"y": 2}}, "extra": 1},
    ]);
    let events: Events = serde_json::from_value(value.clone()).expect("events");
    assert_eq!(serde_json::to_value(&events).expect("JSON"), value);
}
