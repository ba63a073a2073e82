//! Credentials from standard input.

use std::collections::BTreeMap;

use signon_mcp::credentials::{self, Setting};
use signon_runtime::catalog::Catalog;

use crate::arguments::UsageError;
use crate::settings;

/// Parses settings: lines of `NAME=value`, or only the secret of one of the schemes.
pub(super) fn assign(
    catalog: &Catalog,
    schemes: &[&str],
    text: &str,
    is_set: impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, String>, UsageError> {
    let known = credentials::settings(catalog);
    let is_known = |name: &String| known.iter().any(|setting| setting.name == *name);
    if let Ok(values) = settings::parse(text)
        && !values.is_empty()
        && values.keys().all(is_known)
    {
        return Ok(values);
    }
    let name = secret(&known, schemes, is_set)
        .ok_or_else(|| UsageError("no credential is needed from standard input".to_owned()))?;
    Ok(BTreeMap::from([(name, text.trim().to_owned())]))
}

/// Returns the setting for a secret without a name.
fn secret(known: &[Setting], schemes: &[&str], is_set: impl Fn(&str) -> bool) -> Option<String> {
    let of_scheme = |scheme: &&str| -> Vec<&Setting> {
        let parts = known.iter();
        parts
            .filter(|setting| setting.scheme.as_deref() == Some(*scheme))
            .collect()
    };
    let parts = schemes
        .iter()
        .map(of_scheme)
        .find(|parts| !parts.is_empty())?;
    let has_name = parts
        .iter()
        .any(|part| !part.is_secret && is_set(&part.name));
    let mut secrets = parts.iter().filter(|part| part.is_secret);
    // The first secret of a pair belongs to a name; without the name it must be the token.
    let chosen = if has_name {
        secrets.next()
    } else {
        secrets.next_back()
    };
    chosen.map(|part| part.name.clone())
}
