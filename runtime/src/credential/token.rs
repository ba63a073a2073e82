//! Tokens: kept until shortly before they expire, and renewed once however many calls wait.

use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::client::Inner;
use crate::credential::token_call::{self, Refusal};
use crate::credential::{Applied, ClientCredentials};
use crate::defect::Defect;
use crate::error::{Error, Scene};
use crate::facts::TokenRequest;
use crate::secret::Secret;

/// A token is renewed this long before it expires, so that none expires on its way.
const MARGIN: Duration = Duration::from_secs(30);

/// The token of an OAuth2 client.
pub(crate) struct TokenStore {
    request: TokenRequest,
    client: ClientCredentials,
    scheme: &'static str,
    kept: Mutex<Option<Kept>>,
    /// Held by the call that asks for a token; the others wait for it.
    asking: tokio::sync::Mutex<()>,
    latest: Mutex<Latest>,
}

struct Kept {
    token: Arc<Applied>,
    /// When it is time for another; never, if the server does not say how long it lasts.
    renew_at: Option<Duration>,
}

/// How asking went the last time, for those that were waiting meanwhile.
#[derive(Default)]
struct Latest {
    round: u64,
    refusal: Option<Arc<Refusal>>,
}

impl TokenStore {
    pub(crate) fn new(
        request: TokenRequest,
        client: ClientCredentials,
        scheme: &'static str,
    ) -> Result<Self, Defect> {
        let missing = request
            .parameters
            .iter()
            .find(|name| !client.parameters.iter().any(|(given, _)| given == *name));
        if let Some(name) = missing {
            return Err(Defect::Credential {
                scheme: scheme.to_owned(),
                problem: format!("lacks the parameter `{name}` of the token request"),
            });
        }
        Ok(Self {
            request,
            client,
            scheme,
            kept: Mutex::default(),
            asking: tokio::sync::Mutex::default(),
            latest: Mutex::default(),
        })
    }

    /// A token that is good for now, when there is none; one call asks, the others wait.
    pub(crate) async fn renew(
        &self,
        client: &Inner,
        scene: &Scene,
        deadline: Option<Duration>,
    ) -> Result<Arc<Applied>, Error> {
        let round = self.latest(|latest| latest.round);
        let late = || scene.timeout("no token came in time", false);
        let asking = pin!(self.asking.lock());
        let _asking = client.within(deadline, asking).await.ok_or_else(late)?;
        // Another call may have asked while this one waited.
        if let Some(token) = self.kept(client) {
            return Ok(token);
        }
        let refusal = self.latest(|latest| {
            let is_newer = latest.round != round;
            latest.refusal.clone().filter(|_| is_newer)
        });
        if let Some(refusal) = refusal {
            return Err(refusal.to_error(scene));
        }
        let asked = token_call::ask(client, &self.request, &self.client, self.scheme, deadline);
        match asked.await {
            Ok(granted) => {
                let token = Arc::new(granted.applied);
                let renew_at = granted.lifetime.map(|lifetime| {
                    let margin = MARGIN.min(lifetime / 10);
                    client.clock.elapsed() + lifetime.saturating_sub(margin)
                });
                self.keep(Some(Kept {
                    token: Arc::clone(&token),
                    renew_at,
                }));
                self.end_round(None);
                Ok(token)
            }
            Err(refusal) => {
                let refusal = Arc::new(refusal);
                let error = refusal.to_error(scene);
                self.end_round(Some(refusal));
                Err(error)
            }
        }
    }

    /// Drops the token that the server refused, unless another has taken its place.
    pub(crate) fn forget(&self, refused: &Applied) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept
            .as_ref()
            .is_some_and(|kept| std::ptr::eq(&raw const *kept.token, refused))
        {
            *kept = None;
        }
    }

    /// The texts that must not be shown.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let token = kept.as_ref().map(|kept| kept.token.secret.clone());
        token
            .into_iter()
            .chain([self.client.secret.clone()])
            .collect()
    }

    /// The token, if there is one that is good for now.
    pub(crate) fn kept(&self, client: &Inner) -> Option<Arc<Applied>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.as_ref()?;
        match kept.renew_at {
            Some(renew_at) if client.clock.elapsed() >= renew_at => None,
            Some(_) | None => Some(Arc::clone(&kept.token)),
        }
    }

    fn keep(&self, kept: Option<Kept>) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = kept;
    }

    fn latest<T>(&self, read: impl FnOnce(&Latest) -> T) -> T {
        read(&self.latest.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn end_round(&self, refusal: Option<Arc<Refusal>>) {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest.round += 1;
        latest.refusal = refusal;
    }
}
