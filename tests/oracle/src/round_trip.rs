//! A round trip of a value: decoded into its model, encoded, and decoded once more.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::untyped::{Untyped, untyped};

/// The outcome of the round trip of a JSON text.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct RoundTrip {
    /// The model, encoded.
    pub encoded: Value,
    /// Where the model holds values without a type.
    pub untyped: Vec<Untyped>,
    /// Whether what was encoded is decoded into an equal model.
    pub stable: bool,
}

/// Decodes a JSON text into the model `T`, encodes it, and decodes that.
pub fn round_trip<T>(text: &str) -> Result<RoundTrip, String>
where
    T: DeserializeOwned + Serialize + PartialEq,
{
    let model = decode::<T>(text)?;
    let encoded = encode(&model)?;
    let again = decode::<T>(&encoded)?;
    outcome(&model, &encoded, again == model)
}

fn decode<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| format!("decoding: {error}"))
}

// What follows is compiled once for all models.

fn encode(model: &dyn erased_serde::Serialize) -> Result<String, String> {
    serde_json::to_string(model).map_err(|error| format!("encoding: {error}"))
}

fn outcome(
    model: &dyn erased_serde::Serialize,
    encoded: &str,
    stable: bool,
) -> Result<RoundTrip, String> {
    Ok(RoundTrip {
        encoded: serde_json::from_str(encoded).map_err(|error| {
            format!("the model is encoded as something else than JSON: {error}")
        })?,
        untyped: untyped(model)
            .map_err(|error| format!("finding values without a type: {error}"))?,
        stable,
    })
}
