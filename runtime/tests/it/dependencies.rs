//! Dependencies between the modules of the crate's root: a graph without cycles.

use std::path::Path;

use signon_oracle::modules::{cycle, graph};

#[test]
fn modules_of_the_root_have_no_cycles() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let graph = graph(&sources).expect("the sources");
    // A reader that finds nothing finds no cycle either.
    assert!(graph.len() >= 50, "only {} modules", graph.len());
    for (module, below) in [
        ("dynamic", "call"),
        ("page", "operation"),
        ("operation", "call"),
        ("call", "execute"),
        ("execute", "client"),
        ("client", "credential"),
        ("credential", "attempt"),
        ("attempt", "transport"),
    ] {
        assert!(
            graph[module].contains_key(below),
            "{module} is above {below}"
        );
    }
    assert_eq!(cycle(&graph), None);
}
