//! What a member makes of a value, and how much of that is not typed.

use serde_core::Serialize;
use serde_json::Value;

use crate::untyped;

/// `decoded` as JSON, and how many values in it are not typed.
pub(super) fn encode<T: Serialize>(decoded: &T) -> Result<(Value, usize), serde_json::Error> {
    let (encoded, untyped) = untyped::counted(|| serde_json::to_value(decoded));
    Ok((encoded?, untyped))
}
