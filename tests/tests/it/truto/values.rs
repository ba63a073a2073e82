//! Values whose types the sources leave open.

use serde_json::{Value, json};
use signon_runtime::Operation;
use signon_runtime::testing::{Answer, Memory};
use signon_truto::integrated_accounts::{
    DeleteIntegratedAccount, DeleteIntegratedAccountResponse, IntegratedAccount,
};
use signon_truto::licenses::{License, UtilizationPage, UtilizationPageResult};
use signon_truto::models::Identifier;
use signon_truto::proxy::{GetProxyRecord, GetProxyRecordResponse};
use signon_truto::sso::AppUser;
use signon_truto::users::{UpdateUser, User, UserGroup, UserUpdate};

use super::{ACCOUNT, connected, json, other};

/// Reads a value, and makes sure that writing it loses nothing.
fn kept<T: serde::de::DeserializeOwned + serde::Serialize>(value: &Value) -> T {
    let model: T = serde_json::from_value(value.clone()).expect("it is read");
    let written = serde_json::to_value(&model).expect("it is written");
    assert_eq!(written, *value);
    model
}

#[test]
fn identifiers_are_text_or_numbers() {
    let user: User = kept(&json!({
        "id": 90417,
        "roles": [{ "id": 12, "name": "Editor" }],
        "groups": [{ "id": "grp_93", "organization": 7781 }],
        "organizations": [{ "id": 7781 }],
        "workspaces": [{ "id": "ws_204" }],
    }));
    assert_eq!(user.id.into_option(), Some(Identifier::Number(90417)));
    let user: User = kept(&json!({ "id": "90417" }));
    assert_eq!(user.id.into_option(), Some(Identifier::from("90417")));
    let person: AppUser = kept(&json!({ "id": null, "apps": [{ "id": 731 }], "app_id": 731 }));
    assert!(person.id.is_null());
}

#[test]
fn references_are_objects_or_names() {
    kept::<User>(&json!({
        "roles": ["Admin", { "name": "Editor" }],
        "groups": ["Platform"],
        "licenses": ["Business", { "id": "lic_5" }],
        "organizations": ["Northwind"],
        "workspaces": ["Design"],
    }));
}

#[test]
fn the_record_of_the_product_is_any_json() {
    for record in [
        json!({ "id": 1 }),
        json!([{ "id": 1 }]),
        json!("<user/>"),
        json!(null),
    ] {
        kept::<User>(&json!({ "id": "1", "remote_data": record }));
    }
}

#[test]
fn an_account_tells_errors_and_flags_in_any_form() {
    for error in [
        json!("revoked"),
        json!({ "code": 401, "body": "revoked" }),
        json!(null),
    ] {
        kept::<IntegratedAccount>(&json!({ "last_error": error }));
    }
    for flag in [json!(true), json!(0), json!(1), json!(null)] {
        kept::<IntegratedAccount>(&json!({ "is_sandbox": flag }));
    }
    kept::<IntegratedAccount>(&json!({
        "created_at": "2024-09-01 10:00:00",
        "integration_override": { "base_url": "https://eu.acme.example" },
        "unified_model_override": null,
    }));
}

#[test]
fn amounts_are_numbers_or_text() {
    for amount in [json!(12), json!(12.5), json!("12.50"), json!(null)] {
        kept::<License>(&json!({ "id": "lic_5", "unit_amount": amount }));
    }
}

#[test]
fn a_report_of_use_is_a_table() {
    let page: UtilizationPage = kept(&json!({
        "result": [{
            "name": "Seats by plan",
            "metadata": { "plan": "Business" },
            "columns": [{ "label": "Seats", "format": "number" }, { "label": "Plan" }],
            "rows": [[12, "Business"], [null, { "name": "Free" }]],
        }],
    }));
    let UtilizationPageResult::List(reports) = page.result else {
        panic!("not a list");
    };
    let report = reports.into_iter().next().unwrap();
    assert_eq!(report.name.into_option().as_deref(), Some("Seats by plan"));
    assert_eq!(report.rows.into_option().unwrap().len(), 2);
}

#[tokio::test]
async fn a_deleted_account_has_its_id_nothing_or_no_body() {
    let deletion = || DeleteIntegratedAccount::new(ACCOUNT);
    for body in [json!({ "id": ACCOUNT }), json!({})] {
        json(deletion(), 200, &body).await.unwrap();
    }
    let nothing = other(deletion(), || Answer::status(204)).await.unwrap();
    assert!(
        matches!(nothing, DeleteIntegratedAccountResponse::NoContent),
        "{nothing:?}"
    );
}

#[tokio::test]
async fn what_a_proxy_call_downloads_is_bytes() {
    let operation = GetProxyRecord::new("files", "7", ACCOUNT);
    let file = || {
        Answer::status(200)
            .header("content-type", "image/png")
            .body("\u{89}PNG")
    };
    let GetProxyRecordResponse::Any(stream) = other(operation, file).await.unwrap() else {
        panic!("not a stream");
    };
    assert_eq!(stream.collect(64).await.unwrap(), "\u{89}PNG".as_bytes());
}

#[tokio::test]
async fn groups_of_a_user_go_into_the_query_one_by_one() {
    let memory = Memory::new();
    memory.answer(Answer::json(200, "{}"));
    let groups = [
        UserGroup::new()
            .id(Identifier::from("grp_93"))
            .name("Platform"),
        UserGroup::new().id(Identifier::Number(94)),
    ];
    let operation = UpdateUser::new(90417, ACCOUNT, UserUpdate::new()).groups(groups);
    operation.send(&connected(memory.clone())).await.unwrap();

    let sent = memory.requests().pop().unwrap();
    let groups = "groups%5B0%5D%5Bid%5D=grp_93&groups%5B0%5D%5Bname%5D=Platform\
                  &groups%5B1%5D%5Bid%5D=94";
    assert!(sent.url.as_str().contains(groups), "{}", sent.url);
    assert!(sent.url.path().ends_with("/users/90417"), "{}", sent.url);
}
