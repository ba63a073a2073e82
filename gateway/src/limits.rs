//! How many requests there may be at the same time.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The slots of an account: so many calls at the same time, and so many that wait for one to end.
///
/// Clones share them. They keep a slow provider from holding the requests of all other accounts.
#[derive(Clone)]
pub(crate) struct Slots {
    /// Calls that are made or wait.
    admitted: Arc<Semaphore>,
    /// Calls that are made.
    running: Arc<Semaphore>,
}

/// A slot, until it is dropped.
pub(crate) struct Slot {
    _admitted: OwnedSemaphorePermit,
    _running: OwnedSemaphorePermit,
}

impl Slots {
    pub(crate) fn new(running: usize, waiting: usize) -> Self {
        let running = running.min(Semaphore::MAX_PERMITS);
        let admitted = running.saturating_add(waiting).min(Semaphore::MAX_PERMITS);
        Self {
            admitted: Arc::new(Semaphore::new(admitted)),
            running: Arc::new(Semaphore::new(running)),
        }
    }

    /// A slot, after those that came before; none if too many wait already.
    pub(crate) async fn acquire(&self) -> Option<Slot> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().ok()?;
        let running = Arc::clone(&self.running).acquire_owned().await.ok()?;
        Some(Slot {
            _admitted: admitted,
            _running: running,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Slots;

    #[tokio::test]
    async fn as_many_run_and_wait_as_configured() {
        let slots = Slots::new(1, 1);
        let first = slots.acquire().await.expect("a slot");
        let mut second = Box::pin(slots.acquire());
        // The second waits, the third is rejected.
        tokio::select! {
            biased;
            _ = &mut second => panic!("it has to wait"),
            () = std::future::ready(()) => {}
        }
        assert!(slots.acquire().await.is_none());
        drop(first);
        assert!(second.await.is_some());
    }
}
