//! Tool names: at most 64 characters of `[A-Za-z0-9_-]`, unique in a server, the same in every run.

use std::collections::BTreeSet;

/// Characters that a name may have; some clients refuse longer ones.
const MOST: usize = 64;
/// Characters of a name's end that are kept.
const END: usize = 20;

/// The name of a provider's tool in a server of several providers.
///
/// A name that has the provider's as one of its words stays as it is.
pub(crate) fn prefixed(provider: &str, tool: &str) -> String {
    let provider = plain(provider);
    if tool.split(['_', '-']).any(|word| word == provider) {
        return tool.to_owned();
    }
    with_prefix(&provider, tool)
}

/// The name with a prefix, whatever words it has.
pub(crate) fn with_prefix(prefix: &str, name: &str) -> String {
    bounded(&format!("{prefix}_{name}"))
}

/// The name, or one made from it that is not taken.
pub(crate) fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let candidates = std::iter::once(bounded(name))
        .chain((2_usize..).map(|number| bounded(&format!("{name}_{number}"))));
    for candidate in candidates {
        if taken.insert(candidate.clone()) {
            return candidate;
        }
    }
    name.to_owned()
}

/// The name, without its middle if it is too long: its end distinguishes it, be it a hash of the catalog's or a number.
fn bounded(name: &str) -> String {
    let name = plain(name);
    if name.len() <= MOST {
        return name;
    }
    let start = name.get(..MOST - END - 1).unwrap_or("");
    let end = name.get(name.len() - END..).unwrap_or("");
    format!("{start}_{end}")
}

/// The name with an underscore for each character that tool names may not have.
fn plain(name: &str) -> String {
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
    fn prefixes_names_that_do_not_say_the_provider() {
        assert_eq!(
            prefixed("torii", "list_all_torii_users"),
            "list_all_torii_users"
        );
        assert_eq!(prefixed("torii", "apps_add_app"), "torii_apps_add_app");
        assert_eq!(prefixed("acme.io", "get"), "acme_io_get");
    }

    #[test]
    fn the_end_of_a_long_name_is_kept() {
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
