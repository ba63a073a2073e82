//! Path segments and header values: the styles `simple`, `label` and `matrix`.

use openapiv3::PathStyle;
use serde_json::{Map, Value};

use super::text::unescape;

/// The value of each parameter of the template, still encoded.
pub fn segments<'t>(template: &'t str, path: &str) -> Result<Vec<(&'t str, String)>, String> {
    let wrong = || format!("the path is {path}, which is no {template}");
    let mut found = Vec::new();
    let (templates, segments): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    if templates.len() != segments.len() {
        return Err(wrong());
    }
    for (template, segment) in templates.into_iter().zip(segments) {
        match template
            .split_once('{')
            .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            Some((before, (name, after))) => {
                let value = segment
                    .strip_prefix(before)
                    .and_then(|rest| rest.strip_suffix(after));
                found.push((
                    name,
                    value
                        .filter(|value| !value.is_empty())
                        .ok_or_else(wrong)?
                        .to_owned(),
                ));
            }
            None if template == segment => {}
            None => return Err(wrong()),
        }
    }
    Ok(found)
}

/// The value of a path parameter, or of a header.
pub(super) fn value(
    style: &PathStyle,
    explode: bool,
    name: &str,
    raw: &str,
    shape: &Value,
) -> Value {
    match style {
        PathStyle::Simple => separated(raw, ",", explode, shape),
        PathStyle::Label => {
            let separator = if explode { "." } else { "," };
            separated(
                raw.strip_prefix('.').unwrap_or(raw),
                separator,
                explode,
                shape,
            )
        }
        PathStyle::Matrix => {
            let raw = raw.strip_prefix(';').unwrap_or(raw);
            if explode && shape.is_object() {
                return separated(raw, ";", true, shape);
            }
            let named = format!("{name}=");
            let parts: Vec<_> = raw
                .split(';')
                .map(|part| part.strip_prefix(&named).unwrap_or(part))
                .collect();
            separated(&parts.join(","), ",", explode, shape)
        }
    }
}

/// Values between separators; the members of a map are `key=value` where it is exploded, and take turns otherwise.
pub(super) fn separated(raw: &str, separator: &str, explode: bool, shape: &Value) -> Value {
    let parts = || raw.split(separator).filter(|part| !part.is_empty());
    match shape {
        Value::Array(_) => parts().map(|part| Value::from(unescape(part))).collect(),
        Value::Object(_) if explode => {
            let member = |part: &str| {
                let (key, value) = part.split_once('=').unwrap_or((part, ""));
                (unescape(key), Value::from(unescape(value)))
            };
            Value::Object(parts().map(member).collect())
        }
        Value::Object(_) => {
            let mut parts = raw.split(separator).map(unescape);
            let mut members = Map::new();
            while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
                members.insert(key, Value::from(value));
            }
            Value::Object(members)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            Value::from(unescape(raw))
        }
    }
}
