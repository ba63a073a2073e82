//! What the service says about itself and its errors.

use serde_json::{Value, json};
use signon_unified::UserDirectory;
use signon_unified::scim::Request;

use crate::scim::{failure, get, onelogin};
use crate::support::torii::Account;

#[tokio::test]
async fn discovery_says_what_the_provider_has() {
    let torii = Account::new().open();
    let (_, onelogin) = onelogin();
    let config = get(&torii, "/ServiceProviderConfig", "").await;
    for feature in ["patch", "bulk", "filter", "changePassword", "sort", "etag"] {
        assert!(config[feature]["supported"].is_boolean(), "{feature}");
    }
    assert_eq!(
        (
            &config["patch"]["supported"],
            &config["filter"]["maxResults"]
        ),
        (&json!(true), &json!(200))
    );
    for (directory, expected) in [
        (&torii as &dyn UserDirectory, vec!["User", "Group"]),
        (&onelogin, vec!["User", "Group"]),
    ] {
        let types = get(directory, "/ResourceTypes", "").await;
        let types: Vec<&Value> = types["Resources"]
            .as_array()
            .expect("types")
            .iter()
            .collect();
        let found: Vec<&str> = types
            .iter()
            .map(|found| found["name"].as_str().expect("a name"))
            .collect();
        assert_eq!(found, expected);
        for kind in types {
            let schema = kind["schema"].as_str().expect("a schema");
            let schema = get(directory, &format!("/Schemas/{schema}"), "").await;
            assert_eq!(schema["name"], kind["name"]);
            let path = format!("/ResourceTypes/{}", kind["id"].as_str().expect("an id"));
            assert_eq!(get(directory, &path, "").await, *kind);
        }
    }
    assert_eq!(
        failure(
            &torii,
            Request::new("GET", "/Schemas").query("filter=id%20pr")
        )
        .await
        .0,
        403
    );
    assert_eq!(
        failure(&torii, Request::new("GET", "/Schemas/urn:none"))
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn what_is_not_supported_says_so() {
    let account = Account::new();
    let torii = account.open();
    for (method, path, status) in [
        ("POST", "/Users", 501),
        ("PUT", "/Groups/3", 501),
        ("DELETE", "/Users/48213", 501),
        ("POST", "/Bulk", 501),
        ("GET", "/Me", 501),
        ("POST", "/.search", 501),
        ("POST", "/Schemas", 405),
        ("GET", "/Nothing", 404),
        ("GET", "/Users/1/x", 404),
        ("GET", "/Users/%FF", 404),
    ] {
        assert_eq!(
            failure(&torii, Request::new(method, path)).await.0,
            status,
            "{method} {path}"
        );
    }
    assert_eq!(account.sent(), Vec::<String>::new());
    assert_eq!(
        failure(&torii, Request::new("GET", "/Users/1")).await.0,
        404
    );
    let refused = "GET /v1.0/users/48213".to_owned();
    account.state.lock().expect("a lock").refused.push(refused);
    assert_eq!(
        failure(&torii, Request::new("GET", "/Users/48213")).await.0,
        502
    );
}
