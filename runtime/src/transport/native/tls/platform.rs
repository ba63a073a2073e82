//! TLS by the platform's own library.

use std::error::Error as StdError;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use native_tls::{Certificate, Identity};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use secrecy::SecretSlice;
use tokio_native_tls::TlsConnector;

use super::pem;
use crate::defect::Defect;
use crate::transport::TransportError;
use crate::transport::native::causes;
use crate::transport::native::settings::Settings;
use crate::transport::native::stream::Stream;
use crate::transport::native::tls::Peer;

/// A connection over TLS.
pub(in super::super) type TlsStream = tokio_native_tls::TlsStream<Stream>;

/// TLS to servers and to proxies.
pub(in super::super) struct Tls {
    server: TlsConnector,
    proxy: TlsConnector,
}

impl Tls {
    pub(in super::super) fn new(settings: &Settings) -> Result<Self, Defect> {
        let mut builder = native_tls::TlsConnector::builder();
        for root in pem::roots(settings)? {
            let root = Certificate::from_der(&root)
                .map_err(|_| pem::refuse("a root certificate is not an X.509 certificate"))?;
            builder.add_root_certificate(root);
        }
        builder.disable_built_in_roots(settings.only_roots);
        let proxy = builder
            .build()
            .map_err(|error| Defect::Setup(format!("TLS cannot be set up: {error}")))?;
        if let Some(identity) = &settings.identity {
            builder.identity(self::identity(identity)?);
        }
        #[cfg(feature = "http2")]
        builder.request_alpns(&["h2", "http/1.1"]);
        // Without an identity nothing of it can be wrong.
        let server = builder.build().map_err(|_| {
            pem::refuse("the identity's private key does not belong to its first certificate")
        })?;
        Ok(Self {
            server: TlsConnector::from(server),
            proxy: TlsConnector::from(proxy),
        })
    }

    /// Makes `stream` secure; `host` is a name or an address.
    pub(in super::super) async fn connect(
        &self,
        host: &str,
        stream: Stream,
        peer: Peer,
    ) -> Result<Stream, TransportError> {
        let connector = match peer {
            Peer::Server => &self.server,
            Peer::Proxy => &self.proxy,
        };
        match connector.connect(host, stream).await {
            Ok(stream) => Ok(Stream::tls(stream)),
            Err(error) => Err(match refusal(&error) {
                Some(what) => TransportError::refused(what, error),
                None => TransportError::not_sent(error),
            }),
        }
    }
}

fn identity(pem: &SecretSlice<u8>) -> Result<Identity, Defect> {
    let (certificates, key) = pem::identity(pem)?;
    let PrivateKeyDer::Pkcs8(key) = key else {
        return Err(pem::refuse(
            "with `native-tls` the identity's private key is one of PKCS#8, which starts with `-----BEGIN PRIVATE KEY-----`",
        ));
    };
    let certificates: String = certificates
        .iter()
        .map(|certificate: &CertificateDer<'_>| block("CERTIFICATE", certificate))
        .collect();
    let key = block("PRIVATE KEY", key.secret_pkcs8_der());
    Identity::from_pkcs8(certificates.as_bytes(), key.as_bytes()).map_err(|_| {
        pem::refuse("the identity's first certificate, or its private key, cannot be used")
    })
}

/// `der` as PEM, each kind apart: not every platform takes both in one text.
fn block(label: &str, der: &[u8]) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    for line in STANDARD.encode(der).as_bytes().chunks(64) {
        text.push_str(&String::from_utf8_lossy(line));
        text.push('\n');
    }
    text + "-----END " + label + "-----\n"
}

/// Whether the server chose HTTP/2.
#[cfg(feature = "http2")]
pub(in super::super) fn is_http2(stream: &TlsStream) -> bool {
    let chosen = stream.get_ref().negotiated_alpn();
    matches!(chosen, Ok(Some(protocol)) if protocol == b"h2")
}

/// HTTP/2 is not offered.
#[cfg(not(feature = "http2"))]
pub(in super::super) fn is_http2(_: &TlsStream) -> bool {
    false
}

/// The message of `error`, if it is a TLS error that every attempt would end with.
///
/// The platforms' errors cannot be distinguished; only those of the connection may pass.
pub(in super::super) fn refusal(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    let error = error.downcast_ref::<native_tls::Error>()?;
    let is_of_connection = causes(error).any(<dyn StdError>::is::<std::io::Error>);
    (!is_of_connection).then_some(
        "the TLS handshake failed: the server's certificate may not be trusted (see `root_certificate`), or the client's not accepted (see `identity`)",
    )
}
