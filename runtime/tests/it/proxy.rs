//! A proxy on loopback that records what it sees.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
#[cfg(any(feature = "rustls", feature = "native-tls"))]
use tokio_rustls::TlsAcceptor;

use crate::server::head;

const OK: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{\"id\": 1}";
const NEEDS_CREDENTIALS: &[u8] =
    b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";

/// What a proxy does.
#[derive(Clone)]
pub(crate) enum Kind {
    /// Makes tunnels, and answers plain requests itself.
    Http,
    /// The same, by way of TLS.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    Https(TlsAcceptor),
    /// Wants other credentials.
    Refusing,
    /// Makes tunnels by SOCKS 5 for this user and password.
    Socks(&'static str, &'static str),
}

/// A proxy.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    pub(crate) async fn start(kind: Kind) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let heads = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&heads);
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(serve(kind.clone(), connection, Arc::clone(&record)));
            }
        });
        Self { address, heads }
    }

    /// The heads of what it was asked.
    pub(crate) fn heads(&self) -> Vec<String> {
        let heads = self.heads.lock();
        heads.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn serve(kind: Kind, mut connection: TcpStream, heads: Arc<Mutex<Vec<String>>>) {
    let record = |head: &str| {
        let mut heads = heads.lock().unwrap_or_else(PoisonError::into_inner);
        heads.push(head.to_owned());
    };
    let _ = match kind {
        Kind::Http => http(&mut connection, record).await,
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        Kind::Https(acceptor) => match acceptor.accept(connection).await {
            Ok(mut connection) => http(&mut connection, record).await,
            Err(_) => None,
        },
        Kind::Refusing => match head(&mut connection).await {
            Some(head) => {
                record(&head);
                connection.write_all(NEEDS_CREDENTIALS).await.ok()
            }
            None => None,
        },
        Kind::Socks(user, password) => socks(&mut connection, user, password, record).await,
    };
}

async fn http<C: AsyncRead + AsyncWrite + Unpin>(
    connection: &mut C,
    record: impl Fn(&str),
) -> Option<()> {
    while let Some(head) = head(connection).await {
        record(&head);
        match head.strip_prefix("CONNECT ") {
            Some(rest) => {
                let (target, _) = rest.split_once(' ')?;
                let mut target = TcpStream::connect(target).await.ok()?;
                let established = b"HTTP/1.1 200 Connection established\r\n\r\n";
                connection.write_all(established).await.ok()?;
                connection.flush().await.ok()?;
                tokio::io::copy_bidirectional(connection, &mut target)
                    .await
                    .ok()?;
                return Some(());
            }
            None => connection.write_all(OK).await.ok()?,
        }
        connection.flush().await.ok()?;
    }
    Some(())
}

/// The server's side of RFC 1928 and RFC 1929, as far as a test needs it.
async fn socks(
    connection: &mut TcpStream,
    user: &str,
    password: &str,
    record: impl Fn(&str),
) -> Option<()> {
    let methods = connection.read_u16().await.ok()? & 0xff;
    let mut offered = vec![0; usize::from(methods)];
    connection.read_exact(&mut offered).await.ok()?;
    connection.write_all(&[5, 2]).await.ok()?;
    connection.read_u8().await.ok()?;
    let given = (text(connection).await?, text(connection).await?);
    if given != (user.to_owned(), password.to_owned()) {
        connection.write_all(&[1, 1]).await.ok()?;
        return None;
    }
    connection.write_all(&[1, 0]).await.ok()?;
    let mut request = [0; 4];
    connection.read_exact(&mut request).await.ok()?;
    let host = match request {
        [5, 1, 0, 1] => std::net::Ipv4Addr::from(connection.read_u32().await.ok()?).to_string(),
        [5, 1, 0, 3] => text(connection).await?,
        _ => return None,
    };
    let target = format!("{host}:{}", connection.read_u16().await.ok()?);
    record(&target);
    let mut target = TcpStream::connect(target).await.ok()?;
    let granted = [5, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    connection.write_all(&granted).await.ok()?;
    tokio::io::copy_bidirectional(connection, &mut target)
        .await
        .ok()?;
    Some(())
}

/// A text after its length.
async fn text(connection: &mut TcpStream) -> Option<String> {
    let length = connection.read_u8().await.ok()?;
    let mut text = vec![0; usize::from(length)];
    connection.read_exact(&mut text).await.ok()?;
    String::from_utf8(text).ok()
}
