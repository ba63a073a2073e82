//! Work against the clock.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use crate::client::Inner;
use crate::retry::Retries;

impl Inner {
    /// What decides on the retries of this client's calls.
    pub(crate) fn retries(&self) -> Retries<'_> {
        Retries {
            policy: &self.retry,
            budget: &self.budget,
            clock: &*self.clock,
        }
    }

    /// What `work` gives; `None` if `deadline` comes first.
    ///
    /// The work is pinned by the caller: an async function stores its arguments twice.
    pub(crate) async fn within<F: Future>(
        &self,
        deadline: Option<Duration>,
        mut work: Pin<&mut F>,
    ) -> Option<F::Output> {
        let Some(deadline) = deadline else {
            return Some(work.await);
        };
        // Most work is ready at the first poll, or needs no timer yet.
        let mut timer = None;
        poll_fn(|cx| {
            if let Poll::Ready(output) = work.as_mut().poll(cx) {
                return Poll::Ready(Some(output));
            }
            timer
                .get_or_insert_with(|| self.clock.sleep_until(deadline))
                .as_mut()
                .poll(cx)
                .map(|()| None)
        })
        .await
    }

    /// The time after `wait`; the end of time, if that comes first.
    pub(crate) fn deadline(&self, wait: Duration) -> Duration {
        self.clock.elapsed().saturating_add(wait)
    }

    /// Waits.
    pub(crate) async fn wait(&self, wait: Duration) {
        if !wait.is_zero() {
            self.clock.sleep_until(self.deadline(wait)).await;
        }
    }
}
