//! Connections, from the first to a graceful stop.

use std::collections::BTreeMap;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::access::Access;
use crate::account::Account;
use crate::config::{Config, Limits};
use crate::mcp::Mcp;
use crate::routes::{self, Shared};
use crate::secret::{ConfigError, SecretStore};

/// The time that the head of a request may take to arrive.
const HEAD_TIMEOUT: Duration = Duration::from_secs(15);
/// The headers that a request may have.
const HEADERS: usize = 64;
/// The bytes that the head of a request may have.
const HEAD_BYTES: usize = 32 * 1024;

/// A server that is configured and does not listen yet.
pub struct Gateway {
    shared: Arc<Shared>,
    limits: Limits,
}

/// How a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stopped {
    /// All requests were answered.
    Finished,
    /// Some requests took longer than `limits.stop_seconds`.
    Interrupted,
}

impl Gateway {
    /// The server of a configuration; `store` has the secrets that it refers to.
    pub fn new(config: &Config, store: &dyn SecretStore) -> Result<Self, ConfigError> {
        let mut accounts = BTreeMap::new();
        for account in &config.accounts {
            let opened = Account::open(account, &config.limits, &config.folder, store)?;
            accounts.insert(account.id.clone(), Arc::new(opened));
        }
        let access = Access::new(config, store)?;
        let limits = config.limits.clone();
        let concurrency = limits.concurrency.min(Semaphore::MAX_PERMITS);
        Ok(Self {
            shared: Arc::new(Shared {
                mcp: Mcp::new(config, &access, &accounts)?,
                access,
                accounts,
                public_url: config.public_url.clone(),
                body_bytes: limits.body_bytes,
                timeout: limits.request_timeout(),
                requests: Arc::new(Semaphore::new(concurrency)),
                stopping: AtomicBool::new(false),
            }),
            limits,
        })
    }

    /// Serves connections until `stop` is done; then it accepts no more, and finishes the requests that it has.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()>,
    ) -> io::Result<Stopped> {
        let connections = Connections {
            open: Arc::new(Semaphore::new(
                self.limits.connections.min(Semaphore::MAX_PERMITS),
            )),
            router: routes::router(Arc::clone(&self.shared)),
            graceful: GracefulShutdown::new(),
        };
        let mut stop = pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => break,
                (stream, permit) = connections.accept(&listener) => connections.spawn(stream, permit),
            }
        }
        self.shared.stopping.store(true, Ordering::Relaxed);
        self.shared.mcp.close();
        drop(listener);
        let limit = Duration::from_secs(self.limits.stop_seconds);
        let finish = async {
            connections.graceful.shutdown().await;
            // Changes whose caller went away.
            let all = self.limits.concurrency.min(Semaphore::MAX_PERMITS);
            let all = u32::try_from(all).unwrap_or(u32::MAX);
            let _ = self.shared.requests.acquire_many(all).await;
        };
        Ok(match tokio::time::timeout(limit, finish).await {
            Ok(()) => Stopped::Finished,
            Err(_) => Stopped::Interrupted,
        })
    }
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gateway")
            .field("accounts", &self.shared.accounts.keys())
            .finish_non_exhaustive()
    }
}

/// The connections of a server.
struct Connections {
    open: Arc<Semaphore>,
    router: axum::Router,
    graceful: GracefulShutdown,
}

impl Connections {
    /// The next connection, once there is room for it.
    async fn accept(&self, listener: &TcpListener) -> (TcpStream, Option<OwnedSemaphorePermit>) {
        let permit = Arc::clone(&self.open).acquire_owned().await.ok();
        loop {
            match listener.accept().await {
                Ok((stream, _)) => return (stream, permit),
                Err(error) => {
                    // Too many open files, for example; they become fewer.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }

    fn spawn(&self, stream: TcpStream, permit: Option<OwnedSemaphorePermit>) {
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT)
            .max_headers(HEADERS)
            .max_buf_size(HEAD_BYTES)
            .serve_connection(
                TokioIo::new(stream),
                TowerToHyperService::new(self.router.clone()),
            );
        let connection = self.graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended");
            }
            drop(permit);
        });
    }
}
