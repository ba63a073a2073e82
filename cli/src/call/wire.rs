//! `-v`: requests and responses on standard error, without secrets and bodies.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use signon_runtime::catalog::{Catalog, Location, Operation, SchemeKind};
use signon_runtime::http::{HeaderMap, HeaderValue, Request, Response, Uri};
use signon_runtime::tower_layer::Layer;
use signon_runtime::transport::{Payload, TransportService};
use signon_runtime::{BoxError, BoxFuture, Secret};
use tower_service::Service;

use super::redact::{MASK, Secrets};
use crate::message;

/// Headers whose values are credentials, whoever sends them.
const HEADERS: [&str; 5] = [
    "authorization",
    "cookie",
    "proxy-authorization",
    "set-cookie",
    "www-authenticate",
];

/// Logs what goes over the wire.
#[derive(Clone)]
pub(super) struct Log(Arc<Hidden>);

/// What is not shown.
struct Hidden {
    /// Names of headers and query parameters.
    names: Vec<String>,
    secrets: Secrets,
}

impl Log {
    pub(super) fn new(catalog: &Catalog, operation: &Operation, secrets: &[Secret]) -> Self {
        let keys = catalog
            .security_schemes
            .iter()
            .filter_map(|scheme| match &scheme.kind {
                SchemeKind::ApiKeyHeader { key } | SchemeKind::ApiKeyQuery { key } => {
                    Some(key.clone())
                }
                SchemeKind::Bearer
                | SchemeKind::Basic
                | SchemeKind::ApiKeyCookie { .. }
                | SchemeKind::ClientCredentials(_)
                | SchemeKind::Oauth2
                | SchemeKind::Other { .. }
                | _ => None,
            });
        let arguments = operation.arguments.iter().filter(|argument| {
            argument.secret && matches!(argument.location, Location::Query | Location::Header)
        });
        let names = keys.chain(arguments.map(|argument| argument.wire_name.clone()));
        Self(Arc::new(Hidden {
            names: names
                .map(|name| name.to_lowercase())
                .chain(HEADERS.map(str::to_owned))
                .collect(),
            secrets: Secrets::new(&secrets.iter().map(Secret::expose).collect::<Vec<_>>()),
        }))
    }
}

impl Hidden {
    fn is_hidden(&self, name: &str) -> bool {
        self.names
            .iter()
            .any(|hidden| name.eq_ignore_ascii_case(hidden))
    }

    fn headers(&self, mark: char, headers: &HeaderMap) {
        for (name, value) in headers {
            let value = self.header(name.as_str(), value);
            message::note(&format!("{mark} {name}: {value}"));
        }
    }

    fn header(&self, name: &str, value: &HeaderValue) -> String {
        if value.is_sensitive() || self.is_hidden(name) {
            return MASK.to_owned();
        }
        let text = String::from_utf8_lossy(value.as_bytes());
        let text: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        self.secrets.redact(&text)
    }

    fn url(&self, uri: &Uri) -> String {
        let origin = match (uri.scheme_str(), uri.host()) {
            (Some(scheme), Some(host)) => {
                let port = uri
                    .port_u16()
                    .map(|port| format!(":{port}"))
                    .unwrap_or_default();
                format!("{scheme}://{host}{port}")
            }
            _ => String::new(),
        };
        let pairs = uri.query().into_iter().flat_map(|query| query.split('&'));
        let pairs = pairs.map(|pair| match pair.split_once('=') {
            Some((name, _)) if self.is_hidden(name) => format!("{name}={MASK}"),
            _ => pair.to_owned(),
        });
        let query = pairs.collect::<Vec<_>>().join("&");
        let sign = if query.is_empty() { "" } else { "?" };
        self.secrets
            .redact(&format!("{origin}{}{sign}{query}", uri.path()))
    }
}

impl Layer<TransportService> for Log {
    type Service = Logged;

    fn layer(&self, inner: TransportService) -> Logged {
        Logged {
            hidden: Arc::clone(&self.0),
            inner,
        }
    }
}

/// A transport whose traffic is logged.
#[derive(Clone)]
pub(super) struct Logged {
    hidden: Arc<Hidden>,
    inner: TransportService,
}

impl Service<Request<Payload>> for Logged {
    type Response = Response<Payload>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<Payload>, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        let hidden = Arc::clone(&self.hidden);
        message::note(&format!(
            "> {} {}",
            request.method(),
            hidden.url(request.uri())
        ));
        hidden.headers('>', request.headers());
        if let Some(length) = request.body().length().filter(|length| *length > 0) {
            message::note(&format!("> ({length} bytes)"));
        }
        let began = Instant::now();
        let answer = self.inner.call(request);
        Box::pin(async move {
            let answer = answer.await;
            let spent = began.elapsed().as_millis();
            match &answer {
                Ok(response) => {
                    message::note(&format!("< {} ({spent} ms)", response.status()));
                    hidden.headers('<', response.headers());
                }
                Err(error) => {
                    let text = hidden.secrets.redact(&error.to_string());
                    message::note(&format!("< {text} ({spent} ms)"));
                }
            }
            answer
        })
    }
}
