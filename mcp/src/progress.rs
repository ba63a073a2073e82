//! Progress of calls: notifications for clients that sent a progress token, and log messages for those that set a level.
//!
//! Neither contains arguments, responses or credentials.

use rmcp::RoleServer;
use rmcp::model::{ProgressNotificationParam, ProgressToken};
use rmcp::service::{Peer, RequestContext};
use serde_json::json;

use crate::log::{self, Log};
use crate::session::Session;

/// The progress of one call.
pub(crate) struct Progress {
    client: Option<(Peer<RoleServer>, ProgressToken)>,
    log: Log,
    tool: String,
    steps: u32,
}

impl Progress {
    /// Creates the progress of the tool call in a request.
    pub(crate) fn of(context: &RequestContext<RoleServer>, session: &Session, tool: &str) -> Self {
        let token = context.meta.get_progress_token();
        Self {
            client: token.map(|token| (context.peer.clone(), token)),
            log: Log::of(context, session),
            tool: tool.to_owned(),
            steps: 0,
        }
    }

    /// Reports a step; a disconnected client is not an error.
    pub(crate) async fn report(&mut self, message: &str) {
        self.log_at(log::INFO, message).await;
        let Some((peer, token)) = &self.client else {
            return;
        };
        let notification = ProgressNotificationParam::new(token.clone(), f64::from(self.steps));
        self.steps += 1;
        if let Err(error) = peer
            .notify_progress(notification.with_message(message))
            .await
        {
            tracing::debug!(%error, "progress was not reported");
        }
    }

    /// Reports that the call has ended.
    pub(crate) async fn end(&mut self, is_error: bool) {
        if is_error {
            self.log_at(log::WARNING, "failed").await;
        }
        self.report("done").await;
    }

    async fn log_at(&self, level: log::Level, message: &str) {
        let data = || json!({ "tool": self.tool, "message": message });
        self.log.send(level, data).await;
    }
}
