//! The text of a paragraph: code spans and links stay, identifiers get backticks, all else means itself.

use super::html::{self, Tag};

/// Words with capitals inside that are no identifiers; clippy knows them, too.
const NAMES: &[&str] = &[
    "AccessKit",
    "CoAP",
    "CoffeeScript",
    "ClojureScript",
    "CoreFoundation",
    "CoreGraphics",
    "CoreText",
    "DevOps",
    "Direct2D",
    "Direct3D",
    "DirectWrite",
    "DirectX",
    "DuckDB",
    "ECMAScript",
    "GPLv2",
    "GPLv3",
    "GitHub",
    "GitLab",
    "IPv4",
    "IPv6",
    "InfiniBand",
    "JavaScript",
    "KiB",
    "MiB",
    "GiB",
    "TiB",
    "PiB",
    "EiB",
    "NetBSD",
    "FreeBSD",
    "OpenBSD",
    "NaN",
    "NaNs",
    "OAuth",
    "GraphQL",
    "OCaml",
    "OAuth2",
    "OneLogin",
    "OpenDNS",
    "OpenGL",
    "OpenMP",
    "OpenSSH",
    "OpenSSL",
    "OpenStreetMap",
    "OpenTelemetry",
    "OpenType",
    "WebGL",
    "WebGL2",
    "WebGPU",
    "WebRTC",
    "WebSocket",
    "WebTransport",
    "TensorFlow",
    "TrueType",
    "iOS",
    "macOS",
    "TeX",
    "LaTeX",
    "BibTeX",
    "BibLaTeX",
    "MinGW",
    "CamelCase",
    "TypeScript",
    "WebAssembly",
    "PostgreSQL",
    "MySQL",
    "OpenAPI",
    "YouTube",
    "PureScript",
];

/// Escapes a paragraph that is one line.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let taken = match char {
            '`' => code(rest, &mut out),
            '\\' => backslash(rest, &mut out),
            '<' => angle(rest, &mut out),
            '!' | '[' => link(rest, &mut out),
            ']' => push(&mut out, "\\]") - 1,
            char if char.is_whitespace() => push_char(&mut out, char),
            _ => word(rest, &mut out),
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// A code span; a backtick that begins none is one that means itself.
fn code(text: &str, out: &mut String) -> usize {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let fence = text.get(..ticks).unwrap_or_default();
    let inside = text.get(ticks..).unwrap_or_default();
    let mut from = 0;
    while let Some(at) = inside.get(from..).and_then(|rest| rest.find(fence)) {
        let start = from + at;
        let run = inside
            .get(start..)
            .map_or(0, |rest| rest.len() - rest.trim_start_matches('`').len());
        if run == ticks {
            out.push_str(text.get(..ticks + start + ticks).unwrap_or_default());
            return ticks + start + ticks;
        }
        from = start + run;
    }
    out.push_str(&"\\`".repeat(ticks));
    ticks
}

/// A backslash, and what it escapes.
fn backslash(text: &str, out: &mut String) -> usize {
    let next = text.chars().nth(1).filter(char::is_ascii_punctuation);
    match next {
        Some(next) => {
            out.push('\\');
            out.push(next);
            1 + next.len_utf8()
        }
        None => push(out, "\\\\") - 1,
    }
}

/// `<`: an autolink, HTML, a placeholder, or less than.
fn angle(text: &str, out: &mut String) -> usize {
    let inside = text.get(1..).unwrap_or_default();
    let looks_like_tag = inside
        .starts_with(|char: char| char.is_ascii_alphabetic() || matches!(char, '/' | '!' | '?'));
    let end = inside.find('>').filter(|end| *end < 300 && looks_like_tag);
    let Some(end) = end else {
        return push(out, "\\<") - 1;
    };
    let inside = inside.get(..end).unwrap_or_default();
    if is_url(inside) && !inside.contains(char::is_whitespace) {
        return push(out, &format!("<{inside}>"));
    }
    match html::tag(inside) {
        Tag::Text(text) => out.push_str(text),
        Tag::Code => return html_code(text, end + 2, out),
        Tag::Link(url) => return html_link(text, end + 2, &url, out),
        Tag::Unknown if inside.contains('`') || inside.contains(char::is_whitespace) => {
            return push(out, "\\<") - 1;
        }
        Tag::Unknown => out.push_str(&code_span(&format!("<{inside}>"))),
    }
    end + 2
}

/// `<code>text</code>`.
fn html_code(text: &str, start: usize, out: &mut String) -> usize {
    let inside = text.get(start..).unwrap_or_default();
    let tag = text.get(1..start).unwrap_or_default();
    let end = tag.find(|char: char| !char.is_ascii_alphanumeric());
    let closing = format!(
        "</{}>",
        tag.get(..end.unwrap_or_default()).unwrap_or_default()
    );
    let Some(end) = inside.find(&closing).or_else(|| inside.find("</")) else {
        return start;
    };
    let code = html::without_tags(inside.get(..end).unwrap_or_default());
    let code = code.trim();
    if !code.is_empty() {
        out.push_str(&code_span(code));
    }
    start + end
}

/// `<a href="url">text</a>`.
fn html_link(text: &str, start: usize, url: &str, out: &mut String) -> usize {
    let inside = text.get(start..).unwrap_or_default();
    let Some(end) = inside.find("</a>").filter(|_| is_url(url)) else {
        return start;
    };
    let label = escape(inside.get(..end).unwrap_or_default());
    out.push_str(&link_to(label.trim(), url));
    start + end + "</a>".len()
}

/// `[text](url)` or `![text](url)`: a link if it leads somewhere from here, its text otherwise.
fn link(text: &str, out: &mut String) -> usize {
    let image = text.starts_with("![");
    if text.starts_with('!') && !image {
        return push(out, "!");
    }
    let start = if image { 2 } else { 1 };
    let inside = text.get(start..).unwrap_or_default();
    let Some(label_end) = matching(inside, '[', ']') else {
        return push(out, if image { "!\\[" } else { "\\[" }) - 1;
    };
    let after = inside.get(label_end + 1..).unwrap_or_default();
    let target_end = after
        .strip_prefix('(')
        .and_then(|target| matching(target, '(', ')'));
    let Some(target_end) = target_end else {
        return push(out, if image { "!\\[" } else { "\\[" }) - 1;
    };
    let label = escape(inside.get(..label_end).unwrap_or_default());
    let target = after.get(1..=target_end).unwrap_or_default();
    let url = target
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .trim_matches(['<', '>']);
    let lone = image || !is_url(url) || label.is_empty();
    out.push_str(&if lone { label } else { link_to(&label, url) });
    start + label_end + 1 + 1 + target_end + 1
}

/// A link. A label that holds one itself would not be a label.
pub(super) fn link_to(label: &str, url: &str) -> String {
    let url = url
        .replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29");
    if label.contains("](") || label.contains("<http") {
        format!("<{url}>")
    } else {
        format!("[{label}]({url})")
    }
}

/// Where the bracket closes that is open before the text.
fn matching(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0;
    for (index, char) in text.char_indices() {
        if char == open {
            depth += 1;
        } else if char == close && depth == 0 {
            return Some(index);
        } else if char == close {
            depth -= 1;
        }
    }
    None
}

/// A word: up to a space or to what has a meaning of its own.
fn word(text: &str, out: &mut String) -> usize {
    if is_url(text) {
        return bare_url(text, out);
    }
    let end = text
        .char_indices()
        .find(|(index, char)| {
            char.is_whitespace()
                || matches!(char, '`' | '\\' | '<' | '[' | ']')
                || *index > 0 && text.get(*index..).is_some_and(is_url)
        })
        .map_or(text.len(), |(index, _)| index);
    let word = text.get(..end).unwrap_or_default();
    out.push_str(&identifier(word));
    end
}

/// A URL as an autolink, without the punctuation that follows it.
fn bare_url(text: &str, out: &mut String) -> usize {
    let stops =
        |char: char| char.is_whitespace() || matches!(char, '<' | '>' | '"' | '`' | '\\' | '|');
    let url = text
        .get(..text.find(stops).unwrap_or(text.len()))
        .unwrap_or_default();
    let url = match url.find(')') {
        Some(end) if !url.contains('(') => url.get(..end).unwrap_or_default(),
        _ => url,
    };
    let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', ']']);
    if url.contains(['{', '[', '(']) {
        return push(out, &code_span(url)) - 2;
    }
    push(out, &format!("<{url}>")) - 2
}

/// Whether a text begins with a URL.
fn is_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://") || text.starts_with("mailto:")
}

/// A word, in backticks if it is an identifier.
fn identifier(word: &str) -> String {
    // An underscore at an end is emphasis, or means nothing to a reader.
    let is_core = |char: char| char.is_alphanumeric() || matches!(char, '$' | '@' | '{' | '}');
    let Some(start) = word.find(is_core) else {
        return angle_free(word);
    };
    let end = word.rfind(is_core).map_or(word.len(), |end| {
        end + word
            .get(end..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8)
    });
    let (before, rest) = word.split_at(start);
    let (core, after) = rest.split_at(end - start);
    let ending = ["()", "::"]
        .into_iter()
        .find(|ending| after.starts_with(ending))
        .unwrap_or_default();
    let core = format!("{core}{ending}");
    let after = after.get(ending.len()..).unwrap_or_default();
    if wants_backticks(&core) {
        // What Markdown would read as emphasis around the word must stay in balance.
        return format!(
            "{}{}{}",
            angle_free(before),
            code_span(&core),
            angle_free(after)
        );
    }
    angle_free(word)
}

/// A text without a quotation mark of Markdown.
fn angle_free(text: &str) -> String {
    text.replace('>', "\\>")
}

/// Whether clippy, and a reader, would take a word for code.
fn wants_backticks(word: &str) -> bool {
    let plain = word.trim_matches(|char: char| !char.is_alphanumeric());
    if plain.is_empty() || NAMES.contains(&plain) {
        return false;
    }
    word.contains("::")
        || word.ends_with("()")
        || plain.contains('_')
        || word.contains('_')
            && plain.chars().all(char::is_alphanumeric)
            && plain != word.trim_matches('_')
        || is_mixed_case(plain)
        || word.starts_with('{') && word.ends_with('}') && word.len() > 2
}

/// `CamelCase` or `camelCase`, in letters and digits.
fn is_mixed_case(word: &str) -> bool {
    let parts = word.split(|char: char| !char.is_alphanumeric());
    parts.into_iter().any(|part| {
        let part = part.strip_suffix('s').unwrap_or(part);
        let upper = part.chars().filter(|char| char.is_uppercase()).count();
        let lower = part.chars().any(char::is_lowercase);
        let starts_lower = part.starts_with(char::is_lowercase);
        lower && (upper > 1 || upper == 1 && starts_lower) && !NAMES.contains(&part)
    })
}

/// A code span around a text that may hold backticks itself.
pub(super) fn code_span(text: &str) -> String {
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

fn push(out: &mut String, text: &str) -> usize {
    out.push_str(text);
    text.len()
}

fn push_char(out: &mut String, char: char) -> usize {
    out.push(char);
    char.len_utf8()
}
