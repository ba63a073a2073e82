use super::*;

fn redactor(secrets: &[&str]) -> Redactor {
    Redactor::new(secrets.iter().map(|secret| Secret::from(*secret)))
}

#[test]
fn a_secret_is_redacted_in_every_encoding() {
    let redactor = redactor(&["S3cr/T+k=%y z"]);
    for echo in [
        "S3cr/T+k=%y z",
        "s3cr/t+k=%Y Z",
        "S3cr%2FT%2Bk%3D%25y%20z",
        "S3cr%2fT%2bk%3d%25y+z",
        "%53%33%63%72%2F%54%2B%6B%3D%25%79%20%7A",
        "S3cr%252FT%252Bk%253D%2525y%2520z",
        r"S3cr\/T+k=%y z",
        r"S3cr\u002FT\u002bk=%y\u0020z",
        r"\x533cr/T+k=%y\u{20}z",
        "S3cr&#x2f;T&#43;k=%y z",
        "S3\u{7}cr/T+k=%y z",
        "S3cr/T+k=%yz",
        "S3cr/T\u{200b}+k=%y z",
        "S3cr/T\\u0000+k=%y z",
        "UzNjci9UK2s9JXkgeg==",
        "UzNjci9UK2s9JXkgeg",
        "UzNjci9UK2s9JXkgeg%3D%3D",
    ] {
        let line = redactor.line(&format!("got {echo}, sorry"));
        assert!(line.starts_with("got ***"), "{echo}: {line}");
        assert!(line.ends_with(", sorry"), "{echo}: {line}");
        assert!(line.len() <= "got ***%3D%3D, sorry".len(), "{echo}: {line}");
    }
}

#[test]
fn percent_signs_encoded_twice_are_decoded_once() {
    let line = redactor(&["pass/word"]).line("got pass%2Fword and pass/word");
    assert_eq!(line, "got *** and ***");
}

#[test]
fn the_prefix_of_a_long_secret_is_redacted() {
    let redactor = redactor(&["0123456789abcdefghijklmnopqrstuvwxyz"]);
    assert_eq!(redactor.line("got 0123456789abcdef..."), "got ***...");
    assert_eq!(redactor.line("got 0123456789"), "got 0123456789");
}

#[test]
fn short_secrets_and_other_texts_stay() {
    let redactor = redactor(&["abc", "", "hunter2"]);
    assert_eq!(redactor.line("abc hunter"), "abc hunter");
    assert_eq!(redactor.line("a\nb\u{202e}c"), "a b c");
    assert_eq!(
        redactor.line("100% & \\ + %zz &#; \\u12"),
        "100% & \\ + %zz &#; \\u12"
    );
}

#[test]
fn long_texts_are_cut_without_cutting_a_secret() {
    let secret = "k".repeat(200);
    let redactor = redactor(&[&secret]);
    let line = redactor.line(&format!("{}{secret}{}", "x".repeat(290), "y".repeat(5000)));
    assert!(!line.contains("kkk"), "{line}");
    assert!(line.ends_with("..."));
    let padded: String = secret.chars().flat_map(|c| [c, '\u{0}', '\u{0}']).collect();
    let line = redactor.line(&format!("{}{padded}", "x".repeat(290)));
    assert!(!line.contains('k'), "{line}");
}

#[test]
fn a_window_shows_no_part_of_a_secret() {
    let redactor = redactor(&["0123456789abcdef"]);
    let text = b"xxxx 0123456789abcdef yyyy";
    for from in 0..text.len() {
        for to in from..text.len() {
            let window = redactor.window(text, from, to);
            assert!(
                !window.contains(|c: char| c.is_ascii_digit()),
                "{from}..{to}: {window}"
            );
        }
    }
    assert_eq!(redactor.window(text, 3, 23), "x *** y");
    assert_eq!(redactor.window(text, 0, 99), "xxxx *** yyyy");
}
