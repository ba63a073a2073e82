//! A document's Markdown as blocks that mean the same, written from a parser's events.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::inline::Inline;
use super::layout::{self, Block, Content};
use super::markdown::Markdown;
use super::verify::{is_as_planned, language};
use super::{MAX_TEXT, WIDTH, html, plain, word};
use crate::comment::characters::{clean, shortened};

/// Deeper lists are written at this depth.
const MAX_DEPTH: usize = 8;

/// The blocks of a document's text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let text = shortened(text, MAX_TEXT);
    let (blocks, shown) = read(&text);
    if is_as_planned(&layout::lines(&blocks, WIDTH).join("\n"), &shown) {
        blocks
    } else {
        plain::blocks(&text)
    }
}

/// The blocks of a text, and what a reader sees of them.
fn read(text: &str) -> (Vec<Block>, String) {
    let text = html::to_markdown(&clean(text));
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader::default();
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        let source = text.get(range).unwrap_or_default();
        reader.event(event, source);
    }
    reader.end_paragraph();
    (reader.blocks, reader.shown)
}

#[derive(Debug, Default)]
struct Reader {
    blocks: Vec<Block>,
    shown: String,
    inline: Inline,
    lists: Vec<List>,
    heading: Option<usize>,
    code: Option<(&'static str, String)>,
    rows: Vec<String>,
    cells: Vec<String>,
    alignments: Vec<Alignment>,
    /// The marks of the emphasis that is open.
    marks: Vec<&'static str>,
}

/// A list with an open item.
#[derive(Debug)]
struct List {
    /// The number of the next item.
    number: Option<u64>,
    is_first_item: bool,
    /// What the item's first line begins with, until that line is written.
    mark: Option<String>,
    width: usize,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, source: &str) {
        match event {
            Event::Start(tag) => self.start(tag, source),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.inline.text(&text),
            },
            Event::Code(code) => self.inline.code(&code),
            Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.inline.text(&text),
            Event::SoftBreak | Event::HardBreak => self.inline.space(),
            Event::Rule => self.end_paragraph(),
            Event::TaskListMarker(_) => self.inline.text(source),
        }
    }

    fn start(&mut self, tag: Tag<'_>, source: &str) {
        match tag {
            Tag::Emphasis => self.open(if source.starts_with('_') { "_" } else { "*" }),
            Tag::Strong => self.open("**"),
            Tag::Strikethrough => self.open("~~"),
            Tag::Link { dest_url, .. } => self.inline.start_link(word::web_url(&dest_url)),
            Tag::Image { .. } => self.inline.start_link(None),
            Tag::Superscript | Tag::Subscript | Tag::TableRow | Tag::TableHead | Tag::TableCell => {
            }
            Tag::Heading { level, .. } => {
                self.end_paragraph();
                // An underlined line is mostly prose before a rule.
                self.heading = source.starts_with('#').then_some(level as usize);
            }
            Tag::CodeBlock(kind) => {
                self.end_paragraph();
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => language(info),
                    CodeBlockKind::Indented => "text",
                };
                self.code = Some((language, String::new()));
            }
            Tag::List(number) => {
                self.end_paragraph();
                self.lists.push(List {
                    number,
                    is_first_item: true,
                    mark: None,
                    width: 0,
                });
            }
            Tag::Item => self.start_item(),
            Tag::Table(alignments) => {
                self.end_paragraph();
                self.alignments = alignments;
                self.inline.in_table = true;
            }
            Tag::Paragraph
            | Tag::BlockQuote(_)
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => self.end_paragraph(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                if let Some(mark) = self.marks.pop() {
                    self.inline.close(mark);
                }
            }
            TagEnd::Link | TagEnd::Image => self.inline.end_link(),
            TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::Item => {
                self.end_paragraph();
                if let Some(list) = self.lists.last_mut() {
                    list.mark = None;
                    list.width = 0;
                }
            }
            TagEnd::List(_) => {
                self.end_paragraph();
                self.lists.pop();
            }
            TagEnd::TableCell => {
                let cell = self.inline.take();
                self.shown.push_str(&cell.shown);
                self.cells.push(cell.markdown.as_str().to_owned());
            }
            TagEnd::TableHead => {
                self.end_row();
                let rule = self.alignments.iter().map(|alignment| match alignment {
                    Alignment::None => "---|",
                    Alignment::Left => ":---|",
                    Alignment::Center => ":---:|",
                    Alignment::Right => "---:|",
                });
                let rule = format!("|{}", rule.collect::<String>());
                self.rows.push(rule);
            }
            TagEnd::TableRow => self.end_row(),
            TagEnd::Table => {
                self.inline.in_table = false;
                let rows = std::mem::take(&mut self.rows);
                self.push(Content::Table(rows));
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_) => self.end_paragraph(),
        }
    }

    fn open(&mut self, mark: &'static str) {
        self.marks.push(mark);
        self.inline.open(mark);
    }

    fn start_item(&mut self) {
        self.end_paragraph();
        let depth = self.lists.len();
        let Some(list) = self.lists.last_mut() else {
            return;
        };
        let mark = match &mut list.number {
            None => String::from("- "),
            Some(number) => {
                let mark = format!("{number}. ");
                *number = number.saturating_add(1);
                mark
            }
        };
        if depth <= MAX_DEPTH {
            list.width = mark.len();
            list.mark = Some(mark);
        }
    }

    fn end_paragraph(&mut self) {
        let heading = self.heading.take();
        let text = self.inline.take();
        if text.markdown.is_empty() {
            return;
        }
        self.shown.push_str(&text.shown);
        self.push(match heading {
            Some(level) => Content::Heading(level, text.markdown),
            None => Content::Paragraph(text.markdown),
        });
    }

    fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else {
            return;
        };
        if code.trim().is_empty() {
            return;
        }
        self.shown.push_str(&code);
        let lines: Vec<&str> = code.trim_end().lines().collect();
        let indents = lines.iter().filter(|line| !line.trim().is_empty());
        let indent = indents
            .map(|line| line.len() - line.trim_start_matches(' ').len())
            .min()
            .unwrap_or_default();
        let lines = lines
            .iter()
            .map(|line| line.get(indent..).unwrap_or_default().trim_end());
        self.push(Content::Code(language, lines.map(str::to_owned).collect()));
    }

    fn end_row(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        self.rows.push(format!("| {} |", cells.join(" | ")));
    }

    /// Adds a block to the open items.
    fn push(&mut self, content: Content) {
        let (mut first, mut rest) = (String::new(), String::new());
        let mut begins_item = false;
        let mut begins_list = false;
        let depth = self.lists.len();
        for (index, list) in self.lists.iter_mut().take(MAX_DEPTH).enumerate() {
            let spaces = " ".repeat(list.width);
            match list.mark.take() {
                Some(mark) => {
                    first.push_str(&mark);
                    begins_item = true;
                    // A number other than one begins no list within a paragraph.
                    let interrupts = index > 0 && (mark == "- " || mark == "1. ");
                    begins_list |= list.is_first_item && !interrupts;
                    list.is_first_item = false;
                }
                None => first.push_str(&spaces),
            }
            rest.push_str(&spaces);
        }
        let is_tight = begins_item && !begins_list && depth > 0;
        self.blocks.push(Block {
            content,
            first,
            rest,
            is_tight,
        });
    }
}

/// The first block without its text, if it is a paragraph outside lists.
pub(super) fn first_paragraph(blocks: &mut [Block]) -> Option<&mut Markdown> {
    let first = blocks.first_mut().filter(|block| block.first.is_empty())?;
    match &mut first.content {
        Content::Paragraph(text) => Some(text),
        Content::Heading(..) | Content::Code(..) | Content::Table(_) => None,
    }
}
