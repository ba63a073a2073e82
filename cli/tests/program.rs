//! The program as its user runs it.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const ACME: &str = r##"openapi: 3.0.3
info: { title: Acme, version: "1" }
servers: [{ url: "https://acme.example" }]
paths:
  /users:
    get:
      operationId: listUsers
      tags: [users]
      responses:
        "200":
          description: The users.
          content:
            application/json:
              schema: { type: array, items: { $ref: "#/components/schemas/User" } }
components:
  schemas:
    User: { type: object, required: [id], properties: { id: { type: integer } } }
"##;

/// A flaw, which does no harm, on line 8.
const FLAWED: &str = r#"openapi: 3.0.3
info: { title: Acme, version: "1" }
paths:
  /users:
    get:
      operationId: listUsers
      parameters:
        - { name: limit, in: query, schema: { type: intger } }
      responses: { "204": { description: "None." } }
"#;

/// A runtime is named, because the program would note that it takes that of the checkout.
const GENERATE: &[&str] = &[
    "generate",
    "acme.yaml",
    "--out",
    "client",
    "--runtime",
    "version:0.1",
];

/// A folder with a document in it.
fn folder(document: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("acme.yaml"), document).expect("a document");
    folder
}

fn signon(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_signon"));
    command.current_dir(folder).args(arguments);
    command.output().expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn status(output: &Output) -> Option<i32> {
    output.status.code()
}

/// What the program prints when it succeeds without a warning.
fn succeed(folder: &Path, arguments: &[&str]) -> String {
    let output = signon(folder, arguments);
    assert_eq!((status(&output), stderr(&output)), (Some(0), String::new()));
    stdout(&output)
}

fn read(folder: &TempDir, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_document_becomes_a_crate_called_after_it() {
    let folder = folder(ACME);
    let said = succeed(folder.path(), GENERATE);
    assert_eq!(said, "acme: 1 operation, 1 type, 10 files changed\n");
    let manifest = read(&folder, "client/Cargo.toml");
    assert!(manifest.contains("name = \"acme\"\n"), "{manifest}");
    assert!(manifest.contains("\n[workspace]\n"), "{manifest}");
    let again = succeed(folder.path(), GENERATE);
    assert_eq!(again, "acme: 1 operation, 1 type, nothing changed\n");
}

#[test]
fn a_program_from_a_checkout_takes_the_runtime_beside_it() {
    let folder = folder(ACME);
    let output = signon(folder.path(), &["generate", "acme.yaml", "--out", "client"]);
    assert_eq!(status(&output), Some(0));
    assert!(
        stderr(&output).contains("--runtime version:"),
        "{}",
        stderr(&output)
    );
    let manifest = read(&folder, "client/Cargo.toml");
    assert!(
        manifest.contains("signon-runtime = { path = \""),
        "{manifest}"
    );
}

#[test]
fn the_package_is_what_the_flags_say() {
    let folder = folder(ACME);
    let flags = [
        "generate",
        "acme.yaml",
        "--out",
        "client",
        "--name",
        "our-acme",
        "--layout",
        "member",
        "--runtime",
        "version:9.8",
        "--package-version",
        "2.3.4",
        "--license",
        "MIT",
    ];
    succeed(folder.path(), &flags);
    let manifest = read(&folder, "client/Cargo.toml");
    for line in [
        "name = \"our-acme\"",
        "version = \"2.3.4\"",
        "license = \"MIT\"",
        "signon-runtime = { version = \"9.8\", default-features = false }",
    ] {
        assert!(
            manifest.lines().any(|has| has == line),
            "{line}\n{manifest}"
        );
    }
    assert!(!manifest.contains("[workspace]"), "{manifest}");
    for (source, line) in [
        (
            "path:../runtime",
            "signon-runtime = { path = \"../runtime\"",
        ),
        (
            "git:https://git.example/r",
            "signon-runtime = { git = \"https://git.example/r\"",
        ),
    ] {
        succeed(
            folder.path(),
            &[
                "generate",
                "acme.yaml",
                "--out",
                source,
                "--runtime",
                source,
            ],
        );
        let manifest = read(&folder, &format!("{source}/Cargo.toml"));
        assert!(manifest.contains(line), "{manifest}");
    }
}

#[test]
fn a_module_is_rust_files_alone() {
    let folder = folder(ACME);
    let flags = [
        "generate",
        "acme.yaml",
        "--out",
        "src/api",
        "--layout",
        "module",
    ];
    succeed(
        folder.path(),
        &[&flags[..], &["--module-path", "crate::api"]].concat(),
    );
    let root = read(&folder, "src/api/mod.rs");
    assert!(root.contains("mod api;") && !root.contains("//!"), "{root}");
    assert!(read(&folder, "src/api/users.rs").contains("use crate::api::"));
    assert!(!folder.path().join("src/api/Cargo.toml").exists());
}

#[test]
fn a_module_may_be_called_after_a_keyword() {
    let folder = folder(ACME);
    let flags = [
        "generate",
        "acme.yaml",
        "--out",
        "api",
        "--layout",
        "module",
        "--name",
        "type",
    ];
    succeed(folder.path(), &flags);
    assert!(read(&folder, "api/users.rs").contains("use crate::r#type::api::API;"));
}

#[test]
fn types_only_leaves_out_the_client() {
    let folder = folder(ACME);
    succeed(folder.path(), &[GENERATE, &["--types-only"]].concat());
    let root = read(&folder, "client/src/lib.rs");
    assert!(
        root.contains("pub mod users;") && !root.contains("client"),
        "{root}"
    );
    assert!(read(&folder, "client/src/users.rs").contains("pub struct User {"));
    let sources = fs::read_dir(folder.path().join("client/src")).expect("sources");
    assert_eq!(sources.count(), 2, "more than lib.rs and users.rs");
}

#[test]
fn check_writes_nothing_and_finds_what_is_stale() {
    let folder = folder(ACME);
    let generate = GENERATE;
    let check = [generate, &["--check"]].concat();
    let before = signon(folder.path(), &check);
    assert_eq!(status(&before), Some(1));
    assert!(stderr(&before).contains("stale"), "{}", stderr(&before));
    assert!(!folder.path().join("client").exists());
    succeed(folder.path(), generate);
    assert_eq!(succeed(folder.path(), &check), "");
}

#[test]
fn a_dry_run_says_what_would_change() {
    let folder = folder(ACME);
    let generate = GENERATE;
    let dry = [generate, &["--dry-run"]].concat();
    let said = succeed(folder.path(), &dry);
    assert!(said.contains("+ client/src/lib.rs\n"), "{said}");
    assert!(!folder.path().join("client").exists());
    succeed(folder.path(), generate);
    let other = ACME.replace("listUsers", "listPeople");
    fs::write(folder.path().join("acme.yaml"), other).expect("a document");
    let said = succeed(folder.path(), &dry);
    assert!(said.contains("~ client/manifest.json\n"), "{said}");
}

#[test]
fn edited_files_are_replaced_by_force_alone() {
    let folder = folder(ACME);
    let generate = GENERATE;
    succeed(folder.path(), generate);
    fs::write(folder.path().join("client/src/api.rs"), "// mine\n").expect("an edit");
    let refused = signon(folder.path(), generate);
    assert_eq!(status(&refused), Some(1));
    assert!(
        stderr(&refused).contains("client/src/api.rs"),
        "{}",
        stderr(&refused)
    );
    assert_eq!(read(&folder, "client/src/api.rs"), "// mine\n");
    succeed(folder.path(), &[generate, &["--force"]].concat());
    assert!(read(&folder, "client/src/api.rs").starts_with("// @generated by `signon generate`"));
}

#[test]
fn standard_input_is_a_document_that_needs_a_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_signon"))
            .current_dir(folder.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        // It may refuse the command line before it reads anything.
        drop(
            child
                .stdin
                .take()
                .expect("a pipe")
                .write_all(ACME.as_bytes()),
        );
        child.wait_with_output().expect("the program ends")
    };
    let unnamed = run(&["generate", "-", "--out", "client"]);
    assert_eq!(status(&unnamed), Some(2));
    assert!(stderr(&unnamed).contains("--name"), "{}", stderr(&unnamed));
    let named = run(&["generate", "-", "--out", "client", "--name", "acme"]);
    assert_eq!(status(&named), Some(0), "{}", stderr(&named));
    assert!(folder.path().join("client/src/lib.rs").is_file());
}

#[test]
fn problems_are_shown_where_they_are() {
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
fn what_is_not_supported_stops_the_run_or_is_simplified() {
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
}

#[test]
fn references_stay_in_the_folder_unless_they_are_allowed_out() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("api")).expect("a folder");
    let document = ACME.replace("#/components/schemas/User", "../user.yaml");
    fs::write(folder.path().join("api/acme.yaml"), document).expect("a document");
    fs::write(folder.path().join("user.yaml"), "type: object\n").expect("a schema");
    let refused = signon(folder.path(), &["check", "api/acme.yaml"]);
    assert_eq!(status(&refused), Some(1));
    assert!(
        stderr(&refused).contains("--allow-refs-outside"),
        "{}",
        stderr(&refused)
    );
    let allowed = signon(
        folder.path(),
        &["check", "api/acme.yaml", "--allow-refs-outside"],
    );
    assert_eq!(status(&allowed), Some(0), "{}", stderr(&allowed));
}

#[test]
fn an_overlay_changes_the_document_first() {
    let folder = folder(ACME);
    let overlay = "overlay: 1.0.0\ninfo: { title: Ours, version: \"1\" }\nactions:\n  - target: $.paths['/users'].get\n    update: { operationId: listPeople }\n";
    fs::write(folder.path().join("ours.yaml"), overlay).expect("an overlay");
    let list = succeed(
        folder.path(),
        &["list", "acme.yaml", "--overlay", "ours.yaml"],
    );
    assert!(list.starts_with("listPeople  GET /users  "), "{list}");
    let bundle = succeed(
        folder.path(),
        &["bundle", "acme.yaml", "--overlay", "ours.yaml"],
    );
    assert!(bundle.contains("operationId: listPeople"), "{bundle}");
}

#[test]
fn operations_are_selected() {
    let other = "  /roles:\n    get: { operationId: listRoles, tags: [roles], responses: { \"204\": { description: None. } } }\ncomponents:\n";
    let folder = folder(&ACME.replace("components:\n", other));
    let list = |arguments: &[&str]| {
        let list = succeed(folder.path(), &[&["list", "acme.yaml"], arguments].concat());
        list.lines()
            .filter_map(|line| line.split(' ').next().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    assert_eq!(list(&[]), ["listRoles", "listUsers"]);
    assert_eq!(list(&["--include", "tag:roles"]), ["listRoles"]);
    assert_eq!(list(&["--exclude", "GET /rol*"]), ["listUsers"]);
    let selected = [GENERATE, &["--include", "listRoles"]].concat();
    assert!(succeed(folder.path(), &selected).starts_with("acme: 1 operation, 0 types, "));
}

#[test]
fn operations_are_listed_with_their_calls() {
    let folder = folder(ACME);
    let list = succeed(folder.path(), &["list", "acme.yaml"]);
    assert_eq!(list, "listUsers  GET /users  users().list\n");
    let json = succeed(folder.path(), &["list", "acme.yaml", "--json"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json[0]["id"], "listUsers");
    assert_eq!(json[0]["pointer"], "/paths/~1users/get");
}

#[test]
fn a_bundle_holds_what_was_in_other_files() {
    let folder = folder(&ACME.replace("#/components/schemas/User", "user.yaml"));
    fs::write(
        folder.path().join("user.yaml"),
        "{ type: object, title: FromTheOtherFile }\n",
    )
    .expect("a schema");
    let yaml = succeed(folder.path(), &["bundle", "acme.yaml"]);
    assert!(
        yaml.contains("FromTheOtherFile") && !yaml.contains("user.yaml"),
        "{yaml}"
    );
    let json = succeed(folder.path(), &["bundle", "acme.yaml", "--json"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["openapi"], "3.0.3");
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

#[test]
fn a_project_lists_its_clients() {
    let folder = folder(ACME);
    let nothing = signon(folder.path(), &["generate"]);
    assert_eq!(status(&nothing), Some(2));
    assert!(
        stderr(&nothing).contains("signon init"),
        "{}",
        stderr(&nothing)
    );

    succeed(folder.path(), &["init"]);
    assert_eq!(
        status(&signon(folder.path(), &["init"])),
        Some(1),
        "nothing is overwritten"
    );
    let template = read(&folder, "signon.toml");
    let project = template
        .replace("openapi.yaml", "acme.yaml")
        .replace("# runtime =", "runtime =")
        + "\n[[client]]\ndocument = \"acme.yaml\"\nout = \"src/api\"\nlayout = \"module\"\nmodule-path = \"crate::api\"\n";
    fs::write(folder.path().join("signon.toml"), project).expect("a project");
    // From a folder below, as well.
    let below = folder.path().join("below");
    fs::create_dir(&below).expect("a folder");
    let said = succeed(&below, &["generate"]);
    assert_eq!(said.lines().count(), 2, "{said}");
    assert!(folder.path().join("clients/acme/Cargo.toml").is_file());
    assert!(folder.path().join("src/api/mod.rs").is_file());
    assert_eq!(succeed(folder.path(), &["generate", "--check"]), "");
}

#[test]
fn mistakes_in_a_project_are_wrong_usage() {
    for (project, says) in [
        ("", "[[client]]"),
        ("[[client]]\ndocument = \"a.yaml\"\n", "out"),
        (
            "[[client]]\ndocument = \"a.yaml\"\nout = \"b\"\nlayuot = \"crate\"\n",
            "layuot",
        ),
        (
            "[[client]]\ndocument = \"a.yaml\"\nout = \"b\"\nruntime = \"1.2\"\n",
            "runtime",
        ),
        (
            "[[client]]\ndocument = \"a.yaml\"\nout = \"b\"\nallow = [\"syntax\"]\n",
            "syntax",
        ),
    ] {
        let folder = folder(ACME);
        fs::write(folder.path().join("signon.toml"), project).expect("a project");
        let output = signon(folder.path(), &["generate"]);
        assert_eq!(status(&output), Some(2), "{project}");
        assert!(stderr(&output).contains(says), "{}", stderr(&output));
    }
}

#[test]
fn shells_and_readers_of_manuals_are_served() {
    let folder = tempfile::tempdir().expect("a folder");
    let bash = succeed(folder.path(), &["completions", "bash"]);
    assert!(
        bash.contains("--package-version"),
        "no completion of a flag"
    );
    succeed(folder.path(), &["man", "--out", "man1"]);
    assert!(folder.path().join("man1/signon-generate.1").is_file());
}

#[test]
fn wrong_usage_is_exit_status_2() {
    let folder = folder(ACME);
    for arguments in [
        &["generate", "acme.yaml"][..],
        &["generate", "--out", "client"],
        &["generate", "--keep-going"],
        &["generate", "--overlay", "ours.yaml"],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--check",
            "--force",
        ],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--layout",
            "folder",
        ],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--name",
            "not a name",
        ],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--runtime",
            "1.2",
        ],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--package-version",
            "1.2",
        ],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--layout",
            "module",
            "--module-path",
            "crate::type",
        ],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--module-path",
            "crate::a",
        ],
        &[
            "generate",
            "acme.yaml",
            "--out",
            "client",
            "--layout",
            "module",
            "--license",
            "MIT",
        ],
        &["frobnicate"],
        &[],
    ] {
        let output = signon(folder.path(), arguments);
        assert_eq!(status(&output), Some(2), "{arguments:?}");
        assert!(!folder.path().join("client").exists());
    }
}

/// A folder with versions of a document: one that lacks a property, and one with another one.
fn versions() -> TempDir {
    let folder = folder(ACME);
    let newer = ACME.replace("required: [id], properties: { id: { type: integer } }", "");
    fs::write(folder.path().join("newer.yaml"), newer).expect("a document");
    let more = ACME.replace(
        "id: { type: integer } }",
        "id: { type: integer }, note: { type: string } }",
    );
    fs::write(folder.path().join("more.yaml"), more).expect("a document");
    folder
}

#[test]
fn diff_prints_changes_with_their_places() {
    let folder = versions();
    let output = succeed(folder.path(), &["diff", "acme.yaml", "newer.yaml"]);
    assert!(
        output.contains(
            "major[property-removed]: User.id: removed\n  old: {\"type\":\"integer\"}  (acme.yaml:17)\n"
        ),
        "{output}"
    );
    assert!(output.contains("major[rust-removed]: users::User::id: field removed"));
    let same = succeed(folder.path(), &["diff", "acme.yaml", "acme.yaml"]);
    assert_eq!(same, "No changes.\n");
}

#[test]
fn diff_fails_from_a_verdict_on() {
    let folder = versions();
    let run = |old, new, verdict| {
        let arguments = ["diff", old, new, "--fail-on", verdict];
        status(&signon(folder.path(), &arguments))
    };
    assert_eq!(run("acme.yaml", "newer.yaml", "major"), Some(1));
    assert_eq!(run("acme.yaml", "more.yaml", "major"), Some(0));
    assert_eq!(run("acme.yaml", "more.yaml", "minor"), Some(1));
    assert_eq!(run("acme.yaml", "acme.yaml", "minor"), Some(0));
}

#[test]
fn diff_has_formats_for_machines() {
    let folder = versions();
    let run = |format| {
        let arguments = ["diff", "acme.yaml", "newer.yaml", "--format", format];
        succeed(folder.path(), &arguments)
    };
    let json: Value = serde_json::from_str(&run("json")).expect("JSON");
    assert_eq!(json["verdict"], "major");
    let removed = &json["changes"][0];
    assert_eq!(removed["code"], "property-removed");
    assert_eq!(removed["old"]["line"], 17);
    assert_eq!(removed["new"], Value::Null);
    assert!(run("github").starts_with(
        "::error file=acme.yaml,line=17,title=major property-removed::User.id: removed\n"
    ));
    assert!(run("markdown").contains("### Breaking, on the wire\n\n- `User.id`: removed, was `"));
}

#[test]
fn diff_refuses_what_is_no_pair() {
    let folder = versions();
    let output = signon(folder.path(), &["diff", "-", "-"]);
    assert_eq!(status(&output), Some(2));
    fs::write(folder.path().join("other.yaml"), "openapi: 9.9.9\n").expect("a file");
    let output = signon(folder.path(), &["diff", "acme.yaml", "other.yaml"]);
    assert_eq!(status(&output), Some(1));
    assert!(
        stderr(&output).contains("other.yaml"),
        "{}",
        stderr(&output)
    );
}
