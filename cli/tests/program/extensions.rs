//! User-defined types.

use std::fs;

use super::{folder, read, signon, status, stderr, succeed};

const DOCUMENT: &str = r#"openapi: 3.0.3
info: { title: Acme, version: "1" }
servers: [{ url: "https://acme.example" }]
paths: {}
components:
  schemas:
    Money: { type: string }
    Account: { type: object, properties: { balance: { $ref: "MONEY" } } }
"#;

const GENERATE: &[&str] = &[
    "generate",
    "acme.yaml",
    "--out",
    "client",
    "--layout",
    "module",
    "--types-only",
];

fn document() -> String {
    DOCUMENT.replace("MONEY", "#/components/schemas/Money")
}

#[test]
fn a_flag_replaces_the_type_of_a_schema() {
    let folder = folder(&document());
    let flags = ["--rust-type", "Money=crate::money::Money"];
    succeed(folder.path(), &[GENERATE, flags.as_slice()].concat());
    let models = read(&folder, "client/models.rs");
    assert!(
        models.contains("pub type Money = crate::money::Money;"),
        "{models}"
    );
    assert!(models.contains("pub balance: Option<Money>"), "{models}");
}

#[test]
fn a_project_replaces_types() {
    let folder = folder(&document());
    let project = |types: &str| {
        let client = "[[client]]\ndocument = \"acme.yaml\"\nout = \"client\"\nlayout = \"module\"\ntypes-only = true\n";
        let text = format!("{client}rust-types = {{ Money = \"{types}\" }}\n");
        fs::write(folder.path().join("signon.toml"), text).expect("a project");
    };
    project("my_types::Money");
    succeed(folder.path(), &["generate"]);
    let models = read(&folder, "client/models.rs");
    assert!(
        models.contains("pub type Money = ::my_types::Money;"),
        "{models}"
    );
    project("my_types::Money; fn injected() {}");
    let output = signon(folder.path(), &["generate"]);
    assert_eq!(status(&output), Some(2));
    assert!(
        stderr(&output).contains("`rust-types`"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn an_overlay_replaces_types_and_a_document_does_not() {
    let named = document().replace(
        "type: string",
        "type: string, x-rust-type: \"crate::Money\"",
    );
    let folder = folder(&named);
    let output = signon(folder.path(), GENERATE);
    assert_eq!(status(&output), Some(0));
    assert!(
        stderr(&output).contains("warning[untrusted-type]"),
        "{}",
        stderr(&output)
    );
    let models = read(&folder, "client/models.rs");
    assert!(!models.contains("crate::Money"), "{models}");

    succeed(folder.path(), &[GENERATE, &["--allow-rust-types"]].concat());
    let models = read(&folder, "client/models.rs");
    assert!(
        models.contains("pub type Money = crate::Money;"),
        "{models}"
    );

    fs::write(folder.path().join("acme.yaml"), document()).expect("a document");
    let overlay = "overlay: 1.0.0\ninfo: { title: A, version: '1' }\nactions:\n  - target: $.components.schemas.Account.properties\n    update: { paid: { type: string, x-rust-type: 'crate::Paid' } }\n";
    fs::write(folder.path().join("types.yaml"), overlay).expect("an overlay");
    succeed(
        folder.path(),
        &[GENERATE, &["--overlay", "types.yaml"]].concat(),
    );
    let models = read(&folder, "client/models.rs");
    assert!(models.contains("pub paid: Option<crate::Paid>"), "{models}");
}

#[test]
fn copied_overlay_values_are_not_trusted() {
    let named = document().replace(
        "type: string",
        "type: string, x-rust-type: \"crate::Money\"",
    );
    let folder = folder(&named);
    let overlay = "overlay: 1.1.0\ninfo: { title: A, version: '1' }\nactions:\n  - target: $.components.schemas.Account\n    copy: $.components.schemas.Money\n";
    fs::write(folder.path().join("copy.yaml"), overlay).expect("an overlay");
    let output = signon(
        folder.path(),
        &[GENERATE, &["--overlay", "copy.yaml"]].concat(),
    );
    assert!(
        stderr(&output).contains("warning[untrusted-type]"),
        "{}",
        stderr(&output)
    );
    let models = read(&folder, "client/models.rs");
    assert!(!models.contains("crate::Money"), "{models}");
}

/// The overlay of `docs/extensions.md`.
#[test]
fn one_action_types_all_dates() {
    let dates = document().replace(
        "Money: { type: string }",
        "Money: { type: string }\n    At: { type: string, format: date-time }\n    Event: { type: object, properties: { ends: { type: string, format: date-time }, all: { type: array, items: { type: string, format: date-time } }, day: { type: string, format: date } } }",
    );
    let folder = folder(&dates);
    let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/extensions.md");
    let guide = fs::read_to_string(guide).expect("the guide");
    let (_, overlay) = guide
        .split_once("```yaml\n# dates.overlay.yaml\n")
        .expect("the overlay");
    let overlay = overlay.split("```").next().unwrap_or_default();
    fs::write(folder.path().join("dates.yaml"), overlay).expect("an overlay");
    succeed(
        folder.path(),
        &[GENERATE, &["--overlay", "dates.yaml"]].concat(),
    );
    let models = read(&folder, "client/models.rs");
    for expected in [
        "pub type At = ::jiff::Timestamp;",
        "pub ends: Option<::jiff::Timestamp>",
        "pub all: Option<Vec<::jiff::Timestamp>>",
        "pub day: Option<Date>",
    ] {
        assert!(models.contains(expected), "{expected}: {models}");
    }
}

#[test]
fn a_type_without_a_schema_is_reported() {
    let folder = folder(&document());
    let flags = ["--rust-type", "Mony=crate::money::Money"];
    let output = signon(folder.path(), &[GENERATE, flags.as_slice()].concat());
    assert_eq!(status(&output), Some(1));
    let report = stderr(&output);
    assert!(report.contains("error[unused-extension]"), "{report}");
    assert!(report.contains("did you mean `Money`?"), "{report}");
    let output = signon(
        folder.path(),
        &[GENERATE, &["--rust-type", "Money"]].concat(),
    );
    assert_eq!(status(&output), Some(2));
}

/// Each flag of `signon generate` is in a test of this folder.
#[test]
fn each_flag_of_generate_has_a_test() {
    let folder = folder(&document());
    let help = succeed(folder.path(), &["generate", "--help"]);
    let is_part = |c: char| c.is_ascii_lowercase() || c == '-';
    let flags = help.lines().filter_map(|line| {
        let line = line.trim_start();
        let line = line
            .strip_prefix("-h, ")
            .or_else(|| line.strip_prefix("-V, "))
            .unwrap_or(line);
        line.starts_with("--")
            .then(|| line.split(|c| !is_part(c)).next().unwrap_or_default())
    });
    let tests = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/program");
    let tests: String = fs::read_dir(tests)
        .expect("the tests")
        .map(|entry| fs::read_to_string(entry.expect("an entry").path()).expect("a test"))
        .collect();
    let flags: Vec<&str> = flags
        .filter(|flag| !["--help", "--version"].contains(flag))
        .collect();
    assert!(flags.len() >= 20, "{flags:?}");
    for flag in flags {
        assert!(
            tests.contains(&format!("\"{flag}\"")),
            "no test has `{flag}`"
        );
    }
}
