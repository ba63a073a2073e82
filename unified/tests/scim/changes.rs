//! Changes of users.

use serde_json::json;
use signon_unified::scim::Request;

use crate::support::torii::Account;
use crate::{body, failure, patch};

#[tokio::test]
async fn a_user_is_deactivated_once() {
    let account = Account::new();
    let torii = account.open();
    let operations = json!([{ "op": "replace", "path": "active", "value": false }]);
    let response = patch(&torii, "/Users/48213", &operations).await;
    assert_eq!(response.status, 200);
    assert_eq!(body(&response)["active"], json!(false));
    let writes = || {
        account
            .sent()
            .iter()
            .filter(|line| line.starts_with("PUT"))
            .count()
    };
    assert_eq!(writes(), 1);
    assert_eq!(
        account.state.lock().expect("a lock").users[&48_213]["lifecycleStatus"],
        "offboarding"
    );

    // What clients of Microsoft Entra send, without a path and as text.
    for operations in [
        json!([{ "op": "Replace", "value": { "active": "False" } }]),
        json!([{ "op": "add", "path": "urn:ietf:params:scim:schemas:core:2.0:User:active", "value": false }]),
        json!([{ "op": "replace", "path": "active", "value": true }, { "op": "replace", "path": "active", "value": false }]),
    ] {
        assert_eq!(
            patch(&torii, "/Users/48213", &operations).await.status,
            200,
            "{operations}"
        );
    }
    assert_eq!(writes(), 1, "the automation is not started again");
}

#[tokio::test]
async fn other_changes_are_refused_before_anything_is_written() {
    let account = Account::new();
    let torii = account.open();
    for (operations, kind) in [
        (
            json!([{ "op": "replace", "path": "active", "value": false }, { "op": "replace", "path": "userName", "value": "x" }]),
            "mutability",
        ),
        (
            json!([{ "op": "replace", "value": { "active": false, "title": "x" } }]),
            "mutability",
        ),
        (json!([{ "op": "remove", "path": "active" }]), "mutability"),
        (
            json!([{ "op": "replace", "path": "emails[type eq \"work\"].value", "value": "x" }]),
            "mutability",
        ),
        (
            json!([{ "op": "replace", "path": "active", "value": "no" }]),
            "invalidValue",
        ),
        (
            json!([{ "op": "replace", "path": "active" }]),
            "invalidValue",
        ),
        (json!([{ "op": "replace", "value": {} }]), "invalidValue"),
        (
            json!([{ "op": "move", "path": "active", "value": false }]),
            "invalidSyntax",
        ),
        (json!({}), "invalidSyntax"),
    ] {
        let response = patch(&torii, "/Users/48213", &operations).await;
        assert_eq!(
            (response.status, &body(&response)["scimType"]),
            (400, &json!(kind)),
            "{operations}"
        );
    }
    for body in ["", "null", "[]", r#"{"Operations": []}"#, "\u{0}"] {
        let request = Request::new("PATCH", "/Users/48213").body(body.as_bytes());
        let failed = failure(&torii, request).await;
        assert_eq!(failed, (400, Some("invalidSyntax".to_owned())), "{body}");
    }
    assert_eq!(account.sent(), Vec::<String>::new());
}
