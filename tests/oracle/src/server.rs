//! A server on the loopback interface that answers what a test says.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

/// Starts a server that answers each request on a connection of its own; `answer` has the request's target.
///
/// # Panics
///
/// If the system has no free port.
pub fn serve(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1)
            {
                head.extend(byte);
            }
            let head = String::from_utf8_lossy(&head).into_owned();
            answer(head.split(' ').nth(1).unwrap_or_default(), &mut stream);
        }
    });
    address
}

/// Writes a response: a status line without its version, with further header lines if any, and a body.
pub fn respond(stream: &mut TcpStream, head: &str, body: &[u8]) {
    let head = format!(
        "HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    // The client may have closed the connection.
    drop(
        stream
            .write_all(head.as_bytes())
            .and_then(|()| stream.write_all(body)),
    );
}
