//! Injection tests: texts of a document never become code, regardless of location and content.
//!
//! Every text position of a document (`attack/document.yaml`) gets every trick (`attack/tricks.rs`). The output is
//! parsed independently of the generator: Rust by `syn`, comments by rustdoc's version of `pulldown-cmark`. A part of
//! the output is compiled and its doc tests are run, with a canary file that must not appear.

mod comments;
mod document;
mod files;
mod items;
mod tricks;

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use signon_codegen::RustType;

use self::comments::check_markdown;
use self::document::{Generated, Template, generate};
use self::files::{Planned, check};
use self::tricks::{PIECES, Trick, tricks};
use crate::random::Random;
use crate::sandbox;

/// The number of tests that the tricks are split into.
const SHARDS: usize = 4;

/// Code that must not be part of any generated file.
const PAYLOAD: &str = "std::fs::write(\"canary\", \"ran\").unwrap();";

#[test]
fn every_position_is_in_the_output() {
    let template = Template::read();
    let generated = generate(&template, |position| Some(format!("mark{position}mark")));
    let Generated::Crate(files) = generated else {
        panic!("the document without tricks is rejected");
    };
    let positions = template.positions();
    assert!(positions.len() >= 60, "{} positions", positions.len());
    let letters = |text: &str| text.to_lowercase().replace(['-', '_', '\n'], "");
    let all: String = files.values().map(|file| letters(&file.text)).collect();
    // Positions that the generator leaves out.
    let unused = [
        "info-summary",
        "docs-description",
        "server-description",
        "tag-url",
        "schema-title",
        "schema-docs-description",
        "parameter-component",
        "variable-description",
        "free-variable-description",
        "default-description",
        "property-sample",
        "query-default",
        // Only an overlay or a setting of the user can name a type, not a document.
        "rust-type",
    ];
    let missing: Vec<String> = positions
        .into_iter()
        .filter(|position| !all.contains(&letters(&format!("mark{position}mark"))))
        .filter(|position| !unused.contains(&position.as_str()))
        .collect();
    assert!(missing.is_empty(), "nowhere in the output: {missing:?}");
}

#[test]
fn benign_texts_pass_the_checks() {
    let template = Template::read();
    let generated = generate(&template, |_| None);
    let Generated::Crate(files) = generated else {
        panic!("the document without tricks is rejected");
    };
    check(&files, &Planned::of(&files)).expect("a harmless crate");
}

#[test]
fn checks_detect_code_and_scripts() {
    let code = [
        "",
        "rust",
        "E0308",
        "should_panic",
        "ignore,edition2024",
        "{.rust}",
    ];
    for info in code {
        let text = format!("a\n\n```{info}\n{PAYLOAD}\n```");
        assert!(check_markdown(&text).is_err(), "{text}");
    }
    for text in [
        "    code",
        "<b>a</b>",
        "[a](javascript:x)",
        "[a](data:x)",
        "![a](https://x.test)",
        "[a]: https://x.test",
        "```no_run\nstd::fs::write(\"a\", \"b\");\n```",
    ] {
        assert!(check_markdown(text).is_err(), "{text}");
    }
    assert_eq!(
        check_markdown("a\n\n```text\nb\n```\n[c](https://x.test)"),
        Ok(0)
    );
    assert_eq!(
        check_markdown("```no_run\nlet a = \"fs::write\";\n```").ok(),
        None
    );
    assert_eq!(
        check_markdown("```no_run\nfn a() { b(\"fs::write\") }\n```"),
        Ok(1)
    );
}

#[test]
fn tricks_stay_text_in_the_first_quarter() {
    attack(0);
}

#[test]
fn tricks_stay_text_in_the_second_quarter() {
    attack(1);
}

#[test]
fn tricks_stay_text_in_the_third_quarter() {
    attack(2);
}

#[test]
fn tricks_stay_text_in_the_last_quarter() {
    attack(3);
}

/// Generates crates with each trick of a shard in each position.
fn attack(shard: usize) {
    let mut run = Run::new();
    let tricks = tricks(PAYLOAD);
    let tricks: Vec<&Trick> = tricks.iter().skip(shard).step_by(SHARDS).collect();
    let positions = run.template.positions();
    let positions: Vec<&str> = positions.iter().map(String::as_str).collect();
    for trick in &tricks {
        run.attack(trick, &positions);
    }
    let pairs = tricks.len() * positions.len();
    assert!(pairs > 2000, "{pairs} pairs of a trick and a position");
    assert_eq!(run.accepted + run.refused, pairs);
    assert!(
        run.accepted * 10 > pairs * 9,
        "{} of {pairs} pairs of a trick and a position became crates",
        run.accepted
    );
    assert!(
        run.problems.is_empty(),
        "{} problems:\n{}",
        run.problems.len(),
        run.problems.join("\n")
    );
}

/// The outcome of tricks in positions.
struct Run {
    template: Template,
    planned: Planned,
    /// The number of pairs of trick and position that became part of a crate.
    accepted: usize,
    /// The number of pairs that were rejected with diagnostics.
    refused: usize,
    problems: Vec<String>,
}

impl Run {
    fn new() -> Self {
        let template = Template::read();
        let Generated::Crate(harmless) = generate(&template, |_| None) else {
            panic!("the document without tricks is rejected");
        };
        Self {
            planned: Planned::of(&harmless),
            template,
            accepted: 0,
            refused: 0,
            problems: Vec::new(),
        }
    }

    /// Generates a crate with a trick in all positions; bisects the positions if the document is rejected.
    fn attack(&mut self, trick: &Trick, positions: &[&str]) {
        let text = |at: &str| positions.contains(&at).then(|| trick.text.clone());
        if let Generated::Crate(files) = generate(&self.template, text) {
            self.accepted += positions.len();
            if let Err(problem) = check(&files, &self.planned) {
                let problem = format!("{} in {positions:?}: {problem}", trick.name);
                self.problems.push(problem);
            }
        } else if positions.len() <= 1 {
            self.refused += positions.len();
        } else {
            let (left, right) = positions.split_at(positions.len() / 2);
            self.attack(trick, left);
            self.attack(trick, right);
        }
    }
}

#[test]
fn no_trick_is_a_type_of_the_user() {
    for trick in tricks(PAYLOAD) {
        let text = [
            trick.text.clone(),
            format!("crate::{}", trick.text),
            format!("a::B<{}>", trick.text),
        ];
        for text in text {
            // The type is emitted unchanged, without spaces and comments.
            let is_plain = |path: RustType| path.to_string() == text && text.len() < 500;
            assert!(
                RustType::parse(&text).is_ok_and(is_plain) || RustType::parse(&text).is_err(),
                "{}",
                trick.name
            );
        }
        assert!(RustType::parse(&trick.text).is_err(), "{}", trick.name);
    }
}

/// The number of compiled crates, each with a trick in every position.
const COMPILED: usize = 5;

#[test]
fn no_trick_runs_in_a_doc_test() {
    let folder = sandbox::folder("attack");
    let canary = folder.join("canary");
    let code = format!("std::fs::write({:?}, \"ran\").unwrap();", canary.display());
    let tricks = tricks(&code);
    let template = Template::read();
    let positions = template.positions();
    let short: Vec<&Trick> = tricks
        .iter()
        .filter(|trick| trick.text.len() < 2000)
        .collect();
    for number in 0..COMPILED {
        let trick = |at: &str| {
            let index = positions.iter().position(|position| position == at)?;
            let step = short.len() / COMPILED + 1;
            short
                .get((index + number * step) % short.len())
                .map(|trick| trick.text.clone())
        };
        let Generated::Crate(files) = generate(&template, trick) else {
            panic!("document {number} is rejected");
        };
        let files = files
            .iter()
            .map(|(path, file)| (path.as_str(), file.text.as_str()));
        sandbox::doc_tests(&folder.join("crate"), files);
        assert!(!canary.exists(), "the document of crate {number} ran code");
    }
}

#[test]
fn the_canary_appears_where_code_runs() {
    let folder = sandbox::folder("canary");
    let canary = folder.join("canary");
    let source = format!(
        "//! ```\n//! std::fs::write({:?}, \"ran\").unwrap();\n//! ```\n",
        canary.display()
    );
    let manifest =
        "[package]\nname = \"canary\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n";
    let files = [("Cargo.toml", manifest), ("src/lib.rs", source.as_str())];
    sandbox::doc_tests(&folder.join("crate"), files.into_iter());
    assert!(canary.exists(), "the doc test did not run");
}

/// Documents of random Markdown.
const RANDOM: usize = 60;

#[test]
fn random_markdown_stays_text() {
    let template = Template::read();
    let Generated::Crate(harmless) = generate(&template, |_| None) else {
        panic!("the document without tricks is rejected");
    };
    let planned = Planned::of(&harmless);
    let random = RefCell::new(Random::new(7));
    for number in 0..RANDOM {
        let text = |at: &str| {
            let is_prose = ["description", "summary", "title", "url"]
                .iter()
                .any(|end| at.ends_with(end));
            is_prose.then(|| random_markdown(&mut random.borrow_mut()))
        };
        if let Generated::Crate(files) = generate(&template, text)
            && let Err(problem) = check(&files, &planned)
        {
            panic!("document {number}: {problem}");
        }
    }
}

/// Returns pieces of Markdown in random order.
fn random_markdown(random: &mut Random) -> String {
    let length = random.choose([1, 3, 8, 24]);
    (0..length)
        .map(|_| random.pick(PIECES).copied().unwrap_or_default())
        .collect()
}

/// Checks that only `Docs` creates comments from non-constant text.
#[test]
fn emitters_do_not_write_comments_directly() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![source.clone()];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the generator") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("a file of the generator");
            read += 1;
            let makes_comments = path.starts_with(source.join("comment"));
            assert!(
                makes_comments || !text.contains("#[doc = #"),
                "{} writes a comment from a variable",
                path.display()
            );
        }
    }
    assert!(read > 100, "{read} files");
}
