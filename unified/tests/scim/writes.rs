//! Users that are created, replaced, changed and deleted.

use serde_json::{Value, json};
use signon_unified::scim::{Request, Service};

use crate::logto::Account;
use crate::support::torii;
use crate::{BASE, USER, body, failure, form, get, patch, send, write};

fn new_user(name: &str) -> Value {
    json!({
        "schemas": [USER], "userName": name, "externalId": "ignored", "id": "chosen by the client",
        "name": { "givenName": "Dee", "FAMILYNAME": "Okafor" }, "displayName": "Dee O.", "ACTIVE": "False",
        "emails": [{ "value": "dee@acme.example", "type": "work", "primary": true }],
        "phoneNumbers": { "value": "4930123456" }, "password": "correct horse battery",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "R&D" },
    })
}

/// The attributes of a resource but for `meta` and `schemas`.
fn attributes(resource: &Value) -> Value {
    let mut resource = resource.clone();
    let fields = resource.as_object_mut().expect("an object");
    fields.remove("meta");
    fields.remove("schemas");
    resource
}

#[tokio::test]
async fn a_user_is_created_with_all_that_the_provider_takes() {
    let account = Account::new();
    let logto = account.open();
    let response = write(&logto, "POST", "/Users", &new_user("dee")).await;
    assert_eq!(response.status, 201, "{:?}", response.body);
    let created = body(&response);
    let id = created["id"].as_str().expect("an id");
    let expected = json!({
        "id": id, "userName": "dee", "displayName": "Dee O.", "active": false,
        "name": { "formatted": "Dee O.", "givenName": "Dee", "familyName": "Okafor" },
        "emails": [{ "value": "dee@acme.example", "primary": true }], "phoneNumbers": [{ "value": "4930123456" }],
    });
    assert_eq!(attributes(&created), expected);
    assert_eq!(response.location, Some(format!("{BASE}/Users/{id}")));
    assert_eq!(get(&logto, &format!("/Users/{id}"), "").await, created);
    assert_eq!(
        account.writes(),
        [
            "POST /api/users".to_owned(),
            format!("PATCH /api/users/{id}/is-suspended")
        ]
    );
    let list = get(&logto, "/Users", &form(r#"userName eq "DEE""#)).await;
    assert_eq!(list["totalResults"], 0, "Logto compares case");
    let list = get(&logto, "/Users", &form(r#"userName eq "dee""#)).await;
    assert_eq!(list["Resources"][0], created);
}

#[tokio::test]
async fn users_that_cannot_be_created_are_not() {
    let account = Account::new();
    let logto = account.open();
    let with = |key: &str, value: Value| {
        let mut user = new_user("dee");
        user[key] = value;
        user.to_string()
    };
    let number = json!([{ "value": 7 }]);
    let several = json!([{ "value": "a@b.example" }, { "value": "c@d.example" }]);
    for (text, expected) in [
        (with("userName", Value::Null), (400, "invalidValue")),
        (with("userName", json!("")), (400, "invalidValue")),
        (with("userName", json!(["dee"])), (400, "invalidValue")),
        (with("active", json!("perhaps")), (400, "invalidValue")),
        (
            with("emails", json!("dee@acme.example")),
            (400, "invalidValue"),
        ),
        (with("emails", number), (400, "invalidValue")),
        (with("emails", several), (400, "invalidValue")),
        (with("schemas", json!([])), (400, "invalidSyntax")),
        (with("username", json!("dee2")), (400, "invalidSyntax")),
        ("{".to_owned(), (400, "invalidSyntax")),
        ("[]".to_owned(), (400, "invalidSyntax")),
        ("\u{0}".to_owned(), (400, "invalidSyntax")),
        (with("userName", json!("ada")), (409, "uniqueness")),
    ] {
        let request = Request::new("POST", "/Users").body(text.as_bytes());
        let (status, kind) = failure(&logto, request).await;
        assert_eq!(
            (status, kind.as_deref()),
            (expected.0, Some(expected.1)),
            "{text}"
        );
    }
    assert_eq!(account.state.lock().expect("a lock").users.len(), 3);
    assert_eq!(
        account.writes(),
        ["POST /api/users"],
        "the name that is taken"
    );
}

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

#[tokio::test]
async fn what_a_provider_does_not_have_is_not_implemented() {
    let account = torii::Account::new();
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

#[tokio::test]
async fn hostile_names_stay_text() {
    let account = Account::new();
    let logto = account.open();
    for name in [
        "../roles/r4",
        "a%2Fb?x=1#y",
        "\u{202e}eda",
        "a\r\nX-Header: 1",
        "%",
        "' or 1=1 --",
        "\u{1f600}",
    ] {
        let response = write(
            &logto,
            "POST",
            "/Users",
            &json!({ "schemas": [USER], "userName": name }),
        )
        .await;
        assert_eq!(response.status, 201, "{name}");
        assert_eq!(body(&response)["userName"], json!(name));
        let filter = format!("userName eq {}", json!(name));
        let list = get(&logto, "/Users", &form(&filter)).await;
        assert_eq!(list["Resources"][0]["userName"], json!(name));
    }
    assert!(
        account
            .writes()
            .iter()
            .all(|line| line == "POST /api/users")
    );
}
