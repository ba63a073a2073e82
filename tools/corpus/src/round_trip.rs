//! Values → models → values, judged by the document.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use serde_json::{Value, json};
use signon_oracle::compare::differences_by_instant;
use signon_oracle::document::Document;

use super::forward::{Change, changed};
use super::program::Answer;

/// What may not hold for a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The value comes back as it was, through typed fields.
    RoundTrip,
    /// The same after a change that a later version of the API may make.
    Forward(Change),
}

impl Kind {
    /// How it is written in the list of exceptions.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::RoundTrip => "round-trip",
            Self::Forward(Change::Key) => "undeclared-key",
            Self::Forward(Change::Choice) => "unlisted-value",
            Self::Forward(Change::Tag) => "unknown-tag",
        }
    }
}

/// A value on its way through a model.
#[derive(Clone, Debug)]
pub(super) struct Case {
    /// The pointer of its schema.
    pub(super) schema: String,
    /// What is tried.
    pub(super) kind: Kind,
    /// The value.
    pub(super) value: Value,
}

impl Case {
    /// The line that the program reads.
    pub(super) fn line(&self) -> String {
        json!({"schema": self.schema, "value": self.value}).to_string()
    }
}

/// The values of a file, as they are and as a later server may send them.
pub(super) fn cases(oracle: &Document, file: &Path) -> Result<Vec<Case>, Box<dyn Error>> {
    let text =
        std::fs::read_to_string(file).map_err(|error| format!("`{}`: {error}", file.display()))?;
    let mut cases = Vec::new();
    for line in text.lines() {
        let line: Value = serde_json::from_str(line)?;
        let (Some(schema), Some(value)) = (
            line.get("schema").and_then(Value::as_str),
            line.get("value"),
        ) else {
            return Err(format!("a line of `{}` has no schema or no value", file.display()).into());
        };
        let node = oracle
            .at(schema)
            .ok_or_else(|| format!("the document has no `{schema}`"))?;
        let schema = schema.to_owned();
        for change in Change::ALL {
            if let Some(value) = changed(oracle, node, value, change) {
                cases.push(Case {
                    schema: schema.clone(),
                    kind: Kind::Forward(change),
                    value,
                });
            }
        }
        cases.push(Case {
            schema,
            kind: Kind::RoundTrip,
            value: value.clone(),
        });
    }
    if cases.is_empty() {
        return Err(format!("`{}` holds no value", file.display()).into());
    }
    Ok(cases)
}

/// How the schemas of a document did.
#[derive(Clone, Debug, Default)]
pub(super) struct Score {
    /// How many schemas were tried, by what was tried.
    pub(super) tried: BTreeMap<Kind, usize>,
    /// What did not hold: the schema, what was tried, and the first thing that went wrong.
    pub(super) failed: BTreeMap<(String, Kind), String>,
    /// How many values were sent.
    pub(super) values: usize,
}

impl Score {
    /// How many schemas hold, of how many.
    pub(super) fn held(&self, kinds: impl Fn(Kind) -> bool) -> (usize, usize) {
        let tried: usize = self
            .tried
            .iter()
            .filter(|(kind, _)| kinds(**kind))
            .map(|(_, count)| count)
            .sum();
        let failed = self.failed.keys().filter(|(_, kind)| kinds(*kind)).count();
        (tried - failed, tried)
    }
}

/// Compares the answers with what was sent.
pub(super) fn judge(oracle: &Document, cases: &[Case], answers: &[Answer]) -> Score {
    let mut score = Score {
        values: cases.len(),
        ..Score::default()
    };
    let mut tried: BTreeMap<Kind, BTreeSet<&str>> = BTreeMap::new();
    for (index, case) in cases.iter().enumerate() {
        tried.entry(case.kind).or_default().insert(&case.schema);
        let error = match answers.get(index) {
            Some(answer) => error(oracle, case, answer),
            None => Some("the program ended before this value".to_owned()),
        };
        if let Some(error) = error {
            score
                .failed
                .entry((case.schema.clone(), case.kind))
                .or_insert_with(|| format!("{error}; in {}", case.value));
        }
    }
    score.tried = tried
        .into_iter()
        .map(|(kind, schemas)| (kind, schemas.len()))
        .collect();
    score
}

/// What went wrong with a value.
fn error(oracle: &Document, case: &Case, answer: &Answer) -> Option<String> {
    let outcome = match answer {
        Answer::Value(outcome) => outcome,
        Answer::Refused(error) => return Some(error.clone()),
        Answer::Untyped => return Some("the crate has no type for the schema".to_owned()),
    };
    let differences = differences_by_instant(&case.value, &outcome.encoded);
    if let Some((pointer, text)) = differences.into_iter().next() {
        return Some(format!("{pointer}: {text}"));
    }
    if !outcome.stable {
        return Some("is decoded into another model once it was encoded".to_owned());
    }
    if case.kind != Kind::RoundTrip {
        return None;
    }
    let schema = oracle.at(&case.schema)?;
    let problems = oracle.untyped_problems(schema, &case.value, &outcome.untyped);
    let problem = problems.into_iter().next()?;
    Some(format!("{}: {}", problem.pointer, problem.text))
}
