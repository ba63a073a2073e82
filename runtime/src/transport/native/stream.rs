//! Connections: TCP, or TLS over another connection.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper_util::client::legacy::connect::{Connected, Connection};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

#[cfg(any(feature = "rustls", feature = "native-tls"))]
use crate::transport::native::tls::{self, TlsStream};

/// A connection.
pub(super) struct Stream {
    io: Io,
    /// Whether an HTTP proxy reads the requests.
    is_proxied: bool,
}

enum Io {
    Tcp(TcpStream),
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    Tls(Box<TlsStream>),
}

impl Stream {
    pub(super) fn tcp(stream: TcpStream) -> Self {
        Self {
            io: Io::Tcp(stream),
            is_proxied: false,
        }
    }

    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(super) fn tls(stream: TlsStream) -> Self {
        Self {
            io: Io::Tls(Box::new(stream)),
            is_proxied: false,
        }
    }

    /// The same connection, to an HTTP proxy that reads the requests.
    pub(super) fn proxied(mut self) -> Self {
        self.is_proxied = true;
        self
    }
}

impl Connection for Stream {
    fn connected(&self) -> Connected {
        let connected = match &self.io {
            Io::Tcp(stream) => stream.connected(),
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            Io::Tls(stream) if tls::is_http2(stream) => Connected::new().negotiated_h2(),
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            Io::Tls(_) => Connected::new(),
        };
        connected.proxy(self.is_proxied)
    }
}

/// Calls a method on whichever connection it is.
macro_rules! delegate {
    ($self:ident, $io:ident => $call:expr) => {
        match &mut $self.get_mut().io {
            Io::Tcp($io) => $call,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            Io::Tls($io) => $call,
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        delegate!(self, io => Pin::new(io).poll_read(cx, buffer))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        delegate!(self, io => Pin::new(io).poll_write(cx, bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        delegate!(self, io => Pin::new(io).poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        delegate!(self, io => Pin::new(io).poll_shutdown(cx))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        delegate!(self, io => Pin::new(io).poll_write_vectored(cx, slices))
    }

    fn is_write_vectored(&self) -> bool {
        match &self.io {
            Io::Tcp(io) => io.is_write_vectored(),
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            Io::Tls(io) => io.is_write_vectored(),
        }
    }
}
