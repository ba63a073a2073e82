//! Each method that a provider supports, made with the provider's own client and with Truto's client through the gateway:
//! the same answers, and the same accounts afterwards.

use std::fmt::Debug;

use serde::Serialize;
use serde_json::{Value, json};
use signon_gateway::Stopped;
use signon_runtime::testing::{Answer, Memory};
use signon_unified::models::{
    AppAccess, AppUpdate, Email, OrganizationUpdate, RoleInput, Status, UserCreate, UserUpdate,
};
use signon_unified::{
    AppQuery, AppUserQuery, Error, GroupQuery, Method, OrganizationQuery, Resource, RoleQuery,
    SingleSignOn, Support, Truto, UserDirectory, UserQuery,
};

use crate::support::gateway::{self, LOGTO, ONELOGIN, Running, TORII, TRUTO};
use crate::support::{logto, onelogin, provider, torii};

fn json<T: Serialize>(result: Result<T, Error>) -> Value {
    serde_json::to_value(result.expect("an answer")).expect("JSON")
}

/// The record that a change answers with.
fn record<T: Debug>(written: Result<signon_unified::Written<T>, Error>) -> Result<T, Error> {
    written.map(|written| written.record)
}

/// Makes the call of a method.
async fn call<P: UserDirectory + SingleSignOn>(provider: &P, support: &Support) -> Option<Value> {
    let users = provider.users(UserQuery::new()).collect_all().await;
    let users = users.expect("users");
    let last = &users.last().expect("a user").id;
    let first = &users.first().expect("a user").id;
    Some(match (support.resource, support.method) {
        (Resource::Users, Method::List) => json(Ok(users)),
        (Resource::Users, Method::Get) => json(provider.get_user(first).await),
        (Resource::Users, Method::Create) => {
            let new = UserCreate::new()
                .username("dee")
                .emails(vec![Email::new().email("dee@acme.example")]);
            json(record(provider.create_user(new).await))
        }
        (Resource::Users, Method::Update) => {
            let change = UserUpdate::new().status(Status::Inactive);
            json(record(provider.update_user(first, change).await))
        }
        (Resource::Users, Method::Delete) => json(record(provider.delete_user(last).await)),
        (Resource::Apps | Resource::AppUsers, _) => sign_on(provider, support, first).await,
        // Truto's API has no such method.
        (Resource::RoleAssignments, _) => return None,
        _ => directory(provider, support).await,
    })
}

/// Makes the call of a method of roles, organizations or groups.
async fn directory(provider: &impl UserDirectory, support: &Support) -> Value {
    let mut input = RoleInput::new().name("Writers");
    if support.has_field("description") {
        input = input.description("Those who write");
    }
    match (support.resource, support.method) {
        (Resource::Roles, Method::Create) => json(record(provider.create_role(input).await)),
        (Resource::Roles, method) => {
            let roles = provider.roles(RoleQuery::new()).collect_all().await;
            let roles = roles.expect("roles");
            let id = &roles.first().expect("a role").id;
            match method {
                Method::List => json(Ok(roles)),
                Method::Get => json(provider.get_role(id).await),
                Method::Update => json(record(provider.update_role(id, input).await)),
                Method::Create | Method::Delete | _ => json(record(provider.delete_role(id).await)),
            }
        }
        (Resource::Organizations, method) => {
            let query = OrganizationQuery::new();
            let all = provider.organizations(query).collect_all().await;
            let all = all.expect("organizations");
            let id = &all.first().expect("an organization").id;
            let change = OrganizationUpdate::new().name("Apex");
            match method {
                Method::List => json(Ok(all)),
                Method::Get => json(provider.get_organization(id).await),
                Method::Update => json(record(provider.update_organization(id, change).await)),
                Method::Create | Method::Delete | _ => {
                    json(record(provider.delete_organization(id).await))
                }
            }
        }
        (_, Method::List) => json(provider.groups(GroupQuery::new()).collect_all().await),
        _ => json(provider.get_group("77").await),
    }
}

/// Makes the call of a method of apps or of accounts in them.
async fn sign_on(provider: &impl SingleSignOn, support: &Support, user: &str) -> Value {
    let apps = provider.apps(AppQuery::new()).collect_all().await;
    let apps = apps.expect("apps");
    let id = &apps.first().expect("an app").id;
    match (support.resource, support.method) {
        (Resource::Apps, Method::List) => json(Ok(apps)),
        (Resource::Apps, Method::Get) => json(provider.get_app(id, None).await),
        (Resource::Apps, _) => {
            let change = AppUpdate::new().access(AppAccess::Removed);
            json(record(provider.update_app(id, Some(user), change).await))
        }
        _ => json(
            provider
                .app_users(AppUserQuery::new().app_id(id))
                .collect_all()
                .await,
        ),
    }
}

/// Makes the calls of all methods that `own` supports with it, and with an account like it through the gateway.
async fn compare<P: UserDirectory + SingleSignOn>(own: &P, table: &str, id: &str) -> usize {
    let config = gateway::config(table).replace(&format!("accounts = [\"{TORII}\"]"), "");
    let running = Running::start(&config).await;
    let hosted = Truto::new(running.client(), id);
    let mut count = 0;
    for support in UserDirectory::capabilities(own).iter() {
        let expected = call(own, support).await;
        let actual = call(&hosted, support).await;
        assert_eq!(
            actual, expected,
            "{} of {}",
            support.method, support.resource
        );
        count += usize::from(actual.is_some());
    }
    count
}

#[tokio::test]
async fn each_method_of_torii() {
    let (own, hosted) = (torii::Account::new(), torii::Account::new());
    let table = gateway::torii(&provider::serve(hosted.memory.clone()).await);
    assert_eq!(compare(&own.open(), &table, TORII).await, 10);
    let sent = hosted.sent();
    assert!(
        sent.contains(&"GET /v1.0/users?cursor=2".to_owned()),
        "{sent:?}"
    );
    let (own, hosted) = (
        own.state.lock().expect("a lock"),
        hosted.state.lock().expect("a lock"),
    );
    assert_eq!(
        (&own.users, &own.user_apps),
        (&hosted.users, &hosted.user_apps)
    );
    assert_eq!(own.users[&48_213]["lifecycleStatus"], "offboarding");
}

#[tokio::test]
async fn each_method_of_onelogin() {
    let (own, hosted) = (onelogin::Account::new(), onelogin::Account::new());
    let table = gateway::onelogin(&provider::serve(hosted.memory.clone()).await);
    assert_eq!(compare(&own.open(), &table, ONELOGIN).await, 15);
    let (own, hosted) = (
        own.state.lock().expect("a lock"),
        hosted.state.lock().expect("a lock"),
    );
    assert_eq!((&own.users, &own.roles), (&hosted.users, &hosted.roles));
}

#[tokio::test]
async fn each_method_of_logto() {
    let (own, hosted) = (logto::Account::new(), logto::Account::new());
    let table = gateway::logto(&provider::serve(hosted.memory.clone()).await);
    assert_eq!(compare(&own.open(), &table, LOGTO).await, 16);
    let (own, hosted) = (
        own.state.lock().expect("a lock"),
        hosted.state.lock().expect("a lock"),
    );
    assert_eq!((&own.users, &own.roles), (&hosted.users, &hosted.roles));
}

/// The methods that none of the other providers has.
#[tokio::test]
async fn accounts_in_apps_are_read_and_deleted_at_truto() {
    let memory = Memory::new();
    let url = provider::serve(memory.clone()).await;
    let config = gateway::config(&gateway::truto(&url, ONELOGIN));
    let running = Running::start(&config.replace(&format!("accounts = [\"{TORII}\"]"), "")).await;
    let hosted = Truto::new(running.client(), TRUTO);
    memory.answer(Answer::json(
        200,
        json!({ "id": "7", "name": "Ada" }).to_string(),
    ));
    let account = hosted.get_app_user("7").await.expect("an account");
    assert_eq!(account.name.as_deref(), Some("Ada"));
    memory.answer(Answer::status(204));
    hosted.delete_app_user("7").await.expect("a deletion");
    let requests = memory.requests();
    let lines = requests
        .iter()
        .map(|sent| format!("{} {}", sent.method, sent.url.path()));
    let expected = [
        "GET /unified/sso/app_users/7",
        "DELETE /unified/sso/app_users/7",
    ];
    assert_eq!(lines.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn a_stopped_gateway_has_finished() {
    let torii = torii::Account::new();
    let table = gateway::torii(&provider::serve(torii.memory).await);
    let running = Running::start(&gateway::config(&table)).await;
    let hosted = Truto::new(running.client(), TORII);
    hosted.get_user("48213").await.expect("a user");
    assert_eq!(running.stop().await, Stopped::Finished);
    hosted.get_user("48213").await.expect_err("nothing listens");
}
