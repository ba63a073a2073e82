//! Changes of Torii's users, and what Torii does not have.

use serde_json::json;
use signon_unified::scim::{Request, Service};

use crate::scim::{BASE, body, failure, new_user, patch};
use crate::support::torii::Account;

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

#[tokio::test]
async fn what_a_provider_does_not_have_is_not_implemented() {
    let account = Account::new();
    let torii = account.open();
    let user = new_user("dee").to_string();
    for (method, path) in [
        ("POST", "/Users"),
        ("DELETE", "/Users/48213"),
        ("POST", "/Groups"),
        ("PUT", "/Groups/3"),
        ("PATCH", "/Groups/3"),
        ("DELETE", "/Groups/3"),
        ("POST", "/Bulk"),
        ("POST", "/.search"),
        ("GET", "/Me"),
        ("COPY", "/Users/48213"),
    ] {
        let request = Request::new(method, path).body(user.as_bytes());
        assert_eq!(
            failure(&torii, request).await,
            (501, None),
            "{method} {path}"
        );
    }
    assert_eq!(account.sent(), Vec::<String>::new());
    // `PUT` is there for what can be written, and leaves the rest as it is.
    let service = Service::new(&torii, BASE);
    let replace = Request::new("PUT", "/Users/48213").body(user.as_bytes());
    let replaced = body(&service.answer(&replace).await);
    assert_eq!(
        (&replaced["active"], &replaced["name"]["givenName"]),
        (&json!(false), &json!("Ada"))
    );
}
