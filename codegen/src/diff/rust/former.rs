//! Former names: the deprecated aliases of renamed items.

use std::collections::BTreeMap;

use super::items::{Item, Items};
use super::reexports::find;

/// Types of the older crate that the newer crate has renamed, with an alias for the former name.
#[derive(Debug)]
pub(super) struct Renames {
    /// The current name of each type, by its former name.
    names: BTreeMap<String, String>,
}

impl Renames {
    pub(super) fn of(before: &Items, after: &Items) -> Self {
        let is_alias = |item: &Item| item.kind == "type alias";
        let renamed = after.iter().filter(|(path, item)| {
            is_alias(item) && before.get(*path).is_some_and(|before| !is_alias(before))
        });
        let names = renamed.map(|(path, item)| {
            (
                last_segment(path).to_owned(),
                last_segment(&item.text).to_owned(),
            )
        });
        Self {
            names: names.collect(),
        }
    }

    /// Finds an item of the older crate in the newer one, with its path.
    pub(super) fn find<'a>(
        &self,
        path: &str,
        owner: Option<&str>,
        after: &'a Items,
    ) -> Option<(&'a String, &'a Item)> {
        let renamed = owner.map(|owner| self.renamed(owner));
        let renamed = find(after, &self.renamed(path), renamed.as_deref());
        renamed.or_else(|| find(after, path, owner))
    }

    /// Whether texts are equal except for former names.
    pub(super) fn is_same(&self, old: &str, new: &str) -> bool {
        old == new || self.renamed(old) == new
    }

    /// Replaces former names in a text.
    fn renamed(&self, text: &str) -> String {
        if self.names.is_empty() {
            return text.to_owned();
        }
        let is_word = |char: char| char.is_alphanumeric() || char == '_';
        let mut renamed = String::new();
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|char| !is_word(char)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            renamed.push_str(self.names.get(word).map_or(word, String::as_str));
            let next = after.find(is_word).unwrap_or(after.len());
            let (between, after) = after.split_at(next);
            renamed.push_str(between);
            rest = after;
        }
        renamed
    }
}

/// Returns the last segment of a path.
fn last_segment(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
