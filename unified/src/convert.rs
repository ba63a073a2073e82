//! The functions that mappings name, and what generated conversions are made of.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
#[cfg(feature = "logto")]
use signon_runtime::DateTime;
use signon_runtime::{Field, Json};

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

/// Refuses a change of fields that the provider does not take: each with whether it is set.
pub(crate) fn refuse(fields: &[(&str, bool)]) -> Result<(), MappingError> {
    match fields.iter().find(|(_, is_set)| *is_set) {
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

/// The address of a product that takes one; several are refused, and none is none.
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

/// The number of a product that takes one; several are refused.
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

/// The time that is this many milliseconds after 1970; none for what no calendar has.
#[cfg(feature = "logto")]
pub(crate) fn milliseconds<T: Serialize>(value: &T) -> Option<DateTime> {
    let number = json(value);
    let number = number.as_value();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "fractions of milliseconds do not count"
    )]
    let whole = number
        .as_i64()
        .or_else(|| number.as_f64().map(|value| value as i64))?;
    let time = jiff::Timestamp::from_millisecond(whole).ok()?;
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
        return Err(defect(&"it is no object"));
    };
    let mut whole = serde_json::to_value(&body).map_err(|error| defect(&error))?;
    if let Value::Object(whole) = &mut whole {
        whole.extend(more.clone());
    }
    serde_json::from_value(whole).map_err(|error| defect(&error))
}

/// The number that an id is for a provider that numbers its records.
#[cfg(any(feature = "onelogin", feature = "torii"))]
pub(crate) fn number(field: &str, id: &str) -> Result<i64, Error> {
    id.parse()
        .map_err(|_| Error::Rejected(MappingError::value(field, id)))
}
