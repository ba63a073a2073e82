//! Flags of operations and their names.

use std::collections::BTreeSet;

use signon_runtime::catalog::{Argument, BodyEncoding, Catalog, Location, Operation};

use super::schema::Shape;

/// A flag for an argument.
pub(super) struct Flag {
    /// The name, without `--`.
    pub(super) name: String,
    pub(super) argument: Argument,
    pub(super) shape: Shape,
    pub(super) about: String,
}

/// The flags of an operation.
pub(super) struct Flags {
    pub(super) arguments: Vec<Flag>,
    /// Whether there is a `--body` in addition to the flags of its fields.
    pub(super) body: bool,
    taken: BTreeSet<String>,
}

impl Flags {
    pub(super) fn of(catalog: &Catalog, operation: &Operation) -> Self {
        let mut taken = BTreeSet::from(["help".to_owned()]);
        let arguments = operation.arguments.iter().map(|argument| {
            let schema = operation
                .input
                .get("properties")
                .and_then(|properties| properties.get(&argument.name));
            let about = schema.and_then(|schema| schema.get("description"));
            Flag {
                name: unique(&kebab(&argument.name), &mut taken),
                argument: argument.clone(),
                shape: schema
                    .map(|schema| Shape::of(schema, &catalog.defs))
                    .unwrap_or_default(),
                about: about
                    .and_then(serde_json::Value::as_str)
                    .unwrap_or_default()
                    .to_owned(),
            }
        });
        let arguments: Vec<Flag> = arguments.collect();
        let flattened = operation.body.as_ref().is_some_and(|body| {
            body.flattened && !matches!(body.encoding, BodyEncoding::Binary | BodyEncoding::Text)
        });
        Self {
            body: flattened && !taken.contains("body"),
            arguments,
            taken,
        }
    }

    /// Returns the name of a built-in flag; the operation's flags have priority.
    pub(super) fn builtin(&self, name: &str) -> String {
        let mut name = name.to_owned();
        while self.taken.contains(&name) {
            name = format!("result-{name}");
        }
        name
    }

    /// Returns the flag of the entire body.
    pub(super) fn whole_body(&self) -> Option<&Flag> {
        let mut flags = self.arguments.iter();
        flags.find(|flag| flag.argument.location == Location::Body)
    }

    /// Formats a JSON pointer into the arguments as a flag and the remaining pointer.
    pub(super) fn at(&self, pointer: &str) -> String {
        let path = pointer.strip_prefix('/').unwrap_or(pointer);
        let (first, rest) = path
            .split_once('/')
            .map_or((path, None), |(first, rest)| (first, Some(rest)));
        let mut flags = self.arguments.iter();
        let flag = flags.find(|flag| flag.argument.name == first);
        if flag.is_none() && self.body {
            // Only a body can have members that are not arguments.
            return format!("--body /{path}");
        }
        let name = flag.map_or(first, |flag| &flag.name);
        match rest {
            Some(rest) => format!("--{name} /{rest}"),
            None => format!("--{name}"),
        }
    }
}

/// Returns the name, or an unused variant of it.
fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut candidate = if name.is_empty() {
        "argument".to_owned()
    } else {
        name.to_owned()
    };
    let mut number = 2_usize;
    while !taken.insert(candidate.clone()) {
        candidate = format!("{name}-{number}");
        number = number.saturating_add(1);
    }
    candidate
}

/// Converts a name to kebab case: `idApp` → `id-app`, `filter[name]` → `filter-name`.
pub(super) fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    let mut lower = false;
    for character in name.chars() {
        if !character.is_alphanumeric() {
            if !kebab.is_empty() && !kebab.ends_with('-') {
                kebab.push('-');
            }
            lower = false;
            continue;
        }
        if lower && character.is_uppercase() {
            kebab.push('-');
        }
        lower = !character.is_uppercase();
        kebab.extend(character.to_lowercase());
    }
    kebab.truncate(kebab.trim_end_matches('-').len());
    kebab
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_converted_to_kebab_case() {
        for (name, flag) in [
            ("idApp", "id-app"),
            ("app_users", "app-users"),
            ("filter[name]", "filter-name"),
            ("X-Request-ID", "x-request-id"),
            ("$top", "top"),
            ("getV1", "get-v1"),
        ] {
            assert_eq!(kebab(name), flag);
        }
    }

    #[test]
    fn equal_names_are_numbered() {
        let mut taken = BTreeSet::new();
        let names = ["user-id", "user-id", "", ""].map(|name| unique(name, &mut taken));
        assert_eq!(taken.len(), 4, "{names:?}");
    }
}
