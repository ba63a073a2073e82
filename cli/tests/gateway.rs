//! `signon gateway` as a supervisor runs it: a process that is asked to stop, or killed.

#![cfg(all(feature = "gateway", unix))]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

const PROGRAM: &str = env!("CARGO_BIN_EXE_signon");
const CALLER: &str = "caller-token-0123456789";
const KEY: &str = "onelogin-token-0123456789";

/// Reports that a request has arrived, and permits to answer it.
type Hold = (Sender<()>, Receiver<()>);

/// A provider that keeps the titles of its users, each list in the order of the changes.
#[derive(Clone, Default)]
struct Provider(Arc<Mutex<BTreeMap<String, Vec<String>>>>);

impl Provider {
    /// Serves it; with a hold, each request is reported, and waits for a permit.
    fn serve(&self, hold: Option<Hold>) -> String {
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

    fn titles(&self, id: u32) -> Vec<String> {
        self.0
            .lock()
            .expect("a lock")
            .get(&id.to_string())
            .cloned()
            .unwrap_or_default()
    }
}

/// The first line and the body of a message; none at the end.
fn read(reader: &mut BufReader<TcpStream>) -> Option<(String, String)> {
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

/// A running gateway, and its log.
struct Gateway {
    process: Child,
    address: String,
    log: Receiver<String>,
}

impl Gateway {
    fn start(provider: &str, folder: &std::path::Path) -> Self {
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

    /// Changes the title of a user; whether the change was acknowledged.
    fn change(address: &str, id: u32, title: &str) -> bool {
        let path = format!("/unified/user-directory/users/{id}?integrated_account_id=a");
        Self::patch(address, &path, &json!({ "title": title }), title)
    }

    /// Changes a title by SCIM; whether that was acknowledged.
    fn change_by_scim(address: &str, id: u32, title: &str) -> bool {
        let change = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{ "op": "replace", "path": "title", "value": title }],
        });
        Self::patch(address, &format!("/scim/v2/a/Users/{id}"), &change, title)
    }

    fn patch(address: &str, path: &str, change: &Value, title: &str) -> bool {
        let body = change.to_string();
        let request = format!(
            "PATCH {path} HTTP/1.1\r\nHost: localhost\r\n\
             Authorization: Bearer {CALLER}\r\nContent-Type: application/json\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let Ok(mut stream) = TcpStream::connect(address) else {
            return false;
        };
        if stream.write_all(request.as_bytes()).is_err() {
            return false;
        }
        let answer = read(&mut BufReader::new(stream));
        answer.is_some_and(|(line, body)| line.contains(" 200 ") && body.contains(title))
    }
}

#[test]
fn a_kill_loses_no_change_that_was_acknowledged() {
    let folder = tempfile::tempdir().expect("a folder");
    let provider = Provider::default();
    let mut gateway = Gateway::start(&provider.serve(None), folder.path());
    let (sender, acknowledged): (Sender<(u32, String)>, _) = channel();
    let writers: Vec<_> = (100..108)
        .map(|id| {
            let (address, sender) = (gateway.address.clone(), sender.clone());
            thread::spawn(move || {
                for step in 0_u32.. {
                    let title = format!("step {step} of {id}");
                    let change = if id % 2 == 0 {
                        Gateway::change
                    } else {
                        Gateway::change_by_scim
                    };
                    if !change(&address, id, &title) {
                        return;
                    }
                    sender.send((id, title)).expect("a receiver");
                }
            })
        })
        .collect();
    drop(sender);
    // The writers are in the middle of their changes by then.
    let mut changes: Vec<(u32, String)> = acknowledged.iter().take(200).collect();
    gateway.process.kill().expect("a process");
    gateway.process.wait().expect("a process");
    for writer in writers {
        writer.join().expect("a writer");
    }
    changes.extend(acknowledged.iter());
    assert!(changes.len() >= 200);
    for (id, title) in &changes {
        assert!(
            provider.titles(*id).contains(title),
            "`{title}` was acknowledged and is lost"
        );
    }
    // None was made twice, either.
    for id in 100..108 {
        let titles = provider.titles(id);
        let mut distinct = titles.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), titles.len());
    }
}

#[test]
fn a_stop_finishes_what_has_begun_and_the_log_holds_no_secret() {
    let folder = tempfile::tempdir().expect("a folder");
    let provider = Provider::default();
    let (arrived, arrivals) = channel();
    let (permit, permits) = channel();
    let hold = Some((arrived, permits));
    let mut gateway = Gateway::start(&provider.serve(hold), folder.path());
    let address = gateway.address.clone();
    let caller = thread::spawn(move || Gateway::change(&address, 100, "secret title"));
    arrivals.recv().expect("a request");
    let pid = gateway.process.id().to_string();
    let killed = Command::new("kill").args(["-TERM", &pid]).status();
    assert!(killed.expect("kill").success());
    while TcpStream::connect(&gateway.address).is_ok() {
        thread::yield_now();
    }
    permit.send(()).expect("a provider");
    assert!(
        caller.join().expect("a caller"),
        "the change was acknowledged"
    );
    assert!(gateway.process.wait().expect("a process").success());
    assert_eq!(provider.titles(100), ["secret title"]);

    let lines: Vec<String> = gateway.log.iter().collect();
    let requests: Vec<Value> = lines
        .iter()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    assert_eq!(requests.len(), 1, "{lines:?}");
    assert_eq!(
        (&requests[0]["status"], &requests[0]["account"]),
        (&json!(200), &json!("a"))
    );
    for secret in [CALLER, KEY, "secret title", "users/100"] {
        assert!(!lines.concat().contains(secret), "{secret} is in the log");
    }
}

#[test]
fn a_configuration_that_cannot_be_served_is_refused_without_its_secrets() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("gateway.toml");
    let token = "[[tokens]]\nname = \"t\"\ntoken = { env = \"CALLER\" }\n";
    let account = "[[accounts]]\nid = \"a\"\nprovider = \"torii\"\n";
    for (config, problem) in [
        (String::new(), "there is nothing to serve"),
        (
            format!("{account}credentials.api_key = {{ env = \"KEY\" }}"),
            "no caller could authenticate",
        ),
        (
            format!("{token}{account}"),
            "account `a`: `credentials` hold",
        ),
        (
            format!("{token}{account}credentials.api_key = {{ env = \"NONE\" }}"),
            "`NONE` is not in the environment",
        ),
        (
            format!("{token}{account}credentials.api_key = \"{KEY}\""),
            "line 7: a secret is given as",
        ),
        (
            format!("{token}{account}key = \"{KEY}\""),
            "line 7: unknown field `key`",
        ),
        (
            format!("{token}{account}credentials.token = {{ env = \"KEY\" }}"),
            "not those that the provider takes",
        ),
        (
            format!("{token}{account}credentials.api_key = {{ file = \"gateway.toml\" }}"),
            "chmod 600",
        ),
        (
            format!("{token}accounts = [\"b\"]\n{account}"),
            "there is no account `b`",
        ),
    ] {
        std::fs::write(&file, &config).expect("a file");
        let output = Command::new(PROGRAM)
            .args(["gateway", "--check", "--config"])
            .arg(&file)
            .env("CALLER", CALLER)
            .env("KEY", KEY)
            .output()
            .expect("a process");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{config}: {text}");
        assert!(text.contains(problem), "{config}: {text}");
        assert!(!text.contains(KEY), "{text}");
    }
}
