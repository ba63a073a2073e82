//! What changed since a release that was recorded: of our own crates, and where a change is announced.

use std::path::Path;

use signon_providers::release::{Announcement, Record, changes, check, record};
use signon_providers::{Provider, providers, understand};

use crate::specs::acme;

/// An operation with inline types and a documented error, below this id.
fn operation(id: &str, renamed_from: &str) -> String {
    format!(
        r#"
openapi: 3.0.3
info: {{ title: Acme, version: "1" }}
paths:
  /users:
    get:
      operationId: {id}
{renamed_from}
      tags: [users]
      summary: Lists the users.
      externalDocs: {{ url: https://acme.example/docs }}
      responses:
        "200":
          description: The users.
          content:
            application/json:
              schema:
                type: object
                properties:
                  state: {{ type: string, enum: [active, gone], description: The state. }}
              example: {{}}
        "400":
          description: A wrong request.
          content:
            application/json:
              schema:
                type: object
                properties:
                  reason: {{ type: string, description: The reason. }}
              example: {{}}
"#
    )
}

fn recorded(provider: &Provider) -> Record {
    record(provider, &"0.1.0".parse().expect("a version")).expect("a record")
}

#[test]
fn our_crates_are_what_a_record_of_them_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let names = providers(&root).expect("the providers");
    let understood = understand(&root, &names, false);
    assert_eq!(understood.providers.len(), names.len());
    for provider in &understood.providers {
        let record = recorded(provider);
        let changes = changes(provider, &record).expect("a comparison");
        assert_eq!(changes.changes, [], "{}", provider.name);
        assert!(
            record.api.lines().count() > 1000,
            "{}: the record holds the public items",
            provider.name
        );
    }
}

#[test]
fn a_declared_rename_breaks_nothing() {
    let old = acme("declared", "users/list_users", &operation("listUsers", ""));
    let renamed = operation("findPeople", "      x-signon-renamed-from: listUsers");
    let new = acme("declared", "users/find_people", &renamed);
    let announcement = Announcement {
        manifest: "[workspace.package]\nversion = \"0.1.0\"\n",
        changelog: "",
    };
    let record = recorded(&old);
    let report = check(&new, &record, announcement, false).expect("a comparison");
    assert_eq!(report, "");
    // The method, the operation, its response, its enum, its error and the body of the error.
    let changes = changes(&new, &record).expect("a comparison").changes;
    let added: Vec<&str> = changes
        .iter()
        .filter(|change| change.code == "rust-added")
        .map(|change| change.subject.as_str())
        .collect();
    assert_eq!(added.len(), 6, "{added:?}");
}

#[test]
fn an_announced_change_is_not_reported() {
    let old = acme("announced", "users/list_users", &operation("listUsers", ""));
    let changed = operation("listUsers", "").replace("state:", "status:");
    let new = acme("announced-new", "users/list_users", &changed);
    let check = |version: &str, changelog: &str| {
        let manifest = format!("[workspace.package]\nversion = \"{version}\"\n");
        let announcement = Announcement {
            manifest: &manifest,
            changelog,
        };
        check(&new, &recorded(&old), announcement, false).expect("a comparison")
    };
    let note = "## 0.2.0 (unreleased)\n\n- **Breaking** `acme`: `state` is `status`.\n";
    assert_eq!(check("0.2.0", note), "");
    assert!(check("0.1.0", note).contains("error[breaking-change]"));
    assert!(check("0.2.0", "").contains("error[breaking-change]"));
}

#[test]
fn a_damaged_record_is_an_error_and_no_panic() {
    let provider = acme("damaged", "users/list_users", &operation("listUsers", ""));
    let record = recorded(&provider);
    for (document, api) in [
        ("", record.api.as_str()),
        ("[", record.api.as_str()),
        (record.document.as_str(), ""),
        (
            record.document.as_str(),
            "{\"version\": \"1\", \"items\": {}}",
        ),
    ] {
        let damaged = Record {
            document: document.to_owned(),
            api: api.to_owned(),
        };
        assert!(
            changes(&provider, &damaged).is_err(),
            "{document:.10} {api:.10}"
        );
    }
}
