//! Inline Markdown from a parser's events.

use super::markdown::{MAX_LABEL, Markdown, code_span};
use super::word;
use crate::printable::is_printable;

/// The text of a block in the making.
#[derive(Debug, Default)]
pub(super) struct Inline {
    pieces: Vec<Piece>,
    /// Text that is not split into words yet.
    pending: String,
    /// How many links are open.
    links: usize,
    /// Whether the block is a cell of a table.
    pub(super) in_table: bool,
}

#[derive(Debug)]
enum Piece {
    /// Markdown, and what a reader sees of it.
    Text(String, String),
    Space,
    /// The beginning of emphasis of some kind.
    Open(&'static str),
    Close(&'static str),
    LinkStart(Option<String>),
    LinkEnd,
}

/// The text of a block.
#[derive(Debug, Default)]
pub(super) struct Finished {
    pub(super) markdown: Markdown,
    /// What a reader sees of it.
    pub(super) shown: String,
}

impl Inline {
    /// Adds plain text.
    pub(super) fn text(&mut self, text: &str) {
        self.pending.push_str(text);
    }

    pub(super) fn space(&mut self) {
        self.pending.push(' ');
    }

    pub(super) fn code(&mut self, code: &str) {
        self.split_words();
        let span = code_span(code, self.in_table);
        let shown = super::printable(code).into_owned();
        self.pieces.push(Piece::Text(span, shown));
    }

    pub(super) fn open(&mut self, mark: &'static str) {
        self.split_words();
        self.pieces.push(Piece::Open(mark));
    }

    pub(super) fn close(&mut self, mark: &'static str) {
        self.split_words();
        self.pieces.push(Piece::Close(mark));
    }

    /// Begins the label of a link, or of what is not a link here.
    pub(super) fn start_link(&mut self, url: Option<String>) {
        self.split_words();
        self.links += 1;
        self.pieces.push(Piece::LinkStart(url));
    }

    pub(super) fn end_link(&mut self) {
        self.split_words();
        self.links = self.links.saturating_sub(1);
        self.pieces.push(Piece::LinkEnd);
    }

    /// The text, and an empty one in its place.
    pub(super) fn take(&mut self) -> Finished {
        let in_table = self.in_table;
        let taken = std::mem::take(self);
        self.in_table = in_table;
        taken.finish()
    }

    /// The text.
    pub(super) fn finish(mut self) -> Finished {
        self.split_words();
        let is_kept = kept(&self.pieces);
        let mut writer = Writer::default();
        for (piece, is_kept) in self.pieces.into_iter().zip(is_kept) {
            if is_kept {
                writer.piece(piece);
            }
        }
        writer.out
    }

    /// Splits what was read so far into words. Character references may be any character, so that the text
    /// is not clean.
    fn split_words(&mut self) {
        let text = std::mem::take(&mut self.pending);
        let text: String = text
            .chars()
            .map(|char| {
                if char.is_whitespace() || char.is_control() {
                    ' '
                } else {
                    char
                }
            })
            .filter(|char| is_printable(*char))
            .collect();
        let mut words = text.split(' ').peekable();
        let mut is_first = true;
        while let Some(word) = words.next() {
            if !is_first {
                self.pieces.push(Piece::Space);
            }
            if word == "*" && !is_first && words.peek().is_some() {
                self.push("*", "*");
            } else {
                self.word(word);
            }
            is_first = false;
        }
    }

    fn word(&mut self, word: &str) {
        let mut rest = word;
        while let Some(first) = rest.chars().next() {
            rest = match first {
                '`' | '\\' | '<' | '[' | ']' => {
                    let (special, after) = rest.split_at(1);
                    self.push(&format!("\\{special}"), special);
                    after
                }
                _ if word::is_url(rest) && self.links == 0 => self.url(rest),
                _ => self.plain_word(rest),
            };
        }
    }

    /// A word up to what has a meaning of its own; the text after it.
    fn plain_word<'a>(&mut self, text: &'a str) -> &'a str {
        let ends = |(index, char): &(usize, char)| {
            matches!(char, '`' | '\\' | '<' | '[' | ']')
                || *index > 0 && self.links == 0 && text.get(*index..).is_some_and(word::is_url)
        };
        let end = text.char_indices().find(ends);
        let (word, after) = text.split_at(end.map_or(text.len(), |(index, _)| index));
        for (markdown, shown) in word::parts(word, self.in_table) {
            self.push(&markdown, &shown);
        }
        after
    }

    /// A URL as an autolink, without the punctuation that follows it; the text after it.
    fn url<'a>(&mut self, text: &'a str) -> &'a str {
        let (url, after) = word::split_url(text);
        let is_plain = !url.contains(['{', '[', '(']) && word::web_url(url).as_deref() == Some(url);
        if url.is_empty() {
            return self.plain_word(text);
        }
        if is_plain && !self.in_table {
            self.push(&format!("<{url}>"), url);
        } else {
            self.push(&code_span(url, self.in_table), url);
        }
        after
    }

    fn push(&mut self, markdown: &str, shown: &str) {
        let piece = Piece::Text(markdown.to_owned(), shown.to_owned());
        self.pieces.push(piece);
    }
}

/// Which pieces can be written: emphasis must be next to text on the side on which it is.
fn kept(pieces: &[Piece]) -> Vec<bool> {
    let before = neighbors(pieces.iter(), |text| text.chars().next_back());
    let mut after = neighbors(pieces.iter().rev(), |text| text.chars().next());
    after.reverse();
    let mut kept = vec![true; pieces.len()];
    let mut open = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let (before, after) = (
            before.get(index).copied().unwrap_or(' '),
            after.get(index).copied().unwrap_or(' '),
        );
        match piece {
            Piece::Open(_) => open.push((index, flanks(after, before))),
            Piece::Close(_) => {
                let Some((start, opens)) = open.pop() else {
                    continue;
                };
                let is_empty = start + 1 == index;
                if is_empty || !opens || !flanks(before, after) {
                    for at in [start, index] {
                        if let Some(kept) = kept.get_mut(at) {
                            *kept = false;
                        }
                    }
                }
            }
            Piece::Text(..) | Piece::Space | Piece::LinkStart(_) | Piece::LinkEnd => {}
        }
    }
    kept
}

/// Whether a mark of emphasis counts between these characters, which are inside and outside.
fn flanks(inside: char, outside: char) -> bool {
    let is_punctuation = |char: char| !char.is_alphanumeric() && !char.is_whitespace();
    !inside.is_whitespace()
        && (!is_punctuation(inside) || outside.is_whitespace() || is_punctuation(outside))
}

/// For each piece, the character of the text before it, past other marks of emphasis.
fn neighbors<'a, I: Iterator<Item = &'a Piece>>(
    pieces: I,
    of: impl Fn(&str) -> Option<char>,
) -> Vec<char> {
    let mut last = ' ';
    pieces
        .map(|piece| {
            let before = last;
            match piece {
                Piece::Text(markdown, _) => last = of(markdown).unwrap_or(last),
                Piece::Space => last = ' ',
                Piece::LinkStart(Some(_)) => last = '[',
                Piece::LinkEnd => last = ')',
                Piece::LinkStart(None) | Piece::Open(_) | Piece::Close(_) => {}
            }
            before
        })
        .collect()
}

/// Puts pieces together.
#[derive(Debug, Default)]
struct Writer {
    out: Finished,
    space: bool,
    /// The links that are open: target, and where the Markdown and the visible text of the label begin.
    links: Vec<(Option<String>, usize, usize)>,
}

impl Writer {
    fn piece(&mut self, piece: Piece) {
        match piece {
            Piece::Space => self.space = !self.out.markdown.is_empty(),
            Piece::Text(markdown, shown) => {
                self.end_space();
                self.out.markdown.push_unbroken(&markdown);
                self.out.shown.push_str(&shown);
            }
            Piece::Open(mark) => {
                self.end_space();
                self.out.markdown.push_unbroken(mark);
            }
            Piece::Close(mark) => self.out.markdown.push_unbroken(mark),
            Piece::LinkStart(url) => {
                self.end_space();
                let start = self.out.markdown.len();
                if url.is_some() {
                    self.out.markdown.push_unbroken("[");
                }
                self.links.push((url, start, self.out.shown.len()));
            }
            Piece::LinkEnd => self.end_link(),
        }
    }

    fn end_space(&mut self) {
        if self.space {
            self.out.markdown.push_space();
            self.out.shown.push(' ');
            self.space = false;
        }
    }

    fn end_link(&mut self) {
        let Some((Some(url), start, shown)) = self.links.pop() else {
            return;
        };
        let label = self.out.shown.get(shown..).unwrap_or_default();
        if label.is_empty() {
            self.out.markdown.truncate(start);
        } else if label == url {
            self.out.markdown.truncate(start);
            self.out.markdown.push_unbroken(&format!("<{url}>"));
        } else {
            if label.chars().count() + 1 < MAX_LABEL {
                self.out.markdown.keep_together(start);
            }
            let target = word::link_target(&url);
            self.out.markdown.push_unbroken(&format!("]({target})"));
        }
    }
}
