//! What a document says in prose.

use super::Lower;
use super::merged::Merged;
use super::reference::{remarks, sole};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Kind};
use crate::ir::Doc;

/// Nothing is said.
pub(super) fn none() -> Doc {
    Doc::default()
}

/// Keywords that no type shows.
const UNCHECKED: [&str; 6] = [
    "not",
    "if",
    "dependentSchemas",
    "contains",
    "propertyNames",
    "unevaluatedItems",
];

impl<'d> Lower<'_, 'd> {
    /// The prose of a schema, a property or a parameter.
    pub(super) fn doc(&mut self, at: At<'d>) -> Doc {
        let mut doc = prose(at);
        // A bare reference is described by what it refers to.
        let mut referred = at;
        for _ in 0..16 {
            for remark in remarks(referred).skip(1) {
                let said = prose(remark);
                doc.description = doc.description.or(said.description);
                doc.deprecated |= said.deprecated;
            }
            let next = sole(referred).filter(|_| !referred.has("properties"));
            let Some(next) = self.target(referred).or(next) else {
                break;
            };
            referred = next;
            if doc.description.is_none() {
                doc.description = prose(referred).description;
            }
        }
        doc.notes = notes(referred);
        doc
    }

    /// Tells of keywords that narrow a schema in a way that no type shows.
    pub(super) fn hints(&mut self, merged: &Merged<'d>) {
        let report = |lower: &mut Self, key: &str, at: At<'d>| {
            let message =
                format!("`{key}` narrows the values in a way that the type does not check");
            lower
                .diagnostics
                .report(Diagnostic::new(Code::UncheckedKeyword, at, message).on_key(at));
        };
        for source in &merged.sources {
            for key in UNCHECKED {
                if let Some(at) = source.get(key) {
                    report(self, key, at);
                }
            }
            for key in ["const", "enum"] {
                let at = source.get(key);
                let mut values = at.into_iter().flat_map(|at| {
                    if key == "const" {
                        vec![at]
                    } else {
                        at.items().collect()
                    }
                });
                if let Some(at) =
                    at.filter(|_| values.any(|at| matches!(at.kind(), Kind::List | Kind::Map)))
                {
                    report(self, key, at);
                }
            }
        }
    }
}

/// Title, description, deprecation and link.
pub(super) fn prose(at: At<'_>) -> Doc {
    let text = |key: &str| {
        let text = at.get(key).and_then(At::str).map(str::trim)?;
        (!text.is_empty()).then(|| text.to_owned())
    };
    Doc {
        summary: text("summary"),
        description: text("description"),
        deprecated: at.get("deprecated").and_then(At::bool) == Some(true),
        notes: Vec::new(),
        url: at
            .get("externalDocs")
            .and_then(|docs| docs.get("url"))
            .and_then(At::text),
    }
}

/// Bounds and patterns, a line each.
fn notes(at: At<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let number = |key: &str| at.get(key).and_then(At::text);
    let exclusive = |key: &str| at.get(key).and_then(At::bool) == Some(true);
    let bound = |plain: &str, other: &str| match at.get(other) {
        Some(value) if !matches!(value.kind(), Kind::Bool) => {
            value.text().map(|value| (value, true))
        }
        _ => number(plain).map(|value| (value, exclusive(other))),
    };
    let low = bound("minimum", "exclusiveMinimum");
    let high = bound("maximum", "exclusiveMaximum");
    let side = |(value, excluded): (String, bool), word: &str, strict: &str| {
        if excluded {
            format!("{strict} `{value}`")
        } else {
            format!("{word} `{value}`")
        }
    };
    match (low, high) {
        (Some((low, false)), Some((high, false))) => {
            notes.push(format!("From `{low}` to `{high}`."));
        }
        (low, high) => {
            notes.extend(low.map(|low| side(low, "At least", "More than") + "."));
            notes.extend(high.map(|high| side(high, "At most", "Less than") + "."));
        }
    }
    notes.extend(count(
        number("minLength"),
        number("maxLength"),
        "character",
        "characters",
    ));
    notes.extend(count(
        number("minItems"),
        number("maxItems"),
        "item",
        "items",
    ));
    if let Some(step) = number("multipleOf") {
        notes.push(format!("A multiple of `{step}`."));
    }
    if let Some(pattern) = at.get("pattern").and_then(At::str)
        && pattern.len() <= 80
        && !pattern.contains(['`', '\n'])
    {
        notes.push(format!("Matches `{pattern}`."));
    }
    notes
}

fn count(least: Option<String>, most: Option<String>, one: &str, many: &str) -> Option<String> {
    let least = least.filter(|least| least != "0");
    let noun = |count: &str| {
        if count == "1" {
            one.to_owned()
        } else {
            many.to_owned()
        }
    };
    match (least, most) {
        (Some(least), Some(most)) if least == most => {
            Some(format!("Exactly {most} {}.", noun(&most)))
        }
        (Some(least), Some(most)) => Some(format!("{least} to {most} {many}.")),
        (Some(least), None) => Some(format!("At least {least} {}.", noun(&least))),
        (None, Some(most)) => Some(format!("At most {most} {}.", noun(&most))),
        (None, None) => None,
    }
}
