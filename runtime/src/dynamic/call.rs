//! A dynamic call that has not been made.

use std::fmt;
use std::time::Duration;

use super::answer::Answer;
use super::arguments::Arguments;
use super::error::Error;
use super::pages::DynamicPages;
use super::prepared::PreparedRequest;
use super::{DynamicClient, Entry};
use crate::bounds::BoxFuture;
use crate::call::Call;
use crate::client::Client;
use crate::execute::Options;
use crate::parameter::ToParameter;
use crate::raw::RawResponse;
use crate::request::Request;

/// A call that has not been made; awaiting it makes it, dropping it cancels it.
#[must_use = "a call does nothing unless it is awaited"]
pub struct DynamicCall<'a> {
    client: &'a DynamicClient,
    ready: Result<Ready<'a>, Error>,
    pub(super) options: Options,
}

/// A call whose arguments fit.
pub(super) struct Ready<'a> {
    pub(super) entry: Entry<'a>,
    pub(super) arguments: Arguments,
    pub(super) request: Request,
}

/// A dynamic call that is being made.
pub type DynamicFuture<'a> = BoxFuture<'a, Result<Answer, Error>>;

impl<'a> DynamicCall<'a> {
    pub(super) fn new(
        client: &'a DynamicClient,
        entry: Result<Entry<'a>, Error>,
        arguments: Arguments,
    ) -> Self {
        let ready = entry.and_then(|entry| {
            Ok(Ready {
                request: entry.request(&arguments)?,
                entry,
                arguments,
            })
        });
        Self {
            client,
            ready,
            options: Options::default(),
        }
    }

    /// Adds a header.
    pub fn header(self, name: &str, value: &(impl ToParameter + ?Sized)) -> Self {
        self.changed(|request| request.header(name, value))
    }

    /// Adds a query parameter.
    pub fn query(self, name: &str, value: &(impl ToParameter + ?Sized)) -> Self {
        self.changed(|request| request.query(name, value))
    }

    fn changed(mut self, change: impl FnOnce(Request) -> Request) -> Self {
        self.ready = self.ready.map(|mut ready| {
            ready.request = change(ready.request);
            ready
        });
        self
    }

    /// Limits the time for the whole call: all attempts and the waits between them.
    pub const fn timeout(mut self, limit: Duration) -> Self {
        self.options.timeout = Some(limit);
        self
    }

    /// Limits the time for each attempt.
    pub const fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.options.attempt_timeout = Some(limit);
        self
    }

    /// Limits how often the request is sent; `1` means that it is not retried.
    pub const fn max_attempts(mut self, limit: u32) -> Self {
        self.options.max_attempts = Some(limit);
        self
    }

    /// All pages from this one on, each requested when it is needed.
    ///
    /// Headers, query parameters, timeouts and `max_attempts` of the call hold for each page. An operation without
    /// pages has one.
    pub fn pages(self) -> DynamicPages<'a> {
        DynamicPages::new(self.client, self.ready, self.options)
    }

    /// The request that will be sent, but for the server and the credentials; `None` if the arguments do not fit.
    pub fn request(&self) -> Option<&Request> {
        self.ready.as_ref().ok().map(|ready| &ready.request)
    }

    /// The request that would be sent, with secrets redacted; see [`DynamicClient::dry_run`].
    ///
    /// # Errors
    ///
    /// An unknown id, arguments that do not fit, or a request that cannot be built.
    pub fn dry_run(self) -> Result<PreparedRequest, Error> {
        let client = &self.client.client.inner;
        PreparedRequest::of(client, &self.ready?.request).map_err(Error::from)
    }

    /// Makes the call, and answers with the success unchanged: a stream is not read.
    ///
    /// # Errors
    ///
    /// Why the call failed.
    pub async fn raw(self) -> Result<RawResponse, Error> {
        let ready = self.ready?;
        send(&self.client.client, ready.request, self.options).await
    }
}

impl<'a> IntoFuture for DynamicCall<'a> {
    type Output = Result<Answer, Error>;
    type IntoFuture = DynamicFuture<'a>;

    fn into_future(self) -> DynamicFuture<'a> {
        Box::pin(async move {
            let client = &self.client.client;
            let ready = self.ready?;
            let raw = send(client, ready.request, self.options).await?;
            answer(client, ready.entry, &ready.arguments, raw).await
        })
    }
}

/// Sends a request.
pub(super) async fn send(
    client: &Client,
    request: Request,
    options: Options,
) -> Result<RawResponse, Error> {
    let call = Call::new(client, request, Ok).with_options(options);
    Ok(call.raw().await?)
}

/// Reads a response, and finds the next page.
pub(super) async fn answer(
    client: &Client,
    entry: Entry<'_>,
    arguments: &Arguments,
    raw: RawResponse,
) -> Result<Answer, Error> {
    let mut answer = Answer::read(raw, client.inner.sender.body_limit).await?;
    answer.next = entry.next(arguments, &answer);
    Ok(answer)
}

impl fmt::Debug for DynamicCall<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let request = self.ready.as_ref().map(|ready| &ready.request);
        f.debug_struct("DynamicCall")
            .field("request", &request)
            .finish_non_exhaustive()
    }
}
