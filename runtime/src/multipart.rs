//! `multipart/form-data`, streamed part by part (RFC 7578).

mod file;

use std::fmt::Write;

use bytes::Bytes;
use serde_core::Serialize;

pub use self::file::File;
use crate::body::Body;
use crate::defect::Defect;
use crate::number;
use crate::parameter::{Parameter, ToParameter};
use crate::query::{self, Delimiter, PairWriter};
use crate::style::QueryStyle;
use crate::transport::{self, Payload};

/// A form with parts of any kind.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct Multipart {
    parts: Vec<Part>,
    defect: Option<Defect>,
}

#[derive(Clone, Debug, PartialEq)]
struct Part {
    /// The part's headers, up to and with the empty line.
    head: String,
    body: Body,
}

impl Multipart {
    /// A form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part of plain text; for a list, one for each item; for an absent value, none.
    pub fn text(mut self, name: &str, value: &(impl ToParameter + ?Sized)) -> Self {
        self.write(name, None, value);
        self
    }

    /// Adds a part of text with a media type of its own; for a list, one for each item; for an absent value, none.
    pub fn text_as(mut self, name: &str, media: &str, value: &(impl ToParameter + ?Sized)) -> Self {
        self.write(name, Some(media), value);
        self
    }

    /// Adds the parts that a query parameter of this style would have as pairs, without percent-encoding.
    pub fn styled(
        mut self,
        name: &str,
        style: QueryStyle,
        value: &(impl ToParameter + ?Sized),
    ) -> Self {
        query::expand(&mut self, name, style, &value.to_parameter());
        self
    }

    /// Adds a part of JSON, if there is a value.
    pub fn json<T: Serialize + ?Sized>(self, name: &str, value: Option<&T>) -> Self {
        self.json_as(name, "application/json", value)
    }

    /// Adds a part of JSON with a media type of its own, if there is a value.
    pub fn json_as<T: Serialize + ?Sized>(
        mut self,
        name: &str,
        media: &str,
        value: Option<&T>,
    ) -> Self {
        match value.map(number::json) {
            None => {}
            Some(Ok(json)) => self.push(name, None, Some(media), Body::from(json)),
            Some(Err(error)) => self.fail(Defect::Json(error.to_string())),
        }
        self
    }

    /// Adds a file, as `application/octet-stream` unless it has a media type.
    pub fn file(self, name: &str, file: &File) -> Self {
        self.file_as(name, "application/octet-stream", file)
    }

    /// Adds a file, as `media` unless it has a media type.
    pub fn file_as(mut self, name: &str, media: &str, file: &File) -> Self {
        let media = file.media().unwrap_or(media);
        self.push(name, Some(file.name()), Some(media), file.body().clone());
        self
    }

    /// Adds files, each as a part of the same name.
    pub fn files(self, name: &str, files: &[File]) -> Self {
        self.files_as(name, "application/octet-stream", files)
    }

    /// Adds files, each as a part of the same name, and as `media` unless it has a media type.
    pub fn files_as(mut self, name: &str, media: &str, files: &[File]) -> Self {
        for file in files {
            self = self.file_as(name, media, file);
        }
        self
    }

    /// How many parts there are.
    pub const fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether there are no parts.
    pub const fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether the form can be sent more than once.
    pub fn is_replayable(&self) -> bool {
        self.parts.iter().all(|part| part.body.is_replayable())
    }

    /// The headers of each part, a line each, and its content.
    #[cfg(feature = "dynamic")]
    pub(crate) fn parts(&self) -> impl Iterator<Item = (&str, &Body)> {
        self.parts.iter().map(|part| (&*part.head, &part.body))
    }

    pub(crate) const fn defect(&self) -> Option<&Defect> {
        self.defect.as_ref()
    }

    /// The form, ready to be sent once, and its media type.
    pub(crate) async fn open(&self) -> Result<(String, Payload), Defect> {
        let boundary = format!("signon-{:032x}", fastrand::u128(..));
        let media = format!("multipart/form-data; boundary={boundary}");
        let mut pieces = Vec::with_capacity(self.parts.len() * 2 + 1);
        let mut between = format!("--{boundary}");
        for part in &self.parts {
            between.push_str("\r\n");
            between.push_str(&part.head);
            pieces.push(Payload::from(Bytes::from(between)));
            pieces.push(part.body.open().await?);
            between = format!("\r\n--{boundary}");
        }
        between.push_str("--\r\n");
        pieces.push(Payload::from(Bytes::from(between)));
        Ok((media, transport::join(pieces)))
    }

    fn write(&mut self, name: &str, media: Option<&str>, value: &(impl ToParameter + ?Sized)) {
        if let Some(text) = value.as_text() {
            self.push(name, None, media, Body::from(text.to_owned()));
        } else {
            self.parameter(name, media, &value.to_parameter());
        }
    }

    fn parameter(&mut self, name: &str, media: Option<&str>, value: &Parameter) {
        match value {
            Parameter::Absent => {}
            Parameter::Null => self.push(name, None, media, Body::default()),
            Parameter::Scalar(text) => self.push(name, None, media, Body::from(text.clone())),
            Parameter::List(items) => {
                for item in items {
                    self.parameter(name, media, item);
                }
            }
            Parameter::Map(members) => {
                for (key, member) in members {
                    self.parameter(&format!("{name}[{key}]"), media, member);
                }
            }
        }
    }

    fn push(&mut self, name: &str, file: Option<&str>, media: Option<&str>, body: Body) {
        let mut head = String::from("Content-Disposition: form-data; name=\"");
        escape(&mut head, name);
        if let Some(file) = file {
            head.push_str("\"; filename=\"");
            escape(&mut head, file);
        }
        head.push('"');
        if let Some(media) = media {
            if http::HeaderValue::from_str(media).is_err() {
                self.fail(Defect::Header("content-type".to_owned()));
                return;
            }
            // Writing to a string cannot fail.
            let _ = write!(head, "\r\nContent-Type: {media}");
        }
        head.push_str("\r\n\r\n");
        self.parts.push(Part { head, body });
    }

    fn fail(&mut self, defect: Defect) {
        self.defect.get_or_insert(defect);
    }
}

impl PairWriter for Multipart {
    fn pair(&mut self, name: &str, texts: &[&str], delimiter: Delimiter) {
        self.push(name, None, None, Body::from(texts.join(delimiter.text())));
    }
}

/// Writes a name between quotes as browsers do (WHATWG HTML, "multipart form data").
fn escape(out: &mut String, name: &str) {
    for character in name.chars() {
        match character {
            '"' => out.push_str("%22"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            other => out.push(other),
        }
    }
}
