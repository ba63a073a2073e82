//! Texts of their form, pattern and length.

use serde_json::{Map, Value};

use super::{Location, pattern};
use crate::schema::Extent;

/// A text.
pub(super) fn text(
    schema: &Map<String, Value>,
    extent: Extent,
    location: Location,
) -> Result<String, String> {
    let least = super::count(schema, "minLength").unwrap_or(0);
    let most = super::count(schema, "maxLength").unwrap_or(usize::MAX);
    let format = schema.get("format").and_then(Value::as_str);
    let formed = format.and_then(|format| formed(format, extent));
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
        return pattern::text(pattern, least, most, formed);
    }
    if let Some(formed) = formed {
        return Ok(formed.to_owned());
    }
    let plain = match (extent, location) {
        (Extent::Least, _) => "plain",
        // What the standards of the location must escape.
        (Extent::Most, Location::Path | Location::Query) => "a b/c?d=e&f+g%h#i;j:k,ä",
        (Extent::Most, Location::Header) => "a b/c?d=e&f+g%h#i",
        (Extent::Most, Location::Body) => "a b\"c\\d\n%e&f+gä",
    };
    let mut text: String = plain.chars().take(most).collect();
    while text.chars().count() < least {
        text.push('x');
    }
    Ok(text)
}

/// A text of a format.
fn formed(format: &str, extent: Extent) -> Option<&'static str> {
    let (least, most) = match format {
        "uuid" => (
            "62f44730-dd91-461e-bd6a-aedd9e0ad79d",
            "62f44730-dd91-461e-bd6a-aedd9e0ad79d",
        ),
        "date-time" => ("2024-02-29T12:34:56Z", "2024-02-29T12:34:56.123456Z"),
        "date" => ("2024-02-29", "2024-12-31"),
        "time" => ("12:34:56Z", "12:34:56Z"),
        "duration" => ("P1D", "P1DT12H"),
        "ip" | "ipv4" => ("192.0.2.1", "192.0.2.255"),
        "ipv6" => ("2001:db8::1", "2001:db8::ff"),
        "email" => ("me@example.com", "me+you@example.com"),
        "uri" | "url" | "uri-reference" | "iri" => {
            ("https://example.com/", "https://example.com/a?b=c&d#e")
        }
        "hostname" => ("example.com", "a.example.com"),
        "byte" | "base64" => ("c2lnbm9u", "c2lnbm9uIQ=="),
        "regex" => ("a+", "a+"),
        _ => return None,
    };
    Some(match extent {
        Extent::Least => least,
        Extent::Most => most,
    })
}
