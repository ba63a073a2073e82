//! Torii in memory, and what was sent to it.

#[path = "../../../examples/support/account.rs"]
mod account;

use signon_torii::{Client, security};
use signon_unified::Torii;

pub(crate) use self::account::Account;

impl Account {
    pub(crate) fn open(&self) -> Torii {
        let client = Client::builder()
            .credential(security::api_key("test key"))
            .transport(self.memory.clone())
            .build();
        Torii::new(client.expect("a client"))
    }

    /// The requests so far: method and target.
    pub(crate) fn sent(&self) -> Vec<String> {
        let requests = self.memory.requests();
        let lines = requests
            .iter()
            .map(|sent| format!("{} {}", sent.method, sent.target()));
        lines.collect()
    }
}
