//! `signon auth login` and `signon auth logout`: store and remove credentials.

use std::collections::BTreeMap;
use std::error::Error;

use clap::Args;
use signon_mcp::credentials::{self, Setting};
use signon_runtime::catalog::Catalog;

use super::credential;
use super::input::Stdin;
use crate::arguments::UsageError;
use crate::settings::{self, Keychain, Origin, Profile, Store, System};
use crate::{catalog, message, prompt};

/// Arguments of `signon auth login`.
#[derive(Clone, Debug, Args)]
pub(super) struct Login {
    /// The provider
    #[arg(
        value_name = "PROVIDER",
        required_unless_present = "spec",
        conflicts_with = "spec"
    )]
    provider: Option<String>,
    /// A document instead of a provider
    #[arg(long, value_name = "FILE", requires = "profile")]
    spec: Option<String>,
    /// The profile to store the credential in
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Where to store the credential [default: the keychain, if supported by this build]
    #[arg(long, value_name = "STORE")]
    store: Option<Store>,
    /// The security scheme [default: the first one that operations need]
    #[arg(long, value_name = "NAME")]
    scheme: Option<String>,
}

/// Arguments of `signon auth logout`.
#[derive(Clone, Debug, Args)]
pub(super) struct Logout {
    /// The provider [default: all]
    #[arg(value_name = "PROVIDER", conflicts_with = "spec")]
    provider: Option<String>,
    /// A document instead of a provider
    #[arg(long, value_name = "FILE", requires = "profile")]
    spec: Option<String>,
    /// The profile to remove the credential from
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
}

/// Stores a credential; returns `false` if the document has problems, which were reported.
pub(super) fn login(arguments: &Login) -> Result<bool, Box<dyn Error>> {
    let Some(catalog) = catalog(arguments.provider.as_deref(), arguments.spec.as_deref())? else {
        return Ok(false);
    };
    let mut profile = Profile::create(arguments.profile.as_deref())?;
    let scheme = scheme(&catalog, arguments.scheme.as_deref())?;
    let values = if prompt::is_interactive() {
        ask(&catalog, &scheme, &profile)?
    } else if prompt::stdin_is_terminal() {
        // The secret would be echoed.
        return Err(UsageError("standard error must also be a terminal".to_owned()).into());
    } else {
        let text = Stdin::default()
            .text("standard input")
            .map_err(|failure| UsageError(failure.to_string()))?;
        credential::assign(&catalog, &[&scheme], &text, |name| {
            profile.origin(name).is_some()
        })?
    };
    check(&values)?;
    let store = arguments.store.unwrap_or(if System::AVAILABLE {
        Store::Keychain
    } else {
        Store::File
    });
    let schemes = schemes(&catalog);
    store_credential(&mut profile, &schemes, &values, store, &System).map_err(|error| {
        match arguments.store {
            None => format!("{error}\n  `--store file` stores it in a file that only you may read"),
            Some(_) => error.to_string(),
        }
    })?;
    let names: Vec<&str> = values.keys().map(String::as_str).collect();
    let location = match store {
        Store::Keychain => "the system's keychain".to_owned(),
        Store::File => format!("`{}`", profile.credentials_path()?.display()),
    };
    message::note(&format!(
        "stored {} in the profile `{}` ({location})",
        names.join(", "),
        profile.name()
    ));
    Ok(true)
}

/// Stores values; a credential replaces all parts of the previous one.
fn store_credential(
    profile: &mut Profile,
    parts: &[Setting],
    values: &BTreeMap<String, String>,
    store: Store,
    keychain: &dyn Keychain,
) -> Result<(), Box<dyn Error>> {
    let is_credential = |name: &str| parts.iter().any(|part| part.name == name);
    profile.store(values, is_credential, store, keychain)?;
    let replaced = parts.iter().filter(|part| {
        let is_secret_set = |other: &&Setting| {
            other.scheme == part.scheme && other.is_secret && values.contains_key(&other.name)
        };
        part.is_secret
            && !values.contains_key(&part.name)
            && parts.iter().any(|other| is_secret_set(&other))
    });
    let replaced: Vec<&str> = replaced.map(|part| part.name.as_str()).collect();
    profile.remove(|name| replaced.contains(&name), keychain)?;
    Ok(())
}

/// Rejects values that would not survive a round trip.
fn check(values: &BTreeMap<String, String>) -> Result<(), UsageError> {
    if values.values().all(String::is_empty) {
        return Err(UsageError(
            "no value was entered; nothing was stored".to_owned(),
        ));
    }
    let mut rejected = values
        .iter()
        .filter(|(_, value)| !settings::is_representable(value));
    match rejected.next() {
        Some((name, _)) => Err(UsageError(format!(
            "the value of `{name}` has multiple lines"
        ))),
        None => Ok(()),
    }
}

/// Asks for the parts of a credential, and for the server.
fn ask(
    catalog: &Catalog,
    scheme: &str,
    profile: &Profile,
) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let relevant = credentials::settings(catalog)
        .into_iter()
        .filter(|setting| {
            let of_scheme = setting.scheme.as_deref();
            of_scheme.is_none_or(|of_scheme| of_scheme == scheme)
        });
    let mut values = BTreeMap::new();
    let mut has_secret = false;
    for setting in relevant {
        // A pair or a token is enough.
        if setting.is_secret && has_secret {
            continue;
        }
        let hint = match profile.origin(&setting.name) {
            Some(Origin::Keychain | Origin::Profile) => ", empty to keep the stored value",
            _ => ", empty for none",
        };
        let question = format!("{} ({}{hint}):", setting.name, setting.about);
        let answer = if setting.is_secret {
            prompt::secret(&question)
        } else {
            prompt::line(&question)
        };
        let answer = answer?.ok_or("unexpected end of input; nothing was stored")?;
        if !answer.is_empty() {
            has_secret |= setting.is_secret;
            values.insert(setting.name, answer);
        }
    }
    Ok(values)
}

/// Removes stored credentials; returns `false` if the document has problems, which were reported.
pub(super) fn logout(arguments: &Logout) -> Result<bool, Box<dyn Error>> {
    let mut profile = Profile::open(arguments.profile.as_deref())?;
    let is_filtered = arguments.provider.is_some() || arguments.spec.is_some();
    let parts = if is_filtered {
        let found = catalog(arguments.provider.as_deref(), arguments.spec.as_deref())?;
        let Some(catalog) = found else {
            return Ok(false);
        };
        Some(schemes(&catalog))
    } else {
        None
    };
    let filter = |name: &str| {
        let parts = parts.as_ref();
        parts.is_none_or(|parts| parts.iter().any(|part| part.name == name))
    };
    let removed = profile.remove(filter, &System)?;
    if removed.is_empty() {
        message::note(&format!(
            "the profile `{}` has no such credential",
            profile.name()
        ));
    }
    for name in &removed {
        message::note(&format!("removed {name}"));
        if std::env::var_os(name).is_some() {
            message::note(&format!("note: {name} is still set in the environment"));
        }
    }
    Ok(true)
}

fn catalog(provider: Option<&str>, spec: Option<&str>) -> Result<Option<Catalog>, Box<dyn Error>> {
    match (provider, spec) {
        (_, Some(document)) => catalog::document(document),
        (Some(name), None) => catalog::provider(name).map(Some),
        (None, None) => Err(UsageError("missing provider".to_owned()).into()),
    }
}

/// Returns the settings that are parts of a catalog's credentials.
fn schemes(catalog: &Catalog) -> Vec<Setting> {
    let settings = credentials::settings(catalog).into_iter();
    settings
        .filter(|setting| setting.scheme.is_some())
        .collect()
}

/// Selects the security scheme of a credential.
fn scheme(catalog: &Catalog, named: Option<&str>) -> Result<String, UsageError> {
    let known = || {
        catalog
            .security_schemes
            .iter()
            .map(|scheme| scheme.name.as_str())
    };
    if let Some(wanted) = named {
        let found = known().find(|name| *name == wanted);
        return found.map(str::to_owned).ok_or_else(|| {
            let all: Vec<&str> = known().collect();
            UsageError(format!(
                "unknown security scheme `{wanted}`; expected one of {}",
                all.join(", ")
            ))
        });
    }
    let needed = catalog.security.iter().flatten();
    let first = needed
        .map(|required| required.scheme.as_str())
        .chain(known())
        .next();
    first
        .map(str::to_owned)
        .ok_or_else(|| UsageError(format!("`{}` needs no credential", catalog.provider)))
}
