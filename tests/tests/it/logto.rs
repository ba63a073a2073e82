//! What Logto's server takes and gives, by its source: the examples obey it, and plausible responses are read.

use serde_json::{Value, json};
use signon_logto::models::{ErrorBody, ErrorData};
use signon_logto::sso_connectors::{SsoConnector, SsoConnectorWithProvider};
use signon_tests::provider::Provider;
use signon_tests::spec::operation::Side;

/// The examples of an operation's bodies, lists item by item.
fn examples(operation: &str, side: Side) -> Vec<Value> {
    let logto = Provider::named("logto").expect("there is a Logto");
    let spec = logto.spec().expect("its spec is read");
    let endpoint = spec.endpoint(operation).expect("the operation is there");
    let bodies = endpoint.bodies();
    let examples = bodies
        .iter()
        .filter(|place| place.side == side && !place.status.starts_with(['4', '5', 'd']))
        .flat_map(|place| spec.body_examples(place.content))
        .flat_map(|(_, value)| {
            let items = value.as_array().cloned();
            items.unwrap_or_else(|| vec![value])
        })
        .collect::<Vec<_>>();
    assert!(!examples.is_empty(), "{operation} has no examples");
    examples
}

#[test]
fn a_new_connector_does_not_sign() {
    for side in [Side::Request, Side::Response] {
        for example in examples("createSsoConnector", side) {
            let signs = example.pointer("/config/signAuthnRequest");
            assert_ne!(signs, Some(&json!(true)), "{example}");
        }
    }
}

#[test]
fn only_google_has_no_issuer() {
    let operations = [
        ("createSsoConnector", Side::Request),
        ("createSsoConnector", Side::Response),
        ("updateSsoConnector", Side::Request),
        ("updateSsoConnector", Side::Response),
        ("getSsoConnector", Side::Response),
        ("listSsoConnectors", Side::Response),
    ];
    for (operation, side) in operations {
        for example in examples(operation, side) {
            let config = example.get("config").unwrap_or(&Value::Null);
            let is_oidc = config.get("clientId").is_some();
            let is_google = config
                .get("clientId")
                .and_then(Value::as_str)
                .is_some_and(|id| id.ends_with("google.example"));
            if is_oidc && !is_google {
                assert!(config.get("issuer").is_some(), "{operation}: {example}");
            }
            let offline = example.pointer("/providerConfig/offlineAccess");
            assert_eq!(offline, None, "{operation}: {example}");
        }
    }
}

#[test]
fn a_connector_of_an_older_release_has_no_tenant() {
    let row = json!({
        "id": "v8t2qkx0m5ra", "providerName": "OIDC", "connectorName": "brightwater", "config": {},
        "domains": [], "branding": {}, "syncProfile": false, "createdAt": 1_761_998_400_000_i64,
    });
    let connector: SsoConnector = serde_json::from_value(row).unwrap();
    assert_eq!(connector.tenant_id, None);
}

#[test]
fn a_provider_configuration_of_another_form_is_kept() {
    let mut row = json!({
        "tenantId": "q4w8ze", "id": "c1n7hzq4w9ye", "providerName": "GoogleWorkspace", "connectorName": "harborlight",
        "config": { "clientId": "a", "clientSecret": "b", "offlineAccess": true }, "domains": [], "branding": {},
        "syncProfile": false, "createdAt": 1_761_998_400_000_i64, "name": "Google Workspace", "providerType": "oidc",
        "providerLogo": "data:", "providerLogoDark": "data:",
    });
    row["providerConfig"] = json!({
        "clientId": "a", "clientSecret": "s3cret", "issuer": "https://accounts.google.com", "offlineAccess": true,
    });
    let connector: SsoConnectorWithProvider = serde_json::from_value(row.clone()).unwrap();
    assert_eq!(serde_json::to_value(&connector).unwrap(), row);
    assert!(!format!("{connector:?}").contains("s3cret"));
}

#[test]
fn a_limit_of_the_plan_is_typed() {
    let body = json!({
        "code": "subscription.limit_exceeded",
        "message": "The limit of the plan is reached.",
        "data": { "key": "enterpriseSsoLimit" },
    });
    let error: ErrorBody = serde_json::from_value(body).unwrap();
    let Some(ErrorData::LimitErrorData(limit)) = error.data else {
        panic!("{error:?}");
    };
    assert_eq!(limit.key, "enterpriseSsoLimit");
}
