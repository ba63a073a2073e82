//! The system keychain: Keychain Services, Windows Credential Manager, or the Secret Service of the desktop.

use std::error::Error;

/// A store of secrets by account.
pub(crate) trait Keychain {
    fn get(&self, account: &str) -> Result<Option<String>, Box<dyn Error>>;
    fn set(&self, account: &str, secret: &str) -> Result<(), Box<dyn Error>>;
    /// Removes a secret; a missing one is not an error.
    fn remove(&self, account: &str) -> Result<(), Box<dyn Error>>;
}

/// The system keychain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct System;

impl System {
    /// Whether the program was built with access to it.
    pub(crate) const AVAILABLE: bool = cfg!(feature = "keychain");
}

#[cfg(feature = "keychain")]
mod system {
    use std::error::Error;

    use keyring::Entry;

    use super::{Keychain, System};

    /// The service name of the entries.
    const SERVICE: &str = "signon";

    fn entry(account: &str) -> Result<Entry, Box<dyn Error>> {
        if let Err(error) = Entry::store_status() {
            return Err(unusable(error));
        }
        Entry::new(SERVICE, account).map_err(|error| unusable(&error))
    }

    fn unusable(error: &keyring::Error) -> Box<dyn Error> {
        let is_inaccessible = matches!(error, keyring::Error::NoStorageAccess(_));
        let locked = if is_inaccessible {
            " (is it locked?)"
        } else {
            ""
        };
        format!("the system's keychain cannot be used{locked}: {error}").into()
    }

    impl Keychain for System {
        fn get(&self, account: &str) -> Result<Option<String>, Box<dyn Error>> {
            match entry(account)?.get_password() {
                Ok(secret) => Ok(Some(secret)),
                Err(keyring::Error::NoEntry) => Ok(None),
                Err(error) => Err(unusable(&error)),
            }
        }

        fn set(&self, account: &str, secret: &str) -> Result<(), Box<dyn Error>> {
            entry(account)?
                .set_password(secret)
                .map_err(|error| unusable(&error))
        }

        fn remove(&self, account: &str) -> Result<(), Box<dyn Error>> {
            match entry(account)?.delete_credential() {
                Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
                Err(error) => Err(unusable(&error)),
            }
        }
    }
}

#[cfg(not(feature = "keychain"))]
mod system {
    use std::error::Error;

    use super::{Keychain, System};

    fn unavailable() -> Box<dyn Error> {
        "this build of `signon` has no access to the system's keychain (feature `keychain`)".into()
    }

    impl Keychain for System {
        fn get(&self, _account: &str) -> Result<Option<String>, Box<dyn Error>> {
            Err(unavailable())
        }

        fn set(&self, _account: &str, _secret: &str) -> Result<(), Box<dyn Error>> {
            Err(unavailable())
        }

        fn remove(&self, _account: &str) -> Result<(), Box<dyn Error>> {
            Err(unavailable())
        }
    }
}
