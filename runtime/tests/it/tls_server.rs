//! A server over TLS on loopback that records what it sees.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rustls::crypto::ring;
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::authority::{Authority, Identity};
use crate::server::head;

/// What the server usually answers to every request.
const OK: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{\"id\": 1}";

/// A server over TLS that answers every request in the same way.
pub(crate) struct TlsServer {
    pub(crate) address: SocketAddr,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    heads: Mutex<Vec<String>>,
}

impl TlsServer {
    /// Shows `identity`, and asks for certificates of `clients`, if there is such an authority.
    pub(crate) async fn start(identity: &Identity, clients: Option<&Authority>) -> Self {
        Self::answering(identity, clients, OK).await
    }

    /// The same, with a response of its own.
    pub(crate) async fn answering(
        identity: &Identity,
        clients: Option<&Authority>,
        answer: &'static [u8],
    ) -> Self {
        let acceptor = acceptor(identity, clients);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let seen = Arc::new(Seen::default());
        let record = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                record.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(
                    acceptor.clone(),
                    connection,
                    answer,
                    Arc::clone(&record),
                ));
            }
        });
        Self { address, seen }
    }

    pub(crate) fn url(&self) -> String {
        format!("https://{}", self.address)
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// The heads of the requests.
    pub(crate) fn heads(&self) -> Vec<String> {
        let heads = self.seen.heads.lock();
        heads.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What turns connections into ones over TLS.
pub(crate) fn acceptor(identity: &Identity, clients: Option<&Authority>) -> TlsAcceptor {
    TlsAcceptor::from(Arc::new(config(identity, clients)))
}

/// The settings of a server.
pub(crate) fn config(identity: &Identity, clients: Option<&Authority>) -> ServerConfig {
    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .expect("versions");
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(authority) => {
            let mut roots = RootCertStore::empty();
            let root = CertificateDer::from_pem_slice(authority.pem.as_bytes());
            roots.add(root.expect("PEM")).expect("a certificate");
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            builder.with_client_cert_verifier(verifier.build().expect("a verifier"))
        }
    };
    let certificate = CertificateDer::from_pem_slice(identity.certificate.as_bytes()).expect("PEM");
    let key = PrivateKeyDer::from_pem_slice(identity.key.as_bytes()).expect("PEM");
    builder
        .with_single_cert(vec![certificate], key)
        .expect("an identity")
}

async fn serve(acceptor: TlsAcceptor, connection: TcpStream, answer: &[u8], seen: Arc<Seen>) {
    let mut stream = match acceptor.accept(connection).into_fallible().await {
        Ok(stream) => stream,
        Err((_, mut connection)) => {
            // A connection with unread bytes ends with a reset, which may overtake the alert.
            let _ = connection.shutdown().await;
            let _ = connection.read_to_end(&mut Vec::new()).await;
            return;
        }
    };
    while let Some(head) = head(&mut stream).await {
        seen.heads
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(head);
        if stream.write_all(answer).await.is_err() || stream.flush().await.is_err() {
            return;
        }
    }
}
