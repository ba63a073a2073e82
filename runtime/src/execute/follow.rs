//! Following redirects.

use crate::attempt::Answer;
use crate::call_context::CallContext;
use crate::error::{Error, Unexpected};
use crate::execute::authorize::CallCredentials;
use crate::execute::authorized::AttemptOutcome;
use crate::execute::call_state::CallState;
use crate::execute::outgoing;
use crate::execute::redirect::{self, Step};

impl CallState<'_> {
    /// Follows redirects, as long as that is safe.
    pub(super) async fn follow(
        &self,
        mut answer: Answer,
        credentials: &CallCredentials<'_>,
        context: &CallContext,
    ) -> Result<AttemptOutcome, Error> {
        let build = |defect| context.build(defect);
        // What was sent is put together once more, so that calls without redirects need no copy.
        let mut sent = self.head(credentials).map_err(build)?;
        let mut other_origin = false;
        let mut followed = 0_u32;
        loop {
            let (to, with_body, crosses_origin) =
                match redirect::step(&sent, &answer, self.safety.replayable) {
                    Step::Stay if other_origin => return Ok(AttemptOutcome::OtherOrigin(answer)),
                    Step::Stay => return Ok(AttemptOutcome::Answered(answer)),
                    Step::Refuse(why) => return Err(refuse(context, why, answer)),
                    Step::Go { .. } if followed >= redirect::MOST => {
                        return Err(refuse(context, "there are too many in a row", answer));
                    }
                    Step::Go {
                        to,
                        with_body,
                        crosses_origin,
                    } => (to, with_body, crosses_origin),
                };
            other_origin |= crosses_origin;
            followed = followed.saturating_add(1);
            let mut outgoing = to.head();
            if with_body {
                outgoing::attach(&mut outgoing, self.request)
                    .await
                    .map_err(build)?;
            }
            sent = *to;
            answer = match self.client.sender.send(outgoing, self.terms).await {
                Ok(answer) => answer,
                Err(failure) => return Ok(AttemptOutcome::Failed(failure)),
            };
        }
    }
}

fn refuse(context: &CallContext, why: &'static str, answer: Answer) -> Error {
    context.unexpected(
        Unexpected::Redirect(why),
        Some(answer.into_error_response()),
    )
}
