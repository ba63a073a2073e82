//! What operations are served of: a provider, or an account at one.

use signon_runtime::dynamic::DynamicClient;

use crate::name;

/// A provider, or an account at one.
#[derive(Debug)]
pub(crate) struct Source {
    /// The name of the account, where the same provider may be served for several.
    pub(crate) account: Option<String>,
    pub(crate) client: DynamicClient,
}

impl Source {
    /// The name of the account, or else of the provider.
    pub(crate) fn name(&self) -> &str {
        let account = self.account.as_deref();
        account.unwrap_or(&self.client.catalog().provider)
    }

    /// How instructions name it.
    pub(crate) fn title(&self) -> String {
        let title = &self.client.catalog().title;
        match &self.account {
            Some(account) => format!("{title} (account `{account}`)"),
            None => title.clone(),
        }
    }

    /// The name with the account as prefix, if there is one.
    pub(crate) fn prefixed(&self, name: &str) -> String {
        match &self.account {
            Some(account) => name::with_prefix(account, name),
            None => name.to_owned(),
        }
    }
}
