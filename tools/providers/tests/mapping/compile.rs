//! Mappings between the specs in `specs`, which all cases share.

use std::fs;
use std::path::Path;

use signon_codegen::Report;
use signon_oracle::cases::copy;
use signon_providers::{Compiled, mappings, understand};

/// Compiles a mapping file in the folder `root`.
pub(crate) fn compile(mapping: &Path, root: &Path) -> Result<Compiled, Report> {
    let (specs, of_case) = (root.join("specs"), root.join("specs/unified/acme"));
    copy(Path::new("tests/mapping/specs"), &specs).expect("the specs can be copied");
    fs::create_dir_all(&of_case).expect("a folder");
    fs::copy(mapping, of_case.join("people.yaml")).expect("a mapping");
    let understood = understand(root, &["acme".to_owned()], false);
    assert!(!understood.faulty, "{}", understood.report);
    let compiled = mappings(root, &understood.providers);
    compiled.map(|compiled| compiled.expect("formatted code"))
}
