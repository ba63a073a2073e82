//! Reference cycles: a `$ref`, `allOf` or `oneOf` that leads back to its schema, without an array, map or property in
//! between, says nothing about a value. Where the other schemas of the cycle do, the value is what they say.

use std::collections::HashSet;

use super::{SchemaId, SchemaIndex, constrains_beyond, keyword};
use crate::diagnostic::Code;
use crate::document::{At, Kind};

/// Schemas from which all cycles have been reported.
#[derive(Debug, Default)]
pub(super) struct Visited {
    all_of: HashSet<SchemaId>,
    alternatives: HashSet<SchemaId>,
}

/// The keywords that are followed besides `$ref`. A parent that names its children by `oneOf` while they name it by
/// `allOf` is common and clear, so the two are not followed together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edges {
    AllOf,
    Alternatives,
}

impl Edges {
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::AllOf => &["allOf"],
            Self::Alternatives => &["oneOf", "anyOf"],
        }
    }
}

/// A schema on the path, the reference that led to it, and the edges that are left.
struct Step<'d> {
    at: At<'d>,
    /// The `$ref` that led here, if it was one.
    by: Option<At<'d>>,
    next: std::vec::IntoIter<(Option<At<'d>>, At<'d>)>,
}

impl<'d> SchemaIndex<'d> {
    /// Reports the reference cycles that are reachable from a schema.
    pub(crate) fn report_cycles(&self, at: At<'d>) {
        self.report_cycles_along(Edges::AllOf, at);
        self.report_cycles_along(Edges::Alternatives, at);
    }

    fn report_cycles_along(&self, edges: Edges, at: At<'d>) {
        if !self.visit(edges, at) {
            return;
        }
        let mut path = vec![Step {
            at,
            by: None,
            next: self.successors(edges, at).into_iter(),
        }];
        while let Some(step) = path.last_mut() {
            let Some((by, at)) = step.next.next() else {
                path.pop();
                continue;
            };
            if let Some(start) = path.iter().position(|step| step.at == at) {
                let references = path.iter().skip(start + 1).filter_map(|step| step.by);
                let cycle: Vec<At<'d>> = references.chain(by).collect();
                let first = cycle.iter().copied().min_by_key(|reference| reference.id());
                if let Some(first) = first {
                    let schemas: Vec<At<'d>> =
                        path.iter().skip(start).map(|step| step.at).collect();
                    let code = if self.is_constrained(edges, &schemas) {
                        Code::CyclicMember
                    } else {
                        Code::CyclicRef
                    };
                    let mut diagnostics = self.diagnostics.borrow_mut();
                    crate::resolve::report_cycle(code, first, &cycle, &mut diagnostics);
                }
            } else if self.visit(edges, at) {
                let next = self.successors(edges, at).into_iter();
                path.push(Step { at, by, next });
            }
        }
    }

    /// Whether the schemas of a cycle constrain a value by more than the cycle.
    fn is_constrained(&self, edges: Edges, cycle: &[At<'d>]) -> bool {
        cycle.iter().any(|schema| {
            let mut keys = edges.keys().iter().copied();
            let key = keys.find(|key| schema.has(key)).unwrap_or("$ref");
            let successors = self.successors(edges, *schema);
            constrains_beyond(*schema, key)
                || successors.iter().any(|(_, next)| !cycle.contains(next))
        })
    }

    /// Whether a schema is visited for the first time.
    fn visit(&self, edges: Edges, at: At<'d>) -> bool {
        match edges {
            Edges::AllOf => self.visited.borrow_mut().all_of.insert(at.id()),
            Edges::Alternatives => self.visited.borrow_mut().alternatives.insert(at.id()),
        }
    }

    /// The schemas that hold for the same value.
    fn successors(&self, edges: Edges, at: At<'d>) -> Vec<(Option<At<'d>>, At<'d>)> {
        if at.kind() != Kind::Map {
            return Vec::new();
        }
        let referred = self.target(at).map(|target| (keyword(at), target));
        let members = edges
            .keys()
            .iter()
            .filter_map(|key| at.get(key))
            .flat_map(At::items);
        referred
            .into_iter()
            .chain(members.map(|member| (None, member)))
            .collect()
    }
}
