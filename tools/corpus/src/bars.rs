//! The bars that a run is held against.

use std::collections::BTreeSet;

use super::Row;
use super::arguments::CorpusArguments;
use super::ceilings::Ceilings;
use super::exceptions::Exception;
use super::round_trip::Kind;

/// The least share of operations that are as fine as the document.
const OPERATIONS: f64 = 0.995;
/// The least share of schemas whose values come back.
const SCHEMAS: f64 = 0.999;
/// The most that may be free-form of what the document types.
const FREE_FORM: f64 = 0.001;

/// The bars that are missed, each in a line.
pub(super) fn misses(
    rows: &[Row],
    exceptions: &BTreeSet<Exception>,
    ceilings: &Ceilings,
    arguments: &CorpusArguments,
) -> Vec<String> {
    let mut misses = Vec::new();
    for row in rows {
        let name = &row.document.name;
        if row.generated.error.is_some() {
            misses.push(format!("{name}: not generated"));
        }
        misses.extend(ceilings.exceeded(name, row.generated.lines));
        match &row.check {
            Some(check) if !check.ok => misses.push(format!("{name}: does not compile")),
            Some(check) if !check.warnings.is_empty() => {
                misses.push(format!(
                    "{name}: compiles with {} warnings",
                    check.warnings.len()
                ));
            }
            Some(_) | None => {}
        }
        misses.extend(
            row.errors
                .iter()
                .map(|error| format!("{name}: {}", first_line(error))),
        );
    }
    let totals = Totals::of(rows);
    if totals.fine_operations() < OPERATIONS {
        misses.push(format!(
            "operations as fine as the document: {}",
            percent(totals.fine_operations())
        ));
    }
    if totals.free_form() > FREE_FORM {
        misses.push(format!(
            "free-form although the document types it: {}",
            percent(totals.free_form())
        ));
    }
    if arguments.values.is_some() {
        if totals.tried.1 == 0 {
            misses.push("there is no value for any of these documents".to_owned());
        }
        for (what, (held, tried)) in [
            ("schemas that round-trip", totals.tried),
            ("with undeclared keys and values", totals.forward),
        ] {
            if share(held, tried) < SCHEMAS {
                misses.push(format!("{what}: {}", percent(share(held, tried))));
            }
        }
        misses.extend(exceptions_misses(rows, exceptions));
    }
    misses
}

/// What fails without being listed, and what is listed without failing.
fn exceptions_misses(rows: &[Row], exceptions: &BTreeSet<Exception>) -> Vec<String> {
    let mut misses = Vec::new();
    for row in rows {
        let Some(score) = &row.score else { continue };
        let exception = |schema: &str, kind: Kind| Exception {
            document: row.document.name.clone(),
            pointer: schema.to_owned(),
            kind: kind.as_str().to_owned(),
        };
        let failed: BTreeSet<Exception> = score
            .failed
            .keys()
            .map(|(schema, kind)| exception(schema, *kind))
            .collect();
        let unlisted = failed.difference(exceptions).count();
        if unlisted > 0 {
            misses.push(format!(
                "{}: {unlisted} failures are not among the exceptions",
                row.document.name
            ));
        }
        for listed in exceptions
            .iter()
            .filter(|listed| listed.document == row.document.name && !failed.contains(*listed))
        {
            misses.push(format!(
                "{}: {} {} is listed as an exception, but holds",
                listed.document, listed.pointer, listed.kind
            ));
        }
    }
    misses
}

/// The sums over all documents.
#[derive(Debug, Default)]
pub(super) struct Totals {
    pub(super) operations: usize,
    pub(super) suffering: usize,
    pub(super) nodes: usize,
    pub(super) free: usize,
    pub(super) tried: (usize, usize),
    pub(super) forward: (usize, usize),
}

impl Totals {
    pub(super) fn of(rows: &[Row]) -> Self {
        let mut totals = Self::default();
        for row in rows {
            let insight = &row.generated.insight;
            totals.operations += insight.operations;
            totals.suffering += insight.simplified_operations.len() + insight.left_out.len();
            totals.nodes += insight.nodes;
            totals.free += insight.free_form.len();
            if let Some(score) = &row.score {
                let add =
                    |sum: &mut (usize, usize), (held, tried)| *sum = (sum.0 + held, sum.1 + tried);
                add(
                    &mut totals.tried,
                    score.held(|kind| kind == Kind::RoundTrip),
                );
                add(
                    &mut totals.forward,
                    score.held(|kind| kind != Kind::RoundTrip),
                );
            }
        }
        totals
    }

    fn fine_operations(&self) -> f64 {
        share(
            self.operations - self.suffering.min(self.operations),
            self.operations,
        )
    }

    fn free_form(&self) -> f64 {
        1.0 - share(self.nodes - self.free.min(self.nodes), self.nodes)
    }
}

/// What the run comes to.
pub(super) fn summary(rows: &[Row], misses: &[String]) -> String {
    let totals = Totals::of(rows);
    let compiled = rows
        .iter()
        .filter(|row| row.check.as_ref().is_some_and(|check| check.ok))
        .count();
    let generated = rows
        .iter()
        .filter(|row| row.generated.error.is_none())
        .count();
    let mut lines = vec![
        format!(
            "documents: {} of {} generated, {compiled} compiled",
            generated,
            rows.len()
        ),
        format!(
            "operations as fine as the document: {} of {} ({})",
            totals.operations - totals.suffering.min(totals.operations),
            totals.operations,
            percent(totals.fine_operations()),
        ),
        format!(
            "free-form although typed: {} of {} nodes ({})",
            totals.free,
            totals.nodes,
            percent(totals.free_form())
        ),
    ];
    if totals.tried.1 > 0 {
        for (what, (held, tried)) in [
            ("schemas that round-trip", totals.tried),
            ("with undeclared keys and values", totals.forward),
        ] {
            lines.push(format!(
                "{what}: {held} of {tried} ({})",
                percent(share(held, tried))
            ));
        }
    }
    lines.extend(misses.iter().map(|miss| format!("missed: {miss}")));
    lines.join("\n")
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
