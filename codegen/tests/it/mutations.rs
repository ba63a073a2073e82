//! For any document, a run terminates with a crate, or with diagnostics that each have a location.
//!
//! Small documents are mutated pseudorandomly (deterministically) and run through all stages.

mod change;
mod giants;
mod run;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use self::change::change;
use self::run::{Limits, crate_of, run_all};
use crate::random::Random;
use crate::sandbox;

/// The number of mutated documents.
const COUNT: usize = 2400;
/// Maximum size of seed documents: larger documents would make the run slow.
const MAX_SIZE: u64 = 12_000;

/// Returns the documents to mutate.
fn seeds() -> Vec<Value> {
    let mut files = documents(Path::new("tests/mutations"));
    assert!(!files.is_empty(), "no document below `tests/mutations`");
    files.extend(documents(Path::new("tests/swagger")));
    files.extend(documents(Path::new("../../shared/corpus")));
    let small = |path: &PathBuf| fs::metadata(path).is_ok_and(|file| file.len() <= MAX_SIZE);
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("the document can be read");
        serde_yaml::from_str(&text).expect("the document is YAML")
    };
    files.iter().filter(|path| small(path)).map(read).collect()
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|end| end == "yaml" || end == "json")
        })
        .collect();
    files.sort();
    files
}

#[test]
fn mutated_documents_become_crates_or_diagnostics_with_locations() {
    let seeds = seeds();
    let limits = Limits {
        types_for_each_byte: 1.0,
    };
    let documents = (0..COUNT).map(|index| {
        let mut random = Random::new(index as u64);
        let seed = random.pick(&seeds).cloned().unwrap_or_default();
        change(seed, &mut random)
    });
    let totals = run_all("changed", &documents.collect::<Vec<_>>(), limits);
    assert_eq!(totals.documents, COUNT);
    assert!(
        totals.crates * 4 > COUNT,
        "only {} of {COUNT} became crates",
        totals.crates
    );
    assert!(
        totals.faults * 10 > COUNT,
        "only {} of {COUNT} had errors",
        totals.faults
    );
}

/// The number of compiled crates of mutated documents.
const COMPILED: usize = 3;

#[test]
fn crates_of_mutated_documents_compile_with_their_doc_tests() {
    let seeds = seeds();
    let folder = sandbox::folder("mutations");
    let crates = (0..COUNT)
        .step_by(COUNT / COMPILED / 4)
        .filter_map(|index| {
            let mut random = Random::new(index as u64);
            let seed = random.pick(&seeds).cloned().unwrap_or_default();
            crate_of(change(seed, &mut random))
        });
    let mut compiled = 0;
    for files in crates.take(COMPILED) {
        let files = files.iter();
        let files = files.map(|(path, text)| (path.as_str(), text.as_str()));
        sandbox::doc_tests(&folder.join("crate"), files);
        compiled += 1;
    }
    assert_eq!(compiled, COMPILED);
}

#[test]
fn giants_become_crates_or_diagnostics_with_locations() {
    let documents = giants::all();
    let count = documents.len();
    let totals = run_all(
        "giants",
        &documents,
        Limits {
            types_for_each_byte: 10.0,
        },
    );
    assert_eq!(totals.documents, count);
}
