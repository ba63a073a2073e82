//! The document that the server has of itself.

use serde_json::json;

use crate::support::gateway::{self, READER, Running, TORII};

#[tokio::test]
async fn a_caller_gets_the_document_of_its_accounts() {
    let running = Running::start(&gateway::config(&format!(
        "{}{}",
        gateway::torii("http://127.0.0.1:9"),
        gateway::onelogin("http://127.0.0.1:9"),
    )))
    .await;
    let answer = running.call_as(READER, "GET /openapi.json", "").await;
    assert_eq!(answer.status, 200);
    let document = answer.json();
    let accounts = &document["components"]["parameters"]["integrated_account_id"]["schema"]["enum"];
    assert_eq!(*accounts, json!([TORII]));
    let users = &document["paths"]["/unified/user-directory/users/{id}"];
    assert!(users["patch"]["requestBody"].is_object());
    // Each reference leads somewhere.
    let text = answer.text.clone();
    for reference in text
        .split("\"$ref\":\"#")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
    let answer = running
        .request("GET /openapi.json", &["Host: localhost"], "")
        .await;
    assert_eq!(answer.status, 401);
}
