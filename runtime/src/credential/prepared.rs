//! Credentials, ready to be put on requests.

use std::pin::pin;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};

use crate::attempt::Sender;
use crate::clock;
use crate::credential::token::TokenStore;
use crate::credential::{Credential, CredentialError, CredentialKind, CredentialSource};
use crate::defect::Defect;
use crate::metadata::{CredentialLocation, Scheme, SchemeKind};
use crate::query::Pairs;
use crate::secret::Secret;
use crate::target::Target;

/// A credential of a client.
pub(crate) struct Prepared {
    scheme: &'static Scheme,
    origin: Origin,
}

enum Origin {
    Fixed(Arc<Applied>),
    Tokens(Box<TokenStore>),
    Source(Arc<dyn CredentialSource>),
}

/// A credential in the form that it travels in.
pub(crate) struct Applied {
    pub(crate) location: Location,
    /// What the caller or the server gave.
    pub(crate) secret: Secret,
    /// Whether it is a user and a password.
    is_pair: bool,
}

/// The location of a credential in a request.
pub(crate) enum Location {
    Header(HeaderName, HeaderValue),
    /// An encoded `name=value`.
    Query(Secret),
    /// An encoded `name=value`.
    Cookie(Secret),
}

impl Prepared {
    /// Prepares `credential` for `scheme`.
    pub(crate) fn new(scheme: &'static Scheme, credential: &Credential) -> Result<Self, Defect> {
        let refuse = |problem: &str| {
            Err(Defect::Credential {
                scheme: scheme.name.to_owned(),
                problem: problem.to_owned(),
            })
        };
        let origin = match (&credential.kind, scheme.kind) {
            (CredentialKind::Source(source), _) => Origin::Source(Arc::clone(source)),
            (CredentialKind::Secret(secret), SchemeKind::Basic) => {
                if !secret.expose().contains(':') {
                    return refuse("is a token, where a user and a password are needed");
                }
                Origin::Fixed(Arc::new(Applied::new(scheme, secret)?))
            }
            (CredentialKind::Secret(secret), _) => {
                Origin::Fixed(Arc::new(Applied::new(scheme, secret)?))
            }
            (CredentialKind::Basic(user, password), SchemeKind::Basic) => {
                if user.contains(':') {
                    return refuse("has a user name with a colon, which HTTP Basic cannot carry");
                }
                let joined = Secret::from(format!("{user}:{}", password.expose()));
                Origin::Fixed(Arc::new(Applied::new(scheme, &joined)?))
            }
            (CredentialKind::Client(client), SchemeKind::ClientCredentials(request)) => {
                Origin::Tokens(Box::new(TokenStore::new(
                    request,
                    client.clone(),
                    scheme.name,
                )?))
            }
            (CredentialKind::Basic(..), _) => {
                return refuse("is a user and a password, which the scheme does not take");
            }
            (CredentialKind::Client(_), _) => {
                return refuse("is an OAuth2 client, which the scheme does not take");
            }
        };
        Ok(Self { scheme, origin })
    }

    pub(crate) const fn scheme(&self) -> &'static str {
        self.scheme.name
    }

    /// The credential to present to an operation that needs `scopes`.
    pub(crate) async fn current(
        &self,
        sender: &Sender,
        target: &Target,
        scopes: &'static [&'static str],
        deadline: Option<std::time::Duration>,
    ) -> Result<Arc<Applied>, CredentialError> {
        match &self.origin {
            Origin::Fixed(applied) => Ok(Arc::clone(applied)),
            Origin::Tokens(tokens) => match tokens.kept(&*sender.clock, scopes) {
                Some(token) => Ok(token),
                // Boxed, so that calls do not carry the room for this about.
                None => Box::pin(tokens.renew(sender, target, scopes, deadline)).await,
            },
            Origin::Source(source) => {
                let secret = pin!(source.secret());
                let secret = clock::within(&*sender.clock, deadline, secret)
                    .await
                    .ok_or(CredentialError::Timeout(
                        "the credential source took too long",
                    ))?
                    .map_err(|error| CredentialError::refused(error, true))?;
                Applied::new(self.scheme, &secret)
                    .map(Arc::new)
                    .map_err(CredentialError::Defect)
            }
        }
    }

    /// The texts to redact, as far as they are known.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        match &self.origin {
            Origin::Fixed(applied) => applied.texts().collect(),
            Origin::Tokens(tokens) => tokens.secrets(),
            Origin::Source(_) => Vec::new(),
        }
    }

    /// Reports that the server refused `applied`; whether another is available.
    pub(crate) fn rejected(&self, applied: &Applied) -> bool {
        match &self.origin {
            Origin::Fixed(_) => false,
            Origin::Tokens(tokens) => {
                tokens.forget(applied);
                true
            }
            Origin::Source(source) => source.rejected(&applied.secret),
        }
    }
}

impl Applied {
    /// The texts to redact.
    pub(crate) fn texts(&self) -> impl Iterator<Item = Secret> {
        let text = self.secret.expose();
        // Of a user and a password, each alone is a text that a server may repeat; the user is not a secret.
        let password = text
            .split_once(':')
            .filter(|_| self.is_pair)
            .map(|(_, password)| Secret::from(password));
        [self.secret.clone()].into_iter().chain(password)
    }

    /// `secret` in the form that `scheme` sends it in.
    pub(crate) fn new(scheme: &Scheme, secret: &Secret) -> Result<Self, Defect> {
        let text = secret.expose();
        let refuse = || Defect::Credential {
            scheme: scheme.name.to_owned(),
            problem: "is empty, or holds characters that cannot be sent".to_owned(),
        };
        // A key that ends with a line break comes from a file; HTTP would not carry it as it is.
        if text.is_empty() || text.trim() != text {
            return Err(refuse());
        }
        let header = |name: HeaderName, value: String| {
            let mut value = HeaderValue::try_from(value).map_err(|_| refuse())?;
            value.set_sensitive(true);
            Ok(Location::Header(name, value))
        };
        let pair = |name: &str| {
            let mut pair = String::new();
            Pairs::query(&mut pair, false).text(name, text);
            Secret::from(pair)
        };
        let is_pair = matches!(scheme.kind, SchemeKind::Basic);
        let location = match scheme.kind.location() {
            CredentialLocation::Authorization(prefix) if is_pair => {
                header(AUTHORIZATION, format!("{prefix}{}", STANDARD.encode(text)))?
            }
            CredentialLocation::Authorization(prefix) => {
                header(AUTHORIZATION, format!("{prefix}{text}"))?
            }
            CredentialLocation::Header(name) => {
                let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refuse())?;
                header(name, text.to_owned())?
            }
            CredentialLocation::Query(name) => Location::Query(pair(name)),
            CredentialLocation::Cookie(name) => Location::Cookie(pair(name)),
        };
        Ok(Self {
            location,
            secret: secret.clone(),
            is_pair,
        })
    }
}
