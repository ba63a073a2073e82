//! Requests as values: built, compared and asserted on with no client in sight.

mod additions;
mod assembly;
mod path;
mod show;

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use serde_core::Serialize;
use url::Url;

pub(crate) use self::additions::Additions;
use crate::body::Body;
use crate::defect::Defect;
use crate::metadata::{Api, OperationMetadata};
use crate::method::Method;
use crate::multipart::Multipart;
use crate::number;
use crate::parameter::{Parameter, ToParameter};
use crate::percent;
use crate::query::Pairs;
use crate::style::{FormEncoding, PathStyle, QueryStyle};

/// What goes over the wire for one call, but for the server and the credentials.
///
/// What cannot be sent is kept as a [`defect`](Self::defect), and reported by the call before
/// anything is sent. `Debug` shows names and sizes, no values.
#[derive(Clone, PartialEq)]
#[must_use]
pub struct Request {
    metadata: &'static OperationMetadata,
    method: http::Method,
    template: Cow<'static, str>,
    path: String,
    query: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    cookies: String,
    content: Content,
    /// The whole URL, where a page's link gave it.
    link: Option<Url>,
    defect: Option<Defect>,
}

/// The body of a request.
#[derive(Clone, PartialEq)]
pub(crate) enum Content {
    Empty,
    Bytes(Cow<'static, str>, Bytes),
    Body(Cow<'static, str>, Body),
    Multipart(Multipart),
}

/// The metadata of operations that no spec has.
static CUSTOM_API: Api = Api::new("", "");
static CUSTOM: OperationMetadata = OperationMetadata::new(&CUSTOM_API, Method::Get, "custom", "");

impl Request {
    /// A request for the operation that `metadata` are about.
    pub fn new(metadata: &'static OperationMetadata) -> Self {
        let mut path = String::with_capacity(metadata.path().len() + 32);
        path.push_str(metadata.path());
        let method = metadata.method().to_http();
        Self {
            metadata,
            defect: method.is_none().then_some(Defect::Method),
            method: method.unwrap_or_default(),
            template: Cow::Borrowed(metadata.path()),
            path,
            query: String::new(),
            headers: Vec::new(),
            cookies: String::new(),
            content: Content::Empty,
            link: None,
        }
    }

    /// A request to an endpoint that no spec has; `path` may hold `{parameters}`.
    ///
    /// It gets the client's credentials, retries and limits like any other.
    pub fn custom(method: http::Method, path: impl Into<String>) -> Self {
        let path = path.into();
        let mut request = Self::new(&CUSTOM);
        request.method = method;
        if !path.starts_with('/') || path.contains(['?', '#', '\\']) || path::has_dot_segment(&path)
        {
            request.fail(Defect::Url(
                "a path starts with `/`, has no dot segments, and holds no `?`, `#` or `\\`"
                    .to_owned(),
            ));
        }
        request.template = Cow::Owned(path.clone());
        request.path = path;
        request
    }

    /// Fills a path parameter (style `simple`).
    pub fn path(mut self, name: &str, value: &(impl ToParameter + ?Sized)) -> Self {
        let outcome = match value.as_text() {
            Some(text) => path::fill_text(&mut self.path, name, text),
            None => path::fill(
                &mut self.path,
                name,
                PathStyle::SIMPLE,
                &value.to_parameter(),
            ),
        };
        self.note(outcome);
        self
    }

    /// Fills a path parameter, written in `style`.
    pub fn path_with(
        mut self,
        name: &str,
        style: PathStyle,
        value: &(impl ToParameter + ?Sized),
    ) -> Self {
        let outcome = path::fill(&mut self.path, name, style, &value.to_parameter());
        self.note(outcome);
        self
    }

    /// Fills a path parameter with JSON.
    pub fn path_json(mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        match assembly::json(value) {
            Ok(Some(json)) => {
                let outcome = path::fill_text(&mut self.path, name, &json);
                self.note(outcome);
            }
            Ok(None) => self.fail(Defect::MissingPathParameter(name.to_owned())),
            Err(defect) => self.fail(defect),
        }
        self
    }

    /// Adds a query parameter (style `form`, exploded).
    pub fn query(mut self, name: &str, value: &(impl ToParameter + ?Sized)) -> Self {
        if let Some(text) = value.as_text() {
            Pairs::query(&mut self.query, false).text(name, text);
        } else {
            self.push_query(name, QueryStyle::FORM, &value.to_parameter());
        }
        self
    }

    /// Adds a query parameter, written in `style`.
    pub fn query_with(
        mut self,
        name: &str,
        style: QueryStyle,
        value: &(impl ToParameter + ?Sized),
    ) -> Self {
        self.push_query(name, style, &value.to_parameter());
        self
    }

    /// Adds a query parameter that is written as JSON; nothing for what is written as `null`.
    pub fn query_json(mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        match assembly::json(value) {
            Ok(Some(json)) => Pairs::query(&mut self.query, false).text(name, &json),
            Ok(None) => {}
            Err(defect) => self.fail(defect),
        }
        self
    }

    /// Adds the members of a form to the query (`in: querystring`), some of them in a style of their own; nothing for
    /// what is written as `null`.
    pub fn querystring_form<T: Serialize + ?Sized>(
        mut self,
        value: &T,
        encodings: &[(&str, FormEncoding)],
    ) -> Self {
        match assembly::form(value, encodings) {
            Ok(form) => self.push_querystring(&form.unwrap_or_default()),
            Err(defect) => self.fail(defect),
        }
        self
    }

    /// Makes JSON the query (`in: querystring`); nothing for what is written as `null`.
    pub fn querystring_json(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        match assembly::json(value) {
            Ok(json) => self.push_querystring(&percent::strict_text(&json.unwrap_or_default())),
            Err(defect) => self.fail(defect),
        }
        self
    }

    /// Makes a text the query (`in: querystring`).
    pub fn querystring_text(mut self, value: &(impl ToParameter + ?Sized)) -> Self {
        match value.to_parameter() {
            Parameter::Absent | Parameter::Null => {}
            Parameter::Scalar(text) => self.push_querystring(&percent::strict_text(&text)),
            Parameter::List(_) | Parameter::Map(_) => self.fail(Defect::Form),
        }
        self
    }

    /// Adds a header (style `simple`).
    pub fn header(self, name: &str, value: &(impl ToParameter + ?Sized)) -> Self {
        self.header_with(name, false, value)
    }

    /// Adds a header; `explode` writes the members of a map as `name=value`.
    pub fn header_with(
        mut self,
        name: &str,
        explode: bool,
        value: &(impl ToParameter + ?Sized),
    ) -> Self {
        if let Some(text) = value.as_text() {
            self.push_header(name, text);
        } else {
            let value = value.to_parameter();
            if !value.is_absent() {
                self.push_header(name, &assembly::header_text(explode, &value));
            }
        }
        self
    }

    /// Adds a header that is written as JSON, in ASCII; nothing for what is written as `null`.
    pub fn header_json(mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        match assembly::json(value) {
            Ok(Some(json)) => self.push_header(name, &assembly::ascii(&json)),
            Ok(None) => {}
            Err(defect) => self.fail(defect),
        }
        self
    }

    /// Adds a cookie (style `form`).
    pub fn cookie(mut self, name: &str, value: &(impl ToParameter + ?Sized)) -> Self {
        let mut pairs = Pairs::cookie(&mut self.cookies);
        match value.as_text() {
            Some(text) => pairs.text(name, text),
            None => pairs.parameter(name, QueryStyle::FORM, &value.to_parameter()),
        }
        self
    }

    /// Adds a cookie that is written as JSON; nothing for what is written as `null`.
    pub fn cookie_json(mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        match assembly::json(value) {
            Ok(Some(json)) => Pairs::cookie(&mut self.cookies).text(name, &json),
            Ok(None) => {}
            Err(defect) => self.fail(defect),
        }
        self
    }

    /// Sets the body: JSON.
    pub fn json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        self.json_as("application/json", body)
    }

    /// Sets the body: JSON with a media type of its own.
    pub fn json_as<T: Serialize + ?Sized>(
        self,
        media: impl Into<Cow<'static, str>>,
        body: &T,
    ) -> Self {
        self.written(media.into(), number::json(body))
    }

    /// Sets the body: XML with this media type.
    #[cfg(feature = "xml")]
    pub fn xml<T: Serialize + ?Sized>(
        mut self,
        media: impl Into<Cow<'static, str>>,
        element: &'static crate::xml::Element,
        body: &T,
    ) -> Self {
        match crate::xml::encode(body, element) {
            Ok(xml) => self.content = Content::Bytes(media.into(), Bytes::from(xml)),
            Err(problem) => self.fail(Defect::Xml(problem)),
        }
        self
    }

    /// Sets the body: a form. Lists repeat their key, objects add theirs in brackets.
    pub fn form<T: Serialize + ?Sized>(self, body: &T) -> Self {
        self.form_with(body, &[])
    }

    /// Sets the body: a form, some of whose fields are written in a style of their own.
    pub fn form_with<T: Serialize + ?Sized>(
        mut self,
        body: &T,
        encodings: &[(&str, FormEncoding)],
    ) -> Self {
        match assembly::form(body, encodings) {
            Ok(Some(form)) => {
                self.content = Content::Bytes(
                    Cow::Borrowed("application/x-www-form-urlencoded"),
                    Bytes::from(form),
                );
            }
            Ok(None) => self.fail(Defect::Form),
            Err(defect) => self.fail(defect),
        }
        self
    }

    /// Sets the body: `multipart/form-data`.
    pub fn multipart(mut self, form: Multipart) -> Self {
        if let Some(defect) = form.defect() {
            self.fail(defect.clone());
        }
        self.content = Content::Multipart(form);
        self
    }

    /// Sets the body: bytes, a file or a stream, as `media` unless it has a media type.
    pub fn bytes(mut self, media: impl Into<Cow<'static, str>>, body: &Body) -> Self {
        let media = body
            .media()
            .map_or_else(|| media.into(), |media| Cow::Owned(media.to_owned()));
        self.content = match body.as_bytes() {
            Some(bytes) => Content::Bytes(media, bytes.clone()),
            None => Content::Body(media, body.clone()),
        };
        self
    }

    /// Sets the body: text.
    pub fn text(mut self, media: impl Into<Cow<'static, str>>, body: &str) -> Self {
        self.content = Content::Bytes(media.into(), Bytes::copy_from_slice(body.as_bytes()));
        self
    }

    /// Why the request cannot be sent, if it cannot.
    pub const fn defect(&self) -> Option<&Defect> {
        self.defect.as_ref()
    }

    fn written(
        mut self,
        media: Cow<'static, str>,
        outcome: Result<String, serde_json::Error>,
    ) -> Self {
        match outcome {
            Ok(json) => self.content = Content::Bytes(media, Bytes::from(json)),
            Err(error) => self.fail(Defect::Json(error.to_string())),
        }
        self
    }

    fn push_query(&mut self, name: &str, style: QueryStyle, value: &Parameter) {
        Pairs::query(&mut self.query, style.allow_reserved).parameter(name, style, value);
    }

    /// Adds what is encoded already.
    fn push_querystring(&mut self, encoded: &str) {
        if !self.query.is_empty() && !encoded.is_empty() {
            self.query.push('&');
        }
        self.query.push_str(encoded);
    }

    fn push_header(&mut self, name: &str, text: &str) {
        match assembly::header(name, text) {
            Ok(header) => self.headers.push(header),
            Err(defect) => self.fail(defect),
        }
    }

    fn note(&mut self, outcome: Result<(), Defect>) {
        if let Err(defect) = outcome {
            self.fail(defect);
        }
    }

    pub(crate) fn fail(&mut self, defect: Defect) {
        self.defect.get_or_insert(defect);
    }
}
