//! Following redirects.

use crate::error::{Error, Fault, Scene};
use crate::execute::attempt::{self, Answer};
use crate::execute::authorize::Shown;
use crate::execute::outgoing;
use crate::execute::redirect::{self, Step};
use crate::execute::run::{Course, Tried};

impl Course<'_> {
    /// Follows redirects, as long as that is safe.
    pub(super) async fn follow(
        &self,
        mut answer: Answer,
        shown: &Shown<'_>,
        scene: &Scene,
    ) -> Result<Tried, Error> {
        let build = |defect| scene.build(defect);
        // What was sent is put together once more, so that calls without redirects need no copy.
        let mut sent = self.head(shown).map_err(build)?;
        let mut is_foreign = false;
        let mut followed = 0_u32;
        loop {
            let (to, with_body, foreign) =
                match redirect::step(&sent, &answer, self.repeat.replayable) {
                    Step::Stay if is_foreign => return Ok(Tried::Foreign(answer)),
                    Step::Stay => return Ok(Tried::Answered(answer)),
                    Step::Refuse(why) => return Err(refuse(scene, why, answer)),
                    Step::Go { .. } if followed >= redirect::MOST => {
                        return Err(refuse(scene, "there are too many in a row", answer));
                    }
                    Step::Go {
                        to,
                        with_body,
                        foreign,
                    } => (to, with_body, foreign),
                };
            is_foreign |= foreign;
            followed = followed.saturating_add(1);
            let mut outgoing = to.head();
            if with_body {
                outgoing::attach(&mut outgoing, self.request)
                    .await
                    .map_err(build)?;
            }
            sent = *to;
            answer = match attempt::send(self.client, outgoing, self.terms).await {
                Ok(answer) => answer,
                Err(failure) => return Ok(Tried::Failed(failure)),
            };
        }
    }
}

fn refuse(scene: &Scene, why: &'static str, answer: Answer) -> Error {
    scene.unexpected(Fault::Redirect(why), Some(answer.into_error_response()))
}
