//! Documents ↔ models.

use std::borrow::Cow;

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;

use super::parse::parse;
use super::{Element, read, write};
use crate::decode::{self, BodyError};
use crate::finite;

/// Reads a document as a `T`.
pub(crate) fn decode<T: DeserializeOwned>(
    bytes: &[u8],
    element: &'static Element,
) -> Result<T, BodyError> {
    let source = text(bytes).ok_or_else(|| BodyError {
        path: "/".to_owned(),
        message: "text in an unknown encoding".to_owned(),
        offset: 0,
    })?;
    let tree = parse(&source).map_err(|problem| BodyError {
        path: "/".to_owned(),
        message: problem.message.into_owned(),
        offset: problem.offset,
    })?;
    let Some(root) = tree.root() else {
        return Err(BodyError {
            path: "/".to_owned(),
            message: "no element".to_owned(),
            offset: 0,
        });
    };
    let json = read::json(root, element);
    decode::json(json.as_bytes()).map_err(|body_error| {
        let origin = read::origin(root, element, body_error.offset);
        let mut path = tree.path(origin.index);
        if let Some(attribute) = origin.attribute {
            path.push_str("/@");
            path.extend(attribute.chars().take(60));
        }
        BodyError {
            path,
            message: body_error.message,
            offset: tree.offset(origin.index, &source),
        }
    })
}

/// What is in the root of a document that nothing describes.
pub(crate) fn value(bytes: &[u8]) -> Option<serde_json::Value> {
    static ANYTHING: Element = Element::new("any", &super::Content::Any);
    decode(bytes, &ANYTHING).ok()
}

/// Writes a value as a document.
pub(crate) fn encode<T: Serialize + ?Sized>(
    value: &T,
    element: &'static Element,
) -> Result<String, String> {
    let json = finite::check(value).and_then(|()| serde_json::to_value(value));
    let json = json.map_err(|error| error.to_string())?;
    write::document(&json, element).map_err(str::to_owned)
}

/// The text of a document: UTF-8, UTF-16 with a byte order mark, or Latin-1 where the document says so.
fn text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let utf16 = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, _) = bytes.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        String::from_utf16(&units).ok().map(Cow::Owned)
    };
    match bytes {
        [0xfe, 0xff, rest @ ..] => return utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => return utf16(rest, u16::from_le_bytes),
        _ => {}
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    let declaration = bytes.get(..bytes.iter().position(|byte| *byte == b'>')?)?;
    let declaration = declaration.to_ascii_lowercase();
    let is_latin = declaration.starts_with(b"<?xml")
        && declaration
            .windows(10)
            .any(|window| window == b"iso-8859-1");
    is_latin.then(|| Cow::Owned(bytes.iter().copied().map(char::from).collect()))
}
