//! Calls of the peer's client.

use crate::{Given, Outcome};

/// A call of one operation.
#[derive(Clone, Copy, Debug)]
pub struct PeerCall {
    /// The method, in capitals.
    pub method: &'static str,
    /// The path template.
    pub path: &'static str,
    /// Makes the call, to the server at this URL.
    pub send: for<'a> fn(&'a str, &'a Given) -> LocalFuture<'a>,
}

/// A future that stays on its thread.
type LocalFuture<'a> = std::pin::Pin<Box<dyn Future<Output = Result<(), String>> + 'a>>;

impl PeerCall {
    /// Makes the call. What the peer makes of the response is not looked at.
    pub(crate) async fn send(&self, server: &str, given: &Given) -> Outcome {
        match (self.send)(server, given).await {
            Ok(()) => Outcome::success(),
            Err(error) => Outcome::unmade(error),
        }
    }
}
