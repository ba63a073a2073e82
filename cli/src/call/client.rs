//! The client of a call.

use signon_mcp::credentials::{self, Setting};
use signon_runtime::Secret;
use signon_runtime::catalog::{Catalog, Operation};
use signon_runtime::dynamic::DynamicClient;

use super::failure::Failure;
use super::input::Stdin;
use super::options::Options;
use super::wire::Log;
use crate::settings::{self, Settings};

/// The client, with the credentials that are configured.
pub(super) fn client(
    catalog: &Catalog,
    operation: &Operation,
    options: &Options,
    stdin: &mut Stdin,
) -> Result<DynamicClient, Failure> {
    let mut settings = Settings::read(options.credentials.as_deref()).map_err(Failure::usage)?;
    if options.credential_stdin {
        give(
            catalog,
            operation,
            &stdin.text("credential-stdin")?,
            &mut settings,
        )?;
    }
    let builder = DynamicClient::builder(catalog.clone());
    let mut builder = credentials::configure(catalog, builder, &|name| settings.get(name));
    if let Some(server) = &options.server {
        builder = builder.base_url(server);
    }
    if let Some(limit) = options.timeout {
        builder = builder.timeout(limit).attempt_timeout(limit);
    }
    if options.verbose {
        let secrets = credentials::settings(catalog)
            .into_iter()
            .filter(|setting| setting.is_secret);
        let secrets = secrets.filter_map(|setting| settings.get(&setting.name).map(Secret::from));
        builder = builder.layer(Log::new(catalog, operation, &secrets.collect::<Vec<_>>()));
    }
    builder.build().map_err(|error| {
        let names = credentials::settings(catalog)
            .into_iter()
            .filter(|setting| setting.scheme.is_none());
        let hints = names.map(|setting| format!("{}: {}", setting.name, setting.about));
        hints.fold(Failure::from(error), Failure::detail)
    })
}

/// Takes the credential from standard input: the secret alone, or lines of `NAME=value`.
fn give(
    catalog: &Catalog,
    operation: &Operation,
    text: &str,
    settings: &mut Settings,
) -> Result<(), Failure> {
    let known = credentials::settings(catalog);
    let is_known = |name: &String| known.iter().any(|setting| setting.name == *name);
    if let Ok(values) = settings::parse(text)
        && !values.is_empty()
        && values.keys().all(is_known)
    {
        for (name, value) in values {
            settings.give(name, value);
        }
        return Ok(());
    }
    let name = secret(catalog, operation, settings).ok_or_else(|| {
        Failure::usage("the operation needs no credential: leave out `--credential-stdin`")
    })?;
    settings.give(name, text.trim().to_owned());
    Ok(())
}

/// The setting that a secret without a name is for.
fn secret(catalog: &Catalog, operation: &Operation, settings: &Settings) -> Option<String> {
    let schemes = required(catalog, operation);
    let of_scheme = |scheme: &&str| -> Vec<Setting> {
        let all = credentials::settings(catalog).into_iter();
        all.filter(|setting| setting.scheme.as_deref() == Some(*scheme))
            .collect()
    };
    let parts = schemes
        .iter()
        .map(of_scheme)
        .find(|parts| !parts.is_empty())?;
    let has_name = parts
        .iter()
        .any(|part| !part.is_secret && settings.get(&part.name).is_some());
    let mut secrets = parts.iter().filter(|part| part.is_secret);
    // The first secret of a pair belongs to a name; without the name it has to be the token.
    let chosen = if has_name {
        secrets.next()
    } else {
        secrets.next_back()
    };
    chosen.map(|part| part.name.clone())
}

/// The security schemes that an operation may need, in the order of the document.
fn required<'a>(catalog: &'a Catalog, operation: &'a Operation) -> Vec<&'a str> {
    let alternatives = operation.security.as_ref().unwrap_or(&catalog.security);
    alternatives
        .iter()
        .flatten()
        .map(|required| required.scheme.as_str())
        .collect()
}

/// The settings that would be a credential for the operation, as lines of a message.
pub(super) fn hints(catalog: &Catalog, operation: &Operation) -> Vec<String> {
    let schemes = required(catalog, operation);
    let settings = credentials::settings(catalog).into_iter();
    let settings = settings.filter(|setting| {
        setting
            .scheme
            .as_deref()
            .is_some_and(|scheme| schemes.contains(&scheme))
    });
    settings
        .map(|setting| format!("{}: {}", setting.name, setting.about))
        .collect()
}
