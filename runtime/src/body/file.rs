//! Files as bodies.

use std::path::Path;

use crate::defect::Defect;
use crate::transport::Payload;

/// Opens the file at `path` as a stream.
#[cfg(not(target_arch = "wasm32"))]
pub(super) async fn open(path: &Path) -> Result<Payload, Defect> {
    // The path is the caller's own; what the system says about it helps.
    let refuse = |error: std::io::Error| Defect::Body(format!("{}: {error}", path.display()));
    let file = tokio::fs::File::open(path).await.map_err(refuse)?;
    let length = file.metadata().await.map_err(refuse)?.len();
    Ok(Payload::stream(
        Box::pin(chunks::Chunks::new(file)),
        Some(length),
    ))
}

/// There are no files in a browser.
#[cfg(target_arch = "wasm32")]
#[expect(clippy::unused_async, reason = "elsewhere it waits for the disk")]
pub(super) async fn open(_: &Path) -> Result<Payload, Defect> {
    Err(Defect::Body(
        "there are no files on this platform".to_owned(),
    ))
}

#[cfg(not(target_arch = "wasm32"))]
mod chunks {
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};

    use bytes::Bytes;
    use futures_core::Stream;
    use tokio::fs::File;
    use tokio::io::{AsyncRead, ReadBuf};

    use crate::transport::TransportError;

    /// How much of a file is in memory at a time.
    const CHUNK: usize = 64 * 1024;

    /// The content of a file, chunk by chunk.
    pub(super) struct Chunks {
        file: File,
        buffer: Vec<u8>,
    }

    impl Chunks {
        pub(super) fn new(file: File) -> Self {
            Self {
                file,
                buffer: vec![0; CHUNK],
            }
        }
    }

    impl Stream for Chunks {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            let this = self.get_mut();
            let mut buffer = ReadBuf::new(&mut this.buffer);
            let read = ready!(Pin::new(&mut this.file).poll_read(cx, &mut buffer));
            Poll::Ready(match read {
                Err(error) => Some(Err(TransportError::new(error))),
                Ok(()) if buffer.filled().is_empty() => None,
                Ok(()) => Some(Ok(Bytes::copy_from_slice(buffer.filled()))),
            })
        }
    }
}
