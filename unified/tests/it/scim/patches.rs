//! The operations of `PATCH`.

use serde_json::{Value, json};
use signon_unified::UserDirectory;

use crate::scim::{body, get, patch};
use crate::support::logto::Account;

/// Sends each patch of a user, whose response has this status, and in its body the value at the pointer.
async fn patch_each(
    directory: &dyn UserDirectory,
    status: u16,
    patches: impl IntoIterator<Item = (Value, &'static str, Value)>,
) {
    for (operations, pointer, expected) in patches {
        let response = patch(directory, "/Users/u1", &operations).await;
        assert_eq!(response.status, status, "{operations}: {:?}", response.body);
        let found = body(&response);
        let value = found.pointer(pointer).unwrap_or(&Value::Null);
        assert_eq!(value, &expected, "{operations}: {found}");
        if status == 200 {
            assert_eq!(get(directory, "/Users/u1", "").await, found, "{operations}");
        }
    }
}

#[tokio::test]
async fn operations_of_a_patch_are_made_in_their_order() {
    let logto = Account::new().open();
    let patches = [
        (
            json!([{ "op": "add", "path": "displayName", "value": "Ada" }]),
            "/displayName",
            json!("Ada"),
        ),
        (
            json!([{ "op": "replace", "path": "name.familyName", "value": "O." }]),
            "/name/familyName",
            json!("O."),
        ),
        (
            json!([{ "op": "replace", "path": "NAME.givenname", "value": "A." }]),
            "/name/givenName",
            json!("A."),
        ),
        (
            json!([{ "op": "remove", "path": "name" }]),
            "/name",
            Value::Null,
        ),
        (
            json!([{ "op": "add", "path": "name", "value": { "givenName": "B." } }]),
            "/name/givenName",
            json!("B."),
        ),
        (
            json!([{ "op": "replace", "value": { "name.givenName": "C.", "id": "u1", "active": false } }]),
            "/name/givenName",
            json!("C."),
        ),
        (
            json!([{ "op": "add", "path": "active", "value": "True" }]),
            "/active",
            json!(true),
        ),
        (
            json!([{ "op": "replace", "path": "emails[primary eq true].value", "value": "a@acme.example" }]),
            "/emails",
            json!([{ "value": "a@acme.example", "primary": true }]),
        ),
        (
            json!([{ "op": "remove", "path": "emails[value co \"ACME\"]" }]),
            "/emails",
            Value::Null,
        ),
        (
            json!([
                { "op": "add", "path": "emails", "value": [{ "value": "b@acme.example" }] },
                { "op": "add", "path": "emails", "value": [{ "value": "b@acme.example" }] },
            ]),
            "/emails",
            json!([{ "value": "b@acme.example", "primary": true }]),
        ),
        (
            json!([{ "op": "remove", "path": "emails", "value": [{ "value": "other@acme.example" }] }]),
            "/emails/0/value",
            json!("b@acme.example"),
        ),
        (
            json!([{ "op": "replace", "path": "emails.value", "value": "c@acme.example" }]),
            "/emails/0/value",
            json!("c@acme.example"),
        ),
        (
            json!([{ "op": "replace", "path": "emails", "value": null }]),
            "/emails",
            Value::Null,
        ),
        (
            json!([{ "op": "remove", "path": "phoneNumbers" }]),
            "/phoneNumbers",
            Value::Null,
        ),
    ];
    patch_each(&logto, 200, patches).await;
}

#[tokio::test]
async fn operations_that_cannot_be_made_change_nothing() {
    let account = Account::new();
    let logto = account.open();
    let deep = format!(
        "emails[{}value pr{}]",
        "not (".repeat(5_000),
        ")".repeat(5_000)
    );
    let wide = format!("emails[{}value pr]", "value pr or ".repeat(40));
    let operations = [
        (json!({ "op": "remove" }), "noTarget"),
        (
            json!({ "op": "replace", "path": "emails[value eq \"x\"].value", "value": "y" }),
            "noTarget",
        ),
        (
            json!({ "op": "add", "path": "phoneNumbers.value", "value": "1" }),
            "noTarget",
        ),
        (
            json!({ "op": "add", "path": "nickName", "value": "x" }),
            "invalidPath",
        ),
        (
            json!({ "op": "add", "path": "name.middleName", "value": "x" }),
            "invalidPath",
        ),
        (
            json!({ "op": "add", "path": "urn:other:userName", "value": "x" }),
            "invalidPath",
        ),
        (
            json!({ "op": "add", "path": "name[givenName eq \"ada\"]", "value": {} }),
            "invalidPath",
        ),
        (
            json!({ "op": "add", "path": "../../roles/r4", "value": "x" }),
            "invalidPath",
        ),
        (
            json!({ "op": "add", "path": "", "value": "x" }),
            "invalidPath",
        ),
        (
            json!({ "op": "replace", "path": deep, "value": {} }),
            "invalidPath",
        ),
        (
            json!({ "op": "replace", "path": wide, "value": {} }),
            "invalidFilter",
        ),
        (
            json!({ "op": "remove", "path": "emails[secret pr]" }),
            "invalidFilter",
        ),
        (
            json!({ "op": "remove", "path": "emails[value gt \"a\"]" }),
            "invalidFilter",
        ),
        (
            json!({ "op": "replace", "path": "id", "value": "u2" }),
            "mutability",
        ),
        (
            json!({ "op": "replace", "path": "password", "value": "x" }),
            "mutability",
        ),
        (
            json!({ "op": "replace", "path": "preferredLanguage", "value": "de" }),
            "mutability",
        ),
        (
            json!({ "op": "replace", "path": "emails[primary eq true].type", "value": "home" }),
            "mutability",
        ),
        (json!({ "op": "remove", "path": "userName" }), "mutability"),
        (
            json!({ "op": "replace", "path": "userName", "value": null }),
            "mutability",
        ),
        (
            json!({ "op": "replace", "path": "active", "value": null }),
            "mutability",
        ),
        (
            json!({ "op": "replace", "path": "emails", "value": "x" }),
            "invalidValue",
        ),
        (
            json!({ "op": "remove", "path": "emails", "value": [{}] }),
            "invalidValue",
        ),
        (
            json!({ "op": "copy", "path": "title", "value": "x" }),
            "invalidSyntax",
        ),
    ];
    // The first operation could be made.
    let first = json!({ "op": "replace", "path": "displayName", "value": "changed" });
    let patches = operations.map(|(operation, kind)| {
        let operations = json!([first, operation]);
        (operations, "/scimType", json!(kind))
    });
    patch_each(&logto, 400, patches).await;
    let many = vec![json!({ "op": "replace", "path": "displayName", "value": "x" }); 201];
    assert_eq!(patch(&logto, "/Users/u1", &json!(many)).await.status, 400);
    assert_eq!(account.writes(), Vec::<String>::new());
}
