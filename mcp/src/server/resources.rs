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
use crate::session::{SUBSCRIPTIONS, Session};
use crate::tool::Entry;
use crate::{completion, resource, tool};

/// How long a subscriber may take to accept its notifications.
const UNREAD: Duration = Duration::from_millis(250);

impl Server {
    /// The resources that are read without arguments.
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

    /// The templates of the resources that are read with arguments.
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

    /// Reads a resource, as soon as fewer than the allowed number of calls are running.
    pub(super) async fn read(&self, uri: &str) -> Result<ReadResourceResult, ErrorData> {
        let unknown = || ErrorData::resource_not_found("there is no such resource", None);
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
        resource::contents(uri, answer.body, self.inner.options.budget)
    }

    /// Subscribes the session to a resource: it learns of changes that are made through this server.
    pub(super) fn subscribe(&self, uri: &str, peer: &Peer<RoleServer>) -> Result<(), ErrorData> {
        let unknown = || ErrorData::resource_not_found("there is no such resource", None);
        self.resource(uri).ok_or_else(unknown)?;
        self.session.subscribe(uri, peer)?;
        self.register(&self.session);
        Ok(())
    }

    /// The resources of a request for a stream of notifications that there are.
    pub(super) fn accepted(&self, uris: &[String]) -> Vec<String> {
        let known = uris.iter().filter(|uri| self.resource(uri).is_some());
        known.take(SUBSCRIPTIONS).cloned().collect()
    }

    /// Adds a session to the subscribers, for as long as it lasts.
    pub(super) fn register(&self, session: &Arc<Session>) {
        let subscribers = self.inner.subscribers.lock();
        let mut subscribers = subscribers.unwrap_or_else(PoisonError::into_inner);
        subscribers.retain(|session| session.strong_count() > 0);
        let own = Arc::downgrade(session);
        if !subscribers.iter().any(|session| session.ptr_eq(&own)) {
            subscribers.push(own);
        }
    }

    /// Notifies the sessions that have subscribed to what a change affects.
    pub(super) async fn publish(&self, changed: &str) {
        let sessions: Vec<_> = {
            let subscribers = self.inner.subscribers.lock();
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
            // A client that does not read its notifications must not hold up the calls of others.
            if tokio::time::timeout(UNREAD, send).await.is_err() {
                session.end_subscriptions();
            }
        }
    }

    /// The documented values of the argument of a prompt or a resource template.
    pub(super) fn values(&self, of: &Reference, argument: &str) -> Result<Vec<String>, ErrorData> {
        let unknown =
            |what: &str| ErrorData::invalid_params(format!("there is no such {what}"), None);
        match of {
            Reference::Prompt(prompt) => {
                let mut prompts = self.inner.prompts.iter();
                let prompt = prompts.find(|known| known.name == prompt.name);
                let prompt = prompt.ok_or_else(|| unknown("prompt"))?;
                let values = prompt.values(argument).ok_or_else(|| unknown("argument"))?;
                if !values.is_empty() {
                    return Ok(values.to_vec());
                }
                // An argument of the prompt is often one of its operations'.
                let entries = self.inner.entries.iter();
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

    /// The read-only operation and the arguments that a URI names.
    fn resource(&self, uri: &str) -> Option<(&Entry, Map<String, Value>)> {
        if self.inner.options.dry_run {
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

    /// The operations whose path is a resource.
    fn records(&self) -> impl Iterator<Item = (&Entry, &Record)> {
        let entries = self.inner.entries.iter();
        let records = entries.filter_map(|entry| Some((entry, entry.record.as_ref()?)));
        records.filter(|(_, record)| record.is_readable)
    }

    fn documented(&self, entry: &Entry, argument: &str) -> Vec<String> {
        let Some((source, operation)) = self.operation(entry) else {
            return Vec::new();
        };
        completion::values(source.client.catalog(), operation, argument)
    }

    /// The media type of an operation's response.
    fn media_type(&self, entry: &Entry) -> Option<String> {
        let (_, operation) = self.operation(entry)?;
        let mut types = operation.responses.iter().flat_map(|one| &one.media_types);
        types.next().cloned()
    }

    fn operation(&self, entry: &Entry) -> Option<(&crate::source::Source, &Operation)> {
        let source = self.inner.sources.get(entry.provider)?;
        Some((source, source.client.catalog().operation(&entry.id)?))
    }
}
