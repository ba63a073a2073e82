//! Schemas that are themselves: `$ref`, `allOf` and `oneOf` that lead in a circle without a list, map or property
//! in between say nothing of a value.

use std::collections::HashSet;

use super::Lower;
use crate::document::{At, DocumentId, Kind};

/// Schemas from which no circle is left to be told.
#[derive(Debug, Default)]
pub(super) struct Seen {
    whole: HashSet<(DocumentId, u32)>,
    alternatives: HashSet<(DocumentId, u32)>,
}

/// What is followed besides `$ref`. A parent that names its children by `oneOf` while they name it by `allOf` is
/// common and clear, so the two are not followed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Whole,
    Alternatives,
}

/// A schema on the way, the references that led to it, and where it leads.
struct Step<'d> {
    at: At<'d>,
    /// The `$ref` that led here, if it was one.
    by: Option<At<'d>>,
    next: std::vec::IntoIter<(Option<At<'d>>, At<'d>)>,
}

impl<'d> Lower<'_, 'd> {
    /// Tells of the circles that a schema leads to.
    pub(super) fn circles(&mut self, at: At<'d>) {
        self.circles_by(Way::Whole, at);
        self.circles_by(Way::Alternatives, at);
    }

    fn circles_by(&mut self, way: Way, at: At<'d>) {
        if !self.enter(way, at) {
            return;
        }
        let mut path = vec![Step {
            at,
            by: None,
            next: self.next(way, at).into_iter(),
        }];
        while let Some(step) = path.last_mut() {
            let Some((by, at)) = step.next.next() else {
                path.pop();
                continue;
            };
            if let Some(start) = path.iter().position(|step| step.at == at) {
                let on_circle = path.iter().skip(start + 1).filter_map(|step| step.by);
                let circle: Vec<At<'d>> = on_circle.chain(by).collect();
                let first = circle
                    .iter()
                    .copied()
                    .min_by_key(|reference| reference.id());
                if let Some(first) = first {
                    crate::resolve::report_cycle(first, &circle, self.diagnostics);
                }
            } else if self.enter(way, at) {
                let next = self.next(way, at).into_iter();
                path.push(Step { at, by, next });
            }
        }
    }

    /// Whether a schema is seen for the first time.
    fn enter(&mut self, way: Way, at: At<'d>) -> bool {
        match way {
            Way::Whole => self.seen.whole.insert(at.id()),
            Way::Alternatives => self.seen.alternatives.insert(at.id()),
        }
    }

    /// The schemas that speak of the same value.
    fn next(&mut self, way: Way, at: At<'d>) -> Vec<(Option<At<'d>>, At<'d>)> {
        if at.kind() != Kind::Map {
            return Vec::new();
        }
        let keys: &[&str] = match way {
            Way::Whole => &["allOf"],
            Way::Alternatives => &["oneOf", "anyOf"],
        };
        let referred = self
            .target(at)
            .map(|target| (super::reference::keyword(at), target));
        let members = keys
            .iter()
            .filter_map(|key| at.get(key))
            .flat_map(At::items);
        referred
            .into_iter()
            .chain(members.map(|member| (None, member)))
            .collect()
    }
}
