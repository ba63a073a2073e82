//! A value's way through a model.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::marks::marks;

/// What became of a value.
pub struct Trip {
    /// What the model was written as.
    pub encoded: Value,
    /// Where the model holds what it does not know.
    pub marks: Vec<String>,
}

/// Decodes a JSON text into the model `T`, and encodes it again.
pub fn trip<T: DeserializeOwned + Serialize>(text: &str) -> Result<Trip, String> {
    let model: T = serde_json::from_str(text).map_err(|fault| format!("decoding: {fault}"))?;
    encode(&model)
}

/// Encodes a model; one instance for all.
fn encode(model: &dyn erased_serde::Serialize) -> Result<Trip, String> {
    let encoded = serde_json::to_value(model).map_err(|fault| format!("encoding: {fault}"))?;
    let marks = marks(model).map_err(|fault| format!("marking: {fault}"))?;
    Ok(Trip { encoded, marks: marks.into_iter().map(|mark| mark.pointer).collect() })
}
