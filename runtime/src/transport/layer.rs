//! `tower` layers around a transport.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use http::{Request, Response, Uri};
use tower_service::Service;
use url::Url;

use crate::bounds::{BoxError, BoxFuture};
use crate::metadata::OperationMetadata;
use crate::transport::{
    Carrier, Payload, Transport, TransportError, TransportRequest, TransportResponse,
};

/// What a layer may be made of: a service from HTTP requests to HTTP responses.
///
/// The requests of operations have their `&'static OperationMetadata` among their extensions.
pub trait HttpService:
    Service<
        Request<Payload>,
        Response = Response<Payload>,
        Error: Into<BoxError>,
        Future: Send + 'static,
    > + Clone
    + Send
    + 'static
{
}

impl<S> HttpService for S where
    S: Service<
            Request<Payload>,
            Response = Response<Payload>,
            Error: Into<BoxError>,
            Future: Send + 'static,
        > + Clone
        + Send
        + 'static
{
}

/// The transport of a client, as a `tower` service.
#[derive(Clone)]
pub struct TransportService(Arc<Carrier>);

impl TransportService {
    pub(crate) fn new(carrier: Carrier) -> Self {
        Self(Arc::new(carrier))
    }
}

impl Service<Request<Payload>> for TransportService {
    type Response = Response<Payload>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<Payload>, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        let carrier = Arc::clone(&self.0);
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let url = Url::parse(&parts.uri.to_string()).map_err(TransportError::not_sent)?;
            let answer = carrier
                .send(TransportRequest {
                    method: parts.method,
                    url,
                    headers: parts.headers,
                    body,
                    metadata: parts
                        .extensions
                        .get::<&'static OperationMetadata>()
                        .copied(),
                })
                .answer()
                .await?;
            let mut response = Response::new(answer.body);
            *response.status_mut() = answer.status;
            *response.headers_mut() = answer.headers;
            Ok(response)
        })
    }
}

impl fmt::Debug for TransportService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TransportService(..)")
    }
}

/// A layered service as a transport.
pub(crate) struct Layered<S>(Mutex<S>);

impl<S> Layered<S> {
    pub(crate) fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<S: HttpService> Transport for Layered<S> {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let mut service = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Box::pin(async move {
            let uri = Uri::try_from(request.url.as_str()).map_err(TransportError::not_sent)?;
            let mut outgoing = Request::new(request.body);
            *outgoing.method_mut() = request.method;
            *outgoing.uri_mut() = uri;
            *outgoing.headers_mut() = request.headers;
            if let Some(metadata) = request.metadata {
                outgoing.extensions_mut().insert(metadata);
            }
            poll_fn(|cx| service.poll_ready(cx))
                .await
                .map_err(TransportError::not_sent)?;
            let response = service.call(outgoing).await.map_err(explain)?;
            let (parts, body) = response.into_parts();
            Ok(TransportResponse {
                status: parts.status,
                headers: parts.headers,
                body,
            })
        })
    }
}

/// An error of the transport goes through as it is; one of a layer may come at any time.
fn explain(error: impl Into<BoxError>) -> TransportError {
    match error.into().downcast::<TransportError>() {
        Ok(error) => *error,
        Err(error) => TransportError::new(error),
    }
}
