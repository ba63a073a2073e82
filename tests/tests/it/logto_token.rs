//! Logto's front page works as it is written: the token request has all that the server asks for.

use signon_logto::security;
use signon_logto::sso_connector_providers::ListSsoConnectorProviders;
use signon_logto::{Client, ClientCredentials};
use signon_runtime::testing::{Answer, Memory, TestClock};

#[tokio::test]
async fn the_first_call_of_the_front_page_is_answered() {
    assert!(Client::new("acme", ClientCredentials::new("id", "secret")).is_ok());
    let memory = Memory::new();
    memory.handle(|request| {
        if request.url.path() != "/oidc/token" {
            let is_authorized = request.header("authorization") == Some("Bearer tok-1");
            return Answer::json(if is_authorized { 200 } else { 401 }, "[]");
        }
        // The server rejects a request without its own resource indicator.
        let text = request.text();
        let fields: Vec<&str> = text.split('&').collect();
        let resource = "resource=https%3A%2F%2Facme.logto.app%2Fapi";
        let wanted = ["grant_type=client_credentials", "scope=all", resource];
        if wanted.iter().all(|field| fields.contains(field)) {
            Answer::json(200, r#"{"access_token": "tok-1", "expires_in": 3600}"#)
        } else {
            Answer::json(400, r#"{"error": "invalid_target"}"#)
        }
    });
    // What `new` does, over a transport in memory.
    let client: Client = Client::builder()
        .server_variable("tenant_id", "acme")
        .credential(security::oauth2(ClientCredentials::new("id", "secret")))
        .transport(memory.clone())
        .clock(TestClock::new())
        .build()
        .expect("a client");
    let providers = client
        .sso_connector_providers()
        .list(&ListSsoConnectorProviders::new())
        .await;
    assert_eq!(providers.expect("an answer"), []);
    let hosts = memory.requests();
    let hosts: Vec<_> = hosts.iter().map(|request| request.url.host_str()).collect();
    assert_eq!(hosts, [Some("acme.logto.app"); 2]);
}
