//! The server on standard input and output.

use rmcp::ServiceExt as _;

use crate::server::Server;

/// Why serving ended.
#[derive(Debug, thiserror::Error)]
#[error("the MCP session failed: {0}")]
pub struct SessionError(String);

/// Serves until standard input ends.
///
/// # Errors
///
/// Fails when the client does not speak MCP.
pub async fn serve(server: Server) -> Result<(), SessionError> {
    let session = match server.serve(rmcp::transport::stdio()).await {
        Ok(session) => session,
        // A client that closes before it says anything is one that looked whether the program starts.
        Err(rmcp::service::ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(error) => return Err(SessionError(error.to_string())),
    };
    session
        .waiting()
        .await
        .map(drop)
        .map_err(|error| SessionError(error.to_string()))
}
