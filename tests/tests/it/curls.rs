//! The calls that the providers' pages print as curl, made with the typed clients.
//!
//! Placeholders of the pages are replaced with values. curl says `bearer` in lower case for OneLogin, and a content type
//! where it sends no content; both mean the same as what is expected here.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use signon_runtime::testing::{Answer, Memory};
use signon_runtime::{Client, Credential, Field, Json, Operation};

const ID: &str = "1ba1f401-7183-47c5-9e39-e8e257e3c795";
const ACCOUNT: &str = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";

/// A request as a page prints it.
struct Curl {
    method: &'static str,
    url: String,
    body: Option<Value>,
}

/// Makes a call with a client whose token is `your_api_token`, and compares what is sent with what the page prints.
async fn check<O: Operation>(operation: O, scheme: &str, variables: &[(&str, &str)], curl: Curl) {
    let memory = Memory::new();
    // What comes back does not matter here.
    memory.answer(Answer::status(204));
    let api = O::METADATA.api();
    let builder = signon_runtime::ClientBuilder::<Client>::new(api)
        .credential(Credential::bearer(scheme, "your_api_token"))
        .transport(memory.clone());
    let builder = variables.iter().fold(builder, |builder, (name, value)| {
        builder.server_variable(*name, *value)
    });
    let client = builder.build().expect("the client can be set up");
    drop(operation.send(&client).await);

    let sent = memory.requests().pop().expect("a request is sent");
    assert_eq!(sent.method.as_str(), curl.method);
    assert_eq!(sent.url.as_str(), curl.url);
    assert_eq!(sent.header("authorization"), Some("Bearer your_api_token"));
    if let Some(body) = curl.body {
        assert_eq!(sent.header("content-type"), Some("application/json"));
        let json: Value = serde_json::from_slice(&sent.body).expect("the body is JSON");
        assert_eq!(json, body);
    } else {
        assert_eq!(sent.header("content-type"), None);
        assert!(sent.body.is_empty(), "{}", sent.text());
    }
    let plain = [
        "accept",
        "accept-encoding",
        "authorization",
        "content-length",
        "content-type",
        "idempotency-key",
        "user-agent",
    ];
    let other = sent
        .headers
        .keys()
        .find(|name| !plain.contains(&name.as_str()));
    assert_eq!(other, None);
}

#[tokio::test]
async fn truto_updates_an_app() {
    use signon_truto::sso::{AppUpdate, UpdateApp};

    let body = AppUpdate::new()
        .is_active("your_is_active")
        .remote_data(BTreeMap::<String, Json>::new());
    let curl = Curl {
        method: "PATCH",
        url: format!(
            "https://api.truto.one/unified/sso/apps/23423523?integrated_account_id={ACCOUNT}"
        ),
        body: Some(json!({ "is_active": "your_is_active", "remote_data": {} })),
    };
    check(
        UpdateApp::new("23423523", ACCOUNT, body),
        "bearerAuth",
        &[],
        curl,
    )
    .await;
}

#[tokio::test]
async fn truto_updates_an_app_with_query_parameters() {
    use signon_truto::sso::{AppUpdate, UpdateApp};

    let operation = UpdateApp::new("23423523", ACCOUNT, AppUpdate::new().is_active("true"))
        .truto_response_format("unified")
        .truto_exclude_fields(["id", "name"])
        .remote_query([("foo", "bar")]);
    let query = format!(
        "integrated_account_id={ACCOUNT}&truto_response_format=unified\
         &truto_exclude_fields%5B%5D=id&truto_exclude_fields%5B%5D=name&remote_query%5Bfoo%5D=bar"
    );
    let curl = Curl {
        method: "PATCH",
        url: format!("https://api.truto.one/unified/sso/apps/23423523?{query}"),
        body: Some(json!({ "is_active": "true" })),
    };
    check(operation, "bearerAuth", &[], curl).await;
}

#[tokio::test]
async fn truto_gets_an_sso_connection() {
    use signon_truto::sso_connections::GetSsoConnection;

    let curl = Curl {
        method: "GET",
        url: format!("https://api.truto.one/sso-connection/{ID}"),
        body: None,
    };
    check(GetSsoConnection::new(ID), "bearerAuth", &[], curl).await;
}

#[tokio::test]
async fn onelogin_updates_an_app() {
    use signon_onelogin::apps::{AppUpdate, UpdateApp};

    let curl = Curl {
        method: "PUT",
        url: "https://acme.onelogin.com/api/2/apps/928549".to_owned(),
        body: Some(json!({ "visible": true })),
    };
    let operation = UpdateApp::new(928_549, AppUpdate::new().visible(true));
    check(operation, "oauth2", &[("subdomain", "acme")], curl).await;
}

#[tokio::test]
async fn onelogin_adds_a_parameter_to_an_app() {
    use signon_onelogin::apps::{AppParameter, AppUpdate, UpdateApp};

    let parameter = AppParameter::new()
        .values(Field::Null)
        .default_values(Field::Null)
        .label("Employee Number");
    let parameters = BTreeMap::from([("employee_number".to_owned(), parameter)]);
    let curl = Curl {
        method: "PUT",
        url: "https://acme.onelogin.com/api/2/apps/928549".to_owned(),
        body: Some(json!({
            "parameters": {
                "employee_number": { "values": null, "default_values": null, "label": "Employee Number" }
            }
        })),
    };
    let operation = UpdateApp::new(928_549, AppUpdate::new().parameters(parameters));
    check(operation, "oauth2", &[("subdomain", "acme")], curl).await;
}

#[tokio::test]
async fn logto_updates_an_sso_connector() {
    use signon_logto::models::FreeFormConfig;
    use signon_logto::sso_connectors::{
        SsoConnectorBranding, SsoConnectorUpdate, UpdateSsoConnector,
    };

    let branding = SsoConnectorBranding::new()
        .display_name("string")
        .logo("string")
        .dark_logo("string");
    let body = SsoConnectorUpdate::new()
        .config(FreeFormConfig::new())
        .domains(["string"])
        .branding(branding)
        .sync_profile(true)
        .connector_name("string");
    let curl = Curl {
        method: "PATCH",
        url: "https://acme.logto.app/api/sso-connectors/v8t2qkx0m5ra".to_owned(),
        body: Some(json!({
            "config": {}, "domains": ["string"],
            "branding": { "displayName": "string", "logo": "string", "darkLogo": "string" },
            "syncProfile": true, "connectorName": "string"
        })),
    };
    check(
        UpdateSsoConnector::new("v8t2qkx0m5ra", body),
        "OAuth2",
        &[("tenant_id", "acme")],
        curl,
    )
    .await;
}
