//! The program: orders in, reports out.

use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::Duration;

use signon_runtime::catalog::Catalog;
use signon_runtime::dynamic::DynamicClient;
use signon_runtime::metadata::{Api, SchemeKind};
use signon_runtime::{Client, ClientBuilder, Credential, RetryPolicy};

use crate::dynamic;
use crate::loopback::Loopback;
use crate::record::Recorder;
use crate::{Call, NO_CALL, Order, Outcome, PeerCall, Report, Side};

/// The secret in all credentials.
const SECRET: &str = "s3cret";

/// How long a call may take, on a slow machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// What a document's operations are called with.
#[derive(Debug)]
pub struct Clients {
    /// The calls of the generated client.
    pub calls: Vec<Call>,
    /// The catalog of the generated crate.
    pub catalog: &'static str,
    /// The calls of the peer's client, where there is one.
    pub peer: Vec<PeerCall>,
}

/// Serves the orders on the input. The calls go to the server that the command line names, or to the program's own.
pub fn run(clients: &Clients) -> ExitCode {
    let server = std::env::args().nth(1);
    exit(serve(clients, server))
}

/// Makes what a document's operations are called with.
type MakeClients = fn() -> Clients;

/// Serves the orders for one of several documents: the first argument is its name, the second the server.
pub fn run_one_of(documents: &[(&str, MakeClients)]) -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    let served = match documents.iter().find(|(known, _)| *known == name) {
        Some((_, clients)) => serve(&clients(), std::env::args().nth(2)),
        None => Err(format!("there is no document `{name}`").into()),
    };
    exit(served)
}

fn exit(served: Result<(), Box<dyn Error>>) -> ExitCode {
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            drop(writeln!(std::io::stderr(), "error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn serve(clients: &Clients, server: Option<String>) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let (recorder, own) = Recorder::start().await?;
        let server = server.unwrap_or(own);
        let calls = &clients.calls;
        let api = calls.first().ok_or("the client has no operations")?.api;
        let typed = |only: Option<&_>| client(ClientBuilder::new(api), api, &server, only);
        let usual = typed(None)?;
        let catalog = Catalog::from_json(clients.catalog)?;
        let dynamic = client(DynamicClient::builder(catalog), api, &server, None)?;
        for line in std::io::stdin().lines() {
            let order: Order = serde_json::from_str(&line?)?;
            let outcome = match order.client {
                Side::Ours => match &order.credential {
                    Some(only) => ours(calls, &typed(Some(only))?, &order).await,
                    None => ours(calls, &usual, &order).await,
                },
                Side::Peer => peers(&clients.peer, &server, &order).await,
                Side::Dynamic => dynamic::send(&dynamic, &order).await,
            };
            let report = Report {
                sent: recorder.take(),
                outcome,
            };
            writeln!(std::io::stdout(), "{}", serde_json::to_string(&report)?)?;
        }
        Ok(())
    })
}

/// A client that has one credential, or one for each security scheme.
fn client<C>(
    builder: ClientBuilder<C>,
    api: &'static Api,
    server: &str,
    only: Option<&(String, String)>,
) -> Result<C, signon_runtime::Error> {
    let builder = builder
        .base_url(server)
        .no_proxy()
        .layer(Loopback)
        .retry(RetryPolicy::never())
        .timeout(PATIENCE)
        .attempt_timeout(PATIENCE)
        .keep_rate_limits(false);
    let secret = only.map_or(SECRET, |(_, secret)| secret.as_str());
    let schemes = api.schemes.iter();
    let schemes = schemes.filter(|scheme| only.is_none_or(|(name, _)| name == scheme.name));
    let builder = schemes.fold(builder, |builder, scheme| {
        builder.credential(match scheme.kind {
            SchemeKind::Basic => Credential::basic(scheme.name, "me", secret),
            SchemeKind::Bearer
            | SchemeKind::ApiKeyHeader(_)
            | SchemeKind::ApiKeyQuery(_)
            | SchemeKind::ApiKeyCookie(_)
            | SchemeKind::ClientCredentials(_)
            | SchemeKind::OAuth2
            | SchemeKind::Unsupported(_) => Credential::api_key(scheme.name, secret),
        })
    });
    builder.build()
}

async fn ours(calls: &[Call], client: &Client, order: &Order) -> Outcome {
    let found = calls.iter().find(|call| {
        call.method == order.method
            && call.path == order.path
            && call.media == order.media.as_deref()
    });
    match found {
        Some(call) => call.send(client, order).await,
        None => Outcome::unmade(NO_CALL),
    }
}

async fn peers(calls: &[PeerCall], server: &str, order: &Order) -> Outcome {
    let found = calls
        .iter()
        .find(|call| call.method == order.method && call.path == order.path);
    match found {
        Some(call) => call.send(server, &order.given).await,
        None => Outcome::unmade("the peer's client has no such call"),
    }
}
