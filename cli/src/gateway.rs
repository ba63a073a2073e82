//! `signon gateway`: the unified API over HTTP.

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use signon_gateway::{Config, Gateway, SecretStore, Stopped};
use tokio::net::TcpListener;

use crate::{Outcome, message};

/// Serve the unified API of Truto over accounts of several providers
///
/// The configuration names the accounts, and where their credentials and the tokens of callers are. The log is JSON on
/// standard error, one object on each line. SIGTERM and SIGINT stop the server once it has finished its requests.
#[derive(Clone, Debug, Args)]
pub(crate) struct Arguments {
    /// The configuration, in TOML
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// The address to listen on, in place of that of the configuration
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Read the configuration and its secrets, and exit
    #[arg(long)]
    check: bool,
}

/// The environment of the process and the system's keychain, which holds what `signon auth login` stores.
struct Secrets;

impl SecretStore for Secrets {
    fn env(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    #[cfg(feature = "keychain")]
    fn keychain(&self, account: &str) -> Result<Option<String>, Box<dyn Error>> {
        use crate::settings::{Keychain as _, System};

        System.get(account)
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome, Box<dyn Error>> {
    let mut config = Config::load(&arguments.config)?;
    if let Some(listen) = arguments.listen {
        config.listen = listen;
    }
    let gateway = Gateway::new(&config, &Secrets)?;
    if arguments.check {
        message::note("the configuration can be served");
        return Ok(Outcome::Done);
    }
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_max_level(tracing_subscriber::filter::LevelFilter::INFO)
        .with_writer(std::io::stderr)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let stopped = runtime.block_on(serve(gateway, config.listen))?;
    runtime.shutdown_background();
    if stopped == Stopped::Interrupted {
        message::note("warning: some requests were not finished in time");
    }
    Ok(Outcome::Done)
}

async fn serve(gateway: Gateway, address: SocketAddr) -> Result<Stopped, Box<dyn Error>> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("`{address}` cannot be listened on: {error}"))?;
    let stop = stop_signal()?;
    // Tests and supervisors read the port from here.
    message::note(&format!("listening on http://{}", listener.local_addr()?));
    if !address.ip().is_loopback() {
        message::note(
            "warning: tokens and records are sent without TLS: put a proxy with TLS in front",
        );
    }
    Ok(gateway.serve(listener, stop).await?)
}

/// Done when the process is asked to stop.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Done when the process is asked to stop.
#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "it has the signature of the other one"
)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}
