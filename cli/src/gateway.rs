//! `signon gateway`: serves the unified API over HTTP.

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use signon_gateway::{Config, Gateway, SecretStore, Stopped};
use tokio::net::TcpListener;

use crate::{Outcome, message};

/// Serve the unified API of Truto over accounts of several providers
///
/// The configuration lists the accounts, and the locations of their credentials and of the callers' tokens. The log is JSON on
/// standard error, one object on each line. SIGTERM and SIGINT stop the server after pending requests complete.
#[derive(Clone, Debug, Args)]
pub(crate) struct Arguments {
    /// The configuration, in TOML
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// The address to listen on, instead of the configured one
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Validate the configuration and its secrets, and exit
    #[arg(long)]
    check: bool,
}

/// The process environment and the system keychain, which holds credentials stored by `signon auth login`.
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
        message::note("the configuration is valid");
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
        message::note("warning: some requests did not complete in time");
    }
    Ok(Outcome::Done)
}

async fn serve(gateway: Gateway, address: SocketAddr) -> Result<Stopped, Box<dyn Error>> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on `{address}`: {error}"))?;
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

/// Returns a future that completes when the process is asked to stop.
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

/// Returns a future that completes when the process is asked to stop.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "same signature as on Unix")]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}
