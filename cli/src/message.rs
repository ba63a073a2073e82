//! What the program prints.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use serde::Serialize;
use signon_codegen::{Change, Changes, Code, Finding, Output, Report, Severity, Verdict, terminal};

use crate::arguments::MessageFormat;

/// So many warnings of each kind are shown to a person; all are counted.
const WARNINGS: usize = 5;

/// Prints a result for people to standard output. A reader that has gone away is no error.
///
/// Texts of documents and servers are in it: what would control a terminal is spelled out.
pub(crate) fn result(text: &str) {
    data(&terminal(text));
}

/// Prints a result for programs to standard output, as it is.
pub(crate) fn data(text: &str) {
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// Prints to standard error; what would control a terminal is spelled out.
pub(crate) fn note(text: &str) {
    drop(writeln!(std::io::stderr(), "{}", terminal(text)));
}

/// Prints a question to standard error; the answer is on the same line.
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

/// Prints why a command failed.
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
                let text = report.render_most(has_color(), WARNINGS);
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

/// Prints which overlays and selectors had no effect, for a command whose result is on standard output: to standard error.
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

/// The diagnostics for a program, each on a line.
fn machine_lines(report: &Report, format: MessageFormat) -> Vec<String> {
    let findings = report.findings();
    let lines = findings.iter();
    match format {
        MessageFormat::Github => lines.map(annotation).collect(),
        MessageFormat::Human | MessageFormat::Json => lines.filter_map(json_diagnostic).collect(),
    }
}

/// How many problems of each severity there are, in a line.
fn counts(report: &Report) -> String {
    let of = |wanted: Severity| -> usize {
        let counts = report.counts().into_iter();
        counts
            .filter(|(_, severity, _)| *severity == wanted)
            .map(|(.., count)| count)
            .sum()
    };
    let words = [
        (of(Severity::Error), "error", "errors"),
        (
            of(Severity::Simplified),
            "simplification",
            "simplifications",
        ),
        (of(Severity::Warning), "warning", "warnings"),
    ];
    let words: Vec<String> = words
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
        .collect();
    words.join(", ")
}

/// A place in a file, from 1.
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

/// A line of JSON. Only maps with keys that are no text could not be written.
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

/// A workflow command of GitHub Actions.
fn annotation(finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Simplified => "warning",
        Severity::Warning => "notice",
    };
    let place = finding.start.map_or_else(String::new, |(line, column)| {
        format!(",line={line},col={column}")
    });
    let help = finding
        .help
        .as_ref()
        .map_or_else(String::new, |help| format!("\nhelp: {help}"));
    let line = format!(
        "::{level} file={}{place},title={}::{}",
        property(&finding.file),
        property(finding.code.as_str()),
        command_message(&format!("{}{help}", finding.message)),
    );
    terminal(&line).into_owned()
}

/// A change as a workflow command of GitHub Actions, in the newer version where it has a place there.
pub(crate) fn change(change: &Change) {
    let level = match change.verdict {
        Verdict::Major => "error",
        Verdict::Minor => "warning",
        Verdict::Patch => "notice",
    };
    let evidence = [&change.new, &change.old].into_iter().flatten();
    let mut places = evidence.filter_map(|of| Some((of.file.as_deref()?, of.line)));
    let place = places.next().map_or_else(String::new, |(file, line)| {
        let line = line.map_or_else(String::new, |line| format!(",line={line}"));
        format!("file={}{line},", property(file))
    });
    result(&format!(
        "::{level} {place}title={}::{}",
        property(&format!("{} {}", change.verdict, change.code)),
        command_message(&format!("{}: {}", change.subject, change.message)),
    ));
}

/// A text as the message of a workflow command.
fn command_message(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A text as a property of a workflow command.
fn property(text: &str) -> String {
    command_message(text)
        .replace(':', "%3A")
        .replace(',', "%2C")
}

/// Prints what was generated.
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

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
