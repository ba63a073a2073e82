//! Log messages to clients. The later protocol revision deprecates them in favor of a level in each request.
#![expect(
    deprecated,
    reason = "clients of the earlier revisions set a level, and hosts show the messages"
)]

use rmcp::RoleServer;
use rmcp::model::{
    LoggingLevel, LoggingMessageNotificationParam, ServerCapabilities, SetLevelRequestParams,
};
use rmcp::service::{Peer, RequestContext};
use serde_json::Value;

use crate::session::Session;

/// The severity of a message.
pub(crate) type Level = LoggingLevel;

/// The request that sets a level.
pub(crate) type SetLevel = SetLevelRequestParams;

/// Returns the level that a request sets.
pub(crate) const fn level(request: &SetLevel) -> Level {
    request.level
}

pub(crate) const INFO: Level = LoggingLevel::Info;
pub(crate) const WARNING: Level = LoggingLevel::Warning;

/// The log of one request.
pub(crate) struct Log(Option<(Peer<RoleServer>, Level)>);

impl Log {
    /// Creates a log at the level of the request or its session; without a level, nothing is sent.
    pub(crate) fn of(context: &RequestContext<RoleServer>, session: &Session) -> Self {
        let level = context.meta.log_level().or_else(|| session.level());
        Self(level.map(|level| (context.peer.clone(), level)))
    }

    /// Sends a message if its level is enabled; a disconnected client is not an error.
    pub(crate) async fn send(&self, level: Level, data: impl FnOnce() -> Value) {
        let Some((peer, min_level)) = &self.0 else {
            return;
        };
        if severity(level) < severity(*min_level) {
            return;
        }
        let message = LoggingMessageNotificationParam::new(level, data()).with_logger("signon-mcp");
        if let Err(error) = peer.notify_logging_message(message).await {
            tracing::debug!(%error, "a log message was not sent");
        }
    }
}

/// Declares that clients may set a level.
pub(crate) fn declare(capabilities: &mut ServerCapabilities) {
    capabilities.logging = Some(rmcp::model::JsonObject::new());
}

const fn severity(level: Level) -> u8 {
    match level {
        LoggingLevel::Debug => 0,
        LoggingLevel::Info => 1,
        LoggingLevel::Notice => 2,
        LoggingLevel::Warning => 3,
        LoggingLevel::Error => 4,
        LoggingLevel::Critical => 5,
        LoggingLevel::Alert => 6,
        LoggingLevel::Emergency => 7,
    }
}
