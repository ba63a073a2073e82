//! The release workflow publishes every package, each after those that it depends on.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;
use signon_workspace::root;

/// The packages that are published, and which of them each depends on.
fn published() -> BTreeMap<String, Vec<String>> {
    let output = Command::new("cargo")
        .args("metadata --format-version 1 --no-deps --offline".split(' '))
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("metadata");
    let name = |value: &Value| word(value, "name").expect("a name").to_owned();
    let packages = list(&metadata, "packages").iter();
    let packages = packages.filter(|package| package.get("publish").is_none_or(Value::is_null));
    packages
        .map(|package| {
            let needed = list(package, "dependencies").iter();
            let needed =
                needed.filter(|it| word(it, "path").is_some() && word(it, "kind") != Some("dev"));
            (name(package), needed.map(name).collect())
        })
        .collect()
}

fn word<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    let list = value.get(key).and_then(Value::as_array);
    list.expect("a list of `cargo metadata`")
}

#[test]
fn the_release_workflow_publishes_all_packages_in_the_order_of_their_dependencies() {
    let published = published();
    assert!(published.len() > 5, "{published:?}");
    let workflow = fs::read_to_string(root().join(".github/workflows/release.yml"));
    let workflow = workflow.expect("the workflow");
    let (_, command) = workflow
        .split_once("cargo publish --locked")
        .expect("a command");
    let listed: Vec<&str> = command
        .lines()
        .filter_map(|line| line.trim().strip_prefix("-p "))
        .collect();
    for (index, package) in listed.iter().enumerate() {
        let needed = published.get(*package);
        let needed = needed.unwrap_or_else(|| panic!("`{package}` is not published"));
        for needed in needed {
            let before = listed.iter().take(index);
            assert!(
                before.clone().any(|it| it == needed),
                "`{package}` is published before `{needed}`"
            );
        }
    }
    let mut sorted: Vec<String> = listed.iter().map(|it| (*it).to_owned()).collect();
    sorted.sort();
    assert_eq!(sorted, published.into_keys().collect::<Vec<_>>());
}
