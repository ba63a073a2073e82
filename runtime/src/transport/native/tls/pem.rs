//! Certificates and keys as text.
//!
//! No error has any of the text: it may be a private key.

use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use secrecy::{ExposeSecret, SecretSlice};

use crate::defect::Defect;
use crate::transport::native::settings::Settings;

/// The certificates that `settings` trusts besides, or instead of, the platform's.
pub(super) fn roots(settings: &Settings) -> Result<Vec<CertificateDer<'static>>, Defect> {
    let mut roots = Vec::new();
    for pem in &settings.roots {
        let found = certificates(pem).ok_or_else(|| {
            refuse("a root certificate is not PEM, which starts with `-----BEGIN CERTIFICATE-----`")
        })?;
        roots.extend(found);
    }
    if settings.only_roots && roots.is_empty() {
        return Err(refuse(
            "no certificate is trusted: with `only_root_certificates` comes a `root_certificate`",
        ));
    }
    Ok(roots)
}

/// The client's own certificates, its own first, and its private key.
pub(super) fn identity(
    pem: &SecretSlice<u8>,
) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), Defect> {
    let pem = pem.expose_secret();
    let certificates = certificates(pem).ok_or_else(|| {
        refuse("the identity has no certificate in PEM, which starts with `-----BEGIN CERTIFICATE-----`")
    })?;
    let key = PrivateKeyDer::from_pem_slice(pem).map_err(|_| {
        refuse("the identity has no private key in PEM, which starts with `-----BEGIN PRIVATE KEY-----` and is not encrypted")
    })?;
    Ok((certificates, key))
}

/// The certificates of `pem`, if there are any and all of it can be read.
fn certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(pem)
        .collect::<Result<_, _>>()
        .ok()?;
    (!certificates.is_empty()).then_some(certificates)
}

/// A setting that is of no use.
pub(super) fn refuse(problem: &str) -> Defect {
    Defect::Setup(problem.to_owned())
}
