//! Inline Markdown that is safe wherever it is put.

use std::fmt;
use std::ops::Add;

use super::characters::{clean, printable, shortened, words};
use super::inline::Inline;
use super::{MAX_LINE, word};

/// Inline Markdown of one line: constants of this crate, and texts of a document that were escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markdown {
    text: String,
    /// The offsets of the spaces at which a line may be broken.
    breaks: Vec<usize>,
}

impl Markdown {
    /// Adds text in which no line may be broken.
    pub(super) fn push_unbroken(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a space at which a line may be broken.
    pub(super) fn push_space(&mut self) {
        self.breaks.push(self.text.len());
        self.text.push(' ');
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Takes away all text from an offset on.
    pub(super) fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        self.breaks.retain(|at| *at < length);
    }

    /// Forbids line breaks from an offset on.
    pub(super) fn keep_together(&mut self, start: usize) {
        self.breaks.retain(|at| *at < start);
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// What must stay on one line, in order.
    pub(super) fn unbroken(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.breaks.iter().map(|at| at + 1));
        let ends = self.breaks.iter().copied();
        let ends = ends.chain(std::iter::once(self.text.len()));
        starts
            .zip(ends)
            .filter_map(|(start, end)| self.text.get(start..end))
            .filter(|part| !part.is_empty())
    }

    /// With a full stop, if it ends like a sentence that has none.
    pub(super) fn with_full_stop(self) -> Self {
        let is_open = self.text.ends_with(|char: char| {
            char.is_alphanumeric() || matches!(char, ')' | '`' | '"' | '\'')
        });
        if is_open { self + "." } else { self }
    }
}

impl fmt::Display for Markdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A constant of this crate, which is Markdown already.
impl From<&'static str> for Markdown {
    fn from(text: &'static str) -> Self {
        let breaks = unquoted_spaces(text);
        Self {
            text: text.to_owned(),
            breaks,
        }
    }
}

impl From<u64> for Markdown {
    fn from(number: u64) -> Self {
        Self {
            text: number.to_string(),
            breaks: Vec::new(),
        }
    }
}

impl<T: Into<Self>> Add<T> for Markdown {
    type Output = Self;

    fn add(mut self, other: T) -> Self {
        let other = other.into();
        let offset = self.text.len();
        self.text.push_str(&other.text);
        self.breaks
            .extend(other.breaks.iter().map(|at| at + offset));
        self
    }
}

/// The spaces of a constant outside its code spans.
fn unquoted_spaces(text: &str) -> Vec<usize> {
    let mut quoted = false;
    let mut spaces = Vec::new();
    for (index, char) in text.char_indices() {
        quoted ^= char == '`';
        if char == ' ' && !quoted {
            spaces.push(index);
        }
    }
    spaces
}

/// Several parts with a constant between them.
pub(crate) fn joined(parts: impl IntoIterator<Item = Markdown>, between: &'static str) -> Markdown {
    parts
        .into_iter()
        .reduce(|left, right| left + between + right)
        .unwrap_or_default()
}

/// A code span of a text, whatever is in it.
pub fn code(text: &str) -> Markdown {
    let mut markdown = Markdown::default();
    markdown.push_unbroken(&code_span(&shortened(text, MAX_LINE), false));
    markdown
}

/// A code span that refers to a Rust item of this path. A path of anything but identifiers is not linked.
pub(crate) fn code_link(name: &str, path: &str) -> Markdown {
    let is_path = |char: char| char.is_alphanumeric() || matches!(char, '_' | ':' | '#');
    let mut markdown = code(name);
    if path.chars().all(is_path) && name.chars().all(is_path) {
        markdown.text = if name == path {
            format!("[{}]", markdown.text)
        } else {
            format!("[{}]({path})", markdown.text)
        };
    }
    markdown
}

/// A text of the document as prose within a line: each character means itself.
pub(crate) fn one_line(text: &str) -> Markdown {
    let mut inline = Inline::default();
    inline.text(&shortened(&words(text), MAX_LINE));
    inline.finish().markdown
}

/// A text of the document as prose in a table's cell.
pub fn cell(text: &str) -> Markdown {
    let mut inline = Inline::default();
    inline.in_table = true;
    inline.text(&shortened(&words(text), MAX_LINE));
    inline.finish().markdown
}

/// A link to a page that the document names; a URL that does not lead to the web is shown as code.
pub(crate) fn link(label: &'static str, url: &str) -> Markdown {
    let url = url.trim();
    match word::web_url(url) {
        Some(target) if target.len() <= MAX_URL => {
            let mut markdown = Markdown::from("[") + label;
            markdown.push_unbroken(&format!("]({})", word::link_target(&target)));
            if label.len() < MAX_LABEL {
                markdown.breaks.clear();
            }
            markdown
        }
        _ => Markdown::from(label) + ": " + code(url),
    }
}

/// A longer label is broken like any other text.
pub(super) const MAX_LABEL: usize = 40;

/// A longer URL is not worth a link.
const MAX_URL: usize = 2048;

/// A code span around a text that may hold backticks itself; in a table's cell, `|` is escaped.
pub(super) fn code_span(text: &str, in_table: bool) -> String {
    if text.trim().is_empty() {
        return format!("`{:?}`", clean(text));
    }
    let mut text = printable(text).into_owned();
    if in_table {
        text = text.replace('|', "\\|");
    }
    let fence = "`".repeat(free_run(&text));
    if text.contains('`') || text.starts_with(' ') || text.ends_with(' ') {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// The length of the shortest run of backticks that a text does not hold.
pub(super) fn free_run(text: &str) -> usize {
    let mut runs: Vec<usize> = text
        .split(|char| char != '`')
        .map(str::len)
        .filter(|length| *length > 0)
        .collect();
    runs.sort_unstable();
    runs.dedup();
    runs.into_iter()
        .zip(1..)
        .find(|(run, free)| run != free)
        .map_or_else(|| runs_end(text), |(_, free)| free)
}

/// One more than the longest run of backticks, where all shorter runs occur.
fn runs_end(text: &str) -> usize {
    let longest = text.split(|char| char != '`').map(str::len).max();
    longest.unwrap_or_default() + 1
}

/// One line of a text in which nothing is Markdown, for the first line of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(String);

impl Line {
    /// A constant of this crate.
    pub fn constant(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// A name from outside between two constants. It ends neither a line nor an HTML comment.
    pub fn around(before: &'static str, name: &str, after: &'static str) -> Self {
        let name = shortened(name, MAX_LINE);
        let name = printable(&name).replace('>', "\\u{3e}");
        Self(format!("{before}{name}{after}"))
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
