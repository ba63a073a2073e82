//! Putting texts together: headers, forms, and the target.

use std::fmt::Write;

use http::{HeaderName, HeaderValue};
use serde_core::Serialize;

use crate::defect::Defect;
use crate::number;
use crate::parameter::Parameter;
use crate::query::Pairs;
use crate::style::FormEncoding;

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

/// A value as JSON; `None` for `null`, which means an absent value.
pub(super) fn json(value: &(impl Serialize + ?Sized)) -> Result<Option<String>, Defect> {
    match number::json(value) {
        Ok(json) if json == "null" => Ok(None),
        Ok(json) => Ok(Some(json)),
        Err(error) => Err(Defect::Json(error.to_string())),
    }
}

/// The same JSON in ASCII, for headers: other characters occur in strings alone, which have escapes for them.
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

/// The members of `body` as pairs; none for `null`, and a defect for what has no members.
pub(super) fn form<T: Serialize + ?Sized>(
    body: &T,
    encodings: &[(&str, FormEncoding)],
) -> Result<Option<String>, Defect> {
    let members = match Parameter::from_serialize(body) {
        Parameter::Map(members) => members,
        Parameter::Null => return Ok(None),
        Parameter::Absent | Parameter::Scalar(_) | Parameter::List(_) => return Err(Defect::Form),
    };
    let has_json = encodings
        .iter()
        .any(|(_, encoding)| *encoding == FormEncoding::Json);
    let json = if has_json {
        serde_json::to_value(body).map_err(|_| Defect::Form)?
    } else {
        serde_json::Value::Null
    };
    let mut out = String::new();
    for (key, member) in &members {
        let encoding = encodings.iter().find(|(name, _)| name == key);
        match encoding.map(|(_, encoding)| encoding) {
            Some(FormEncoding::Style(style)) => {
                Pairs::query(&mut out, style.allow_reserved).parameter(key, *style, member);
            }
            Some(FormEncoding::Json) => {
                let text = json.get(key).and_then(|json| number::json(json).ok());
                let text = text.map_or(Parameter::Absent, Parameter::Scalar);
                Pairs::query(&mut out, false).member(key, &text);
            }
            None => Pairs::query(&mut out, false).member(key, member),
        }
    }
    Ok(Some(out))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::form;
    use crate::style::{FormEncoding, QueryStyle};

    #[test]
    fn a_form_writes_each_member_by_its_encoding() {
        let body = json!({"list": ["a", "b"], "object": {"x": 1, "y": "z"}});
        let written = |key: &'static str, encoding: FormEncoding| {
            let form = form(&body, &[(key, encoding)])
                .expect("a form")
                .unwrap_or_default();
            let pairs = form.split('&').filter(|pair| match key {
                "list" => !pair.starts_with("object"),
                _ => !pair.starts_with("list"),
            });
            pairs.collect::<Vec<_>>().join("&")
        };
        let style = FormEncoding::Style;
        assert_eq!(written("list", style(QueryStyle::FORM)), "list=a&list=b");
        assert_eq!(written("list", style(QueryStyle::FORM_JOINED)), "list=a,b");
        assert_eq!(written("list", style(QueryStyle::SPACE)), "list=a%20b");
        assert_eq!(written("list", style(QueryStyle::PIPE)), "list=a%7Cb");
        assert_eq!(written("object", style(QueryStyle::FORM)), "x=1&y=z");
        assert_eq!(
            written("object", style(QueryStyle::FORM_JOINED)),
            "object=x,1,y,z"
        );
        assert_eq!(
            written("object", style(QueryStyle::DEEP_OBJECT)),
            "object%5Bx%5D=1&object%5By%5D=z"
        );
        assert_eq!(
            written("object", FormEncoding::Json),
            "object=%7B%22x%22%3A1%2C%22y%22%3A%22z%22%7D"
        );
    }
}
