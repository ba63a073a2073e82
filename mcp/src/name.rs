//! Tool names: at most 64 characters of `[A-Za-z0-9_-]`, unique in a server, the same in every run.

use std::collections::BTreeSet;

/// The maximum length of a name; some clients reject longer ones.
const MAX_LEN: usize = 64;
/// The length of the suffix that is kept.
const SUFFIX_LEN: usize = 20;

/// Returns the name of a provider's tool in a server of several providers.
///
/// A name that contains the provider's as a word is unchanged.
pub(crate) fn prefixed(provider: &str, tool: &str) -> String {
    let provider = sanitize(provider);
    if tool.split(['_', '-']).any(|word| word == provider) {
        return tool.to_owned();
    }
    with_prefix(&provider, tool)
}

/// Adds a prefix unconditionally.
pub(crate) fn with_prefix(prefix: &str, name: &str) -> String {
    shorten(&format!("{prefix}_{name}"))
}

/// Returns the name, or an unused variant of it.
pub(crate) fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let candidates = std::iter::once(shorten(name))
        .chain((2_usize..).map(|number| shorten(&format!("{name}_{number}"))));
    for candidate in candidates {
        if taken.insert(candidate.clone()) {
            return candidate;
        }
    }
    name.to_owned()
}

/// Sanitizes a name, and removes its middle if it is too long: its end, a hash or a number, distinguishes it.
fn shorten(name: &str) -> String {
    let name = sanitize(name);
    if name.len() <= MAX_LEN {
        return name;
    }
    let start = name.get(..MAX_LEN - SUFFIX_LEN - 1).unwrap_or("");
    let end = name.get(name.len() - SUFFIX_LEN..).unwrap_or("");
    format!("{start}_{end}")
}

/// Replaces invalid characters with underscores.
fn sanitize(name: &str) -> String {
    let valid =
        |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    name.chars()
        .map(|character| if valid(character) { character } else { '_' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_the_provider_are_prefixed() {
        assert_eq!(
            prefixed("torii", "list_all_torii_users"),
            "list_all_torii_users"
        );
        assert_eq!(prefixed("torii", "apps_add_app"), "torii_apps_add_app");
        assert_eq!(prefixed("acme.io", "get"), "acme_io_get");
    }

    #[test]
    fn long_names_keep_their_suffix() {
        let tool = format!("{}_3f9a2b", "a".repeat(57));
        let name = prefixed("acme", &tool);
        assert_eq!(name.len(), 64);
        assert!(
            name.starts_with("acme_a") && name.ends_with("_3f9a2b"),
            "{name}"
        );
    }

    #[test]
    fn names_are_short_and_unique() {
        let mut taken = BTreeSet::new();
        let long = "a".repeat(100);
        let names = [
            unique("get", &mut taken),
            unique("get", &mut taken),
            unique(&long, &mut taken),
            unique(&format!("{long}b"), &mut taken),
        ];
        assert_eq!(names[..2], ["get", "get_2"]);
        assert!(names.iter().all(|name| name.len() <= 64));
        assert_eq!(taken.len(), 4);
    }
}
