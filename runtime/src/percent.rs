//! Percent-encoding, by the place that a text is written to.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but what RFC 3986 calls unreserved.
const STRICT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What `allowReserved` leaves as it is in a query.
///
/// `#` would end the query, `&` and `+` mean something in a form, and `[` and `]` are not allowed in a query.
const RESERVED_IN_QUERY: &AsciiSet = &STRICT
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// What `allowReserved` leaves as it is in a path: what a segment can hold (RFC 3986, section 3.3).
const RESERVED_IN_PATH: &AsciiSet = &RESERVED_IN_QUERY
    .add(b'/')
    .add(b'?')
    .remove(b'&')
    .remove(b'+');

/// Appends `text` so that it means nothing but itself anywhere in a URL, a form or a cookie.
pub(crate) fn strict(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, STRICT));
}

/// A text that means nothing but itself anywhere in a URL.
pub(crate) fn strict_text(text: &str) -> String {
    utf8_percent_encode(text, STRICT).to_string()
}

/// Appends `text` to a query; reserved characters that a query can hold stay.
pub(crate) fn reserved_in_query(out: &mut String, text: &str) {
    reserved(out, text, RESERVED_IN_QUERY);
}

/// Appends `text` to a path; reserved characters that a segment can hold stay.
pub(crate) fn reserved_in_path(out: &mut String, text: &str) {
    reserved(out, text, RESERVED_IN_PATH);
}

/// Appends `text`, in which percent-encoded triples stay as they are (RFC 6570, section 3.2.3).
fn reserved(out: &mut String, text: &str, encoded: &'static AsciiSet) {
    let mut remaining = text;
    while let Some(percent) = remaining.find('%') {
        let (before, after) = remaining.split_at(percent);
        out.extend(utf8_percent_encode(before, encoded));
        let triple = after.get(..3).filter(|triple| {
            let mut digits = triple.bytes().skip(1);
            digits.all(|digit| digit.is_ascii_hexdigit())
        });
        let (written, length) = triple.map_or(("%25", 1), |triple| (triple, 3));
        out.push_str(written);
        remaining = after.get(length..).unwrap_or_default();
    }
    out.extend(utf8_percent_encode(remaining, encoded));
}
