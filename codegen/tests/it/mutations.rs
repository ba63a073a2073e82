//! Whatever a document says, a run ends: in a crate, or in faults that each have a place.
//!
//! Small documents are changed at random, always in the same way, and go through all stages.

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

/// How many documents are made.
const COUNT: usize = 2400;
/// Documents of the corpus beyond this would make the run slow.
const MAX_SIZE: u64 = 12_000;

/// The documents that are changed.
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
fn changed_documents_end_in_a_crate_or_in_faults_with_places() {
    let seeds = seeds();
    let limits = Limits {
        types_for_each_byte: 1.0,
    };
    let documents = (0..COUNT).map(|index| {
        let mut random = Random::new(index as u64);
        let seed = random.pick(&seeds).cloned().unwrap_or_default();
        change(seed, &mut random)
    });
    let ran = run_all("changed", &documents.collect::<Vec<_>>(), limits);
    assert_eq!(ran.documents, COUNT);
    assert!(
        ran.crates * 4 > COUNT,
        "only {} of {COUNT} became crates",
        ran.crates
    );
    assert!(
        ran.faults * 10 > COUNT,
        "only {} of {COUNT} had faults",
        ran.faults
    );
}

/// How many crates of changed documents are compiled.
const COMPILED: usize = 3;

#[test]
fn crates_of_changed_documents_compile_with_their_doc_tests() {
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
fn giants_end_in_a_crate_or_in_faults_with_places() {
    let documents = giants::all();
    let count = documents.len();
    let ran = run_all(
        "giants",
        &documents,
        Limits {
            types_for_each_byte: 10.0,
        },
    );
    assert_eq!(ran.documents, count);
}
