//! Logto behind the unified API, against scripted answers.

use serde_json::{Value, json};
use signon_logto::{Client, Credential};
use signon_unified::models::{Email, RoleInput, Status, UserCreate, UserUpdate};
use signon_unified::runtime::Json;
use signon_unified::runtime::testing::{Answer, Memory, Recorded};
use signon_unified::{
    AppQuery, Error, Logto, Method, OrganizationQuery, Resource, SingleSignOn, UserDirectory,
    UserQuery,
};

fn open(memory: &Memory) -> Logto {
    let client = Client::builder()
        .credential(Credential::bearer("OAuth2", "test token"))
        .base_url("https://tenant.logto.example")
        .transport(memory.clone())
        .build();
    Logto::new(client.expect("a client"))
}

fn ok(body: &Value) -> Answer {
    Answer::json(200, body.to_string())
}

fn user(id: &str, suspended: bool) -> Value {
    json!({
        "id": id, "username": "ada", "primaryEmail": "ada@acme.example", "primaryPhone": null,
        "name": null, "avatar": null, "customData": { "costCenter": "R&D" }, "identities": {},
        "lastSignInAt": null, "createdAt": 1_700_000_000_123_i64, "updatedAt": 1_700_000_000_000_i64,
        "profile": { "givenName": "Ada", "familyName": "Okafor", "zoneinfo": "Europe/Berlin" },
        "applicationId": null, "isSuspended": suspended,
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

fn sent(memory: &Memory) -> Vec<String> {
    let line = |sent: &Recorded| format!("{} {} {}", sent.method, sent.target(), sent.text());
    memory.requests().iter().map(line).collect()
}

#[tokio::test]
async fn a_user_has_the_unified_shape_and_keeps_the_native_record() {
    let memory = Memory::new();
    memory.answer(ok(&user("u1", false)));
    let found = open(&memory).get_user("u1").await.expect("a user");
    let expected = json!({
        "id": "u1", "first_name": "Ada", "last_name": "Okafor", "name": "Ada Okafor",
        "username": "ada", "emails": [{ "email": "ada@acme.example", "is_primary": true }],
        "phones": [], "status": "active", "avatar": null, "languages": [],
        "timezone": "Europe/Berlin", "created_at": "2023-11-14T22:13:20.123Z",
        "updated_at": "2023-11-14T22:13:20Z", "last_login_at": null,
    });
    assert_eq!(unified(&found), expected);
    let native = found.remote_data.as_option().map(Json::as_value);
    assert_eq!(native, Some(&user("u1", false)));
}

#[tokio::test]
async fn a_change_takes_the_calls_that_it_needs_and_says_which() {
    let memory = Memory::new();
    memory
        .answer(ok(&user("u1", false)))
        .answer(ok(&json!({ "givenName": "Adaeze" })))
        .answer(ok(&user("u1", true)))
        .answer(ok(&user("u1", true)));
    let change = UserUpdate::new()
        .username("adaeze")
        .first_name("Adaeze")
        .status(Status::Inactive);
    let written = open(&memory)
        .update_user("u1", change)
        .await
        .expect("a change");
    let calls: Vec<&str> = written.calls.iter().map(|call| call.operation).collect();
    assert_eq!(
        calls,
        ["updateUser", "updateUserProfile", "updateUserIsSuspended"]
    );
    let expected = [
        r#"PATCH /api/users/u1 {"username":"adaeze"}"#,
        r#"PATCH /api/users/u1/profile {"profile":{"givenName":"Adaeze"}}"#,
        r#"PATCH /api/users/u1/is-suspended {"isSuspended":true}"#,
        "GET /api/users/u1 ",
    ];
    assert_eq!(sent(&memory), expected);

    let memory = Memory::new();
    memory
        .answer(ok(&user("u1", true)))
        .answer(ok(&user("u1", true)));
    let change = UserUpdate::new().status(Status::Inactive);
    let written = open(&memory)
        .update_user("u1", change)
        .await
        .expect("a change");
    assert_eq!(written.calls.len(), 1);
}

#[tokio::test]
async fn a_change_that_stops_halfway_says_what_took_effect() {
    let memory = Memory::new();
    memory.answer(ok(&user("u1", false))).answer(Answer::json(
        422,
        r#"{"code": "user.bad_profile", "message": "no such name"}"#,
    ));
    let change = UserUpdate::new()
        .username("adaeze")
        .first_name("?")
        .status(Status::Inactive);
    let error = open(&memory)
        .update_user("u1", change)
        .await
        .expect_err("the second call fails");
    let Error::Partial(partial) = &error else {
        panic!("{error}")
    };
    let done: Vec<&str> = partial.done.iter().map(|call| call.operation).collect();
    let left: Vec<&str> = partial.left.iter().map(|call| call.operation).collect();
    assert_eq!(done, ["updateUser"]);
    assert_eq!(left, ["updateUserProfile", "updateUserIsSuspended"]);
    let status = error.call().and_then(signon_logto::Error::status);
    assert_eq!(status.map(|status| status.as_u16()), Some(422));
    assert!(
        error.to_string().contains("took effect: `updateUser`"),
        "{error}"
    );
    assert_eq!(memory.count(), 2, "nothing is sent after the failure");
}

#[tokio::test]
async fn a_first_call_that_fails_is_no_partial_change() {
    let memory = Memory::new();
    memory.answer(Answer::json(
        404,
        r#"{"code": "entity.not_found", "message": "no such user"}"#,
    ));
    let change = UserUpdate::new().username("adaeze").status(Status::Active);
    let error = open(&memory)
        .update_user("u1", change)
        .await
        .expect_err("no such user");
    assert!(matches!(error, Error::Call(..)), "{error}");
}

#[tokio::test]
async fn nothing_is_sent_if_a_part_of_a_change_cannot_be() {
    let memory = Memory::new();
    for change in [
        UserUpdate::new().username("adaeze").status(Status::Deleted),
        UserUpdate::new().username("adaeze").title("Lead"),
        UserUpdate::new().username("adaeze").phones(Vec::new()),
    ] {
        let error = open(&memory)
            .update_user("u1", change)
            .await
            .expect_err("a refusal");
        assert!(error.is_local(), "{error}");
    }
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn a_name_of_the_profile_is_cleared_by_an_empty_text() {
    let memory = Memory::new();
    memory.answer(ok(&json!({ "familyName": "Okafor" })));
    memory.answer(ok(&user("u1", false)));
    let change = UserUpdate::new().first_name(None);
    let written = open(&memory).update_user("u1", change).await;
    assert_eq!(written.expect("a change").calls.len(), 1);
    assert_eq!(
        sent(&memory)[0],
        r#"PATCH /api/users/u1/profile {"profile":{"givenName":""}}"#
    );
}

#[tokio::test]
async fn a_role_is_taken_from_one_user_after_the_other() {
    let memory = Memory::new();
    memory
        .answer(Answer::status(201))
        .answer(Answer::status(204));
    memory.answer(Answer::json(
        404,
        r#"{"code": "entity.not_found", "message": "no"}"#,
    ));
    let logto = open(&memory);
    let users = vec!["u1".to_owned(), "u2".to_owned()];
    logto
        .assign_role("r1", users.clone())
        .await
        .expect("a role");
    let error = logto
        .revoke_role("r1", users)
        .await
        .expect_err("no such user");
    let Error::Partial(partial) = &error else {
        panic!("{error}")
    };
    assert_eq!((partial.done.len(), partial.left.len()), (1, 1));
    assert_eq!(
        sent(&memory),
        [
            r#"POST /api/roles/r1/users {"userIds":["u1","u2"]}"#,
            "DELETE /api/roles/r1/users/u1 ",
            "DELETE /api/roles/r1/users/u2 ",
        ]
    );
}

#[tokio::test]
async fn lists_go_from_page_to_page() {
    let memory = Memory::new();
    let link = r#"<https://tenant.logto.example/api/users?page=2>; rel="next""#;
    memory.answer(ok(&json!([user("u1", false)])).header("link", link));
    memory.answer(ok(&json!([user("u2", true)])));
    let query = UserQuery::new().email("ada@acme.example");
    let users = open(&memory)
        .users(query)
        .collect_all()
        .await
        .expect("users");
    assert_eq!(users.len(), 2);
    let targets: Vec<String> = memory.requests().iter().map(Recorded::target).collect();
    assert!(
        targets[0].contains("search.primaryEmail=ada%40acme.example"),
        "{targets:?}"
    );
    assert!(
        targets[1].contains("page=2") && targets[1].contains("search"),
        "{targets:?}"
    );
    let error = open(&memory)
        .list_users(UserQuery::new().cursor("abc"))
        .await;
    assert!(error.is_err_and(|error| error.is_local()));
}

#[tokio::test]
async fn a_search_for_a_user_name_and_an_address_needs_both() {
    let memory = Memory::new();
    memory.handle(|_| ok(&json!([])));
    let logto = open(&memory);
    for (query, joint) in [
        (UserQuery::new().username("ada"), false),
        (
            UserQuery::new().username("ada").email("ada@acme.example"),
            true,
        ),
    ] {
        logto.list_users(query).await.expect("a page");
        let target = memory.requests().last().map(Recorded::target);
        let target = target.expect("a request");
        assert!(target.contains("search.username=ada") && target.contains("mode=exact"));
        assert_eq!(target.contains("joint=and"), joint, "{target}");
    }
}

#[tokio::test]
async fn creating_and_the_other_resources() {
    let memory = Memory::new();
    let logto = open(&memory);
    memory.answer(ok(&user("u1", false)));
    let new = UserCreate::new()
        .emails(vec![Email::new().email("ada@acme.example")])
        .first_name("Ada")
        .password("correct horse");
    logto.create_user(new).await.expect("a user");
    let body: Value = serde_json::from_str(&memory.requests()[0].text()).expect("JSON");
    let expected = json!({
        "primaryEmail": "ada@acme.example", "password": "correct horse",
        "profile": { "givenName": "Ada" },
    });
    assert_eq!(body, expected);

    let error = logto
        .create_role(RoleInput::new().name("Editors"))
        .await
        .expect_err("incomplete");
    assert!(
        error.to_string().contains("`description` is missing"),
        "{error}"
    );

    memory.answer(ok(&json!([{
        "id": "o1", "name": "Acme", "description": null, "customData": {}, "isMfaRequired": false,
        "color": {}, "branding": {}, "createdAt": 0,
    }])));
    let page = logto
        .list_organizations(OrganizationQuery::new())
        .await
        .expect("a page");
    let expected = json!({ "id": "o1", "name": "Acme", "created_at": "1970-01-01T00:00:00Z" });
    assert_eq!(unified(&page.items[0]), expected);

    memory.answer(ok(&json!([])));
    let apps = logto
        .apps(AppQuery::new())
        .collect_all()
        .await
        .expect("apps");
    assert!(apps.is_empty());
    let capabilities = UserDirectory::capabilities(&logto);
    let update = capabilities
        .find(Resource::Users, Method::Update)
        .expect("an update");
    assert!(
        update.has_field("status") && update.has_field("first_name") && !update.has_field("title")
    );
}
