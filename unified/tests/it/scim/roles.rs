//! Roles as groups, and roles of users.

use serde_json::{Value, json};
use signon_unified::runtime::testing::Answer;
use signon_unified::scim::Request;

use crate::scim::{GROUP, body, failure, form, get, onelogin, patch, send, write};
use crate::support::logto::Account;
use crate::support::torii;

fn members(group: &Value) -> Vec<&str> {
    let members = group["members"].as_array().expect("members");
    members
        .iter()
        .map(|member| member["value"].as_str().expect("an id"))
        .collect()
}

#[tokio::test]
async fn roles_are_groups_where_there_are_no_others() {
    let logto = Account::new().open();
    let list = get(&logto, "/Groups", &form(r#"displayName eq "editors""#)).await;
    let editors = &list["Resources"][0];
    assert_eq!(
        (&editors["displayName"], members(editors)),
        (&json!("Editors"), vec!["u1"])
    );
    assert_eq!(get(&logto, "/Groups/r4", "").await, *editors);
    let torii = torii::Account::new().open();
    let list = get(&torii, "/Groups", "").await;
    assert_eq!(list["Resources"][0]["displayName"], "Admin");
    let user = get(&torii, "/Users/48213", "").await;
    assert_eq!(
        (&user["groups"][0]["value"], &user["roles"][0]["display"]),
        (&json!("3"), &json!("Admin"))
    );
}

#[tokio::test]
async fn groups_are_created_renamed_and_deleted() {
    let account = Account::new();
    let logto = account.open();
    let group = json!({ "schemas": [GROUP], "displayName": "Writers", "members": [{ "value": "u2" }, { "value": "u1" }, { "value": "u2" }] });
    let response = write(&logto, "POST", "/Groups", &group).await;
    assert_eq!(response.status, 201, "{:?}", response.body);
    let created = body(&response);
    let path = format!("/Groups/{}", created["id"].as_str().expect("an id"));
    assert_eq!(members(&created), ["u1", "u2"]);
    assert_eq!(get(&logto, &path, "").await, created);

    // The name alone: who is in the group stays.
    let group = json!({ "schemas": [GROUP], "displayName": "Authors" });
    let replaced = body(&write(&logto, "PUT", &path, &group).await);
    assert_eq!(
        (&replaced["displayName"], members(&replaced)),
        (&json!("Authors"), vec!["u1", "u2"])
    );
    let group =
        json!({ "schemas": [GROUP], "displayName": "Authors", "members": [{ "value": "u3" }] });
    assert_eq!(
        members(&body(&write(&logto, "PUT", &path, &group).await)),
        ["u3"]
    );

    let taken = json!({ "schemas": [GROUP], "displayName": "Editors" }).to_string();
    let request = Request::new("POST", "/Groups").body(taken.as_bytes());
    assert_eq!(
        failure(&logto, request).await,
        (400, Some("invalidValue".to_owned()))
    );
    assert_eq!(
        send(&logto, Request::new("DELETE", &path)).await.status,
        204
    );
    assert_eq!(failure(&logto, Request::new("GET", &path)).await.0, 404);
    assert_eq!(failure(&logto, Request::new("DELETE", &path)).await.0, 404);
}

#[tokio::test]
async fn members_are_put_in_and_taken_out() {
    let account = Account::new();
    let logto = account.open();
    for (operations, expected) in [
        (
            json!([{ "op": "add", "path": "members", "value": [{ "value": "u1" }, { "value": "u2" }] }]),
            vec!["u1", "u2"],
        ),
        (
            json!([{ "op": "Remove", "path": "members", "value": [{ "value": "u1" }] }]),
            vec!["u2"],
        ),
        (
            json!([{ "op": "remove", "path": "members[value eq \"nobody\"]" }]),
            vec!["u2"],
        ),
        (
            json!([{ "op": "add", "value": { "members": [{ "value": "u3", "type": "User" }] } }]),
            vec!["u2", "u3"],
        ),
        (
            json!([{ "op": "remove", "path": "members[value eq \"u2\" or value eq \"u3\"]" }]),
            vec![],
        ),
        (
            json!([{ "op": "replace", "path": "members", "value": [{ "value": "u2" }] }, { "op": "replace", "path": "displayName", "value": "E" }]),
            vec!["u2"],
        ),
        (json!([{ "op": "remove", "path": "members" }]), vec![]),
    ] {
        let response = patch(&logto, "/Groups/r4", &operations).await;
        assert_eq!(response.status, 200, "{operations}: {:?}", response.body);
        assert_eq!(members(&body(&response)), expected, "{operations}");
    }
    // Whoever is in the group is not put into it again.
    assert!(
        !account
            .writes()
            .contains(&"POST /api/roles/r4/users/u1".to_owned())
    );
    let assigned = account
        .writes()
        .iter()
        .filter(|line| *line == "POST /api/roles/r4/users")
        .count();
    assert_eq!(assigned, 3);
    for operations in [
        json!([{ "op": "add", "path": "members", "value": [{ "display": "ada" }] }]),
        json!([{ "op": "add", "path": "members", "value": ["u1"] }]),
        json!([{ "op": "add", "path": "members", "value": [{ "value": "no-such-user" }] }]),
        json!([{ "op": "replace", "path": "members[value eq \"u1\"].value", "value": "u2" }]),
        json!([{ "op": "remove", "path": "displayName" }]),
    ] {
        assert_eq!(
            patch(&logto, "/Groups/r4", &operations).await.status,
            400,
            "{operations}"
        );
    }
}

#[tokio::test]
async fn a_change_that_stops_halfway_says_what_took_effect() {
    let account = Account::new();
    let logto = account.open();
    let operations = json!([
        { "op": "replace", "path": "displayName", "value": "Authors" },
        { "op": "add", "path": "members", "value": [{ "value": "no-such-user" }] },
    ]);
    let response = patch(&logto, "/Groups/r4", &operations).await;
    assert_eq!(response.status, 500);
    let detail = body(&response)["detail"]
        .as_str()
        .expect("a text")
        .to_owned();
    assert!(detail.contains("took effect: `updateRole`"), "{detail}");

    let group = json!({ "schemas": [GROUP], "displayName": "New", "members": [{ "value": "no-such-user" }] });
    let response = write(&logto, "POST", "/Groups", &group).await;
    assert_eq!(response.status, 500);
    let detail = body(&response)["detail"]
        .as_str()
        .expect("a text")
        .to_owned();
    assert!(
        detail.contains("the group exists, with the id r5"),
        "{detail}"
    );
}

#[tokio::test]
async fn roles_of_a_user_are_an_attribute_where_the_provider_takes_them() {
    let (memory, onelogin) = onelogin();
    let add = json!([{ "op": "add", "path": "roles", "value": [{ "value": "3" }] }]);
    memory.handle(|request| {
        let roles = if request.method == "PUT" {
            json!([3])
        } else {
            json!([])
        };
        Answer::json(
            200,
            json!({ "id": 7, "username": "ada", "status": 1, "role_ids": roles }).to_string(),
        )
    });
    let response = patch(&onelogin, "/Users/7", &add).await;
    assert_eq!(body(&response)["roles"], json!([{ "value": "3" }]));
    let sent = memory.requests().pop().expect("a request");
    assert_eq!(
        (sent.method.as_str(), sent.text()),
        ("PUT", r#"{"role_ids":[3]}"#.into())
    );
    let schema = get(
        &onelogin,
        "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User",
        "",
    )
    .await;
    let attributes = schema["attributes"].as_array().expect("attributes");
    let roles = attributes
        .iter()
        .find(|found| found["name"] == "roles")
        .expect("roles");
    assert_eq!(roles["mutability"], "readWrite");
    let groups = json!([{ "op": "add", "path": "members", "value": [{ "value": "7" }] }]);
    assert_eq!(
        patch(&onelogin, "/Groups/77", &groups).await.status,
        501,
        "groups can be read only"
    );
}
