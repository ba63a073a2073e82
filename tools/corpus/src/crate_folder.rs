//! The folder of a run's crates, and how a document becomes one.

use std::error::Error;
use std::path::{Path, PathBuf};

use super::document::Document;
use super::inspect::Insight;
use super::measure::Job;
use signon_workspace::root;

/// The folder of a run's crates.
#[derive(Clone, Debug)]
pub struct Folders {
    /// The folder that holds everything.
    base: PathBuf,
    /// The target folder of the crates; one for each worker.
    pub target: PathBuf,
}

impl Folders {
    /// The folders of a worker, below the target folder of this workspace.
    pub fn of(task: &str, worker: usize) -> Self {
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| PathBuf::from("target"), PathBuf::from);
        let base = root().join(target).join(task);
        Self {
            target: base.join(format!("build-{worker}")),
            base,
        }
    }

    /// The folder of a document's crate.
    pub fn client(&self, name: &str) -> PathBuf {
        self.base.join("crates").join(name)
    }

    /// The folder of the program that sends values through a document's models.
    pub fn program(&self, name: &str) -> PathBuf {
        self.base.join("programs").join(name)
    }
}

/// A document that was turned into a crate.
#[derive(Clone, Debug, Default)]
pub struct Generated {
    /// Why there is no crate.
    pub error: Option<String>,
    /// How long generation took.
    pub seconds: f64,
    /// The most memory that it held, in bytes.
    pub peak: Option<u64>,
    /// How many lines of Rust there are.
    pub lines: usize,
    /// What the generator understood.
    pub insight: Insight,
}

/// Runs `the generator` on a document, and looks at what it understood.
pub fn generate(document: &Document, folders: &Folders) -> Result<Generated, Box<dyn Error>> {
    let program = std::env::current_exe()?;
    let out = folders.client(&document.name);
    if out.exists() {
        std::fs::remove_dir_all(&out)?;
    }
    let path = document.path.canonicalize()?;
    let run = Job::new(&program, &root())
        .arg("generate")
        .arg(&path)
        .arg(&out)
        .arg(&document.name)
        .run()?;
    let mut generated = Generated {
        seconds: run.seconds,
        peak: run.peak,
        ..Generated::default()
    };
    if !run.ok {
        generated.error = Some(last_lines(&run.stderr, 40));
        return Ok(generated);
    }
    generated.lines = lines(&out.join("src"))?;
    let insight = Job::new(&program, &root())
        .arg("inspect")
        .arg(&path)
        .run()?;
    if insight.ok {
        generated.insight = serde_json::from_str(&insight.stdout)?;
    } else {
        generated.error = Some(last_lines(&insight.stderr, 40));
    }
    Ok(generated)
}

/// The end of a long complaint.
fn last_lines(text: &str, most: usize) -> String {
    let lines: Vec<&str> = text.trim().lines().collect();
    lines
        .get(lines.len().saturating_sub(most)..)
        .unwrap_or_default()
        .join("\n")
}

/// How many lines of Rust a folder holds.
pub fn lines(folder: &Path) -> Result<usize, Box<dyn Error>> {
    let mut count = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            count += lines(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            count += std::fs::read_to_string(&path)?.lines().count();
        }
    }
    Ok(count)
}
