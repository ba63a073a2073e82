//! Quoting for POSIX shells.

/// Quotes a text as a single word.
pub(super) fn quote(text: &str) -> String {
    let is_safe = |character: char| {
        character.is_ascii_alphanumeric()
            || matches!(
                character,
                '_' | '-' | '.' | '/' | ':' | '@' | ',' | '+' | '='
            )
    };
    if !text.is_empty() && text.chars().all(is_safe) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Quotes a text as a single word in which `mark` expands to a shell variable.
pub(super) fn quote_with(text: &str, mark: &str, variable: &str) -> String {
    let quoted = format!("'{}'", text.replace('\'', r"'\''"));
    quoted.replace(mark, &format!("'\"${variable}\"'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_as_single_words() {
        assert_eq!(quote("a@b.example"), "a@b.example");
        assert_eq!(quote("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quote(""), "''");
        assert_eq!(
            quote_with("Bearer ***", "***", "TOKEN"),
            "'Bearer '\"$TOKEN\"''"
        );
    }
}
