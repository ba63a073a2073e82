//! What the golden cases become must compile without warnings and pass its tests.
//!
//! The tests of a case are `codegen/tests/values/CASE.rs`, an integration test of the crate that it becomes.

use std::error::Error;
use std::path::Path;
use std::process::Command;

use signon_workspace::{Outcome, complain, root, say, target};

use crate::generate::{Request, generate};

/// Generates and checks a crate for each case of `codegen/tests/golden`.
pub(crate) fn run() -> Result<Outcome, Box<dyn Error>> {
    let folder = root().join("codegen/tests/golden");
    let cases = cases(&folder)?;
    let home = std::path::absolute(target())?.join("golden");
    let mut broken = Vec::new();
    for case in &cases {
        let name = case.replace('_', "-");
        let request = Request {
            document: root().join(format!("codegen/tests/golden/{case}.yaml")),
            out: home.join(&name),
            name: name.clone(),
            is_ours: true,
        };
        let compiles = generate(&request)? == Outcome::Done
            && check(
                &home.join(&name),
                &home.join("target"),
                &root().join(format!("codegen/tests/values/{case}.rs")),
            )?;
        if !compiles {
            complain(&format!(
                "the golden case `{case}` does not compile or fails its tests"
            ));
            broken.push(case);
        }
    }
    say(&format!(
        "{} of {} golden cases compile without warnings and pass their tests",
        cases.len() - broken.len(),
        cases.len()
    ));
    Ok(if broken.is_empty() && !cases.is_empty() {
        Outcome::Done
    } else {
        Outcome::Problems
    })
}

fn cases(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        cases.extend(name.strip_suffix(".yaml").map(str::to_owned));
    }
    cases.sort();
    Ok(cases)
}

/// What the tests of a case need beside its crate.
const DEV_DEPENDENCIES: &str = r#"
[dev-dependencies]
serde_json = "1"
tokio = { version = "1", features = ["macros", "rt"] }
"#;

/// Compiles a crate, and runs the tests of its case if there are any.
fn check(krate: &Path, target: &Path, tests: &Path) -> std::io::Result<bool> {
    let mut command = "check";
    if tests.is_file() {
        command = "test";
        std::fs::create_dir_all(krate.join("tests"))?;
        std::fs::copy(tests, krate.join("tests/golden.rs"))?;
        let manifest = krate.join("Cargo.toml");
        let text = std::fs::read_to_string(&manifest)?;
        // An earlier run's addition is kept as an edit of the manifest.
        let generated = text
            .split("\n[dev-dependencies]")
            .next()
            .unwrap_or_default();
        let wanted = format!("{generated}{DEV_DEPENDENCIES}");
        if text != wanted {
            std::fs::write(&manifest, wanted)?;
        }
    }
    let status = Command::new("cargo")
        .args([command, "--quiet"])
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_PROFILE_DEV_DEBUG", "none")
        .env("RUSTFLAGS", "-D warnings")
        .current_dir(krate)
        .status()?;
    Ok(status.success())
}
