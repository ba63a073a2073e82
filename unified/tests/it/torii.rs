//! Torii behind the unified API, against an account in memory.

mod apps;
mod users;

use serde_json::json;
use signon_torii::{Client, security};
use signon_unified::runtime::testing::{Answer, Memory};
use signon_unified::{
    Certainty, Error, Method, OrganizationQuery, Resource, RoleQuery, Torii, UserDirectory,
    UserQuery,
};

use crate::support::torii::Account;

/// A record as JSON, without the native one.
fn unified(record: &impl serde::Serialize) -> serde_json::Value {
    let mut value = serde_json::to_value(record).expect("JSON");
    value
        .as_object_mut()
        .expect("an object")
        .remove("remote_data");
    value
}

#[tokio::test]
async fn roles_and_the_organization() {
    let account = Account::new();
    let torii = account.open();
    let role = torii.get_role("3").await.expect("a role");
    assert_eq!(
        unified(&role),
        json!({ "id": "3", "name": "Admin", "type": "admin" })
    );
    assert!(matches!(torii.get_role("4").await, Err(Error::NotFound(_))));
    assert_eq!(
        torii
            .roles(RoleQuery::new())
            .collect_all()
            .await
            .expect("roles")
            .len(),
        1
    );
    let page = torii
        .list_organizations(OrganizationQuery::new())
        .await
        .expect("a page");
    assert_eq!(page.items[0].name.as_deref(), Some("Acme"));
}

#[tokio::test]
async fn a_list_that_leads_back_to_a_page_ends_with_an_error_after_its_records() {
    let memory = Memory::new();
    memory.handle(|_| Answer::json(200, r#"{"users": [{"id": 1}], "nextCursor": "a"}"#));
    let client = Client::builder()
        .credential(security::api_key("test key"))
        .transport(memory.clone())
        .build();
    let torii = Torii::new(client.expect("a client"));
    let mut users = torii.users(UserQuery::new());
    // The first page, and the one that its cursor leads to, which leads to itself.
    for _ in 0..2 {
        let user = users.next().await.expect("a record").expect("a user");
        assert_eq!(user.id, "1");
    }
    let last = users.next().await.expect("an error");
    assert!(matches!(last, Err(Error::Cycle(_))), "{last:?}");
    assert!(users.next().await.is_none());
    assert_eq!(memory.count(), 2);
}

#[tokio::test]
async fn an_error_of_the_provider_keeps_its_call() {
    let account = Account::new();
    let error = account
        .open()
        .get_user("1")
        .await
        .expect_err("no such user");
    assert_eq!(
        error
            .call()
            .and_then(signon_torii::Error::status)
            .map(|status| status.as_u16()),
        Some(404)
    );
    assert!(
        error
            .to_string()
            .starts_with("`getUser` (GET /users/{idUser}): "),
        "{error}"
    );
}

#[test]
fn capabilities_can_be_asked_before_a_call() {
    let account = Account::new();
    let torii = account.open();
    let directory: &dyn UserDirectory = &torii;
    let update = directory
        .capabilities()
        .find(Resource::Users, Method::Update)
        .expect("an update");
    assert!(update.has_field("status") && !update.has_field("title"));
    let list = directory
        .capabilities()
        .find(Resource::Users, Method::List)
        .expect("a list");
    let status = list
        .fields
        .iter()
        .find(|field| field.name == "status")
        .expect("a field");
    assert_eq!(status.certainty, Certainty::Guess);
    assert!(
        directory
            .capabilities()
            .find(Resource::Users, Method::Delete)
            .is_none()
    );
}
