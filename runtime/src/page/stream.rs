//! All pages, one after the other.

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::call::{Call, ResponseFuture};
use crate::call_context::CallContext;
use crate::client::Client;
use crate::error::Error;
use crate::execute::Options;
use crate::page::{Next, Paginated};
use crate::request::{Additions, Request};
use crate::response::Response;

/// A stream of pages, each requested when it is polled.
///
/// It ends after the last page, or with the first error. A page that leads to one that has been
/// seen already is an error: such pages would never end.
#[must_use = "a stream does nothing unless it is read"]
pub struct Pages<'a, O: Paginated> {
    client: &'a Client,
    operation: O,
    /// What the call added to the operation's request.
    additions: Additions,
    options: Options,
    state: State<'a, O::Output>,
    seen: HashSet<u64>,
}

enum State<'a, T> {
    /// The next page is here. Boxed, because a request is large beside a future.
    Ready(Box<Request>),
    /// The next page is on its way; the request is kept for links that are relative to it.
    Waiting(ResponseFuture<'a, T>, Box<Request>),
    /// The page before led to one that has been seen.
    Cycle,
    Ended,
}

impl<'a, O: Paginated> Pages<'a, O> {
    /// The pages from `request` on, which is the operation's with what the call added to it.
    pub(crate) fn new(
        client: &'a Client,
        operation: O,
        request: Request,
        options: Options,
    ) -> Self {
        Self {
            client,
            additions: request.additions_to(&operation.request()),
            operation,
            options,
            state: State::Ready(Box::new(request)),
            seen: HashSet::new(),
        }
    }

    /// The next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Response<O::Output>, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    pub(crate) fn poll(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Response<O::Output>, Error>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Cycle => return Poll::Ready(Some(Err(context::<O>().pages()))),
                State::Ready(request) => {
                    let target = &self.client.inner.target;
                    self.seen.insert(target.fingerprint(&request));
                    let call = Call::new(self.client, (*request).clone(), O::decode)
                        .with_options(self.options);
                    self.state = State::Waiting(call.response(), request);
                }
                State::Waiting(mut call, request) => {
                    let Poll::Ready(outcome) = Pin::new(&mut call).poll(cx) else {
                        self.state = State::Waiting(call, request);
                        return Poll::Pending;
                    };
                    let page = match outcome {
                        Ok(page) => page,
                        Err(error) => return Poll::Ready(Some(Err(error))),
                    };
                    if let Some(next) = self.operation.next(&page) {
                        self.go_on(next, &request);
                    }
                    return Poll::Ready(Some(Ok(page)));
                }
            }
        }
    }

    fn go_on(&mut self, next: Next<O>, current: &Request) {
        let target = &self.client.inner.target;
        let request = match next {
            Next::Request(operation) => {
                let request = operation.request().with(&self.additions);
                self.operation = operation;
                request
            }
            Next::Link(link) => target.follow(current, &link),
        };
        self.state = if self.seen.contains(&target.fingerprint(&request)) {
            State::Cycle
        } else {
            State::Ready(Box::new(request))
        };
    }
}

fn context<O: Paginated>() -> CallContext {
    CallContext::new(O::METADATA.api().name, O::METADATA.id())
}

// Nothing in it is pinned in place.
impl<O: Paginated> Unpin for Pages<'_, O> {}

impl<O: Paginated> Stream for Pages<'_, O> {
    type Item = Result<Response<O::Output>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let page = ready!(self.get_mut().poll(cx));
        Poll::Ready(page)
    }
}

impl<O: Paginated> fmt::Debug for Pages<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &O::METADATA.id())
            .field("pages", &self.seen.len())
            .finish_non_exhaustive()
    }
}
