//! An account at Truto behind the unified API, against scripted answers.

use serde_json::{Value, json};
use signon_truto::{Client, security};
use signon_unified::models::{
    AppAccess, AppUpdate, OrganizationUpdate, RoleInput, Status, User, UserUpdate,
};
use signon_unified::runtime::Json;
use signon_unified::runtime::testing::{Answer, Memory, Recorded};
use signon_unified::{
    AppUserQuery, Error, Method, Resource, RoleQuery, SingleSignOn, Truto, UserDirectory, UserQuery,
};

const ACCOUNT: &str = "6f1c1a52-0f6e-4f0a-9d0e-0c8a6a4f2b10";

fn open(memory: &Memory) -> Truto {
    let client = Client::builder()
        .credential(security::bearer_auth("test token"))
        .transport(memory.clone())
        .build();
    Truto::new(client.expect("a client"), ACCOUNT)
}

fn ok(body: &Value) -> Answer {
    Answer::json(200, body.to_string())
}

fn user() -> Value {
    json!({
        "id": "48213", "first_name": "Ada", "status": "offboarding",
        "emails": [{ "email": "ada@acme.example", "is_primary": true }],
        "remote_data": { "id": 48_213, "costCenter": "R&D" }, "our_own_field": 1,
    })
}

#[tokio::test]
async fn a_hosted_account_gives_the_records_as_they_came() {
    let memory = Memory::new();
    memory.answer(ok(&json!({ "result": [user()], "next_cursor": "c2" })));
    memory.answer(ok(&json!({ "result": [], "next_cursor": null })));
    let query = UserQuery::new()
        .email("ada@acme.example")
        .status(Status::Active);
    let users: Vec<User> = open(&memory)
        .users(query)
        .collect_all()
        .await
        .expect("users");
    assert_eq!(Json::encode(&users[0]).expect("JSON").into_value(), user());
    assert_eq!(
        users[0].status.as_option().map(Status::as_str),
        Some("offboarding")
    );
    let targets: Vec<String> = memory.requests().iter().map(Recorded::target).collect();
    assert!(
        targets[0].contains(ACCOUNT) && targets[0].contains("status=active"),
        "{targets:?}"
    );
    assert!(targets[1].contains("next_cursor=c2"), "{targets:?}");
}

#[tokio::test]
async fn writes_send_the_unified_fields_and_nothing_else() {
    let memory = Memory::new();
    memory.answer(ok(&user()));
    memory.answer(ok(
        &json!({ "id": "118", "name": "Figma", "status": "inactive" }),
    ));
    let truto = open(&memory);
    let change = UserUpdate::new().status(Status::Inactive);
    let written = truto.update_user("48213", change).await.expect("a change");
    assert_eq!(written.calls[0].method, "PATCH");
    // Truto's own inverted field: `true` removes the person.
    let remove = AppUpdate::new().access(AppAccess::Removed);
    truto
        .update_app("118", Some("48213"), remove)
        .await
        .expect("a change");
    let sent = memory.requests();
    assert_eq!(sent[0].text(), r#"{"status":"inactive"}"#);
    assert_eq!(sent[1].text(), r#"{"is_active":"true"}"#);
    // Both changes of an account at Torii need it.
    for sent in &sent {
        let target = sent.target();
        assert!(target.contains("user_id=48213"), "{target}");
    }
}

#[tokio::test]
async fn roles_and_organizations_are_written_as_users_are() {
    let memory = Memory::new();
    let role = json!({ "id": "3", "name": "Writers" });
    memory.answer(Answer::json(201, role.to_string()));
    memory.answer(ok(&role)).answer(Answer::status(204));
    memory.answer(ok(&json!({ "id": "o1", "name": "Acme" })));
    memory.answer(Answer::status(204));
    let truto = open(&memory);
    let role = RoleInput::new().name("Writers");
    let created = truto.create_role(role.clone()).await.expect("a role");
    assert_eq!(created.record.id, "3");
    truto.update_role("3", role).await.expect("a change");
    truto.delete_role("3").await.expect("a deletion");
    let change = OrganizationUpdate::new().name("Acme");
    truto
        .update_organization("o1", change)
        .await
        .expect("a change");
    truto.delete_organization("o1").await.expect("a deletion");
    let requests = memory.requests();
    let lines = requests
        .iter()
        .map(|sent| format!("{} {} {}", sent.method, sent.url.path(), sent.text()));
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            r#"POST /unified/user-directory/roles {"name":"Writers"}"#,
            r#"PATCH /unified/user-directory/roles/3 {"name":"Writers"}"#,
            "DELETE /unified/user-directory/roles/3 ",
            r#"PATCH /unified/user-directory/organizations/o1 {"name":"Acme"}"#,
            "DELETE /unified/user-directory/organizations/o1 ",
        ]
    );
}

#[tokio::test]
async fn an_answer_to_a_write_that_is_no_record_is_no_failure_of_the_write() {
    let memory = Memory::new();
    memory.answer(ok(&json!({ "done": true })));
    let change = UserUpdate::new().status(Status::Active);
    let error = open(&memory)
        .update_user("1", change)
        .await
        .expect_err("no record");
    let Error::Partial(partial) = &error else {
        panic!("{error}")
    };
    assert_eq!(partial.done[0].operation, "updateUser");
}

#[tokio::test]
async fn the_rest_of_the_directory_and_app_users() {
    let memory = Memory::new();
    let truto = open(&memory);
    memory.answer(ok(
        &json!({ "result": [{ "id": "3", "name": "Admin" }], "next_cursor": "" }),
    ));
    let roles = truto
        .roles(RoleQuery::new())
        .collect_all()
        .await
        .expect("roles");
    assert_eq!(roles[0].name.as_deref(), Some("Admin"));
    memory.answer(ok(&json!({ "result": [{ "id": "7" }] })));
    let query = AppUserQuery::new().app_id("118");
    let users = truto.app_users(query).collect_all().await.expect("users");
    assert_eq!(users[0].id, "7");
    memory.answer(Answer::status(204));
    truto.delete_app_user("7").await.expect("a deletion");
    memory.answer(Answer::json(
        404,
        r#"{"statusCode":404,"error":"Not Found","message":"no"}"#,
    ));
    let error = truto.get_user("1").await.expect_err("no such user");
    assert!(matches!(error, Error::Call(..)), "{error}");
    let capabilities = UserDirectory::capabilities(&truto);
    let update = capabilities
        .find(Resource::Users, Method::Update)
        .expect("an update");
    assert!(update.has_field("title"), "the product decides");
}
