//! Serves over standard input and output.

use rmcp::ServiceExt as _;

use crate::server::Server;

/// An error that ended the session.
#[derive(Debug, thiserror::Error)]
#[error("the MCP session failed: {0}")]
pub struct SessionError(String);

/// Serves until standard input ends.
///
/// # Errors
///
/// Fails if the client does not speak MCP.
pub async fn serve(server: Server) -> Result<(), SessionError> {
    let session = match server.serve(rmcp::transport::stdio()).await {
        Ok(session) => session,
        // A client that disconnects before initialization only checked that the program starts.
        Err(rmcp::service::ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(error) => return Err(SessionError(error.to_string())),
    };
    session
        .waiting()
        .await
        .map(drop)
        .map_err(|error| SessionError(error.to_string()))
}
