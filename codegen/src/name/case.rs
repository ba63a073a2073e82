//! From what a document calls a thing to words, and from words to the cases of Rust.

use std::borrow::Cow;
use std::fmt::Write;

use heck::ToSnakeCase;

/// Brand names and abbreviations whose capitals do not begin a word.
const ONE_WORD: &[(&str, &str)] = &[
    ("OAuth", "Oauth"),
    ("oAuth", "oauth"),
    ("OpenID", "Openid"),
    ("IPv", "Ipv"),
    ("GitHub", "Github"),
    ("GitLab", "Gitlab"),
    ("GraphQL", "Graphql"),
    ("LinkedIn", "Linkedin"),
    ("YouTube", "Youtube"),
    ("PayPal", "Paypal"),
    ("SaaS", "Saas"),
    ("PaaS", "Paas"),
    ("IaaS", "Iaas"),
    ("macOS", "macos"),
    ("tvOS", "tvos"),
    ("watchOS", "watchos"),
    ("iOS", "ios"),
    ("IdP", "Idp"),
    ("DPoP", "Dpop"),
    ("WebAuthN", "WebAuthn"),
    ("mTLS", "mtls"),
    ("OpenAPI", "Openapi"),
    ("MySQL", "Mysql"),
    ("PostgreSQL", "Postgresql"),
    ("NoSQL", "Nosql"),
    ("VoIP", "Voip"),
    ("WiFi", "Wifi"),
    ("vCPU", "vcpu"),
];

/// What the symbols of ASCII are called.
const SYMBOLS: &[(char, &str)] = &[
    ('+', "plus"),
    ('-', "dash"),
    ('*', "star"),
    ('/', "slash"),
    ('\\', "backslash"),
    ('%', "percent"),
    ('<', "less"),
    ('>', "greater"),
    ('=', "equal"),
    ('!', "not"),
    ('~', "tilde"),
    ('^', "caret"),
    ('&', "and"),
    ('|', "or"),
    ('$', "dollar"),
    ('#', "hash"),
    ('@', "at"),
    ('?', "question"),
    ('.', "dot"),
    (',', "comma"),
    (':', "colon"),
    (';', "semicolon"),
    ('_', "underscore"),
    (' ', "space"),
    ('\'', "quote"),
    ('"', "double_quote"),
    ('`', "backtick"),
    ('(', "open"),
    (')', "close"),
    ('[', "open_bracket"),
    (']', "close_bracket"),
    ('{', "open_brace"),
    ('}', "close_brace"),
];

/// Operators of two characters, which are more than the sum of them.
const OPERATORS: &[(&str, &str)] = &[
    (">=", " greater_or_equal "),
    ("<=", " less_or_equal "),
    ("!=", " not_equal "),
    ("==", " equal "),
    ("=~", " matches "),
    ("&&", " and "),
    ("||", " or "),
];

/// The words of a text in `snake_case`; empty where it has none.
///
/// A sign in front belongs to the first word (`-1` is `minus_1`), a text of symbols alone is spelled out (`>=` is
/// `greater_or_equal`), and all other symbols only separate words.
pub(super) fn snake(text: &str) -> String {
    if text.is_empty() {
        return String::from("empty");
    }
    let ascii = in_ascii(text);
    if !ascii.chars().any(is_word) {
        return spelled(text);
    }
    let text = &*ascii;
    let sign = match text.as_bytes() {
        [b'-', next, ..] if *next != b'-' => "minus ",
        [b'+', next, ..] if *next != b'+' => "plus ",
        _ => "",
    };
    words(&format!("{sign}{text}"))
}

/// The words of a text in `snake_case`, with every symbol spelled out.
pub(super) fn spelled(text: &str) -> String {
    let mut said = text.to_owned();
    for (operator, word) in OPERATORS {
        said = said.replace(operator, word);
    }
    let has_operators = said != text;
    let mut out = String::with_capacity(said.len() * 2);
    for char in said.chars() {
        if is_word(char) || (matches!(char, '_' | ' ') && has_operators) {
            out.push(char);
        } else if char == '-' && !out.ends_with(is_word) {
            out.push_str(" minus ");
        } else if let Some((_, word)) = SYMBOLS.iter().find(|(symbol, _)| *symbol == char) {
            let _ = write!(out, " {word} ");
        } else {
            let _ = write!(out, " u{:x} ", u32::from(char));
        }
    }
    words(&out)
}

/// `snake_case` as `PascalCase`. Digits of different words stay apart: `v1_1` is `V1_1`, not `V11`.
pub(super) fn pascal(snake: &str) -> String {
    let mut out = String::with_capacity(snake.len());
    for word in snake.split('_').filter(|word| !word.is_empty()) {
        let digits_meet = out.ends_with(|char: char| char.is_ascii_digit())
            && word.starts_with(|char: char| char.is_ascii_digit());
        if digits_meet {
            out.push('_');
        }
        let mut chars = word.chars();
        if let Some(first) = chars.next() {
            out.extend(first.to_uppercase());
            out.push_str(chars.as_str());
        }
    }
    out
}

/// How a text is spelled, in a word: the difference between two texts with the same words.
pub(super) fn spelling(text: &str) -> &'static str {
    let upper = text.chars().any(char::is_uppercase);
    let lower = text.chars().any(char::is_lowercase);
    if text.contains('-') {
        "kebab"
    } else if text.contains('_') && upper && !lower {
        "screaming"
    } else if text.contains('_') {
        "snake"
    } else if text.contains('.') {
        "dotted"
    } else if text.contains(' ') {
        "spaced"
    } else if upper && !lower {
        "upper"
    } else if lower && !upper {
        "lower"
    } else if text.starts_with(char::is_uppercase) {
        "capital"
    } else {
        "camel"
    }
}

/// Splits at capitals and separators, and knows the exceptions.
fn words(text: &str) -> String {
    let mut clean: String = text
        .chars()
        .map(|char| if is_word(char) { char } else { ' ' })
        .collect();
    // Each of the names has a capital, which most texts do not.
    if clean.contains(|char: char| char.is_ascii_uppercase()) {
        for (name, word) in ONE_WORD {
            if clean.contains(name) {
                clean = replace_name(&clean, name, word);
            }
        }
    }
    join_plurals(&clean).to_snake_case()
}

/// Replaces a name where it is whole words: `IdP` is none in `userIdPrefix`, nor is `mTLS` in `formTLS`.
fn replace_name(text: &str, name: &str, word: &str) -> String {
    let is_lower = |char: char| char.is_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(name) {
        out.push_str(before);
        let starts = !(name.starts_with(is_lower) && out.ends_with(is_lower));
        let ends = !after
            .strip_prefix('s')
            .unwrap_or(after)
            .starts_with(is_lower);
        out.push_str(if starts && ends { word } else { name });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Makes one word of an abbreviation and its plural: `userIDs` is `user_ids`, not `user_i_ds`.
fn join_plurals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|char: char| char.is_ascii_uppercase()) {
        let (before, run) = rest.split_at(start);
        let length = run
            .find(|char: char| !char.is_ascii_uppercase())
            .unwrap_or(run.len());
        let (capitals, after) = run.split_at(length);
        out.push_str(before);
        let plural = after
            .strip_prefix('s')
            .filter(|next| !next.starts_with(|char: char| char.is_ascii_lowercase()));
        match (plural, capitals.split_at(1)) {
            (Some(next), (first, others)) if !others.is_empty() => {
                out.push_str(first);
                out.push_str(&others.to_ascii_lowercase());
                out.push_str("s ");
                rest = next;
            }
            _ => {
                out.push_str(capitals);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The same words in the letters of ASCII.
///
/// Rust has no modules of other letters in files of their own, and warns of letters that look like others.
fn in_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() * 2);
    for char in text.chars() {
        if char.is_ascii() || !char.is_alphanumeric() {
            out.push(char);
        } else {
            let letters = any_ascii::any_ascii_char(char).chars();
            out.extend(letters.filter(char::is_ascii_alphanumeric));
        }
    }
    Cow::Owned(out)
}

/// Whether a character is valid and significant in an identifier.
fn is_word(char: char) -> bool {
    char.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::{ONE_WORD, pascal, snake, spelled, spelling};

    fn both(text: &str) -> (String, String) {
        let snake = snake(text);
        let pascal = pascal(&snake);
        (snake, pascal)
    }

    fn check(text: &str, snake: &str, pascal: &str) {
        assert_eq!(both(text), (snake.to_owned(), pascal.to_owned()), "{text}");
    }

    #[test]
    fn words_of_ordinary_names() {
        check("listUsers", "list_users", "ListUsers");
        check(
            "users/list-followers",
            "users_list_followers",
            "UsersListFollowers",
        );
        check("HTTPServer", "http_server", "HttpServer");
        check("past-due", "past_due", "PastDue");
    }

    #[test]
    fn abbreviations_are_one_word() {
        check("userIDs", "user_ids", "UserIds");
        check("URLs", "urls", "Urls");
        check("listURLsOfUser", "list_urls_of_user", "ListUrlsOfUser");
        check("OAuth2Token", "oauth2_token", "Oauth2Token");
        check("IPv4", "ipv4", "Ipv4");
        check("SAMLIdPs", "saml_idps", "SamlIdps");
        check("requireDPoP", "require_dpop", "RequireDpop");
        check("mTLSOptions", "mtls_options", "MtlsOptions");
    }

    #[test]
    fn names_of_one_word_have_a_capital() {
        let capital = |name: &str| name.contains(|char: char| char.is_ascii_uppercase());
        assert!(ONE_WORD.iter().all(|(name, _)| capital(name)));
    }

    #[test]
    fn a_name_within_a_longer_word_is_no_abbreviation() {
        check("userIdPrefix", "user_id_prefix", "UserIdPrefix");
        check("formTLS", "form_tls", "FormTls");
        check("LinkedInvoice", "linked_invoice", "LinkedInvoice");
        check("curiOS", "curi_os", "CuriOs");
    }

    #[test]
    fn symbols_are_said_where_they_are_all_there_is() {
        check("", "empty", "Empty");
        check("+1", "plus_1", "Plus1");
        check("-1", "minus_1", "Minus1");
        check(">=", "greater_or_equal", "GreaterOrEqual");
        check(">", "greater", "Greater");
        check("$", "dollar", "Dollar");
        check("$ref", "ref", "Ref");
        check("\u{1f44d}", "u1f44d", "U1f44d");
    }

    #[test]
    fn letters_of_all_scripts_become_those_of_ascii() {
        check("größe", "grosse", "Grosse");
        check("сreated", "sreated", "Sreated");
        check("日本", "ri_ben", "RiBen");
        check("paʿli", "pali", "Pali");
        assert_eq!(spelled("é"), "ue9");
    }

    #[test]
    fn digits_of_different_words_stay_apart() {
        check("v1.1", "v1_1", "V1_1");
        check("2024-01-02", "2024_01_02", "2024_01_02");
    }

    #[test]
    fn spelling_tells_apart_what_words_do_not() {
        assert_eq!(spelled("c++"), "c_plus_plus");
        assert_eq!(spelling("isActive"), "camel");
        assert_eq!(spelling("is_active"), "snake");
        assert_eq!(spelling("ASC"), "upper");
    }
}
