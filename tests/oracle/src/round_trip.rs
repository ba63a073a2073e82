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
    T: DeserializeOwned + Serialize + PartialEq + 'static,
{
    outcome(text, decode::<T>)
}

/// A model of any type. What is generic is compiled for hundreds of models, so that it is no more than what needs the type.
trait Model {
    fn as_serialize(&self) -> &dyn erased_serde::Serialize;

    /// Whether a JSON text is decoded into an equal model.
    fn is_decoded_from(&self, text: &str) -> serde_json::Result<bool>;
}

impl<T: DeserializeOwned + Serialize + PartialEq> Model for T {
    fn as_serialize(&self) -> &dyn erased_serde::Serialize {
        self
    }

    fn is_decoded_from(&self, text: &str) -> serde_json::Result<bool> {
        Ok(serde_json::from_slice::<T>(text.as_bytes())? == *self)
    }
}

/// The model `T` of a JSON text, which is read from bytes, as clients do: the code for that is in the crate of the model.
fn decode<T>(text: &str) -> serde_json::Result<Box<dyn Model>>
where
    T: DeserializeOwned + Serialize + PartialEq + 'static,
{
    Ok(Box::new(serde_json::from_slice::<T>(text.as_bytes())?))
}

fn outcome(
    text: &str,
    decode: fn(&str) -> serde_json::Result<Box<dyn Model>>,
) -> Result<RoundTrip, String> {
    let undecoded = |error| format!("decoding: {error}");
    let model = decode(text).map_err(undecoded)?;
    let encoded = serde_json::to_string(model.as_serialize())
        .map_err(|error| format!("encoding: {error}"))?;
    Ok(RoundTrip {
        encoded: serde_json::from_str(&encoded).map_err(|error| {
            format!("the model is encoded as something else than JSON: {error}")
        })?,
        untyped: untyped(model.as_serialize())
            .map_err(|error| format!("finding values without a type: {error}"))?,
        stable: model.is_decoded_from(&encoded).map_err(undecoded)?,
    })
}
