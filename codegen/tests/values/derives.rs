//! Requested traits are derived.

use std::collections::{BTreeSet, HashSet};

use derives::models::{Key, Kind, Level, Open, Price};

#[test]
fn keys_are_ordered_and_hashed() {
    let key = |kind, at: &str| Key::new(kind, at);
    let keys = BTreeSet::from([key(Kind::Team, "b"), key(Kind::User, "c"), key(Kind::User, "a")]);
    let kinds: Vec<&Kind> = keys.iter().map(|key| &key.kind).collect();
    assert_eq!(kinds, [&Kind::User, &Kind::User, &Kind::Team]);
    assert_eq!(HashSet::from([Open::default(), Open::default()]).len(), 1);
    assert!(Level::Value1 < Level::Value2);
    assert!(Price::new(1.5) < Price::new(2.0));
}
