//! What the comments of the generated crates say.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use signon_tests::spec::root;

/// The Rust files of the generated crates, with their text.
fn sources() -> BTreeMap<PathBuf, String> {
    let mut sources = BTreeMap::new();
    let mut folders = vec![root().join("generated")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension() == Some("rs".as_ref()) {
                sources.insert(path.clone(), fs::read_to_string(&path).expect("a source"));
            }
        }
    }
    sources
}

/// The comments of a file that end in one of these phrases.
fn comments<'a>(path: &Path, text: &'a str, phrases: &[&str]) -> Vec<(PathBuf, &'a str)> {
    let comments = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("/// "));
    let is_filler = |comment: &&str| phrases.iter().any(|phrase| comment.ends_with(phrase));
    let found = comments.filter(is_filler);
    found.map(|comment| (path.to_owned(), comment)).collect()
}

#[test]
fn no_comment_is_filler() {
    let filler = ["` on the wire.", "What is sent."];
    let sources = sources();
    assert!(sources.len() > 40, "the crates are gone");
    let found: Vec<_> = sources
        .iter()
        .flat_map(|(path, text)| comments(path, text, &filler))
        .collect();
    assert_eq!(found, []);
}

#[test]
fn no_bound_is_said_twice() {
    // A paragraph that ends in a bound, and a note that gives the same one.
    let sources = sources();
    let mut found = Vec::new();
    for (path, text) in &sources {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for window in lines.windows(3) {
            let [prose, "///", note] = window else {
                continue;
            };
            let number = note
                .strip_prefix("/// At most ")
                .map(|rest| rest.trim_matches(|char: char| !char.is_ascii_digit()));
            let is_repeated = |number: &str| {
                !number.is_empty()
                    && (prose.ends_with(&format!("at most {number}."))
                        || prose.ends_with(&format!("{number} at most.")))
            };
            if number.is_some_and(is_repeated) {
                found.push((path, *note));
            }
        }
    }
    assert_eq!(found, []);
}
