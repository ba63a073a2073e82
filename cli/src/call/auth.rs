//! `signon auth`: manages stored credentials.

use std::error::Error;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use signon_mcp::credentials;
use signon_runtime::catalog::Catalog;

use super::login::{self, Login, Logout};
use crate::catalog::{self, PROVIDERS};
use crate::settings::{self, Origin, Profile, Settings};
use crate::{Outcome, message};

/// Store and remove credentials, and show which ones are configured
#[derive(Clone, Debug, Args)]
pub(crate) struct Auth {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Store a credential, read from a prompt or from standard input
    ///
    /// Standard input contains only the secret, or lines of `NAME=value`.
    Login(Login),
    /// Print the origin of each setting of a provider, without its value
    Status(Status),
    /// Remove stored credentials
    Logout(Logout),
}

#[derive(Clone, Debug, Args)]
struct Status {
    /// Providers [default: all]
    #[arg(value_name = "PROVIDER")]
    providers: Vec<String>,
    /// Documents whose settings to print
    #[arg(long, value_name = "FILE")]
    spec: Vec<String>,
    /// File of `NAME=value` settings that only its owner may read
    #[arg(long, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// Profile to read settings from [default: `SIGNON_PROFILE`, or `default`]
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
}

pub(crate) fn run(arguments: &Auth) -> Result<Outcome, Box<dyn Error>> {
    let is_done = match &arguments.command {
        Command::Login(arguments) => login::login(arguments)?,
        Command::Logout(arguments) => login::logout(arguments)?,
        Command::Status(arguments) => status(arguments)?,
    };
    Ok(if is_done {
        Outcome::Done
    } else {
        Outcome::Problems
    })
}

/// Prints the origins of settings; returns `false` if a document has problems, which were reported.
fn status(arguments: &Status) -> Result<bool, Box<dyn Error>> {
    let settings = Settings::read(arguments.credentials.as_deref())?;
    let profile = Profile::open(arguments.profile.as_deref())?;
    let Some(catalogs) = catalogs(&arguments.providers, &arguments.spec)? else {
        return Ok(false);
    };
    let mut lines = Vec::new();
    for catalog in &catalogs {
        for setting in credentials::settings(catalog) {
            let stored = || {
                settings::serves(&profile, catalog)
                    .then(|| profile.origin(&setting.name))
                    .flatten()
            };
            profile.check(&setting)?;
            let origin = settings.origin(&setting.name).or_else(stored);
            lines.push((setting, describe(origin, &profile)));
        }
    }
    let names = message::column_width(lines.iter().map(|(setting, _)| setting.name.as_str()));
    let origins = message::column_width(lines.iter().map(|(_, origin)| origin.as_str()));
    for (setting, origin) in &lines {
        message::result(&format!(
            "{:<names$}  {origin:<origins$}  {}",
            setting.name, setting.about
        ));
    }
    Ok(true)
}

fn describe(origin: Option<Origin>, profile: &Profile) -> String {
    match origin {
        Some(Origin::Stdin) => "standard input".to_owned(),
        Some(Origin::Environment) => "environment".to_owned(),
        Some(Origin::File) => "file".to_owned(),
        Some(Origin::Keychain) => format!("keychain (profile {})", profile.name()),
        Some(Origin::Profile) => format!("profile {}", profile.name()),
        None => "not set".to_owned(),
    }
}

fn catalogs(
    providers: &[String],
    documents: &[String],
) -> Result<Option<Vec<Catalog>>, Box<dyn Error>> {
    let all: Vec<String> = PROVIDERS
        .iter()
        .map(|provider| provider.name.to_owned())
        .collect();
    let names = if providers.is_empty() && documents.is_empty() {
        &all
    } else {
        providers
    };
    let mut catalogs = Vec::new();
    for name in names {
        catalogs.push(catalog::provider(name)?);
    }
    for document in documents {
        let Some(catalog) = catalog::document(document)? else {
            return Ok(None);
        };
        catalogs.push(catalog);
    }
    Ok(Some(catalogs))
}
