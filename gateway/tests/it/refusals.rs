//! Requests that are rejected: the status, the envelope, and what the response says.

use serde_json::Value;
use signon_runtime::testing::Memory;

use crate::support::gateway::{self, ONELOGIN, READER, Running, TOKEN, TORII};
use crate::support::{onelogin, provider, torii};

/// A gateway in front of both accounts, and the traffic of the first.
async fn start() -> (Running, Memory) {
    let (torii, onelogin) = (torii::Account::new(), onelogin::Account::new());
    let memory = torii.memory.clone();
    let torii = gateway::torii(&provider::serve(torii.memory).await);
    let onelogin = gateway::onelogin(&provider::serve(onelogin.memory).await);
    let running = Running::start(&gateway::config(&format!("{torii}{onelogin}"))).await;
    (running, memory)
}

#[tokio::test]
async fn each_refusal_has_its_status_and_says_what_is_supported() {
    let (running, torii) = start().await;
    let users = format!("/unified/user-directory/users?integrated_account_id={TORII}");
    let user = format!("/unified/user-directory/users/48213?integrated_account_id={TORII}");
    let app = format!("/unified/sso/apps/118?integrated_account_id={TORII}");
    for (line, body, status, needle) in [
        (
            "POST /unified/user-directory/groups".to_owned(),
            "{}",
            405,
            "no such method",
        ),
        ("GET /nothing".to_owned(), "", 404, "no such path"),
        (
            "GET /unified/user-directory/users".to_owned(),
            "",
            400,
            "[\"integrated_account_id\"]",
        ),
        (
            "GET /unified/user-directory/users?integrated_account_id=nobody".to_owned(),
            "",
            404,
            "integrated account",
        ),
        (
            format!("GET /unified/hris/employees?integrated_account_id={TORII}"),
            "",
            404,
            "user-directory/users",
        ),
        (format!("GET {users}&limit=0"), "", 400, "limit"),
        (
            format!("GET {users}&sort_by=name"),
            "",
            400,
            "emails[email]",
        ),
        (format!("GET {users}&group_id=7"), "", 400, "\"first_name\""),
        (
            format!("GET {users}&truto_super_query=wnam"),
            "",
            400,
            "truto_response_format",
        ),
        (
            format!("GET {users}&truto_response_format=stream"),
            "",
            400,
            "normalized",
        ),
        (format!("GET {users}&status=invited"), "", 400, "status"),
        (format!("PUT {user}"), "{}", 405, "no such method"),
        (
            format!("POST {users}"),
            "{}",
            405,
            "\"supported_methods\":[\"list\",\"get\",\"update\"]",
        ),
        (
            format!("DELETE {user}"),
            "",
            405,
            "\"supported_methods\":[\"list\",\"get\",\"update\"]",
        ),
        (format!("PATCH {user}"), "{\"status\"", 400, "not JSON"),
        (format!("PATCH {user}"), "[]", 400, "not a JSON object"),
        (
            format!("PATCH {user}"),
            "{\"title\":\"x\"}",
            400,
            "\"supported_fields\":[",
        ),
        (
            format!("PATCH {user}"),
            "{\"status\":7}",
            400,
            "does not fit",
        ),
        (
            format!("PATCH {app}"),
            "{\"is_active\":true}",
            400,
            "\"user_id\"",
        ),
        (
            format!("PATCH {user}&user_id=48214"),
            "{\"status\":\"active\"}",
            400,
            "`user_id` differs from the id in the path",
        ),
        (
            format!("GET {user}&user_id=48213"),
            "",
            400,
            "takes no `user_id`",
        ),
        (
            format!("GET {user}&remote_query[a]=b"),
            "",
            400,
            "remote_query",
        ),
        (
            format!("GET /unified/user-directory/users/48213/apps?integrated_account_id={TORII}"),
            "",
            404,
            "no such path",
        ),
        (
            format!("GET /unified/user-directory/users/none?integrated_account_id={TORII}"),
            "",
            404,
            "no record",
        ),
        (
            format!("GET /unified/user-directory/users/%ff?integrated_account_id={TORII}"),
            "",
            400,
            "UTF-8",
        ),
        (
            format!("GET /unified/sso/app_users?integrated_account_id={TORII}"),
            "",
            400,
            "[\"app_id\"]",
        ),
    ] {
        let answer = running.call(&line, body).await;
        assert_eq!(answer.status, status, "{line}: {}", answer.text);
        assert!(answer.text.contains(needle), "{line}: {}", answer.text);
        let envelope = answer.json();
        assert_eq!(envelope["statusCode"], status, "{line}");
        assert!(
            envelope["error"].is_string() && envelope["message"].is_string(),
            "{line}"
        );
        assert!(answer.header("x-request-id").is_some(), "{line}");
    }
    assert_eq!(torii.count(), 0, "all of it was refused here");
}

#[tokio::test]
async fn a_record_that_the_provider_does_not_have_is_a_404_of_the_provider() {
    let (running, torii) = start().await;
    let line = format!("GET /unified/user-directory/users/1?integrated_account_id={TORII}");
    let answer = running.call(&line, "").await;
    assert_eq!(answer.status, 404);
    let envelope = answer.json();
    assert_eq!(envelope["truto_is_remote_error"], true);
    assert_eq!(envelope["raw_response"]["error"], "NotFound");
    assert_eq!(torii.count(), 1);
}

#[tokio::test]
async fn callers_need_a_token_and_reach_what_it_is_for() {
    let (running, torii) = start().await;
    let read = format!("GET /unified/user-directory/roles/3?integrated_account_id={TORII}");
    let write = format!("PATCH /unified/user-directory/users/48213?integrated_account_id={TORII}");
    let other = format!("GET /unified/user-directory/roles/3?integrated_account_id={ONELOGIN}");

    for headers in [
        vec!["Host: localhost"],
        vec!["Host: localhost", "Authorization: Bearer"],
        vec![
            "Host: localhost",
            "Authorization: Bearer wrong-token-0123456789",
        ],
        vec!["Host: localhost", "Authorization: Basic Y2FsbGVyOnRva2Vu"],
        // Which of two would count?
        vec![
            "Host: localhost",
            "Authorization: Bearer x",
            "Authorization: Bearer y",
        ],
    ] {
        let answer = running.request(&read, &headers, "").await;
        assert_eq!(answer.status, 401, "{headers:?}");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    }
    // What a token is not for is rejected before anything is sent.
    assert_eq!(
        running
            .call_as(READER, &write, "{\"status\":\"active\"}")
            .await
            .status,
        403
    );
    assert_eq!(running.call_as(READER, &other, "").await.status, 404);
    assert_eq!(torii.count(), 0);
    assert_eq!(running.call_as(READER, &read, "").await.status, 200);
    assert_eq!(running.call(&other, "").await.status, 200);
}

#[tokio::test]
async fn pages_of_the_web_are_refused() {
    let (running, _) = start().await;
    let line = format!("GET /unified/user-directory/roles/3?integrated_account_id={TORII}");
    let bearer = format!("Authorization: Bearer {TOKEN}");
    for (headers, status) in [
        (vec!["Host: localhost:8787", &bearer], 200),
        (vec!["Host: evil.example", &bearer], 403),
        (vec!["Host: localhost.evil.example", &bearer], 403),
        (vec![bearer.as_str()], 403),
        (
            vec!["Host: localhost", "Origin: https://evil.example", &bearer],
            403,
        ),
        (vec!["Host: localhost", "Origin: null", &bearer], 403),
    ] {
        let answer = running.request(&line, &headers, "").await;
        assert_eq!(answer.status, status, "{headers:?}: {}", answer.text);
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}

#[tokio::test]
async fn heads_and_bodies_have_limits() {
    let (running, torii) = start().await;
    let line = format!("PATCH /unified/user-directory/users/48213?integrated_account_id={TORII}");
    let large = "x".repeat(1024 * 1024 + 1);
    assert_eq!(running.call(&line, &large).await.status, 413);
    let bearer = format!("Authorization: Bearer {TOKEN}");
    let many: Vec<String> = (0..100).map(|index| format!("X-{index}: 1")).collect();
    let mut headers = vec!["Host: localhost", &bearer];
    headers.extend(many.iter().map(String::as_str));
    assert_eq!(running.request(&line, &headers, "").await.status, 431);
    let long = format!("X-Long: {}", "x".repeat(64 * 1024));
    let answer = running
        .request(&line, &["Host: localhost", &bearer, &long], "")
        .await;
    assert_eq!(answer.status, 431);
    assert_eq!(torii.count(), 0);
    // Health needs no token, and tells nothing.
    for path in ["/healthz", "/readyz", "/ping"] {
        let answer = running
            .request(&format!("GET {path}"), &["Host: elsewhere"], "")
            .await;
        assert_eq!(answer.status, 200);
        assert!(!answer.text.contains(TORII));
    }
}

#[tokio::test]
async fn records_in_each_form_that_callers_ask_for() {
    let (running, _) = start().await;
    let users = format!("/unified/user-directory/users?integrated_account_id={TORII}");
    let page = async |query: &str| {
        running
            .call(&format!("GET {users}{query}"), "")
            .await
            .json()
    };

    let unified = page("&limit=2").await;
    assert_eq!(unified["result_count"], 2);
    assert_eq!(unified["next_cursor"], "2");
    assert_eq!(unified["result"][0]["remote_data"]["firstName"], "Ada");
    let custom = page("&remote_query[fields]=email%2CcostCenter").await;
    assert_eq!(custom["result"][0]["remote_data"]["costCenter"], "R&D 7");
    let next = page("&next_cursor=2").await;
    assert_eq!(
        (&next["result"][0]["id"], &next["next_cursor"]),
        (&Value::from("48215"), &Value::Null)
    );

    let raw = page("&truto_response_format=raw").await;
    assert_eq!(raw["users"][0]["firstName"], "Ada");
    let normalized = page("&truto_response_format=normalized").await;
    assert_eq!(normalized["result"][0]["firstName"], "Ada");
    let less = page("&truto_ignore_remote_data=true&truto_exclude_fields[]=id").await;
    assert_eq!(less["result"][0].get("remote_data"), None);
    assert_eq!(less["result"][0].get("id"), None);
    assert_eq!(less["result"][0]["first_name"], "Ada");
    let keyed = page("&truto_key_by=id").await;
    assert_eq!(keyed["result"]["48213"]["first_name"], "Ada");
    let filtered = page("&emails[email]=ada%40acme.example").await;
    assert_eq!(filtered["result_count"], 1);
}
