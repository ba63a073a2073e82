//! Sources of operations: providers and their accounts.

use signon_runtime::dynamic::DynamicClient;

use crate::name;

/// A provider, or an account of one.
#[derive(Debug)]
pub(crate) struct Source {
    /// The name of the account, if one provider may be served for several accounts.
    pub(crate) account: Option<String>,
    pub(crate) client: DynamicClient,
}

impl Source {
    /// Returns the name of the account or the provider.
    pub(crate) fn name(&self) -> &str {
        let account = self.account.as_deref();
        account.unwrap_or(&self.client.catalog().provider)
    }

    /// Returns the title for instructions.
    pub(crate) fn title(&self) -> String {
        let title = &self.client.catalog().title;
        match &self.account {
            Some(account) => format!("{title} (account `{account}`)"),
            None => title.clone(),
        }
    }

    /// Prefixes the name with the account, if any.
    pub(crate) fn prefixed(&self, name: &str) -> String {
        match &self.account {
            Some(account) => name::with_prefix(account, name),
            None => name.to_owned(),
        }
    }
}
