//! The Rust verdicts of `signon diff`, judged by cargo-semver-checks on the generated crates.
//!
//! A break that cargo-semver-checks finds and `signon diff` does not is an error. The other way round is none: cargo-semver-checks does not
//! compare the types of fields and arguments.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use signon_codegen::{Generator, Input, Layout, Runtime, Side, Verdict};
use signon_workspace::{Outcome, complain, root, say, target};

/// How cargo-semver-checks has its rustdoc JSON made.
const RUSTDOC: &str = "-Zunstable-options --output-format=json --document-private-items --document-hidden-items --cap-lints=allow";

/// The status of cargo-semver-checks where something breaks.
const BREAKS: i32 = 100;

/// A pair of documents, in both directions.
struct Pair {
    name: String,
    old: PathBuf,
    new: PathBuf,
}

/// Judges the pairs `NAME_base.yaml` and `NAME_revision.yaml` of a folder, each from the one to the other and back.
pub(crate) fn run(folder: &Path) -> Result<Outcome, Box<dyn Error>> {
    let pairs = pairs(folder)?;
    let home = std::path::absolute(target())?.join("semver");
    let old = rustdoc(&home, "old", &pairs, |pair| &pair.old)?;
    let new = rustdoc(&home, "new", &pairs, |pair| &pair.new)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for pair in &pairs {
        let json = |folder: &Path| folder.join(format!("{}.json", pair.name));
        let documents = (&pair.old, &pair.new);
        let crates = (json(&old), json(&new));
        let directions = [
            ("", documents, (&crates.0, &crates.1)),
            (
                " reversed",
                (documents.1, documents.0),
                (&crates.1, &crates.0),
            ),
        ];
        for (direction, documents, crates) in directions {
            let verdict = match (breaks_ours(documents)?, breaks_theirs(crates)?) {
                (true, true) => "both break",
                (false, false) => "none breaks",
                (true, false) => "stricter",
                (false, true) => "missed",
            };
            if matches!(verdict, "stricter" | "missed") {
                say(&format!("{verdict}: {}{direction}", pair.name));
            }
            *counts.entry(verdict).or_default() += 1;
        }
    }
    for (verdict, count) in &counts {
        say(&format!("{verdict}: {count}"));
    }
    let is_complete = !counts.contains_key("missed") && !pairs.is_empty();
    Ok(if is_complete {
        Outcome::Done
    } else {
        complain("a break was missed, or nothing was compared");
        Outcome::Problems
    })
}

fn pairs(folder: &Path) -> std::io::Result<Vec<Pair>> {
    let mut pairs = Vec::new();
    for entry in fs::read_dir(folder)? {
        let old = entry?.path();
        let file = old.file_name().unwrap_or_default().to_string_lossy();
        let Some(name) = file.strip_suffix("_base.yaml") else {
            continue;
        };
        let new = folder.join(format!("{name}_revision.yaml"));
        if new.is_file() {
            let name = format!("pair_{name}");
            pairs.push(Pair { name, old, new });
        }
    }
    pairs.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(pairs)
}

fn generator() -> Result<Generator, Box<dyn Error>> {
    Ok(Generator::new("client")?.keep_going(true))
}

/// Whether the Rust API breaks, by our verdict.
fn breaks_ours((old, new): (&PathBuf, &PathBuf)) -> Result<bool, Box<dyn Error>> {
    let comparison = generator()?.diff(&Input::file(old), &Input::file(new));
    let comparison = comparison.map_err(|report| report.to_string())?;
    let mut changes = comparison.changes.iter();
    Ok(changes.any(|change| (change.side, change.verdict) == (Side::Rust, Verdict::Major)))
}

/// Whether it breaks by the verdict of cargo-semver-checks.
fn breaks_theirs((old, new): (&PathBuf, &PathBuf)) -> Result<bool, Box<dyn Error>> {
    let output = Command::new("cargo-semver-checks")
        .args([
            "semver-checks",
            "check-release",
            "--release-type",
            "minor",
            "--baseline-rustdoc",
        ])
        .arg(old)
        .arg("--current-rustdoc")
        .arg(new)
        .output()
        .map_err(|error| {
            format!("`cargo-semver-checks`: {error}: install it with `cargo install --locked`")
        })?;
    match output.status.code() {
        Some(0) => Ok(false),
        Some(BREAKS) => Ok(true),
        _ => Err(String::from_utf8_lossy(&output.stderr).trim().into()),
    }
}

/// The rustdoc JSON of the crates of one version of all pairs: members of one workspace, so that dependencies are compiled once.
fn rustdoc(
    home: &Path,
    version: &str,
    pairs: &[Pair],
    document: impl Fn(&Pair) -> &PathBuf,
) -> Result<PathBuf, Box<dyn Error>> {
    let folder = home.join(version);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    fs::write(
        folder.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\nexclude = [\"json\"]\n",
    )?;
    fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let runtime = root().join("runtime").to_string_lossy().into_owned();
    for pair in pairs {
        let generator = Generator::new(&pair.name)?
            .keep_going(true)
            .layout(Layout::Member)
            .runtime(Runtime::Path(runtime.clone()));
        let output = generator.generate(&Input::file(document(pair)));
        let output = output.map_err(|report| report.to_string())?;
        output
            .write_to(folder.join(&pair.name))
            .map_err(|error| error.to_string())?;
    }
    let built = home.join("target");
    // The crates of the other version have the same names.
    let docs = built.join("doc");
    if docs.exists() {
        fs::remove_dir_all(&docs)?;
    }
    let status = Command::new("cargo")
        .args("doc --quiet --workspace --no-deps --no-default-features".split(' '))
        .env("CARGO_TARGET_DIR", &built)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTDOCFLAGS", RUSTDOC)
        .current_dir(&folder)
        .status()?;
    if !status.success() {
        return Err(format!("the {version} crates have no rustdoc JSON").into());
    }
    let json = folder.join("json");
    fs::rename(docs, &json)?;
    Ok(json)
}
