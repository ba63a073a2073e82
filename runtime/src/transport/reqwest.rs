//! A `reqwest::Client` as a transport.

mod body;

use ::reqwest::{Client, Request, Response};
use url::Url;

use crate::bounds::BoxFuture;
use crate::transport::{Transport, TransportError, TransportRequest, TransportResponse};

/// A `reqwest::Client` as a transport.
pub(crate) struct Reqwest(Client);

impl Reqwest {
    pub(crate) const fn new(client: Client) -> Self {
        Self(client)
    }
}

impl Transport for Reqwest {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let url = request.url.clone();
            let mut outgoing = Request::new(request.method, request.url);
            *outgoing.headers_mut() = request.headers;
            *outgoing.body_mut() = body::outgoing(request.body);
            let response = self.0.execute(outgoing).await.map_err(explain)?;
            receive(&url, response)
        })
    }
}

/// The response to a request to `url`.
fn receive(url: &Url, mut response: Response) -> Result<TransportResponse, TransportError> {
    if url.origin() != response.url().origin() {
        return Err(TransportError::new(
            "the HTTP client followed a redirect to another origin; build it with `redirect::Policy::none()`",
        ));
    }
    Ok(TransportResponse {
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body: body::incoming(response),
    })
}

/// Never shows the URL: its query may hold a key.
fn explain(error: ::reqwest::Error) -> TransportError {
    if error.is_connect() {
        return TransportError::not_sent(error.without_url());
    }
    TransportError::new(error.without_url())
}
