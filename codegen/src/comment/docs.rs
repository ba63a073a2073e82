//! The text of a doc comment.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::characters::words;
use super::layout::{self, Block};
use super::markdown::Markdown;
use super::wrap::wrap;
use super::{Example, WIDTH, read};
use crate::ir;
use crate::printable::is_printable;

/// A doc comment in the making.
#[derive(Clone, Debug, Default)]
pub struct Docs {
    lines: Vec<String>,
}

/// A line whose words in code are links where they name something.
fn linked(line: &str, target: &impl Fn(&str) -> Option<Markdown>) -> String {
    let parts: Vec<&str> = line.split('`').collect();
    // Code is between the first and the second mark, the third and the fourth; two marks in a row begin another form.
    if parts.len().is_multiple_of(2) || line.contains("``") {
        return line.to_owned();
    }
    let mut out = String::with_capacity(line.len());
    for (index, part) in parts.iter().enumerate() {
        let is_code = !index.is_multiple_of(2);
        let is_link = parts
            .get(index + 1)
            .is_some_and(|after| after.starts_with(']'));
        match target(part).filter(|_| is_code && !is_link) {
            Some(found) => out.push_str(found.as_str()),
            None if is_code => out.extend(["`", part, "`"]),
            None => out.push_str(part),
        }
    }
    out
}

impl Docs {
    /// A comment that begins with what a document says about a thing.
    pub(crate) fn of(doc: &ir::Doc) -> Self {
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

    /// Replaces words in code by links to what they name.
    pub(crate) fn link(&mut self, target: impl Fn(&str) -> Option<Markdown>) {
        let mut in_example = false;
        for line in &mut self.lines {
            in_example ^= line.trim_start().starts_with("```");
            if !in_example {
                *line = linked(line, &target);
            }
        }
    }

    /// A comment of one line.
    pub fn line(line: impl Into<Markdown>) -> Self {
        let mut docs = Self::default();
        docs.unwrapped(line);
        docs
    }

    /// Whether it is empty.
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Adds a text from the document as one paragraph, with a full stop or without.
    pub(crate) fn sentence(&mut self, text: &str) {
        self.text(&words(text));
    }

    /// Adds a text from the document, in Markdown.
    pub(crate) fn text(&mut self, text: &str) {
        let mut blocks = read::blocks(text);
        if self.lines.is_empty()
            && let Some(first) = read::first_paragraph(&mut blocks)
        {
            *first = std::mem::take(first).with_full_stop();
        }
        self.paragraph(layout::lines(&blocks, WIDTH));
    }

    /// Adds a text from the document after a label and a colon.
    pub(crate) fn labelled(&mut self, label: Markdown, text: &str) {
        let mut blocks = read::blocks(text);
        match read::first_paragraph(&mut blocks) {
            Some(first) => *first = (label + ": " + std::mem::take(first)).with_full_stop(),
            None => blocks.insert(0, Block::paragraph(label + ":")),
        }
        self.paragraph(layout::lines(&blocks, WIDTH));
    }

    /// Adds a text from the document as one paragraph after a label and a colon.
    pub(crate) fn labelled_sentence(&mut self, label: Markdown, text: &str) {
        self.labelled(label, &words(text));
    }

    /// Adds a heading.
    pub(crate) fn heading(&mut self, title: &Markdown) {
        self.paragraph(vec![format!("# {title}")]);
    }

    /// Adds a paragraph of our own.
    pub fn note(&mut self, text: impl Into<Markdown>) {
        self.paragraph(wrap(&text.into(), WIDTH, "", ""));
    }

    /// Adds a paragraph of our own as one line.
    pub fn unwrapped(&mut self, line: impl Into<Markdown>) {
        self.paragraph(wrap(&line.into(), usize::MAX, "", ""));
    }

    /// Adds a line to the last paragraph, for the rows of a table and the items of a list.
    pub fn row(&mut self, line: impl Into<Markdown>) {
        self.push(line.into().as_str().to_owned());
    }

    /// Adds an example.
    pub(crate) fn example(&mut self, example: Example) {
        self.paragraph(example.into_lines());
    }

    /// Adds an example for a page that rustdoc does not read: without its hidden lines.
    pub(crate) fn shown(&mut self, example: Example) {
        self.paragraph(example.into_shown_lines());
    }

    /// Returns the first paragraph of the comment.
    pub(crate) fn first_paragraph(&self) -> Self {
        // Indentation stays: without it, the code in a list would leave its fence.
        let lines = self.lines.iter().take_while(|line| !line.trim().is_empty());
        Self {
            lines: lines.cloned().collect(),
        }
    }

    /// The comment as an attribute, if there is one.
    pub(crate) fn attribute(&self) -> Option<TokenStream> {
        (!self.lines.is_empty()).then(|| self.to_token_stream())
    }

    /// The comment's lines.
    pub(crate) fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Adds what the type does not say: bounds and patterns, and whether the document advises against it.
    fn notes(&mut self, doc: &ir::Doc) {
        if !doc.notes.is_empty() {
            let notes = doc.notes.iter().map(|note| full_stop(note.trim()));
            self.text(&notes.collect::<Vec<_>>().join(" "));
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
            self.push(String::new());
        }
        for line in lines {
            self.push(line);
        }
    }

    /// Adds a line. Each part of it has been escaped, so that nothing is left to replace.
    fn push(&mut self, line: String) {
        if line.chars().all(is_printable) {
            self.lines.push(line);
        } else {
            self.lines.push(super::printable(&line).into_owned());
        }
    }
}

/// One attribute, with a line break between the lines. An attribute for each line would be half of all tokens.
impl ToTokens for Docs {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let mut text = String::new();
        for (index, line) in self.lines.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            if !line.is_empty() {
                text.push(' ');
                text.push_str(line);
            }
        }
        if !self.lines.is_empty() {
            tokens.extend(quote!(#[doc = #text]));
        }
    }
}

/// A sentence with its full stop.
pub(crate) fn full_stop(text: &str) -> String {
    let is_open = text
        .ends_with(|char: char| char.is_alphanumeric() || matches!(char, ')' | '`' | '"' | '\''));
    if is_open {
        format!("{text}.")
    } else {
        text.to_owned()
    }
}
