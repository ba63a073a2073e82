//! Integers past 64 bits in JSON, which its reader rounds.

/// As many digits as the shortest number that does not fit has: `-9223372036854775809`.
const WIDE: usize = 19;

/// The integers of a JSON text that might not fit in 64 bits: which of the text's numbers, from 0, and its value.
///
/// Past 127 bits only the magnitude matters, and the reader's own rounding will do.
pub(super) fn integers(text: &str) -> Vec<(usize, i128)> {
    let bytes = text.as_bytes();
    // A long run of digits has one at every step of its length, so that most texts are done with a short look.
    let has_digits_in_a_row = (0..bytes.len()).step_by(WIDE).any(|at| {
        let (before, after) = bytes.split_at(at);
        let digits = |byte: &&u8| byte.is_ascii_digit();
        let run = before.iter().rev().take_while(digits).count()
            + after.iter().take_while(digits).count();
        run >= WIDE
    });
    if has_digits_in_a_row {
        scan(text)
    } else {
        Vec::new()
    }
}

/// Reads the text number by number.
fn scan(text: &str) -> Vec<(usize, i128)> {
    let mut wide = Vec::new();
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
                if literal.len() >= WIDE
                    && let Ok(value) = literal.parse()
                {
                    wide.push((numbers, value));
                }
                numbers += 1;
            }
            _ => {}
        }
    }
    wide
}

fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')
}

#[cfg(test)]
mod tests {
    use super::integers;

    #[test]
    fn only_numbers_count_and_only_long_integers_are_told() {
        let text = r#"{"1": [1, -2.5e3, "9223372036854775808 \" 1", 18446744073709551616],
            "a": {"b": -9223372036854775809}, "c": 12345678901234567890123.5, "d": 7,
            "e": 340282366920938463463374607431768211456}"#;
        assert_eq!(
            integers(text),
            [
                (2, 18_446_744_073_709_551_616),
                (3, -9_223_372_036_854_775_809)
            ]
        );
    }

    #[test]
    fn what_fits_is_not_read_twice() {
        assert_eq!(integers(r#"{"a": 922337203685477580, "b": "short"}"#), []);
        assert_eq!(integers(""), []);
    }
}
