//! An answer → standard output.

use std::io::{self, IsTerminal as _, Write};

use serde_json::Value;
use signon_runtime::catalog::Operation;
use signon_runtime::dynamic::AnswerBody;

use super::options::Format;
use super::rows::{self, Columns};
use super::{csv, table};
use crate::message;

/// What was printed; a reader that has gone away is the end, and no error.
pub(super) enum Reader {
    Here,
    Gone,
}

/// The format: a table on a terminal, and JSON otherwise.
pub(super) fn format(chosen: Option<Format>) -> Format {
    let is_terminal = io::stdout().is_terminal();
    chosen.unwrap_or(if is_terminal {
        Format::Table
    } else {
        Format::Json
    })
}

/// Prints an answer that is not of JSON, as it came; `false` where it is JSON.
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
                write(bytes)?;
            }
            Ok(true)
        }
        AnswerBody::Empty | _ => Ok(true),
    }
}

/// Prints an answer of JSON.
pub(super) fn answer(
    operation: &Operation,
    value: Value,
    format: Format,
    columns: &Columns,
) -> io::Result<()> {
    match format {
        Format::Json | Format::Raw => write(&pretty(&value)?),
        Format::Yaml => write(yaml(&value)?.as_bytes()),
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
        Format::Yaml => write(yaml(&Value::from(items.to_vec()))?.as_bytes()),
        Format::Jsonl => lines(items).map(drop),
        Format::Csv if items.is_empty() && matches!(columns, Columns::All) => Ok(()),
        Format::Csv => {
            let columns = columns.of(items);
            write(csv::header(&columns).as_bytes())?;
            write(csv::lines(items, &columns).as_bytes())
        }
        Format::Table => {
            let width = terminal_size::terminal_size().filter(|_| io::stdout().is_terminal());
            let table = table::table(
                items,
                is_list,
                columns,
                width.map(|(width, _)| usize::from(width.0)),
            );
            write(table.text.as_bytes())?;
            if !table.left_out.is_empty() {
                message::note(&format!(
                    "more columns: {} (`--fields` chooses)",
                    table.left_out.join(", ")
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
        serde_json::to_writer(&mut text, item)?;
        text.push(b'\n');
    }
    send(&text)
}

/// Prints items page by page, where nothing about one page depends on the others.
pub(super) enum Pages<'a> {
    /// Lines of JSON.
    Lines,
    /// Rows of these columns; whether their names were printed.
    Rows(&'a [String], bool),
}

impl<'a> Pages<'a> {
    /// `None` for formats in which all items have to be known first.
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
        send(format!("{header}{}", csv::lines(items, columns)).as_bytes())
    }
}

fn pretty(value: &Value) -> io::Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(value)?;
    text.push(b'\n');
    Ok(text)
}

fn yaml(value: &Value) -> io::Result<String> {
    serde_yaml::to_string(value).map_err(io::Error::other)
}

/// Writes to standard output. A reader that has gone away is no error.
pub(super) fn write(bytes: &[u8]) -> io::Result<()> {
    send(bytes).map(drop)
}

fn send(bytes: &[u8]) -> io::Result<Reader> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Ok(()) => Ok(Reader::Here),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Reader::Gone),
        Err(error) => Err(error),
    }
}
