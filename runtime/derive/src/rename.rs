//! What serde's `rename_all` makes of the name of a field.

/// A rule that makes keys of names in `snake_case`.
#[derive(Clone, Copy)]
pub(crate) enum RenameRule {
    Camel,
    Kebab,
    Pascal,
}

impl RenameRule {
    /// The rule that serde calls so.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "camelCase" => Some(Self::Camel),
            "kebab-case" => Some(Self::Kebab),
            "PascalCase" => Some(Self::Pascal),
            _ => None,
        }
    }

    /// The key of a field.
    pub(crate) fn apply(self, field: &str) -> String {
        match self {
            Self::Kebab => field.replace('_', "-"),
            Self::Camel => words(field, false),
            Self::Pascal => words(field, true),
        }
    }
}

/// The words in one, each with a capital; the first as told.
fn words(field: &str, mut capital: bool) -> String {
    let mut key = String::with_capacity(field.len());
    for char in field.chars() {
        if char == '_' {
            capital = true;
        } else if capital {
            key.push(char.to_ascii_uppercase());
            capital = false;
        } else {
            key.push(char);
        }
    }
    key
}
