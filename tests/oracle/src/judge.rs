//! Whether a model keeps all of a value, and has a type for all that the document declares.

use serde_json::Value;

use crate::compare::differences;
use crate::document::{Document, Node, is_typed};
use crate::round_trip::RoundTrip;
use crate::untyped::{Untyped, UntypedKind};

/// A problem of a round trip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The JSON pointer of the part of the value.
    pub pointer: String,
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// What is wrong.
    pub text: String,
}

/// A kind of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// The encoded value differs from the decoded one.
    Changed,
    /// What the document declares is held as free-form JSON, as an undeclared key, or as an unknown enum value.
    Untyped,
    /// The part is not valid for its schema, and the model has no type for it.
    Invalid,
}

impl Document {
    /// What is wrong with a round trip of a value through the model of a schema.
    pub fn judge(&self, schema: &Value, sent: &Value, outcome: &RoundTrip) -> Vec<Problem> {
        let changed = |pointer, text| Problem {
            pointer,
            kind: ProblemKind::Changed,
            text,
        };
        let differences = differences(sent, &outcome.encoded);
        let mut problems: Vec<_> = differences
            .into_iter()
            .map(|(pointer, text)| changed(pointer, text))
            .collect();
        if !outcome.stable {
            let text = "is decoded into another model once it was encoded";
            problems.push(changed(String::new(), text.to_owned()));
        }
        problems.extend(self.untyped_problems(schema, sent, &outcome.untyped));
        problems
    }

    /// What is wrong with the parts of a value that a model holds without a type.
    pub fn untyped_problems(
        &self,
        schema: &Value,
        sent: &Value,
        untyped: &[Untyped],
    ) -> Vec<Problem> {
        let mut problems: Vec<Problem> = Vec::new();
        if untyped.is_empty() {
            return problems;
        }
        self.walk(schema, sent, &mut |node| {
            let Some(untyped) = untyped
                .iter()
                .find(|untyped| crate::pointer::is_within(&node.pointer, &untyped.pointer))
            else {
                return;
            };
            let is_known = problems
                .iter()
                .any(|problem| problem.pointer == untyped.pointer);
            if !is_known {
                problems.extend(self.untyped_problem(node, untyped));
            }
        });
        problems
    }

    /// What is wrong with a node in a part that the model holds without a type.
    fn untyped_problem(&self, node: &Node<'_>, untyped: &Untyped) -> Option<Problem> {
        let is_valid = node
            .schemas
            .iter()
            .all(|schema| self.is_valid(schema, node.value));
        let (kind, text) = match untyped.kind {
            UntypedKind::FreeForm if !is_valid => (
                ProblemKind::Invalid,
                "is not valid for what the document declares",
            ),
            UntypedKind::Unknown if !is_valid => (
                ProblemKind::Invalid,
                "is not a value that the document lists",
            ),
            _ if !is_typed(&node.schemas, node.value) => return None,
            UntypedKind::FreeForm => (
                ProblemKind::Untyped,
                "is declared, and held as free-form JSON",
            ),
            UntypedKind::Unknown => (
                ProblemKind::Untyped,
                "is listed, and held as an unknown value",
            ),
        };
        Some(Problem {
            pointer: untyped.pointer.clone(),
            kind,
            text: text.to_owned(),
        })
    }
}
