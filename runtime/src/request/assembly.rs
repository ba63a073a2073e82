//! Putting texts together: headers, forms, and the target.

use std::fmt::Write;

use http::{HeaderName, HeaderValue};
use serde_core::Serialize;

use crate::defect::Defect;
use crate::parameter::Parameter;
use crate::request::query::Pairs;
use crate::request::style::QueryStyle;

/// A header that arrives as it was given, or why there is none.
pub(super) fn header(name: &str, text: &str) -> Result<(HeaderName, HeaderValue), Defect> {
    let refuse = || Defect::Header(name.to_owned());
    // HTTP drops white space at the ends of a value.
    if text.starts_with([' ', '\t']) || text.ends_with([' ', '\t']) {
        return Err(refuse());
    }
    let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refuse())?;
    let value = HeaderValue::from_bytes(text.as_bytes()).map_err(|_| refuse())?;
    Ok((key, value))
}

/// A value in the style `simple`, which headers do not encode.
pub(super) fn header_text(explode: bool, value: &Parameter) -> String {
    match value {
        Parameter::Absent | Parameter::Null => String::new(),
        Parameter::Scalar(text) => text.clone(),
        Parameter::List(items) => items
            .iter()
            .map(|item| header_text(explode, item))
            .collect::<Vec<_>>()
            .join(","),
        Parameter::Map(members) => {
            let sign = if explode { '=' } else { ',' };
            members
                .iter()
                .map(|(key, member)| format!("{key}{sign}{}", header_text(explode, member)))
                .collect::<Vec<_>>()
                .join(",")
        }
    }
}

/// A value as JSON; `None` for `null`, which stands for a value that is not there.
pub(super) fn json(value: &(impl Serialize + ?Sized)) -> Result<Option<String>, Defect> {
    match serde_json::to_string(value) {
        Ok(json) if json == "null" => Ok(None),
        Ok(json) => Ok(Some(json)),
        Err(error) => Err(Defect::Json(error.to_string())),
    }
}

/// The same JSON in ASCII, for headers: what else there is can only stand in strings, which have escapes for it.
pub(super) fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() && character != '\u{7f}' {
            out.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// A form of the members of `value`; `None` if it has no members.
pub(super) fn form(value: &Parameter, encodings: &[(&'static str, QueryStyle)]) -> Option<String> {
    let Parameter::Map(members) = value else {
        return None;
    };
    let mut out = String::new();
    for (key, member) in members {
        let style = encodings.iter().find(|(name, _)| name == key);
        match style {
            Some((_, style)) => {
                Pairs::query(&mut out, style.allow_reserved).parameter(key, *style, member);
            }
            None => Pairs::query(&mut out, false).member(key, member),
        }
    }
    Some(out)
}
