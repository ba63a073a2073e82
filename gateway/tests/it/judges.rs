//! Third-party programs against the gateway: Truto's SDK for Python, schemathesis, and scim2-tester.
//!
//! They run where `SIGNON_PYTHON` names a Python that has the packages of `.ci/gateway/requirements.txt`, and for scim2-tester
//! where `SIGNON_SCIM_PYTHON` names one that has those of `.ci/python/requirements.txt`, as in CI.

use std::io::Write as _;
use std::path::Path;

use signon_prism::Prism;
use tokio::process::Command;

use crate::support::gateway::{self, LOGTO, ONELOGIN, Running, TOKEN, TORII, TRUTO};
use crate::support::{logto, onelogin, provider, torii};

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
        .env("LOGTO_ACCOUNT", LOGTO)
        .env("TRUTO_ACCOUNT", TRUTO)
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

/// A gateway in front of accounts that keep what is written.
async fn start() -> Running {
    let torii = gateway::torii(&provider::serve(torii::Account::new().memory).await);
    let onelogin = gateway::onelogin(&provider::serve(onelogin::Account::new().memory).await);
    let logto = gateway::logto(&provider::serve(logto::Account::new().memory).await);
    Running::start(&gateway::config(&format!("{torii}{onelogin}{logto}"))).await
}

#[tokio::test]
async fn the_python_sdk_over_accounts_that_keep_what_is_written() {
    let Some(python) = python() else { return };
    run(&start().await, &python, &[&script(), "kept"]).await;
}

#[tokio::test]
async fn the_python_sdk_over_logto_and_truto() {
    let Some(python) = python() else { return };
    let hosted = start().await;
    let logto = gateway::logto(&provider::serve(logto::Account::new().memory).await);
    let tables = [
        logto,
        gateway::truto(&hosted.url, ONELOGIN),
        gateway::torii("http://127.0.0.1:1"),
    ];
    let running = Running::start(&gateway::config(&tables.concat())).await;
    run(&running, &python, &[&script(), "hosted"]).await;
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
    let logto = Prism::start(&program, &bundle("logto"))
        .await
        .expect("Prism");
    // Prism prefers the media type `*/*` of files, for which it has no example, to JSON.
    let folder = tempfile::tempdir().expect("a folder");
    let document = std::fs::read_to_string(bundle("truto")).expect("a document");
    let is_json = |line: &&str| !line.contains("'*/*': {}") && !line.contains("\"*/*\": {}");
    let lines: Vec<&str> = document.lines().filter(is_json).collect();
    let document = folder.path().join("truto.yaml");
    std::fs::write(&document, lines.join("\n")).expect("a document");
    let truto = Prism::start(&program, &document).await.expect("Prism");
    let accounts = [
        gateway::account(TORII, "torii", &torii.url, "api_key", "TORII_KEY"),
        gateway::onelogin(&onelogin.url),
        gateway::logto(&logto.url),
        gateway::truto(&truto.url, TORII),
    ];
    let running = Running::start(&gateway::config(&accounts.concat())).await;
    run(&running, &python, &[&script(), "prism"]).await;
    for prism in [torii, onelogin, logto, truto] {
        prism.stop().await.expect("an end");
    }
}

/// Runs the checks of scim2-tester on the resources of an account; `known` are those that fail.
async fn judge_scim(account: &str, resources: &str, known: &[&str]) {
    let Ok(python) = std::env::var("SIGNON_SCIM_PYTHON") else {
        say(
            "left out: `SIGNON_SCIM_PYTHON` names no Python with the packages of `.ci/python/requirements.txt`",
        );
        return;
    };
    let running = start().await;
    let url = format!("{}/scim/v2/{account}", running.url);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../.ci/python/scim_writes.py");
    let mut arguments = vec![script, &*url, TOKEN, resources];
    arguments.extend(known);
    run(&running, &python, &arguments).await;
}

/// Checks that compare a complex value as it was sent with what is read, to which the service adds parts that it alone knows:
/// which address is the main one, the full name, and what a member is called.
const WITH_PARTS_OF_THE_SERVICE: [&str; 4] = [
    "check_add_attribute User emails",
    "check_add_attribute User name",
    "check_replace_attribute User emails",
    "check_replace_attribute User name",
];

#[tokio::test]
async fn scim2_tester_writes_users_and_roles_of_logto() {
    let known = [
        "check_add_attribute Group members",
        "check_replace_attribute Group members",
        // Logto has no external ids, which scim2-tester takes each resource to have.
        "check_add_attribute Group externalId",
        "check_add_attribute User externalId",
        "check_replace_attribute Group externalId",
        "check_replace_attribute User externalId",
        "object_list_with_attributes Group externalId",
        "object_list_with_attributes User externalId",
        "object_query_with_attributes Group externalId",
        "object_query_with_attributes User externalId",
        // A user has a first password alone, and is active or not.
        "check_add_attribute User password",
        "check_remove_attribute User active",
    ];
    let known = [&WITH_PARTS_OF_THE_SERVICE[..], &known].concat();
    judge_scim(LOGTO, "User,Group", &known).await;
}

#[tokio::test]
async fn scim2_tester_writes_users_of_onelogin() {
    let known = [
        "check_add_attribute User password",
        // The roles of users are those of the account, and no texts that a test makes up.
        "check_add_attribute User roles",
        "check_remove_attribute User",
        "check_replace_attribute User roles",
        "object_list_with_attributes User",
        "object_query_with_attributes User",
        "object_replacement User",
        "search_with_attributes User",
    ];
    let known = [&WITH_PARTS_OF_THE_SERVICE[..], &known].concat();
    judge_scim(ONELOGIN, "User", &known).await;
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
