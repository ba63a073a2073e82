//! Names of operations as tools: short, of few characters, unique, and the same after each run.

use std::collections::HashSet;

use super::Names;
use crate::ir::{Api, GroupId, OperationId};

/// Maximum length of a name that clients take.
const LONGEST: usize = 64;
/// Length of the hash that distinguishes names that would be equal.
const HASH: usize = 6;

/// The name of each operation.
pub(crate) fn names(api: &Api, names: &Names) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let given: Vec<Option<String>> = api
        .operations
        .iter()
        .map(|operation| {
            let tool = operation.tool.as_deref().map(|tool| fit(tool, tool))?;
            taken.insert(tool.clone()).then_some(tool)
        })
        .collect();
    let planned = given.into_iter().zip(&api.operations).enumerate();
    planned
        .map(|(index, (given, operation))| {
            given.unwrap_or_else(|| {
                let id = OperationId(index);
                let full = match group(names, operation.group) {
                    "" => method(names, id).to_owned(),
                    group => format!("{group}_{}", method(names, id)),
                };
                let mut tool = fit(&full, &operation.id);
                if taken.contains(&tool) {
                    tool = hashed(&full, &operation.id);
                }
                taken.insert(tool.clone());
                tool
            })
        })
        .collect()
}

/// The name of a group in the client.
pub(crate) fn group(names: &Names, group: GroupId) -> &str {
    let module = names.module(names.of_group(group));
    module.accessor.trim_start_matches("r#")
}

/// The name of an operation in its group.
pub(crate) fn method(names: &Names, id: OperationId) -> &str {
    names.of_operation(id).method.trim_start_matches("r#")
}

/// `name` as a tool's name; a changed name ends in a hash of `id`.
fn fit(name: &str, id: &str) -> String {
    if name.len() <= LONGEST && name.chars().all(is_allowed) && !name.is_empty() {
        name.to_owned()
    } else {
        hashed(name, id)
    }
}

fn hashed(name: &str, id: &str) -> String {
    let plain: String = name
        .chars()
        .map(|char| if is_allowed(char) { char } else { '_' })
        .take(LONGEST - HASH - 1)
        .collect();
    let hash = format!("{:08x}", hash(id));
    let hash = hash.get(..HASH).unwrap_or_default();
    format!("{}_{hash}", plain.trim_end_matches('_'))
}

fn is_allowed(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '_' | '-')
}

/// FNV-1a: the same on every machine and in every version.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, fit};

    #[test]
    fn names_that_fit_stay() {
        assert_eq!(fit("users_list", "listUsers"), "users_list");
    }

    #[test]
    fn long_names_are_told_apart_by_a_hash() {
        let name = "a".repeat(80);
        let (left, right) = (fit(&name, "left"), fit(&name, "right"));
        assert_eq!(left.len(), LONGEST);
        assert_ne!(left, right);
        assert_eq!(left, fit(&name, "left"));
    }

    #[test]
    fn other_characters_are_replaced() {
        let name = fit("größe_list", "größe");
        assert!(name.starts_with("gr__e_list_"), "{name}");
    }
}
