//! Patterns with `*` and `?`.

/// Whether a pattern matches a whole text: `*` is any text, `?` any character. Takes at most as many steps as the
/// pattern and the text have characters, multiplied.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut read) = (0, 0);
    // The last `*`, and how much of the text it is taken for. An earlier one never has to be taken for more.
    let mut star: Option<(usize, usize)> = None;
    while read < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(char) if *char == '?' || text.get(read) == Some(char) => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((star_at, star_read)) = &mut star else {
                    return false;
                };
                *star_read += 1;
                at = *star_at + 1;
                read = *star_read;
            }
        }
    }
    pattern.iter().skip(at).all(|char| *char == '*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_are_any_text_and_question_marks_any_character() {
        for (pattern, text) in [
            ("", ""),
            ("*", ""),
            ("**", "größe"),
            ("list*", "list"),
            ("*Pet*", "listPets"),
            ("gr??e", "größe"),
            ("*a*b?*", "xaab_"),
            ("/users/{id}/*", "/users/{id}/keys/{key}"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("", "a"),
            ("a", ""),
            ("?", ""),
            ("list", "List"),
            ("list?", "list"),
            ("*ab", "aba"),
            ("a*a", "a"),
        ] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn many_stars_do_not_take_long() {
        let pattern = "a*".repeat(2_000) + "b";
        assert!(!matches(&pattern, &"a".repeat(20_000)));
    }
}
