//! Resources: records that operations read, and files that results link to.

use std::sync::{Arc, PoisonError, Weak};
use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{ErrorData, ReadResourceResult, Reference, Resource, ResourceTemplate};
use rmcp::service::Peer;
use serde_json::{Map, Value};
use signon_runtime::catalog::Operation;
use signon_runtime::dynamic::Arguments;

use super::Server;
use crate::record::{self, Record};
use crate::session::{MAX_SUBSCRIPTIONS, Session};
use crate::tool::Entry;
use crate::{completion, resource, tool};

/// The time limit for a subscriber to accept notifications.
const NOTIFY_TIMEOUT: Duration = Duration::from_millis(250);

impl Server {
    /// Returns the resources without arguments.
    pub(super) fn resources(&self) -> Vec<Resource> {
        let records = self.records().filter(|(_, record)| record.is_single);
        let resources = records.map(|(entry, record)| {
            let name = entry.tool.name.to_string();
            let mut resource = Resource::new(record.uri(&Map::new()), name)
                .with_title(tool::title(entry))
                .with_description(entry.tool.description.clone().unwrap_or_default());
            if let Some(media_type) = self.media_type(entry) {
                resource = resource.with_mime_type(media_type);
            }
            resource
        });
        resources.collect()
    }

    /// Returns the templates of resources with arguments.
    pub(super) fn templates(&self) -> Vec<ResourceTemplate> {
        let records = self.records().filter(|(_, record)| record.has_variables());
        let templates = records.map(|(entry, record)| {
            let name = entry.tool.name.to_string();
            let mut template = ResourceTemplate::new(record.template(), name)
                .with_title(tool::title(entry))
                .with_description(entry.tool.description.clone().unwrap_or_default());
            if let Some(media_type) = self.media_type(entry) {
                template = template.with_mime_type(media_type);
            }
            template
        });
        templates
            .chain(std::iter::once(resource::template()))
            .collect()
    }

    /// Reads a resource, once the concurrency limit allows it.
    pub(super) async fn read(&self, uri: &str) -> Result<ReadResourceResult, ErrorData> {
        let unknown = || ErrorData::resource_not_found("unknown resource", None);
        let (entry, arguments) = self.resource(uri).ok_or_else(unknown)?;
        let failed = |message: String| ErrorData::internal_error(message, None);
        let (source, _permit) = self
            .admit(entry)
            .await
            .map_err(|message| failed(message.to_owned()))?;
        let answer = source
            .client
            .call(&entry.id, Arguments::from(arguments))
            .await
            .map_err(|error| failed(error.to_string()))?;
        resource::contents(uri, answer.body, self.shared.options.budget)
    }

    /// Subscribes the session to a resource: it is notified of changes made through this server.
    pub(super) fn subscribe(&self, uri: &str, peer: &Peer<RoleServer>) -> Result<(), ErrorData> {
        let unknown = || ErrorData::resource_not_found("unknown resource", None);
        self.resource(uri).ok_or_else(unknown)?;
        self.session.subscribe(uri, peer)?;
        self.register(&self.session);
        Ok(())
    }

    /// Returns the existing resources among requested subscriptions.
    pub(super) fn accepted(&self, uris: &[String]) -> Vec<String> {
        let known = uris.iter().filter(|uri| self.resource(uri).is_some());
        known.take(MAX_SUBSCRIPTIONS).cloned().collect()
    }

    /// Adds a session to the subscribers for its lifetime.
    pub(super) fn register(&self, session: &Arc<Session>) {
        let subscribers = self.shared.subscribers.lock();
        let mut subscribers = subscribers.unwrap_or_else(PoisonError::into_inner);
        subscribers.retain(|session| session.strong_count() > 0);
        let own = Arc::downgrade(session);
        if !subscribers.iter().any(|session| session.ptr_eq(&own)) {
            subscribers.push(own);
        }
    }

    /// Notifies the subscribers of resources affected by a change.
    pub(super) async fn publish(&self, changed: &str) {
        let sessions: Vec<_> = {
            let subscribers = self.shared.subscribers.lock();
            let subscribers = subscribers.unwrap_or_else(PoisonError::into_inner);
            subscribers.iter().filter_map(Weak::upgrade).collect()
        };
        for session in sessions {
            let affected = session.affected(|uri| record::is_affected(changed, uri));
            let Some((channel, uris)) = affected else {
                continue;
            };
            let send = async {
                for uri in uris {
                    channel.updated(uri).await;
                }
            };
            // A client that does not read its notifications must not delay other clients.
            if tokio::time::timeout(NOTIFY_TIMEOUT, send).await.is_err() {
                session.end_subscriptions();
            }
        }
    }

    /// Returns the documented values of an argument of a prompt or a resource template.
    pub(super) fn values(
        &self,
        reference: &Reference,
        argument: &str,
    ) -> Result<Vec<String>, ErrorData> {
        let unknown = |what: &str| ErrorData::invalid_params(format!("unknown {what}"), None);
        match reference {
            Reference::Prompt(prompt) => {
                let mut prompts = self.shared.prompts.iter();
                let prompt = prompts.find(|known| known.name == prompt.name);
                let prompt = prompt.ok_or_else(|| unknown("prompt"))?;
                let values = prompt.values(argument).ok_or_else(|| unknown("argument"))?;
                if !values.is_empty() {
                    return Ok(values.to_vec());
                }
                // A prompt's argument is often also an argument of its operations.
                let entries = self.shared.entries.iter();
                let mut own = entries.filter(|entry| prompt.operations.contains(&entry.id));
                let found = own.find_map(|entry| {
                    Some(self.documented(entry, argument)).filter(|values| !values.is_empty())
                });
                Ok(found.unwrap_or_default())
            }
            Reference::Resource(template) => {
                let mut records = self.records();
                let found = records.find(|(_, record)| record.template() == template.uri);
                let (entry, record) = found.ok_or_else(|| unknown("resource template"))?;
                if !record.has_variable(argument) {
                    return Err(unknown("argument"));
                }
                Ok(self.documented(entry, argument))
            }
            _ => Err(unknown("reference")),
        }
    }

    /// Resolves a URI to a read-only operation and its arguments.
    fn resource(&self, uri: &str) -> Option<(&Entry, Map<String, Value>)> {
        if self.shared.options.dry_run {
            return None;
        }
        if let Some((tool, arguments)) = resource::parse(uri) {
            let entry = self.entry(tool)?;
            return entry.effect.read_only.then_some((entry, arguments));
        }
        let found = self.records().filter_map(|(entry, record)| {
            Some((record.variables(), entry, record.arguments(uri)?))
        });
        let (_, entry, arguments) = found.min_by_key(|(variables, ..)| *variables)?;
        Some((entry, arguments))
    }

    /// Returns the operations whose path is a resource.
    fn records(&self) -> impl Iterator<Item = (&Entry, &Record)> {
        let entries = self.shared.entries.iter();
        let records = entries.filter_map(|entry| Some((entry, entry.record.as_ref()?)));
        records.filter(|(_, record)| record.is_readable)
    }

    fn documented(&self, entry: &Entry, argument: &str) -> Vec<String> {
        let Some((source, operation)) = self.operation(entry) else {
            return Vec::new();
        };
        completion::values(source.client.catalog(), operation, argument)
    }

    /// Returns the media type of an operation's response.
    fn media_type(&self, entry: &Entry) -> Option<String> {
        let (_, operation) = self.operation(entry)?;
        let mut types = operation
            .responses
            .iter()
            .flat_map(|response| &response.media_types);
        types.next().cloned()
    }

    fn operation(&self, entry: &Entry) -> Option<(&crate::source::Source, &Operation)> {
        let source = self.shared.sources.get(entry.provider)?;
        Some((source, source.client.catalog().operation(&entry.id)?))
    }
}
