//! Each unified method through the gateway, by the client of Truto's API, gives what the provider's own API gives.

use serde::Serialize;
use serde_json::{Value, json};
use signon_runtime::testing::{Answer, Memory};
use signon_truto::organizations::{DeleteOrganization, UpdateOrganization};
use signon_truto::roles::{CreateRole, DeleteRole, UpdateRole};
use signon_unified::models::{AppAccess, AppUpdate, Email, Status, UserCreate, UserUpdate};
use signon_unified::{
    AppQuery, AppUserQuery, GroupQuery, OrganizationQuery, RoleQuery, SingleSignOn, Truto,
    UserDirectory, UserQuery,
};

use crate::support::gateway::{self, LOGTO, ONELOGIN, Running, TORII};
use crate::support::{logto, onelogin, provider, torii};

/// A gateway in front of both accounts.
async fn start(torii: &torii::Account, onelogin: &onelogin::Account) -> Running {
    let torii = gateway::torii(&provider::serve(torii.memory.clone()).await);
    let onelogin = gateway::onelogin(&provider::serve(onelogin.memory.clone()).await);
    Running::start(&gateway::config(&format!("{torii}{onelogin}"))).await
}

fn value(records: &impl Serialize) -> Value {
    serde_json::to_value(records).expect("JSON")
}

/// Each list of two directories, in JSON.
async fn lists(account: &(impl UserDirectory + SingleSignOn)) -> Vec<Value> {
    let users = account.users(UserQuery::new()).collect_all().await;
    let roles = account.roles(RoleQuery::new()).collect_all().await;
    let organizations = account
        .organizations(OrganizationQuery::new())
        .collect_all()
        .await;
    let groups = account.groups(GroupQuery::new()).collect_all().await;
    let apps = account.apps(AppQuery::new()).collect_all().await;
    let app_users = account
        .app_users(AppUserQuery::new().app_id("1"))
        .collect_all()
        .await;
    let listed = [
        users.map(|records| value(&records)),
        roles.map(|records| value(&records)),
        organizations.map(|records| value(&records)),
        groups.map(|records| value(&records)),
        apps.map(|records| value(&records)),
        app_users.map(|records| value(&records)),
    ];
    // An error is a null: the two accounts have it at the same place.
    listed.into_iter().map(Result::unwrap_or_default).collect()
}

#[tokio::test]
async fn lists_are_those_of_the_accounts_themselves() {
    let (torii, onelogin) = (torii::Account::new(), onelogin::Account::new());
    let running = start(&torii, &onelogin).await;

    let expected = lists(&torii.open()).await;
    assert_eq!(
        expected.iter().filter(|list| list.is_null()).count(),
        2,
        "groups, and app users of app 1"
    );
    assert_eq!(lists(&Truto::new(running.client(), TORII)).await, expected);
    assert!(
        torii
            .sent()
            .contains(&"GET /v1.0/users?cursor=2".to_owned())
    );

    let expected = lists(&onelogin.open()).await;
    assert_eq!(
        expected.iter().filter(|list| list.is_null()).count(),
        1,
        "organizations"
    );
    assert_eq!(expected[0].as_array().map(Vec::len), Some(5));
    assert_eq!(
        lists(&Truto::new(running.client(), ONELOGIN)).await,
        expected
    );
}

#[tokio::test]
async fn an_account_at_logto_is_listed_as_the_others() {
    let account = logto::Account::new();
    let table = gateway::logto(&provider::serve(account.memory.clone()).await);
    let tables = format!("{table}{}", gateway::torii("http://127.0.0.1:1"));
    let running = Running::start(&gateway::config(&tables)).await;
    let expected = lists(&account.open()).await;
    let missing = expected.iter().filter(|list| list.is_null()).count();
    assert_eq!(missing, 2, "groups and app users");
    assert_eq!(lists(&Truto::new(running.client(), LOGTO)).await, expected);
}

#[tokio::test]
async fn records_are_those_of_the_accounts_themselves() {
    let (torii, onelogin) = (torii::Account::new(), onelogin::Account::new());
    let running = start(&torii, &onelogin).await;

    let (own, hosted) = (torii.open(), Truto::new(running.client(), TORII));
    assert_eq!(
        hosted.get_user("48213").await.expect("a user"),
        own.get_user("48213").await.expect("a user")
    );
    assert_eq!(
        hosted.get_role("3").await.expect("a role"),
        own.get_role("3").await.expect("a role")
    );

    let (own, hosted) = (onelogin.open(), Truto::new(running.client(), ONELOGIN));
    assert_eq!(
        hosted.get_user("2").await.expect("a user"),
        own.get_user("2").await.expect("a user")
    );
    assert_eq!(
        hosted.get_role("3").await.expect("a role"),
        own.get_role("3").await.expect("a role")
    );
    assert_eq!(
        hosted.get_group("77").await.expect("a group"),
        own.get_group("77").await.expect("a group")
    );
    assert_eq!(
        hosted.get_app("1", None).await.expect("an app"),
        own.get_app("1", None).await.expect("an app")
    );
}

#[tokio::test]
async fn changes_reach_the_account() {
    let (torii, onelogin) = (torii::Account::new(), onelogin::Account::new());
    let running = start(&torii, &onelogin).await;

    let hosted = Truto::new(running.client(), TORII);
    let change = UserUpdate::new().status(Status::Inactive);
    let written = hosted.update_user("48213", change).await.expect("a change");
    assert_eq!(
        written.record.status.as_option().map(Status::as_str),
        Some("offboarding")
    );
    let change = AppUpdate::new().access(AppAccess::Removed);
    hosted
        .update_app("118", Some("48213"), change)
        .await
        .expect("a change");
    {
        let state = torii.state.lock().expect("a lock");
        assert_eq!(state.users[&48_213]["lifecycleStatus"], "offboarding");
        assert_eq!(
            state.user_apps[&(48_213, 118)]["isUserRemovedFromApp"],
            true
        );
    }

    let hosted = Truto::new(running.client(), ONELOGIN);
    let new = UserCreate::new()
        .first_name("Ada")
        .emails(vec![Email::new().email("ada@acme.example")]);
    let created = hosted.create_user(new).await.expect("a user");
    assert_eq!(created.record.id, "6");
    hosted.delete_user("1").await.expect("a deletion");
    let state = onelogin.state.lock().expect("a lock");
    assert_eq!(state.users[&6]["firstname"], "Ada");
    assert!(!state.users.contains_key(&1));
}

#[tokio::test]
async fn roles_and_organizations_can_be_changed() {
    let account = onelogin::Account::new();
    let logto = Memory::new();
    let url = provider::serve(logto.clone()).await;
    let logto_id = "3d0f3b57-7a80-4f3a-9b6e-6f5d0f1f7c11";
    let accounts = format!(
        "{}{}",
        gateway::onelogin(&provider::serve(account.memory.clone()).await),
        gateway::account(logto_id, "logto", &url, "token", "TORII_KEY"),
    );
    let config = gateway::config(&accounts).replace(&format!("accounts = [\"{TORII}\"]"), "");
    let running = Running::start(&config).await;
    let client = running.client();

    let body = serde_json::from_value(json!({ "name": "Writers" })).expect("a body");
    client
        .roles()
        .create(&CreateRole::new(ONELOGIN, body))
        .await
        .expect("a role");
    let body = serde_json::from_value(json!({ "name": "Authors" })).expect("a body");
    client
        .roles()
        .update(&UpdateRole::new("5", ONELOGIN, body))
        .await
        .expect("a change");
    client
        .roles()
        .delete(&DeleteRole::new("3", ONELOGIN))
        .await
        .expect("a deletion");
    {
        let state = account.state.lock().expect("a lock");
        assert_eq!(state.roles[&5]["name"], "Authors");
        assert!(!state.roles.contains_key(&3));
    }

    let organization = json!({ "tenantId": "t", "id": "o1", "name": "Acme", "description": null, "createdAt": 0,
        "customData": {}, "isMfaRequired": false, "color": {}, "branding": {}, "customCss": null });
    logto.answer(Answer::json(200, organization.to_string()));
    let body = serde_json::from_value(json!({ "name": "Acme" })).expect("a body");
    let changed = client
        .organizations()
        .update(&UpdateOrganization::new("o1", logto_id, body))
        .await;
    changed.expect("a change");
    logto.answer(Answer::status(204));
    client
        .organizations()
        .delete(&DeleteOrganization::new("o1", logto_id))
        .await
        .expect("a deletion");
    let sent: Vec<String> = logto
        .requests()
        .iter()
        .map(|sent| format!("{} {}", sent.method, sent.target()))
        .collect();
    assert_eq!(
        sent,
        [
            "PATCH /api/organizations/o1",
            "DELETE /api/organizations/o1"
        ]
    );
}

#[tokio::test]
async fn a_stopped_gateway_has_finished() {
    let (torii, onelogin) = (torii::Account::new(), onelogin::Account::new());
    let running = start(&torii, &onelogin).await;
    let hosted = Truto::new(running.client(), TORII);
    hosted.get_user("48213").await.expect("a user");
    assert_eq!(running.stop().await, signon_gateway::Stopped::Finished);
    hosted.get_user("48213").await.expect_err("nothing listens");
}
