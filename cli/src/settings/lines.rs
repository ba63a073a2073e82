//! Files of lines: `NAME=value`, or names alone.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The values of lines of `NAME=value`, or the number of the first line that has another form.
///
/// The line itself may be a secret.
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

/// Lines of `NAME=value`, such that [`parse`] gives the same values.
pub(super) fn format(values: &BTreeMap<String, String>) -> String {
    values
        .iter()
        .fold(String::new(), |mut text, (name, value)| {
            let _ = writeln!(text, "{name}={value}");
            text
        })
}

/// Whether the value survives [`format`] and [`parse`].
pub(crate) fn fits(value: &str) -> bool {
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
        assert!(values.values().all(|value| fits(value)));
        assert_eq!(parse(&format(&values)), Ok(values));
        assert!(!fits("a\nB=c") && !fits(" a"));
    }

    #[test]
    fn a_line_of_another_form_is_reported_by_its_number() {
        assert_eq!(parse("# comment\nA=1\nsecret"), Err(3));
    }
}
