//! A server on loopback that does exactly what a script says, byte by byte.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// One thing that the server does on a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Act {
    /// Reads a whole request.
    Read,
    Write(&'static [u8]),
    /// Tells the test, and then does nothing.
    Stall,
    /// Ends the connection in good order.
    Close,
    /// Ends the connection with a reset.
    Reset,
}

/// A server that runs a script on each connection.
pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<AtomicUsize>,
    stalled: mpsc::UnboundedReceiver<()>,
}

impl Server {
    /// Runs `script`; the last entry is for all further connections.
    pub(crate) async fn start(script: Vec<Vec<Act>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let requests = Arc::new(AtomicUsize::new(0));
        let (stall, stalled) = mpsc::unbounded_channel();
        let count = Arc::clone(&requests);
        tokio::spawn(async move {
            let mut script = script.into_iter();
            let mut acts = Vec::new();
            loop {
                let Ok((connection, _)) = listener.accept().await else {
                    return;
                };
                acts = script.next().unwrap_or(acts);
                let acts = acts.clone();
                let (count, stall) = (Arc::clone(&count), stall.clone());
                tokio::spawn(async move { run(connection, &acts, &count, &stall).await });
            }
        });
        Self {
            address,
            requests,
            stalled,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many requests were read.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// Waits until a connection stalls.
    pub(crate) async fn stalled(&mut self) {
        self.stalled.recv().await.expect("the server runs");
    }
}

async fn run(
    mut connection: TcpStream,
    acts: &[Act],
    count: &AtomicUsize,
    stall: &mpsc::UnboundedSender<()>,
) {
    for act in acts {
        match act {
            Act::Read => {
                if read(&mut connection).await.is_none() {
                    return;
                }
                count.fetch_add(1, Ordering::SeqCst);
            }
            Act::Write(bytes) => {
                if connection.write_all(bytes).await.is_err() {
                    return;
                }
            }
            Act::Stall => {
                let _ = stall.send(());
                // Until the client goes.
                let mut rest = Vec::new();
                let _ = connection.read_to_end(&mut rest).await;
                return;
            }
            Act::Close => return,
            Act::Reset => {
                let _ = SockRef::from(&connection).set_linger(Some(std::time::Duration::ZERO));
                return;
            }
        }
    }
}

/// Reads a request's head and as much of a body as it announces.
async fn read(connection: &mut TcpStream) -> Option<()> {
    let head = head(connection).await?.to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    connection.read_exact(&mut body).await.ok()?;
    Some(())
}

/// Reads a request's head.
pub(crate) async fn head(connection: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(connection.read_u8().await.ok()?);
    }
    Some(String::from_utf8_lossy(&head).into_owned())
}
