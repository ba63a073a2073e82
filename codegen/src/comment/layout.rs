//! Blocks of Markdown as lines.

use super::markdown::Markdown;
use super::wrap::wrap;

/// A block, and where it is.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) content: Content,
    /// What its first line begins with, and all others: the mark of a list item, and indentation.
    pub(super) first: String,
    pub(super) rest: String,
    /// Whether it follows the block before without a blank line.
    pub(super) is_tight: bool,
}

/// What a block is.
#[derive(Debug)]
pub(super) enum Content {
    Paragraph(Markdown),
    Heading(usize, Markdown),
    /// Fenced code in a language.
    Code(&'static str, Vec<String>),
    /// The rows of a table.
    Table(Vec<String>),
}

impl Block {
    /// A paragraph outside lists.
    pub(super) fn paragraph(text: Markdown) -> Self {
        Self {
            content: Content::Paragraph(text),
            first: String::new(),
            rest: String::new(),
            is_tight: false,
        }
    }
}

/// The lines of blocks.
pub(super) fn lines(blocks: &[Block], width: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for block in blocks {
        if !out.is_empty() && !block.is_tight {
            out.push(String::new());
        }
        match &block.content {
            Content::Paragraph(text) => out.extend(wrap(text, width, &block.first, &block.rest)),
            Content::Heading(level, text) => out.push(format!(
                "{}{} {}",
                block.first,
                "#".repeat(*level),
                title(text)
            )),
            Content::Code(language, code) => {
                let fence = fence(code);
                let opening = format!("{fence}{language}");
                push_prefixed(&mut out, block, &[&[opening][..], code, &[fence]].concat());
            }
            Content::Table(rows) => push_prefixed(&mut out, block, rows),
        }
    }
    out
}

/// The text of a heading, in which `#` at the end means itself.
fn title(text: &Markdown) -> String {
    match text.as_str().strip_suffix('#') {
        Some(before) => format!("{before}\\#"),
        None => text.as_str().to_owned(),
    }
}

/// A fence that no line of the code closes.
pub(super) fn fence(code: &[String]) -> String {
    let runs = code.iter().flat_map(|line| line.split(|char| char != '`'));
    let longest = runs.map(str::len).max().unwrap_or_default();
    "`".repeat((longest + 1).max(3))
}

fn push_prefixed(out: &mut Vec<String>, block: &Block, lines: &[String]) {
    for (index, line) in lines.iter().enumerate() {
        let prefix = if index == 0 {
            &block.first
        } else {
            &block.rest
        };
        out.push(format!("{prefix}{line}").trim_end().to_owned());
    }
}
