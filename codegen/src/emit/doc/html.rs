//! The HTML that stands in descriptions, as Markdown.

/// What a tag becomes.
pub(super) enum Tag {
    /// This text.
    Text(&'static str),
    /// The beginning of a link to this URL.
    Link(String),
    /// The beginning of code.
    Code,
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
    "ol",
    "p",
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
    "ul",
    "var",
    "br",
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
pub(super) fn tag(inside: &str) -> Tag {
    let inside = inside.trim();
    if inside.starts_with("!--") {
        return Tag::Text("");
    }
    let closing = inside.starts_with('/');
    let body = inside.trim_start_matches('/').trim_end_matches('/');
    let end = body
        .find(|char: char| !char.is_ascii_alphanumeric())
        .unwrap_or(body.len());
    let (name, attributes) = body.split_at(end);
    // `<https://example.com>` and `<my-id>` are no tags.
    if !(attributes.is_empty() || attributes.starts_with(char::is_whitespace)) {
        return Tag::Unknown;
    }
    match name.to_ascii_lowercase().as_str() {
        "a" | "code" | "tt" | "kbd" if closing => Tag::Text(""),
        "a" => attribute(attributes, "href").map_or(Tag::Text(""), Tag::Link),
        "b" | "strong" => Tag::Text("**"),
        "i" | "em" => Tag::Text("*"),
        "code" | "tt" | "kbd" => Tag::Code,
        "li" if !closing => Tag::Text("- "),
        "li" => Tag::Text(""),
        name if IDLE.contains(&name) => Tag::Text(""),
        _ => Tag::Unknown,
    }
}

/// A text without the tags in it; placeholders such as `<id>` stay.
pub(super) fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        match after.split_once('>') {
            Some((inside, next)) if !matches!(tag(inside), Tag::Unknown) => rest = next,
            _ => {
                out.push('<');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The tags that begin a paragraph, a line or a list item, as line breaks.
pub(super) fn break_lines(text: &str) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let mut out = text.to_owned();
    for tag in [
        "<br>", "<br/>", "<br />", "</br>", "<BR>", "<p>", "</p>", "<P>", "</P>", "<ul>", "</ul>",
        "<ol>", "</ol>",
    ] {
        if out.contains(tag) {
            out = out.replace(tag, "\n\n");
        }
    }
    out.replace("<li>", "\n- ").replace("</li>", "\n")
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
