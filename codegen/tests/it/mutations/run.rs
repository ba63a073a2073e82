//! All stages for many documents, in threads whose stacks have an end.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use signon_codegen::internal::{planned_items, strict};
use signon_codegen::{Generator, Input, Report, Runtime};

const STACK: usize = 16 * 1024 * 1024;
const NAME: &str = "document.json";

/// How large a result can be for its document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Types, for each byte of the document.
    pub(crate) types_for_each_byte: f64,
}

/// What came of the documents.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ran {
    pub(crate) documents: usize,
    pub(crate) crates: usize,
    pub(crate) faults: usize,
}

/// Runs all documents, in as many threads as there are processors.
pub(crate) fn run_all(name: &str, documents: &[String], limits: Limits) -> Ran {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut ran = Ran::default();
    std::thread::scope(|scope| {
        let shares = (0..threads).map(|first| {
            let share = documents
                .iter()
                .enumerate()
                .skip(first)
                .step_by(threads)
                .collect();
            let file =
                PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}{first}.json"));
            let current = file.clone();
            let thread = std::thread::Builder::new().stack_size(STACK);
            let thread = thread.spawn_scoped(scope, move || run_share(share, &current, limits));
            (thread.expect("a thread"), file)
        });
        let shares: Vec<_> = shares.collect();
        for (thread, file) in shares {
            let share = thread.join().unwrap_or_else(|_| {
                panic!("the document in `{}` does not end well", file.display())
            });
            ran.documents += share.documents;
            ran.crates += share.crates;
            ran.faults += share.faults;
        }
    });
    ran
}

/// Runs documents. The current one is in a file, so that it can be looked at even if the process dies.
fn run_share(documents: Vec<(usize, &String)>, current: &Path, limits: Limits) -> Ran {
    let mut ran = Ran::default();
    for (index, text) in documents {
        fs::write(current, text).expect("the current document can be written");
        run(index, text.clone(), limits, &mut ran);
    }
    ran
}

fn run(index: usize, text: String, limits: Limits, ran: &mut Ran) {
    ran.documents += 1;
    let generator = Generator::new("acme").expect("a name");
    let generator = match index % 10 {
        8 => strict(generator),
        9 => generator,
        _ => generator.keep_going(true),
    };
    let size = text.len();
    let input = Input::text(NAME, text);
    let (items, checked) = match planned_items(&generator, &input) {
        Ok(planned) => planned,
        Err(report) => {
            check_places(&report);
            assert!(!report.is_empty(), "no crate, and no diagnostic");
            ran.faults += 1;
            return;
        }
    };
    check_places(&checked.report);
    ran.crates += 1;
    #[expect(clippy::cast_precision_loss, reason = "a rough bound")]
    let most = 1000.0 + limits.types_for_each_byte * size as f64;
    #[expect(clippy::cast_precision_loss, reason = "a rough bound")]
    let types = checked.types as f64;
    assert!(types <= most, "{types} types for {size} bytes");
    assert!(!items.is_empty(), "a crate without files");
    // Layout takes far longer than everything before it.
    if index.is_multiple_of(8) {
        let output = generator.generate(&input);
        assert!(output.is_ok(), "planned, and not generated");
    }
}

/// The files of a document's crate, if it becomes one.
pub(crate) fn crate_of(text: String) -> Option<BTreeMap<String, String>> {
    let generator = Generator::new("mutation").expect("a name");
    let generator = generator
        .runtime(Runtime::Path(crate::sandbox::runtime()))
        .keep_going(true);
    let output = generator.generate(&Input::text(NAME, text)).ok()?;
    Some(output.files().clone())
}

/// Each diagnostic is shown with the line and column that it is about.
fn check_places(report: &Report) {
    let findings = report.findings();
    let in_text = findings.iter().filter(|one| one.start.is_some()).count();
    let text = report.to_string();
    let marks = format!("--> {NAME}:");
    let shown = text
        .lines()
        .filter(|line| line.trim_start().starts_with(&marks))
        .count();
    assert!(
        shown >= in_text,
        "{in_text} diagnostics, of which {shown} have a place:\n{text}"
    );
}
