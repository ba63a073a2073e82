//! A tag that several alternatives list selects the alternative that fits the value best; the first in case of a tie.

use discriminator_shared_tags::models::{Figure, Payment};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn read<T: DeserializeOwned + serde::Serialize>(value: Value) -> T {
    let read = serde_json::from_value(value.clone()).expect("a member");
    assert_eq!(serde_json::to_value(&read).expect("JSON"), value);
    read
}

#[test]
fn a_shared_tag_selects_the_alternative_that_fits() {
    let payment = read(json!({"method": "voucher", "number": "1", "extra": [1]}));
    assert!(matches!(payment, Payment::Card(_)));
    let payment = read(json!({"method": "voucher", "code": "2", "extra": null}));
    assert!(matches!(payment, Payment::Voucher(voucher) if voucher.code == "2"));
    let payment = read(json!({"method": "voucher", "code": "2", "number": "1"}));
    assert!(matches!(payment, Payment::Card(_)));
}

#[test]
fn a_value_that_fits_no_alternative_of_its_tag_is_kept() {
    let payment = read(json!({"method": "voucher", "number": 1, "code": null}));
    assert!(matches!(payment, Payment::Unknown(_)));
    let payment = read(json!({"method": "cash", "amount": 1}));
    assert!(matches!(payment, Payment::Unknown(_)));
}

#[test]
fn a_tag_of_one_alternative_selects_it() {
    assert!(matches!(read(json!({"method": "card", "number": "1"})), Payment::Card(_)));
    assert!(matches!(read(json!({"method": "gift", "code": "2"})), Payment::Voucher(_)));
    assert!(matches!(read(json!({"method": "transfer", "code": "2"})), Payment::Transfer(_)));
}

#[test]
fn alternatives_beside_a_shared_tag_keep_theirs() {
    assert!(matches!(read(json!({"shape": "round", "radius": 1.5})), Figure::Circle(_)));
    assert!(matches!(read(json!({"shape": "round", "volume": 2})), Figure::Ball(_)));
    assert!(matches!(read(json!({"shape": "round"})), Figure::Circle(_)));
    assert!(matches!(read(json!({"shape": "flat", "side": 1})), Figure::Square(_)));
    assert!(matches!(read(json!({"shape": "solid", "side": 1})), Figure::Cube(_)));
}
