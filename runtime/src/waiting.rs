//! Which work is waited for by code that is not async.

tokio::task_local! {
    /// Set for work that is waited for.
    static WAITING: ();
}

/// Marks `work` as waited for.
pub(crate) fn scope<F: Future>(work: F) -> impl Future<Output = F::Output> {
    WAITING.scope((), work)
}

/// Whether the caller is part of work that is waited for.
pub(crate) fn is_waiting() -> bool {
    WAITING.try_with(|()| ()).is_ok()
}
