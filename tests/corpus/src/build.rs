//! The drivers, built: once for each run of the tests, by whichever test comes first.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use signon_runtime::catalog::Catalog;

use crate::crates::{self, Files};

/// What came out of a build.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Built {
    /// The run of the tests that it was made in.
    run: String,
    /// The programs that there are, by document.
    programs: BTreeMap<String, PathBuf>,
    /// Why there are no others.
    errors: Vec<String>,
}

/// What this process knows of the build.
static BUILT: OnceLock<Result<Built, String>> = OnceLock::new();

/// The driver of a document.
pub fn driver(document: &str) -> Result<PathBuf, String> {
    let built = BUILT.get_or_init(built).as_ref().map_err(Clone::clone)?;
    built.programs.get(document).cloned().ok_or_else(|| {
        format!(
            "the driver of {document} was not built:\n{}",
            built.errors.join("\n")
        )
    })
}

/// The catalog that the generated crate of a document ships.
pub fn catalog(document: &str) -> Result<Catalog, String> {
    BUILT.get_or_init(built).as_ref().map_err(Clone::clone)?;
    let file = home()?.join(format!("clients/{document}/catalog.json"));
    let text =
        std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    Catalog::from_json(&text).map_err(|error| format!("{document}: {error}"))
}

/// Builds the drivers, unless another process of this run has.
fn built() -> Result<Built, String> {
    let home = home()?;
    std::fs::create_dir_all(&home).map_err(|error| error.to_string())?;
    let lock = File::create(home.join(".lock")).map_err(|error| error.to_string())?;
    lock.lock().map_err(|error| error.to_string())?;
    let run = std::env::var("NEXTEST_RUN_ID").unwrap_or_default();
    let note = home.join("built.json");
    let known = std::fs::read_to_string(&note)
        .ok()
        .and_then(|text| serde_json::from_str::<Built>(&text).ok());
    if let Some(known) = known.filter(|known| !run.is_empty() && known.run == run) {
        return Ok(known);
    }
    write(&crates::all()?, &home)?;
    let mut built = build(&home.join("drivers"), &target()?)?;
    built.run = run;
    let text = serde_json::to_string(&built).map_err(|error| error.to_string())?;
    std::fs::write(&note, text).map_err(|error| error.to_string())?;
    Ok(built)
}

/// The folder of the crates.
fn home() -> Result<PathBuf, String> {
    Ok(target()?.join("corpus-tests"))
}

/// The target folder that this program was built in.
fn target() -> Result<PathBuf, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    // TARGET/debug/deps/it-0123
    program
        .ancestors()
        .nth(3)
        .map(Path::to_path_buf)
        .ok_or_else(|| format!("{} is in no target folder", program.display()))
}

/// Writes what differs, so that Cargo builds no more than it must.
fn write(files: &Files, home: &Path) -> Result<(), String> {
    for folder in ["clients", "drivers", "peers"] {
        remove_others(files, home, Path::new(folder))?;
    }
    for (path, text) in files {
        let file = home.join(path);
        if std::fs::read_to_string(&file).is_ok_and(|known| known == *text) {
            continue;
        }
        let folder = file.parent().unwrap_or(home);
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&file, text))
            .map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(())
}

/// Removes files of earlier runs.
fn remove_others(files: &Files, home: &Path, folder: &Path) -> Result<(), String> {
    let Ok(entries) = std::fs::read_dir(home.join(folder)) else {
        return Ok(());
    };
    for entry in entries {
        let entry = entry.map_err(|error| error.to_string())?;
        let path = folder.join(entry.file_name());
        if entry.path().is_dir() {
            remove_others(files, home, &path)?;
        } else if !files.contains_key(&path.to_string_lossy().replace('\\', "/")) {
            std::fs::remove_file(entry.path()).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// Runs Cargo in the drivers' workspace. A driver that does not compile keeps no other from being built.
fn build(workspace: &Path, target: &Path) -> Result<Built, String> {
    let output = Command::new("cargo")
        .args(["build", "--workspace", "--keep-going", "--jobs", "2"])
        .args(["--message-format", "json"])
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .current_dir(workspace)
        .output()
        .map_err(|error| format!("cargo cannot be run: {error}"))?;
    let mut built = Built::default();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str);
        if let (Some(program), Some(name)) = (text("/executable"), text("/target/name")) {
            let document = name.trim_end_matches("-driver").to_owned();
            built.programs.insert(document, program.into());
        }
        if text("/message/level") == Some("error") {
            built
                .errors
                .extend(text("/message/rendered").map(str::to_owned));
        }
    }
    if !output.status.success() && built.errors.is_empty() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(built)
}
