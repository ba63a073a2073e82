//! Progress notifications, for clients that send a progress token.

use rmcp::RoleServer;
use rmcp::model::{ProgressNotificationParam, ProgressToken};
use rmcp::service::{Peer, RequestContext};

/// The progress of one call.
pub(crate) struct Progress {
    client: Option<(Peer<RoleServer>, ProgressToken)>,
    steps: u32,
}

impl Progress {
    /// The progress of the call that this request makes.
    pub(crate) fn of(context: &RequestContext<RoleServer>) -> Self {
        let token = context.meta.get_progress_token();
        Self {
            client: token.map(|token| (context.peer.clone(), token)),
            steps: 0,
        }
    }

    /// Reports a step; a client that is gone is not an error.
    pub(crate) async fn report(&mut self, message: &str) {
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
}
