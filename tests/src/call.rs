//! A call of an operation with every parameter set, as the generator writes it for the tests.

use signon_runtime::{Client, Error, Request};

pub use signon_runtime::BoxFuture;

/// One call of one operation.
///
/// An operation has a case for each documented example of its request body, and one where it has none.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// The operation's id.
    pub operation: &'static str,
    /// The name of the body's example; empty where there is none.
    pub example: &'static str,
    /// The request, as it goes over the wire.
    pub request: fn() -> Request,
    /// Makes the call, and answers with the decoded success as `Debug` shows it.
    pub send: for<'a> fn(&'a Client) -> BoxFuture<'a, Result<String, Error>>,
}
