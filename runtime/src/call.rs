//! A call: a request that has not been sent, and the futures that send it.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::bounds::BoxFuture;
use crate::client::Client;
use crate::error::Error;
use crate::execute::{self, Options};
use crate::parameter::ToParameter;
use crate::raw::{DecodeError, RawResponse};
use crate::request::Request;
use crate::response::Response;

/// A call that has not been made; awaiting it makes it, dropping it cancels it.
///
/// `O` is the operation where it is paged, see [`PagedCall`](crate::PagedCall).
#[must_use = "a call does nothing unless it is awaited"]
pub struct Call<'a, T, O = ()> {
    pub(crate) client: &'a Client,
    pub(crate) request: Request,
    pub(crate) operation: O,
    pub(crate) options: Options,
    pub(crate) decode: fn(RawResponse) -> Result<T, DecodeError>,
}

impl Client {
    /// Makes a call and answers with the success unchanged; for [`Request::custom`].
    ///
    /// ```no_run
    /// # async fn example(client: &signon_runtime::Client) -> Result<(), signon_runtime::Error> {
    /// use signon_runtime::Request;
    ///
    /// let request = Request::custom(http::Method::GET, "/beta/users/{id}").path("id", "42");
    /// let answer = client.call_raw(request).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn call_raw(&self, request: Request) -> Call<'_, RawResponse> {
        Call::new(self, request, Ok)
    }
}

impl<'a, T> Call<'a, T> {
    pub(crate) fn new(
        client: &'a Client,
        request: Request,
        decode: fn(RawResponse) -> Result<T, DecodeError>,
    ) -> Self {
        Self {
            client,
            request,
            operation: (),
            options: Options::default(),
            decode,
        }
    }

    pub(crate) const fn with_options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }
}

impl<'a, T, O> Call<'a, T, O> {
    /// Adds a header.
    pub fn header(mut self, name: &str, value: &(impl ToParameter + ?Sized)) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// Adds a query parameter.
    pub fn query(mut self, name: &str, value: &(impl ToParameter + ?Sized)) -> Self {
        self.request = self.request.query(name, value);
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

    /// Limits how often the request is sent; `1` means that it is not repeated.
    pub const fn max_attempts(mut self, limit: u32) -> Self {
        self.options.max_attempts = Some(limit);
        self
    }

    /// The request that will be sent, but for the server and the credentials.
    pub const fn request(&self) -> &Request {
        &self.request
    }

    /// Makes the call, and answers with status and headers, too.
    pub fn response(self) -> ResponseFuture<'a, T> {
        ResponseFuture {
            raw: execute::start(self.client, self.request, self.options),
            decode: self.decode,
        }
    }

    /// The call as a future, for what takes no [`IntoFuture`]: `join`, `buffer_unordered`, `select`.
    ///
    /// It borrows the client. A task that outlives it owns a clone, which is cheap:
    ///
    /// ```no_run
    /// # async fn example(client: signon_runtime::Client, ids: Vec<u32>) {
    /// use futures_util::{StreamExt, stream};
    /// use signon_runtime::Request;
    ///
    /// let get = |id: &u32| Request::custom(http::Method::GET, "/things/{id}").path("id", id);
    /// let calls = ids.iter().map(|id| client.call_raw(get(id)).future());
    /// let answers: Vec<_> = stream::iter(calls).buffer_unordered(8).collect().await;
    ///
    /// let task = tokio::spawn({
    ///     let client = client.clone();
    ///     async move { client.call_raw(get(&1)).await }
    /// });
    /// # let _ = (answers, task);
    /// # }
    /// ```
    pub fn future(self) -> CallFuture<'a, T> {
        self.into_future()
    }

    /// Makes the call, and answers with the success unchanged.
    pub fn raw(self) -> RawFuture<'a> {
        RawFuture(execute::start(self.client, self.request, self.options))
    }
}

impl<'a, T, O> IntoFuture for Call<'a, T, O> {
    type Output = Result<T, Error>;
    type IntoFuture = CallFuture<'a, T>;

    fn into_future(self) -> CallFuture<'a, T> {
        CallFuture {
            raw: execute::start(self.client, self.request, self.options),
            decode: self.decode,
        }
    }
}

impl<T, O> fmt::Debug for Call<'_, T, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}

/// A call that is being made.
#[must_use = "a future does nothing unless it is awaited"]
pub struct CallFuture<'a, T> {
    raw: BoxFuture<'a, Result<RawResponse, Error>>,
    decode: fn(RawResponse) -> Result<T, DecodeError>,
}

impl<T> Future for CallFuture<'_, T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let decode = self.decode;
        self.raw
            .as_mut()
            .poll(cx)
            .map(|raw| decode(raw?).map_err(Error::from))
    }
}

impl<T> fmt::Debug for CallFuture<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallFuture(..)")
    }
}

/// A call that is being made, and answers with status and headers, too.
#[must_use = "a future does nothing unless it is awaited"]
pub struct ResponseFuture<'a, T> {
    raw: BoxFuture<'a, Result<RawResponse, Error>>,
    decode: fn(RawResponse) -> Result<T, DecodeError>,
}

impl<T> Future for ResponseFuture<'_, T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let decode = self.decode;
        self.raw.as_mut().poll(cx).map(|raw| {
            let raw = raw?;
            let status = raw.status;
            let attempts = raw.context.attempts;
            let headers = raw.headers.clone();
            let body = decode(raw).map_err(Error::from)?;
            Ok(Response {
                status,
                headers,
                body,
                attempts,
            })
        })
    }
}

impl<T> fmt::Debug for ResponseFuture<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseFuture(..)")
    }
}

/// A call that is being made, and answers with the success unchanged.
#[must_use = "a future does nothing unless it is awaited"]
pub struct RawFuture<'a>(BoxFuture<'a, Result<RawResponse, Error>>);

impl Future for RawFuture<'_> {
    type Output = Result<RawResponse, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx)
    }
}

impl fmt::Debug for RawFuture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RawFuture(..)")
    }
}
