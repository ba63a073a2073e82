//! Excerpts: the lines of a text that a diagnostic shows.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::AnnotationKind;

/// Longer lines are shown in part, for documents that are a single line.
const LONG_LINE: usize = 400;
/// The number of bytes of a long line that are shown on each side.
const AROUND: usize = 40;

/// A span to point at.
#[derive(Debug)]
pub(super) struct Mark<'a> {
    pub(super) range: Range<usize>,
    pub(super) label: &'a str,
    pub(super) kind: AnnotationKind,
}

/// A part of a text, with its spans shifted.
#[derive(Debug)]
pub(super) struct Excerpt<'a> {
    pub(super) text: Cow<'a, str>,
    /// The number of the first line.
    pub(super) line: usize,
    /// The column of the span, here and in the file, where the text is a piece of a line.
    pub(super) columns: Option<(usize, usize)>,
    pub(super) marks: Vec<Mark<'a>>,
}

/// Returns the lines around the highlighted spans; of a long line, only the surroundings of the first span.
pub(super) fn cut<'a>(text: &'a str, mut marks: Vec<Mark<'a>>) -> Excerpt<'a> {
    let start = marks
        .iter()
        .map(|mark| mark.range.start)
        .min()
        .unwrap_or_default();
    let end = marks
        .iter()
        .map(|mark| mark.range.end)
        .max()
        .unwrap_or_default();
    let window = line_start(text, start)..line_end(text, end);
    let shown = text.get(window.clone()).unwrap_or_default();
    let long = marks.iter().any(|mark| {
        line_end(text, mark.range.start) - line_start(text, mark.range.start) > LONG_LINE
    });
    if long {
        marks.truncate(1);
        return piece(text, marks);
    }
    for mark in &mut marks {
        mark.range = mark.range.start - window.start..mark.range.end - window.start;
    }
    Excerpt {
        text: Cow::Borrowed(shown),
        line: line_number(text, window.start),
        columns: None,
        marks,
    }
}

/// Returns the surroundings of a single span.
fn piece<'a>(text: &'a str, mut marks: Vec<Mark<'a>>) -> Excerpt<'a> {
    let marked = marks.first().map_or(0..0, |mark| mark.range.clone());
    let line = line_start(text, marked.start)..line_end(text, marked.start);
    let end = floor_char_boundary(
        text,
        marked.end.min(marked.start + 2 * AROUND).min(line.end),
    );
    let from = floor_char_boundary(text, marked.start.saturating_sub(AROUND).max(line.start));
    let to = floor_char_boundary(text, (end + AROUND).min(line.end));
    let before = if from > line.start { "..." } else { "" };
    let after = if to < line.end { "..." } else { "" };
    let shown = text.get(from..to).unwrap_or_default();
    let columns = |from: usize| {
        text.get(from..marked.start)
            .unwrap_or_default()
            .chars()
            .count()
            + 1
    };
    for mark in &mut marks {
        mark.range = marked.start - from + before.len()..end - from + before.len();
    }
    Excerpt {
        text: Cow::Owned(format!("{before}{shown}{after}")),
        line: line_number(text, line.start),
        columns: Some((columns(from) + before.len(), columns(line.start))),
        marks,
    }
}

/// Returns the first line of a value.
pub(super) fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let value = text.get(range.clone()).unwrap_or_default();
    let first = value.lines().next().unwrap_or_default().trim_end();
    if first.is_empty() {
        range.start..char_end(text, range.start)
    } else {
        range.start..range.start + first.len()
    }
}

/// Whether a value has more than one line, or is empty.
pub(super) fn is_elusive(text: &str, range: &Range<usize>) -> bool {
    let value = text.get(range.clone()).unwrap_or_default().trim_end();
    value.is_empty() || value.contains('\n')
}

/// Returns the character at a line and column, both from 1.
pub(super) fn character(text: &str, line: usize, column: usize) -> Option<Range<usize>> {
    let line = line.checked_sub(1)?;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let offset = floor_char_boundary(text, (start + column.saturating_sub(1)).min(text.len()));
    Some(offset..char_end(text, offset))
}

/// Returns the end of the character at an offset.
fn char_end(text: &str, offset: usize) -> usize {
    offset
        + text
            .get(offset..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8)
}

fn floor_char_boundary(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |end| end + 1)
}

fn line_end(text: &str, offset: usize) -> usize {
    text.get(offset..)
        .and_then(|rest| rest.find('\n'))
        .map_or(text.len(), |length| offset + length)
}

fn line_number(text: &str, offset: usize) -> usize {
    text.get(..offset)
        .unwrap_or_default()
        .bytes()
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}
