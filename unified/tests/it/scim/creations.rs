//! Users that are created.

use serde_json::{Value, json};
use signon_unified::scim::Request;

use crate::scim::{BASE, USER, attributes, body, failure, form, get, new_user, write};
use crate::support::logto::Account;

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
