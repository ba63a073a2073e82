//! A provider that records writes.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

/// Channels that report a request, and permit its response.
pub(crate) type Hold = (Sender<()>, Receiver<()>);

/// A provider that records the titles of its users, in the order of the changes.
#[derive(Clone, Default)]
pub(crate) struct Provider(Arc<Mutex<BTreeMap<String, Vec<String>>>>);

impl Provider {
    /// Serves the provider; with a hold, each request is reported, and waits for a permit.
    pub(crate) fn serve(&self, hold: Option<Hold>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let hold = Arc::new(Mutex::new(hold));
        let provider = self.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (provider, hold) = (provider.clone(), Arc::clone(&hold));
                thread::spawn(move || provider.connection(stream, &hold));
            }
        });
        url
    }

    fn connection(&self, mut stream: TcpStream, hold: &Mutex<Option<Hold>>) {
        let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
        while let Some((line, body)) = read(&mut reader) {
            let id = line
                .split(['/', ' ', '?'])
                .find(|part| part.parse::<u32>().is_ok_and(|id| id >= 100));
            let id = id.unwrap_or_default().to_owned();
            let change: Value = serde_json::from_str(&body).unwrap_or_default();
            if let Some((arrived, permits)) = &*hold.lock().expect("a lock") {
                arrived.send(()).expect("a receiver");
                permits.recv().expect("a permit");
            }
            let mut users = self.0.lock().expect("a lock");
            let titles = users.entry(id.clone()).or_default();
            if let Some(title) = change.get("title").and_then(Value::as_str) {
                titles.push(title.to_owned());
            }
            let title = titles.last().cloned();
            drop(users);
            let answer =
                json!({ "id": id.parse::<u32>().unwrap_or_default(), "title": title }).to_string();
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
                answer.len()
            );
            if stream
                .write_all(format!("{head}{answer}").as_bytes())
                .is_err()
            {
                return;
            }
        }
    }

    pub(crate) fn titles(&self, id: u32) -> Vec<String> {
        self.0
            .lock()
            .expect("a lock")
            .get(&id.to_string())
            .cloned()
            .unwrap_or_default()
    }
}

/// Reads the first line and the body of a message; `None` at the end.
pub(crate) fn read(reader: &mut BufReader<TcpStream>) -> Option<(String, String)> {
    let mut first = String::new();
    reader
        .read_line(&mut first)
        .ok()
        .filter(|count| *count > 0)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader
            .read_line(&mut line)
            .ok()
            .filter(|count| *count > 0)?;
        if line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((
        first.trim().to_owned(),
        String::from_utf8_lossy(&body).into_owned(),
    ))
}
