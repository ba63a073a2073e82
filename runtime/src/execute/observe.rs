//! What the headers of a response say beside the response: that an operation goes away, that a limit is used up.

use crate::attempt::Answer;
use crate::call_context::CallContext;
use crate::execute::call_state::CallState;
use crate::retry;
use crate::trace;

impl CallState<'_> {
    /// Acts on what the headers say of calls to come.
    pub(super) fn observe(&self, answer: &Answer, context: &CallContext) {
        let client = self.client;
        let sender = &client.sender;
        let headers = &answer.headers;
        // RFC 9745 and RFC 8594.
        if headers.contains_key("deprecation") || headers.contains_key("sunset") {
            let redactor = context.secrets.redactor();
            let text = |name: &str| {
                let value = headers.get(name)?.to_str().ok()?;
                Some(redactor.line(value))
            };
            if client.deprecated.insert(self.request.metadata().id()) {
                let (deprecation, sunset) = (text("deprecation"), text("sunset"));
                trace::deprecated(context, deprecation.as_deref(), sunset.as_deref());
            }
        }
        if let Some(wait) = retry::used_up(headers, sender.clock.now()) {
            let now = sender.clock.elapsed();
            let wait = wait.min(sender.retry.max_wait);
            client.limits.pause(self.request, now, wait);
        }
    }
}
