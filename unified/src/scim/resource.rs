//! What all resources have: where they are, and when they were made and changed.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use scim_v2::ScimDateTime;
use scim_v2::models::scim_schema::Meta;
use serde::Serialize;
use serde_json::Value;
use signon_runtime::{DateTime, Field};

use super::Answer;
use super::failure::Failure;

/// What is encoded in an id: all but the characters that are unreserved in URLs.
const ID: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The URL of a resource.
pub(super) fn location(base: &str, endpoint: &str, id: &str) -> String {
    format!("{base}/{endpoint}/{}", utf8_percent_encode(id, ID))
}

/// The metadata of a resource. Times that SCIM cannot write are left out.
pub(super) fn meta(
    kind: &str,
    location: String,
    created: &Field<DateTime>,
    changed: &Field<DateTime>,
) -> Meta {
    let time = |time: &Field<DateTime>| time.as_option()?.as_str().parse::<ScimDateTime>().ok();
    Meta {
        resource_type: Some(kind.to_owned()),
        created: time(created),
        last_modified: time(changed),
        version: None,
        location: Some(location),
    }
}

/// A resource as JSON, with the version that it has: a digest of all that is shown of it.
pub(super) fn versioned(resource: &impl Serialize) -> Answer {
    let mut value = serde_json::to_value(resource)
        .map_err(|error| Failure::new(500, format!("the resource cannot be written: {error}")))?;
    let digest = fnv(value.to_string().as_bytes());
    if let Some(Value::Object(meta)) = value.get_mut("meta") {
        meta.insert(
            "version".to_owned(),
            Value::String(format!("W/\"{digest:016x}\"")),
        );
    }
    Ok(value)
}

/// FNV-1a: the same bytes give the same number in every version of this crate. It is not a protection against forgery.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
