//! The configuration file.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use url::Url;

use crate::secret::{ConfigError, SecretSource};

/// The accounts that are served, to whom, and within which limits.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Config {
    /// The address to listen on.
    #[serde(default = "default_listen")]
    pub listen: SocketAddr,
    /// The names of the server that `Host` may hold; those of the loopback interface always may on a loopback address.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// The origins of web pages that may call; none by default.
    #[serde(default)]
    pub origins: Vec<String>,
    /// The origin of the server as callers see it, such as `https://gateway.example`, for the URLs of SCIM resources;
    /// `http` and the `Host` of each request if absent.
    #[serde(default)]
    pub public_url: Option<String>,
    /// The limits of the server.
    #[serde(default)]
    pub limits: Limits,
    /// The tokens that callers authenticate with.
    #[serde(default)]
    pub tokens: Vec<Token>,
    /// The accounts.
    #[serde(default)]
    pub accounts: Vec<Account>,
    /// The folder that relative paths start from.
    #[serde(skip)]
    pub folder: PathBuf,
}

/// The limits of the server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Limits {
    /// The size of a request body, in bytes.
    pub body_bytes: usize,
    /// The size of a provider's answer, in bytes.
    pub answer_bytes: u64,
    /// The requests that are in the server at the same time.
    pub concurrency: usize,
    /// The connections that are open at the same time; further ones wait.
    pub connections: usize,
    /// The time for a request, in seconds.
    pub request_seconds: u64,
    /// The longest wait before a retry of a provider's call, in seconds; a longer one is passed on to the caller.
    pub retry_wait_seconds: u64,
    /// How long requests may take to finish once the server is stopped, in seconds.
    pub stop_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 1024 * 1024,
            answer_bytes: 16 * 1024 * 1024,
            concurrency: 2048,
            connections: 4096,
            request_seconds: 60,
            retry_wait_seconds: 5,
            stop_seconds: 30,
        }
    }
}

impl Limits {
    /// The time for a request.
    pub fn request_timeout(&self) -> Duration {
        Duration::from_secs(self.request_seconds)
    }
}

/// A token that a caller authenticates with.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Token {
    /// The name of the caller, for logs.
    pub name: String,
    /// The token itself.
    pub token: SecretSource,
    /// The accounts that it gives access to; all if absent.
    #[serde(default)]
    pub accounts: Option<Vec<String>>,
    /// Whether it gives access to methods that change nothing alone.
    #[serde(default)]
    pub read_only: bool,
}

/// An account at a provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Account {
    /// The `integrated_account_id` that callers name it by.
    pub id: String,
    /// The provider.
    pub provider: Provider,
    /// The subdomain of OneLogin, or the tenant id of Logto.
    #[serde(default)]
    pub tenant: Option<String>,
    /// The id of the integrated account at Truto.
    #[serde(default)]
    pub account: Option<String>,
    /// The URL of the server, instead of the documented one.
    #[serde(default)]
    pub base_url: Option<String>,
    /// Whether callers may use `/proxy` with it.
    #[serde(default)]
    pub proxy: bool,
    /// Whether callers may call the provider's operations as MCP tools at `/mcp`.
    #[serde(default)]
    pub mcp: bool,
    /// The credentials, by their names.
    #[serde(default)]
    pub credentials: Credentials,
    /// The requests to the provider that are made at the same time.
    #[serde(default = "default_concurrency")]
    pub concurrency: usize,
    /// The requests that wait for one of those; further ones are rejected.
    #[serde(default = "default_waiting")]
    pub waiting: usize,
}

/// The credentials of an account; which of them it needs depends on the provider.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Credentials {
    /// The API key of Torii.
    pub api_key: Option<SecretSource>,
    /// The API token of Truto, or an access token of OneLogin or Logto.
    pub token: Option<SecretSource>,
    /// The client id of OneLogin or Logto.
    pub client_id: Option<SecretSource>,
    /// The client secret of OneLogin or Logto.
    pub client_secret: Option<SecretSource>,
}

/// A provider that accounts can be at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Provider {
    /// Logto.
    Logto,
    /// OneLogin.
    OneLogin,
    /// Torii.
    Torii,
    /// A hosted account at Truto.
    Truto,
}

impl Config {
    /// Reads the file.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            ConfigError::new(format!("`{}` cannot be read: {error}", path.display()))
        })?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let mut config = Self::parse(&text)
            .map_err(|error| ConfigError::new(format!("`{}`: {error}", path.display())))?;
        config.folder = folder;
        Ok(config)
    }

    /// Reads the text of a file; relative paths in it start from the current folder.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let config: Self =
            toml::from_str(text).map_err(|error| ConfigError::new(located(text, &error)))?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        if self.accounts.is_empty() {
            return refuse("no `[[accounts]]`: there is nothing to serve".to_owned());
        }
        if self.tokens.is_empty() {
            return refuse("no `[[tokens]]`: no caller could authenticate".to_owned());
        }
        if let Some(url) = &self.public_url
            && !is_origin(url)
        {
            return refuse(
                "`public_url` is not an origin such as `https://gateway.example`".to_owned(),
            );
        }
        self.check_accounts()?;
        self.check_tokens()?;
        let limits = &self.limits;
        let positive = [
            ("concurrency", limits.concurrency),
            ("connections", limits.connections),
            (
                "request_seconds",
                usize::try_from(limits.request_seconds).unwrap_or(usize::MAX),
            ),
        ];
        match positive.into_iter().find(|(_, value)| *value == 0) {
            Some((name, _)) => refuse(format!("`limits.{name}` is zero")),
            None => Ok(()),
        }
    }

    fn check_accounts(&self) -> Result<(), ConfigError> {
        for account in &self.accounts {
            if !is_id(&account.id) {
                return refuse(format!(
                    "account id `{}`: up to 128 letters, digits, `-`, `_` and `.` are allowed",
                    account.id.escape_debug()
                ));
            }
            if account.concurrency == 0 {
                return refuse(format!("account `{}`: `concurrency` is zero", account.id));
            }
        }
        let ids = self.accounts.iter().map(|account| account.id.as_str());
        match repeated(ids) {
            Some(id) => refuse(format!("there are two accounts with the id `{id}`")),
            None => Ok(()),
        }
    }

    fn check_tokens(&self) -> Result<(), ConfigError> {
        for token in &self.tokens {
            let unknown = token.accounts.iter().flatten().find(|id| {
                let mut accounts = self.accounts.iter();
                accounts.all(|account| account.id != **id)
            });
            if let Some(id) = unknown {
                return refuse(format!(
                    "token `{}`: there is no account `{id}`",
                    token.name
                ));
            }
        }
        match repeated(self.tokens.iter().map(|token| token.name.as_str())) {
            Some(name) => refuse(format!("there are two tokens with the name `{name}`")),
            None => Ok(()),
        }
    }
}

/// The first of several names that was there before.
fn repeated<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = BTreeSet::new();
    names.find(|name| !seen.insert(*name))
}

fn refuse(problem: String) -> Result<(), ConfigError> {
    Err(ConfigError::new(problem))
}

/// The problem with its line, without the text of the line: a secret may have been written there.
fn located(text: &str, error: &toml::de::Error) -> String {
    let start = error.span().map_or(0, |span| span.start);
    let before = text.get(..start).unwrap_or_default();
    let line = before.matches('\n').count().saturating_add(1);
    format!("line {line}: {}", error.message())
}

/// Whether a text is the origin of a server or a web page.
pub(crate) fn is_origin(text: &str) -> bool {
    let url = Url::parse(text);
    url.is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == text
    })
}

fn is_id(id: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=128).contains(&id.len()) && id.bytes().all(allowed)
}

fn default_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8787))
}

const fn default_concurrency() -> usize {
    64
}

const fn default_waiting() -> usize {
    192
}
