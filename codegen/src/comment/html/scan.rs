//! One pass over a text, in time that is linear in its length.

use std::collections::HashMap;
use std::fmt::Write;
use std::mem;

use super::{MAX_TAG, Tag, tag, without_tags};
use crate::comment::markdown::code_span;
use crate::comment::word::{is_url, link_target};

/// A text with its HTML as Markdown; code stays as it is.
pub(in crate::comment) fn to_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut prose = String::new();
    let mut fence = None;
    let mut before = Line::Blank;
    let mut in_list = false;
    for line in text.lines() {
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        if let Some(open) = fence {
            if closes(trimmed, open) {
                fence = None;
            }
            push_line(&mut out, line);
            continue;
        }
        fence = opens(trimmed);
        let is_code = indent >= 4 && !in_list && before != Line::Prose && !trimmed.is_empty();
        if fence.is_some() || is_code {
            flush(&mut prose, &mut out);
            push_line(&mut out, line);
            before = Line::Code;
            continue;
        }
        if trimmed.is_empty() {
            // More than one blank line means nothing more, and costs a parser time for each open list.
            if before != Line::Blank {
                prose.push('\n');
            }
            before = if before == Line::Code {
                before
            } else {
                Line::Blank
            };
            continue;
        }
        in_list = is_item(trimmed) || in_list && (before == Line::Prose || indent >= 2);
        before = Line::Prose;
        match trimmed.strip_prefix("\u{2022} ") {
            Some(item) => push_line(&mut prose, &format!("{}- {item}", " ".repeat(indent))),
            None => push_line(&mut prose, line),
        }
    }
    flush(&mut prose, &mut out);
    out
}

/// The kind of the line before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Blank,
    Code,
    Prose,
}

fn push_line(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

fn flush(prose: &mut String, out: &mut String) {
    if !prose.is_empty() {
        out.push_str(&Scan::new(&mem::take(prose)).run());
    }
}

/// The mark and the length of a fence, if the line begins fenced code.
fn opens(line: &str) -> Option<(char, usize)> {
    let mark = line
        .chars()
        .next()
        .filter(|char| matches!(char, '`' | '~'))?;
    let info = line.trim_start_matches(mark);
    let length = line.len() - info.len();
    (length >= 3 && !(mark == '`' && info.contains('`'))).then_some((mark, length))
}

fn closes(line: &str, (mark, length): (char, usize)) -> bool {
    let rest = line.trim_start_matches(mark);
    line.len() - rest.len() >= length && rest.trim().is_empty()
}

fn is_item(line: &str) -> bool {
    line.starts_with(['-', '*', '+', '\u{2022}'])
        || line.starts_with(|char: char| char.is_ascii_digit())
}

/// The scanner of a text without fenced code.
struct Scan<'a> {
    text: &'a str,
    out: String,
    /// The links that are open.
    links: Vec<String>,
    /// The last position from which each closing tag was searched for, and where it is.
    closings: HashMap<&'static str, Option<usize>>,
    /// Up to where there is no end of a code span with that many backticks.
    no_run: HashMap<usize, usize>,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            out: String::with_capacity(text.len()),
            links: Vec::new(),
            closings: HashMap::new(),
            no_run: HashMap::new(),
        }
    }

    fn run(mut self) -> String {
        let mut at = 0;
        while let Some(rest) = self.text.get(at..).filter(|rest| !rest.is_empty()) {
            let next = rest.find(['`', '<', '\\']).unwrap_or(rest.len());
            self.out.push_str(rest.get(..next).unwrap_or_default());
            at += next;
            let rest = rest.get(next..).unwrap_or_default();
            at = match rest.chars().next() {
                Some('`') => self.code_span(at, rest),
                Some('<') => self.angle(at, rest),
                Some(_) => {
                    let length = rest.chars().take(2).map(char::len_utf8).sum();
                    self.copy(at, length)
                }
                None => at,
            };
        }
        // A link that is not closed has no target.
        self.out
    }

    /// Copies text; the place after it.
    fn copy(&mut self, at: usize, length: usize) -> usize {
        let text = self.text.get(at..at + length).unwrap_or_default();
        self.out.push_str(text);
        at + length
    }

    /// A code span as it is, or backticks that begin none.
    fn code_span(&mut self, at: usize, rest: &str) -> usize {
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        let searched = self.no_run.get(&ticks).copied().unwrap_or_default();
        if at < searched {
            return self.copy(at, ticks);
        }
        let paragraph = rest.find("\n\n").unwrap_or(rest.len());
        let mut from = ticks;
        let inside = rest.get(..paragraph).unwrap_or_default();
        while let Some(start) = inside.get(from..).and_then(|rest| rest.find('`')) {
            let run = inside.get(from + start..).unwrap_or_default();
            let length = run.len() - run.trim_start_matches('`').len();
            from += start + length;
            if length == ticks {
                return self.copy(at, from);
            }
        }
        self.no_run.insert(ticks, at + paragraph);
        self.copy(at, ticks)
    }

    /// `<`: an autolink, HTML, a placeholder, or less than.
    fn angle(&mut self, at: usize, rest: &str) -> usize {
        if rest.starts_with("<!--") {
            return match self.closing("-->", at) {
                Some(end) => end + "-->".len(),
                None => self.less_than(at),
            };
        }
        let looks_like_tag = |inside: &str| {
            inside.starts_with(|char: char| {
                char.is_ascii_alphabetic() || matches!(char, '/' | '!' | '?')
            })
        };
        let bytes = rest.bytes().skip(1).take(MAX_TAG);
        let end = bytes
            .clone()
            .take_while(|byte| *byte != b'<')
            .position(|byte| byte == b'>');
        let inside = end
            .and_then(|end| rest.get(1..=end))
            .filter(|inside| looks_like_tag(inside));
        let Some(inside) = inside else {
            return self.less_than(at);
        };
        let after = at + inside.len() + 2;
        if is_url(inside) && !inside.contains(char::is_whitespace) {
            return self.copy(at, after - at);
        }
        match tag(inside) {
            Tag::Text(text) => self.out.push_str(text),
            Tag::Break => return self.line_break("\n\n", after),
            Tag::Item => return self.line_break("\n- ", after),
            Tag::Code(closing) => return self.code(closing, after),
            Tag::Link(url) => {
                if self.closing("</a>", after).is_some() {
                    self.out.push('[');
                    self.links.push(url);
                }
            }
            Tag::LinkEnd => {
                if let Some(url) = self.links.pop() {
                    let _ = write!(self.out, "]({})", link_target(&url));
                }
            }
            Tag::Unknown if inside.contains('`') || inside.contains(char::is_whitespace) => {
                return self.less_than(at);
            }
            Tag::Unknown => self.out.push_str(&code_span(&format!("<{inside}>"), false)),
        }
        after
    }

    fn less_than(&mut self, at: usize) -> usize {
        self.out.push_str("\\<");
        at + 1
    }

    /// A line break and what the new line begins with; spaces after it would mean code.
    fn line_break(&mut self, text: &str, after: usize) -> usize {
        let line = self.out.rfind('\n').map_or(0, |start| start + 1);
        let in_table = self
            .out
            .get(line..)
            .is_some_and(|line| line.trim_start().starts_with('|'));
        self.out.push_str(if in_table { " " } else { text });
        let rest = self.text.get(after..).unwrap_or_default();
        let kept = if in_table { rest } else { rest.trim_start() };
        after + rest.len() - kept.len()
    }

    /// `<code>text</code>` after its first tag.
    fn code(&mut self, closing: &'static str, start: usize) -> usize {
        let Some(end) = self
            .closing(closing, start)
            .or_else(|| self.closing("</", start))
        else {
            return start;
        };
        let inside = self.text.get(start..end).unwrap_or_default();
        let code = without_tags(inside);
        let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
        if !code.is_empty() {
            self.out.push_str(&code_span(&code, false));
        }
        end
    }

    /// Where a closing tag is, from a place on that is never before the last one.
    fn closing(&mut self, tag: &'static str, from: usize) -> Option<usize> {
        match self.closings.get(tag) {
            Some(None) => return None,
            Some(Some(at)) if *at >= from => return Some(*at),
            Some(Some(_)) | None => {}
        }
        let rest = self.text.get(from..)?;
        let found = rest.find(tag).map(|at| from + at);
        self.closings.insert(tag, found);
        found
    }
}
