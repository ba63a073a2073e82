//! A server on this machine that takes down every request.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use tokio::net::TcpListener;

use crate::Sent;

/// The server; it runs until the program ends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder {
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Recorder {
    /// Starts the server, and returns its URL.
    pub(crate) async fn start() -> std::io::Result<(Self, String)> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let recorder = Self::default();
        let here = recorder.clone();
        let router = Router::new().fallback(move |request: Request| {
            let here = here.clone();
            async move {
                here.note(request).await;
                ([(CONTENT_TYPE, "application/json")], "{}")
            }
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok((recorder, url))
    }

    /// What was sent since the last time.
    pub(crate) fn take(&self) -> Vec<Sent> {
        std::mem::take(&mut self.sent.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn note(&self, request: Request) {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX)
            .await
            .unwrap_or_else(|error| Bytes::from(format!("a body that cannot be read: {error}")));
        let mut headers: Vec<(String, String)> = parts
            .headers
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), value)
            })
            .collect();
        headers.sort();
        let sent = Sent {
            method: parts.method.to_string(),
            target: parts.uri.to_string(),
            headers,
            body: body.to_vec(),
        };
        self.sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(sent);
    }
}
