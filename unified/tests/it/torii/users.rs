//! Users.

use serde_json::json;
use signon_unified::models::{Status, User, UserUpdate};
use signon_unified::runtime::{Field, Json};
use signon_unified::{Defect, Error, ResponseFormat, ResponseOptions, UserDirectory, UserQuery};

use crate::support::torii::Account;
use crate::torii::unified;

#[tokio::test]
async fn a_user_has_the_unified_shape_and_keeps_the_native_record() {
    let account = Account::new();
    let user = account.open().get_user("48213").await.expect("a user");
    let expected = json!({
        "id": "48213",
        "first_name": "Ada",
        "last_name": "Okafor",
        "name": "Ada Okafor",
        "username": "ada@acme.example",
        "emails": [
            { "email": "ada@acme.example", "is_primary": true },
            { "email": "a.okafor@acme.example", "is_primary": false },
        ],
        "status": "active",
        "roles": [{ "id": "3", "name": "Admin" }],
        "organizations": [{ "id": "901" }],
        "created_at": "2023-04-01T09:30:00.000Z",
    });
    assert_eq!(unified(&user), expected);
    let native = user.remote_data.as_option().map(Json::as_value);
    let state = account.state.lock().expect("a lock");
    assert_eq!(native, state.users.get(&48_213), "custom fields included");
}

#[tokio::test]
async fn statuses_without_a_unified_value_stay_as_they_are() {
    let account = Account::new();
    let users: Vec<User> = account
        .open()
        .users(UserQuery::new())
        .collect_all()
        .await
        .expect("users");
    let statuses: Vec<Option<&str>> = users
        .iter()
        .map(|user| user.status.as_option().map(Status::as_str))
        .collect();
    assert_eq!(
        statuses,
        [Some("active"), Some("offboarding"), Some("deleted")]
    );
    // Null in the native record is null, absent is absent.
    let bo = users.get(1).expect("a user");
    assert_eq!(bo.last_name, Field::Null);
    assert_eq!(bo.name.as_deref(), Some("Bo"));
    assert_eq!(bo.created_at, Field::Absent);
    let sent = account.sent();
    assert_eq!(sent, ["GET /v1.0/users", "GET /v1.0/users?cursor=2"]);
}

#[tokio::test]
async fn a_page_says_where_the_next_one_starts_and_keeps_the_native_body_if_asked() {
    let account = Account::new();
    let mut query = UserQuery::new()
        .limit(2)
        .remote_query("fields", "costCenter");
    query.page.raw = true;
    let page = account.open().list_users(query).await.expect("a page");
    assert_eq!(page.next_cursor.as_deref(), Some("2"));
    assert_eq!(page.call.operation, "listUsers");
    let raw = page.raw.expect("the native body");
    assert_eq!(raw.pointer("/users/0/costCenter"), Some(&json!("R&D 7")));
    assert_eq!(account.sent(), ["GET /v1.0/users?size=2&fields=costCenter"]);
}

#[tokio::test]
async fn the_user_name_is_the_address() {
    let account = Account::new();
    let torii = account.open();
    let query = UserQuery::new().username("bo@acme.example");
    let page = torii.list_users(query).await.expect("a page");
    let ids: Vec<&str> = page.items.iter().map(|user| user.id.as_str()).collect();
    assert_eq!(ids, ["48214"]);
    assert_eq!(account.sent(), ["GET /v1.0/users?email=bo%40acme.example"]);

    let query = UserQuery::new()
        .username("bo@acme.example")
        .email("ada@acme.example");
    let error = torii.list_users(query).await.expect_err("two addresses");
    assert!(error.is_local(), "{error}");
}

#[tokio::test]
async fn response_formats_and_excluded_fields() {
    let account = Account::new();
    // Custom fields are in a list if the request names them.
    let fields: Vec<String> = {
        let state = account.state.lock().expect("a lock");
        let ada = state.users[&48_213].as_object().expect("a record");
        ada.keys().cloned().collect()
    };
    let mut query = UserQuery::new().remote_query("fields", fields.join(","));
    query.page.raw = true;
    let page = account.open().list_users(query).await.expect("a page");
    let brief = ResponseOptions::new()
        .ignore_remote_data(true)
        .exclude_fields(["id", "emails", "roles", "organizations", "created_at"]);
    let expected = json!({
        "first_name": "Ada", "last_name": "Okafor", "name": "Ada Okafor",
        "username": "ada@acme.example", "status": "active",
    });
    assert_eq!(brief.record(&page.items[0]).into_value(), expected);
    let listed = brief.page(&page).into_value();
    assert_eq!(listed["result"][0], expected);
    assert_eq!(
        (&listed["next_cursor"], &listed["result_count"]),
        (&json!("2"), &json!(2))
    );

    let state = account.state.lock().expect("a lock");
    let native = &state.users[&48_213];
    let normalized = ResponseOptions::new().format(ResponseFormat::Normalized);
    assert_eq!(&normalized.page(&page).into_value()["result"][0], native);
    let raw = ResponseOptions::new()
        .format(ResponseFormat::Raw)
        .page(&page)
        .into_value();
    assert_eq!((&raw["users"][0], &raw["total"]), (native, &json!(3)));
}

#[tokio::test]
async fn a_change_of_status_says_which_native_call_it_made() {
    let account = Account::new();
    let change = UserUpdate::new().status(Status::Inactive);
    let written = account
        .open()
        .update_user("48213", change)
        .await
        .expect("a change");
    assert_eq!(written.calls.len(), 1);
    assert_eq!(
        written.calls[0].to_string(),
        "`updateUser` (PUT /users/{idUser})"
    );
    // Taking access away has begun; Torii itself says when it is done.
    assert_eq!(
        written.record.status.as_option().map(Status::as_str),
        Some("offboarding")
    );
    assert_eq!(
        account.memory.requests()[0].text(),
        r#"{"lifecycleStatus":"offboarding"}"#
    );
}

#[tokio::test]
async fn what_torii_cannot_change_is_refused_before_a_call() {
    let account = Account::new();
    let torii = account.open();
    let change = UserUpdate::new()
        .status(Status::Active)
        .first_name("Adaeze");
    let error = torii
        .update_user("48213", change)
        .await
        .expect_err("no such field");
    let Error::Rejected(error) = error else {
        panic!("{error}")
    };
    assert_eq!(
        (error.field.as_str(), &error.defect),
        ("first_name", &Defect::Unsupported)
    );

    let mut change = UserUpdate::new().status(Status::Active);
    change.unknown_fields.insert("nickname", "Ada");
    let error = torii
        .update_user("48213", change)
        .await
        .expect_err("no field of the unified model");
    assert!(
        error
            .to_string()
            .contains("the provider does not take `nickname`"),
        "{error}"
    );

    let deleted = UserUpdate::new().status(Status::Deleted);
    let error = torii
        .update_user("48213", deleted)
        .await
        .expect_err("no native status");
    assert!(
        error
            .to_string()
            .contains("does not take `deleted` as `status`"),
        "{error}"
    );

    let error = torii
        .update_user("48213", UserUpdate::new())
        .await
        .expect_err("nothing to do");
    assert!(error.to_string().contains("`status` is missing"), "{error}");

    let error = torii
        .get_user("ada@acme.example")
        .await
        .expect_err("no number");
    assert!(error.is_local(), "{error}");
    let error = torii
        .delete_user("48213")
        .await
        .expect_err("no such method");
    assert_eq!(error.to_string(), "torii has no `delete` of users");
    let error = torii
        .list_users(UserQuery::new().group_id("7"))
        .await
        .expect_err("no filter");
    assert_eq!(
        error.to_string(),
        "`list` of users takes no `group_id` with torii"
    );
    assert_eq!(account.memory.count(), 0);
}

#[tokio::test]
async fn remote_data_of_a_change_reaches_the_native_body() {
    let account = Account::new();
    let mut change = UserUpdate::new().status(Status::Active);
    change.remote_data = Field::Value([("costCenter", Json::from("Ops"))].into_iter().collect());
    account
        .open()
        .update_user("48213", change)
        .await
        .expect("a change");
    let sent: serde_json::Value =
        serde_json::from_str(&account.memory.requests()[0].text()).expect("JSON");
    assert_eq!(
        sent,
        json!({ "lifecycleStatus": "active", "costCenter": "Ops" })
    );
}
