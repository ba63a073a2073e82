//! How long the program `signon` takes to start: a request is made and printed, and nothing is sent.

use std::error::Error;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::arguments::BenchArguments;
use super::verdict::{Verdict, median};
use signon_corpus::cargo::cargo;
use signon_workspace::root;

/// The most that it may take, in seconds.
const LIMIT: f64 = 0.030;

/// Runs in a round.
const RUNS: usize = 20;

/// A call of each provider.
const CALLS: [[&str; 4]; 4] = [
    ["torii", "users", "list", "--dry-run"],
    ["onelogin", "roles", "list", "--dry-run"],
    ["logto", "users", "list", "--dry-run"],
    ["truto", "integrated-accounts", "list", "--dry-run"],
];

/// Builds the program as it is installed, and times it.
pub(super) fn run(arguments: &BenchArguments) -> Result<Vec<Verdict>, Box<dyn Error>> {
    let build = cargo(
        &["build", "--release", "-p", "signon-cli"],
        &root(),
        &root().join("target"),
    )?;
    let program = build
        .programs
        .first()
        .filter(|_| build.ok)
        .ok_or_else(|| build.errors.join("\n"))?;
    let mut verdicts = Vec::new();
    for call in &CALLS {
        // The first run reads the program from the disk.
        seconds(program, call)?;
        let runs = (0..arguments.rounds.saturating_mul(RUNS)).map(|_| seconds(program, call));
        let runs = runs.collect::<Result<Vec<f64>, _>>()?;
        verdicts.push(Verdict {
            what: format!("signon {}, seconds to start", call.join(" ")),
            ours: median(runs).ok_or("there is no run")?,
            best: (LIMIT, "the limit"),
            bar: Some(1.0),
        });
    }
    Ok(verdicts)
}

/// How long one run takes.
fn seconds(program: &Path, call: &[&str]) -> Result<f64, Box<dyn Error>> {
    // A home without a profile.
    let home = std::env::temp_dir().join("signon-bench-no-home");
    let mut command = Command::new(program);
    command
        .args(call)
        .env_clear()
        .env("HOME", home)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // Logto and OneLogin have a server for each tenant.
    command.env("LOGTO_BASE_URL", "https://tenant.example");
    command.env("ONELOGIN_BASE_URL", "https://tenant.example");
    let start = Instant::now();
    let status = command.status()?;
    let elapsed = start.elapsed().as_secs_f64();
    if !status.success() {
        return Err(format!("`signon {}` failed: {status}", call.join(" ")).into());
    }
    Ok(elapsed)
}
