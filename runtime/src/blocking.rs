//! For code that is not async: every call, page and item can be waited for.
//!
//! ```no_run
//! # fn example(client: &signon_runtime::Client) -> Result<(), signon_runtime::Error> {
//! use signon_runtime::Request;
//!
//! let answer = client
//!     .call_raw(Request::custom(http::Method::GET, "/ping"))
//!     .wait()?;
//! # Ok(())
//! # }
//! ```

use std::fmt;
use std::sync::OnceLock;
use std::thread;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::call::Call;
use crate::error::Error;
use crate::page::{Items, Pages, Paginated};
use crate::response::Response;
use crate::waiting;

/// Waits for `work` on a runtime that the whole process shares.
///
/// It may be called from an async function, too, and then holds up the thread that runs it.
///
/// # Panics
///
/// If the system gives no thread to run on.
pub fn wait<F>(work: F) -> F::Output
where
    F: Future + Send,
    F::Output: Send,
{
    let work = waiting::scope(work);
    if Handle::try_current().is_err() {
        return runtime().block_on(work);
    }
    // A runtime cannot be entered from within another; a thread of its own can.
    thread::scope(
        |scope| match scope.spawn(|| runtime().block_on(work)).join() {
            Ok(output) => output,
            Err(panic) => std::panic::resume_unwind(panic),
        },
    )
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("signon")
            .enable_all()
            .build()
            .expect("the system gives a thread")
    })
}

impl<T: Send, O> Call<'_, T, O> {
    /// Makes the call and waits for what comes of it.
    pub fn wait(self) -> Result<T, Error> {
        wait(self.into_future())
    }

    /// Makes the call and waits for what comes of it, with status and headers.
    pub fn wait_response(self) -> Result<Response<T>, Error> {
        wait(self.response())
    }
}

impl<'a, O: Paginated> Pages<'a, O> {
    /// The pages as an iterator.
    pub const fn wait(self) -> WaitPages<'a, O> {
        WaitPages(self)
    }
}

impl<'a, O: Paginated> Items<'a, O> {
    /// The items as an iterator; `collect::<Result<Vec<_>, _>>()` gives all of them.
    pub const fn wait(self) -> WaitItems<'a, O> {
        WaitItems(self)
    }
}

/// Pages, each waited for.
#[must_use = "an iterator does nothing unless it is read"]
pub struct WaitPages<'a, O: Paginated>(Pages<'a, O>);

impl<O> Iterator for WaitPages<'_, O>
where
    O: Paginated + Send,
    O::Output: Send,
{
    type Item = Result<Response<O::Output>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        wait(self.0.next())
    }
}

impl<O: Paginated> fmt::Debug for WaitPages<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Items, each waited for.
#[must_use = "an iterator does nothing unless it is read"]
pub struct WaitItems<'a, O: Paginated>(Items<'a, O>);

impl<O> Iterator for WaitItems<'_, O>
where
    O: Paginated + Send,
    O::Output: Send,
    O::Item: Send,
{
    type Item = Result<O::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        wait(self.0.next())
    }
}

impl<O: Paginated> fmt::Debug for WaitItems<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
