//! Capabilities of clients to answer questions.

use rmcp::RoleServer;
use rmcp::model::{
    ClientCapabilities, ElicitationCapability, ErrorData, RootsCapabilities, SamplingCapability,
};
use rmcp::service::RequestContext;

use crate::ask::is_current;

/// The capabilities of a client to answer questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct AskCapabilities {
    /// Whether it shows forms to a user.
    pub(crate) ask_user: bool,
    /// Whether it has a model that writes texts.
    pub(crate) ask_model: bool,
    /// Whether it lists its folders.
    pub(crate) list_roots: bool,
}

impl AskCapabilities {
    pub(crate) fn of(context: &RequestContext<RoleServer>) -> Self {
        let Some(capabilities) = context.client_capabilities() else {
            return Self::default();
        };
        // Older clients imply forms, which were the only kind.
        let has_forms = capabilities
            .elicitation
            .as_ref()
            .is_some_and(|elicitation| elicitation.form.is_some() || elicitation.url.is_none());
        Self {
            ask_user: has_forms,
            ask_model: capabilities.sampling.is_some(),
            list_roots: capabilities.roots.is_some(),
        }
    }

    /// Whether the client has all of these capabilities.
    pub(crate) const fn has(self, needed: Self) -> bool {
        (self.ask_user || !needed.ask_user)
            && (self.ask_model || !needed.ask_model)
            && (self.list_roots || !needed.list_roots)
    }

    /// Returns the error for a request that needs these capabilities; `None` before revision 2026-07-28.
    pub(crate) fn missing(
        self,
        needed: Self,
        context: &RequestContext<RoleServer>,
    ) -> Option<ErrorData> {
        let mut required = ClientCapabilities::default();
        if needed.ask_user && !self.ask_user {
            required.elicitation = Some(ElicitationCapability::default());
        }
        if needed.ask_model && !self.ask_model {
            required.sampling = Some(SamplingCapability::default());
        }
        if needed.list_roots && !self.list_roots {
            required.roots = Some(RootsCapabilities::default());
        }
        let is_missing = required != ClientCapabilities::default();
        (is_missing && is_current(context))
            .then(|| ErrorData::missing_required_client_capability(required))
    }
}
