//! The blocks of a Markdown text: paragraphs and lists are filled anew, code and tables stay.

use super::html::break_lines;
use super::inline::escape;
use super::wrap::wrap;

/// A block of text in the making.
#[derive(Default)]
struct Writer {
    width: usize,
    out: Vec<String>,
    /// The paragraph that is being read.
    paragraph: Vec<String>,
    /// What its first line begins with, and all others.
    first: String,
    rest: String,
    /// The columns at which the open lists' items begin, and at which their text does.
    lists: Vec<(usize, usize)>,
}

/// A text of a document as lines of Markdown.
pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
    let text = clean(text);
    let mut writer = Writer {
        width,
        ..Writer::default()
    };
    let mut lines = text.lines().peekable();
    let mut after_blank = true;
    while let Some(line) = lines.next() {
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        if trimmed.is_empty() {
            writer.end_paragraph();
            after_blank = true;
            continue;
        }
        if let Some(fence) = fence(trimmed) {
            let inside = lines
                .by_ref()
                .take_while(|line| !line.trim_start().starts_with(fence));
            let code: Vec<String> = inside.map(str::to_owned).collect();
            writer.code(language(trimmed), &code);
        } else if after_blank && indent >= 4 && writer.lists.is_empty() {
            let mut code = vec![line.to_owned()];
            while let Some(next) =
                lines.next_if(|next| next.starts_with("    ") || next.starts_with('\t'))
            {
                code.push(next.to_owned());
            }
            writer.code("text", &code);
        } else if is_rule(trimmed) {
            writer.end_paragraph();
        } else if trimmed.starts_with('#') && heading(trimmed).is_some() {
            writer.heading(trimmed);
        } else if trimmed.starts_with('|') {
            writer.table_row(trimmed);
        } else if let Some((marker, text)) = list_item(trimmed) {
            writer.list_item(indent, &marker, text);
        } else {
            writer.prose(indent, after_blank, trimmed);
        }
        after_blank = false;
    }
    writer.end_paragraph();
    while writer.out.last().is_some_and(String::is_empty) {
        writer.out.pop();
    }
    writer.out
}

/// A text without what a comment cannot hold.
fn clean(text: &str) -> String {
    let invisible = |char: &char| {
        let control = char.is_control() && !matches!(char, '\n' | '\t');
        control
            || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{feff}')
    };
    let text = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace(['\u{2028}', '\u{2029}'], "\n");
    let text: String = text.chars().filter(|char| !invisible(char)).collect();
    break_lines(&text.replace('\t', "    "))
}

impl Writer {
    /// Ends the paragraph, and writes it.
    fn end_paragraph(&mut self) {
        if self.paragraph.is_empty() {
            return;
        }
        let text = escape(&std::mem::take(&mut self.paragraph).join(" "));
        let lines = wrap(&text, self.width, &self.first, &self.rest);
        self.out.extend(lines);
    }

    /// Makes sure that a blank line comes before what follows.
    fn blank(&mut self) {
        if self.out.last().is_some_and(|line| !line.is_empty()) {
            self.out.push(String::new());
        }
    }

    fn prose(&mut self, indent: usize, after_blank: bool, text: &str) {
        if after_blank || self.paragraph.is_empty() {
            self.end_paragraph();
            while self
                .lists
                .last()
                .is_some_and(|(_, column)| indent < (*column).min(2))
            {
                self.lists.pop();
            }
            self.blank();
            let column = self.lists.last().map_or(0, |(_, column)| *column);
            self.first = " ".repeat(column);
            self.rest = " ".repeat(column);
        }
        // A quotation is prose here.
        self.paragraph
            .push(text.trim_start_matches("> ").to_owned());
    }

    fn list_item(&mut self, indent: usize, marker: &str, text: &str) {
        self.end_paragraph();
        let nested = self
            .lists
            .iter()
            .filter(|(source, _)| *source < indent)
            .count();
        if nested == 0 && self.lists.is_empty() {
            self.blank();
        }
        while self.out.last().is_some_and(String::is_empty) && !self.lists.is_empty() {
            self.out.pop();
        }
        self.lists.truncate(nested);
        let column = self
            .lists
            .iter()
            .map(|(_, column)| *column)
            .max()
            .unwrap_or_default();
        let width = marker.len() + 1;
        self.lists.push((indent, column + width));
        self.first = format!("{}{marker} ", " ".repeat(column));
        self.rest = " ".repeat(column + width);
        self.paragraph.push(text.to_owned());
    }

    fn heading(&mut self, text: &str) {
        self.end_paragraph();
        self.lists.clear();
        self.blank();
        let (level, title) = heading(text).unwrap_or((1, text));
        let title = escape(title.trim().trim_end_matches('#').trim());
        self.out.push(format!("{} {title}", "#".repeat(level)));
        self.out.push(String::new());
    }

    fn table_row(&mut self, text: &str) {
        self.end_paragraph();
        if !self.out.last().is_some_and(|line| line.starts_with('|')) {
            self.lists.clear();
            self.blank();
        }
        self.out.push(escape(text.trim_end()));
    }

    fn code(&mut self, language: &str, lines: &[String]) {
        self.end_paragraph();
        self.lists.clear();
        self.blank();
        let indents = lines.iter().filter(|line| !line.trim().is_empty());
        let indent = indents
            .map(|line| line.len() - line.trim_start().len())
            .min()
            .unwrap_or_default();
        self.out.push(format!("```{language}"));
        self.out.extend(
            lines
                .iter()
                .map(|line| line.get(indent..).unwrap_or_default().trim_end().to_owned()),
        );
        self.out.push(String::from("```"));
        self.out.push(String::new());
    }
}

/// The mark of a fence, if the line begins fenced code.
fn fence(line: &str) -> Option<&'static str> {
    let opens = |mark: &str| line.starts_with(mark) && !line.trim_start_matches('`').contains('`');
    ["```", "~~~"].into_iter().find(|mark| opens(mark))
}

/// The language of fenced code: one that rustdoc does not take for Rust.
fn language(line: &str) -> &str {
    let said = line.trim_start_matches(['`', '~']).trim();
    let plain = !said.is_empty() && said.chars().all(|char| char.is_ascii_alphanumeric());
    let rust = said.eq_ignore_ascii_case("rust")
        || said.eq_ignore_ascii_case("rs")
        || said.starts_with("edition");
    let attribute = matches!(said, "ignore" | "custom" | "test");
    if plain && !rust && !attribute {
        said
    } else {
        "text"
    }
}

/// Whether a line is a thematic break, or underlines a heading.
fn is_rule(line: &str) -> bool {
    let line = line.trim_end();
    let of = |mark: char| {
        line.chars().all(|char| char == mark || char == ' ') && line.matches(mark).count() >= 3
    };
    of('-') || of('=') || of('*') || of('_')
}

/// The level and the title of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    (level <= 6 && title.starts_with(' ')).then_some((level, title))
}

/// The marker and the text of a list item.
fn list_item(line: &str) -> Option<(String, &str)> {
    for bullet in ["- ", "* ", "+ ", "\u{2022} "] {
        if let Some(text) = line.strip_prefix(bullet) {
            return Some((String::from("-"), text.trim_start()));
        }
    }
    let digits = line
        .find(|char: char| !char.is_ascii_digit())
        .unwrap_or_default();
    if digits == 0 || digits > 3 {
        return None;
    }
    let (number, after) = line.split_at(digits);
    let text = after
        .strip_prefix(". ")
        .or_else(|| after.strip_prefix(") "))?;
    Some((format!("{number}."), text.trim_start()))
}
