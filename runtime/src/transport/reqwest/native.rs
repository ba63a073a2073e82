//! The built-in transport where there are sockets.

use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use ::reqwest::{Client, ClientBuilder, Request, Response, redirect};
use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as _, Frame, SizeHint};

use crate::bounds::BoxStream;
use crate::defect::Defect;
use crate::transport::{Payload, TransportError};

/// A client that leaves redirects to the runtime.
pub(crate) fn connector(
    builder: ClientBuilder,
    connect_timeout: Duration,
) -> Result<Client, Defect> {
    secure(builder)?
        .redirect(redirect::Policy::none())
        .referer(false)
        .connect_timeout(connect_timeout)
        .build()
        .map_err(|error| Defect::Setup(error.to_string()))
}

/// Sets up TLS by rustls: with the process's cryptography if it chose one, else with ring.
#[cfg(feature = "rustls")]
fn secure(builder: ClientBuilder) -> Result<ClientBuilder, Defect> {
    use std::sync::Arc;

    use rustls::ClientConfig;
    use rustls::crypto::{CryptoProvider, ring};
    use rustls_platform_verifier::BuilderVerifierExt;

    let provider = CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(ring::default_provider()));
    let refuse = |error: rustls::Error| Defect::Setup(error.to_string());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(refuse)?
        .with_platform_verifier()
        .map_err(refuse)?
        .with_no_client_auth();
    #[cfg(feature = "http2")]
    config.alpn_protocols.push(b"h2".to_vec());
    config.alpn_protocols.push(b"http/1.1".to_vec());
    Ok(builder.tls_backend_preconfigured(config))
}

#[cfg(not(feature = "rustls"))]
#[expect(clippy::unnecessary_wraps, reason = "with rustls it can fail")]
fn secure(builder: ClientBuilder) -> Result<ClientBuilder, Defect> {
    Ok(builder)
}

#[expect(clippy::unnecessary_wraps, reason = "in a browser it can fail")]
pub(super) fn attach(request: &mut Request, payload: Payload) -> Result<(), TransportError> {
    *request.body_mut() = match payload.as_bytes() {
        Some(bytes) if bytes.is_empty() => None,
        Some(bytes) => Some(bytes.clone().into()),
        None => {
            let length = payload.length();
            Some(::reqwest::Body::wrap(Upload {
                stream: Mutex::new(payload.into_stream()),
                length,
            }))
        }
    };
    Ok(())
}

pub(super) const fn receive(response: Response) -> Payload {
    Payload::response(response)
}

/// A stream as a request body; the lock is never taken, and makes it `Sync`.
struct Upload {
    stream: Mutex<BoxStream<Result<Bytes, TransportError>>>,
    length: Option<u64>,
}

impl http_body::Body for Upload {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let Ok(stream) = self.get_mut().stream.get_mut() else {
            return Poll::Ready(None);
        };
        stream
            .as_mut()
            .poll_next(cx)
            .map(|item| item.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map(SizeHint::with_exact).unwrap_or_default()
    }
}

/// The body of `response`, chunk by chunk.
pub(crate) fn chunks(response: Response) -> BoxStream<Result<Bytes, TransportError>> {
    let response: http::Response<::reqwest::Body> = response.into();
    Box::pin(Chunks(response.into_body()))
}

struct Chunks(::reqwest::Body);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match ready!(Pin::new(&mut self.0).poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => {
                    let error = TransportError::new(error.without_url());
                    return Poll::Ready(Some(Err(error)));
                }
                // Trailers are not part of the content.
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
            }
        }
    }
}
