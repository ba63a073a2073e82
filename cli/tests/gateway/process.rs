//! A running gateway, and its callers.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use serde_json::{Value, json};

use crate::provider::read;
use crate::{CALLER, KEY, PROGRAM};

/// A running gateway and its log.
pub(crate) struct Gateway {
    pub(crate) process: Child,
    pub(crate) address: String,
    pub(crate) log: Receiver<String>,
}

impl Gateway {
    pub(crate) fn start(provider: &str, folder: &Path) -> Self {
        let file = folder.join("gateway.toml");
        let config = format!(
            "[[tokens]]\nname = \"tests\"\ntoken = {{ env = \"CALLER\" }}\n\
             [[accounts]]\nid = \"a\"\nprovider = \"onelogin\"\nbase_url = \"{provider}\"\n\
             credentials.token = {{ env = \"KEY\" }}\n"
        );
        std::fs::write(&file, config).expect("a file");
        let mut process = Command::new(PROGRAM)
            .args(["gateway", "--listen", "127.0.0.1:0", "--config"])
            .arg(&file)
            .env("CALLER", CALLER)
            .env("KEY", KEY)
            .stderr(Stdio::piped())
            .spawn()
            .expect("a process");
        let mut lines = BufReader::new(process.stderr.take().expect("a log")).lines();
        let first = lines.next().and_then(Result::ok).expect("a line");
        let address = first
            .rsplit("http://")
            .next()
            .unwrap_or_default()
            .to_owned();
        let (sender, log) = channel();
        thread::spawn(move || {
            lines
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        Self {
            process,
            address,
            log,
        }
    }

    /// Changes the title of a user, and returns whether the change was acknowledged.
    pub(crate) fn change(address: &str, id: u32, title: &str) -> bool {
        let path = format!("/unified/user-directory/users/{id}?integrated_account_id=a");
        Self::patch(address, &path, &json!({ "title": title }), title)
    }

    /// Changes a title by SCIM, and returns whether the change was acknowledged.
    pub(crate) fn change_by_scim(address: &str, id: u32, title: &str) -> bool {
        let change = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{ "op": "replace", "path": "title", "value": title }],
        });
        Self::patch(address, &format!("/scim/v2/a/Users/{id}"), &change, title)
    }

    fn patch(address: &str, path: &str, change: &Value, title: &str) -> bool {
        let Some(stream) = Self::send(address, path, change) else {
            return false;
        };
        let answer = read(&mut BufReader::new(stream));
        answer.is_some_and(|(line, body)| line.contains(" 200 ") && body.contains(title))
    }

    /// Sends a change, and returns the stream to read the response from.
    pub(crate) fn send(address: &str, path: &str, change: &Value) -> Option<TcpStream> {
        let body = change.to_string();
        let request = format!(
            "PATCH {path} HTTP/1.1\r\nHost: localhost\r\n\
             Authorization: Bearer {CALLER}\r\nContent-Type: application/json\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(address).ok()?;
        stream.write_all(request.as_bytes()).ok()?;
        Some(stream)
    }

    /// Returns the next line of the log.
    pub(crate) fn logged(&self) -> Value {
        let line = self.log.recv().expect("a line");
        serde_json::from_str(&line).expect("JSON")
    }
}
