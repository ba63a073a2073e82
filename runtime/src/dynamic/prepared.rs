//! A request that is displayed and not sent.

use bytes::Bytes;

use crate::call_context::CallContext;
use crate::client::Inner;
use crate::defect::Defect;
use crate::error::Error;
use crate::execute;
use crate::metadata::{CredentialLocation, Scheme};
use crate::request::{Content, Request};
use crate::trace;

/// The replacement for a secret.
const MASK: &str = "***";

/// A request as it would be sent. Credentials are redacted as `***`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PreparedRequest {
    /// The HTTP method.
    pub method: String,
    /// The whole URL, but for credentials.
    pub url: String,
    /// The headers, in the order of their names; those of credentials hold `***`.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: PreparedBody,
    /// The security schemes whose credentials are included.
    pub schemes: Vec<String>,
    /// Those of them that the client has no credential for: the call would fail.
    pub missing_credentials: Vec<String>,
}

/// The body of a displayed request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PreparedBody {
    /// There is none.
    Empty,
    /// Bytes that are held in memory.
    Bytes(Bytes),
    /// A file or a stream, which is not read.
    Unread,
    /// The parts of a multipart body.
    Multipart(Vec<PreparedPart>),
}

/// A part of a multipart body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PreparedPart {
    /// The part's headers, a line each.
    pub headers: Vec<(String, String)>,
    /// The content; `None` for a file or a stream, which is not read.
    pub content: Option<Bytes>,
}

impl PreparedRequest {
    /// The request that `request` would be.
    pub(super) fn of(client: &Inner, request: &Request) -> Result<Self, Error> {
        let context = || CallContext::new(client.api.name, trace::name(request));
        Self::new(client, request).map_err(|defect| context().build(defect))
    }

    fn new(client: &Inner, request: &Request) -> Result<Self, Defect> {
        let outgoing = execute::prepare(client, request)?;
        let mut shown = Self {
            method: outgoing.method.to_string(),
            url: outgoing.url.to_string(),
            headers: Vec::new(),
            body: body(request),
            schemes: Vec::new(),
            missing_credentials: Vec::new(),
        };
        for (name, value) in &outgoing.headers {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            shown.headers.push((name.as_str().to_owned(), value));
        }
        shown.add_content_type(request);
        shown.add_credentials(client, request);
        shown.headers.sort();
        Ok(shown)
    }

    fn add_content_type(&mut self, request: &Request) {
        let is_set = self.headers.iter().any(|(name, _)| name == "content-type");
        if let Some(media) = request.content_type().filter(|_| !is_set) {
            self.headers
                .push(("content-type".to_owned(), media.to_owned()));
        }
    }

    /// Shows the credentials of the requirement that the call would satisfy, or else of the first.
    fn add_credentials(&mut self, client: &Inner, request: &Request) {
        let required = execute::requirement(client, request).unwrap_or_else(|_| {
            let alternatives = request
                .metadata()
                .own_security()
                .unwrap_or(client.api.security);
            alternatives.first().copied().unwrap_or_default()
        });
        for required in required {
            let has = |prepared: &crate::credential::Prepared| prepared.scheme() == required.name;
            if !client.credentials.iter().any(has) {
                self.missing_credentials.push(required.name.to_owned());
            }
            self.schemes.push(required.name.to_owned());
            let mut schemes = client.api.schemes.iter();
            if let Some(scheme) = schemes.find(|scheme| scheme.name == required.name) {
                self.add_credential(scheme);
            }
        }
    }

    fn add_credential(&mut self, scheme: &Scheme) {
        let (name, value) = match scheme.kind.location() {
            CredentialLocation::Authorization(prefix) => {
                ("authorization".to_owned(), format!("{prefix}{MASK}"))
            }
            CredentialLocation::Header(name) => (name.to_lowercase(), MASK.to_owned()),
            CredentialLocation::Cookie(name) => ("cookie".to_owned(), format!("{name}={MASK}")),
            CredentialLocation::Query(name) => {
                let sign = if self.url.contains('?') { '&' } else { '?' };
                let name = crate::percent::strict_text(name);
                self.url = format!("{}{sign}{name}={MASK}", self.url);
                return;
            }
        };
        self.headers.push((name, value));
    }
}

fn body(request: &Request) -> PreparedBody {
    match request.content() {
        Content::Empty => PreparedBody::Empty,
        Content::Bytes(_, bytes) => PreparedBody::Bytes(bytes.clone()),
        Content::Body(_, body) => match body.as_bytes() {
            Some(bytes) => PreparedBody::Bytes(bytes.clone()),
            None => PreparedBody::Unread,
        },
        Content::Multipart(form) => {
            let parts = form.parts().map(|(head, body)| PreparedPart {
                headers: head
                    .lines()
                    .filter_map(|line| line.split_once(": "))
                    .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                    .collect(),
                content: body.as_bytes().cloned(),
            });
            PreparedBody::Multipart(parts.collect())
        }
    }
}
