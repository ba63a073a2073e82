//! Splits a long module into files, by the first letters of the names in it.
//!
//! What file a name is in depends on the name and on how full its letters are, not on its place in the document.

use std::collections::BTreeMap;

/// A file of a module holds so many lines, about.
pub(super) const LINES: usize = 2_000;

/// What goes into a file as a whole.
#[derive(Clone, Debug)]
pub(super) struct Unit<T> {
    /// The name.
    pub(super) name: String,
    /// How many lines it comes to, about.
    pub(super) lines: usize,
    /// What it is.
    pub(super) item: T,
}

/// The files of a module: their names, and what is in each. One without a name is the whole module.
pub(super) fn split<T>(units: Vec<Unit<T>>) -> Vec<(String, Vec<Unit<T>>)> {
    let lines: usize = units.iter().map(|unit| unit.lines).sum();
    if lines <= LINES * 5 / 4 {
        return vec![(String::new(), units)];
    }
    let skip = common_prefix(&units);
    let mut files = Vec::new();
    by_letter(units, skip, skip, &mut files);
    files
}

/// Splits by the letter after the common prefix, and goes on where there is still too much.
fn by_letter<T>(
    units: Vec<Unit<T>>,
    skip: usize,
    depth: usize,
    files: &mut Vec<(String, Vec<Unit<T>>)>,
) {
    let mut buckets: BTreeMap<String, Vec<Unit<T>>> = BTreeMap::new();
    for unit in units {
        buckets
            .entry(letters(&unit.name, skip, depth + 1))
            .or_default()
            .push(unit);
    }
    for (name, units) in buckets {
        let lines: usize = units.iter().map(|unit| unit.lines).sum();
        let deeper = common_prefix(&units).max(depth + 1);
        let can_split = units.iter().any(|unit| unit.name.chars().count() > deeper);
        if lines > LINES && units.len() > 1 && can_split {
            by_letter(units, skip, deeper, files);
        } else {
            files.push((name, units));
        }
    }
}

/// The letters of a name from `skip` to `end`, as the name of a file.
fn letters(name: &str, skip: usize, end: usize) -> String {
    let letters: String = name.chars().take(end).skip(skip).collect();
    let letters: String = letters
        .to_lowercase()
        .chars()
        .map(|char| {
            if char.is_ascii_alphanumeric() {
                char
            } else {
                'x'
            }
        })
        .collect();
    match letters.chars().next() {
        None => String::from("rest"),
        // No module begins with a digit.
        Some(first) if first.is_ascii_digit() => format!("n{letters}"),
        Some(_) => letters,
    }
}

/// How many letters all names begin with.
fn common_prefix<T>(units: &[Unit<T>]) -> usize {
    let Some(first) = units.first() else {
        return 0;
    };
    units
        .iter()
        .map(|unit| {
            let same = first
                .name
                .chars()
                .zip(unit.name.chars())
                .take_while(|(a, b)| a.eq_ignore_ascii_case(b));
            same.count()
        })
        .min()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Unit, split};

    fn units(names: &[&str], lines: usize) -> Vec<Unit<()>> {
        names
            .iter()
            .map(|name| Unit {
                name: (*name).to_owned(),
                lines,
                item: (),
            })
            .collect()
    }

    fn files(names: &[&str], lines: usize) -> Vec<String> {
        split(units(names, lines))
            .into_iter()
            .map(|(name, units)| format!("{name}:{}", units.len()))
            .collect()
    }

    #[test]
    fn a_short_module_is_one_file() {
        assert_eq!(files(&["A", "B"], 100), [":2"]);
    }

    #[test]
    fn a_long_module_is_split_by_letters_after_the_common_ones() {
        assert_eq!(
            files(&["GraphUser", "GraphUnit", "GraphApp"], 1_500),
            ["a:1", "un:1", "us:1"]
        );
    }

    #[test]
    fn what_cannot_be_split_stays() {
        assert_eq!(files(&["A", "AB"], 9_000), ["b:1", "rest:1"]);
    }
}
