//! What a caller chooses about connections.

use std::time::Duration;

use secrecy::SecretSlice;

use crate::defect::Defect;
use crate::secret::Secret;

/// How long connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// What a caller chooses about the connections of the built-in transport.
pub(crate) struct Settings {
    /// The time limit for a connection: TCP, the proxy's part, and TLS.
    pub(crate) connect_timeout: Duration,
    /// Certificates to trust, as PEM.
    pub(crate) roots: Vec<Vec<u8>>,
    /// Whether the platform's certificates are not trusted.
    pub(crate) only_roots: bool,
    /// The client's own certificates and private key, as PEM.
    pub(crate) identity: Option<SecretSlice<u8>>,
    pub(crate) proxy: ProxyChoice,
}

/// Which proxy is used.
pub(crate) enum ProxyChoice {
    /// The one that environment variables name.
    Environment,
    Never,
    /// This one. Its URL may hold a password.
    Url(Secret),
}

impl Settings {
    /// Rejects settings that another transport than the built-in one would ignore.
    pub(crate) fn check_unused(&self) -> Result<(), Defect> {
        let is_set = [
            ("root_certificate", !self.roots.is_empty()),
            ("only_root_certificates", self.only_roots),
            ("identity", self.identity.is_some()),
            ("proxy", !matches!(self.proxy, ProxyChoice::Environment)),
        ];
        match is_set.into_iter().find(|(_, is_set)| *is_set) {
            None => Ok(()),
            Some((name, _)) => Err(Defect::Setup(format!(
                "`{name}` is a setting of the built-in transport: set it up in the transport that you give instead"
            ))),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect_timeout: CONNECT_TIMEOUT,
            roots: Vec::new(),
            only_roots: false,
            identity: None,
            proxy: ProxyChoice::Environment,
        }
    }
}
