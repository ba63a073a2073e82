//! Words of prose: identifiers get backticks, URLs become links, all else means itself.

use super::markdown::code_span;

/// Words with capitals inside that are not identifiers; clippy knows them, too.
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

/// The parts of a word that is neither code nor a URL as a whole: Markdown, and what a reader sees.
pub(super) fn parts(word: &str, in_table: bool) -> Vec<(String, String)> {
    let plain = |text: &str| (escaped(text, in_table), text.to_owned());
    let Some((before, core, after)) = core(word).filter(|(_, core, _)| wants_backticks(core))
    else {
        return vec![plain(word)];
    };
    let span = (code_span(core, in_table), core.to_owned());
    let parts = [plain(before), span, plain(after)];
    parts
        .into_iter()
        .filter(|(_, shown)| !shown.is_empty())
        .collect()
}

/// What could be an identifier in a word, without the punctuation around it.
fn core(word: &str) -> Option<(&str, &str, &str)> {
    // An underscore at an end is emphasis, or means nothing to a reader.
    let is_core = |char: char| char.is_alphanumeric() || matches!(char, '$' | '@' | '{' | '}');
    let start = word.find(is_core)?;
    let (last, char) = word.char_indices().rfind(|(_, char)| is_core(*char))?;
    let mut end = last + char.len_utf8();
    let after = word.get(end..)?;
    if let Some(ending) = ["()", "::"]
        .into_iter()
        .find(|ending| after.starts_with(ending))
    {
        end += ending.len();
    }
    Some((word.get(..start)?, word.get(start..end)?, word.get(end..)?))
}

/// A text in which no character is Markdown.
fn escaped(text: &str, in_table: bool) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let mut before = ' ';
    for (index, char) in text.char_indices() {
        let rest = text.get(index + char.len_utf8()..).unwrap_or_default();
        let within_word = before.is_alphanumeric() && rest.starts_with(char::is_alphanumeric);
        let is_markdown = match char {
            '\\' | '`' | '[' | ']' | '<' | '>' | '*' | '~' => true,
            '_' => !within_word,
            '&' => begins_entity(rest),
            '|' => in_table,
            _ => false,
        };
        if is_markdown {
            out.push('\\');
        }
        out.push(char);
        before = char;
    }
    out
}

/// Whether a text after `&` is a character reference.
fn begins_entity(rest: &str) -> bool {
    let end = rest
        .char_indices()
        .take(40)
        .find(|(_, char)| !(char.is_ascii_alphanumeric() || *char == '#'));
    matches!(end, Some((length, ';')) if length > 0)
}

/// A text with a backslash before each character that could be Markdown.
pub(super) fn escaped_everywhere(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        if char.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

/// The URL that a text begins with, and the text after it: up to the punctuation that follows the URL.
pub(super) fn split_url(text: &str) -> (&str, &str) {
    let stops =
        |char: char| char.is_whitespace() || matches!(char, '<' | '>' | '"' | '`' | '\\' | '|');
    let end = text.find(stops).unwrap_or(text.len());
    let url = text.get(..end).unwrap_or_default();
    let url = match url.find(')') {
        Some(end) if !url.contains('(') => url.get(..end).unwrap_or_default(),
        _ => url,
    };
    let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', ']']);
    text.split_at(url.len())
}

/// Whether a text begins with a URL.
pub(super) fn is_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://") || text.starts_with("mailto:")
}

/// A URL that leads to the web or to a mailbox, with every other character than a URL's percent-encoded.
pub(super) fn web_url(url: &str) -> Option<String> {
    let starts = |scheme: &str| {
        let start = url.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme)) && url.len() > scheme.len()
    };
    if !["https://", "http://", "mailto:"].into_iter().any(starts) {
        return None;
    }
    let mut out = String::with_capacity(url.len());
    for char in url.chars() {
        if char.is_alphanumeric() || "-._~:/?#[]@!$&'*+,;=%".contains(char) {
            out.push(char);
        } else {
            let mut bytes = [0; 4];
            let encoded = char.encode_utf8(&mut bytes).bytes();
            out.extend(encoded.map(|byte| format!("%{byte:02X}")));
        }
    }
    Some(out)
}

/// A URL as the target of a link: no character reference is read in it.
pub(super) fn link_target(url: &str) -> String {
    let mut parts = url.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(if begins_entity(part) { "\\&" } else { "&" });
        out.push_str(part);
    }
    out
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
