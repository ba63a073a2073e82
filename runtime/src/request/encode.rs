//! Percent-encoding, by the place that a text is written to.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but what RFC 3986 calls unreserved.
const STRICT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What `allowReserved` leaves as it is.
///
/// `#` would end the query, `&` and `+` mean something in a form, `[` and `]` are not allowed in
/// a query, and a `%` that is not encoded would be decoded by the server.
const RESERVED: &AsciiSet = &STRICT
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

/// Appends `text` so that it means nothing but itself anywhere in a URL, a form or a cookie.
pub(crate) fn strict(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, STRICT));
}

/// Appends `text`; reserved characters that a query can hold stay.
pub(crate) fn reserved(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, RESERVED));
}
