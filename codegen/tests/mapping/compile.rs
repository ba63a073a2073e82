//! Mappings between the specs in `specs`, which all cases share.

use std::fs;
use std::path::Path;

use signon_codegen::Report;
use signon_codegen::internal::workspace::{self, Compiled};

/// Compiles a mapping file in the folder `root`.
pub(crate) fn compile(mapping: &Path, root: &Path) -> Result<Compiled, Report> {
    let (specs, of_case) = (root.join("specs"), root.join("specs/unified/acme"));
    copy(Path::new("tests/mapping/specs"), &specs).expect("the specs can be copied");
    fs::create_dir_all(&of_case).expect("a folder");
    fs::copy(mapping, of_case.join("people.yaml")).expect("a mapping");
    let understood = workspace::understand(root, &["acme".to_owned()], false);
    assert!(!understood.faulty, "{}", understood.report);
    let compiled = workspace::mappings(root, &understood.providers);
    compiled.map(|compiled| compiled.expect("formatted code"))
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
