//! Deadlines: work that ends by one, and the time that one is at.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use crate::clock::Clock;

/// The output of `work`; `None` if `deadline` comes first.
///
/// The work is pinned by the caller: an async function stores its arguments twice.
pub(crate) async fn within<F: Future>(
    clock: &dyn Clock,
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
            .get_or_insert_with(|| clock.sleep_until(deadline))
            .as_mut()
            .poll(cx)
            .map(|()| None)
    })
    .await
}

/// The time after `wait`; the end of time, if that comes first.
pub(crate) fn deadline(clock: &dyn Clock, wait: Duration) -> Duration {
    clock.elapsed().saturating_add(wait)
}

/// Waits.
pub(crate) async fn wait(clock: &dyn Clock, wait: Duration) {
    if !wait.is_zero() {
        clock.sleep_until(deadline(clock, wait)).await;
    }
}
