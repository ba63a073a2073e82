//! Output of diagnostics.

use serde_json::Value;

use super::{ACME, FLAWED, GENERATE, folder, signon, status, stderr, stdout, succeed};

#[test]
fn problems_are_shown_at_their_location() {
    let folder = folder(FLAWED);
    let human = signon(folder.path(), &["check", "acme.yaml"]);
    assert_eq!((status(&human), stdout(&human)), (Some(0), String::new()));
    let text = stderr(&human);
    assert!(text.contains("acme.yaml:8:"), "{text}");
    assert!(text.contains("1 warning"), "{text}");

    let github = succeed(
        folder.path(),
        &["check", "acme.yaml", "--message-format", "github"],
    );
    assert!(
        github.starts_with("::notice file=acme.yaml,line=8,col=53,title=wrong-kind::"),
        "{github}"
    );
    let json = succeed(
        folder.path(),
        &["check", "acme.yaml", "--message-format", "json"],
    );
    let line: Value = serde_json::from_str(&json).expect("a line of JSON");
    assert_eq!(line["reason"], "diagnostic");
    assert_eq!(line["code"], "wrong-kind");
    assert_eq!(
        line["start"],
        serde_json::json!({ "line": 8, "column": 53 })
    );
    assert_eq!(line["end"], serde_json::json!({ "line": 8, "column": 59 }));
    assert_eq!(
        line["pointer"],
        "/paths/~1users/get/parameters/0/schema/type"
    );

    let accepted = succeed(
        folder.path(),
        &["check", "acme.yaml", "--allow", "wrong-kind"],
    );
    assert_eq!(accepted, "");
    let unknown = signon(
        folder.path(),
        &["check", "acme.yaml", "--allow", "wrong-kin"],
    );
    assert_eq!(status(&unknown), Some(2));
    let fatal = signon(folder.path(), &["check", "acme.yaml", "--allow", "syntax"]);
    assert_eq!(status(&fatal), Some(2));
}

#[test]
fn annotations_cannot_be_forged_by_a_document() {
    let folder = folder(&FLAWED.replace("intger", "\"x\\n::error::forged\""));
    let github = succeed(
        folder.path(),
        &["check", "acme.yaml", "--message-format", "github"],
    );
    assert_eq!(github.lines().count(), 1, "{github}");
}

#[test]
fn unsupported_constructs_fail_or_are_simplified() {
    let folder = folder(&ACME.replace(
        "type: integer",
        "$ref: \"https://elsewhere.example/a.json\"",
    ));
    let generate = GENERATE;
    let stopped = signon(folder.path(), generate);
    assert_eq!(status(&stopped), Some(1));
    assert!(
        stderr(&stopped).contains("nothing was written"),
        "{}",
        stderr(&stopped)
    );
    assert!(!folder.path().join("client").exists());
    let simplified = [generate, &["--keep-going"]].concat();
    let output = signon(folder.path(), &simplified);
    assert_eq!(status(&output), Some(0), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("simplified[remote-ref]"),
        "{}",
        stderr(&output)
    );
    assert!(folder.path().join("client/src/lib.rs").is_file());
    for command in ["check", "list"] {
        assert_eq!(
            status(&signon(folder.path(), &[command, "acme.yaml"])),
            Some(1)
        );
        let output = signon(folder.path(), &[command, "acme.yaml", "--keep-going"]);
        assert_eq!(status(&output), Some(0), "{command}: {}", stderr(&output));
    }
}

#[test]
fn codes_are_explained() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = succeed(folder.path(), &["explain", "unreadable-file"]);
    assert!(text.contains("cannot be read"), "{text}");
    let all = succeed(folder.path(), &["explain"]);
    assert!(all.lines().any(|line| line.starts_with("syntax ")), "{all}");
    assert_eq!(
        status(&signon(folder.path(), &["explain", "no-such-code"])),
        Some(2)
    );
}
