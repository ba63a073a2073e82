//! Third-party programs against the gateway: Truto's SDK for Python, and schemathesis.
//!
//! They run where `SIGNON_PYTHON` names a Python that has the packages of `.ci/gateway/requirements.txt`, as in CI.

#[path = "it/support/mod.rs"]
#[expect(dead_code, reason = "the other tests use more of it")]
mod support;

use std::io::Write as _;
use std::path::Path;

use signon_prism::Prism;
use tokio::process::Command;

use support::gateway::{self, ONELOGIN, Running, TOKEN, TORII};
use support::{onelogin, provider, torii};

/// Prints a line that a run without `--no-capture` hides.
fn say(line: &str) {
    // The tests do not depend on it.
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// The Python to run, if there is one.
fn python() -> Option<String> {
    let python = std::env::var("SIGNON_PYTHON").ok();
    if python.is_none() {
        say(
            "left out: `SIGNON_PYTHON` names no Python with the packages of `.ci/gateway/requirements.txt`",
        );
    }
    python
}

/// Runs a program with the gateway in its environment, and prints the lines that count its checks.
async fn run(running: &Running, program: &str, arguments: &[&str]) {
    // schemathesis writes to the current folder.
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder.path())
        .env("GATEWAY_URL", &running.url)
        .env("GATEWAY_TOKEN", TOKEN)
        .env("TORII_ACCOUNT", TORII)
        .env("ONELOGIN_ACCOUNT", ONELOGIN)
        .output()
        .await
        .expect("a program");
    let text = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {text}\n{errors}");
    for line in text
        .lines()
        .filter(|line| line.contains(" checks of ") || line.contains(" generated, "))
    {
        say(&format!("{program}: {}", line.trim()));
    }
}

fn script() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../.ci/gateway/sdk.py").to_owned()
}

/// A gateway in front of two accounts that keep what is written.
async fn start() -> Running {
    let torii = gateway::torii(&provider::serve(torii::Account::new().memory).await);
    let onelogin = gateway::onelogin(&provider::serve(onelogin::Account::new().memory).await);
    Running::start(&gateway::config(&format!("{torii}{onelogin}"))).await
}

#[tokio::test]
async fn the_python_sdk_over_accounts_that_keep_what_is_written() {
    let Some(python) = python() else { return };
    run(&start().await, &python, &[&script(), "kept"]).await;
}

#[tokio::test]
async fn the_python_sdk_over_prism() {
    let Some(python) = python() else { return };
    let Ok(bundles) = std::env::var("SIGNON_BUNDLES") else {
        say("left out: `SIGNON_BUNDLES` names no folder with the providers' bundles");
        return;
    };
    let program = Prism::install().await.expect("Prism");
    let bundle = |name: &str| Path::new(&bundles).join(format!("{name}.yaml"));
    let torii = Prism::start(&program, &bundle("torii"))
        .await
        .expect("Prism");
    let onelogin = Prism::start(&program, &bundle("onelogin"))
        .await
        .expect("Prism");
    let accounts = format!(
        "{}{}",
        gateway::account(TORII, "torii", &torii.url, "api_key", "TORII_KEY"),
        gateway::onelogin(&onelogin.url),
    );
    let running = Running::start(&gateway::config(&accounts)).await;
    run(&running, &python, &[&script(), "prism"]).await;
    torii.stop().await.expect("an end");
    onelogin.stop().await.expect("an end");
}

/// The checks of schemathesis that hold for any provider. Whether valid data is accepted, the provider decides.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
    response_headers_conformance,response_schema_conformance,negative_data_rejection,unsupported_method,ignored_auth";

#[tokio::test]
async fn schemathesis_finds_nothing() {
    let Some(python) = python() else { return };
    let running = start().await;
    let document = format!("{}/openapi.json", running.url);
    let bearer = format!("Authorization: Bearer {TOKEN}");
    let arguments = [
        "-c",
        "from schemathesis.cli import schemathesis; schemathesis()",
        "run",
        &document,
        "--header",
        &bearer,
        "--checks",
        CHECKS,
        "--generation-deterministic",
        "--max-examples",
        "15",
        "--no-color",
    ];
    run(&running, &python, &arguments).await;
}
