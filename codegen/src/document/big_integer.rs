//! Integers beyond 64 bits in JSON, which the JSON parser rounds.

/// Number of digits of the shortest number that does not fit: `-9223372036854775809`.
const MIN_DIGITS: usize = 19;

/// Returns the integers of a JSON text that may not fit in 64 bits: the index among the text's numbers, and the value.
///
/// Beyond 127 bits only the magnitude matters, and the parser's rounding is sufficient.
pub(super) fn find(text: &str) -> Vec<(usize, i128)> {
    let bytes = text.as_bytes();
    // A run of this length includes a multiple of it, so that most texts are skipped quickly.
    let has_digits_in_a_row = (0..bytes.len()).step_by(MIN_DIGITS).any(|at| {
        let (before, after) = bytes.split_at(at);
        let digits = |byte: &&u8| byte.is_ascii_digit();
        let run = before.iter().rev().take_while(digits).count()
            + after.iter().take_while(digits).count();
        run >= MIN_DIGITS
    });
    if has_digits_in_a_row {
        scan(text)
    } else {
        Vec::new()
    }
}

/// Scans the numbers of a text.
fn scan(text: &str) -> Vec<(usize, i128)> {
    let mut found = Vec::new();
    let mut numbers = 0;
    let mut in_string = false;
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((start, byte)) = bytes.next() {
        match byte {
            b'"' => in_string = !in_string,
            b'\\' if in_string => {
                bytes.next();
            }
            b'-' | b'0'..=b'9' if !in_string => {
                let mut end = start + 1;
                while bytes.next_if(|(_, byte)| is_of_number(*byte)).is_some() {
                    end += 1;
                }
                let literal = text.get(start..end).unwrap_or_default();
                if literal.len() >= MIN_DIGITS
                    && let Ok(value) = literal.parse()
                {
                    found.push((numbers, value));
                }
                numbers += 1;
            }
            _ => {}
        }
    }
    found
}

fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn finds_long_integers_outside_of_strings() {
        let text = r#"{"1": [1, -2.5e3, "9223372036854775808 \" 1", 18446744073709551616],
            "a": {"b": -9223372036854775809}, "c": 12345678901234567890123.5, "d": 7,
            "e": 340282366920938463463374607431768211456}"#;
        assert_eq!(
            find(text),
            [
                (2, 18_446_744_073_709_551_616),
                (3, -9_223_372_036_854_775_809)
            ]
        );
    }

    #[test]
    fn finds_nothing_where_every_number_fits() {
        assert_eq!(find(r#"{"a": 922337203685477580, "b": "short"}"#), []);
        assert_eq!(find(""), []);
    }
}
