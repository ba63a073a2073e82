//! The built-in transport.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

use ::reqwest::{Client, Request, Response};
use url::Url;

#[cfg(target_arch = "wasm32")]
use self::browser::{attach, receive};
#[cfg(not(target_arch = "wasm32"))]
use self::native::{attach, receive};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use self::native::{chunks, connector};
use crate::bounds::MaybeSend;
use crate::transport::{TransportError, TransportRequest, TransportResponse};

/// A request that was given to the HTTP client.
pub(crate) struct Sent<F> {
    answer: F,
    /// Where it was sent, if the client might follow redirects by itself.
    url: Option<Url>,
}

/// Sends one request by `client`; `watch` if it might follow redirects by itself.
pub(super) fn send(
    client: &Client,
    request: TransportRequest,
    watch: bool,
) -> Result<
    Sent<impl Future<Output = ::reqwest::Result<Response>> + MaybeSend + use<>>,
    TransportError,
> {
    let url = watch.then(|| request.url.clone());
    let mut outgoing = Request::new(request.method, request.url);
    *outgoing.headers_mut() = request.headers;
    attach(&mut outgoing, request.body)?;
    Ok(Sent {
        answer: client.execute(outgoing),
        url,
    })
}

impl<F: Future<Output = ::reqwest::Result<Response>>> Sent<F> {
    /// What comes back.
    pub(super) async fn answer(self) -> Result<TransportResponse, TransportError> {
        let mut response = self.answer.await.map_err(explain)?;
        if let Some(url) = self.url
            && url.origin() != response.url().origin()
        {
            return Err(TransportError::new(
                "the HTTP client followed a redirect to another origin; build it with `redirect::Policy::none()`",
            ));
        }
        Ok(TransportResponse {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body: receive(response),
        })
    }
}

/// Never tells the URL: its query may hold a key.
fn explain(error: ::reqwest::Error) -> TransportError {
    #[cfg(not(target_arch = "wasm32"))]
    if error.is_connect() {
        return TransportError::not_sent(error.without_url());
    }
    TransportError::new(error.without_url())
}
