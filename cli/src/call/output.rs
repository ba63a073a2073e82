//! Prints responses to standard output.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write};

use serde_json::Value;
use signon_codegen::terminal;
use signon_runtime::catalog::Operation;
use signon_runtime::dynamic::AnswerBody;

use super::options::Format;
use super::rows::{self, Columns};
use super::{csv, table};
use crate::message;

/// The state of the reader of standard output; a closed pipe is not an error.
pub(super) enum Reader {
    Open,
    Closed,
}

/// Returns the output format: by default a table on a terminal, and JSON otherwise.
pub(super) fn format(chosen: Option<Format>) -> Format {
    let is_terminal = io::stdout().is_terminal();
    chosen.unwrap_or(if is_terminal {
        Format::Table
    } else {
        Format::Json
    })
}

/// Prints a response other than JSON unchanged; returns `false` for JSON.
pub(super) fn bytes(body: &AnswerBody) -> io::Result<bool> {
    match body {
        AnswerBody::Json(_) => Ok(false),
        AnswerBody::Bytes { media_type, bytes } => {
            let is_binary = std::str::from_utf8(bytes).is_err();
            if is_binary && io::stdout().is_terminal() {
                message::note(&format!(
                    "{} bytes of `{media_type}`: redirect standard output to a file, or add `-o raw`",
                    bytes.len()
                ));
            } else {
                show(bytes)?;
            }
            Ok(true)
        }
        AnswerBody::Empty | _ => Ok(true),
    }
}

/// Prints a JSON response.
pub(super) fn answer(
    operation: &Operation,
    value: Value,
    format: Format,
    columns: &Columns,
) -> io::Result<()> {
    match format {
        Format::Json | Format::Raw => write(&pretty(&value)?),
        Format::Yaml => show(yaml(&value)?.as_bytes()),
        Format::Jsonl | Format::Table | Format::Csv => {
            let is_list = rows::pointer(operation, &value).is_some();
            items(&rows::items(operation, value), is_list, format, columns)
        }
    }
}

/// Prints items.
pub(super) fn items(
    items: &[Value],
    is_list: bool,
    format: Format,
    columns: &Columns,
) -> io::Result<()> {
    match format {
        Format::Json | Format::Raw => write(&pretty(&Value::from(items.to_vec()))?),
        Format::Yaml => show(yaml(&Value::from(items.to_vec()))?.as_bytes()),
        Format::Jsonl => lines(items).map(drop),
        Format::Csv if items.is_empty() && matches!(columns, Columns::All) => Ok(()),
        Format::Csv => {
            let columns = columns.of(items);
            show(csv::header(&columns).as_bytes())?;
            show(csv::lines(items, &columns).as_bytes())
        }
        Format::Table => {
            let width = terminal_size::terminal_size().filter(|_| io::stdout().is_terminal());
            let table = table::table(
                items,
                is_list,
                columns,
                width.map(|(width, _)| usize::from(width.0)),
            );
            show(table.text.as_bytes())?;
            if !table.omitted.is_empty() {
                message::note(&format!(
                    "more columns: {} (`--fields` chooses)",
                    table.omitted.join(", ")
                ));
            }
            Ok(())
        }
    }
}

/// Prints items as lines of JSON.
fn lines(items: &[Value]) -> io::Result<Reader> {
    let mut text = Vec::new();
    for item in items {
        text.extend_from_slice(printable(&serde_json::to_string(item)?).as_bytes());
        text.push(b'\n');
    }
    send(&text)
}

/// Prints items page by page, in formats where pages are independent.
pub(super) enum Pages<'a> {
    /// Lines of JSON.
    Lines,
    /// Rows of these columns, and whether the header was printed.
    Rows(&'a [String], bool),
}

impl<'a> Pages<'a> {
    /// Returns `None` for formats that need all items first.
    pub(super) fn of(format: Format, columns: &'a Columns) -> Option<Self> {
        match (format, columns) {
            (Format::Jsonl, _) => Some(Self::Lines),
            (Format::Csv, Columns::Chosen(columns)) => Some(Self::Rows(columns, false)),
            (Format::Json | Format::Yaml | Format::Table | Format::Csv | Format::Raw, _) => None,
        }
    }

    pub(super) fn print(&mut self, items: &[Value]) -> io::Result<Reader> {
        let Self::Rows(columns, has_header) = self else {
            return lines(items);
        };
        let header = if *has_header {
            String::new()
        } else {
            csv::header(columns)
        };
        *has_header = true;
        send(&visible(
            format!("{header}{}", csv::lines(items, columns)).as_bytes(),
        ))
    }
}

fn pretty(value: &Value) -> io::Result<Vec<u8>> {
    let text = printable(&serde_json::to_string_pretty(value)?) + "\n";
    Ok(text.into_bytes())
}

/// Escapes terminal control characters and invisible characters in JSON.
fn printable(json: &str) -> String {
    if let Cow::Borrowed(text) = terminal(json) {
        return text.to_owned();
    }
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        let is_shown = matches!(terminal(c.encode_utf8(&mut [0; 4])), Cow::Borrowed(_));
        if is_shown {
            text.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}

fn yaml(value: &Value) -> io::Result<String> {
    serde_yaml::to_string(value).map_err(io::Error::other)
}

/// Writes to standard output. A closed pipe is not an error.
pub(super) fn write(bytes: &[u8]) -> io::Result<()> {
    send(bytes).map(drop)
}

/// Writes a server's text to standard output, escaped for a terminal.
fn show(bytes: &[u8]) -> io::Result<()> {
    write(&visible(bytes))
}

/// Escapes a text for a terminal; returns it unchanged otherwise.
fn visible(bytes: &[u8]) -> Cow<'_, [u8]> {
    match std::str::from_utf8(bytes) {
        Ok(text) if io::stdout().is_terminal() => Cow::Owned(
            terminal(&text.replace("\r\n", "\n"))
                .into_owned()
                .into_bytes(),
        ),
        Ok(_) | Err(_) => Cow::Borrowed(bytes),
    }
}

fn send(bytes: &[u8]) -> io::Result<Reader> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(Reader::Open),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Reader::Closed),
        Err(error) => Err(error),
    }
}
