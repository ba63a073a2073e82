//! What the generated tests are written with: a round trip, and a call with every parameter set.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use signon_oracle::round_trip::{RoundTrip, round_trip};
use signon_runtime::{BoxFuture, Client, Error, Operation, Request};

/// One call of one operation.
#[derive(Clone)]
pub struct Case {
    /// The operation's id.
    pub operation: &'static str,
    request: Arc<dyn Fn() -> Request + Send + Sync>,
    send: Arc<Sender>,
    refused: fn(&Error) -> bool,
}

type Sender = dyn for<'a> Fn(&'a Client) -> BoxFuture<'a, Result<(), Error>> + Send + Sync;

impl Case {
    /// The call that `make` makes.
    pub fn of<O: Operation + 'static>(operation: &'static str, make: fn() -> O) -> Self {
        Self {
            operation,
            request: Arc::new(move || make().request()),
            send: Arc::new(move |client| {
                let call = make().send(client);
                Box::pin(async move { call.await.map(drop) })
            }),
            refused: |error| error.api::<O>().is_some(),
        }
    }

    /// The request, as it goes over the wire.
    pub fn request(&self) -> Request {
        (self.request)()
    }

    /// Makes the call, and decodes the success.
    pub async fn send(&self, client: &Client) -> Result<(), Error> {
        (self.send)(client).await
    }

    /// Whether the error is one that the spec documents for the operation.
    pub fn documents(&self, error: &Error) -> bool {
        (self.refused)(error)
    }
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

/// Sends a JSON text through the model `T`; the outcome is a [`RoundTrip`] as JSON.
pub fn json_round_trip<T>(text: &str) -> Result<Value, String>
where
    T: DeserializeOwned + Serialize + PartialEq + 'static,
{
    as_json(round_trip::<T>(text))
}

fn as_json(outcome: Result<RoundTrip, String>) -> Result<Value, String> {
    serde_json::to_value(outcome?).map_err(|error| error.to_string())
}

/// A documented value as a value of its model.
///
/// # Panics
///
/// If the text is no JSON of a `T`.
pub fn decode<T: DeserializeOwned>(text: &str) -> T {
    match serde_json::from_slice(text.as_bytes()) {
        Ok(value) => value,
        Err(error) => panic!("a documented value does not fit its model: {error}"),
    }
}
