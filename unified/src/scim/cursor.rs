//! Cursors in the characters that they may have (RFC 9865, section 2): those of the provider, in hexadecimal.

use scim_v2::models::errors::ScimType;

use super::failure::Failure;

/// A provider's cursor in the characters that a cursor may have.
pub(super) fn encode(cursor: &str) -> String {
    use std::fmt::Write as _;
    cursor.bytes().fold(String::new(), |mut text, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The provider's cursor; none where the list begins.
pub(super) fn decode(cursor: &str) -> Result<Option<String>, Failure> {
    if cursor.is_empty() {
        return Ok(None);
    }
    let invalid = || {
        Failure::bad(
            ScimType::Other("invalidCursor".to_owned()),
            "the cursor is not one of this service",
        )
    };
    let digits: Option<Vec<u32>> = cursor.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits
        .filter(|digits| digits.len() % 2 == 0)
        .ok_or_else(invalid)?;
    let bytes = digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit));
    let bytes: Option<Vec<u8>> = bytes.map(|byte| u8::try_from(byte).ok()).collect();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    Ok(Some(text.ok_or_else(invalid)?))
}
