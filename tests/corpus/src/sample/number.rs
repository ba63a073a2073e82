//! Numbers within their bounds.

use serde_json::{Map, Value};

use crate::schema::Extent;

/// A whole number: one of the bounds, or a plain one.
pub(super) fn integer(schema: &Map<String, Value>, extent: Extent) -> Value {
    let (least, most) = bounds(schema, 1.0);
    let step = schema
        .get("multipleOf")
        .and_then(Value::as_i64)
        .filter(|step| *step > 0)
        .unwrap_or(1);
    // Integers beyond 53 bits are not the same everywhere; the formats are kept far from their ends.
    let wish: i64 = match (extent, schema.get("format").and_then(Value::as_str)) {
        (Extent::Least, _) => 1,
        (Extent::Most, Some("uint8" | "int8")) => 99,
        (Extent::Most, Some("uint16" | "int16")) => 9_999,
        (Extent::Most, _) => 70_123,
    };
    let wish = wish.div_euclid(step) * step;
    #[expect(clippy::cast_precision_loss, reason = "the wish is small")]
    let fits = least.is_none_or(|least| wish as f64 >= least)
        && most.is_none_or(|most| wish as f64 <= most);
    if fits {
        return Value::from(wish);
    }
    let bound = match extent {
        Extent::Least => least.or(most),
        Extent::Most => most.or(least),
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "bounds of integers are integers"
    )]
    let bound = bound.unwrap_or(0.0) as i64;
    let down = bound.div_euclid(step) * step;
    #[expect(clippy::cast_precision_loss, reason = "it is a bound or close to one")]
    let is_low = least.is_some_and(|least| (down as f64) < least);
    Value::from(if is_low { down + step } else { down })
}

/// A number, with a fraction where it can have one.
pub(super) fn number(schema: &Map<String, Value>, extent: Extent) -> Value {
    if schema.contains_key("multipleOf") {
        return integer(schema, extent);
    }
    let (least, most) = bounds(schema, 0.25);
    let wish = match extent {
        Extent::Least => 1.0,
        Extent::Most => 12.5,
    };
    let value = match (least, most) {
        (Some(least), _) if wish < least => least,
        (_, Some(most)) if wish > most => most,
        _ => wish,
    };
    Value::from(value)
}

/// The bounds; `step` keeps a value off a bound that is excluded.
fn bounds(schema: &Map<String, Value>, step: f64) -> (Option<f64>, Option<f64>) {
    let bound = |key: &str, exclusive: &str, step: f64| {
        let plain = schema.get(key).and_then(Value::as_f64);
        match schema.get(exclusive) {
            Some(Value::Bool(true)) => plain.map(|bound| bound + step),
            Some(Value::Number(bound)) => bound.as_f64().map(|bound| bound + step),
            _ => plain,
        }
    };
    (
        bound("minimum", "exclusiveMinimum", step),
        bound("maximum", "exclusiveMaximum", -step),
    )
}
