//! Requests byte by byte, as no client library would send them.

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::gateway::{Running, TOKEN};

/// A response.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    head: String,
    pub(crate) text: String,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        Self {
            status: status.unwrap_or_default(),
            head: head.to_owned(),
            text: body.to_owned(),
        }
    }

    /// A header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The body.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

impl Running {
    /// Sends these bytes on a connection of their own.
    pub(crate) async fn exchange(&self, request: &[u8]) -> Answer {
        let address = self.url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        // The server may reject, and close, before it has read all of it.
        let _ = stream.write_all(request).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        Answer::parse(&answer)
    }

    /// Sends a request with these header lines and this body.
    pub(crate) async fn request(&self, line: &str, headers: &[&str], body: &str) -> Answer {
        let mut request = format!(
            "{line} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n",
            body.len()
        );
        for header in headers {
            request.push_str(header);
            request.push_str("\r\n");
        }
        request.push_str("\r\n");
        request.push_str(body);
        self.exchange(request.as_bytes()).await
    }

    /// Sends a request of the caller that may do all.
    pub(crate) async fn call(&self, line: &str, body: &str) -> Answer {
        self.call_as(TOKEN, line, body).await
    }

    /// Sends a request of the caller with this token.
    pub(crate) async fn call_as(&self, token: &str, line: &str, body: &str) -> Answer {
        let bearer = format!("Authorization: Bearer {token}");
        let headers = ["Host: localhost", &bearer, "Content-Type: application/json"];
        self.request(line, &headers, body).await
    }
}
