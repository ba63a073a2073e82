//! Documents from files, overlays and standard input, and selections.

use std::fs;

use serde_json::Value;

use super::{ACME, GENERATE, folder, signon, signon_reading, status, stderr, succeed};

#[test]
fn standard_input_needs_a_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| signon_reading(folder.path(), arguments, ACME);
    let unnamed = run(&["generate", "-", "--out", "client"]);
    assert_eq!(status(&unnamed), Some(2));
    assert!(stderr(&unnamed).contains("--name"), "{}", stderr(&unnamed));
    let named = run(&["generate", "-", "--out", "client", "--name", "acme"]);
    assert_eq!(status(&named), Some(0), "{}", stderr(&named));
    assert!(folder.path().join("client/src/lib.rs").is_file());
}

#[test]
fn references_stay_in_the_folder_unless_allowed() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("api")).expect("a folder");
    let document = ACME.replace("#/components/schemas/User", "../user.yaml");
    fs::write(folder.path().join("api/acme.yaml"), document).expect("a document");
    fs::write(folder.path().join("user.yaml"), "type: object\n").expect("a schema");
    let rejected = signon(folder.path(), &["check", "api/acme.yaml"]);
    assert_eq!(status(&rejected), Some(1));
    assert!(
        stderr(&rejected).contains("--allow-refs-outside"),
        "{}",
        stderr(&rejected)
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
fn bundles_contain_other_files() {
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
