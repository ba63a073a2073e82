//! A running gateway, and clients of it.

use signon_gateway::{Config, Gateway, Stopped};
use signon_truto::{Client, security};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The token of the caller that may do all.
pub(crate) const TOKEN: &str = "caller-token-0123456789";
/// The token of the caller that may read one account.
pub(crate) const READER: &str = "reader-token-0123456789";
/// The key of the accounts at Torii.
pub(crate) const TORII_KEY: &str = "torii-key-0123456789";
/// The token of the accounts at OneLogin.
pub(crate) const ONELOGIN_TOKEN: &str = "onelogin-token-0123456789";

/// The token of the accounts at Logto.
pub(crate) const LOGTO_TOKEN: &str = "logto-token-0123456789";

/// The account at Torii.
pub(crate) const TORII: &str = "6f1c1a52-0f6e-4f0a-9d0e-0c8a6a4f2b10";
/// The account at OneLogin.
pub(crate) const ONELOGIN: &str = "0b7e9a44-5d1c-4c57-8a3b-7f62f1f0c9d2";

/// The account at Logto.
pub(crate) const LOGTO: &str = "5a2d8f30-8a3c-4d0e-9b61-2f7c1e4d6a85";
/// The account at Truto.
pub(crate) const TRUTO: &str = "e4c1b7d2-3f58-4a69-8c0d-91b6a5e2f374";

/// A running gateway.
pub(crate) struct Running {
    pub(crate) url: String,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Stopped>,
}

/// The configuration of accounts, each a table of `[[accounts]]`.
pub(crate) fn config(accounts: &str) -> String {
    format!(
        r#"
        [[tokens]]
        name = "tests"
        token = {{ env = "TOKEN" }}

        [[tokens]]
        name = "reader"
        token = {{ env = "READER" }}
        accounts = ["{TORII}"]
        read_only = true

        {accounts}
        "#
    )
}

/// The table of the account at Torii.
pub(crate) fn torii(url: &str) -> String {
    account(
        TORII,
        "torii",
        &format!("{url}/v1.0"),
        "api_key",
        "TORII_KEY",
    )
}

/// The table of the account at OneLogin.
pub(crate) fn onelogin(url: &str) -> String {
    account(ONELOGIN, "onelogin", url, "token", "ONELOGIN_TOKEN")
}

/// The table of the account at Logto.
pub(crate) fn logto(url: &str) -> String {
    account(LOGTO, "logto", url, "token", "LOGTO_TOKEN")
}

/// The table of an account at Truto, which has the accounts of another gateway.
pub(crate) fn truto(url: &str, hosted: &str) -> String {
    let table = account(TRUTO, "truto", url, "token", "TOKEN");
    format!("{table}        account = \"{hosted}\"\n")
}

/// The table of an account.
pub(crate) fn account(id: &str, provider: &str, url: &str, credential: &str, name: &str) -> String {
    format!(
        r#"
        [[accounts]]
        id = "{id}"
        provider = "{provider}"
        base_url = "{url}"
        proxy = true
        credentials.{credential} = {{ env = "{name}" }}
        "#
    )
}

/// The environment of the tests.
pub(crate) fn env(name: &str) -> Option<String> {
    let value = match name {
        "TOKEN" => TOKEN,
        "READER" => READER,
        "TORII_KEY" => TORII_KEY,
        "ONELOGIN_TOKEN" => ONELOGIN_TOKEN,
        "LOGTO_TOKEN" => LOGTO_TOKEN,
        _ => return None,
    };
    Some(value.to_owned())
}

impl Running {
    /// Starts a gateway.
    pub(crate) async fn start(config: &str) -> Self {
        let config = Config::parse(config).expect("a configuration");
        let gateway = Gateway::new(&config, &env).expect("a gateway");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(async move {
            let stop = async move { drop(stopped.await) };
            gateway.serve(listener, stop).await.expect("a server")
        });
        Self { url, stop, task }
    }

    /// Truto's client for the gateway.
    pub(crate) fn client(&self) -> Client {
        self.client_with(TOKEN)
    }

    /// Truto's client for the gateway, with this token.
    pub(crate) fn client_with(&self, token: &str) -> Client {
        let builder = Client::builder().credential(security::bearer_auth(token));
        builder.base_url(&self.url).build().expect("a client")
    }

    /// Stops the gateway.
    pub(crate) async fn stop(self) -> Stopped {
        let _ = self.stop.send(());
        self.task.await.expect("a task")
    }
}
