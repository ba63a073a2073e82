//! The functions that mappings name, and what generated conversions are made of.

use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
#[cfg(feature = "logto")]
use signon_runtime::DateTime;
use signon_runtime::{Field, Json, UnknownFields};

use crate::error::{Defect, Error, MappingError};
#[cfg(feature = "onelogin")]
use crate::models::UserRole;
#[cfg(any(feature = "logto", feature = "onelogin"))]
use crate::models::{Email, Phone};

pub(crate) use crate::response::json;

/// The texts that are not empty, joined; none if all are.
pub(crate) fn join<const N: usize>(parts: [Option<&str>; N], between: &str) -> Option<String> {
    let parts: Vec<&str> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(between))
}

/// The part of a text before the first separator, or all of it; none if that is empty.
#[cfg_attr(not(test), expect(dead_code, reason = "no mapping splits a text"))]
pub(crate) fn before(text: Option<&str>, separator: &str) -> Option<String> {
    let (part, _) = text.map(|text| text.split_once(separator).unwrap_or((text, "")))?;
    (!part.is_empty()).then(|| part.to_owned())
}

/// The part of a text after the first separator; none if that is empty, or there is no separator.
#[cfg_attr(not(test), expect(dead_code, reason = "no mapping splits a text"))]
pub(crate) fn after(text: Option<&str>, separator: &str) -> Option<String> {
    let (_, part) = text?.split_once(separator)?;
    (!part.is_empty()).then(|| part.to_owned())
}

/// A field with the value, or without one.
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "no mapping writes such a property")
)]
pub(crate) fn present<T>(value: Option<T>) -> Field<T> {
    value.map_or(Field::Absent, Field::Value)
}

/// A field with its value changed; absent stays absent, and null stays null.
pub(crate) fn try_map<T, U, E>(
    field: Field<T>,
    change: impl FnOnce(T) -> Result<U, E>,
) -> Result<Field<U>, E> {
    Ok(match field {
        Field::Absent => Field::Absent,
        Field::Null => Field::Null,
        Field::Value(value) => Field::Value(change(value)?),
    })
}

/// Rejects a change of fields that the provider does not take: each with whether it is set.
pub(crate) fn refuse(fields: &[(&str, bool)]) -> Result<(), MappingError> {
    match fields.iter().find(|(_, is_set)| *is_set) {
        Some((field, _)) => Err(MappingError::new(field, Defect::Unsupported)),
        None => Ok(()),
    }
}

/// Rejects a change of fields that the unified model does not have.
pub(crate) fn refuse_unknown(fields: &UnknownFields) -> Result<(), MappingError> {
    match fields.iter().next() {
        Some((field, _)) => Err(MappingError::new(field, Defect::Unsupported)),
        None => Ok(()),
    }
}

/// The field's value for a native property that can be absent and cannot be null.
pub(crate) fn not_null<T>(field: &str, value: Field<T>) -> Result<Option<T>, MappingError> {
    match value {
        Field::Absent => Ok(None),
        Field::Null => Err(MappingError::new(field, Defect::Null)),
        Field::Value(value) => Ok(Some(value)),
    }
}

/// The text of a scalar that is text or a number.
#[cfg(any(feature = "onelogin", feature = "torii"))]
pub(crate) fn text<T: Serialize>(value: &T) -> Option<String> {
    match json(value).into_value() {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The address of a product that takes one; several are rejected, and none is none.
#[cfg(any(feature = "logto", feature = "onelogin"))]
pub(crate) fn one_email(field: &str, emails: &[Email]) -> Result<String, MappingError> {
    match emails {
        [email] => email
            .email
            .clone()
            .ok_or_else(|| MappingError::missing(field)),
        [] => Err(MappingError::missing(field)),
        _ => Err(MappingError::value(field, "several")),
    }
}

/// The number of a product that takes one; several are rejected.
#[cfg(any(feature = "logto", feature = "onelogin"))]
pub(crate) fn one_phone(field: &str, phones: &[Phone]) -> Result<String, MappingError> {
    match phones {
        [phone] if !phone.extension.is_value() => phone
            .number
            .clone()
            .ok_or_else(|| MappingError::missing(field)),
        [_] => Err(MappingError::value(field, "an extension")),
        [] => Err(MappingError::missing(field)),
        _ => Err(MappingError::value(field, "several")),
    }
}

/// The numbers of roles, for a product that numbers them.
#[cfg(feature = "onelogin")]
pub(crate) fn role_ids(field: &str, roles: &[UserRole]) -> Result<Vec<i64>, MappingError> {
    let number = |role: &UserRole| {
        let id = role
            .id
            .as_deref()
            .ok_or_else(|| MappingError::missing(field))?;
        id.parse().map_err(|_| MappingError::value(field, id))
    };
    roles.iter().map(number).collect()
}

/// The time that a text is, or that is a number of milliseconds after 1970. Like [`milliseconds`] it needs `jiff`, which is a
/// dependency with the features of the providers that have such times.
#[cfg(feature = "logto")]
#[cfg_attr(not(test), expect(dead_code, reason = "no mapping has such a time"))]
pub(crate) fn date_time<T: Serialize>(value: &T) -> Option<DateTime> {
    match json(value).as_value().as_str() {
        Some(text) => (!text.is_empty()).then(|| DateTime::from(text)),
        None => milliseconds(value),
    }
}

/// The number that a text is, for a provider that numbers what the unified model names by text.
#[cfg_attr(not(test), expect(dead_code, reason = "no mapping has such a number"))]
pub(crate) fn integer<T: FromStr>(field: &str, text: &str) -> Result<T, MappingError> {
    text.parse().map_err(|_| MappingError::value(field, text))
}

/// The time that is this many milliseconds after 1970; none for what no calendar has.
#[cfg(feature = "logto")]
pub(crate) fn milliseconds<T: Serialize>(value: &T) -> Option<DateTime> {
    let number = json(value);
    let number = number.as_value();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "fractions of milliseconds do not count"
    )]
    let milliseconds = number
        .as_i64()
        .or_else(|| number.as_f64().map(|value| value as i64))?;
    let time = jiff::Timestamp::from_millisecond(milliseconds).ok()?;
    Some(DateTime::from(time.to_string()))
}

/// A native body with the properties of `remote_data` added; they win.
pub(crate) fn with_remote_data<B: Serialize + DeserializeOwned>(
    body: B,
    remote_data: &Field<Json>,
) -> Result<B, Error> {
    let Some(remote_data) = remote_data.as_option() else {
        return Ok(body);
    };
    let defect = |reason: &dyn ToString| {
        let defect = Defect::Body(reason.to_string());
        Error::Rejected(MappingError::new("remote_data", defect))
    };
    let Value::Object(more) = remote_data.as_value() else {
        return Err(defect(&"expected an object"));
    };
    let mut merged = serde_json::to_value(&body).map_err(|error| defect(&error))?;
    if let Value::Object(merged) = &mut merged {
        merged.extend(more.clone());
    }
    serde_json::from_value(merged).map_err(|error| defect(&error))
}

/// The number that an id is for a provider that numbers its records.
#[cfg(any(feature = "onelogin", feature = "torii"))]
pub(crate) fn number(field: &str, id: &str) -> Result<i64, Error> {
    id.parse()
        .map_err(|_| Error::Rejected(MappingError::value(field, id)))
}

#[cfg(test)]
mod tests {
    use super::{after, before, integer, join, present};

    #[test]
    fn texts_are_split_at_the_first_separator() {
        for (text, first, rest) in [
            (
                Some("Ada Lovelace King"),
                Some("Ada"),
                Some("Lovelace King"),
            ),
            (Some("Ada"), Some("Ada"), None),
            (Some("Ada "), Some("Ada"), None),
            (Some(" Ada"), None, Some("Ada")),
            (Some(""), None, None),
            (None, None, None),
        ] {
            assert_eq!(before(text, " ").as_deref(), first, "{text:?}");
            assert_eq!(after(text, " ").as_deref(), rest, "{text:?}");
            let field = present(before(text, " "));
            assert_eq!(field.is_absent(), first.is_none());
            if text.is_some_and(|text| text.trim() == text) {
                let whole = join([first, rest], " ").unwrap_or_default();
                assert_eq!(Some(whole.as_str()), text);
            }
        }
    }

    #[test]
    fn integers_are_those_of_the_target() {
        assert_eq!(integer("id", "-7"), Ok(-7_i64));
        let error = integer::<i32>("id", "5000000000").expect_err("too large");
        assert_eq!(
            error.to_string(),
            "the provider does not take `5000000000` as `id`"
        );
        integer::<i64>("id", "7.5").expect_err("a fraction");
    }

    #[cfg(feature = "logto")]
    #[test]
    fn times_are_texts_or_milliseconds() {
        use super::date_time;

        let text = |value: serde_json::Value| date_time(&value).map(|time| time.to_string());
        let noon = "2026-11-30T12:00:00Z";
        assert_eq!(text(noon.into()).as_deref(), Some(noon));
        assert_eq!(text(1_796_040_000_000_i64.into()).as_deref(), Some(noon));
        for value in [
            serde_json::Value::Null,
            "".into(),
            i64::MAX.into(),
            true.into(),
        ] {
            assert_eq!(text(value.clone()), None, "{value}");
        }
    }
}
