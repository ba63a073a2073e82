//! A text as plain prose: what is left where its Markdown cannot be written as it was read.

use super::characters::clean;
use super::layout::Block;
use super::markdown::Markdown;
use super::word::escaped_everywhere;

/// The paragraphs of a text, in which every character means itself.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let text = clean(text);
    let paragraphs = text.split("\n\n").map(paragraph);
    paragraphs
        .filter(|text| !text.is_empty())
        .map(Block::paragraph)
        .collect()
}

fn paragraph(text: &str) -> Markdown {
    let mut markdown = Markdown::default();
    for word in text.split_whitespace() {
        if !markdown.is_empty() {
            markdown.push_space();
        }
        markdown.push_unbroken(&escaped_everywhere(word));
    }
    markdown
}
