//! A server on loopback that does exactly what a script says, byte by byte.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

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
    /// Tells the test, and then writes this over and over.
    Flood(&'static [u8]),
    /// Ends the connection in good order.
    Close,
    /// Ends the connection with a reset.
    Reset,
}

/// How much of a flood is written at a time.
const BLOCK: usize = 64 * 1024;

/// A server that runs a script on each connection.
pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    stalled: mpsc::UnboundedReceiver<()>,
}

impl Server {
    /// Runs `script`; the last entry is for all further connections.
    pub(crate) async fn start(script: Vec<Vec<Act>>) -> Self {
        Self::start_on(listen().await, script)
    }

    /// The same as [`Self::start`], at an address that the script can name.
    pub(crate) fn start_on(listener: TcpListener, script: Vec<Vec<Act>>) -> Self {
        let address = listener.local_addr().expect("an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (stall, stalled) = mpsc::unbounded_channel();
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            let mut script = script.into_iter();
            let mut acts = Vec::new();
            loop {
                let Ok((connection, _)) = listener.accept().await else {
                    return;
                };
                acts = script.next().unwrap_or(acts);
                let acts = acts.clone();
                let (seen, stall) = (Arc::clone(&seen), stall.clone());
                tokio::spawn(async move { run(connection, &acts, &seen, &stall).await });
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

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many requests were read.
    pub(crate) fn requests(&self) -> usize {
        self.seen().len()
    }

    /// The requests that were read: their heads, unchanged, and their bodies.
    pub(crate) fn seen(&self) -> Vec<String> {
        let requests = self.requests.lock();
        requests.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until a connection stalls.
    pub(crate) async fn stalled(&mut self) {
        self.stalled.recv().await.expect("the server runs");
    }
}

/// A listener at an address of its own.
pub(crate) async fn listen() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.expect("a port")
}

async fn run(
    mut connection: TcpStream,
    acts: &[Act],
    seen: &Mutex<Vec<String>>,
    stall: &mpsc::UnboundedSender<()>,
) {
    for act in acts {
        match act {
            Act::Read => {
                let Some(request) = read(&mut connection).await else {
                    return;
                };
                let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                seen.push(request);
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
            Act::Flood(bytes) => {
                let _ = stall.send(());
                let block = bytes.repeat(BLOCK / bytes.len());
                while connection.write_all(&block).await.is_ok() {}
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
async fn read(connection: &mut TcpStream) -> Option<String> {
    let head = head(connection).await?;
    let length = head
        .to_ascii_lowercase()
        .lines()
        .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    connection.read_exact(&mut body).await.ok()?;
    Some(head + &String::from_utf8_lossy(&body))
}

/// Reads a request's head.
pub(crate) async fn head(connection: &mut (impl AsyncRead + Unpin)) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(connection.read_u8().await.ok()?);
    }
    Some(String::from_utf8_lossy(&head).into_owned())
}
