//! No crate of a corpus document is larger than its ceiling.

use std::path::Path;

use signon_codegen::{Generator, Input, Runtime};
use signon_corpus::ceilings::Ceilings;
use signon_corpus::document::documents;
use signon_oracle::skip;
use signon_workspace::root;

/// `cargo xtask corpus` counts the lines of larger documents, which take longer to generate than all others.
const MAX_BYTES: u64 = 10_000_000;

#[test]
fn no_crate_has_more_lines_than_its_ceiling() -> Result<(), Box<dyn std::error::Error>> {
    let folder = root().join("../shared/corpus");
    if skip::without(&folder)? {
        return Ok(());
    }
    let ceilings = Ceilings::read()?;
    let documents = documents(&folder, &[])?;
    let mut exceeded = Vec::new();
    let (mut counted, mut total) = (0, 0);
    for document in documents.iter().filter(|of| of.bytes <= MAX_BYTES) {
        let generator = Generator::new(&document.name)?;
        let generator = generator.runtime(Runtime::Version("0.1".to_owned()));
        let output = generator
            .keep_going(true)
            .generate(&Input::file(&document.path));
        let output = output.map_err(|report| report.to_string())?;
        let sources = output
            .files()
            .iter()
            .filter(|(path, _)| Path::new(path).extension().is_some_and(|of| of == "rs"));
        let lines = sources.map(|(_, text)| text.lines().count()).sum();
        exceeded.extend(ceilings.exceeded(&document.name, lines));
        counted += 1;
        total += lines;
    }
    skip::say(&format!(
        "lines of corpus crates: {total} in {counted} documents"
    ));
    assert_eq!(exceeded, Vec::<String>::new());
    assert!(counted >= 20, "{counted} documents were counted");
    Ok(())
}
