//! `signon mcp`: serves operations as tools for agents.

mod arguments;
mod worker;

use std::error::Error;

use signon_mcp::{Server, credentials, http, stdio};
use signon_runtime::Secret;
use signon_runtime::catalog::Catalog;
use signon_runtime::dynamic::DynamicClient;

pub(crate) use self::arguments::Mcp;
pub(crate) use self::worker::run as run_worker;
use crate::settings::{Profile, Settings, System};
use crate::{Outcome, catalog, message};

/// The setting for the token that HTTP clients must send.
const TOKEN: &str = "SIGNON_MCP_TOKEN";

pub(crate) fn run(arguments: &Mcp) -> Result<Outcome, Box<dyn Error>> {
    let Some(catalogs) = load(arguments)? else {
        return Ok(Outcome::Problems);
    };
    if arguments.settings {
        print_settings(&catalogs);
        return Ok(Outcome::Done);
    }
    let settings = settings(arguments, &catalogs)?;
    let clients = catalogs
        .iter()
        .map(|catalog| client(catalog, arguments, &settings))
        .collect::<Result<_, _>>()?;
    let server = Server::new(clients, arguments.options()?)?;
    if arguments.print_tools {
        message::data(&serde_json::to_string(server.tools())?);
        return Ok(Outcome::Done);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve(server, arguments, &settings))?;
    // A thread may still wait for standard input.
    runtime.shutdown_background();
    Ok(Outcome::Done)
}

fn settings(arguments: &Mcp, catalogs: &[Catalog]) -> Result<Settings, Box<dyn Error>> {
    let mut settings = Settings::read(arguments.credentials.as_deref())?;
    if arguments.print_tools {
        // The list does not depend on credentials.
        return Ok(settings);
    }
    let profile = Profile::open(arguments.profile.as_deref())?;
    for catalog in catalogs {
        settings.add_profile(&profile, catalog, &System)?;
    }
    Ok(settings)
}

async fn serve(server: Server, arguments: &Mcp, settings: &Settings) -> Result<(), Box<dyn Error>> {
    let Some(address) = &arguments.http else {
        return Ok(stdio::serve(server).await?);
    };
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on `{address}`: {error}"))?;
    let mut access = http::Access::default();
    access.token = settings.get(TOKEN).map(Secret::from);
    access.hosts.clone_from(&arguments.allow_host);
    access.origins.clone_from(&arguments.allow_origin);
    message::note(&format!(
        "listening on http://{}{}",
        listener.local_addr()?,
        http::PATH
    ));
    match http::serve(listener, server, access).await {
        Ok(never) => match never {},
        Err(error @ http::Error::TokenRequired(_)) => Err(format!("{error}: set `{TOKEN}`").into()),
        Err(error) => Err(error.into()),
    }
}

/// Loads the catalogs of the providers and the documents; `None` if a document has problems, which are reported.
fn load(arguments: &Mcp) -> Result<Option<Vec<Catalog>>, Box<dyn Error>> {
    let mut catalogs = Vec::new();
    for name in &arguments.providers {
        catalogs.push(catalog::provider(name)?);
    }
    for document in &arguments.spec {
        let Some(catalog) = catalog::document(document)? else {
            return Ok(None);
        };
        catalogs.push(catalog);
    }
    Ok(Some(catalogs))
}

fn client(
    catalog: &Catalog,
    arguments: &Mcp,
    settings: &Settings,
) -> Result<DynamicClient, Box<dyn Error>> {
    let provider = catalog.provider.clone();
    let builder = DynamicClient::builder(catalog.clone());
    if arguments.print_tools {
        // The list does not depend on the server and the credentials.
        return Ok(builder.base_url("https://localhost").build()?);
    }
    let builder = credentials::configure(catalog, builder, &|name| settings.get(name));
    let secrets: Vec<String> = credentials::settings(catalog)
        .into_iter()
        .filter(|setting| setting.is_secret)
        .map(|setting| setting.name)
        .collect();
    if !secrets.is_empty() && secrets.iter().all(|name| settings.get(name).is_none()) {
        message::note(&format!(
            "warning: no credential for `{provider}`: set {}",
            secrets.join(" or ")
        ));
    }
    Ok(builder.build().map_err(|error| {
        format!("{error} (`signon mcp --settings` prints the names of settings)")
    })?)
}

fn print_settings(catalogs: &[Catalog]) {
    for setting in catalogs.iter().flat_map(credentials::settings) {
        let secret = if setting.is_secret { ", secret" } else { "" };
        message::result(&format!("{}  ({}{secret})", setting.name, setting.about));
    }
}
