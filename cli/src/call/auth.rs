//! `signon auth`: which credentials are configured.

use std::error::Error;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use signon_mcp::credentials;

use crate::catalog::{self, PROVIDERS};
use crate::settings::{Origin, Settings};
use crate::{Outcome, message};

/// Show which credentials are configured
#[derive(Clone, Debug, Args)]
pub(crate) struct Auth {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Print where each setting of a provider comes from, and no values
    Status {
        /// Providers [default: all]
        #[arg(value_name = "PROVIDER")]
        providers: Vec<String>,
        /// Documents whose settings are printed
        #[arg(long, value_name = "FILE")]
        spec: Vec<String>,
        /// A file of settings, `NAME=value` on each line, that only its owner may read
        #[arg(long, value_name = "FILE")]
        credentials: Option<PathBuf>,
    },
}

pub(crate) fn run(arguments: &Auth) -> Result<Outcome, Box<dyn Error>> {
    let Command::Status {
        providers,
        spec,
        credentials,
    } = &arguments.command;
    let settings = Settings::read(credentials.as_deref())?;
    let all = || {
        PROVIDERS
            .iter()
            .map(|provider| provider.name.to_owned())
            .collect()
    };
    let names: Vec<String> = if providers.is_empty() && spec.is_empty() {
        all()
    } else {
        providers.clone()
    };
    let mut catalogs = Vec::new();
    for name in &names {
        catalogs.push(catalog::provider(name)?);
    }
    for document in spec {
        let Some(catalog) = catalog::document(document)? else {
            return Ok(Outcome::Problems);
        };
        catalogs.push(catalog);
    }
    let settings_of = catalogs
        .iter()
        .flat_map(credentials::settings)
        .collect::<Vec<_>>();
    let width = settings_of
        .iter()
        .map(|setting| setting.name.len())
        .max()
        .unwrap_or_default();
    for setting in settings_of {
        let origin = match settings.origin(&setting.name) {
            Some(Origin::Given) => "standard input",
            Some(Origin::Environment) => "environment",
            Some(Origin::File) => "file",
            None => "not set",
        };
        message::result(&format!(
            "{:<width$}  {origin:<11}  {}",
            setting.name, setting.about
        ));
    }
    Ok(Outcome::Done)
}
