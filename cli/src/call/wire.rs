//! `-v`: logs requests and responses to standard error, without secrets and bodies.

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

/// Headers whose values are always credentials.
const HEADERS: [&str; 5] = [
    "authorization",
    "cookie",
    "proxy-authorization",
    "set-cookie",
    "www-authenticate",
];

/// Logs requests and responses.
#[derive(Clone)]
pub(super) struct LoggingLayer(Arc<Redaction>);

/// Redacts secrets in logs.
struct Redaction {
    /// Redacted headers and query parameters.
    names: Vec<String>,
    secrets: Secrets,
}

impl LoggingLayer {
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
        Self(Arc::new(Redaction {
            names: names
                .map(|name| name.to_lowercase())
                .chain(HEADERS.map(str::to_owned))
                .collect(),
            secrets: Secrets::new(&secrets.iter().map(Secret::expose).collect::<Vec<_>>()),
        }))
    }
}

impl Redaction {
    fn is_redacted(&self, name: &str) -> bool {
        self.names
            .iter()
            .any(|redacted| name.eq_ignore_ascii_case(redacted))
    }

    fn headers(&self, prefix: char, headers: &HeaderMap) {
        for (name, value) in headers {
            let value = self.header(name.as_str(), value);
            message::note(&format!("{prefix} {name}: {value}"));
        }
    }

    fn header(&self, name: &str, value: &HeaderValue) -> String {
        if value.is_sensitive() || self.is_redacted(name) {
            return MASK.to_owned();
        }
        let text = String::from_utf8_lossy(value.as_bytes());
        self.secrets.redact(&message::replace_controls(&text))
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
            Some((name, _)) if self.is_redacted(name) => format!("{name}={MASK}"),
            _ => pair.to_owned(),
        });
        let query = pairs.collect::<Vec<_>>().join("&");
        let separator = if query.is_empty() { "" } else { "?" };
        self.secrets
            .redact(&format!("{origin}{}{separator}{query}", uri.path()))
    }
}

impl Layer<TransportService> for LoggingLayer {
    type Service = LoggingService;

    fn layer(&self, inner: TransportService) -> LoggingService {
        LoggingService {
            redaction: Arc::clone(&self.0),
            inner,
        }
    }
}

/// A transport that logs its requests and responses.
#[derive(Clone)]
pub(super) struct LoggingService {
    redaction: Arc<Redaction>,
    inner: TransportService,
}

impl Service<Request<Payload>> for LoggingService {
    type Response = Response<Payload>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Response<Payload>, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Payload>) -> Self::Future {
        let redaction = Arc::clone(&self.redaction);
        message::note(&format!(
            "> {} {}",
            request.method(),
            redaction.url(request.uri())
        ));
        redaction.headers('>', request.headers());
        if let Some(length) = request.body().length().filter(|length| *length > 0) {
            message::note(&format!("> ({length} bytes)"));
        }
        let began = Instant::now();
        let answer = self.inner.call(request);
        Box::pin(async move {
            let answer = answer.await;
            let elapsed_ms = began.elapsed().as_millis();
            match &answer {
                Ok(response) => {
                    message::note(&format!("< {} ({elapsed_ms} ms)", response.status()));
                    redaction.headers('<', response.headers());
                }
                Err(error) => {
                    let text = redaction.secrets.redact(&error.to_string());
                    message::note(&format!("< {text} ({elapsed_ms} ms)"));
                }
            }
            answer
        })
    }
}
