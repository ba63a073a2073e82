//! Doc comments: a document's prose as Markdown that rustdoc and clippy read as it is meant.

mod block;
mod html;
mod inline;
mod wrap;

use proc_macro2::TokenStream;
use quote::quote;

use super::DOC_LINE;
use crate::ir;

/// How wide the text of a doc comment is.
const WIDTH: usize = 92;

/// A doc comment in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Docs {
    lines: Vec<String>,
}

impl Docs {
    /// A comment that begins with what a document says about a thing.
    pub(super) fn of(doc: &ir::Doc) -> Self {
        let mut docs = Self::default();
        let description = doc.description.as_deref().unwrap_or_default().trim();
        let summary = doc.summary.as_deref().unwrap_or_default().trim();
        // Many documents say the summary again where the description begins.
        if !description.starts_with(summary.trim_end_matches('.')) {
            docs.sentence(summary);
        }
        docs.text(description);
        docs.notes(doc);
        docs
    }

    /// A comment of one sentence of our own, which needs no escaping.
    pub(super) fn plain(line: impl Into<String>) -> Self {
        Self {
            lines: vec![line.into()],
        }
    }

    /// Whether nothing has been said.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Adds a paragraph from the document that is a sentence, with a full stop or without.
    pub(super) fn sentence(&mut self, text: &str) {
        self.text(&words(text));
    }

    /// Adds a text from the document, in Markdown.
    pub(super) fn text(&mut self, text: &str) {
        let first = self.lines.is_empty();
        let mut lines = block::lines(text, WIDTH);
        if first {
            end_first_paragraph(&mut lines);
        }
        self.paragraph(lines);
    }

    /// Adds a paragraph of our own, which needs no escaping.
    pub(super) fn note(&mut self, line: &str) {
        self.paragraph(wrap::wrap(line, WIDTH, "", ""));
    }

    /// Adds lines as they are.
    pub(super) fn verbatim(&mut self, lines: Vec<String>) {
        self.paragraph(lines);
    }

    /// The comment as an attribute, if there is one.
    pub(super) fn attribute(&self) -> Option<TokenStream> {
        let mut text = String::new();
        for (index, line) in self.lines.iter().enumerate() {
            if index > 0 {
                text.push(DOC_LINE);
            }
            if !line.is_empty() {
                text.push(' ');
                text.push_str(line);
            }
        }
        (!self.lines.is_empty()).then(|| quote!(#[doc = #text]))
    }

    /// The comment's lines.
    pub(super) fn into_lines(self) -> Vec<String> {
        self.lines
    }

    /// Adds what the type does not say: bounds and patterns, and whether the document advises against it.
    fn notes(&mut self, doc: &ir::Doc) {
        if !doc.notes.is_empty() {
            let notes = doc
                .notes
                .iter()
                .map(|note| full_stop(note.trim()))
                .collect::<Vec<_>>()
                .join(" ");
            self.text(&notes);
        }
        if doc.deprecated {
            self.note("Deprecated.");
        }
    }

    fn paragraph(&mut self, lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(lines);
    }
}

/// A sentence with its full stop.
fn full_stop(text: &str) -> String {
    let open = text
        .ends_with(|char: char| char.is_alphanumeric() || matches!(char, ')' | '`' | '"' | '\''));
    if open {
        format!("{text}.")
    } else {
        text.to_owned()
    }
}

/// Gives the first paragraph its full stop.
fn end_first_paragraph(lines: &mut [String]) {
    let end = lines
        .iter()
        .position(String::is_empty)
        .unwrap_or(lines.len());
    let prose = |line: &String| {
        !line.starts_with(['-', '#', '|', '>', '`', ' ', '*']) || line.starts_with("**")
    };
    let lines = lines.get_mut(..end).unwrap_or_default();
    let all_prose = lines
        .iter()
        .all(|line| prose(line) || line.starts_with('`') && !line.starts_with("```"));
    if let Some(last) = lines.last_mut().filter(|_| all_prose) {
        *last = full_stop(last);
    }
}

/// A text of the document as one line of prose, for a table or a heading.
pub(super) fn one_line(text: &str) -> String {
    inline::escape(&words(text))
}

/// A text's words, with a space between them; control characters part them, too.
fn words(text: &str) -> String {
    text.split(|char: char| char.is_whitespace() || char.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A link to the provider's pages.
pub(super) fn link(label: &str, url: &str) -> String {
    inline::link_to(label, url.trim())
}

/// A code span around a text that may hold backticks itself.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() {
        return String::from("`\"\"`");
    }
    inline::code_span(&words(text))
}

#[cfg(test)]
mod tests;
