//! What a comment's Markdown may hold, checked with the parser and the options of rustdoc.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use super::word;

/// The extensions that rustdoc reads.
fn rustdoc_options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
}

/// The languages of fenced code; rustdoc takes none of them for Rust.
const LANGUAGES: &[&str] = &[
    "text",
    "bash",
    "c",
    "console",
    "cpp",
    "csharp",
    "css",
    "csv",
    "curl",
    "diff",
    "go",
    "graphql",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "js",
    "json",
    "jsonc",
    "kotlin",
    "markdown",
    "md",
    "php",
    "plaintext",
    "powershell",
    "proto",
    "python",
    "ruby",
    "shell",
    "sh",
    "sql",
    "swift",
    "toml",
    "ts",
    "typescript",
    "xml",
    "yaml",
    "yml",
];

/// The language of fenced code, if it is a known one; `text` otherwise.
pub(super) fn language(info: &str) -> &'static str {
    let said = info.split_whitespace().next().unwrap_or_default();
    let known = LANGUAGES
        .iter()
        .find(|known| said.eq_ignore_ascii_case(known));
    known.copied().unwrap_or("text")
}

/// Whether a text renders as intended: safe for rustdoc, and with these visible characters.
pub(super) fn is_as_planned(markdown: &str, shown: &str) -> bool {
    is_harmless(markdown) && without_spaces(&text_of(markdown)) == without_spaces(shown)
}

/// Whether a text holds no code but that of known languages, no HTML, no link but to the web, and no definitions.
fn is_harmless(markdown: &str) -> bool {
    let parser = Parser::new_ext(markdown, rustdoc_options());
    if parser.reference_definitions().iter().next().is_some() {
        return false;
    }
    parser.into_iter().all(|event| is_harmless_event(&event))
}

fn is_harmless_event(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_harmless_tag(tag),
        Event::End(_)
        | Event::Text(_)
        | Event::Code(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::Rule => true,
        Event::Html(_)
        | Event::InlineHtml(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_)
        | Event::FootnoteReference(_)
        | Event::TaskListMarker(_) => false,
    }
}

fn is_harmless_tag(tag: &Tag<'_>) -> bool {
    match tag {
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => LANGUAGES.contains(&info.as_ref()),
        Tag::Link {
            link_type,
            dest_url,
            ..
        } => {
            matches!(link_type, LinkType::Inline | LinkType::Autolink)
                && word::web_url(dest_url).is_some()
        }
        Tag::Paragraph
        | Tag::Heading { .. }
        | Tag::List(_)
        | Tag::Item
        | Tag::Table(_)
        | Tag::TableHead
        | Tag::TableRow
        | Tag::TableCell
        | Tag::Emphasis
        | Tag::Strong
        | Tag::Strikethrough => true,
        Tag::CodeBlock(CodeBlockKind::Indented)
        | Tag::HtmlBlock
        | Tag::Image { .. }
        | Tag::BlockQuote(_)
        | Tag::FootnoteDefinition(_)
        | Tag::DefinitionList
        | Tag::DefinitionListTitle
        | Tag::DefinitionListDefinition
        | Tag::Superscript
        | Tag::Subscript
        | Tag::MetadataBlock(_) => false,
    }
}

/// The characters that a reader of a Markdown text sees.
fn text_of(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut out = String::with_capacity(markdown.len());
    for event in Parser::new_ext(markdown, options) {
        if let Event::Text(text) | Event::Code(text) = event {
            out.push_str(&text);
        }
    }
    out
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|char| !char.is_whitespace()).collect()
}
