//! All pages of a dynamic call, one after the other.

use std::collections::HashSet;
use std::fmt;

use super::answer::{Answer, NextPage};
use super::call::{self, Ready};
use super::error::Error;
use super::{DynamicClient, Entry};
use crate::call_context::CallContext;
use crate::execute::Options;
use crate::request::Additions;

/// The pages of an operation, each requested when it is needed.
///
/// It ends after the last page, or with the first error. A page that leads to one that has been read already is an
/// error: such pages would never end.
#[must_use = "pages are requested when they are polled"]
pub struct DynamicPages<'a> {
    client: &'a DynamicClient,
    options: Options,
    additions: Additions,
    seen: HashSet<u64>,
    state: State<'a>,
}

/// What comes next. Boxed, because a request is large.
enum State<'a> {
    Ready(Box<Ready<'a>>),
    Failed(Box<Error>),
    Ended,
}

impl<'a> DynamicPages<'a> {
    pub(super) fn new(
        client: &'a DynamicClient,
        ready: Result<Ready<'a>, Error>,
        options: Options,
    ) -> Self {
        let mut additions = Additions::default();
        let state = match ready {
            Ok(ready) => {
                // What the call added is what the arguments alone do not make.
                if let Ok(base) = ready.entry.build(&ready.arguments) {
                    additions = ready.request.additions_to(&base);
                }
                State::Ready(Box::new(ready))
            }
            Err(error) => State::Failed(Box::new(error)),
        };
        Self {
            client,
            options,
            additions,
            seen: HashSet::new(),
            state,
        }
    }

    /// The next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Answer, Error>> {
        let ready = match std::mem::replace(&mut self.state, State::Ended) {
            State::Ended => return None,
            State::Failed(error) => return Some(Err(*error)),
            State::Ready(ready) => *ready,
        };
        let client = &self.client.client;
        let fingerprint = client.inner.target.fingerprint(&ready.request);
        self.seen.insert(fingerprint);
        let raw = match call::send(client, ready.request.clone(), self.options).await {
            Ok(raw) => raw,
            Err(error) => return Some(Err(error)),
        };
        let page = call::answer(client, ready.entry, &ready.arguments, raw).await;
        if let Ok(Answer {
            next: Some(next), ..
        }) = &page
        {
            self.state = self.after(ready, next);
        }
        Some(page)
    }

    fn after(&self, ready: Ready<'a>, next: &NextPage) -> State<'a> {
        let Ready {
            entry,
            arguments,
            request,
        } = ready;
        let target = &self.client.client.inner.target;
        let (request, arguments) = match next {
            NextPage::Link(link) => (target.follow(&request, link), arguments),
            NextPage::Arguments { arguments, .. } => match entry.build(arguments) {
                Ok(request) => (request.with(&self.additions), arguments.clone()),
                Err(error) => return State::Failed(Box::new(error)),
            },
        };
        if self.seen.contains(&target.fingerprint(&request)) {
            return State::Failed(Box::new(cycle(entry).into()));
        }
        State::Ready(Box::new(Ready {
            entry,
            arguments,
            request,
        }))
    }
}

/// The error of pages that lead to each other.
fn cycle(entry: Entry<'_>) -> crate::error::Error {
    let metadata = entry.metadata();
    CallContext::new(metadata.api().name, metadata.id()).pages()
}

impl fmt::Debug for DynamicPages<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamicPages")
            .field("pages", &self.seen.len())
            .finish_non_exhaustive()
    }
}
