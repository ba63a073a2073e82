//! Runs all stages for many documents, in threads with limited stacks.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use signon_codegen::internal::{planned_items, strict};
use signon_codegen::{Generator, Input, Report, Runtime};

const STACK: usize = 16 * 1024 * 1024;
const NAME: &str = "document.json";

/// Limits on the size of a result, relative to its document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Maximum number of types for each byte of the document.
    pub(crate) types_for_each_byte: f64,
}

/// The number of documents and of their outcomes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    pub(crate) documents: usize,
    pub(crate) crates: usize,
    pub(crate) faults: usize,
}

/// Runs all documents, with one thread for each processor.
pub(crate) fn run_all(name: &str, documents: &[String], limits: Limits) -> Totals {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut totals = Totals::default();
    std::thread::scope(|scope| {
        let workers = (0..threads).map(|first| {
            let chunk = documents
                .iter()
                .enumerate()
                .skip(first)
                .step_by(threads)
                .collect();
            let file =
                PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}{first}.json"));
            let current = file.clone();
            let thread = std::thread::Builder::new().stack_size(STACK);
            let thread = thread.spawn_scoped(scope, move || run_chunk(chunk, &current, limits));
            (thread.expect("a thread"), file)
        });
        let workers: Vec<_> = workers.collect();
        for (thread, file) in workers {
            let chunk = thread.join().unwrap_or_else(|_| {
                panic!(
                    "panicked while processing the document in `{}`",
                    file.display()
                )
            });
            totals.documents += chunk.documents;
            totals.crates += chunk.crates;
            totals.faults += chunk.faults;
        }
    });
    totals
}

/// Runs a chunk of documents. The current document is saved to a file first, so that it can be inspected even if the process dies.
fn run_chunk(documents: Vec<(usize, &String)>, current: &Path, limits: Limits) -> Totals {
    let mut totals = Totals::default();
    for (index, text) in documents {
        fs::write(current, text).expect("the current document can be written");
        run(index, text.clone(), limits, &mut totals);
    }
    totals
}

fn run(index: usize, text: String, limits: Limits, totals: &mut Totals) {
    totals.documents += 1;
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
            check_locations(&report);
            assert!(!report.is_empty(), "no crate and no diagnostic");
            totals.faults += 1;
            return;
        }
    };
    check_locations(&checked.report);
    totals.crates += 1;
    #[expect(clippy::cast_precision_loss, reason = "a rough bound")]
    let max_types = 1000.0 + limits.types_for_each_byte * size as f64;
    #[expect(clippy::cast_precision_loss, reason = "a rough bound")]
    let types = checked.types as f64;
    assert!(types <= max_types, "{types} types for {size} bytes");
    assert!(!items.is_empty(), "a crate without files");
    // Formatting takes far longer than all earlier stages.
    if index.is_multiple_of(8) {
        let output = generator.generate(&input);
        assert!(output.is_ok(), "planned but not generated");
    }
}

/// Returns the files of the crate generated from a document, or `None` if generation fails.
pub(crate) fn crate_of(text: String) -> Option<BTreeMap<String, String>> {
    let generator = Generator::new("mutation").expect("a name");
    let generator = generator
        .runtime(Runtime::Path(crate::sandbox::runtime()))
        .keep_going(true);
    let output = generator.generate(&Input::text(NAME, text)).ok()?;
    Some(output.files().clone())
}

/// Checks that each diagnostic is shown with its line and column.
fn check_locations(report: &Report) {
    let findings = report.findings();
    let in_text = findings
        .iter()
        .filter(|finding| finding.start.is_some())
        .count();
    let text = report.to_string();
    let marks = format!("--> {NAME}:");
    let shown = text
        .lines()
        .filter(|line| line.trim_start().starts_with(&marks))
        .count();
    assert!(
        shown >= in_text,
        "{in_text} diagnostics, of which {shown} have a location:\n{text}"
    );
}
