//! ARCHITECTURE.md against the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use signon_oracle::modules;
use signon_oracle::tokens::sources;

#[test]
fn the_layers_of_the_runtime_are_those_of_its_sources() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).expect("the page");
    let layers = layers(&text);
    let graph = modules::graph(&root.join("runtime/src")).expect("the sources");
    let documented: Vec<_> = layers.keys().copied().collect();
    let declared: Vec<_> = graph.keys().map(String::as_str).collect();
    assert_eq!(documented, declared);
    for (module, dependencies) in &graph {
        for (dependency, file) in dependencies {
            assert!(
                layers[dependency.as_str()] <= layers[module.as_str()],
                "`{module}` uses `{dependency}`, of a later layer, in {file}"
            );
        }
    }
}

/// `internal` of the generator says which packages may use it.
#[test]
fn the_inside_of_the_generator_is_used_by_those_that_it_names() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let docs = root.join("codegen/src/internal.rs");
    let docs = fs::read_to_string(docs).expect("the module");
    let named: BTreeSet<&str> = docs
        .lines()
        .take_while(|line| line.starts_with("//!"))
        .filter_map(|line| line.strip_prefix("//! - `")?.split('`').next())
        .collect();
    let mut users = BTreeSet::new();
    for folder in [
        "cli", "examples", "fuzz", "gateway", "mcp", "runtime", "tests", "tools", "unified",
        "xtask",
    ] {
        for path in sources(&root.join(folder)).expect("the sources") {
            let text = fs::read_to_string(&path).expect("a source");
            if text.contains(concat!("signon_codegen", "::internal")) {
                let path = path.strip_prefix(&root).expect("a path below the root");
                let package: Vec<_> = path
                    .iter()
                    .take(2)
                    .map(|part| part.to_string_lossy())
                    .collect();
                users.insert(package.join("/"));
            }
        }
    }
    assert_eq!(users, named.into_iter().map(str::to_owned).collect());
}

/// The modules of the table below the heading of the layers, with the number of the row that names them.
fn layers(text: &str) -> BTreeMap<&str, usize> {
    let (_, section) = text
        .split_once("### The layers of `runtime`")
        .expect("the section");
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with("| "));
    let cells = rows.filter_map(|row| row.split('|').nth(2));
    cells
        .enumerate()
        .flat_map(|(row, cell)| {
            let names = cell.split('`').skip(1).step_by(2);
            names.map(move |name| (name, row))
        })
        .collect()
}
