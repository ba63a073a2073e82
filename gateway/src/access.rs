//! Who may call: bearer tokens, `Host` and `Origin`.

use std::collections::BTreeMap;
use std::sync::Arc;

use http::header::{AUTHORIZATION, HOST, ORIGIN};
use http::{HeaderMap, StatusCode};
use signon_runtime::Secret;
use subtle::ConstantTimeEq as _;

use crate::config::{self, Config};
use crate::failure::Failure;
use crate::secret::{ConfigError, SecretStore};

/// The characters that a token has at least: a short one could be guessed.
const SHORTEST: usize = 16;
/// The names of this machine, for itself.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The tokens of callers, and where they may come from.
pub(crate) struct Access {
    callers: Vec<Arc<Caller>>,
    /// The names that `Host` may hold; any where there are none.
    hosts: Vec<String>,
    origins: Vec<String>,
}

/// A caller that has authenticated.
pub(crate) struct Caller {
    pub(crate) name: String,
    token: Secret,
    accounts: Option<Vec<String>>,
    pub(crate) read_only: bool,
}

impl Caller {
    /// Whether it may use an account.
    pub(crate) fn may_use(&self, account: &str) -> bool {
        let accounts = self.accounts.as_ref();
        accounts.is_none_or(|accounts| accounts.iter().any(|allowed| allowed == account))
    }
}

impl Access {
    pub(crate) fn new(config: &Config, store: &dyn SecretStore) -> Result<Self, ConfigError> {
        let callers = config
            .tokens
            .iter()
            .map(|token| caller(token, config, store).map(Arc::new));
        let callers: Vec<Arc<Caller>> = callers.collect::<Result<_, _>>()?;
        check_distinct(&callers)?;
        check_names(config)?;
        let mut hosts = config.hosts.clone();
        if config.listen.ip().is_loopback() {
            hosts.extend(LOCAL.map(str::to_owned));
        }
        Ok(Self {
            callers,
            hosts,
            origins: config.origins.clone(),
        })
    }

    /// The callers that may authenticate.
    pub(crate) fn callers(&self) -> &[Arc<Caller>] {
        &self.callers
    }

    /// Rejects what a page of the web could send through a browser on this machine.
    pub(crate) fn check_source(&self, headers: &HeaderMap) -> Result<(), Failure> {
        let text = |name| {
            headers
                .get(name)
                .map(|value| value.to_str().unwrap_or_default())
        };
        let refuse = |what| Err(Failure::new(StatusCode::FORBIDDEN, what));
        if let Some(origin) = text(ORIGIN)
            && !self.origins.iter().any(|allowed| allowed == origin)
        {
            return refuse("the `Origin` is not allowed");
        }
        let host = without_port(text(HOST).unwrap_or_default());
        if !self.hosts.is_empty()
            && !self
                .hosts
                .iter()
                .any(|name| name.eq_ignore_ascii_case(host))
        {
            return refuse("the `Host` is not a name of this server");
        }
        Ok(())
    }

    /// The caller of a request.
    pub(crate) fn authenticate(&self, headers: &HeaderMap) -> Result<&Arc<Caller>, Failure> {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return Err(Failure::unauthorized("a bearer token is required"));
        };
        let token = value
            .as_bytes()
            .split_at_checked(7)
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case(b"bearer "))
            .map(|(_, token)| token.trim_ascii());
        let token = token.ok_or_else(|| Failure::unauthorized("a bearer token is required"))?;
        // All are compared, so that the time depends on none.
        let matching = self.callers.iter().fold(None, |found, caller| {
            let is_equal = bool::from(caller.token.expose().as_bytes().ct_eq(token));
            if is_equal { Some(caller) } else { found }
        });
        matching.ok_or_else(|| Failure::unauthorized("invalid token"))
    }
}

/// Rejects hosts and origins that no request can have: they are compared with headers letter by letter.
fn check_names(config: &Config) -> Result<(), ConfigError> {
    let mut hosts = config.hosts.iter();
    if let Some(host) = hosts.find(|host| without_port(host) != *host || host.contains('/')) {
        return Err(ConfigError::new(format!(
            "`hosts`: `{}` is not a name such as `gateway.example`, without scheme and port",
            host.escape_debug()
        )));
    }
    let is_web = |origin: &&String| {
        let mut schemes = ["http:", "https:"].iter();
        schemes.any(|scheme| origin.starts_with(scheme))
    };
    let mut origins = config.origins.iter().filter(is_web);
    match origins.find(|origin| !config::is_origin(origin)) {
        Some(origin) => Err(ConfigError::new(format!(
            "`origins`: `{}` is not an origin such as `https://app.example`, without path and default port",
            origin.escape_debug()
        ))),
        None => Ok(()),
    }
}

/// Rejects callers with the same token: it would not be known which of them a request is from.
fn check_distinct(callers: &[Arc<Caller>]) -> Result<(), ConfigError> {
    let mut names = BTreeMap::new();
    for caller in callers {
        if let Some(other) = names.insert(caller.token.expose(), &caller.name) {
            let name = &caller.name;
            return Err(ConfigError::new(format!(
                "the tokens `{other}` and `{name}` have the same value"
            )));
        }
    }
    Ok(())
}

fn caller(
    config: &config::Token,
    file: &Config,
    store: &dyn SecretStore,
) -> Result<Caller, ConfigError> {
    let name = || format!("token `{}`", config.name);
    let token = config
        .token
        .read(&file.folder, store)
        .map_err(|error| error.within(&name()))?;
    if token.expose().chars().count() < SHORTEST {
        let problem = format!("it is shorter than {SHORTEST} characters");
        return Err(ConfigError::new(problem).within(&name()));
    }
    Ok(Caller {
        name: config.name.clone(),
        token,
        accounts: config.accounts.clone(),
        read_only: config.read_only,
    })
}

/// The name of a `Host` without its port; an IPv6 address keeps its brackets.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::without_port;

    #[test]
    fn hosts_without_their_ports() {
        for (host, expected) in [
            ("localhost:8787", "localhost"),
            ("localhost", "localhost"),
            ("[::1]:8787", "[::1]"),
            ("[::1]", "[::1]"),
            ("evil.example:80:80", "evil.example:80"),
        ] {
            assert_eq!(without_port(host), expected, "{host}");
        }
    }
}
