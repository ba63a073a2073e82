//! The operations of `PATCH`.

use serde_json::{Value, json};

use crate::scim::{body, get, patch};
use crate::support::logto::Account;

#[tokio::test]
async fn operations_of_a_patch_are_made_in_their_order() {
    let logto = Account::new().open();
    for (operations, path, expected) in [
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
    ] {
        let response = patch(&logto, "/Users/u1", &operations).await;
        assert_eq!(response.status, 200, "{operations}: {:?}", response.body);
        let found = body(&response);
        assert_eq!(
            found.pointer(path).unwrap_or(&Value::Null),
            &expected,
            "{operations}"
        );
        assert_eq!(get(&logto, "/Users/u1", "").await, found, "{operations}");
    }
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
    for (operation, kind) in [
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
    ] {
        // The first operation could be made.
        let operations =
            json!([{ "op": "replace", "path": "displayName", "value": "changed" }, operation]);
        let response = patch(&logto, "/Users/u1", &operations).await;
        assert_eq!(
            (response.status, &body(&response)["scimType"]),
            (400, &json!(kind)),
            "{operation}: {:?}",
            response.body
        );
    }
    let many = vec![json!({ "op": "replace", "path": "displayName", "value": "x" }); 201];
    assert_eq!(patch(&logto, "/Users/u1", &json!(many)).await.status, 400);
    assert_eq!(account.writes(), Vec::<String>::new());
}
