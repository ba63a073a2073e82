//! Transcripts of the command line against Prism, which independently reads the documents and responds with their examples.
//!
//! `TRYCMD=overwrite SIGNON_PRISM=1 cargo test -p signon-cli --test transcripts` rewrites the transcripts.

#![cfg(feature = "mcp")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use signon_prism::Prism;

/// The credential, which must not appear in any transcript.
const SECRET: &str = "tok-5f3a1c";

/// A provider, its credential, and a change to its document.
///
/// Prism responds to each request for a page with the same example; the change makes it the last page.
struct Provider {
    name: &'static str,
    credential: &'static str,
    next: &'static str,
    last: &'static str,
}

const PROVIDERS: [Provider; 4] = [
    Provider {
        name: "torii",
        credential: "TORII_API_KEY",
        next: "nextCursor: WzE3NTkyMjcyMDAsNDgzNzdd",
        last: "nextCursor: null",
    },
    Provider {
        name: "onelogin",
        credential: "ONELOGIN_OAUTH2_TOKEN",
        next: "example: bGltaXQ9NTAmcGFnZT0z",
        last: "example: ''",
    },
    Provider {
        name: "logto",
        credential: "LOGTO_OAUTH2_TOKEN",
        next: "rel=\"next\"",
        last: "rel=\"first\"",
    },
    Provider {
        name: "truto",
        credential: "TRUTO_BEARER_AUTH",
        next: "next_cursor: eyJhZnRlciI6Im5vcnRod2luZCJ9",
        last: "next_cursor: null",
    },
];

/// Runs where `SIGNON_PRISM` is set, as in CI: it needs Node, and the network once.
#[test]
fn transcripts_are_what_the_program_prints() {
    if std::env::var_os("SIGNON_PRISM").is_none() {
        let note =
            "skipped: `SIGNON_PRISM=1` runs the transcripts against Prism; it needs Node and npm";
        drop(writeln!(std::io::stderr(), "{note}"));
        return;
    }
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let program = runtime.block_on(Prism::install()).expect("Prism");
    let home = tempfile::tempdir().expect("a folder");
    let cases = trycmd::TestCases::new();
    cases
        .register_bin("signon", Path::new(env!("CARGO_BIN_EXE_signon")))
        .env("HOME", home.path().to_string_lossy())
        .env("XDG_CONFIG_HOME", home.path().to_string_lossy());
    let mut running = Vec::new();
    for provider in &PROVIDERS {
        let document = bundle(provider, home.path());
        let prism = runtime
            .block_on(Prism::start(&program, &document))
            .expect("Prism");
        cases
            .env(
                format!("{}_BASE_URL", provider.name.to_uppercase()),
                &prism.url,
            )
            .env(provider.credential, SECRET)
            .case(transcript(provider));
        running.push(prism);
    }
    cases.run();
    for prism in running {
        runtime.block_on(prism.stop()).expect("an end");
    }
}

#[test]
fn no_transcript_holds_a_credential() {
    for provider in &PROVIDERS {
        let text = std::fs::read_to_string(transcript(provider)).expect("a transcript");
        assert!(!text.contains(SECRET), "{}", provider.name);
        let list = format!("$ signon {} ", provider.name);
        assert!(
            text.contains(&list) && text.contains("--all -o csv"),
            "{text}"
        );
    }
}

fn transcript(provider: &Provider) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    folder.join(format!("{}.trycmd", provider.name))
}

/// Bundles the provider's document into one file.
fn bundle(provider: &Provider, folder: &Path) -> PathBuf {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let output = Command::new(env!("CARGO_BIN_EXE_signon"))
        .arg("bundle")
        .arg(specs.join(provider.name))
        .output()
        .expect("a process");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        text.contains(provider.next),
        "{} has no next page",
        provider.name
    );
    let path = folder.join(format!("{}.yaml", provider.name));
    std::fs::write(&path, text.replace(provider.next, provider.last)).expect("a document");
    path
}
