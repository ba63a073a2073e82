//! The accounts as SCIM 2.0: what a SCIM client sees, and what it cannot do.

use serde_json::json;

use crate::support::gateway::{self, ONELOGIN, READER, Running, TOKEN, TORII};
use crate::support::wire::Answer;
use crate::support::{provider, torii};

const DEACTIVATE: &str = r#"{
    "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    "Operations": [{"op": "replace", "path": "active", "value": false}]
}"#;

/// A gateway in front of the account at Torii, with these lines at the top of its configuration.
async fn start(lines: &str) -> Running {
    let account = torii::Account::new();
    let account = gateway::torii(&provider::serve(account.memory).await);
    Running::start(&format!("{lines}\n{}", gateway::config(&account))).await
}

async fn send(running: &Running, line: &str, token: &str, headers: &[&str], body: &str) -> Answer {
    let bearer = format!("Authorization: Bearer {token}");
    let headers: Vec<&str> = ["Host: localhost:8787", &bearer]
        .into_iter()
        .chain(headers.iter().copied())
        .collect();
    running.request(line, &headers, body).await
}

#[tokio::test]
async fn users_are_found_and_have_urls_of_the_gateway() {
    let running = start("").await;
    let line = format!("GET /scim/v2/{TORII}/Users?count=1");
    let answer = send(&running, &line, TOKEN, &[], "").await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("content-type"), Some("application/scim+json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let list = answer.json();
    assert_eq!(
        list["schemas"],
        json!(["urn:ietf:params:scim:api:messages:2.0:ListResponse"])
    );
    let user = &list["Resources"][0];
    let id = user["id"].as_str().expect("an id");
    let location = format!("http://localhost:8787/scim/v2/{TORII}/Users/{id}");
    assert_eq!(user["meta"]["location"], json!(location));

    let line = format!("GET /scim/v2/{TORII}/Users/{id}");
    let answer = send(&running, &line, TOKEN, &[], "").await;
    assert_eq!(
        (answer.status, answer.json()["userName"].clone()),
        (200, user["userName"].clone())
    );
    assert_eq!(answer.header("location"), Some(&*location));

    let line = format!("HEAD /scim/v2/{TORII}/Users/{id}");
    let answer = send(&running, &line, TOKEN, &[], "").await;
    assert_eq!((answer.status, &*answer.text), (200, ""));
    assert_eq!(answer.header("location"), Some(&*location));

    let line = format!("GET /scim/v2/{TORII}/ServiceProviderConfig");
    let answer = send(&running, &line, TOKEN, &[], "").await;
    assert_eq!(answer.json()["patch"]["supported"], json!(true));
    running.stop().await;
}

#[tokio::test]
async fn a_user_is_deactivated() {
    let running = start("public_url = \"https://gateway.example\"").await;
    let user = format!("/scim/v2/{TORII}/Users/48213");
    for media_type in ["application/scim+json", "application/json; charset=utf-8"] {
        let header = format!("Content-Type: {media_type}");
        let line = format!("PATCH {user}");
        let answer = send(&running, &line, TOKEN, &[&header], DEACTIVATE).await;
        assert_eq!(
            (answer.status, answer.json()["active"].clone()),
            (200, json!(false)),
            "{}",
            answer.text
        );
    }
    let answer = send(&running, &format!("GET {user}"), TOKEN, &[], "").await;
    let record = answer.json();
    assert_eq!(record["active"], json!(false));
    let location = format!("https://gateway.example{user}");
    assert_eq!(record["meta"]["location"], json!(location));
    running.stop().await;
}

#[tokio::test]
async fn refusals_are_scim_errors() {
    let running = start("").await;
    let users = format!("/scim/v2/{TORII}/Users");
    let json_body = "Content-Type: application/scim+json";
    for (line, token, header, status) in [
        (format!("PATCH {users}/48213"), READER, json_body, 403),
        (
            format!("PATCH {users}/48213"),
            TOKEN,
            "Content-Type: text/plain",
            415,
        ),
        (
            format!("GET /scim/v2/{ONELOGIN}/Users"),
            TOKEN,
            "Accept: */*",
            404,
        ),
        (
            format!("GET /scim/v2/{ONELOGIN}/Users"),
            READER,
            "Accept: */*",
            404,
        ),
        (
            "GET /scim/v2/..%2f/Users".to_owned(),
            TOKEN,
            "Accept: */*",
            404,
        ),
        (
            format!("GET /scim/v2/{TORII}/Nothing"),
            TOKEN,
            "Accept: */*",
            404,
        ),
        (
            format!("GET {users}/no-such-user"),
            TOKEN,
            "Accept: */*",
            404,
        ),
        (
            format!("GET {users}?filter=title%20eq%20%22a%22"),
            TOKEN,
            "Accept: */*",
            400,
        ),
        (format!("DELETE {users}/48213"), TOKEN, "Accept: */*", 501),
    ] {
        let body = if line.starts_with("PATCH") {
            DEACTIVATE
        } else {
            ""
        };
        let answer = send(&running, &line, token, &[header], body).await;
        assert_eq!(answer.status, status, "{line}: {}", answer.text);
        let error = answer.json();
        assert_eq!(
            error["schemas"],
            json!(["urn:ietf:params:scim:api:messages:2.0:Error"]),
            "{line}"
        );
        assert_eq!(error["status"], json!(status.to_string()), "{line}");
    }
    let answer = send(
        &running,
        &format!("GET {users}"),
        "no token of ours",
        &[],
        "",
    )
    .await;
    assert_eq!(answer.status, 401);
    running.stop().await;
}

#[test]
fn a_public_url_is_an_origin() {
    for url in [
        "gateway.example",
        "https://gateway.example/",
        "https://gateway.example/path",
        "https://user@gateway.example",
        "ftp://gateway.example",
    ] {
        let config = gateway::config(&gateway::torii("http://127.0.0.1"));
        let config = format!("public_url = \"{url}\"\n{config}");
        let error = signon_gateway::Config::parse(&config).expect_err(url);
        assert!(error.to_string().contains("`public_url`"), "{url}: {error}");
    }
}
