//! Specs of a provider.

use std::fs;
use std::path::Path;

use signon_providers::{Provider, understand};

const PROVIDER: &str = r#"
openapi: 3.0.3
info: { title: Acme, version: "1" }
servers: [{ url: https://api.acme.example }]
paths: {}
"#;

/// The provider `acme` with one operation, in the file `TAG/OPERATION` of this name.
pub(crate) fn acme(case: &str, file: &str, operation: &str) -> Provider {
    let root =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{case}-{}", file.replace('/', "-")));
    drop(fs::remove_dir_all(&root));
    let folder = root.join("specs/acme");
    let file = folder.join(file).with_extension("yaml");
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    fs::write(folder.join("provider.yaml"), PROVIDER).expect("a file");
    fs::write(file, operation).expect("a file");
    let mut understood = understand(&root, &["acme".to_owned()], false);
    assert!(!understood.faulty, "{}", understood.report);
    understood.providers.remove(0)
}
