//! Which credentials an attempt sends.

use std::sync::Arc;
use std::time::Duration;

use crate::call_context::CallContext;
use crate::client::Inner;
use crate::credential::{Applied, Prepared, Secrets};
use crate::defect::Defect;
use crate::error::Error;
use crate::metadata::{RequiredScheme, Requirement};
use crate::request::Request;

/// The first of the alternatives that the client has credentials for.
///
/// An anonymous call is made only where it is allowed and there is no credential.
pub(crate) fn requirement(client: &Inner, request: &Request) -> Result<Requirement, Defect> {
    let alternatives = request
        .metadata()
        .own_security()
        .unwrap_or(client.api.security);
    let has = |required: &RequiredScheme| {
        let mut credentials = client.credentials.iter();
        credentials.any(|credential| credential.scheme() == required.name)
    };
    let found = alternatives
        .iter()
        .find(|schemes| !schemes.is_empty() && schemes.iter().all(has));
    if let Some(schemes) = found {
        return Ok(schemes);
    }
    let missing = alternatives
        .first()
        .and_then(|schemes| schemes.iter().find(|required| !has(required)));
    match missing {
        Some(required) if !alternatives.iter().any(|schemes| schemes.is_empty()) => {
            Err(Defect::NoCredential(required.name.to_owned()))
        }
        Some(_) | None => Ok(&[]),
    }
}

/// The credentials of one attempt.
#[derive(Default)]
pub(super) struct CallCredentials<'a>(Vec<(&'a Prepared, Arc<Applied>)>);

impl<'a> CallCredentials<'a> {
    /// The credentials that `requirement` needs.
    pub(super) async fn gather(
        client: &'a Inner,
        requirement: Requirement,
        context: &CallContext,
        deadline: Option<Duration>,
    ) -> Result<Self, Error> {
        let mut credentials = Vec::new();
        for required in requirement {
            // Of two credentials for one scheme, the one that was given last counts.
            let prepared = client
                .credentials
                .iter()
                .rfind(|prepared| prepared.scheme() == required.name);
            if let Some(prepared) = prepared {
                let (sender, target) = (&client.sender, &client.target);
                let current = prepared.current(sender, target, required.scopes, deadline);
                let current = current.await.map_err(|error| context.credentials(error))?;
                credentials.push((prepared, current));
            }
        }
        Ok(Self(credentials))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The secrets to redact in the response.
    pub(super) fn secrets(&self, client: &Inner) -> Secrets {
        let sent = self.0.iter().map(|(_, applied)| Arc::clone(applied));
        Secrets::new(&client.credentials, sent.collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Applied> {
        self.0.iter().map(|(_, applied)| &**applied)
    }

    /// Reports to the sources that the server refused; whether any has another to show.
    pub(super) fn rejected(&self) -> bool {
        let mut another = false;
        for (prepared, applied) in &self.0 {
            another |= prepared.rejected(applied);
        }
        another
    }
}
