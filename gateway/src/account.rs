//! Accounts: the clients of their providers, and how many calls they may make at the same time.

use std::path::Path;
use std::sync::Arc;

use signon_runtime::{Client, ClientBuilder, ClientCredentials, Credential, RetryPolicy, Secret};
use signon_unified::{Capabilities, Logto, OneLogin, SingleSignOn, Torii, Truto, UserDirectory};

use crate::config::{self, Limits, Provider};
use crate::guard::Guard;
use crate::limits::Slots;
use crate::secret::{ConfigError, SecretSource, SecretStore};

/// An account at a provider.
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) directory: Arc<dyn UserDirectory>,
    pub(crate) sign_on: Arc<dyn SingleSignOn>,
    pub(crate) client: Client,
    pub(crate) guard: Guard,
    pub(crate) slots: Slots,
    pub(crate) proxy: bool,
}

impl Account {
    /// What its provider supports.
    pub(crate) fn capabilities(&self) -> &'static Capabilities {
        self.directory.capabilities()
    }

    /// The account of a configuration.
    pub(crate) fn open(
        config: &config::Account,
        limits: &Limits,
        folder: &Path,
        store: &dyn SecretStore,
    ) -> Result<Self, ConfigError> {
        let guard = Guard::default();
        let opening = Opening {
            config,
            limits,
            folder,
            store,
            guard: &guard,
        };
        let opened = opening
            .open()
            .map_err(|error| error.within(&format!("account `{}`", config.id)))?;
        guard.allow(opened.client.base_url());
        Ok(Self {
            id: config.id.clone(),
            directory: opened.directory,
            sign_on: opened.sign_on,
            client: opened.client,
            guard,
            slots: Slots::new(config.concurrency, config.waiting),
            proxy: config.proxy,
        })
    }
}

/// The views of a provider's client.
struct Opened {
    directory: Arc<dyn UserDirectory>,
    sign_on: Arc<dyn SingleSignOn>,
    client: Client,
}

impl Opened {
    fn new(view: impl UserDirectory + SingleSignOn + 'static, client: &impl AsRef<Client>) -> Self {
        let view = Arc::new(view);
        Self {
            directory: view.clone(),
            sign_on: view,
            client: client.as_ref().clone(),
        }
    }
}

/// What an account is opened from.
struct Opening<'a> {
    config: &'a config::Account,
    limits: &'a Limits,
    folder: &'a Path,
    store: &'a dyn SecretStore,
    guard: &'a Guard,
}

impl Opening<'_> {
    fn open(&self) -> Result<Opened, ConfigError> {
        match self.config.provider {
            Provider::Torii => {
                let client =
                    self.client(signon_torii::Client::builder(), None, |key| match key {
                        Key::Plain(key) => Some(signon_torii::security::api_key(key)),
                        Key::Token(_) | Key::Client(_) => None,
                    })?;
                Ok(Opened::new(Torii::new(client.clone()), &client))
            }
            Provider::OneLogin => {
                let builder = signon_onelogin::Client::builder();
                let client = self.client(builder, Some("subdomain"), |key| match key {
                    Key::Token(token) => Some(Credential::bearer("oauth2", token)),
                    Key::Client(client) => Some(signon_onelogin::security::oauth2(client)),
                    Key::Plain(_) => None,
                })?;
                Ok(Opened::new(OneLogin::new(client.clone()), &client))
            }
            Provider::Logto => {
                let builder = signon_logto::Client::builder();
                let client = self.client(builder, Some("tenant_id"), |key| match key {
                    Key::Token(token) => Some(Credential::bearer("OAuth2", token)),
                    Key::Client(client) => Some(signon_logto::security::oauth2(client)),
                    Key::Plain(_) => None,
                })?;
                Ok(Opened::new(Logto::new(client.clone()), &client))
            }
            Provider::Truto => {
                let account = self.config.account.as_deref();
                let account = account.ok_or_else(|| ConfigError::new("`account` is missing"))?;
                let client =
                    self.client(signon_truto::Client::builder(), None, |key| match key {
                        Key::Token(token) => Some(signon_truto::security::bearer_auth(token)),
                        Key::Plain(_) | Key::Client(_) => None,
                    })?;
                Ok(Opened::new(Truto::new(client.clone(), account), &client))
            }
        }
    }

    /// A client with the credential and the server of the configuration.
    fn client<C>(
        &self,
        builder: ClientBuilder<C>,
        tenant: Option<&str>,
        credential: impl FnOnce(Key) -> Option<Credential>,
    ) -> Result<C, ConfigError> {
        let credential = credential(self.key()?).ok_or_else(|| {
            ConfigError::new("`credentials` are not those that the provider takes")
        })?;
        let retry = RetryPolicy::new().max_wait(std::time::Duration::from_secs(
            self.limits.retry_wait_seconds,
        ));
        let mut builder = builder
            .credential(credential)
            .timeout(self.limits.request_timeout())
            .attempt_timeout(self.limits.request_timeout())
            .body_limit(self.limits.answer_bytes)
            .retry(retry)
            .user_agent("signon-gateway")
            .layer(self.guard.clone());
        if let Some(url) = &self.config.base_url {
            builder = builder.base_url(url);
        }
        match (tenant, &self.config.tenant) {
            (Some(variable), Some(tenant)) => builder = builder.server_variable(variable, tenant),
            (None, Some(_)) => return Err(ConfigError::new("the provider takes no `tenant`")),
            (Some(_), None) if self.config.base_url.is_none() => {
                return Err(ConfigError::new("`tenant` or `base_url` is missing"));
            }
            (_, None) => {}
        }
        builder
            .build()
            .map_err(|error| ConfigError::new(error.to_string()))
    }

    /// The configured credential.
    fn key(&self) -> Result<Key, ConfigError> {
        let credentials = &self.config.credentials;
        let parts = (
            self.secret("api_key", credentials.api_key.as_ref())?,
            self.secret("token", credentials.token.as_ref())?,
            self.secret("client_id", credentials.client_id.as_ref())?,
            self.secret("client_secret", credentials.client_secret.as_ref())?,
        );
        let (key, secrets) = match parts {
            (Some(key), None, None, None) => (Key::Plain(key.clone()), vec![key]),
            (None, Some(token), None, None) => (Key::Token(token.clone()), vec![token]),
            (None, None, Some(id), Some(secret)) => {
                let client = ClientCredentials::new(id.expose(), secret.clone());
                (Key::Client(client), vec![secret])
            }
            _ => {
                return Err(ConfigError::new(
                    "`credentials` hold either `api_key`, `token`, or `client_id` and `client_secret`",
                ));
            }
        };
        self.guard.configured(secrets);
        Ok(key)
    }

    fn secret(
        &self,
        name: &str,
        source: Option<&SecretSource>,
    ) -> Result<Option<Secret>, ConfigError> {
        let secret = source
            .map(|source| source.read(self.folder, self.store))
            .transpose();
        secret.map_err(|error| error.within(&format!("`credentials.{name}`")))
    }
}

/// The credential of an account.
enum Key {
    Plain(Secret),
    Token(Secret),
    Client(ClientCredentials),
}
