//! A file in a form.

use std::path::PathBuf;

use crate::body::Body;

/// A file: its name, its media type and its content.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct File {
    name: String,
    media: Option<String>,
    body: Body,
}

impl File {
    /// A file of this name and content.
    pub fn new(name: impl Into<String>, body: impl Into<Body>) -> Self {
        Self {
            name: name.into(),
            media: None,
            body: body.into(),
        }
    }

    /// The file at `path`; it is opened when the call is made, and not loaded into memory.
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        Self::new(name, Body::from_path(path))
    }

    /// Sets the media type, such as `text/csv`.
    pub fn content_type(mut self, media: impl Into<String>) -> Self {
        self.media = Some(media.into());
        self
    }

    /// The file name that is sent.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The media type, if one was set.
    pub fn media(&self) -> Option<&str> {
        self.media.as_deref()
    }

    /// The content.
    pub const fn body(&self) -> &Body {
        &self.body
    }
}
