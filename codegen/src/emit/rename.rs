//! Serde's `rename_all`: which rule gives the names that a document has.

/// One of serde's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RenameRule {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl RenameRule {
    /// The rules for fields. Serde has more, which rename fields to what no document has.
    pub(super) const FOR_FIELDS: [Self; 3] = [Self::Camel, Self::Pascal, Self::Kebab];

    /// The rules for variants, all but `PascalCase`, which renames none.
    pub(super) const FOR_VARIANTS: [Self; 7] = [
        Self::Snake,
        Self::ScreamingSnake,
        Self::Kebab,
        Self::ScreamingKebab,
        Self::Camel,
        Self::Lower,
        Self::Upper,
    ];

    /// The name of the rule in an attribute.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Lower => "lowercase",
            Self::Upper => "UPPERCASE",
            Self::Pascal => "PascalCase",
            Self::Camel => "camelCase",
            Self::Snake => "snake_case",
            Self::ScreamingSnake => "SCREAMING_SNAKE_CASE",
            Self::Kebab => "kebab-case",
            Self::ScreamingKebab => "SCREAMING-KEBAB-CASE",
        }
    }

    /// The key of a field, whose name is in `snake_case`.
    pub(super) fn apply_to_field(self, field: &str) -> String {
        match self {
            Self::Lower | Self::Snake => field.to_owned(),
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Pascal => pascal_case(field),
            Self::Camel => uncapitalized(&pascal_case(field)),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// The value of a variant, whose name is in `PascalCase`.
    pub(super) fn apply_to_variant(self, variant: &str) -> String {
        match self {
            Self::Lower => variant.to_ascii_lowercase(),
            Self::Upper => variant.to_ascii_uppercase(),
            Self::Pascal => variant.to_owned(),
            Self::Camel => uncapitalized(variant),
            Self::Snake => snake_case(variant),
            Self::ScreamingSnake => snake_case(variant).to_ascii_uppercase(),
            Self::Kebab => snake_case(variant).replace('_', "-"),
            Self::ScreamingKebab => snake_case(variant).to_ascii_uppercase().replace('_', "-"),
        }
    }
}

/// The rule that saves most attributes, if one saves any; `renamed` counts the names that need an attribute of their own.
pub(super) fn best_rule(
    rules: &[RenameRule],
    renamed: impl Fn(Option<RenameRule>) -> usize,
) -> Option<RenameRule> {
    let rules = rules.iter().copied().map(Some);
    // No rule comes first, so that a rule must save an attribute.
    let candidates = std::iter::once(None).chain(rules);
    candidates
        .min_by_key(|rule| renamed(*rule) + usize::from(rule.is_some()))
        .flatten()
}

/// `snake_case` in `PascalCase`.
fn pascal_case(field: &str) -> String {
    let mut pascal = String::with_capacity(field.len());
    let mut is_first = true;
    for char in field.chars() {
        if char == '_' {
            is_first = true;
        } else if is_first {
            pascal.push(char.to_ascii_uppercase());
            is_first = false;
        } else {
            pascal.push(char);
        }
    }
    pascal
}

/// `PascalCase` in `snake_case`: every capital begins a word.
fn snake_case(variant: &str) -> String {
    let mut snake = String::with_capacity(variant.len());
    for (at, char) in variant.char_indices() {
        if at > 0 && char.is_uppercase() {
            snake.push('_');
        }
        snake.push(char.to_ascii_lowercase());
    }
    snake
}

/// The same text with a small first letter.
fn uncapitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|char| char.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}
