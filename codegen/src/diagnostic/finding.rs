//! Diagnostics with lines and columns, for other programs.

use std::collections::HashMap;

use super::render::Places;
use super::{Code, Diagnostics, Place, Severity, plain};
use crate::document::Documents;

/// A diagnostic and its location.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The kind of problem, explained in `codegen/docs/diagnostics.md`.
    pub code: Code,
    /// The severity in this run.
    pub severity: Severity,
    /// The problem, in one line.
    pub message: String,
    /// How the reader can solve it, in one line.
    pub help: Option<String>,
    /// The file.
    pub file: String,
    /// Line and column of the first character, from 1; `None` for the file as a whole.
    pub start: Option<(usize, usize)>,
    /// Line and column after the last character.
    pub end: Option<(usize, usize)>,
    /// The JSON pointer to the value; empty for the root, and for a file that is not a document.
    pub pointer: String,
}

impl Diagnostics {
    /// Returns all diagnostics, sorted by location.
    pub(crate) fn findings(&self, documents: &Documents) -> Vec<Finding> {
        let mut places = Places::new(documents);
        let mut lines: HashMap<String, Vec<usize>> = HashMap::new();
        let finding = |diagnostic: &super::Diagnostic| {
            let found = places.find(&diagnostic.primary.place, "");
            let position = |offset: usize| {
                let starts = lines
                    .entry(found.file.to_owned())
                    .or_insert_with(|| line_starts(found.text));
                line_and_column(starts, found.text, offset)
            };
            let ends = found.range.clone().map(|range| [range.start, range.end]);
            let ends = ends.map(|ends| ends.map(position));
            Finding {
                code: diagnostic.code,
                severity: diagnostic.severity,
                message: plain::line(&diagnostic.message).into_owned(),
                help: diagnostic
                    .help
                    .as_deref()
                    .map(|help| plain::line(help).into_owned()),
                file: plain::line(found.file).into_owned(),
                start: ends.map(|[start, _]| start),
                end: ends.map(|[_, end]| end),
                pointer: plain::line(&found.pointer).into_owned(),
            }
        };
        self.sorted().into_iter().map(finding).collect()
    }
}

/// Finds the files and lines of locations.
pub(crate) struct Locator<'d> {
    places: Places<'d>,
    lines: HashMap<String, Vec<usize>>,
}

impl<'d> Locator<'d> {
    pub(crate) fn new(documents: &'d Documents) -> Self {
        Self {
            places: Places::new(documents),
            lines: HashMap::new(),
        }
    }

    /// Returns the file and line of a location.
    pub(crate) fn find(&mut self, place: &Place) -> (String, Option<usize>) {
        let found = self.places.find(place, "");
        let starts = self
            .lines
            .entry(found.file.to_owned())
            .or_insert_with(|| line_starts(found.text));
        let line = found
            .range
            .map(|range| line_and_column(starts, found.text, range.start).0);
        (plain::line(found.file).into_owned(), line)
    }
}

/// Returns the offset of each line.
fn line_starts(text: &str) -> Vec<usize> {
    let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(breaks).collect()
}

fn line_and_column(starts: &[usize], text: &str, offset: usize) -> (usize, usize) {
    let line = starts.partition_point(|start| *start <= offset);
    let start = starts
        .get(line.saturating_sub(1))
        .copied()
        .unwrap_or_default();
    let column = text
        .get(start..offset)
        .map_or(0, |before| before.chars().count());
    (line, column + 1)
}
