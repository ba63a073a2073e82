//! Bodies on their way up.

mod file;

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_core::Stream;

use crate::bounds::{BoxError, BoxStream, MaybeSend};
use crate::defect::Defect;
use crate::transport::{Payload, TransportError};

/// A body that is sent as it is: bytes, a file, or a stream.
///
/// Bytes and files can be sent again if a call must be repeated; a stream cannot.
#[derive(Clone)]
pub struct Body {
    source: Source,
    media: Option<Cow<'static, str>>,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    File(Arc<Path>),
    Stream(Arc<Once>),
}

/// A stream that is taken by the first who sends it.
struct Once {
    stream: Mutex<Option<BoxStream<Result<Bytes, TransportError>>>>,
    length: Option<u64>,
}

impl Body {
    /// The file at `path`; it is opened when the call is made, and not loaded into memory.
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        Self::of(Source::File(path.into().into()))
    }

    /// A stream of bytes. A call with such a body is never repeated.
    pub fn from_stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        E: Into<BoxError>,
    {
        Self::once(stream, None)
    }

    /// A stream of bytes that says how long it is.
    pub fn from_sized_stream<S, E>(stream: S, length: u64) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        E: Into<BoxError>,
    {
        Self::once(stream, Some(length))
    }

    #[cfg_attr(
        target_arch = "wasm32",
        expect(clippy::arc_with_non_send_sync, reason = "a browser has one thread")
    )]
    fn once<S, E>(stream: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
        E: Into<BoxError>,
    {
        let stream: BoxStream<_> = Box::pin(Failing(Box::pin(stream)));
        Self::of(Source::Stream(Arc::new(Once {
            stream: Mutex::new(Some(stream)),
            length,
        })))
    }

    const fn of(source: Source) -> Self {
        Self {
            source,
            media: None,
        }
    }

    /// Sets the media type, such as `image/png`; without one, the body has that of the operation.
    #[must_use]
    pub fn content_type(mut self, media: impl Into<Cow<'static, str>>) -> Self {
        self.media = Some(media.into());
        self
    }

    /// The media type, if one was set.
    pub fn media(&self) -> Option<&str> {
        self.media.as_deref()
    }

    /// The bytes, if the body is held in memory.
    pub const fn as_bytes(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Bytes(bytes) => Some(bytes),
            Source::File(_) | Source::Stream(_) => None,
        }
    }

    /// Whether the body can be sent more than once.
    pub const fn is_replayable(&self) -> bool {
        match &self.source {
            Source::Bytes(_) | Source::File(_) => true,
            Source::Stream(_) => false,
        }
    }

    /// The body, ready to be sent once.
    pub(crate) async fn open(&self) -> Result<Payload, Defect> {
        match &self.source {
            Source::Bytes(bytes) => Ok(Payload::from(bytes.clone())),
            // Boxed, so that other calls do not carry the room for this about.
            Source::File(path) => Box::pin(file::open(path)).await,
            Source::Stream(once) => {
                let mut stream = once.stream.lock().unwrap_or_else(PoisonError::into_inner);
                match stream.take() {
                    Some(stream) => Ok(Payload::stream(stream, once.length)),
                    None => Err(Defect::Body("the stream has been sent already".to_owned())),
                }
            }
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::from(Bytes::new())
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::of(Source::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self::from(Bytes::from_static(text.as_bytes()))
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Self::from(Bytes::from_static(bytes))
    }
}

impl PartialEq for Body {
    /// Media types are equal, and bytes are compared by content, files by path, streams by identity.
    fn eq(&self, other: &Self) -> bool {
        let same_source = match (&self.source, &other.source) {
            (Source::Bytes(a), Source::Bytes(b)) => a == b,
            (Source::File(a), Source::File(b)) => a == b,
            (Source::Stream(a), Source::Stream(b)) => Arc::ptr_eq(a, b),
            (Source::Bytes(_) | Source::File(_) | Source::Stream(_), _) => false,
        };
        same_source && self.media == other.media
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Source::File(_) => f.write_str("Body(file)"),
            Source::Stream(_) => f.write_str("Body(stream)"),
        }
    }
}

/// A stream whose errors are the transport's.
struct Failing<S>(std::pin::Pin<Box<S>>);

impl<S, E> Stream for Failing<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.0
            .as_mut()
            .poll_next(cx)
            .map(|item| item.map(|chunk| chunk.map_err(TransportError::new)))
    }
}
