//! The secrets of a call, to redact what its errors quote.

use std::fmt;
use std::sync::Arc;

use crate::credential::{Applied, Prepared};
use crate::redact::Redactor;

/// The secrets that a response may repeat: those that the call sent, and all that the client knows.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Option<Arc<Known>>);

struct Known {
    credentials: Arc<[Prepared]>,
    sent: Vec<Arc<Applied>>,
}

impl Secrets {
    /// `credentials` are the client's.
    pub(crate) fn new(credentials: &Arc<[Prepared]>, sent: Vec<Arc<Applied>>) -> Self {
        if credentials.is_empty() {
            return Self::default();
        }
        Self(Some(Arc::new(Known {
            credentials: Arc::clone(credentials),
            sent,
        })))
    }

    /// The redactor for them, built on demand: most calls quote nothing.
    pub(crate) fn redactor(&self) -> Redactor {
        let Some(known) = &self.0 else {
            return Redactor::default();
        };
        let sent = known.sent.iter().flat_map(|applied| applied.texts());
        let others = known.credentials.iter().flat_map(Prepared::secrets);
        Redactor::new(sent.chain(others))
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(..)")
    }
}
