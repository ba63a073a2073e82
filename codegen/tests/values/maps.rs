//! Setters and constructors take maps as any iterator of pairs.

use std::collections::{BTreeMap, HashMap};

use maps::models::Labels;
use maps::operations::SetLabels;
use serde_json::json;
use signon_runtime::Operation;

#[test]
fn maps_are_accepted_as_any_iterator_of_pairs() {
    let counts = vec![("a", 1), ("b", 2)];
    let owned = BTreeMap::from([("l".to_owned(), vec!["x".to_owned()])]);
    let labels = Labels::new([("k", "v")])
        .counts(counts)
        .any(HashMap::from([("x", 1.5)]))
        .lists(owned)
        .times((0..1).map(|n| (format!("t{n}"), "2026-01-31T00:00:00Z")));
    assert_eq!(
        serde_json::to_value(&labels).expect("JSON"),
        json!({
            "texts": {"k": "v"}, "counts": {"a": 1, "b": 2}, "any": {"x": 1.5},
            "lists": {"l": ["x"]}, "times": {"t0": "2026-01-31T00:00:00Z"},
        })
    );
    let request = SetLabels::new(labels).filter([("a", "b c")]).request();
    assert_eq!(request.target(), "/labels?a=b%20c");
}
