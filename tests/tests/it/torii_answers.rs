//! Answers that Torii is likely to give, and whose shape is published nowhere.

use serde_json::{Value, json};
use signon_runtime::testing::{Answer, Memory};
use signon_runtime::{Client, Field, Operation, Paginated, RetryPolicy};
use signon_tests::provider::Provider;
use signon_torii::app_users::ListAppUsers;
use signon_torii::apps::{App, AppSource, AppSources, ListApps};
use signon_torii::audit::{AuditLog, AuditProperties};
use signon_torii::contracts::{Contract, ContractApp, GetContract, ListContracts};
use signon_torii::models::{ChosenValue, CurrencyValue, TextOrNumberId};
use signon_torii::user_apps::UserApp;
use signon_torii::workflows::ActionExecution;

fn client(memory: &Memory) -> Client {
    let torii = Provider::named("torii").expect("there is such a provider");
    let builder = torii.client().expect("it has a client");
    builder
        .transport(memory.clone())
        .keep_rate_limits(false)
        .retry(RetryPolicy::never())
        .build()
        .expect("the client can be set up")
}

/// Makes a call that is answered with `body`.
async fn send<O: Operation>(operation: O, body: Value) -> O::Output {
    let memory = Memory::new();
    memory.answer(Answer::json(200, body.to_string()));
    let sent = operation.send(&client(&memory)).await;
    sent.expect("the answer decodes")
}

/// Each of these instead of a value, beside a contract that has none of them.
fn odd() -> Vec<Value> {
    vec![
        json!(null),
        json!("Active"),
        json!(7),
        json!(7.5),
        json!(true),
        json!({ "id": 7, "name": "Miro" }),
        json!({ "value": "active", "label": "Active", "color": "green" }),
        json!([]),
        json!([{ "id": 7 }]),
        json!([7, "okta"]),
    ]
}

/// Where a model does not read an odd value of one of `keys`, or does not write it again unchanged.
fn lost<T>(keys: &[&str]) -> Vec<String>
where
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    let row = |key: &str, value: &Value| json!({ "id": 1, "type": "update", key: value });
    let kept = |key: &str, value: &Value| {
        let model: T = serde_json::from_value(row(key, value))?;
        Ok::<_, serde_json::Error>(serde_json::to_value(&model)?.get(key) == Some(value))
    };
    let cases = keys
        .iter()
        .flat_map(|key| odd().into_iter().map(|value| (*key, value)));
    cases
        .filter_map(|(key, value)| match kept(key, &value) {
            Ok(true) => None,
            Ok(false) => Some(format!("`{key}` as {value}: changed")),
            Err(error) => Some(format!("`{key}` as {value}: {error}")),
        })
        .collect()
}

#[test]
fn a_contract_is_read_whatever_version_1_1_makes_of_its_values() {
    let keys = [
        "status",
        "idApp",
        "owner",
        "createdBy",
        "currency",
        "source",
        "creationTime",
    ];
    assert_eq!(lost::<Contract>(&keys), [""; 0]);
}

#[test]
fn fields_whose_type_is_a_guess_are_read_whatever_they_are() {
    let keys = [
        "sources",
        "score",
        "isCustom",
        "appOwners",
        "addedBy",
        "vendor",
        "tags",
        "primaryOwner",
    ];
    assert_eq!(lost::<App>(&keys), [""; 0]);
    assert_eq!(lost::<UserApp>(&keys), [""; 0]);
    assert_eq!(lost::<UserApp>(&["users"]), [""; 0]);
    assert_eq!(lost::<AuditLog>(&["properties"]), [""; 0]);
}

#[tokio::test]
async fn one_odd_contract_loses_no_page() {
    let page = send(
        ListContracts::new(),
        json!({
            "contracts": [
                { "id": 1, "status": "active", "idApp": 118, "source": "ui" },
                { "id": 2, "status": { "value": "inReview" }, "idApp": { "id": 118, "name": "Miro" } },
                { "id": 3, "source": { "type": "import" }, "owner": [{ "id": 9 }] },
            ],
            "nextCursor": null,
        }),
    )
    .await;
    assert_eq!(page.contracts.len(), 3);
    assert_eq!(
        page.contracts[0].status,
        Field::Value(ChosenValue::Text("active".to_owned()))
    );
    assert_eq!(page.contracts[0].id_app, Field::Value(ContractApp::Id(118)));
    let Field::Value(ContractApp::ContractAppDetails(app)) = &page.contracts[1].id_app else {
        panic!("{:?}", page.contracts[1]);
    };
    assert_eq!(app.name, Field::Value("Miro".to_owned()));
}

#[tokio::test]
async fn one_odd_app_loses_no_page() {
    let page = send(
        ListApps::new(),
        json!({
            "apps": [
                { "id": 1, "sources": ["okta"], "score": 71.5, "isCustom": false },
                { "id": 2, "sources": "okta,gsuite", "score": { "value": 71 }, "isCustom": 0 },
                { "id": 3, "sources": [{ "id": 4, "name": "okta" }], "appOwners": "Noor Haddad" },
            ],
        }),
    )
    .await;
    assert_eq!(page.apps.len(), 3);
    let okta = AppSource::Name("okta".to_owned());
    assert_eq!(
        page.apps[0].sources,
        Field::Value(AppSources::List(vec![okta]))
    );
}

#[tokio::test]
async fn one_odd_user_of_an_app_loses_no_page() {
    let page = send(
        ListAppUsers::new(118),
        json!({
            "users": [
                { "idUser": 1, "idExternalUser": "a1", "licenses": [{ "name": "Business" }] },
                { "idUser": null, "idExternalUser": 71, "licenses": ["Business"], "sources": [7] },
            ],
        }),
    )
    .await;
    assert_eq!(page.users.len(), 2);
    assert_eq!(
        page.users[1].id_external_user,
        Field::Value(TextOrNumberId::Number(71))
    );
}

#[test]
fn an_action_has_an_id_of_text_or_a_number() {
    for id in [json!("5519027734108"), json!(5_519_027_734_108_i64)] {
        let run = json!({
            "id": 1, "idOrg": 2, "idWorkflow": 3, "idWorkflowExecution": 4, "idAction": id,
            "isRun": true, "isCompleted": true, "continueOnError": false, "isIgnored": false,
        });
        let model: ActionExecution = serde_json::from_value(run.clone()).unwrap();
        assert_eq!(serde_json::to_value(&model).unwrap(), run);
    }
}

#[test]
fn the_audit_log_says_what_it_is_about() {
    let entry = json!({ "entity": "contracts", "properties": "{\"idContract\":7}" });
    let entry: AuditLog = serde_json::from_value(entry).unwrap();
    assert_eq!(entry.entity, Field::Value("contracts".to_owned()));
    assert!(matches!(
        entry.properties,
        Field::Value(AuditProperties::Text(_))
    ));
}

#[test]
fn an_amount_is_told_in_the_currency_of_display_too() {
    let contract =
        json!({ "amount": { "value": 450, "currency": "EUR", "convertedValue": 491.5 } });
    let contract: Contract = serde_json::from_value(contract).unwrap();
    let Field::Value(CurrencyValue::Money(amount)) = contract.amount else {
        panic!("{contract:?}");
    };
    assert_eq!(amount.converted_value, Field::Value(491.5));
}

/// Torii lets the age of the API key choose the version of a call that names none.
#[tokio::test]
async fn contracts_are_asked_for_in_version_1_1() {
    let memory = Memory::new();
    memory.answer(Answer::json(
        200,
        r#"{"contracts":[{"id":1}],"nextCursor":"WzFd"}"#,
    ));
    memory.answer(Answer::json(200, r#"{"contracts":[]}"#));
    memory.answer(Answer::json(200, r#"{"contract":{"id":1}}"#));
    let client = client(&memory);
    let operation = ListContracts::new();
    let mut items = operation.items(&client);
    while let Some(contract) = items.next().await {
        contract.unwrap();
    }
    GetContract::new(1).send(&client).await.unwrap();
    let versions: Vec<_> = memory
        .requests()
        .iter()
        .map(|sent| sent.header("x-api-version").map(str::to_owned))
        .collect();
    assert_eq!(versions, vec![Some("1.1".to_owned()); 3]);
}
