//! Strings, numbers and truth values.

use crate::document::At;
use crate::ir::{Integer, JsonTypes, Text, Type};
use crate::schema::Merged;

/// The type of a scalar of one kind.
pub(in crate::lower) fn scalar(merged: &Merged<'_>, types: JsonTypes) -> Type {
    if types.contains(JsonTypes::STRING) {
        string(merged)
    } else if types.contains(JsonTypes::BOOLEAN) {
        Type::Bool
    } else if types.contains(JsonTypes::FRACTION) {
        Type::Float
    } else if types.contains(JsonTypes::INTEGER) {
        Type::Integer(integer(merged))
    } else {
        Type::Null
    }
}

fn string(merged: &Merged<'_>) -> Type {
    if merged.flag("x-signon-secret") {
        return Type::Secret;
    }
    if matches!(merged.text("contentEncoding"), Some("base64")) {
        return Type::Text(Text::Base64);
    }
    match merged.text("format") {
        Some("password") => Type::Secret,
        Some("date-time") => Type::Text(Text::DateTime),
        Some("date") => Type::Text(Text::Date),
        Some("time") => Type::Text(Text::Time),
        Some("duration") => Type::Text(Text::Duration),
        Some("uuid") => Type::Text(Text::Uuid),
        Some("uri" | "url" | "uri-reference" | "iri" | "iri-reference") => Type::Text(Text::Uri),
        Some("decimal") => Type::Text(Text::Decimal),
        Some("byte" | "base64") => Type::Text(Text::Base64),
        Some("int64" | "uint64") => Type::Text(Text::Integer),
        _ => Type::String,
    }
}

/// `i64` holds what documents leave open; a format or a bound past it says otherwise.
fn integer(merged: &Merged<'_>) -> Integer {
    let bound = |key: &str| merged.keyword(key).and_then(At::integer);
    let low = bound("minimum");
    let high = bound("maximum");
    match merged.text("format") {
        Some("int32") if fits(low, high, i32::MIN.into(), i32::MAX.into()) => Integer::I32,
        Some("uint64") => Integer::U64,
        Some("uint32") if fits(low, high, 0, u32::MAX.into()) => Integer::U32,
        _ if high.is_some_and(|high| high > i64::MAX.into()) && low.is_none_or(|low| low >= 0) => {
            Integer::U64
        }
        _ => Integer::I64,
    }
}

/// Whether documented bounds stay within a width.
fn fits(low: Option<i128>, high: Option<i128>, least: i128, most: i128) -> bool {
    low.is_none_or(|low| low >= least) && high.is_none_or(|high| high <= most)
}
