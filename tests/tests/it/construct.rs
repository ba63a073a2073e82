//! Callers build every model without JSON text.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use signon::{Field, logto, onelogin, torii, truto};

fn encoded(model: &impl serde::Serialize) -> Value {
    serde_json::to_value(model).expect("a model is JSON")
}

#[test]
fn models_of_responses_are_built_by_new_and_fields() {
    let mut role = onelogin::roles::Role::new(7, "Warehouse");
    role.users = Some(vec![1, 2]);
    assert_eq!(
        encoded(&role),
        json!({ "id": 7, "name": "Warehouse", "users": [1, 2] })
    );

    let mut member = onelogin::roles::RoleMember::new(3);
    member.name = Field::Null;
    assert_eq!(encoded(&member), json!({ "id": 3, "name": null }));
}

#[test]
fn models_without_required_properties_have_a_default() {
    let mut error = torii::models::ErrorBody::default();
    error.message = "no such app".to_owned().into();
    assert_eq!(encoded(&error), json!({ "message": "no such app" }));

    assert_eq!(encoded(&truto::metadata::AuthField::default()), json!({}));
}

#[test]
fn documented_errors_and_headers_are_built_for_a_test_of_error_handling() {
    let body = logto::models::ErrorBody::new("not found");
    let error = logto::sso_connectors::GetSsoConnectorError::NotFound(Box::new(body));
    let logto::sso_connectors::GetSsoConnectorError::NotFound(body) = error else {
        panic!("the variant that was built");
    };
    assert_eq!(body.message, "not found");

    let mut headers = truto::users::ListUsersHeaders::default();
    headers.ratelimit_remaining = Some(0);
    assert_eq!(headers.ratelimit_remaining, Some(0));
}

/// The Rust files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of a generated crate");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// The structs in a text that only their own crate can write as a literal, and of these the ones that are built by
/// `Default` or `new`, which a derive writes, too.
fn structs(text: &str) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let (mut closed, mut built) = (BTreeSet::new(), BTreeSet::new());
    let (mut derives, mut is_closed, mut of_impl) = ("", false, "");
    for line in text.lines() {
        let word = |prefix: &str| {
            let rest = line.strip_prefix(prefix)?;
            rest.split(|char: char| !char.is_alphanumeric() && char != '_')
                .next()
        };
        if line.starts_with("#[derive(") {
            (derives, is_closed) = (line, false);
        } else if line == "#[non_exhaustive]" {
            is_closed = true;
        } else if let Some(name) = word("pub struct ") {
            if is_closed {
                closed.insert(name);
            }
            if derives.contains("Default") || derives.contains("New") {
                built.insert(name);
            }
            (derives, is_closed) = ("", false);
        } else if let Some(name) = word("impl ") {
            of_impl = name;
        } else if line.starts_with("    pub fn new(") {
            built.insert(of_impl);
        }
    }
    (closed, built)
}

#[test]
fn every_struct_of_our_crates_has_new_or_a_default() {
    let generated = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated");
    let mut count = 0;
    for path in sources(&generated) {
        let text = fs::read_to_string(&path).expect("a generated file");
        let (closed, built) = structs(&text);
        let missing: Vec<_> = closed.difference(&built).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", path.display());
        count += closed.len();
    }
    assert!(count > 300, "{count} structs: the files are not read");
}

#[test]
fn what_only_the_server_sets_has_no_setter() {
    let spec = include_str!("../../../specs/onelogin/apps/schemas.yaml");
    assert_eq!(
        spec.matches("readOnly: true").count(),
        2,
        "look at the keys again"
    );
    let generated = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/onelogin/src");
    let text: String = sources(&generated)
        .iter()
        .map(|path| fs::read_to_string(path).expect("a generated file"))
        .collect();
    let mut count = 0;
    for (at, _) in text.match_indices("Read-only: the server sets it.") {
        // The rest of the struct and what is implemented for it.
        let after = text[at..].split("\npub struct ").next().unwrap_or_default();
        let field = after
            .lines()
            .find_map(|line| line.trim().strip_prefix("pub "));
        let field = field
            .and_then(|field| field.split(':').next())
            .unwrap_or_default();
        let setter = format!("/// Sets [`{field}`](Self::{field}).");
        assert!(!after.contains(&setter), "{field}");
        count += 1;
    }
    assert_eq!(count, 2);
}
