//! ARCHITECTURE.md against the sources.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use signon_oracle::modules;

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
