//! Per-session state of clients.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use rmcp::RoleServer;
use rmcp::model::{ErrorData, ResourceUpdatedNotificationParam};
use rmcp::service::{Peer, SubscriptionSink};

use crate::log::Level;

/// The maximum number of subscriptions per session.
pub(crate) const MAX_SUBSCRIPTIONS: usize = 256;

/// The state of a session; dropping it ends its subscriptions.
#[derive(Debug, Default)]
pub(crate) struct Session(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    level: Option<Level>,
    subscriber: Option<Channel>,
    subscriptions: BTreeSet<String>,
}

/// The notification channel of a subscriber.
#[derive(Clone, Debug)]
pub(crate) enum Channel {
    /// In its session, in the earlier protocol revisions.
    Session(Peer<RoleServer>),
    /// In the stream of its subscription, from 2026-07-28 on.
    Stream(SubscriptionSink),
}

impl Channel {
    /// Reports that a resource has changed; a disconnected client is not an error.
    pub(crate) async fn updated(&self, uri: String) {
        let sent = match self {
            Self::Session(peer) => {
                let update = ResourceUpdatedNotificationParam::new(uri);
                let sent = peer.notify_resource_updated(update).await;
                sent.map_err(|error| error.to_string())
            }
            Self::Stream(sink) => {
                let sent = sink.notify_resource_updated(uri).await;
                sent.map_err(|error| error.to_string())
            }
        };
        if let Err(error) = sent {
            tracing::debug!(%error, "an update was not sent");
        }
    }
}

impl Session {
    /// Creates the session of a subscription stream.
    pub(crate) fn listening(sink: SubscriptionSink, uris: Vec<String>) -> Self {
        Self(Mutex::new(State {
            level: None,
            subscriber: Some(Channel::Stream(sink)),
            subscriptions: uris.into_iter().collect(),
        }))
    }

    /// Returns the minimum log level that the client requested.
    pub(crate) fn level(&self) -> Option<Level> {
        self.with(|state| state.level)
    }

    pub(crate) fn set_level(&self, level: Level) {
        self.with(|state| state.level = Some(level));
    }

    /// Subscribes to a resource.
    pub(crate) fn subscribe(&self, uri: &str, peer: &Peer<RoleServer>) -> Result<(), ErrorData> {
        self.with(|state| {
            if state.subscriptions.len() >= MAX_SUBSCRIPTIONS && !state.subscriptions.contains(uri)
            {
                let message = format!("a session has at most {MAX_SUBSCRIPTIONS} subscriptions");
                return Err(ErrorData::invalid_params(message, None));
            }
            state.subscriptions.insert(uri.to_owned());
            state.subscriber = Some(Channel::Session(peer.clone()));
            Ok(())
        })
    }

    pub(crate) fn unsubscribe(&self, uri: &str) {
        self.with(|state| state.subscriptions.remove(uri));
    }

    pub(crate) fn end_subscriptions(&self) {
        self.with(|state| state.subscriptions.clear());
    }

    /// Returns the client's channel, and its subscribed resources that `is_affected` selects.
    pub(crate) fn affected(
        &self,
        is_affected: impl Fn(&str) -> bool,
    ) -> Option<(Channel, Vec<String>)> {
        self.with(|state| {
            let channel = state.subscriber.clone()?;
            let uris = state.subscriptions.iter();
            Some((
                channel,
                uris.filter(|uri| is_affected(uri)).cloned().collect(),
            ))
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
