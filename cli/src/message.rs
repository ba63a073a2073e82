//! Output of the program.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use serde::Serialize;
use signon_codegen::{Change, Changes, Code, Finding, Output, Report, Severity, Verdict, terminal};

use crate::arguments::MessageFormat;

/// The maximum number of warnings of each kind in human-readable reports; all are counted.
const MAX_WARNINGS: usize = 5;

/// Prints a human-readable result to standard output. A closed pipe is not an error.
///
/// It may contain texts of documents and servers: terminal control characters are escaped.
pub(crate) fn result(text: &str) {
    data(&terminal(text));
}

/// Prints a machine-readable result to standard output, unchanged.
pub(crate) fn data(text: &str) {
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// Prints to standard error; terminal control characters are escaped.
pub(crate) fn note(text: &str) {
    drop(writeln!(std::io::stderr(), "{}", terminal(text)));
}

/// Prints a question to standard error, without a line break.
#[cfg(feature = "mcp")]
pub(crate) fn question(text: &str) {
    let mut stderr = std::io::stderr();
    drop(write!(stderr, "{} ", terminal(text)));
    drop(stderr.flush());
}

/// Replaces the current line of standard error, which is a terminal.
#[cfg(feature = "mcp")]
pub(crate) fn status_line(text: &str) {
    let mut stderr = std::io::stderr();
    drop(write!(stderr, "\r\x1b[K{}", terminal(text)));
    drop(stderr.flush());
}

/// Prints an error to standard error.
pub(crate) fn error(text: &str) {
    note(&format!("error: {text}"));
}

fn has_color() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// Prints diagnostics.
pub(crate) fn report(report: &Report, format: MessageFormat) {
    match format {
        MessageFormat::Human => {
            if !report.is_empty() {
                // Rendered for a terminal, with colors.
                let text = report.render_most(has_color(), MAX_WARNINGS);
                drop(writeln!(std::io::stderr(), "{text}"));
                note(&format!("\n{}", counts(report)));
            }
        }
        MessageFormat::Json | MessageFormat::Github => {
            for line in machine_lines(report, format) {
                data(&line);
            }
        }
    }
}

/// Prints overlays and selectors without effect to standard error, for commands whose result is on standard output.
pub(crate) fn unused_settings(report: Report, format: MessageFormat) {
    let report = report.only(&[Code::OverlayTarget, Code::UnusedSelector]);
    match format {
        MessageFormat::Human => self::report(&report, format),
        MessageFormat::Json | MessageFormat::Github => {
            for line in machine_lines(&report, format) {
                note(&line);
            }
        }
    }
}

/// Returns machine-readable diagnostics, one on each line.
fn machine_lines(report: &Report, format: MessageFormat) -> Vec<String> {
    let findings = report.findings();
    let lines = findings.iter();
    match format {
        MessageFormat::Github => lines.map(annotation).collect(),
        MessageFormat::Human | MessageFormat::Json => lines.filter_map(json_diagnostic).collect(),
    }
}

/// Returns the number of problems of each severity, as one line.
fn counts(report: &Report) -> String {
    let count = |wanted: Severity| -> usize {
        let counts = report.counts().into_iter();
        counts
            .filter(|(_, severity, _)| *severity == wanted)
            .map(|(.., count)| count)
            .sum()
    };
    let counts = [
        (count(Severity::Error), "error", "errors"),
        (
            count(Severity::Simplified),
            "simplification",
            "simplifications",
        ),
        (count(Severity::Warning), "warning", "warnings"),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, singular, plural)| {
            format!("{count} {}", if count == 1 { singular } else { plural })
        })
        .collect();
    counts.join(", ")
}

/// A position in a file, 1-based.
#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

/// A line of `--message-format json`.
#[derive(Serialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
enum Line<'a> {
    Diagnostic {
        code: &'a str,
        severity: &'a str,
        message: &'a str,
        help: Option<&'a str>,
        file: &'a str,
        start: Option<Position>,
        end: Option<Position>,
        pointer: &'a str,
    },
    Generated {
        name: &'a str,
        operations: usize,
        types: usize,
        written: Vec<String>,
        removed: Vec<String>,
    },
}

/// Serializes a line. Only maps with non-string keys could fail.
fn json(line: &Line<'_>) -> Option<String> {
    serde_json::to_string(line).ok()
}

fn json_diagnostic(finding: &Finding) -> Option<String> {
    let position = |(line, column)| Position { line, column };
    json(&Line::Diagnostic {
        code: finding.code.as_str(),
        severity: finding.severity.as_str(),
        message: &finding.message,
        help: finding.help.as_deref(),
        file: &finding.file,
        start: finding.start.map(position),
        end: finding.end.map(position),
        pointer: &finding.pointer,
    })
}

/// Formats a diagnostic as a GitHub Actions workflow command.
fn annotation(finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Simplified => "warning",
        Severity::Warning => "notice",
    };
    let position = finding.start.map_or_else(String::new, |(line, column)| {
        format!(",line={line},col={column}")
    });
    let help = finding
        .help
        .as_ref()
        .map_or_else(String::new, |help| format!("\nhelp: {help}"));
    let line = format!(
        "::{level} file={}{position},title={}::{}",
        property(&finding.file),
        property(finding.code.as_str()),
        command_message(&format!("{}{help}", finding.message)),
    );
    terminal(&line).into_owned()
}

/// Prints a change as a GitHub Actions workflow command, located in the newer version where possible.
pub(crate) fn change(change: &Change) {
    let level = match change.verdict {
        Verdict::Major => "error",
        Verdict::Minor => "warning",
        Verdict::Patch => "notice",
    };
    let evidence = [&change.new, &change.old].into_iter().flatten();
    let mut locations = evidence.filter_map(|found| Some((found.file.as_deref()?, found.line)));
    let location = locations.next().map_or_else(String::new, |(file, line)| {
        let line = line.map_or_else(String::new, |line| format!(",line={line}"));
        format!("file={}{line},", property(file))
    });
    result(&format!(
        "::{level} {location}title={}::{}",
        property(&format!("{} {}", change.verdict, change.code)),
        command_message(&format!("{}: {}", change.subject, change.message)),
    ));
}

/// Escapes the message of a workflow command.
fn command_message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn property(text: &str) -> String {
    command_message(text)
        .replace(':', "%3A")
        .replace(',', "%2C")
}

/// Prints a summary of the generated files.
pub(crate) fn generated(name: &str, output: &Output, changes: &Changes, format: MessageFormat) {
    let removed = || changes.remove.iter().map(|path| shown(path));
    match format {
        MessageFormat::Human | MessageFormat::Github => {
            removed().for_each(|path| result(&format!("{path} (removed)")));
            result(&format!(
                "{name}: {}, {}, {}",
                counted(output.operations, "operation"),
                counted(output.types, "type"),
                if changes.is_empty() {
                    String::from("nothing changed")
                } else {
                    format!("{} changed", counted(changes.paths().len(), "file"))
                }
            ));
        }
        MessageFormat::Json => {
            let line = json(&Line::Generated {
                name,
                operations: output.operations,
                types: output.types,
                written: changes.write.iter().map(|file| shown(&file.path)).collect(),
                removed: removed().collect(),
            });
            if let Some(line) = line {
                data(&line);
            }
        }
    }
}

/// Prints the files that would change, one on each line.
pub(crate) fn planned(changes: &Changes) {
    for path in changes.paths() {
        let mark = if changes.remove.iter().any(|removed| removed == path) {
            "-"
        } else if changes
            .write
            .iter()
            .any(|file| file.is_new && file.path == path)
        {
            "+"
        } else {
            "~"
        };
        result(&format!("{mark} {}", shown(path)));
    }
}

/// Returns the width of a column, in characters.
pub(crate) fn column_width(cells: impl Iterator<Item: AsRef<str>>) -> usize {
    cells
        .map(|cell| cell.as_ref().chars().count())
        .max()
        .unwrap_or_default()
}

/// Replaces control characters with spaces.
pub(crate) fn replace_controls(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
