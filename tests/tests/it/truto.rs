//! Responses that Truto plausibly sends, through the typed calls.

mod every_operation;
mod formats;
mod limits;
mod lists;
mod values;

use serde_json::Value;
use signon_runtime::testing::{Answer, Memory};
use signon_runtime::{Client, Credential, Error, Operation, RetryPolicy};

const ACCOUNT: &str = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";

/// A client whose server gives this response to everything.
fn client(response: impl Fn() -> Answer + Send + Sync + 'static) -> Client {
    let memory = Memory::new();
    memory.handle(move |_| response());
    connected(memory)
}

/// A client of this server.
fn connected(memory: Memory) -> Client {
    let api = signon_truto::sso::GetApp::METADATA.api();
    signon_runtime::ClientBuilder::<Client>::new(api)
        .credential(Credential::bearer("bearerAuth", "your_api_token"))
        .transport(memory)
        .keep_rate_limits(false)
        .retry(RetryPolicy::never())
        .build()
        .expect("the client can be set up")
}

/// What a call gives for a JSON response.
async fn json<O: Operation>(operation: O, status: u16, body: &Value) -> Result<O::Output, Error> {
    let body = body.to_string();
    let client = client(move || Answer::json(status, body.clone()));
    operation.send(&client).await
}

/// What a call gives for a response of another media type, or of none.
async fn other<O: Operation>(operation: O, response: fn() -> Answer) -> Result<O::Output, Error> {
    operation.send(&client(response)).await
}
