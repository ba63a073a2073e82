//! The arguments of a call from the catalog: the keys of the document, as far as clients take them.

use std::collections::BTreeSet;

/// Maximum length of an argument's name that clients take.
const LONGEST: usize = 64;

/// The names that the arguments of an operation have so far.
#[derive(Default)]
pub(crate) struct CallArguments(BTreeSet<String>);

impl CallArguments {
    /// A name for what is called `key` on the wire; `place` distinguishes it from another one.
    pub(crate) fn take(&mut self, key: &str, place: &str) -> String {
        let plain: String = key
            .chars()
            .map(|char| match char {
                'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' | '.' => char,
                _ => '_',
            })
            .collect();
        let trimmed = plain.trim_end_matches('_');
        let base = if trimmed.is_empty() { place } else { trimmed };
        let mut name: String = base.chars().take(LONGEST).collect();
        while self.0.contains(&name) {
            let suffix = format!("__{place}");
            let kept = name.chars().take(LONGEST.saturating_sub(suffix.len()));
            let next: String = kept.chain(suffix.chars()).collect();
            name = if self.0.contains(&next) {
                // Two names of one place that differ in replaced characters alone.
                format!("{}_{}", next.trim_end_matches('_'), self.0.len())
            } else {
                next
            };
        }
        self.0.insert(name.clone());
        name
    }
}
