//! A value's way through a model: decoded, encoded, and decoded once more.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::marks::{Mark, marks};

/// What became of a JSON text on its way through a model.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Trip {
    /// What the model was written as.
    pub encoded: Value,
    /// Where the model holds what it does not know.
    pub marks: Vec<Mark>,
    /// Whether what was written is read as an equal model.
    pub stable: bool,
}

/// Sends a JSON text through the model `T`.
pub fn trip<T>(text: &str) -> Result<Trip, String>
where
    T: DeserializeOwned + Serialize + PartialEq,
{
    let model = decode::<T>(text)?;
    let written =
        serde_json::to_string(&model).map_err(|fault| format!("it cannot be written: {fault}"))?;
    let marks = marks(&model).map_err(|fault| format!("its locations cannot be found: {fault}"))?;
    let again = decode::<T>(&written)?;
    let encoded = serde_json::from_str(&written)
        .map_err(|fault| format!("it is written as no JSON: {fault}"))?;
    Ok(Trip {
        encoded,
        marks,
        stable: again == model,
    })
}

fn decode<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|fault| format!("it cannot be read: {fault}"))
}
