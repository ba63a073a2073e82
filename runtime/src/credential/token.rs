//! Tokens: kept until shortly before they expire, and renewed once however many calls wait.
//!
//! A token is requested with the scopes that the operations called so far need, unless the caller names others.

use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use crate::attempt::Sender;
use crate::clock::{self, Clock};
use crate::credential::token_call::{Refusal, Token, TokenCall};
use crate::credential::{Applied, ClientCredentials, CredentialError};
use crate::defect::Defect;
use crate::metadata::{TokenParameter, TokenRequest, TokenScopes};
use crate::secret::Secret;
use crate::sync::lock;
use crate::target::Target;

/// A token is renewed this long before it expires, so that none expires on its way.
const MARGIN: Duration = Duration::from_secs(30);

/// Scopes, in the order in which operations first needed them.
pub(super) type Scopes = Vec<&'static str>;

/// The tokens of an OAuth2 client.
pub(crate) struct TokenStore {
    request: TokenRequest,
    client: ClientCredentials,
    scheme: &'static str,
    state: Mutex<State>,
    /// Held by the call that requests a token; the others wait for it.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    /// Tokens of different scopes; one in all but the case that a server refuses to put them together.
    kept: Vec<Kept>,
    /// The scopes that the next token request includes in any case: those of the latest one.
    granted: Scopes,
    /// The number of token requests so far.
    round: u64,
    /// How the latest request ended, for those that waited meanwhile.
    refusal: Option<(Arc<Refusal>, &'static [&'static str])>,
}

struct Kept {
    token: Arc<Applied>,
    /// The requested scopes, whatever the server granted.
    scopes: Scopes,
    /// When it is time for another; never, if the server does not say how long it lasts.
    renew_at: Option<Duration>,
}

impl Kept {
    fn is_current(&self, now: Duration) -> bool {
        self.renew_at.is_none_or(|renew_at| now < renew_at)
    }

    fn covers(&self, scopes: &[&'static str]) -> bool {
        covers(&self.scopes, scopes)
    }
}

fn covers(scopes: &[&'static str], needed: &[&'static str]) -> bool {
    needed.iter().all(|scope| scopes.contains(scope))
}

impl TokenStore {
    pub(crate) fn new(
        request: TokenRequest,
        client: ClientCredentials,
        scheme: &'static str,
    ) -> Result<Self, Defect> {
        if request.scopes == TokenScopes::None && client.scopes.is_some() {
            return Err(Defect::Credential {
                scheme: scheme.to_owned(),
                problem: "names scopes, which this API's token endpoint does not take".to_owned(),
            });
        }
        let missing = request
            .parameters
            .iter()
            .filter(|parameter| parameter.default.is_none())
            .find(|parameter| client.parameter_named(parameter.name).is_none());
        if let Some(TokenParameter { name, .. }) = missing {
            return Err(Defect::Credential {
                scheme: scheme.to_owned(),
                problem: format!("lacks the parameter `{name}` of the token request"),
            });
        }
        Ok(Self {
            request,
            client,
            scheme,
            state: Mutex::default(),
            asking: tokio::sync::Mutex::default(),
        })
    }

    /// A token for an operation that needs `scopes`, when none is cached; one call requests it, the others wait.
    pub(crate) async fn renew(
        &self,
        sender: &Sender,
        target: &Target,
        scopes: &'static [&'static str],
        deadline: Option<Duration>,
    ) -> Result<Arc<Applied>, CredentialError> {
        let clock = &*sender.clock;
        let needed = self.needed(scopes);
        let round = self.state().round;
        let asking = pin!(self.asking.lock());
        let _asking = clock::within(clock, deadline, asking)
            .await
            .ok_or_else(|| Refusal::Late.error())?;
        // Another call may have got a token while this one waited.
        if let Some(token) = self.kept(clock, needed) {
            return Ok(token);
        }
        if let Some(refusal) = self.refused_since(round, needed) {
            return Err(refusal.error());
        }
        match self.ask(sender, target, needed, deadline).await {
            Ok((granted, scopes)) => {
                let token = Arc::new(granted.applied);
                let now = clock.elapsed();
                let renew_at = granted.lifetime.map(|lifetime| {
                    let margin = MARGIN.min(lifetime.checked_div(10).unwrap_or_default());
                    now.saturating_add(lifetime.saturating_sub(margin))
                });
                let kept = Kept {
                    token: Arc::clone(&token),
                    scopes,
                    renew_at,
                };
                self.keep(kept, now);
                Ok(token)
            }
            Err(refusal) => {
                let refusal = Arc::new(refusal);
                let error = refusal.error();
                let mut state = self.state();
                state.round = state.round.wrapping_add(1);
                state.refusal = Some((refusal, needed));
                Err(error)
            }
        }
    }

    /// Requests a token with the scopes granted so far and those needed; with the latter alone
    /// if the server rejects the former. The requested scopes are returned with the token.
    async fn ask(
        &self,
        sender: &Sender,
        target: &Target,
        needed: &'static [&'static str],
        deadline: Option<Duration>,
    ) -> Result<(Token, Scopes), Refusal> {
        let mut union = self.state().granted.clone();
        for scope in needed {
            if !union.contains(scope) {
                union.push(scope);
            }
        }
        let call = TokenCall {
            sender,
            target,
            request: &self.request,
            credentials: &self.client,
            scheme: self.scheme,
        };
        let ask = |scopes: Scopes| async move {
            let requested = call.ask(self.scope(&scopes), deadline);
            requested.await.map(|token| (token, scopes))
        };
        let is_larger = union.len() > needed.len();
        match ask(union).await {
            Err(refusal) if is_larger && refusal.is_of_scope() => ask(needed.to_vec()).await,
            outcome => outcome,
        }
    }

    /// The scopes to request so that the token serves an operation that needs `scopes`.
    fn needed(&self, scopes: &'static [&'static str]) -> &'static [&'static str] {
        let is_fixed = self.client.scopes.is_some() || self.request.scopes == TokenScopes::None;
        if is_fixed { &[] } else { scopes }
    }

    /// The value of the parameter `scope`; empty if it is left out.
    fn scope(&self, scopes: &[&'static str]) -> String {
        match &self.client.scopes {
            Some(named) => named.join(" "),
            None => scopes.join(" "),
        }
    }

    /// Drops the token that the server refused, unless another has taken its place.
    pub(crate) fn forget(&self, refused: &Applied) {
        self.state()
            .kept
            .retain(|kept| !std::ptr::eq(&raw const *kept.token, refused));
    }

    /// The texts to redact.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        let state = self.state();
        let tokens = state.kept.iter().flat_map(|kept| kept.token.texts());
        tokens.chain(self.client.texts()).collect()
    }

    /// The token for an operation that needs `scopes`, if there is one that is good for now.
    pub(crate) fn kept(
        &self,
        clock: &dyn Clock,
        scopes: &'static [&'static str],
    ) -> Option<Arc<Applied>> {
        let needed = self.needed(scopes);
        let now = clock.elapsed();
        let state = self.state();
        let mut kept = state.kept.iter();
        let found = kept.find(|kept| kept.covers(needed) && kept.is_current(now))?;
        Some(Arc::clone(&found.token))
    }

    fn keep(&self, latest: Kept, now: Duration) {
        let mut state = self.state();
        state
            .kept
            .retain(|kept| kept.is_current(now) && !latest.covers(&kept.scopes));
        state.granted.clone_from(&latest.scopes);
        state.kept.push(latest);
        state.round = state.round.wrapping_add(1);
        state.refusal = None;
    }

    /// The refusal that came after `round`, if asking for `needed` would be rejected again.
    fn refused_since(&self, round: u64, needed: &'static [&'static str]) -> Option<Arc<Refusal>> {
        let state = self.state();
        let (refusal, scopes) = state.refusal.as_ref()?;
        let is_same = !refusal.is_of_scope() || covers(needed, scopes);
        (state.round != round && is_same).then(|| Arc::clone(refusal))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}
