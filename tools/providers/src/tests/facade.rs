//! The crate that re-exports the others.

use crate::facade::{Provider, facade};

#[test]
fn a_facade_of_other_providers_has_no_unified_api() {
    let acme = Provider {
        name: "acme".to_owned(),
        title: "Acme".to_owned(),
    };
    let tree = facade(&[acme], "0.1.0");
    for (path, text) in &tree.files {
        assert!(!text.contains("unified"), "{path}: {text}");
    }
}

#[test]
fn the_facade_has_a_feature_for_each_provider() {
    let providers = ["torii", "logto"].map(|name| Provider {
        name: name.to_owned(),
        title: name.to_owned(),
    });
    let tree = facade(&providers, "0.1.0");
    let manifest = &tree.files["Cargo.toml"];
    assert!(
        manifest.contains("full = [\"logto\", \"torii\", \"unified\"]"),
        "{manifest}"
    );
    assert!(
        manifest.contains("torii = [\"dep:signon-torii\", \"signon-unified?/torii\"]"),
        "{manifest}"
    );
    assert!(
        manifest.contains("unified = [\"dep:signon-unified\"]"),
        "{manifest}"
    );
    let root = &tree.files["src/lib.rs"];
    assert!(
        root.contains(
            "#[cfg(feature = \"torii\")]\n#[doc(inline)]\npub use signon_torii as torii;"
        ),
        "{root}"
    );
}
