//! Renders comparisons as text.

use std::fmt::Write as _;

use super::{Change, Comparison, Evidence, Side, Verdict};

const VERDICTS: [Verdict; 3] = [Verdict::Major, Verdict::Minor, Verdict::Patch];

/// Renders a comparison for a terminal.
pub(super) fn text(comparison: &Comparison) -> String {
    let mut out = String::new();
    for change in &comparison.changes {
        let Change {
            verdict,
            code,
            subject,
            message,
            ..
        } = change;
        let _ = writeln!(
            out,
            "{verdict}[{code}]: {}: {}",
            one_line(subject),
            one_line(message)
        );
        for (word, evidence) in [("old", &change.old), ("new", &change.new)] {
            if let Some(evidence) = evidence {
                let _ = write!(out, "  {word}: {}", one_line(&evidence.text));
                match place(evidence) {
                    Some(place) => {
                        let _ = writeln!(out, "  ({place})");
                    }
                    None => out.push('\n'),
                }
            }
        }
    }
    let _ = writeln!(out, "{}", summary(comparison));
    out
}

/// Renders a comparison for a pull request or a changelog.
pub(super) fn markdown(comparison: &Comparison) -> String {
    let mut out = format!("{}\n", summary(comparison));
    for verdict in VERDICTS {
        for side in [Side::Wire, Side::Rust] {
            let changes = comparison.changes.iter();
            let changes = changes.filter(|change| (change.verdict, change.side) == (verdict, side));
            let mut changes = changes.peekable();
            if changes.peek().is_none() {
                continue;
            }
            let title = match verdict {
                Verdict::Major => "Breaking",
                Verdict::Minor => "Compatible",
                Verdict::Patch => "Unnoticed by callers",
            };
            let side = match side {
                Side::Wire => "on the wire",
                Side::Rust => "in Rust",
            };
            let _ = write!(out, "\n### {title}, {side}\n\n");
            for change in changes {
                let _ = writeln!(
                    out,
                    "- {}: {}{}",
                    code(&change.subject),
                    escaped(&change.message),
                    from_to(change)
                );
            }
        }
    }
    out
}

fn summary(comparison: &Comparison) -> String {
    let counts = VERDICTS.map(|verdict| format!("{} {verdict}", comparison.count(verdict)));
    if comparison.changes.is_empty() {
        "No changes.".to_owned()
    } else {
        format!("{} ({})", counts.join(", "), comparison.verdict())
    }
}

/// Returns the old and the new text of a change, with their locations.
fn from_to(change: &Change) -> String {
    let shown = |evidence: &Evidence| match place(evidence) {
        Some(place) => format!("{} ({})", code(&evidence.text), code(&place)),
        None => code(&evidence.text),
    };
    match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!(", from {} to {}", shown(old), shown(new)),
        (Some(old), None) => format!(", was {}", shown(old)),
        (None, Some(new)) => format!(": {}", shown(new)),
        (None, None) => String::new(),
    }
}

fn place(evidence: &Evidence) -> Option<String> {
    let file = evidence.file.as_deref()?;
    Some(match evidence.line {
        Some(line) => format!("{file}:{line}"),
        None => file.to_owned(),
    })
}

/// Puts a document's text on one line.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|char| if char.is_control() { ' ' } else { char })
        .collect()
}

/// Formats arbitrary text as Markdown code.
fn code(text: &str) -> String {
    let text = one_line(text);
    let longest = text
        .split(|char| char != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    match longest {
        0 => format!("{fence}{text}{fence}"),
        _ => format!("{fence} {text} {fence}"),
    }
}

/// Escapes a message for Markdown, except for code in backticks.
fn escaped(message: &str) -> String {
    one_line(message).replace('<', "&lt;")
}
