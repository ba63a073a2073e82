//! TLS by rustls, with ring and the platform's certificates.
//!
//! The cryptography is passed explicitly: neither is the process's default used, nor is one set.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustls::client::WantsClientCert;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::{CryptoProvider, ring};
use rustls::{
    AlertDescription, CertificateError, ClientConfig, ConfigBuilder, Error, RootCertStore,
};
use rustls_pki_types::{CertificateDer, ServerName};
use rustls_platform_verifier::Verifier;
use tokio_rustls::TlsConnector;

use super::pem;
use crate::defect::Defect;
use crate::sync::lock;
use crate::transport::TransportError;
use crate::transport::native::settings::Settings;
use crate::transport::native::stream::Stream;
use crate::transport::native::tls::Peer;

/// A connection over TLS.
pub(in super::super) type TlsStream = tokio_rustls::client::TlsStream<Stream>;

/// TLS to servers and to proxies.
pub(in super::super) struct Tls {
    server: TlsConnector,
    proxy: TlsConnector,
}

impl Tls {
    pub(in super::super) fn new(settings: &Settings) -> Result<Self, Defect> {
        let provider = Arc::new(ring::default_provider());
        let roots = pem::roots(settings)?;
        let base = if settings.only_roots {
            builder(&provider)?.with_root_certificates(store(roots)?)
        } else {
            builder(&provider)?
                .dangerous()
                .with_custom_certificate_verifier(if roots.is_empty() {
                    shared_platform(&provider)?
                } else {
                    platform(roots, &provider)?
                })
        };
        let proxy = base.clone().with_no_client_auth();
        let mut server = authenticate(base, settings)?;
        #[cfg(feature = "http2")]
        server.alpn_protocols.push(b"h2".to_vec());
        server.alpn_protocols.push(b"http/1.1".to_vec());
        Ok(Self {
            server: TlsConnector::from(Arc::new(server)),
            proxy: TlsConnector::from(Arc::new(proxy)),
        })
    }

    /// Makes `stream` secure; `host` is a name or an address.
    pub(in super::super) async fn connect(
        &self,
        host: &str,
        stream: Stream,
        peer: Peer,
    ) -> Result<Stream, TransportError> {
        let name = ServerName::try_from(host.to_owned())
            .map_err(|error| TransportError::not_sent(error).permanent())?;
        let connector = match peer {
            Peer::Server => &self.server,
            Peer::Proxy => &self.proxy,
        };
        match connector.connect(name, stream).await {
            Ok(stream) => Ok(Stream::tls(stream)),
            Err(error) => Err(match error.get_ref().and_then(|error| refusal(error)) {
                Some(what) => TransportError::refused(what, error),
                None => TransportError::not_sent(error),
            }),
        }
    }
}

fn builder(
    provider: &Arc<CryptoProvider>,
) -> Result<ConfigBuilder<ClientConfig, rustls::WantsVerifier>, Defect> {
    ClientConfig::builder_with_provider(Arc::clone(provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| Defect::Setup(error.to_string()))
}

/// The given certificates alone.
fn store(roots: Vec<CertificateDer<'static>>) -> Result<RootCertStore, Defect> {
    let mut store = RootCertStore::empty();
    for root in roots {
        store
            .add(root)
            .map_err(|_| pem::refuse("a root certificate is not an X.509 certificate"))?;
    }
    Ok(store)
}

/// How long the platform's certificates are not read again. A client keeps what was read when it was built.
const PLATFORM_LIFETIME: Duration = Duration::from_secs(60);

/// The platform's certificates, which clients that are built within [`PLATFORM_LIFETIME`] share: on some platforms they are
/// a file of some hundred kilobytes, which would be read for each client.
fn shared_platform(provider: &Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>, Defect> {
    static SHARED: Mutex<Option<(Instant, Arc<dyn ServerCertVerifier>)>> = Mutex::new(None);
    let mut shared = lock(&SHARED);
    if let Some((read, verifier)) = &*shared
        && read.elapsed() < PLATFORM_LIFETIME
    {
        return Ok(Arc::clone(verifier));
    }
    let verifier = platform(Vec::new(), provider)?;
    *shared = Some((Instant::now(), Arc::clone(&verifier)));
    Ok(verifier)
}

/// The platform's certificates, and the given ones.
fn platform(
    roots: Vec<CertificateDer<'static>>,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, Defect> {
    // The platform ignores what it cannot read.
    store(roots.clone())?;
    #[cfg(not(target_os = "android"))]
    let verifier = Verifier::new_with_extra_roots(roots, Arc::clone(provider));
    #[cfg(target_os = "android")]
    let verifier = match roots.is_empty() {
        true => Verifier::new(Arc::clone(provider)),
        false => {
            return Err(pem::refuse(
                "on Android a `root_certificate` takes effect with `only_root_certificates` alone",
            ));
        }
    };
    match verifier {
        Ok(verifier) => Ok(Arc::new(verifier)),
        Err(error) => Err(Defect::Setup(format!(
            "the platform's certificates cannot be read: {error}"
        ))),
    }
}

fn authenticate(
    base: ConfigBuilder<ClientConfig, WantsClientCert>,
    settings: &Settings,
) -> Result<ClientConfig, Defect> {
    let Some(identity) = &settings.identity else {
        return Ok(base.with_no_client_auth());
    };
    let (certificates, key) = pem::identity(identity)?;
    base.with_client_auth_cert(certificates, key)
        .map_err(|error| {
            pem::refuse(if matches!(error, Error::InconsistentKeys(_)) {
                "the identity's private key does not belong to its first certificate"
            } else {
                "the identity's first certificate, or its private key, cannot be used"
            })
        })
}

/// Whether the server chose HTTP/2.
pub(in super::super) fn is_http2(stream: &TlsStream) -> bool {
    stream.get_ref().1.alpn_protocol() == Some(b"h2")
}

/// The message of `error`, if it is a TLS error that every attempt would end with.
pub(in super::super) fn refusal(error: &(dyn StdError + 'static)) -> Option<&'static str> {
    let error = error.downcast_ref::<Error>()?;
    if let Error::InvalidCertificate(error) = error {
        return Some(untrusted(error));
    }
    if let Error::AlertReceived(alert) = error {
        return refused(*alert);
    }
    let is_final = matches!(
        error,
        Error::InvalidMessage(_)
            | Error::NoApplicationProtocol
            | Error::NoCertificatesPresented
            | Error::PeerIncompatible(_)
            | Error::UnsupportedNameType
    );
    is_final.then_some("the server's TLS is not what this client speaks, if it speaks TLS at all")
}

/// What is wrong with a server's certificate.
fn untrusted(error: &CertificateError) -> &'static str {
    let is_unknown = matches!(error, CertificateError::UnknownIssuer);
    let is_of_another = matches!(
        error,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }
    );
    if is_unknown {
        "the server's certificate is not trusted: if its authority is a private one, add it with `root_certificate`"
    } else if is_of_another {
        "the server's certificate is not trusted: it is one of another host"
    } else {
        "the server's certificate is not trusted"
    }
}

/// What a server means that ends a handshake with `alert`, unless it may accept another.
fn refused(alert: AlertDescription) -> Option<&'static str> {
    use AlertDescription as Alert;

    let wants_identity = matches!(
        alert,
        Alert::AccessDenied
            | Alert::BadCertificate
            | Alert::CertificateExpired
            | Alert::CertificateRequired
            | Alert::CertificateRevoked
            | Alert::CertificateUnknown
            | Alert::DecryptError
            | Alert::NoCertificate
            | Alert::UnknownCA
            | Alert::UnsupportedCertificate
    );
    if wants_identity {
        return Some(
            "the server does not accept the client's certificate, or needs one: give it with `identity`",
        );
    }
    let is_final = matches!(
        alert,
        Alert::HandshakeFailure
            | Alert::InsufficientSecurity
            | Alert::MissingExtension
            | Alert::NoApplicationProtocol
            | Alert::ProtocolVersion
            | Alert::UnrecognisedName
            | Alert::UnsupportedExtension
    );
    is_final.then_some("the server refuses the TLS handshake")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clients_share_the_certificates_of_the_platform_but_not_their_own() {
        let provider = Arc::new(ring::default_provider());
        let verifier = || shared_platform(&provider).expect("the platform's certificates");
        assert!(Arc::ptr_eq(&verifier(), &verifier()));
        let own = platform(Vec::new(), &provider).expect("the platform's certificates");
        assert!(!Arc::ptr_eq(&own, &verifier()));
    }
}
