//! The accounts as SCIM 2.0: what a SCIM client sees, and what it cannot do.

use serde_json::json;

use crate::support::gateway::{self, LOGTO, ONELOGIN, READER, Running, TOKEN, TORII};
use crate::support::wire::Answer;
use crate::support::{logto, provider, torii};

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

/// A gateway in front of a tenant of Logto, and what it holds.
async fn start_logto(lines: &str) -> (logto::Account, Running) {
    let account = logto::Account::new();
    let table = gateway::logto(&provider::serve(account.memory.clone()).await);
    let tables = format!("{table}{}", gateway::torii("http://127.0.0.1:1"));
    let running = Running::start(&format!("{lines}\n{}", gateway::config(&tables))).await;
    (account, running)
}

#[tokio::test]
async fn users_are_created_replaced_and_deleted() {
    let (account, running) = start_logto("").await;
    let users = format!("/scim/v2/{LOGTO}/Users");
    let json_body = "Content-Type: application/scim+json";
    let body = r#"{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "dee"}"#;
    let answer = send(
        &running,
        &format!("POST {users}"),
        TOKEN,
        &[json_body],
        body,
    )
    .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let location = answer.header("location").expect("a location").to_owned();
    let path = location
        .strip_prefix("http://localhost:8787")
        .expect("a path")
        .to_owned();
    let version = answer.header("etag").expect("a version").to_owned();

    let known = format!("If-None-Match: {version}");
    let answer = send(&running, &format!("GET {path}"), TOKEN, &[&known], "").await;
    assert_eq!((answer.status, &*answer.text), (304, ""));
    let replaced = body.replace("dee", "dora");
    let condition = format!("If-Match: {version}");
    for status in [200, 412] {
        let headers = [json_body, condition.as_str()];
        let answer = send(&running, &format!("PUT {path}"), TOKEN, &headers, &replaced).await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
    let answer = send(&running, &format!("DELETE {path}"), TOKEN, &[], "").await;
    assert_eq!((answer.status, &*answer.text), (204, ""));
    let answer = send(&running, &format!("GET {path}"), TOKEN, &[], "").await;
    assert_eq!(answer.status, 404);
    assert_eq!(account.writes().len(), 3);
    assert_eq!(account.state.lock().expect("a lock").users.len(), 3);
}

#[tokio::test]
async fn a_token_writes_to_its_own_accounts_alone() {
    let (account, running) = start_logto("").await;
    let json_body = "Content-Type: application/scim+json";
    let body = r#"{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "dee"}"#;
    for (line, status) in [
        (format!("POST /scim/v2/{LOGTO}/Users"), 404),
        (format!("PUT /scim/v2/{LOGTO}/Users/u1"), 404),
        (format!("DELETE /scim/v2/{LOGTO}/Users/u1"), 404),
        (format!("DELETE /scim/v2/{LOGTO}/Groups/r4"), 404),
        (format!("DELETE /scim/v2/{TORII}/../{LOGTO}/Users/u1"), 403),
        (
            format!("DELETE /scim/v2/{TORII}%2f..%2f{LOGTO}/Users/u1"),
            404,
        ),
    ] {
        let answer = send(&running, &line, READER, &[json_body], body).await;
        assert_eq!(answer.status, status, "{line}: {}", answer.text);
        assert_eq!(answer.json()["status"], json!(status.to_string()), "{line}");
    }
    for path in [
        "Users/..%2froles%2fr4",
        "Users/u1%2f..%2f..%2froles%2fr4",
        "Users/%2e%2e",
        "Users//u1",
        "Groups/r4/users/u1",
    ] {
        let line = format!("DELETE /scim/v2/{LOGTO}/{path}");
        let answer = send(&running, &line, TOKEN, &[], "").await;
        assert_eq!(answer.status, 404, "{line}: {}", answer.text);
    }
    let state = account.state.lock().expect("a lock");
    assert_eq!((state.users.len(), state.roles.len()), (3, 1));
}

#[tokio::test]
async fn filters_and_bodies_have_bounds() {
    let (account, running) = start_logto("").await;
    let users = format!("/scim/v2/{LOGTO}/Users");
    let nested = format!("{}userName%20pr{}", "not(".repeat(5_000), ")".repeat(5_000));
    let wide = ["userName%20eq%20%22a%22"; 600].join("%20and%20");
    for filter in [
        &*nested,
        &*wide,
        "userName%20eq%20%22a%22%00",
        "userName%20eq%20%22a%22%20or%20id%20pr",
    ] {
        let line = format!("GET {users}?filter={filter}");
        let answer = send(&running, &line, TOKEN, &[], "").await;
        assert_eq!(
            (answer.status, &answer.json()["scimType"]),
            (400, &json!("invalidFilter"))
        );
    }
    let line = format!(
        "GET {users}?filter=userName%20eq%20%22{}%22",
        "a".repeat(1 << 20)
    );
    let answer = send(&running, &line, TOKEN, &[], "").await;
    assert!(matches!(answer.status, 0 | 414 | 431), "{}", answer.status);
    assert_eq!(
        account.memory.count(),
        0,
        "none of them reached the provider"
    );
    // What would be more parameters for the provider is a part of the value.
    let line = format!("GET {users}?filter=userName%20eq%20%22ada%26search.id%3D%25%23%22");
    let answer = send(&running, &line, TOKEN, &[], "").await;
    assert_eq!(
        (answer.status, &answer.json()["totalResults"]),
        (200, &json!(0))
    );
    let sent = account.memory.requests();
    assert!(
        sent[0]
            .url
            .query_pairs()
            .any(|(name, value)| name == "search.username" && value == "ada&search.id=%#")
    );

    let (account, running) = start_logto("limits.body_bytes = 1000").await;
    let body = format!(
        r#"{{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "{}"}}"#,
        "a".repeat(1_000)
    );
    let json_body = "Content-Type: application/scim+json";
    for method in ["POST", "PUT", "PATCH"] {
        let line = format!("{method} {users}");
        let answer = send(&running, &line, TOKEN, &[json_body], &body).await;
        assert_eq!(answer.status, 413, "{line}");
    }
    assert_eq!(account.memory.count(), 0);
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
