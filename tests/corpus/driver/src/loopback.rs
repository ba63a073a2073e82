//! Keeps the calls of a program on this machine.

use std::task::{Context, Poll};

use http::{Request, Response};
use signon_runtime::BoxError;
use signon_runtime::transport::{Payload, TransportService};
use tower_layer::Layer;
use tower_service::Service;

/// Rejects requests to other machines: a redirect that a server makes up leads nowhere.
pub(crate) struct Loopback;

/// A transport without other machines.
#[derive(Clone)]
pub(crate) struct OnLoopback(TransportService);

impl Layer<TransportService> for Loopback {
    type Service = OnLoopback;

    fn layer(&self, inner: TransportService) -> OnLoopback {
        OnLoopback(inner)
    }
}

impl Service<Request<Payload>> for OnLoopback {
    type Response = Response<Payload>;
    type Error = BoxError;
    type Future = <TransportService as Service<Request<Payload>>>::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        match request.uri().host() {
            Some("127.0.0.1" | "localhost" | "[::1]") => self.0.call(request),
            host => {
                let error = format!("`{}` is not this machine", host.unwrap_or_default());
                Box::pin(std::future::ready(Err(error.into())))
            }
        }
    }
}
