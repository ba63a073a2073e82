//! HTML whose markup is from the source and whose values are text.

use std::fmt::Write as _;

/// A piece of HTML under construction. Only a literal can become markup, so that no value can.
#[derive(Debug, Default)]
pub(crate) struct Html(String);

/// A cell of a table.
#[derive(Debug)]
pub(crate) enum Cell {
    Text(String),
    Number(usize),
    /// A word that is set off from the text.
    Mark(&'static str),
}

/// The header of a group of rows. Details have a style of their own, so that no name can imitate them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) details: Vec<String>,
}

impl Cell {
    /// A value, or a dash where there is none.
    pub(crate) fn optional(value: Option<&str>) -> Self {
        Self::Text(value.unwrap_or("–").to_owned())
    }
}

impl Html {
    /// Appends markup.
    pub(crate) fn markup(&mut self, markup: &'static str) -> &mut Self {
        self.0 += markup;
        self
    }

    /// Appends a value as text, isolated from the direction of the text around it.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.0 += "<bdi>";
        for character in text.chars() {
            self.character(character);
        }
        self.0 += "</bdi>";
        self
    }

    fn character(&mut self, character: char) {
        match character {
            '&' => self.0 += "&amp;",
            '<' => self.0 += "&lt;",
            '>' => self.0 += "&gt;",
            '"' => self.0 += "&quot;",
            '\'' => self.0 += "&#39;",
            '\n' | '\t' => self.0.push(character),
            hidden if is_hidden(hidden) => {
                let code = u32::from(hidden);
                // Writing to a `String` cannot fail.
                let _ = write!(self.0, "[U+{code:04X}]");
            }
            shown => self.0.push(shown),
        }
    }

    /// Appends a table. The first cell of a row is its header; a row whose group differs from the one before it begins a
    /// new group, with a header of its own.
    pub(crate) fn table(
        &mut self,
        caption: &'static str,
        columns: &[&'static str],
        rows: impl IntoIterator<Item = (Option<Group>, Vec<Cell>)>,
    ) -> &mut Self {
        // A wide table scrolls by itself, by keyboard too.
        self.markup("<div class=\"table\" tabindex=\"0\"><table><caption>");
        self.markup(caption).markup("</caption><thead><tr>");
        for column in columns {
            self.markup("<th scope=\"col\">")
                .markup(column)
                .markup("</th>");
        }
        self.markup("</tr></thead><tbody>");
        let mut current = None;
        for (group, cells) in rows {
            if group != current {
                if let Some(group) = &group {
                    self.group(group, columns.len());
                }
                current = group;
            }
            self.row(&cells);
        }
        self.markup("</tbody></table></div>\n")
    }

    fn group(&mut self, group: &Group, columns: usize) {
        self.markup("</tbody><tbody><tr><th scope=\"rowgroup\" class=\"group\" colspan=\"");
        // A number is not markup.
        let _ = write!(self.0, "{columns}");
        self.markup("\">").text(&group.name);
        for detail in &group.details {
            self.markup(" <span class=\"detail\">")
                .text(detail)
                .markup("</span>");
        }
        self.markup("</th></tr>\n");
    }

    fn row(&mut self, cells: &[Cell]) {
        self.markup("<tr>");
        for (position, cell) in cells.iter().enumerate() {
            let (start, end) = match (position, cell) {
                (0, _) => ("<th scope=\"row\">", "</th>"),
                (_, Cell::Number(_)) => ("<td class=\"number\">", "</td>"),
                (_, Cell::Text(_) | Cell::Mark(_)) => ("<td>", "</td>"),
            };
            self.markup(start);
            match cell {
                Cell::Text(text) => self.text(text),
                Cell::Number(number) => self.text(&number.to_string()),
                Cell::Mark(word) => self
                    .markup("<strong class=\"mark\">")
                    .markup(word)
                    .markup("</strong>"),
            };
            self.markup(end);
        }
        self.markup("</tr>\n");
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

/// Whether a character is invisible or reorders the text, so that a name would not be read as it is.
///
/// The joiners, and the marks of direction that reorder nothing else, are a part of names in several scripts.
fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    ) || character.is_control()
}
