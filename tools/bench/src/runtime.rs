//! How fast calls are, on a connection that is kept alive, against `reqwest` and `hyper` by hand and the peer that can make them.
//!
//! The program is built of its own, because this one knows no HTTP.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::arguments::BenchArguments;
use super::compile::{Subject, subjects};
use super::peer::Peer;
use super::verdict::Verdict;
use signon_corpus::cargo::cargo;
use signon_corpus::crate_folder::Folders;
use signon_corpus::grid;
use signon_corpus::measure::Job;
use signon_workspace::say;

/// The program. It calls operations of nexus.
const PROGRAM: &str = include_str!("runtime/program.rs");

/// What `reqwest` by hand is called in tables.
const BY_HAND: &str = "reqwest by hand";

/// Builds the program, runs it, and compares.
pub(super) fn run(
    arguments: &BenchArguments,
    peers: &[(Peer, PathBuf)],
) -> Result<Vec<Verdict>, Box<dyn Error>> {
    let wanted: Vec<_> = peers
        .iter()
        .filter(|(peer, _)| matches!(peer, Peer::Signon | Peer::Progenitor))
        .cloned()
        .collect();
    let nexus = BenchArguments {
        only: vec!["nexus".to_owned()],
        ..arguments.clone()
    };
    let subjects = subjects(&nexus, &wanted)?;
    let folders = Folders::of("bench", 0);
    let folder = folders.program("runtime");
    write(&folder, &subjects)?;
    let build = cargo(
        &["build", "--release"],
        &folder,
        &folders.target.with_file_name("build-runtime"),
    )?;
    let program = build
        .programs
        .first()
        .filter(|_| build.ok)
        .ok_or_else(|| build.errors.join("\n"))?;
    let run = Job::new(program, &folder)
        .arg(arguments.rounds.to_string())
        .run()?;
    if !run.ok {
        return Err(format!("the program that makes calls failed: {}", run.stderr).into());
    }
    let results: Vec<Value> = run
        .stdout
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    report(&results);
    Ok(verdicts(&results))
}

fn write(folder: &Path, subjects: &[Subject]) -> Result<(), Box<dyn Error>> {
    let of = |peer: Peer| subjects.iter().find(|subject| subject.peer == peer);
    let signon = of(Peer::Signon).ok_or("nexus is not generated, or does not compile")?;
    let mut cargo_toml = format!(
        "[package]\nname = \"runtime-bench\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[features]\n\
         progenitor = []\n{}\n[dependencies]\nours = {{ package = \"{}\", path = \"{}\" }}\n",
        if of(Peer::Progenitor).is_some() {
            "default = [\"progenitor\"]\n"
        } else {
            ""
        },
        signon.name,
        signon.folder.display(),
    );
    if let Some(subject) = of(Peer::Progenitor) {
        let (name, folder) = (&subject.name, subject.folder.display());
        writeln!(
            cargo_toml,
            "theirs = {{ package = \"{name}\", path = \"{folder}\" }}"
        )?;
    }
    cargo_toml += "reqwest = { version = \"0.13\", default-features = false, features = [\"json\"] }\nserde_json = \"1\"\n\
                   http-body-util = \"0.1\"\nhyper = \"1\"\nhyper-util = { version = \"0.1\", features = [\"client-legacy\", \"http1\", \"tokio\"] }\nstats_alloc = \"0.1\"\ntokio = { version = \"1\", features = [\"rt\"] }\n";
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::write(folder.join("Cargo.toml"), cargo_toml)?;
    let manifest: Value = serde_json::from_str(&std::fs::read_to_string(
        signon.folder.join("manifest.json"),
    )?)?;
    let path = |id: &str| -> Result<String, String> {
        let operations = manifest
            .get("operations")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let found = operations
            .into_iter()
            .find(|operation| operation.get("id").and_then(Value::as_str) == Some(id));
        let rust = found
            .and_then(|operation| operation.get("rust")?.as_str())
            .ok_or(format!("there is no `{id}`"))?;
        Ok(rust.replacen(&signon.name.replace('-', "_"), "ours", 1))
    };
    let program = PROGRAM
        .replace("ours::SessionMe", &path("session_me")?)
        .replace("ours::DiskList", &path("disk_list_v1")?);
    Ok(std::fs::write(folder.join("src/main.rs"), program)?)
}

fn number(result: &Value, key: &str) -> f64 {
    result.get(key).and_then(Value::as_f64).unwrap_or(f64::NAN)
}

fn text<'a>(result: &'a Value, key: &str) -> &'a str {
    result.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn report(results: &[Value]) {
    let mut rows = vec![["", "what", "microseconds", "allocations"].map(str::to_owned)];
    for result in results {
        let time = format!("{:.1}", number(result, "seconds") * 1e6);
        let allocations = format!("{:.0}", number(result, "allocations"));
        rows.push([
            text(result, "who").to_owned(),
            text(result, "what").to_owned(),
            time,
            allocations,
        ]);
    }
    say("Calls on one connection that is kept alive: the median of one call.\n");
    say(&grid(&rows));
}

fn verdicts(results: &[Value]) -> Vec<Verdict> {
    let find = |who: &str, what: &str| {
        results
            .iter()
            .find(move |result| text(result, "who") == who && text(result, "what") == what)
    };
    // 0.97 of the calls in a second; a page as fast as can be distinguished from noise.
    let bars = [
        ("call", "seconds", 1.0 / 0.97),
        ("call", "allocations", 1.10),
        ("page", "seconds", 1.03),
    ];
    let verdict = |(what, key, bar): (&str, &str, f64)| {
        let (ours, by_hand) = (find(Peer::Signon.name(), what)?, find(BY_HAND, what)?);
        let best = (number(by_hand, key), BY_HAND);
        Some(Verdict {
            what: format!("a {what}, in {key}"),
            ours: number(ours, key),
            best,
            bar: Some(bar),
        })
    };
    bars.into_iter().filter_map(verdict).collect()
}
