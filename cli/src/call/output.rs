//! An answer → standard output.

use std::io::{self, IsTerminal as _, Write};

use serde_json::Value;
use signon_runtime::catalog::Operation;
use signon_runtime::dynamic::AnswerBody;

use super::options::Format;
use super::{csv, rows, table};
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
    columns: &[String],
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
    columns: &[String],
) -> io::Result<()> {
    match format {
        Format::Json | Format::Raw => write(&pretty(&Value::from(items.to_vec()))?),
        Format::Yaml => write(yaml(&Value::from(items.to_vec()))?.as_bytes()),
        Format::Jsonl => lines(items).map(drop),
        Format::Csv => write(csv::lines(items, columns).as_bytes()),
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
pub(super) fn lines(items: &[Value]) -> io::Result<Reader> {
    let mut text = Vec::new();
    for item in items {
        serde_json::to_writer(&mut text, item)?;
        text.push(b'\n');
    }
    let mut out = io::stdout().lock();
    match out.write_all(&text).and_then(|()| out.flush()) {
        Ok(()) => Ok(Reader::Here),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Reader::Gone),
        Err(error) => Err(error),
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
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome,
    }
}
