//! `NAME=value` files.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Parses lines of `NAME=value`, or returns the number of the first invalid line.
///
/// The error omits the line itself, which may be a secret.
pub(crate) fn parse(text: &str) -> Result<BTreeMap<String, String>, usize> {
    let mut values = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (name, value) = line.split_once('=').ok_or(index + 1)?;
        values.insert(name.trim().to_owned(), value.trim().to_owned());
    }
    Ok(values)
}

/// Formats lines of `NAME=value` that [`parse`] reads back.
pub(super) fn format(values: &BTreeMap<String, String>) -> String {
    values
        .iter()
        .fold(String::new(), |mut text, (name, value)| {
            let _ = writeln!(text, "{name}={value}");
            text
        })
}

/// Whether a value survives a round trip through [`format`] and [`parse`].
pub(crate) fn is_representable(value: &str) -> bool {
    value.trim() == value && !value.contains(['\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_a_round_trip() {
        let values = BTreeMap::from([
            ("A_KEY".to_owned(), "a=b#c".to_owned()),
            ("B".to_owned(), String::new()),
        ]);
        assert!(values.values().all(|value| is_representable(value)));
        assert_eq!(parse(&format(&values)), Ok(values));
        assert!(!is_representable("a\nB=c") && !is_representable(" a"));
    }

    #[test]
    fn invalid_lines_are_reported_by_number() {
        assert_eq!(parse("# comment\nA=1\nsecret"), Err(3));
    }
}
