//! Singular and plural of English nouns.

/// Words whose plurals follow no general rule: `cookies`, `statuses`.
const IRREGULAR: [&str; 20] = [
    "alias", "atlas", "bias", "bonus", "brownie", "calorie", "campus", "canvas", "census",
    "cookie", "corpus", "focus", "genie", "locus", "movie", "radius", "selfie", "status", "virus",
    "zombie",
];

/// Plurals that no ending gives.
const PAIRS: [(&str, &str); 6] = [
    ("children", "child"),
    ("criteria", "criterion"),
    ("indices", "index"),
    ("matrices", "matrix"),
    ("people", "person"),
    ("vertices", "vertex"),
];

/// `users` → `user`, where the plural is plain.
pub(crate) fn singular(word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    for known in IRREGULAR {
        if known.ends_with('s') && lower.ends_with(known) {
            return None;
        }
        let ending = if known.ends_with('s') { "es" } else { "s" };
        let stem = lower.strip_suffix(ending);
        if stem.is_some_and(|stem| stem.ends_with(known)) {
            return word.get(..word.len() - ending.len()).map(str::to_owned);
        }
    }
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return Some(format!("{stem}y"));
    }
    for (end, keep) in [("sses", 2), ("xes", 1), ("shes", 2), ("ches", 2)] {
        if let Some(stem) = word.strip_suffix(end) {
            return Some(format!("{stem}{}", end.get(..keep).unwrap_or_default()));
        }
    }
    let stem = word.strip_suffix('s')?;
    let plain = stem.len() > 1 && !stem.ends_with(['s', 'u', 'i', 'o']);
    plain.then(|| stem.to_owned())
}

/// Whether two words in lower case are the same noun, in the singular or the plural.
pub(crate) fn is_same(left: &str, right: &str) -> bool {
    let is_plural_of = |plural: &str, word: &str| {
        singular(plural).as_deref() == Some(word) || PAIRS.contains(&(plural, word))
    };
    left == right || is_plural_of(left, right) || is_plural_of(right, left)
}

#[cfg(test)]
mod tests {
    use super::{is_same, singular};

    #[test]
    fn a_plural_becomes_the_word_that_it_is_the_plural_of() {
        let pairs = [
            ("users", "user"),
            ("policies", "policy"),
            ("addresses", "address"),
            ("cookies", "cookie"),
            ("userStatuses", "userStatus"),
            ("order_aliases", "order_alias"),
            ("movies", "movie"),
            ("databases", "database"),
        ];
        for (plural, word) in pairs {
            assert_eq!(singular(plural).as_deref(), Some(word));
        }
        assert_eq!(singular("status"), None);
        assert_eq!(singular("alias").as_deref(), None);
    }

    #[test]
    fn number_does_not_make_another_noun() {
        assert!(is_same("users", "user"));
        assert!(is_same("activity", "activities"));
        assert!(is_same("people", "person"));
        assert!(is_same("data", "data"));
        assert!(!is_same("user", "uses"));
    }
}
