//! Human-readable tables.

use serde_json::Value;
use signon_codegen::terminal;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr};

use super::rows::{self, Columns};
use crate::message;

/// The maximum width of a cell.
const MAX_CELL_WIDTH: usize = 40;

/// A table and the columns omitted because of its width.
pub(super) struct Table {
    pub(super) text: String,
    pub(super) omitted: Vec<String>,
}

/// Formats items as columns, or a single item as a list of its members.
pub(super) fn table(
    items: &[Value],
    is_list: bool,
    columns: &Columns,
    width: Option<usize>,
) -> Table {
    match items {
        [Value::Object(members)] if !is_list => {
            let rows = members
                .iter()
                .map(|(name, value)| vec![cell(name), cell(&rows::text(value))]);
            Table {
                text: aligned(&rows.collect::<Vec<_>>()),
                omitted: Vec::new(),
            }
        }
        _ => items_table(items, columns, width),
    }
}

fn items_table(items: &[Value], columns: &Columns, width: Option<usize>) -> Table {
    if items.is_empty() {
        return Table {
            text: String::new(),
            omitted: Vec::new(),
        };
    }
    let mut columns = columns.of(items);
    let widths = columns.iter().map(|column| {
        let cells = items
            .iter()
            .map(|item| cell(&rows::cell(item, column)).width());
        cells.max().unwrap_or_default().max(cell(column).width())
    });
    let fitting = widths.scan(0_usize, |used, width| {
        *used = used.saturating_add(width).saturating_add(2);
        Some(used.saturating_sub(2))
    });
    let max_width = width.unwrap_or(usize::MAX);
    let fitting = fitting.take_while(|used| *used <= max_width).count().max(1);
    let omitted = columns.split_off(fitting.min(columns.len()));
    let header = columns
        .iter()
        .map(|column| cell(column).to_uppercase())
        .collect();
    let rows = items.iter().map(|item| {
        columns
            .iter()
            .map(|column| cell(&rows::cell(item, column)))
            .collect()
    });
    let rows: Vec<Vec<String>> = std::iter::once(header).chain(rows).collect();
    Table {
        text: aligned(&rows),
        omitted,
    }
}

/// Converts a text to a short line without terminal control characters.
fn cell(text: &str) -> String {
    let line = message::replace_controls(text);
    let line = terminal(&line);
    if line.width() <= MAX_CELL_WIDTH {
        return line.into_owned();
    }
    let mut used: usize = 0;
    let kept = line.chars().take_while(|c| {
        used = used.saturating_add(c.width().unwrap_or_default());
        used < MAX_CELL_WIDTH
    });
    format!("{}…", kept.collect::<String>())
}

fn aligned(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widths: Vec<usize> = (0..count)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.width()).max().unwrap_or_default()
        })
        .collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            let padding = width.saturating_sub(cell.width());
            format!("{cell}{}", " ".repeat(padding))
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn columns_fit_into_the_width() {
        let items = [
            json!({"id": 1, "name": "Noor\u{1b}[31m", "more": true}),
            json!({"id": 22}),
        ];
        let unlimited = table(&items, true, &Columns::All, None);
        assert_eq!(
            unlimited.text,
            "ID  NAME       MORE\n1   Noor [31m  true\n22\n"
        );
        let narrow = table(&items, true, &Columns::All, Some(10));
        assert_eq!(narrow.text, "ID\n1\n22\n");
        assert_eq!(narrow.omitted, ["name", "more"]);
    }

    /// Terminals display these letters in two columns each, and the accent in none.
    #[test]
    fn columns_are_aligned_by_display_width() {
        let items = [
            json!({"id": "東京", "name": "Zoe\u{301}"}),
            json!({"id": "Oslo", "name": "東".repeat(30)}),
        ];
        let table = table(&items, true, &Columns::All, None);
        let long = format!("{}…", "東".repeat(19));
        assert_eq!(
            table.text,
            format!("ID    NAME\n東京  Zoe\u{301}\nOslo  {long}\n")
        );
        assert_eq!(
            table.text.lines().map(UnicodeWidthStr::width).max(),
            Some(6 + 39)
        );
    }
}
