//! OneLogin behind the unified API, against scripted answers.

use serde_json::{Value, json};
use signon_onelogin::{Client, Credential};
use signon_unified::models::{
    AppStatus, Email, Phone, RoleInput, Status, UserCreate, UserRole, UserUpdate,
};
use signon_unified::runtime::testing::{Answer, Memory, Recorded};
use signon_unified::runtime::{Field, Json};
use signon_unified::{
    AppQuery, AppUserQuery, Defect, Error, GroupQuery, OneLogin, OrganizationQuery, SingleSignOn,
    UserDirectory, UserQuery,
};

fn open(memory: &Memory) -> OneLogin {
    let client = Client::builder()
        .credential(Credential::bearer("oauth2", "test token"))
        .server_variable("subdomain", "acme")
        .transport(memory.clone())
        .build();
    OneLogin::new(client.expect("a client"))
}

fn ok(body: &Value) -> Answer {
    Answer::json(200, body.to_string())
}

fn user(id: i64, status: i64, state: i64) -> Value {
    json!({
        "id": id, "username": "ada", "email": "ada@acme.example", "firstname": "Ada", "lastname": "",
        "phone": null, "status": status, "state": state, "group_id": 77, "role_ids": [3, 4],
        "external_id": 12, "preferred_locale_code": "de", "last_login": null,
        "created_at": "2024-03-18T09:12:44Z", "updated_at": "2025-01-07T16:40:02.123Z",
        "custom_attributes": { "cost_center": "R&D" },
    })
}

fn unified(record: &impl serde::Serialize) -> Value {
    let mut value = serde_json::to_value(record).expect("JSON");
    value
        .as_object_mut()
        .expect("an object")
        .remove("remote_data");
    value
}

#[tokio::test]
async fn a_user_has_the_unified_shape_and_keeps_the_native_record() {
    let memory = Memory::new();
    memory.answer(ok(&user(7, 1, 1)));
    let found = open(&memory).get_user("7").await.expect("a user");
    let expected = json!({
        "id": "7", "external_id": "12", "first_name": "Ada", "last_name": "", "name": "Ada",
        "username": "ada", "emails": [{ "email": "ada@acme.example", "is_primary": true }],
        "phones": [], "status": "active", "roles": [{ "id": "3" }, { "id": "4" }],
        "groups": [{ "id": "77" }], "languages": ["de"],
        "created_at": "2024-03-18T09:12:44Z", "updated_at": "2025-01-07T16:40:02.123Z",
        "last_login_at": null,
    });
    // `title` is not in the native record: it is absent here as well.
    assert_eq!(unified(&found), expected);
    let native = found.remote_data.as_option().map(Json::as_value);
    assert_eq!(native, Some(&user(7, 1, 1)));
}

#[tokio::test]
async fn each_native_status_has_a_unified_one() {
    for (status, state, expected) in [
        (0, 1, "invited"),
        (1, 1, "active"),
        (2, 1, "inactive"),
        (3, 1, "inactive"),
        (4, 1, "inactive"),
        (5, 1, "invited"),
        (7, 1, "invited"),
        (8, 1, "invited"),
        (1, 2, "inactive"),
        (1, 3, "inactive"),
        (99, 1, "99"),
    ] {
        let memory = Memory::new();
        memory.answer(ok(&user(7, status, state)));
        let found = open(&memory).get_user("7").await.expect("a user");
        let unified = found.status.as_option().map(Status::as_str);
        assert_eq!(unified, Some(expected), "status {status}, state {state}");
    }
}

#[tokio::test]
async fn lists_follow_the_cursor_in_the_header() {
    let memory = Memory::new();
    let first = Answer::json(200, json!([user(7, 1, 1)]).to_string());
    memory.answer(first.header("after-cursor", "abc%3D"));
    memory.answer(ok(&json!([user(8, 2, 1)])));
    let query = UserQuery::new().email("ada@acme.example").limit(1);
    let users = open(&memory)
        .users(query)
        .collect_all()
        .await
        .expect("users");
    let ids: Vec<&str> = users.iter().map(|user| user.id.as_str()).collect();
    assert_eq!(ids, ["7", "8"]);
    let targets: Vec<String> = memory.requests().iter().map(Recorded::target).collect();
    assert_eq!(targets[0], "/api/2/users?limit=1&email=ada%40acme.example");
    assert!(
        targets[1].contains("cursor=abc%3D") && !targets[1].contains("limit"),
        "{targets:?}"
    );
}

#[tokio::test]
async fn a_new_user_is_made_of_what_onelogin_takes() {
    let memory = Memory::new();
    memory.answer(Answer::json(201, user(7, 1, 1).to_string()));
    let new = UserCreate::new()
        .first_name("Ada")
        .emails(vec![Email::new().email("ada@acme.example")])
        .phones(vec![Phone::new().number("+49 30 1")])
        .password("correct horse")
        .status(Status::Active)
        .roles(vec![UserRole::new().id("3")])
        .external_id("e-7");
    let written = open(&memory).create_user(new).await.expect("a user");
    assert_eq!(written.calls[0].operation, "createUser");
    let sent: Value = serde_json::from_str(&memory.requests()[0].text()).expect("JSON");
    let expected = json!({
        "firstname": "Ada", "email": "ada@acme.example", "phone": "+49 30 1", "external_id": "e-7",
        "password": "correct horse", "password_confirmation": "correct horse", "status": 1,
        "role_ids": [3],
    });
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn a_change_keeps_absent_null_and_a_value_apart() {
    let memory = Memory::new();
    memory.answer(ok(&user(7, 2, 1)));
    let change = UserUpdate::new()
        .title(Field::Null)
        .status(Status::Inactive);
    open(&memory)
        .update_user("7", change)
        .await
        .expect("a change");
    assert_eq!(memory.requests()[0].text(), r#"{"title":null,"status":2}"#);
}

#[tokio::test]
async fn what_would_be_lost_is_refused() {
    let memory = Memory::new();
    let onelogin = open(&memory);
    let two = vec![
        Email::new().email("a@acme.example"),
        Email::new().email("b@acme.example"),
    ];
    for (change, field, defect) in [
        (
            UserUpdate::new().emails(two),
            "emails",
            Defect::Value("several".to_owned()),
        ),
        (UserUpdate::new().name("Ada"), "name", Defect::Unsupported),
        (
            UserUpdate::new().status(Field::Null),
            "status",
            Defect::Null,
        ),
        (
            UserUpdate::new().status(Status::Invited),
            "status",
            Defect::Value("invited".to_owned()),
        ),
        (
            UserUpdate::new().roles(vec![UserRole::new().id("admin")]),
            "roles",
            Defect::Value("admin".to_owned()),
        ),
    ] {
        let error = onelogin
            .update_user("7", change)
            .await
            .expect_err("a refusal");
        let Error::Rejected(error) = error else {
            panic!("{error}")
        };
        assert_eq!((error.field.as_str(), error.defect), (field, defect));
    }
    let error = onelogin
        .list_organizations(OrganizationQuery::new())
        .await
        .expect_err("no such");
    assert!(matches!(error, Error::Unsupported(_)), "{error}");
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn a_role_that_was_created_but_cannot_be_read_is_no_failure_without_trace() {
    let memory = Memory::new();
    memory.answer(Answer::json(201, r#"{"id": 5}"#));
    memory.answer(Answer::json(
        403,
        r#"{"message": "forbidden", "statusCode": 403, "name": "ForbiddenError"}"#,
    ));
    let error = open(&memory)
        .create_role(RoleInput::new().name("Editors"))
        .await;
    let error = error.expect_err("the role cannot be read");
    let Error::Partial(partial) = &error else {
        panic!("{error}")
    };
    assert_eq!(partial.done.len(), 1);
    assert_eq!(partial.done[0].operation, "createRole");
    let status = error.call().and_then(signon_onelogin::Error::status);
    assert_eq!(status.map(|status| status.as_u16()), Some(403));
    assert!(
        error.to_string().starts_with("took effect: `createRole`"),
        "{error}"
    );

    memory.answer(ok(&json!({ "id": 5 })));
    memory.answer(ok(&json!({ "id": 5, "name": "Writers", "users": [7] })));
    let change = RoleInput::new().name("Writers");
    let written = open(&memory)
        .update_role("5", change)
        .await
        .expect("a change");
    assert_eq!(written.record.name.as_deref(), Some("Writers"));
    assert_eq!(memory.requests()[2].text(), r#"{"name":"Writers"}"#);
}

#[tokio::test]
async fn apps_groups_and_app_users() {
    let memory = Memory::new();
    let onelogin = open(&memory);
    memory.answer(ok(&json!([
        { "id": 1, "name": "Wiki", "visible": true, "auth_method": 2, "auth_method_description": "SAML2.0" },
        { "id": 2, "name": "Forms", "visible": false, "auth_method": 6 },
    ])));
    let apps = onelogin
        .apps(AppQuery::new())
        .collect_all()
        .await
        .expect("apps");
    let modes: Vec<_> = apps.iter().map(|app| app.sign_on_mode.as_deref()).collect();
    assert_eq!(modes, [Some("SAML2.0"), Some("Forms Based App")]);
    let states: Vec<_> = apps
        .iter()
        .map(|app| app.status.as_option().map(AppStatus::as_str))
        .collect();
    assert_eq!(states, [Some("active"), Some("inactive")]);

    memory.answer(ok(
        &json!([{ "id": 7, "firstname": "Ada", "email": "ada@acme.example" }]),
    ));
    let query = AppUserQuery::new().app_id("1");
    let users = onelogin
        .app_users(query)
        .collect_all()
        .await
        .expect("users");
    let app = users[0]
        .apps
        .as_option()
        .and_then(|apps| apps.first())
        .expect("an app");
    assert_eq!(app.id.as_deref(), Some("1"));

    memory.answer(ok(&json!({
        "status": { "error": false, "code": 200, "type": "success", "message": "Success" },
        "pagination": { "before_cursor": null, "after_cursor": null, "previous_link": null, "next_link": null },
        "data": [{ "id": 77, "name": "Berlin", "reference": null }],
    })));
    let groups = onelogin
        .groups(GroupQuery::new())
        .collect_all()
        .await
        .expect("groups");
    assert_eq!(
        unified(&groups[0]),
        json!({ "id": "77", "name": "Berlin", "group_type": "group" })
    );
}
