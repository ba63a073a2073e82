//! Folders of one-operation files as inputs.

use std::fs;
use std::path::Path;

use super::{signon, status, stderr, stdout, succeed};

const PROVIDER: &str = "openapi: 3.0.3\ninfo: { title: Acme, version: '1' }\nservers: [{ url: 'https://acme.example' }]\npaths: {}\n";
const LIST_USERS: &str = r#"openapi: 3.0.3
info: { title: Acme, version: "1" }
paths:
  /users:
    get:
      operationId: listUsers
      responses:
        "200":
          description: The users.
          content:
            application/json:
              schema: { type: array, items: { $ref: "schemas.yaml#/components/schemas/User" } }
"#;
/// Unlike this project's folders: two operations in a file, no descriptions, no examples.
const OTHERS: &str = r#"openapi: 3.0.3
info: { title: Acme, version: "1" }
paths:
  /teams:
    get: { operationId: listTeams, responses: { "204": { description: None. } } }
    delete: { operationId: deleteTeams, responses: { "204": { description: None. } } }
"#;
const SCHEMAS: &str = r#"openapi: 3.0.3
info: { title: Acme, version: "1" }
paths: {}
components:
  schemas:
    User: { type: object, properties: { team: { $ref: "../shared/deep/team.json" } } }
"#;

pub(super) fn write(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

pub(super) fn api() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "api/provider.yaml", PROVIDER);
    write(folder.path(), "api/users/list_users.yaml", LIST_USERS);
    write(folder.path(), "api/users/schemas.yaml", SCHEMAS);
    write(folder.path(), "api/teams.yml", OTHERS);
    let team =
        r#"{ "type": "object", "title": "Team", "properties": { "name": { "type": "string" } } }"#;
    write(folder.path(), "api/shared/deep/team.json", team);
    folder
}

fn generate(folder: &Path, input: &str, out: &str) -> String {
    let flags = ["--name", "acme", "--runtime", "version:0.1", "--out", out];
    succeed(folder, &[&["generate", input], flags.as_slice()].concat())
}

#[test]
fn folders_are_read_as_one_document() {
    let folder = api();
    let folder = folder.path();
    let listed = succeed(folder, &["list", "api"]);
    let ids: Vec<&str> = listed
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(ids, ["deleteTeams", "listTeams", "listUsers"]);
    assert_eq!(succeed(folder, &["check", "api"]), "");
    assert!(generate(folder, "api", "client").starts_with("acme: 3 operations"));
    fs::write(
        folder.join("bundle.yaml"),
        succeed(folder, &["bundle", "api"]),
    )
    .expect("a bundle");
    assert_eq!(succeed(folder, &["list", "bundle.yaml"]).lines().count(), 3);
}

#[test]
fn output_does_not_depend_on_the_working_directory() {
    let folder = api();
    generate(folder.path(), "./api/", "one");
    generate(&folder.path().join("api/users"), "..", "../../two");
    let [one, two] = ["one", "two"].map(|out| {
        fs::read_to_string(folder.path().join(out).join(".generated-files")).expect("a list")
    });
    assert_eq!(one, two);
}

#[test]
fn selections_and_overlays_apply_to_folders() {
    let folder = api();
    let folder = folder.path();
    let overlay = "overlay: 1.0.0\ninfo: { title: A, version: '1' }\nactions:\n  - target: $.info\n    update: { title: Renamed }\n";
    write(folder, "acme.overlay.yaml", overlay);
    let flags = ["--include", "listUsers", "--overlay", "acme.overlay.yaml"];
    let listed = succeed(folder, &[["list", "api"].as_slice(), &flags].concat());
    assert_eq!(listed.lines().count(), 1, "{listed}");
    let bundled = succeed(folder, &[["bundle", "api"].as_slice(), &flags].concat());
    assert!(bundled.contains("title: Renamed"), "{bundled}");
}

#[test]
fn a_folder_without_a_provider_is_reported() {
    let folder = api();
    let output = signon(folder.path(), &["check", "api/users"]);
    assert_eq!(status(&output), Some(1));
    let report = stderr(&output);
    assert!(
        report.contains(
            "error[unreadable-file]: there is no `provider.yaml` in the folder `api/users`"
        ),
        "{report}"
    );
    assert_eq!(stdout(&output), "");
}

#[cfg(unix)]
#[test]
fn references_stay_in_the_folder() {
    let folder = api();
    write(folder.path(), "secret.yaml", "type: string\n");
    let link = folder.path().join("api/users/link.yaml");
    std::os::unix::fs::symlink(folder.path().join("secret.yaml"), link).expect("a link");
    let report = stderr(&signon(folder.path(), &["check", "api"]));
    assert!(report.contains("error[outside-ref]"), "{report}");
    fs::remove_file(folder.path().join("api/users/link.yaml")).expect("the link");
    let out = SCHEMAS.replace("../shared/deep/team.json", "../../secret.yaml");
    write(folder.path(), "api/users/schemas.yaml", &out);
    let report = stderr(&signon(folder.path(), &["check", "api"]));
    assert!(report.contains("error[outside-ref]"), "{report}");
}
