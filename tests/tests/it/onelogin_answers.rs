//! Answers that OneLogin is known, or likely, to give, and that its documentation does not show.

use serde_json::{Value, json};
use signon_onelogin::app_rules::AppRule;
use signon_onelogin::apps::{App, ConfigurationNumber, ListApps, OidcApplicationTypeValue};
use signon_onelogin::models::{ErrorBody, ErrorName};
use signon_onelogin::roles::{
    CreateRole, DeleteRole, DeleteRoleError, ListRoles, RoleCreate, RoleReceipt,
};
use signon_onelogin::tokens::{RevocationReport, RevokeToken, TokenRevocation};
use signon_onelogin::users::{ListUsers, User, UserInput, UserStatus};
use signon_runtime::testing::{Answer, Memory};
use signon_runtime::{Client, DateTime, Error, Field, Json, Operation, Paginated, RetryPolicy};
use signon_tests::provider::Provider;
use signon_tests::spec;

/// A client that gets a token when it asks for one, and otherwise what `memory` has in its script.
fn client(memory: &Memory) -> Client {
    memory.handle(|_| Answer::status(500));
    let onelogin = Provider::named("onelogin").expect("there is such a provider");
    let builder = onelogin.client().expect("it has a client");
    builder
        .credential(signon_runtime::Credential::bearer("oauth2", "s3cret"))
        .transport(memory.clone())
        .retry(RetryPolicy::never())
        .build()
        .expect("the client can be set up")
}

/// Makes a call that is answered by `answer`.
async fn send<O: Operation>(operation: O, answer: Answer) -> Result<O::Output, Error> {
    let memory = Memory::new();
    memory.answer(answer);
    operation.send(&client(&memory)).await
}

/// The documented error that a refusal of `DeleteRole` is.
async fn refused(answer: Answer) -> Option<DeleteRoleError> {
    let refused = send(DeleteRole::new(99), answer).await;
    let error = refused.expect_err("the call is refused");
    error.api::<DeleteRole>()
}

/// The body of that error, if it is JSON.
async fn refusal(status: u16, body: Value) -> ErrorBody {
    let error = refused(Answer::json(status, body.to_string())).await;
    let body = match error {
        Some(
            DeleteRoleError::Unauthorized(body)
            | DeleteRoleError::Forbidden(body)
            | DeleteRoleError::NotFound(body)
            | DeleteRoleError::Other(body),
        ) => Some(body),
        Some(_) | None => None,
    };
    body.expect("every refusal is a documented error")
}

#[tokio::test]
async fn roles_refuse_in_a_shape_of_their_own() {
    let body = json!({ "status": 404, "error": "NotFoundError", "description": "No role 99" });
    let ErrorBody::DescriptionError(error) = refusal(404, body).await else {
        panic!("it is another shape");
    };
    assert_eq!(error.description, "No role 99");
    assert_eq!(error.error, Some(ErrorName::NotFoundError));

    let body = json!({ "status": "not found", "description": "No role 99" });
    assert!(matches!(
        refusal(404, body).await,
        ErrorBody::DescriptionError(_)
    ));
}

#[tokio::test]
async fn every_shape_of_an_error_is_typed_whatever_the_status() {
    for status in [400, 401, 403, 404, 409, 422, 429, 500] {
        let body = json!({ "statusCode": status, "name": "SomeError", "message": "No" });
        let ErrorBody::ApiError(error) = refusal(status, body).await else {
            panic!("it is another shape");
        };
        assert_eq!(error.message, "No");
        // Without a name, as a 429 is said to be; with nothing but a sentence, as unlocking a user.
        for body in [
            json!({ "statusCode": status, "message": "No" }),
            json!({ "message": "No" }),
            json!({ "name": "SomeError", "message": "No" }),
        ] {
            let is = refusal(status, body).await;
            assert!(matches!(is, ErrorBody::ApiError(_)), "{is:?}");
        }

        let detail = json!({ "error": true, "code": status, "type": "no", "message": "No" });
        let is = refusal(status, json!({ "status": detail })).await;
        assert!(matches!(is, ErrorBody::StatusReport(_)), "{is:?}");
        let is = refusal(status, detail).await;
        assert!(matches!(is, ErrorBody::StatusDetail(_)), "{is:?}");
        let detail = json!({
            "error": true, "code": status, "type": "no",
            "message": { "attribute": "id", "description": "No" },
        });
        let is = refusal(status, json!({ "status": detail })).await;
        assert!(matches!(is, ErrorBody::StatusReport(_)), "{is:?}");

        let listed = json!({
            "code": status, "message": "No",
            "errors": [{ "field": "conditions.[0].value", "message": ["Not this", "Nor that"] }],
        });
        let ErrorBody::ValidationError(error) = refusal(status, listed.clone()).await else {
            panic!("it is another shape");
        };
        assert_eq!(error.errors[0].message, ["Not this", "Nor that"]);
        let is = refusal(status, json!([listed])).await;
        assert!(matches!(is, ErrorBody::ValidationErrors(_)), "{is:?}");

        let is = refusal(status, json!({ "messages": ["No"] })).await;
        assert!(matches!(is, ErrorBody::MessagesError(_)), "{is:?}");
        let is = refusal(status, json!({ "custom_color": "Not a color." })).await;
        assert!(matches!(is, ErrorBody::ErrorsByField(_)), "{is:?}");
        let is = refusal(status, json!({ "fault": { "kind": 7 } })).await;
        assert!(matches!(is, ErrorBody::OtherError(_)), "{is:?}");
    }
}

#[tokio::test]
async fn a_web_page_in_place_of_an_error_is_documented() {
    let page = "<html><body>no</body></html>";
    let answer = |status| {
        Answer::status(status)
            .header("content-type", "text/html; charset=utf-8")
            .body(page)
    };
    for status in [400, 404, 502] {
        match refused(answer(status)).await {
            Some(DeleteRoleError::NotFoundHtml(text) | DeleteRoleError::OtherHtml(text)) => {
                assert_eq!(text, page);
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn every_error_response_is_the_union_of_all_shapes() {
    let spec = spec::of("onelogin").unwrap();
    let mut other = Vec::new();
    let mut seen = 0;
    for endpoint in spec.endpoints() {
        for place in endpoint.bodies() {
            if place.status.starts_with(['1', '2', '3', '-']) || !place.is_json() {
                continue;
            }
            seen += 1;
            let content = serde_json::to_value(place.content).unwrap();
            if content.pointer("/schema/$ref") != Some(&json!("#/components/schemas/ErrorBody")) {
                other.push(format!("{} {}", endpoint.id(), place.status));
            }
        }
    }
    assert!(seen > 0, "no error is documented");
    assert_eq!(other, [""; 0]);
}

#[tokio::test]
async fn one_odd_app_loses_no_page() {
    let rows = json!([
        { "id": 1, "connector_id": null, "name": null, "visible": null, "auth_method": null },
        { "id": 2, "auth_method": 9, "created_at": "2022-02-09T14:15:17.764Z" },
        { "id": 3, "configuration": { "certificate_id": "52011", "oidc_application_type": "1" } },
        { "id": 4, "configuration": { "access_token_expiration_minutes": "10" } },
        { "id": 5, "sso": {}, "provisioning": {}, "parameters": {} },
    ]);
    let page = send(ListApps::new(), Answer::json(200, rows.to_string())).await;
    let page = page.unwrap();
    assert_eq!(page.len(), 5);
    let configuration = page[2].configuration.as_ref().unwrap();
    assert_eq!(
        configuration.certificate_id,
        Field::Value(ConfigurationNumber::Text("52011".to_owned()))
    );
    assert_eq!(
        configuration.oidc_application_type,
        Field::Value(OidcApplicationTypeValue::Text("1".to_owned()))
    );
    assert_eq!(
        page[1].created_at.as_ref().map(DateTime::as_str),
        Some("2022-02-09T14:15:17.764Z")
    );
}

#[test]
fn an_app_is_certain_to_have_an_id_alone() {
    let app: App = serde_json::from_value(json!({ "id": 7 })).unwrap();
    assert_eq!(app.id, 7);
}

#[test]
fn a_rule_may_lack_what_it_has_none_of() {
    let rule =
        json!({ "id": 7, "name": "All", "match": "all", "enabled": false, "position": null });
    let rule: AppRule = serde_json::from_value(rule).unwrap();
    assert_eq!(rule.id, 7);
}

#[test]
fn a_custom_attribute_has_any_value() {
    let values = json!({ "site": "Moline", "badge": null, "floors": [1, 2], "trained": false });
    let user: User =
        serde_json::from_value(json!({ "id": 1, "custom_attributes": values })).unwrap();
    assert_eq!(
        serde_json::to_value(&user).unwrap()["custom_attributes"],
        values
    );

    let input = UserInput::new().custom_attributes(
        [("floor".to_owned(), Json::from(3))]
            .into_iter()
            .collect::<std::collections::BTreeMap<_, _>>(),
    );
    assert_eq!(
        serde_json::to_value(&input).unwrap(),
        json!({ "custom_attributes": { "floor": 3 } })
    );
}

#[test]
fn a_user_has_what_real_accounts_send() {
    let user = json!({
        "id": 1, "status": 6, "state": 9, "last_login": "0001-01-01T00:00:00.000Z",
        "manager_user_id": "70211801", "external_id": 2077, "manager_ad_id": 1107,
        "member_of": ["CN=A", "CN=B"], "role_ids": null,
    });
    let user: User = serde_json::from_value(user).unwrap();
    assert_ne!(user.status, Some(UserStatus::Active));
}

#[tokio::test]
async fn a_token_is_revoked_with_or_without_the_wrapper() {
    let operation = || RevokeToken::new(TokenRevocation::new("s3cret"));
    let flat = json!({ "error": false, "code": 200, "type": "success", "message": "Success" });
    let report = send(operation(), Answer::json(200, flat.to_string())).await;
    assert!(matches!(report.unwrap(), RevocationReport::StatusDetail(_)));
    let wrapped = json!({ "status": flat });
    let report = send(operation(), Answer::json(200, wrapped.to_string())).await;
    assert!(matches!(report.unwrap(), RevocationReport::StatusReport(_)));
}

#[tokio::test]
async fn a_role_is_created_whatever_the_success() {
    for status in [200, 201] {
        for body in [json!({ "id": 7 }), json!([{ "id": 7 }])] {
            let operation = CreateRole::new(RoleCreate::new("Warehouse"));
            let receipt = send(operation, Answer::json(status, body.to_string())).await;
            let receipt = receipt.unwrap();
            let id = match &receipt {
                RoleReceipt::ResourceId(role) => Some(role.id),
                RoleReceipt::ResourceIdList(roles) => roles.first().map(|role| role.id),
                RoleReceipt::Unknown(_) | _ => None,
            };
            assert_eq!(id, Some(7), "{receipt:?}");
        }
    }
}

#[tokio::test]
async fn users_are_listed_by_group_and_role() {
    let memory = Memory::new();
    memory.answer(Answer::json(200, "[]"));
    let operation = ListUsers::new()
        .group_id(5519)
        .role_ids([310_022, 310_547])
        .member_of("CN=Warehouse");
    operation.send(&client(&memory)).await.unwrap();
    let sent = memory.requests().pop().unwrap();
    let query: Vec<_> = sent.url.query_pairs().into_owned().collect();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        query,
        [
            pair("group_id", "5519"),
            pair("role_ids", "310022,310547"),
            pair("member_of", "CN=Warehouse"),
        ]
    );
}

/// Roles refuse a cursor beside anything that it holds itself: the size, the page and the order.
#[tokio::test]
async fn the_next_page_is_asked_for_by_the_cursor_alone() {
    let memory = Memory::new();
    memory.answer(
        Answer::json(200, r#"[{"id":1,"name":"A"}]"#).header("After-Cursor", "bGltaXQ9Mg%3D%3D"),
    );
    memory.answer(Answer::json(200, r#"[{"id":2,"name":"B"}]"#));
    let client = client(&memory);
    let operation = ListRoles::new().limit(1).sort("-name").app_id(7);
    let mut items = operation.items(&client);
    let mut count = 0;
    while let Some(role) = items.next().await {
        role.unwrap();
        count += 1;
    }
    assert_eq!(count, 2);
    let second = memory.requests().pop().unwrap();
    assert_eq!(second.url.query(), Some("cursor=bGltaXQ9Mg%3D%3D&app_id=7"));
}
