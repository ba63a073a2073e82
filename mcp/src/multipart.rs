//! Parses multipart bodies (RFC 2046), such as a record and its files in a `multipart/mixed` response.

use bytes::Bytes;

/// The maximum number of parts.
const MAX_PARTS: usize = 64;

/// A part of a body.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// The media type without its parameters.
    pub(crate) media_type: String,
    pub(crate) name: Option<String>,
    pub(crate) bytes: Bytes,
}

/// Parses the parts of a body with this `Content-Type`; `None` if it is not a complete multipart body.
pub(crate) fn parts(content_type: &str, body: &Bytes) -> Option<Vec<Part>> {
    let (media_type, parameters) = content_type.split_once(';')?;
    let (kind, _) = media_type.trim().split_once('/')?;
    if !kind.eq_ignore_ascii_case("multipart") {
        return None;
    }
    let boundary = parameter(parameters, "boundary").filter(|boundary| !boundary.is_empty())?;
    let delimiter = format!("\r\n--{boundary}");
    let first = delimiter.trim_start();
    // The first delimiter may be at the start of the body.
    let mut position = if body.starts_with(first.as_bytes()) {
        first.len()
    } else {
        find(body, delimiter.as_bytes(), 0)? + delimiter.len()
    };
    let mut parts = Vec::new();
    loop {
        let rest = body.get(position..)?;
        if rest.starts_with(b"--") {
            return Some(parts);
        }
        if parts.len() >= MAX_PARTS {
            return None;
        }
        // White space may follow a delimiter on its line.
        let start = find(body, b"\r\n", position)?;
        if !body.get(position..start)?.trim_ascii().is_empty() {
            return None;
        }
        let end = find(body, delimiter.as_bytes(), start)?;
        parts.push(part(&body.slice(start..end))?);
        position = end + delimiter.len();
    }
}

/// Parses a part, starting at the line break before its headers.
fn part(text: &Bytes) -> Option<Part> {
    let empty = b"\r\n\r\n";
    let end = find(text, empty, 0)?;
    let headers = std::str::from_utf8(text.get(..end)?).ok()?;
    let header = |name: &str| {
        let mut lines = headers.lines().filter_map(|line| line.split_once(':'));
        let found = lines.find(|(key, _)| key.trim().eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim())
    };
    let media_type = header("content-type").unwrap_or("text/plain");
    let name = header("content-disposition")
        .and_then(|value| parameter(value, "filename").or_else(|| parameter(value, "name")));
    let media_type = media_type.split(';').next().unwrap_or_default();
    Some(Part {
        media_type: media_type.trim().to_ascii_lowercase(),
        name,
        bytes: text.slice(end + empty.len()..),
    })
}

/// Returns the unquoted value of a header parameter.
fn parameter(parameters: &str, name: &str) -> Option<String> {
    let mut pairs = parameters
        .split(';')
        .filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?;
    Some(value.trim().trim_matches('"').to_owned())
}

/// Finds a text at or after a position.
fn find(body: &[u8], text: &[u8], from: usize) -> Option<usize> {
    let rest = body.get(from..)?;
    let position = rest.windows(text.len()).position(|window| window == text)?;
    Some(from + position)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPE: &str = "multipart/mixed; boundary=\"b\"";

    fn read(text: &'static str) -> Option<Vec<(String, Option<String>, &'static str)>> {
        let parts = parts(TYPE, &Bytes::from_static(text.as_bytes()))?;
        let shown = parts.into_iter().map(|part| {
            let start = text.find(std::str::from_utf8(&part.bytes).expect("text"));
            let body = start.and_then(|start| text.get(start..start + part.bytes.len()));
            (
                part.media_type,
                part.name,
                body.expect("a part of the body"),
            )
        });
        Some(shown.collect())
    }

    #[test]
    fn parts_have_types_names_and_bytes() {
        let body = "preamble\r\n--b\r\n\r\none\r\n--b  \r\nContent-Type: Image/PNG; x=y\r\n\
                    Content-Disposition: attachment; filename=\"a.png\"\r\n\r\ntwo\r\n--\r\n--b--\r\nepilogue";
        let expected = vec![
            ("text/plain".to_owned(), None, "one"),
            (
                "image/png".to_owned(),
                Some("a.png".to_owned()),
                "two\r\n--",
            ),
        ];
        assert_eq!(read(body), Some(expected));
        assert_eq!(
            read("--b\r\n\r\none\r\n--b--").map(|parts| parts.len()),
            Some(1)
        );
        assert_eq!(read("--b--").map(|parts| parts.len()), Some(0));
    }

    #[test]
    fn truncated_and_malformed_bodies_have_no_parts() {
        for body in [
            "",
            "text",
            "--b",
            "--b\r\n\r\none",
            "--b\r\none\r\n--b--",
            "--bc\r\n\r\none\r\n--b--",
        ] {
            assert_eq!(read(body), None, "{body:?}");
        }
        let many = "\r\n--b\r\n\r\n".repeat(MAX_PARTS + 1) + "\r\n--b--";
        assert_eq!(parts(TYPE, &Bytes::from(many)), None);
        for other in [
            "text/plain; boundary=b",
            "multipart/mixed",
            "multipart/mixed; boundary=",
        ] {
            assert_eq!(parts(other, &Bytes::from_static(b"--b--")), None, "{other}");
        }
    }
}
