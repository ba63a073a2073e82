//! What is checked in is what the specs make.

use std::path::Path;

use signon_providers::{generate, plan, providers, understand};
use signon_tests::spec::root;

#[test]
fn generated_files_are_fresh() {
    let root = root();
    let names = providers(&root).unwrap();
    let understood = understand(&root, &names, false);
    assert!(!understood.faulty, "{}", understood.report);
    let trees = generate(&understood.providers, true, env!("CARGO_PKG_VERSION")).unwrap();

    let mut stale = Vec::new();
    for changes in plan(&root, trees.clone(), |_| false).unwrap() {
        assert_eq!(changes.unknown, [] as [std::path::PathBuf; 0]);
        let relative = |path: &Path| {
            path.strip_prefix(&root)
                .unwrap_or(path)
                .display()
                .to_string()
        };
        stale.extend(changes.paths().into_iter().map(relative));
    }
    let complaints: Vec<_> = stale
        .iter()
        .map(|path| format!("`{path}` is stale: run `cargo xtask gen`"))
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));

    for folder in ["generated/signon", "tests/src/generated"] {
        assert!(
            trees.contains_key(folder),
            "nothing is generated for {folder}"
        );
    }
    let stray: Vec<_> = std::fs::read_dir(root.join("generated"))
        .unwrap()
        .map(|entry| format!("generated/{}", entry.unwrap().file_name().display()))
        .filter(|folder| !trees.contains_key(folder))
        .collect();
    assert!(stray.is_empty(), "no provider has {stray:?}");
}
