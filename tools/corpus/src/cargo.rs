//! Cargo, run on a generated crate.

use std::error::Error;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::measure::{Job, Measured};
use signon_workspace::root;

/// How Cargo liked a crate.
#[derive(Clone, Debug, Default)]
pub struct Build {
    /// Whether it compiled.
    pub ok: bool,
    /// Warnings about the crate itself.
    pub warnings: Vec<String>,
    /// Errors, each with its place.
    pub errors: Vec<String>,
    /// How long it took.
    pub seconds: f64,
    /// How long processors worked on it.
    pub cpu: Option<f64>,
    /// The most that one process held, in bytes.
    pub peak: Option<u64>,
    /// The programs that were built.
    pub programs: Vec<PathBuf>,
}

/// Runs `cargo COMMAND` in a crate's folder, with a target folder that crates share.
pub fn cargo(command: &[&str], folder: &Path, target: &Path) -> Result<Build, Box<dyn Error>> {
    lock(folder)?;
    let job = Job::new(program(), folder)
        .args(command)
        .args(["--message-format=json", "--quiet"])
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0");
    let run = job.run()?;
    Ok(read(&run))
}

/// The Cargo that runs us, or the one on the path.
pub fn program() -> String {
    std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned())
}

/// Gives a crate without a lock file the versions that this workspace is built with, so that they are built once.
pub fn lock(folder: &Path) -> Result<(), Box<dyn Error>> {
    let (ours, theirs) = (root().join("Cargo.lock"), folder.join("Cargo.lock"));
    if ours.is_file() && !theirs.is_file() {
        std::fs::copy(ours, theirs)?;
    }
    Ok(())
}

/// Reads what `--message-format=json` printed.
fn read(run: &Measured) -> Build {
    let mut build = Build {
        ok: run.ok,
        seconds: run.seconds,
        cpu: run.cpu,
        peak: run.peak,
        ..Build::default()
    };
    for message in run
        .stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
    {
        let text = |pointer: &str| {
            message
                .pointer(pointer)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        match text("/reason") {
            "compiler-message" => {
                let rendered = text("/message/rendered").trim().to_owned();
                match text("/message/level") {
                    "error" => build.errors.push(rendered),
                    "warning" if text("/package_id").contains("/crates/") => {
                        build.warnings.push(rendered);
                    }
                    _ => {}
                }
            }
            "compiler-artifact" => build.programs.extend(
                message
                    .get("executable")
                    .and_then(Value::as_str)
                    .map(PathBuf::from),
            ),
            _ => {}
        }
    }
    if !run.ok && build.errors.is_empty() {
        build.errors.push(run.stderr.trim().to_owned());
    }
    build
}

/// Makes Cargo compile a crate again.
pub fn touch(folder: &Path) -> Result<(), Box<dyn Error>> {
    let file = ["src/lib.rs", "src/main.rs"]
        .into_iter()
        .map(|name| folder.join(name))
        .find(|path| path.is_file());
    let file = file.ok_or_else(|| {
        format!(
            "`{}` has neither src/lib.rs nor src/main.rs",
            folder.display()
        )
    })?;
    let file = std::fs::File::options().append(true).open(file)?;
    Ok(file.set_modified(std::time::SystemTime::now())?)
}
