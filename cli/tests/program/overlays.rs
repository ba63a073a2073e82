//! Overlays: each command applies them to each kind of input.

use std::fs;
use std::process::Output;

use super::folders::{api, write};
use super::urls::serve;
use super::{ACME, read, signon, signon_reading, status, stderr, stdout, succeed};

const COMMANDS: [&str; 4] = ["generate", "check", "list", "bundle"];

/// Returns an overlay with one action.
fn overlay(action: &str) -> String {
    format!("overlay: 1.1.0\ninfo: {{ title: Ours, version: '1' }}\nactions:\n  - {action}\n")
}

/// What a command prints about the same API in a folder, at a URL, in a file and on standard input, changed by
/// this overlay.
fn outputs(command: &str, action: &str) -> Vec<(String, Output)> {
    let folder = api();
    let root = folder.path();
    write(root, "acme.yaml", ACME);
    write(root, "ours.yaml", &overlay(action));
    let url = format!("{}/acme.yaml", serve(&[("/acme.yaml", ACME)]));
    let inputs = ["api", &url, "acme.yaml", "-"];
    inputs
        .map(|input| {
            let mut arguments = vec![command, input, "--overlay", "ours.yaml"];
            if command == "generate" {
                arguments.extend(["--name", "acme", "--runtime", "version:0.1"]);
                arguments.extend(["--dry-run", "--out", "client"]);
            }
            (
                format!("{command} {input}"),
                signon_reading(root, &arguments, ACME),
            )
        })
        .into()
}

#[test]
fn each_command_applies_an_overlay_to_each_kind_of_input() {
    // `check` prints nothing for valid input, so the action causes a diagnostic.
    let action = "{ target: \"$.paths['/users'].get\", update: { operationId: allUsers, x-signon-retry: sometimes } }";
    for command in COMMANDS {
        for (run, output) in outputs(command, action) {
            let expected = i32::from(command != "bundle");
            assert_eq!(
                status(&output),
                Some(expected),
                "{run}: {}",
                stderr(&output)
            );
            let text = stdout(&output) + &stderr(&output);
            assert!(text.contains("sometimes"), "{run}: {text}");
        }
    }
    let action = "{ target: \"$.paths['/users'].get\", update: { operationId: allUsers } }";
    for (run, output) in outputs("list", action) {
        assert_eq!(status(&output), Some(0), "{run}: {}", stderr(&output));
        assert!(stdout(&output).contains("allUsers"), "{run}");
    }
}

#[test]
fn each_command_reports_a_target_that_matches_nothing_in_each_kind_of_input() {
    let action = "{ target: \"$.paths['/user'].get\", update: { operationId: allUsers } }";
    for command in COMMANDS {
        for (run, output) in outputs(command, action) {
            assert_eq!(status(&output), Some(0), "{run}");
            let report = stderr(&output);
            assert!(
                report.contains("warning[overlay-target]"),
                "{run}: {report}"
            );
            assert!(
                report.contains("the document has `$['paths']['/users']`"),
                "{run}: {report}"
            );
            assert!(!stdout(&output).contains("allUsers"), "{run}");
        }
    }
}

#[test]
fn machine_readable_diagnostics_are_separate_from_the_result() {
    let folder = api();
    let action = "{ target: $.paths.user, remove: true }";
    write(folder.path(), "ours.yaml", &overlay(action));
    for (format, expected) in [
        ("json", "\"code\":\"overlay-target\""),
        ("github", "title=overlay-target"),
    ] {
        let flags = [
            "--overlay",
            "ours.yaml",
            "--message-format",
            format,
            "--json",
        ];
        for command in ["list", "bundle"] {
            let arguments = [[command, "api"].as_slice(), &flags].concat();
            let output = signon(folder.path(), &arguments);
            assert!(stderr(&output).contains(expected), "{}", stderr(&output));
            let result: Result<serde_json::Value, _> = serde_json::from_str(&stdout(&output));
            assert!(result.is_ok(), "{command}: {}", stdout(&output));
        }
    }
}

#[test]
fn an_action_reaches_all_files_of_a_folder_and_adds_to_a_shared_map_once() {
    let folder = api();
    let root = folder.path();
    let bundled = |action: &str| {
        write(root, "ours.yaml", &overlay(action));
        succeed(root, &["bundle", "api", "--overlay", "ours.yaml"])
    };
    let all = bundled("{ target: $.paths.*.*, update: { tags: [everything] } }");
    assert_eq!(all.matches("everything").count(), 3, "{all}");
    let path =
        "{ /new: { get: { operationId: getNew, responses: { '204': { description: None. } } } } }";
    let added = bundled(&format!("{{ target: $.paths, update: {path} }}"));
    assert_eq!(added.matches("getNew").count(), 1, "{added}");
    let removed = bundled("{ target: $.paths, remove: true }");
    assert!(!removed.contains("operationId"), "{removed}");
    let schema = bundled("{ target: $.components.schemas.User, update: { title: Member } }");
    assert!(schema.contains("title: Member"), "{schema}");
    let copied = bundled("{ target: \"$.paths['/users']\", copy: \"$.paths['/teams']\" }");
    assert_eq!(copied.matches("deleteTeams").count(), 2, "{copied}");
    let extends = "extends: api/teams.yml\nactions:";
    let text = overlay("{ target: $.paths.*.*, update: { tags: [everything] } }");
    write(root, "ours.yaml", &text.replace("actions:", extends));
    let one = succeed(root, &["bundle", "api", "--overlay", "ours.yaml"]);
    assert_eq!(one.matches("everything").count(), 2, "{one}");
}

#[test]
fn overlays_are_fetched_from_urls() {
    let folder = api();
    let root = folder.path();
    write(root, "acme.yaml", ACME);
    let text: &'static str = overlay("{ target: $.info, update: { title: Renamed } }").leak();
    let origin = serve(&[("/ours.yaml?key=secret", text), ("/page.yaml", "<html>")]);
    let url = format!("{origin}/ours.yaml?key=secret");
    for input in ["acme.yaml", "api"] {
        let bundled = succeed(root, &["bundle", input, "--overlay", &url]);
        assert!(bundled.contains("title: Renamed"), "{bundled}");
    }
    let client = format!(
        "[[client]]\ndocument = \"acme.yaml\"\nout = \"client\"\nruntime = \"version:0.1\"\noverlay = [\"{url}\"]\n"
    );
    fs::write(root.join("signon.toml"), client).expect("a project");
    succeed(root, &["generate"]);
    let lib = read(&folder, "client/src/lib.rs");
    assert!(lib.contains("Renamed") && !lib.contains("secret"), "{lib}");
    for (url, expected) in [
        (
            format!("{origin}/none.yaml?key=secret"),
            "the server responded with `404 Not Found`",
        ),
        (format!("{origin}/page.yaml"), "HTML page"),
        (
            "http://acme.example/ours.yaml".to_owned(),
            "`http` is for servers on this machine alone",
        ),
        (
            "https://me:hunter2@acme.example/ours.yaml".to_owned(),
            "it holds credentials",
        ),
        (
            "file:///etc/passwd".to_owned(),
            "it is neither `https` nor `http`",
        ),
    ] {
        for command in ["check", "list", "bundle"] {
            let output = signon(root, &[command, "acme.yaml", "--overlay", &url]);
            assert_eq!(status(&output), Some(1), "{command} {url}");
            let report = stderr(&output);
            assert!(report.contains(expected), "{command} {url}: {report}");
            assert!(
                !report.contains("hunter2") && !report.contains("secret"),
                "{report}"
            );
        }
    }
}

#[test]
fn an_overlay_at_a_url_names_no_types_of_the_user() {
    let folder = api();
    let root = folder.path();
    write(root, "acme.yaml", ACME);
    let action = "{ target: $.components.schemas.User, update: { x-rust-type: \"crate::User\" } }";
    write(root, "ours.yaml", &overlay(action));
    let text: &'static str = overlay(action).leak();
    let url = format!("{}/ours.yaml", serve(&[("/ours.yaml", text)]));
    succeed(root, &["check", "acme.yaml", "--overlay", "ours.yaml"]);
    let report = stderr(&signon(root, &["check", "acme.yaml", "--overlay", &url]));
    assert!(report.contains("warning[untrusted-type]"), "{report}");
    let flags = ["--overlay", &url, "--allow-rust-types"];
    succeed(root, &[["check", "acme.yaml"].as_slice(), &flags].concat());
}
