//! Words of a POSIX shell.

/// The text as one word.
pub(super) fn quote(text: &str) -> String {
    let is_plain = |character: char| {
        character.is_ascii_alphanumeric()
            || matches!(
                character,
                '_' | '-' | '.' | '/' | ':' | '@' | ',' | '+' | '='
            )
    };
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The text as one word in which `mark` is the value of a variable.
pub(super) fn quote_with(text: &str, mark: &str, variable: &str) -> String {
    let quoted = format!("'{}'", text.replace('\'', r"'\''"));
    quoted.replace(mark, &format!("'\"${variable}\"'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_single() {
        assert_eq!(quote("a@b.example"), "a@b.example");
        assert_eq!(quote("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quote(""), "''");
        assert_eq!(
            quote_with("Bearer ***", "***", "TOKEN"),
            "'Bearer '\"$TOKEN\"''"
        );
    }
}
