//! The oldest Rust that the libraries compile with, as far as it shows without one: what their dependencies need.
//!
//! clippy's `incompatible_msrv` holds the libraries' own code to it.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::process::Command;

use serde_json::Value;

use crate::{Outcome, complain, root, say};

/// Checks that no dependency of a library needs a newer Rust than the library says.
pub fn msrv() -> Result<Outcome, Box<dyn Error>> {
    let output = Command::new("cargo")
        .args("metadata --format-version 1 --locked --all-features".split(' '))
        .current_dir(root())
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).trim().into());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let graph = Graph::of(&metadata);
    let libraries = graph.libraries(&metadata);
    if libraries.is_empty() {
        return Err("`cargo metadata` lists no library of this workspace".into());
    }
    let mut outcome = Outcome::Done;
    for id in &libraries {
        let Some(library) = graph.packages.get(id) else {
            continue;
        };
        let dependencies = graph.dependencies(id);
        let newest = dependencies.iter().filter_map(|id| graph.packages.get(id));
        let newest = newest.max_by_key(|package| package.rust);
        for package in dependencies.iter().filter_map(|id| graph.packages.get(id)) {
            if package.rust > library.rust {
                complain(&format!(
                    "{} says Rust {}, and its dependency {} {} needs {}",
                    library.name,
                    text(library.rust),
                    package.name,
                    package.version,
                    text(package.rust)
                ));
                outcome = Outcome::Problems;
            }
        }
        say(&format!(
            "{}: Rust {}, and {} for the newest of {} dependencies",
            library.name,
            text(library.rust),
            text(newest.map(|package| package.rust).unwrap_or_default()),
            dependencies.len()
        ));
    }
    Ok(outcome)
}

/// A version of Rust, to its minor number; of a package that names none, the first.
type Rust = (u64, u64);

fn text((major, minor): Rust) -> String {
    format!("{major}.{minor}")
}

struct Package<'m> {
    name: &'m str,
    version: &'m str,
    rust: Rust,
}

/// Packages by their ids, and what each needs to be built.
struct Graph<'m> {
    packages: BTreeMap<&'m str, Package<'m>>,
    needs: BTreeMap<&'m str, Vec<&'m str>>,
}

impl<'m> Graph<'m> {
    fn of(metadata: &'m Value) -> Self {
        let packages = list(metadata, "packages").map(|package| {
            let found = Package {
                name: word(package, "name"),
                version: word(package, "version"),
                rust: rust(word(package, "rust_version")),
            };
            (word(package, "id"), found)
        });
        let nodes = metadata.get("resolve").into_iter();
        let nodes = nodes.flat_map(|resolve| list(resolve, "nodes"));
        let needs = nodes.map(|node| {
            let needed = list(node, "deps").filter(|dep| {
                // What only the tests of a package need does not matter to those who use it.
                list(dep, "dep_kinds").any(|kind| word(kind, "kind") != "dev")
            });
            let needed = needed.map(|dep| word(dep, "pkg"));
            (word(node, "id"), needed.collect())
        });
        Self {
            packages: packages.collect(),
            needs: needs.collect(),
        }
    }

    /// The packages of this workspace that are compiled by those who use them: those with its `rust-version`, which is the lowest.
    fn libraries(&self, metadata: &'m Value) -> Vec<&'m str> {
        let members = list(metadata, "workspace_members").filter_map(Value::as_str);
        let members: Vec<&str> = members.collect();
        let rust = |id: &&str| self.packages.get(*id).map(|package| package.rust);
        let lowest = members.iter().filter_map(rust).min();
        members
            .into_iter()
            .filter(|id| rust(id) == lowest)
            .collect()
    }

    /// All that a package needs to be built, directly or not.
    fn dependencies(&self, id: &'m str) -> BTreeSet<&'m str> {
        let mut found = BTreeSet::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            for needed in self.needs.get(id).into_iter().flatten() {
                if found.insert(*needed) {
                    open.push(needed);
                }
            }
        }
        found
    }
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> + use<'v> {
    value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn rust(text: &str) -> Rust {
    let mut numbers = text
        .split('.')
        .map(|number| number.parse().unwrap_or_default());
    (
        numbers.next().unwrap_or_default(),
        numbers.next().unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Graph, rust};

    #[test]
    fn dependencies_are_found_through_others_but_not_those_of_tests() {
        let package = |id: &str, rust: &str| json!({"id": id, "name": id, "version": "1.0.0", "rust_version": rust});
        let dep = |id: &str, kind: Option<&str>| json!({"pkg": id, "dep_kinds": [{"kind": kind}]});
        let metadata = json!({
            "packages": [package("lib", "1.88"), package("tool", "1.95"), package("a", "1.60.1"), package("b", "1.90"), package("c", "1.94")],
            "workspace_members": ["lib", "tool"],
            "resolve": {"nodes": [
                {"id": "lib", "deps": [dep("a", None), dep("c", Some("dev"))]},
                {"id": "a", "deps": [dep("b", Some("build"))]},
            ]},
        });
        let graph = Graph::of(&metadata);
        assert_eq!(graph.libraries(&metadata), ["lib"]);
        assert_eq!(
            graph.dependencies("lib").into_iter().collect::<Vec<_>>(),
            ["a", "b"]
        );
        assert!(rust("1.90") > rust("1.88.0"));
        assert_eq!(rust(""), (0, 0));
    }
}
