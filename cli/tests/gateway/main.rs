//! `signon gateway` as a supervisor runs it: a process that is asked to stop, or killed.

#![cfg(all(feature = "gateway", unix))]

mod process;
mod provider;

use std::net::TcpStream;
use std::process::Command;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use serde_json::{Value, json};

use crate::process::Gateway;
use crate::provider::Provider;

const PROGRAM: &str = env!("CARGO_BIN_EXE_signon");
const CALLER: &str = "caller-token-0123456789";
const KEY: &str = "onelogin-token-0123456789";

#[test]
fn kills_lose_no_acknowledged_changes() {
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
    // The writers are still active at this point.
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
    // No change was made twice.
    for id in 100..108 {
        let titles = provider.titles(id);
        let mut distinct = titles.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), titles.len());
    }
}

#[test]
fn stops_complete_pending_requests_and_logs_hold_no_secret() {
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
fn changes_of_disconnected_callers_complete_and_are_logged() {
    let folder = tempfile::tempdir().expect("a folder");
    let provider = Provider::default();
    let (arrived, arrivals) = channel();
    let (permit, permits) = channel();
    let mut gateway = Gateway::start(&provider.serve(Some((arrived, permits))), folder.path());
    let path = "/unified/user-directory/users/100?integrated_account_id=a";
    let caller = Gateway::send(&gateway.address, path, &json!({ "title": "Chair" }));
    arrivals.recv().expect("a request");
    drop(caller.expect("a caller"));
    let left = gateway.logged();
    permit.send(()).expect("a provider");
    let finished = gateway.logged();
    gateway.process.kill().expect("a process");
    gateway.process.wait().expect("a process");

    assert_eq!(provider.titles(100), ["Chair"]);
    let summary =
        |line: &Value| ["message", "caller", "account", "status"].map(|key| line[key].clone());
    let (message, late) = (
        "the caller went away before the answer",
        "a change was finished after the end of its request",
    );
    assert_eq!(
        summary(&left),
        [json!(message), json!("tests"), json!("a"), Value::Null]
    );
    assert_eq!(
        summary(&finished),
        [json!(late), json!("tests"), json!("a"), json!(200)]
    );
    assert_eq!(left["request_id"], finished["request_id"]);
}

#[test]
fn invalid_configurations_are_rejected_without_secrets() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("gateway.toml");
    let token = "[[tokens]]\nname = \"t\"\ntoken = { env = \"CALLER\" }\n";
    let account = "[[accounts]]\nid = \"a\"\nprovider = \"torii\"\n";
    let served = format!("{account}credentials.api_key = {{ env = \"KEY\" }}\n");
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
        (
            format!("{token}{token}{account}"),
            "there are two tokens with the name `t`",
        ),
        (
            format!("{token}{}{served}", token.replace("\"t\"", "\"u\"")),
            "the tokens `t` and `u` have the same value",
        ),
        (
            format!("hosts = [\"gateway.example:8787\"]\n{token}{served}"),
            "`hosts`: `gateway.example:8787` is not a name",
        ),
        (
            format!("hosts = [\"https://gateway.example\"]\n{token}{served}"),
            "`hosts`: `https://gateway.example` is not a name",
        ),
        (
            format!("origins = [\"https://app.example/\"]\n{token}{served}"),
            "`origins`: `https://app.example/` is not an origin",
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
