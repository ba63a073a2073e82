//! Dependencies between the modules of the crate's root: a graph without cycles.

use std::path::Path;

use signon_oracle::modules::{cycle, graph};

#[test]
fn modules_of_the_root_have_no_cycles() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let graph = graph(&sources).expect("the sources");
    // Without any dependencies, the test for cycles would be vacuous.
    assert!(graph.len() >= 30, "only {} modules", graph.len());
    assert!(graph["lower"].contains_key("ir"), "`lower` makes the IR");
    assert_eq!(cycle(&graph), None);
}
