//! Users that are replaced or deleted, and what that can depend on.

use serde_json::json;
use signon_unified::scim::Request;

use crate::scim::{USER, attributes, body, failure, get, send, write};
use crate::support::logto::Account;

#[tokio::test]
async fn a_user_is_replaced_and_keeps_what_the_body_leaves_out() {
    let account = Account::new();
    let logto = account.open();
    let user = json!({
        "schemas": [USER], "id": "u1", "userName": "adaeze", "name": { "familyName": "Okafor" }, "emails": [], "active": null,
        "meta": { "version": "old" }, "groups": [{ "value": "r9" }],
    });
    let response = write(&logto, "PUT", "/Users/u1", &user).await;
    let expected = json!({
        "id": "u1", "userName": "adaeze", "displayName": "ada Okafor", "active": true,
        "name": { "formatted": "ada Okafor", "givenName": "ada", "familyName": "Okafor" },
    });
    assert_eq!(
        (response.status, attributes(&body(&response))),
        (200, expected)
    );

    // What was read is written back without a call of the provider.
    let writes = account.writes().len();
    let read = get(&logto, "/Users/u1", "").await;
    assert_eq!(write(&logto, "PUT", "/Users/u1", &read).await.status, 200);
    assert_eq!(account.writes().len(), writes);

    let taken = json!({ "schemas": [USER], "userName": "bo" }).to_string();
    let request = Request::new("PUT", "/Users/u1").body(taken.as_bytes());
    assert_eq!(
        failure(&logto, request).await,
        (409, Some("uniqueness".to_owned()))
    );
    let request = Request::new("PUT", "/Users/nobody").body(taken.as_bytes());
    assert_eq!(failure(&logto, request).await.0, 404);
}

#[tokio::test]
async fn a_deleted_user_is_gone() {
    let account = Account::new();
    let logto = account.open();
    let response = send(&logto, Request::new("DELETE", "/Users/u2")).await;
    assert_eq!((response.status, response.body), (204, None));
    for method in ["GET", "DELETE"] {
        assert_eq!(
            failure(&logto, Request::new(method, "/Users/u2")).await.0,
            404
        );
    }
    for path in [
        "/Users/..%2Froles%2Fr4",
        "/Users/%2e%2e",
        "/Users/u1%2F..%2F..%2Froles",
        "/Users/u1/profile",
    ] {
        assert_eq!(
            failure(&logto, Request::new("DELETE", path)).await.0,
            404,
            "{path}"
        );
    }
    let state = account.state.lock().expect("a lock");
    assert_eq!((state.users.len(), state.roles.len()), (2, 1));
}

#[tokio::test]
async fn a_change_can_depend_on_the_version() {
    let account = Account::new();
    let logto = account.open();
    let read = send(
        &logto,
        Request::new("GET", "/Users/u1").query("attributes=userName"),
    )
    .await;
    let version = read.version.expect("a version");
    assert_eq!(
        get(&logto, "/Users/u1", "").await["meta"]["version"],
        json!(version)
    );
    let known = Request::new("GET", "/Users/u1").if_none_match(Some(&version));
    let response = send(&logto, known).await;
    assert_eq!((response.status, response.body), (304, None));

    let user = json!({ "schemas": [USER], "userName": "adaeze" }).to_string();
    let replace = Request::new("PUT", "/Users/u1").body(user.as_bytes());
    let versions = format!("\"other\", {version}");
    assert_eq!(
        send(&logto, replace.if_match(Some(&versions))).await.status,
        200
    );
    assert_eq!(
        failure(&logto, replace.if_match(Some(&version))).await.0,
        412
    );
    let delete = Request::new("DELETE", "/Users/u1");
    assert_eq!(
        failure(&logto, delete.if_match(Some(&version))).await.0,
        412
    );
    assert_eq!(send(&logto, delete.if_match(Some("*"))).await.status, 204);
}
