//! The methods of the unified API.

mod read;
mod write;

use std::collections::BTreeMap;

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Value, json};
use signon_unified::{Error, Method, Record, Resource, ResponseOptions, Support};

use crate::account::Account;
use crate::failure::{Failure, Target};
use crate::parameters::Parameters;
use crate::resource::Entry;

/// A call of a method.
pub(crate) struct Call {
    pub(crate) entry: Entry,
    pub(crate) method: Method,
    pub(crate) id: Option<String>,
    pub(crate) parameters: Parameters,
    pub(crate) body: Bytes,
}

/// The success of a call.
pub(crate) struct Success {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

impl Success {
    fn ok(body: Value) -> Self {
        Self {
            status: StatusCode::OK,
            body,
        }
    }

    fn of(options: &ResponseOptions, record: Result<impl Record, Error>) -> Result<Self, Error> {
        record.map(|record| Self::ok(options.record(&record).into_value()))
    }
}

/// Whether a method changes something.
pub(crate) fn is_write(method: Method) -> bool {
    !matches!(method, Method::List | Method::Get)
}

impl Call {
    /// Makes the call with an account.
    pub(crate) async fn run(self, account: &Account) -> Result<Success, Failure> {
        let support = self.support(account)?;
        match self.method {
            Method::List => self.list(account).await,
            Method::Get => self.get(account, support).await,
            Method::Create | Method::Update | Method::Delete | _ => {
                self.write(account, support).await
            }
        }
    }

    fn target(&self, account: &Account) -> Target {
        Target {
            capabilities: account.capabilities(),
            resource: self.entry.resource,
            method: self.method,
        }
    }

    fn resource(&self) -> Resource {
        self.entry.resource
    }

    fn id(&self) -> &str {
        self.id.as_deref().unwrap_or_default()
    }

    /// How the provider of the account supports the method.
    fn support(&self, account: &Account) -> Result<&'static Support, Failure> {
        let capabilities = account.capabilities();
        let (resource, method) = (self.entry.resource, self.method);
        capabilities.find(resource, method).ok_or_else(|| {
            let methods: Vec<Method> = capabilities
                .iter()
                .filter(|support| support.resource == resource)
                .map(|support| support.method)
                .collect();
            let here = |method: &&Method| (self.id.is_some()) == has_id(**method);
            let verbs: Vec<http::Method> = methods.iter().filter(here).map(|m| verb(*m)).collect();
            let names: Vec<&str> = methods.iter().map(|method| method.as_str()).collect();
            let provider = capabilities.provider();
            Failure::method_not_allowed(
                format!("{provider} has no `{method}` of {resource}"),
                &verbs,
            )
            .with("details", json!({ "supported_methods": names }))
        })
    }

    /// Takes the scope of a method on a record, such as `user_id`, and rejects all other parameters.
    fn scope(&self, support: &Support) -> Result<Option<String>, Failure> {
        let filters = &self.parameters.filters;
        let name = self.entry.scope.unwrap_or_default();
        let repeated_id = self
            .entry
            .repeated_id
            .filter(|_| self.method == Method::Update);
        let refuse = |given: &str| {
            Failure::bad_request(format!("the method takes no `{given}`")).with(
                "details",
                json!({ "parameter": given, "supported_filters": support.filters }),
            )
        };
        for (given, value) in filters {
            if Some(given.as_str()) == repeated_id {
                if value != self.id() {
                    let message = format!("`{given}` differs from the id in the path");
                    return Err(Failure::bad_request(message));
                }
            } else if given != name || !support.filters.contains(&name) {
                return Err(refuse(given));
            }
        }
        let page = &self.parameters.page;
        for (given, is_set) in [
            ("remote_query", !page.remote_query.is_empty()),
            ("limit", page.limit.is_some()),
            ("next_cursor", page.cursor.is_some()),
            ("truto_key_by", self.parameters.key_by.is_some()),
        ] {
            if is_set {
                return Err(refuse(given));
            }
        }
        Ok(filters.get(name).filter(|value| !value.is_empty()).cloned())
    }

    /// The filters of a list by their names in the unified API.
    fn filters(&self, support: &Support) -> Result<BTreeMap<&'static str, String>, Failure> {
        let mut filters = BTreeMap::new();
        for (given, value) in &self.parameters.filters {
            let known = self.entry.filters.iter().find(|(wire, _)| wire == given);
            let supported = known.filter(|(_, name)| support.filters.contains(name));
            let Some((_, name)) = supported else {
                return Err(self.unknown_filter(given, support));
            };
            if filters.insert(*name, value.clone()).is_some() {
                return Err(Failure::bad_request(format!("`{given}` is given twice")));
            }
        }
        Ok(filters)
    }

    fn unknown_filter(&self, given: &str, support: &Support) -> Failure {
        let supported: Vec<&str> = self
            .entry
            .filters
            .iter()
            .filter(|(_, name)| support.filters.contains(name))
            .map(|(wire, _)| *wire)
            .collect();
        Failure::bad_request(format!("the list takes no `{given}`")).with(
            "details",
            json!({ "parameter": given, "supported_filters": supported }),
        )
    }
}

/// Whether a method is one of a record.
fn has_id(method: Method) -> bool {
    matches!(method, Method::Get | Method::Update | Method::Delete)
}

/// The HTTP method of a method.
fn verb(method: Method) -> http::Method {
    match method {
        Method::Create => http::Method::POST,
        Method::Update => http::Method::PATCH,
        Method::Delete => http::Method::DELETE,
        Method::List | Method::Get | _ => http::Method::GET,
    }
}
