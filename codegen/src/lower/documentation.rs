//! Documentation of schemas, properties and parameters.

use super::Lower;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Kind};
use crate::ir::Doc;
use crate::schema::{Merged, property_of_branches, remarks, sole};

/// Keywords that no type expresses.
const UNCHECKED: [&str; 6] = [
    "not",
    "if",
    "dependentSchemas",
    "contains",
    "propertyNames",
    "unevaluatedItems",
];

impl<'d> Lower<'_, 'd> {
    /// The documentation of a schema, a property or a parameter.
    pub(super) fn doc(&mut self, at: At<'d>) -> Doc {
        let mut doc = prose(at);
        // A mere reference has the description of its target.
        let mut referred = at;
        for _ in 0..16 {
            for remark in remarks(referred).skip(1) {
                let said = prose(remark);
                doc.description = doc.description.or(said.description);
                doc.deprecated |= said.deprecated;
            }
            let next = sole(referred).filter(|_| !referred.has("properties"));
            let Some(next) = self.schemas.target(referred).or(next) else {
                break;
            };
            referred = next;
            if doc.description.is_none() {
                doc.description = prose(referred).description;
            }
        }
        doc.notes = notes(referred);
        drop_documented_bounds(&mut doc);
        doc
    }

    /// Reports keywords that constrain a schema in a way that no type expresses.
    pub(super) fn report_unchecked(&mut self, merged: &Merged<'d>) {
        let report = |lower: &mut Self, key: &str, at: At<'d>| {
            let message =
                format!("`{key}` narrows the values in a way that the type does not check");
            let diagnostic = Diagnostic::new(Code::UncheckedKeyword, at, message).on_key(at);
            let property = at
                .parent()
                .and_then(|schema| property_of_branches(schema, key));
            lower.diagnostics.report(match property {
                Some(property) => diagnostic.help(format!(
                    "`{property}` has the type of its branch in every value; if another type is possible, declare it \
                     in `properties`, too"
                )),
                None => diagnostic,
            });
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

/// Words with which a sentence gives a bound.
const BOUND_WORDS: [&str; 14] = [
    "at least",
    "at most",
    "between",
    "exceed",
    "fewer",
    "from",
    "less than",
    "limit",
    "longer",
    "max",
    "min",
    "more than",
    "or more",
    "up to",
];

/// Drops the notes on bounds that the description gives.
pub(super) fn drop_documented_bounds(doc: &mut Doc) {
    let description = doc.description.as_deref().unwrap_or_default();
    doc.notes.retain(|note| !is_documented(note, description));
}

/// Whether a description gives the bounds of a note: all of its numbers, in a sentence about bounds.
fn is_documented(note: &str, description: &str) -> bool {
    let numbers = |text: &str| -> Vec<String> {
        let is_part = |char: char| char.is_ascii_digit() || matches!(char, '.' | '-');
        text.split(|char| !is_part(char))
            .map(|number| number.trim_end_matches(['.', '-']).to_owned())
            .filter(|number| number.contains(|char: char| char.is_ascii_digit()))
            .collect()
    };
    let wanted = numbers(note);
    let is_bound = ["At least", "At most", "From", "Less than", "More than"]
        .iter()
        .any(|start| note.starts_with(start));
    let sentences = description.split(['.', ';', '\n']);
    let says = |sentence: &str| {
        let lower = sentence.to_lowercase();
        let given = numbers(sentence);
        BOUND_WORDS.iter().any(|word| lower.contains(word))
            && wanted.iter().all(|number| given.contains(number))
    };
    is_bound && !wanted.is_empty() && sentences.into_iter().any(says)
}

/// The bounds of a number, a line each.
fn bounds(at: At<'_>) -> Vec<String> {
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
        (Some((low, false)), Some((high, false))) => vec![format!("From `{low}` to `{high}`.")],
        (low, high) => {
            let low = low.map(|low| side(low, "At least", "More than") + ".");
            let high = high.map(|high| side(high, "At most", "Less than") + ".");
            low.into_iter().chain(high).collect()
        }
    }
}

/// Bounds and patterns, a line each.
fn notes(at: At<'_>) -> Vec<String> {
    let number = |key: &str| at.get(key).and_then(At::text);
    let mut notes = bounds(at);
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

#[cfg(test)]
mod tests {
    use super::is_documented;

    #[test]
    fn a_bound_that_the_description_gives_is_not_said_again() {
        for (note, description) in [
            (
                "At most 50 items.",
                "FixedValue the users with these ids, at most 50.",
            ),
            ("From `1` to `100`.", "How many items; from 1 to 100."),
            (
                "At most `1000`.",
                "The customer whose accounts go, 1000 at most.",
            ),
        ] {
            assert!(is_documented(note, description), "{description}");
        }
        for (note, description) in [
            ("At most 50 items.", "The 50 users that were seen last."),
            ("At most 50 items.", "At most 500."),
            ("From `1` to `100`.", "At most 100."),
            ("Matches `a{1,2}`.", "At least 1, at most 2."),
            ("At least 1 character.", ""),
        ] {
            assert!(!is_documented(note, description), "{description}");
        }
    }
}
