//! The client of a call.

use signon_mcp::credentials::{self, Setting};
use signon_runtime::Secret;
use signon_runtime::catalog::{Catalog, Operation};
use signon_runtime::dynamic::DynamicClient;

use super::credential;
use super::failure::Failure;
use super::input::Stdin;
use super::options::Options;
use super::wire::LoggingLayer;
use crate::settings::{Profile, Settings, System};
use crate::{catalog, prompt};

/// Creates the client with the configured credentials.
pub(super) fn client(
    catalog: &Catalog,
    operation: &Operation,
    options: &Options,
    stdin: &mut Stdin,
) -> Result<DynamicClient, Failure> {
    let settings = settings(catalog, operation, options, stdin)?;
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
        builder = builder.layer(LoggingLayer::new(
            catalog,
            operation,
            &secrets.collect::<Vec<_>>(),
        ));
    }
    builder.build().map_err(|error| {
        let names = credentials::settings(catalog)
            .into_iter()
            .filter(|setting| setting.scheme.is_none());
        let hints = listed(names);
        hints
            .into_iter()
            .fold(Failure::from(error), Failure::detail)
    })
}

/// Formats settings as lines of a message.
fn listed(settings: impl Iterator<Item = Setting>) -> Vec<String> {
    let heading = "settings, from the environment or the file of `--credentials`:".to_owned();
    let lines = settings.map(|setting| format!("  {}: {}", setting.name, setting.about));
    std::iter::once(heading).chain(lines).collect()
}

/// Reads the settings of the call, in order of priority.
fn settings(
    catalog: &Catalog,
    operation: &Operation,
    options: &Options,
    stdin: &mut Stdin,
) -> Result<Settings, Failure> {
    let mut settings = Settings::read(options.credentials.as_deref()).map_err(Failure::usage)?;
    let profile = Profile::open(options.profile.as_deref()).map_err(Failure::usage)?;
    if options.credential_stdin {
        let text = credential_text(stdin)?;
        let is_set = |name: &str| settings.get(name).is_some() || profile.origin(name).is_some();
        let values = credential::assign(catalog, &required(catalog, operation), &text, is_set)
            .map_err(Failure::usage)?;
        for (name, value) in values {
            settings.add_stdin(name, value);
        }
    }
    settings
        .add_profile(&profile, catalog, &System)
        .map_err(Failure::local)?;
    Ok(settings)
}

/// Reads the credential from standard input, without echo on a terminal.
fn credential_text(stdin: &mut Stdin) -> Result<String, Failure> {
    if !prompt::stdin_is_terminal() {
        return stdin.text("credential-stdin");
    }
    let answer = prompt::secret("Credential:").map_err(Failure::local)?;
    answer.ok_or_else(|| Failure::usage("the credential is missing"))
}

/// Returns the security schemes that an operation may need, in the order of the document.
fn required<'a>(catalog: &'a Catalog, operation: &'a Operation) -> Vec<&'a str> {
    let alternatives = operation.security.as_ref().unwrap_or(&catalog.security);
    alternatives
        .iter()
        .flatten()
        .map(|required| required.scheme.as_str())
        .collect()
}

/// Lists the settings for the operation's credentials, as lines of a message.
pub(super) fn hints(catalog: &Catalog, operation: &Operation) -> Vec<String> {
    let schemes = required(catalog, operation);
    let settings = credentials::settings(catalog).into_iter();
    let settings = settings.filter(|setting| {
        setting
            .scheme
            .as_deref()
            .is_some_and(|scheme| schemes.contains(&scheme))
    });
    let login = (!catalog::is_document(catalog)).then(|| {
        format!(
            "`signon auth login {}` stores a credential",
            catalog.provider
        )
    });
    listed(settings).into_iter().chain(login).collect()
}
