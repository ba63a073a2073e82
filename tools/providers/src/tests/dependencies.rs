//! Dependencies between the modules of the crate's root: a graph without cycles.

use std::path::Path;

use signon_oracle::modules::{cycle, graph};

#[test]
fn modules_of_the_root_have_no_cycles() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let graph = graph(&sources).expect("the sources");
    // A reader that finds nothing finds no cycle either.
    assert!(graph["workspace"].contains_key("facade"), "{graph:?}");
    assert_eq!(cycle(&graph), None);
}
