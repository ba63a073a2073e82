//! Decompressing responses.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use async_compression::tokio::bufread::{BrotliDecoder, GzipDecoder};
use bytes::{Buf, Bytes};
use futures_core::Stream;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use tokio::io::{AsyncBufRead, AsyncRead, ReadBuf};

use crate::transport::{Payload, TransportError};

/// How much is decompressed at a time.
const CHUNK: usize = 8 * 1024;

/// How a brotli stream begins that needs up to 1 GiB of memory (RFC 7932, section 9.1, has it as
/// invalid). The decoder knows more than HTTP allows.
const LARGE_WINDOW: u8 = 0b001_0001;
const LARGE_WINDOW_BITS: u8 = 0b111_1111;

/// The content of `body` as it was before `headers` say that it was compressed.
pub(super) fn decode(headers: &mut HeaderMap, body: Payload) -> Payload {
    let Some(encoding) = sole_encoding(headers) else {
        return body;
    };
    let is_brotli = encoding.eq_ignore_ascii_case(b"br");
    let reader = Reader {
        body,
        chunk: Bytes::new(),
        is_empty: true,
        is_brotli,
    };
    let decoder = if is_brotli {
        Decoder::Brotli(BrotliDecoder::new(reader))
    } else if encoding.eq_ignore_ascii_case(b"gzip") || encoding.eq_ignore_ascii_case(b"x-gzip") {
        Decoder::Gzip(GzipDecoder::new(reader))
    } else {
        return reader.body;
    };
    headers.remove(CONTENT_ENCODING);
    // It is the length of what was compressed.
    headers.remove(CONTENT_LENGTH);
    let content = Decoded {
        decoder,
        buffer: vec![0; CHUNK],
        state: State::Decoding,
    };
    Payload::stream(Box::pin(content), None)
}

/// The encoding, if there is one and no more.
fn sole_encoding(headers: &HeaderMap) -> Option<Vec<u8>> {
    let mut encodings = headers.get_all(CONTENT_ENCODING).iter();
    match (encodings.next(), encodings.next()) {
        (Some(encoding), None) => Some(encoding.as_bytes().to_vec()),
        (_, _) => None,
    }
}

/// A decompressed body.
struct Decoded {
    decoder: Decoder,
    buffer: Vec<u8>,
    state: State,
}

enum Decoder {
    Brotli(BrotliDecoder<Reader>),
    Gzip(GzipDecoder<Reader>),
}

enum State {
    Decoding,
    /// All is decompressed; the end of the compressed body is still to be read.
    Ending,
    Ended,
}

impl Decoder {
    fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self {
            Self::Brotli(decoder) => Pin::new(decoder).poll_read(cx, buffer),
            Self::Gzip(decoder) => Pin::new(decoder).poll_read(cx, buffer),
        }
    }

    fn reader(&mut self) -> &mut Reader {
        match self {
            Self::Brotli(decoder) => decoder.get_mut(),
            Self::Gzip(decoder) => decoder.get_mut(),
        }
    }
}

impl Decoded {
    /// The next decompressed bytes; none at the end.
    fn poll_decode(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        let mut buffer = ReadBuf::new(&mut self.buffer);
        match ready!(self.decoder.poll_read(cx, &mut buffer)) {
            Ok(()) => Poll::Ready(Ok(Bytes::copy_from_slice(buffer.filled()))),
            // Such as the response to HEAD, or one of status 304.
            Err(_) if self.decoder.reader().has_ended_empty() => Poll::Ready(Ok(Bytes::new())),
            Err(error) => Poll::Ready(Err(error)),
        }
    }

    /// Reads the end of the compressed body, so that the connection can be used again.
    fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let rest = ready!(Pin::new(self.decoder.reader()).poll_fill_buf(cx))?;
        if rest.is_empty() {
            return Poll::Ready(Ok(()));
        }
        let error = "the compressed body goes on after its end";
        Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, error)))
    }
}

impl Stream for Decoded {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if matches!(this.state, State::Decoding) {
            match ready!(this.poll_decode(cx)) {
                Ok(bytes) if bytes.is_empty() => this.state = State::Ending,
                Ok(bytes) => return Poll::Ready(Some(Ok(bytes))),
                Err(error) => {
                    this.state = State::Ended;
                    return Poll::Ready(Some(Err(unwrap(error))));
                }
            }
        }
        if matches!(this.state, State::Ending) {
            let outcome = ready!(this.poll_end(cx));
            this.state = State::Ended;
            if let Err(error) = outcome {
                return Poll::Ready(Some(Err(unwrap(error))));
            }
        }
        Poll::Ready(None)
    }
}

/// An error of the connection as it was, or one of decompression.
fn unwrap(error: io::Error) -> TransportError {
    match error.downcast::<TransportError>() {
        Ok(error) => error,
        Err(error) => TransportError::new(error),
    }
}

/// A compressed body, for the decoders.
struct Reader {
    body: Payload,
    chunk: Bytes,
    /// Whether nothing has been read.
    is_empty: bool,
    is_brotli: bool,
}

impl Reader {
    /// Whether the body had no content: the decoders have seen its end before any byte.
    fn has_ended_empty(&self) -> bool {
        self.is_empty
    }

    /// Whether the body begins in a way that HTTP does not allow.
    fn has_large_window(&self) -> bool {
        let first = self
            .chunk
            .first()
            .filter(|_| self.is_brotli && self.is_empty);
        first.is_some_and(|first| first & LARGE_WINDOW_BITS == LARGE_WINDOW)
    }
}

impl AsyncBufRead for Reader {
    fn poll_fill_buf(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let this = self.get_mut();
        while this.chunk.is_empty() {
            match ready!(this.body.poll_chunk(cx)) {
                None => break,
                Some(Ok(chunk)) => this.chunk = chunk,
                Some(Err(error)) => {
                    this.is_empty = false;
                    return Poll::Ready(Err(io::Error::other(error)));
                }
            }
        }
        let has_large_window = this.has_large_window();
        this.is_empty &= this.chunk.is_empty();
        if has_large_window {
            let error = "the window of the brotli stream is larger than HTTP allows";
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, error)));
        }
        Poll::Ready(Ok(&this.chunk))
    }

    fn consume(self: Pin<&mut Self>, amount: usize) {
        self.get_mut().chunk.advance(amount);
    }
}

impl AsyncRead for Reader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let available = ready!(self.as_mut().poll_fill_buf(cx))?;
        let amount = available.len().min(buffer.remaining());
        buffer.put_slice(available.get(..amount).unwrap_or_default());
        self.consume(amount);
        Poll::Ready(Ok(()))
    }
}
