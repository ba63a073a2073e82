//! Text of a document ↔ scalars of JSON.

use std::borrow::Cow;

use super::Content;

/// A scalar of JSON that a text means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scalar<'t> {
    Boolean(bool),
    /// In the digits of JSON.
    Number(Cow<'t, str>),
    String(&'t str),
}

/// What a text means as this content. What is not a number stays text: decoding it says where it is.
pub(super) fn scalar<'t>(content: &Content, text: &'t str) -> Scalar<'t> {
    let trimmed = text.trim();
    let found = match content {
        Content::Number => number(trimmed).map(Scalar::Number),
        Content::Boolean => boolean(trimmed).map(Scalar::Boolean),
        Content::Scalar => match trimmed {
            "true" => Some(Scalar::Boolean(true)),
            "false" => Some(Scalar::Boolean(false)),
            // Digits that another number is written with are text: `007`.
            _ => number(trimmed)
                .filter(|number| matches!(number, Cow::Borrowed(_)))
                .map(Scalar::Number),
        },
        Content::Token => Some(Scalar::String(trimmed)),
        Content::String
        | Content::List(_)
        | Content::Object(_)
        | Content::OneOf(_)
        | Content::Any => None,
    };
    found.unwrap_or(Scalar::String(text))
}

/// Whether an empty text is not a value of this content.
pub(super) const fn needs_text(content: &Content) -> bool {
    matches!(content, Content::Number | Content::Boolean)
}

/// XML Schema has `1` and `0`, too; some servers write `True`.
fn boolean(text: &str) -> Option<bool> {
    if text == "1" || text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text == "0" || text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// A number of XML Schema (`+007`, `.5`) in the digits of JSON; borrowed where they are the same.
fn number(text: &str) -> Option<Cow<'_, str>> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let split = digits.find(['e', 'E']).unwrap_or(digits.len());
    let (mantissa, exponent) = digits.split_at(split);
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_digits = !whole.is_empty() || fraction.is_some_and(|fraction| !fraction.is_empty());
    if !has_digits || !all_digits(whole) || !fraction.is_none_or(all_digits) {
        return None;
    }
    if let Some(exponent) = exponent.get(1..) {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if digits.is_empty() || !all_digits(digits) {
            return None;
        }
    }
    let plain = match whole.trim_start_matches('0') {
        "" => "0",
        plain => plain,
    };
    let fraction = fraction.filter(|fraction| !fraction.is_empty());
    let is_json =
        plain == whole && !text.starts_with('+') && (fraction.is_some() || !mantissa.contains('.'));
    Some(if is_json {
        Cow::Borrowed(text)
    } else {
        let fraction = fraction.map(|fraction| format!(".{fraction}"));
        Cow::Owned(format!(
            "{sign}{plain}{}{exponent}",
            fraction.unwrap_or_default()
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_of_xml_schema_become_numbers_of_json() {
        for (text, json) in [
            ("12", "12"),
            ("-1.50", "-1.50"),
            ("+007", "7"),
            ("00", "0"),
            (".5", "0.5"),
            ("-.5e+3", "-0.5e+3"),
            ("5.", "5"),
            ("1E4", "1E4"),
        ] {
            assert_eq!(number(text).as_deref(), Some(json), "{text}");
        }
        for text in ["", "-", ".", "INF", "NaN", "1e", "0x1", "1 2", "1,5", "٣"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
