//! What is checked in is what the specs make.

use signon_codegen::load::providers;
use signon_codegen::workspace::{generate, understand};
use signon_codegen::write::plan;
use signon_tests::spec::root;

#[test]
fn generated_files_are_fresh() {
    let root = root();
    let names = providers(&root).unwrap();
    let understood = understand(&root, &names, false);
    assert!(!understood.faulty, "{}", understood.report);
    let trees = generate(&understood.providers, &names).unwrap();
    let stale: Vec<_> = trees
        .iter()
        .flat_map(|(folder, tree)| {
            let changes = plan(tree, &root.join(folder)).unwrap();
            let path = move |change: &signon_codegen::write::Change| {
                format!("{folder}/{}", change.path().display())
            };
            changes.iter().map(path).collect::<Vec<_>>()
        })
        .map(|path| format!("`{path}` is stale: run `cargo xtask gen`"))
        .collect();
    assert!(
        trees.len() > names.len(),
        "only {:?} were generated",
        trees.keys()
    );
    assert!(stale.is_empty(), "{}", stale.join("\n"));
}
