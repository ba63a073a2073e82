//! Read access to a request.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::body::Body;
use crate::defect::Defect;
use crate::metadata::OperationMetadata;
use crate::request::{Content, Request, path};

impl Request {
    /// The operation's metadata from the spec.
    pub const fn metadata(&self) -> &'static OperationMetadata {
        self.metadata
    }

    /// The HTTP method.
    pub const fn method(&self) -> &http::Method {
        &self.method
    }

    /// The path template, as the spec has it.
    pub fn template(&self) -> &str {
        &self.template
    }

    /// The path with its parameters filled in and encoded.
    pub fn encoded_path(&self) -> &str {
        &self.path
    }

    /// The query, encoded.
    pub fn encoded_query(&self) -> &str {
        &self.query
    }

    /// The names and values of the query, decoded.
    pub fn query_pairs(&self) -> Vec<(String, String)> {
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        self.query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                (decode(name), decode(value))
            })
            .collect()
    }

    /// The path and the query as they go over the wire, after the server's own path.
    pub fn target(&self) -> String {
        let mut target = self.path.clone();
        self.append_query(&mut target);
        target
    }

    /// The value of the query, path or header parameter `name`, if it has one.
    pub(crate) fn value_of(&self, name: &str) -> Option<Cow<'_, str>> {
        let query = match &self.link {
            Some(link) => link.query().unwrap_or_default(),
            None => &self.query,
        };
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        if let Some((_, value)) = pairs.find(|(key, _)| key == name) {
            return Some(Cow::Owned(value.into_owned()));
        }
        let is_place = |segment: &str| {
            let inner = segment
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'));
            inner == Some(name)
        };
        // A value holds no slash: segments of the template and of the path go side by side.
        let mut segments = self.template.split('/').zip(self.path.split('/'));
        if let Some((_, value)) = segments.find(|(segment, _)| is_place(segment)) {
            return Some(Cow::Borrowed(value));
        }
        let mut headers = self.headers();
        let (_, value) = headers.find(|(key, _)| key.as_str().eq_ignore_ascii_case(name))?;
        value.to_str().ok().map(Cow::Borrowed)
    }

    /// The headers that the operation itself sets.
    pub fn headers(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.headers.iter().map(|(name, value)| (name, value))
    }

    /// The value of the `Cookie` header that the operation itself sets, without credentials.
    pub fn encoded_cookies(&self) -> &str {
        &self.cookies
    }

    /// The body's media type, without a boundary.
    pub fn content_type(&self) -> Option<&str> {
        match &self.content {
            Content::Empty => None,
            Content::Bytes(media, _) | Content::Body(media, _) => Some(media),
            Content::Multipart(_) => Some("multipart/form-data"),
        }
    }

    /// The body, if it is held in memory and is not a multipart form.
    pub fn body_bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(_, bytes) => Some(bytes),
            Content::Body(_, body) => body.as_bytes(),
            Content::Empty | Content::Multipart(_) => None,
        }
    }

    /// Whether the body can be sent more than once.
    pub fn is_replayable(&self) -> bool {
        match &self.content {
            Content::Empty | Content::Bytes(..) => true,
            Content::Body(_, body) => Body::is_replayable(body),
            Content::Multipart(form) => form.is_replayable(),
        }
    }

    pub(crate) const fn content(&self) -> &Content {
        &self.content
    }

    pub(crate) const fn link(&self) -> Option<&Url> {
        self.link.as_ref()
    }

    /// The same operation at the URL that a page links to.
    pub(crate) fn at(mut self, url: Url) -> Self {
        self.link = Some(url);
        self
    }

    /// What is wrong with the whole, once all parameters are there.
    pub(crate) fn check(&self) -> Result<(), Defect> {
        if let Some(defect) = &self.defect {
            return Err(defect.clone());
        }
        match path::unfilled(&self.path) {
            Some(name) => Err(Defect::MissingPathParameter(name.to_owned())),
            None => Ok(()),
        }
    }

    /// Appends `?query`, or `&query` where the template has a query of its own.
    pub(crate) fn append_query(&self, target: &mut String) {
        if !self.query.is_empty() {
            target.push(if self.template.contains('?') {
                '&'
            } else {
                '?'
            });
            target.push_str(&self.query);
        }
    }

    /// What distinguishes this request from others, except for its URL.
    pub(crate) fn hash_content(&self, hasher: &mut impl Hasher) {
        self.cookies.hash(hasher);
        for (name, value) in &self.headers {
            name.hash(hasher);
            value.hash(hasher);
        }
        self.content_type().hash(hasher);
        self.body_bytes().hash(hasher);
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |text: &str| {
            text.split('&')
                .filter_map(|pair| pair.split('=').next())
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        f.debug_struct("Request")
            .field("operation", &self.metadata.id())
            .field("method", &self.method)
            .field("path", &self.template)
            .field("query", &names(&self.query))
            .field(
                "headers",
                &self
                    .headers
                    .iter()
                    .map(|(name, _)| name)
                    .collect::<Vec<_>>(),
            )
            .field("content_type", &self.content_type())
            .field("body", &self.body_bytes().map(Bytes::len))
            .field("defect", &self.defect)
            .finish_non_exhaustive()
    }
}
