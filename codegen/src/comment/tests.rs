//! A document's text, and the comment that it becomes.

use super::{Docs, code, code_link};
use crate::ir;

fn check(text: &str, expected: &str) {
    let mut docs = Docs::default();
    docs.text(text);
    assert_eq!(docs.lines().join("\n"), expected, "{text}");
}

#[test]
fn identifiers_get_backticks() {
    check(
        "The nextCursor of OAuth3 and user_id.",
        "The `nextCursor` of `OAuth3` and `user_id`.",
    );
    check(
        "JavaScript on GitHub, IDs and URLs.",
        "JavaScript on GitHub, IDs and URLs.",
    );
    check(
        "**FooBar**: a {tenant_id}",
        "**`FooBar`**: a `{tenant_id}`.",
    );
}

#[test]
fn what_rustdoc_would_misread_is_escaped() {
    check(
        "An array[0] of <id> and a < b.",
        "An array\\[0\\] of `<id>` and a \\< b.",
    );
    check(
        "See https://example.com/x_y.",
        "See <https://example.com/x_y>.",
    );
    check(
        "See [the docs](https://example.com) or [here](#there).",
        "See [the docs](https://example.com) or here.",
    );
    check("A lone ` tick.", "A lone \\` tick.");
    check("`code_span` stays.", "`code_span` stays.");
    check(
        "_**NOTE**: open in that market._",
        "_**NOTE**: open in that market._",
    );
}

#[test]
fn html_becomes_markdown() {
    check(
        "One<br>two, <b>bold</b> <a href=\"https://x.y\">link</a>.",
        "One.\n\ntwo, **bold** [link](https://x.y).",
    );
    check("Use <code>x y</code>.", "Use `x y`.");
    check(
        "At <code><i>Name</i>-<id>.<b>x</b></code> or <code>a<b",
        "At `Name-<id>.x` or a\\<b.",
    );
}

#[test]
fn lists_are_indented_as_clippy_wants() {
    let item = "a ".repeat(60);
    let filled = format!("- {}\n  {}", "a ".repeat(45).trim(), "a ".repeat(15).trim());
    check(
        &format!("Either:\n* {item}\n* b\n    continued\n  - nested"),
        &format!("Either:\n\n{filled}\n- b continued\n  - nested"),
    );
}

#[test]
fn code_is_no_doctest() {
    check(
        "Such as\n```\n{ \"a\": 1 }\n```\n",
        "Such as.\n\n```text\n{ \"a\": 1 }\n```",
    );
    check(
        "Such as\n\n    let x\n    y\n\nor so",
        "Such as.\n\n```text\nlet x\ny\n```\n\nor so",
    );
}

#[test]
fn no_line_begins_like_a_list() {
    let text = format!("{} - that is {} 1. one", "a".repeat(90), "b".repeat(84));
    let mut docs = Docs::default();
    docs.text(&text);
    let lines = docs.lines();
    assert!(
        lines
            .iter()
            .all(|line| !line.starts_with("- ") && !line.starts_with("1. ")),
        "{lines:?}"
    );
}

#[test]
fn a_summary_is_not_repeated() {
    let doc = ir::Doc {
        summary: Some(String::from("Lists users")),
        description: Some(String::from("Lists users. Newest first.")),
        ..ir::Doc::default()
    };
    assert_eq!(Docs::of(&doc).lines(), ["Lists users. Newest first."]);
}

#[test]
fn code_spans_may_hold_backticks() {
    assert_eq!(code("a`b").to_string(), "`` a`b ``");
}

#[test]
fn control_characters_end_no_line() {
    assert_eq!(super::one_line("a\u{1e}b\u{0}  c\n").to_string(), "a b c");
    assert_eq!(code("a\u{1e}b").to_string(), "`a\\u{1e}b`");
}

#[test]
fn a_word_in_code_becomes_a_link_to_what_it_names() {
    let link = |text: &str| {
        let mut docs = Docs::default();
        docs.text(text);
        docs.link(|word| {
            (word == "listPets").then(|| code_link("ListPets", "crate::pets::ListPets"))
        });
        docs.lines().join("\n")
    };
    assert_eq!(
        link("As `listPets` says, not `pets` or listPets."),
        "As [`ListPets`](crate::pets::ListPets) says, not `pets` or [`ListPets`](crate::pets::ListPets)."
    );
    // Other forms of code, and code that is a link already, stay.
    for text in [
        "See [`listPets`](https://docs.acme.example).",
        "As ``a`listPets`b`` says.",
        "```text\n`listPets`\n```",
    ] {
        assert!(!link(text).contains("crate::"), "{}", link(text));
    }
}
