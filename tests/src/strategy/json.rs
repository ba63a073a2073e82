//! JSON of any shape.

use proptest::collection::{btree_map, vec};
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use proptest::strategy::Union;
use serde_json::{Number, Value};

/// Texts that mean something in one place or another.
const AWKWARD: &[&str] = &[
    "",
    " ",
    "null",
    "true",
    "0",
    "+1",
    "a&b=c",
    "a+b",
    "%2F",
    "%",
    "a/b",
    "..",
    "?#",
    "[x]",
    "a,b",
    "a|b;c",
    "\"\\",
    "\u{0}\u{1f}\u{7f}",
    "\r\n",
    "\u{e4}\u{308}\u{1f980}\u{200d}\u{202e}",
    "\u{feff}\u{ffff}",
    "~0~1",
    "{id}",
];

/// Any JSON value, a few levels deep.
pub fn any_json() -> BoxedStrategy<Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        integer(None, None),
        number(None, None),
        text().prop_map(Value::from),
    ];
    scalar
        .prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                vec(inner.clone(), 0..3).prop_map(Value::from),
                btree_map(text(), inner, 0..3)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
        .boxed()
}

/// Any text, the awkward ones among them.
pub fn text() -> BoxedStrategy<String> {
    Union::new_weighted(vec![
        (2, select(AWKWARD).prop_map(str::to_owned).boxed()),
        (1, "[a-z]{1,8}".boxed()),
        (
            2,
            vec(any::<char>(), 0..8)
                .prop_map(|characters| characters.into_iter().collect())
                .boxed(),
        ),
    ])
    .boxed()
}

/// A whole number between the bounds, the bounds themselves among them.
pub fn integer(minimum: Option<i64>, maximum: Option<i64>) -> BoxedStrategy<Value> {
    let (least, most) = (minimum.unwrap_or(i64::MIN), maximum.unwrap_or(i64::MAX));
    let edges: Vec<i64> = [
        least,
        most,
        -1,
        0,
        1,
        (1 << 53) + 1,
        i64::from(i32::MAX) + 1,
    ]
    .into_iter()
    .filter(|edge| (least..=most).contains(edge))
    .collect();
    prop_oneof![select(edges), least..=most]
        .prop_map(Value::from)
        .boxed()
}

/// A number between the bounds: whole, with a short fraction, or any that 64 bits can hold.
pub fn number(minimum: Option<f64>, maximum: Option<f64>) -> BoxedStrategy<Value> {
    let within = move |number: &f64| {
        number.is_finite()
            && minimum.is_none_or(|minimum| *number >= minimum)
            && maximum.is_none_or(|maximum| *number <= maximum)
    };
    let whole = any::<i32>().prop_map(f64::from);
    let short = any::<i32>().prop_map(|number| f64::from(number) / 100.0);
    let edges = select([0.0, 42.0, 0.1, 1e300, -1e-300, 9_007_199_254_740_993.0].as_slice());
    prop_oneof![whole, short, any::<f64>(), edges]
        .prop_map(move |number| {
            if within(&number) {
                number
            } else {
                minimum.or(maximum).unwrap_or_default()
            }
        })
        .prop_map(|number| Number::from_f64(number).map_or(Value::Null, Value::from))
        .boxed()
}
