//! Checks of the files of a crate.

use std::collections::BTreeMap;
use std::path::Path;

use super::comments::{check_markdown, doc_comments};
use super::document::File;
use super::items::words;

/// The structure of a crate with benign texts.
pub(crate) struct Planned {
    doc_tests: usize,
    tables: Vec<String>,
}

impl Planned {
    pub(crate) fn of(files: &BTreeMap<String, File>) -> Self {
        Self {
            doc_tests: doc_tests(files).expect("a harmless crate"),
            tables: tables(files).expect("a harmless crate"),
        }
    }
}

/// Checks that only texts differ from a crate with benign texts.
pub(crate) fn check(files: &BTreeMap<String, File>, planned: &Planned) -> Result<(), String> {
    for (path, file) in files {
        let problem = if has_extension(path, "rs") {
            check_rust(file)
        } else if has_extension(path, "md") {
            check_page(&file.text, crate_example(files).as_deref())
        } else {
            Ok(())
        };
        problem.map_err(|problem| format!("{path}: {problem}"))?;
        if path != "manifest.json" {
            check_characters(&file.text).map_err(|problem| format!("{path}: {problem}"))?;
        }
    }
    let found = doc_tests(files)?;
    if found > planned.doc_tests {
        return Err(format!(
            "{found} doc tests instead of {}",
            planned.doc_tests
        ));
    }
    if tables(files)? != planned.tables {
        return Err("Cargo.toml has other tables".to_owned());
    }
    Ok(())
}

fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|found| found == extension)
}

/// Checks that the items are the planned items, and that comments contain no code.
fn check_rust(file: &File) -> Result<(), String> {
    let parsed = syn::parse_file(&file.text).map_err(|error| format!("no Rust: {error}"))?;
    let planned: Vec<String> = file
        .items
        .iter()
        .flat_map(|item| words(item.clone()))
        .collect();
    let actual = words(quote::ToTokens::to_token_stream(&parsed));
    if planned != actual {
        let place = planned
            .iter()
            .zip(&actual)
            .position(|(left, right)| left != right);
        return Err(format!(
            "other tokens than planned, from token {place:?} on"
        ));
    }
    let comments = file.text.lines().map(str::trim_start);
    let plain = comments.filter(|line| {
        line.starts_with("/*")
            || line.starts_with("//") && !line.starts_with("///") && !line.starts_with("//!")
    });
    if plain.count() != 1 || !file.text.starts_with("// @generated") {
        return Err("another comment than the first line".to_owned());
    }
    doc_comments(&file.text)
        .iter()
        .try_for_each(|comment| check_markdown(comment).map(drop))
}

/// Checks that a page begins with a one-line comment, and has no Rust except the example of the crate's docs.
fn check_page(text: &str, example: Option<&str>) -> Result<(), String> {
    let (first, rest) = text.split_once('\n').unwrap_or_default();
    if !first.starts_with("<!-- @generated") || first.find("-->") != Some(first.len() - 3) {
        return Err(format!("the first line is `{first}`"));
    }
    let rest = match example {
        Some(example) => rest.replacen(example, "", 1),
        None => rest.to_owned(),
    };
    check_markdown(&rest).map(drop)
}

/// Returns the last doctest of the crate's docs, which `emit` adds after the document's text, as a page shows it.
fn crate_example(files: &BTreeMap<String, File>) -> Option<String> {
    let docs = doc_comments(&files.get("src/lib.rs")?.text);
    let lines: Vec<&str> = docs.first()?.lines().collect();
    let opening = lines.iter().rposition(|line| line.ends_with("`no_run"))?;
    let fence = lines.get(opening)?.strip_suffix("no_run")?;
    let code = lines.get(opening + 1..)?;
    let end = code.iter().position(|line| *line == fence)?;
    let shown = code
        .get(..end)?
        .iter()
        .filter(|line| !line.starts_with("# "));
    let shown: Vec<&str> = shown.copied().collect();
    Some(format!("{fence}rust\n{}\n{fence}\n", shown.join("\n")))
}

fn check_characters(text: &str) -> Result<(), String> {
    let denied = |char: &char| {
        char.is_control() && *char != '\n'
            || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
    };
    match text.chars().find(denied) {
        Some(char) => Err(format!("holds {char:?}")),
        None => Ok(()),
    }
}

fn doc_tests(files: &BTreeMap<String, File>) -> Result<usize, String> {
    let mut count = 0;
    for (_, file) in files.iter().filter(|(path, _)| has_extension(path, "rs")) {
        for comment in doc_comments(&file.text) {
            count += check_markdown(&comment)?;
        }
    }
    Ok(count)
}

/// Returns the tables of `Cargo.toml`, whose texts can be passed to a process.
fn tables(files: &BTreeMap<String, File>) -> Result<Vec<String>, String> {
    let text = &files.get("Cargo.toml").ok_or("no Cargo.toml")?.text;
    let document: toml_edit::DocumentMut = text.parse().map_err(|error| format!("{error}"))?;
    let package = document.get("package").and_then(toml_edit::Item::as_table);
    let package = package.ok_or("no package")?;
    let description = package.get("description").and_then(toml_edit::Item::as_str);
    let description = description.ok_or("no description")?;
    if description.len() > 1000 || description.contains('\0') {
        return Err("a description that Cargo cannot pass on".to_owned());
    }
    let keys = |table: &toml_edit::Table| {
        table
            .iter()
            .map(|(key, _)| key.to_owned())
            .collect::<Vec<_>>()
    };
    Ok([keys(document.as_table()), keys(package)].concat())
}
