//! `cargo xtask` and `cargo test --workspace` share what they compile: a package with other features is compiled again.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// The sets of features that each package is compiled with.
fn features(selected: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--prefix", "none"])
        .args(["--no-dedupe", "--format", "{p}|{f}"])
        .args(selected)
        .output()
        .expect("cargo tree");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut features = BTreeMap::<String, BTreeSet<String>>::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        // Between the trees of two packages, and of two kinds of dependencies, there are other lines.
        if let Some((package, set)) = line.split_once('|') {
            let package = package.replace(" (proc-macro)", "");
            features.entry(package).or_default().insert(set.to_owned());
        }
    }
    features
}

#[test]
fn dependencies_have_the_features_of_the_workspace() {
    let tasks = features(&["--package", "xtask", "--edges", "normal,build"]);
    let workspace = features(&["--workspace", "--edges", "normal,build,dev"]);
    assert!(tasks.len() > 40, "{} packages", tasks.len());
    let mut missing = Vec::new();
    for (package, sets) in &tasks {
        let compiled = &workspace[package];
        if !sets.is_subset(compiled) {
            missing.push(format!(
                "{package}: {sets:?}, where tests have {compiled:?}"
            ));
        }
    }
    assert!(
        missing.is_empty(),
        "`xtask/Cargo.toml` has to enable what the rest of the workspace does:\n{}",
        missing.join("\n")
    );
}
