//! The HTML in descriptions, as Markdown.

mod scan;

use super::word::web_url;

pub(super) use self::scan::to_markdown;

/// A longer tag is text.
const MAX_TAG: usize = 300;

/// What a tag becomes.
enum Tag {
    /// This text.
    Text(&'static str),
    /// The end of a paragraph.
    Break,
    /// The beginning of a list item.
    Item,
    /// The beginning of a link to this URL.
    Link(String),
    /// The end of a link.
    LinkEnd,
    /// The beginning of code, which ends with this tag.
    Code(&'static str),
    /// It is no HTML: a placeholder such as `<id>`.
    Unknown,
}

/// Tags without which the text says the same.
const IDLE: &[&str] = &[
    "abbr",
    "article",
    "aside",
    "big",
    "blockquote",
    "body",
    "caption",
    "center",
    "cite",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figure",
    "font",
    "footer",
    "header",
    "html",
    "iframe",
    "img",
    "ins",
    "label",
    "main",
    "mark",
    "nav",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "var",
    "hr",
    "wbr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "picture",
    "source",
    "video",
    "svg",
    "path",
    "button",
    "input",
    "style",
    "script",
];

/// What the tag that is written as `inside` (without `<` and `>`) becomes.
fn tag(inside: &str) -> Tag {
    let inside = inside.trim();
    let closing = inside.starts_with('/');
    let body = inside.trim_start_matches('/').trim_end_matches('/');
    let end = body
        .find(|char: char| !char.is_ascii_alphanumeric())
        .unwrap_or(body.len());
    let (name, attributes) = body.split_at(end);
    // `<https://example.com>` and `<my-id>` are not tags.
    if !(attributes.is_empty() || attributes.starts_with(char::is_whitespace)) {
        return Tag::Unknown;
    }
    match name.to_ascii_lowercase().as_str() {
        "a" if closing => Tag::LinkEnd,
        "code" | "tt" | "kbd" if closing => Tag::Text(""),
        "a" => attribute(attributes, "href")
            .and_then(|url| web_url(&url))
            .map_or(Tag::Text(""), Tag::Link),
        "b" | "strong" => Tag::Text("**"),
        "i" | "em" => Tag::Text("*"),
        "code" => Tag::Code("</code>"),
        "tt" => Tag::Code("</tt>"),
        "kbd" => Tag::Code("</kbd>"),
        "br" | "p" | "ul" | "ol" => Tag::Break,
        "li" if !closing => Tag::Item,
        "li" => Tag::Text("\n"),
        name if IDLE.contains(&name) => Tag::Text(""),
        _ => Tag::Unknown,
    }
}

/// A text without the tags in it; placeholders such as `<id>` stay.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let end = after.bytes().take(MAX_TAG).position(|byte| byte == b'>');
        let inside = end.and_then(|end| after.get(..end));
        if let Some(inside) = inside.filter(|inside| !matches!(tag(inside), Tag::Unknown)) {
            rest = after.get(inside.len() + 1..).unwrap_or_default();
        } else {
            out.push('<');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The value of an attribute.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let (_, after) = attributes.split_once(&format!("{name}="))?;
    let quote = after
        .chars()
        .next()
        .filter(|char| matches!(char, '"' | '\''))?;
    let (value, _) = after.get(1..)?.split_once(quote)?;
    Some(value.to_owned())
}
