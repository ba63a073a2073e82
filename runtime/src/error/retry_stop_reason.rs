//! Why a call was not retried.

/// Why a call was not retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum RetryStopReason {
    /// Another attempt would end the same way.
    #[error("another attempt would end the same way")]
    Final,
    /// A repeat might do harm: the operation is not known to be safe to repeat.
    #[error("not safe to repeat")]
    Unsafe,
    /// The body is a stream, which can be sent only once.
    #[error("the body cannot be sent again")]
    NotReplayable,
    /// The maximum number of attempts was made.
    #[error("no attempts left")]
    Exhausted,
    /// Too many calls of this client have been repeated lately.
    #[error("the retry budget is spent")]
    Budget,
    /// The server requests a longer wait than the policy allows.
    #[error("the server asks for too long a wait")]
    LongWait,
    /// The deadline of the call would have passed.
    #[error("no time left")]
    Deadline,
}
