//! What the document says in prose.

use crate::comment::full_stop;
use crate::ir::{Doc, Operation};

/// What an operation does, in a few words: its summary, or the first sentence of its description.
pub(super) fn title(operation: &Operation) -> String {
    let doc = &operation.doc;
    let said = doc.summary.as_deref().or(doc.description.as_deref());
    let line = said.and_then(|text| text.trim().lines().next());
    let line = line.unwrap_or_default().trim();
    let sentence = line.split_once(". ").map_or(line, |(first, _)| first);
    let sentence = sentence.trim_end_matches('.').trim();
    if sentence.is_empty() {
        format!("{} {}", operation.method, operation.path)
    } else {
        sentence.to_owned()
    }
}

/// The summary, then the description; empty where there is neither.
pub(super) fn paragraphs(doc: &Doc) -> String {
    let parts = [&doc.summary, &doc.description];
    let mut texts: Vec<&str> = Vec::new();
    for text in parts.into_iter().flatten() {
        let text = text.trim();
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts.join("\n\n")
}

/// What a value means, and the bounds that its schema does not carry.
pub(super) fn of_value(doc: &Doc) -> Option<String> {
    let mut text = paragraphs(doc);
    for note in &doc.notes {
        if !text.is_empty() {
            text = full_stop(&text) + " ";
        }
        text.push_str(note);
    }
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::of_value;
    use crate::ir::Doc;

    #[test]
    fn a_description_ends_before_the_bounds() {
        for (description, expected) in [
            ("Default is 0", "Default is 0. At least `0`. At most `9`."),
            ("How many.", "How many. At least `0`. At most `9`."),
            ("", "At least `0`. At most `9`."),
        ] {
            let doc = Doc {
                description: Some(description.to_owned()),
                notes: vec!["At least `0`.".to_owned(), "At most `9`.".to_owned()],
                ..Doc::default()
            };
            assert_eq!(of_value(&doc).as_deref(), Some(expected));
        }
    }
}
