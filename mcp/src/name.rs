//! Tool names: at most 64 characters of `[A-Za-z0-9_-]`, unique in a server, the same in every run.

use std::collections::BTreeSet;

/// Characters that a name may have; some clients refuse longer ones.
const MOST: usize = 64;

/// The name of a provider's tool in a server of several providers.
///
/// A name that has the provider's as one of its words stays as it is.
pub(crate) fn prefixed(provider: &str, tool: &str) -> String {
    let provider = plain(provider);
    if tool.split(['_', '-']).any(|word| word == provider) {
        return tool.to_owned();
    }
    bounded(&format!("{provider}_{tool}"))
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

/// The name, its end replaced by a hash of the whole if it is too long.
fn bounded(name: &str) -> String {
    let name = plain(name);
    if name.len() <= MOST {
        return name;
    }
    let suffix = format!("_{:06x}", hash(&name) & 0xff_ffff);
    let kept = name.get(..MOST - suffix.len()).unwrap_or("");
    format!("{kept}{suffix}")
}

/// The name with an underscore for each character that tool names may not have.
fn plain(name: &str) -> String {
    let valid =
        |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-');
    name.chars()
        .map(|character| if valid(character) { character } else { '_' })
        .collect()
}

/// FNV-1a: the same on each platform and in each version, as names have to be.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
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
