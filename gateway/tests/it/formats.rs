//! The options of responses, for an account of each provider.

use serde_json::{Value, json};
use signon_runtime::testing::Memory;

use crate::support::gateway::{self, LOGTO, ONELOGIN, Running, TORII, TRUTO};
use crate::support::{logto, onelogin, provider, torii};

/// A gateway in front of an account of each provider; that of Truto is played by another gateway.
struct Providers {
    running: Running,
    memories: [Memory; 3],
    _hosted: Running,
}

/// What the requests are for: an account, a user of it, and a property of the provider's own record with its value.
const ACCOUNTS: [(&str, &str, &str, &str); 4] = [
    (TORII, "48213", "firstName", "Ada"),
    (ONELOGIN, "1", "firstname", "User"),
    (LOGTO, "u1", "primaryEmail", "ada@acme.example"),
    (TRUTO, "48213", "firstName", "Ada"),
];

impl Providers {
    async fn start() -> Self {
        let torii = torii::Account::new().memory;
        let onelogin = onelogin::Account::new().memory;
        let logto = logto::Account::new().memory;
        let url = provider::serve(torii.clone()).await;
        let hosted = Running::start(&gateway::config(&gateway::torii(&url))).await;
        let accounts = [
            gateway::torii(&url),
            gateway::onelogin(&provider::serve(onelogin.clone()).await),
            gateway::logto(&provider::serve(logto.clone()).await),
            gateway::truto(&hosted.url, TORII),
        ];
        Self {
            running: Running::start(&gateway::config(&accounts.concat())).await,
            memories: [torii, onelogin, logto],
            _hosted: hosted,
        }
    }

    async fn get(&self, path: &str, account: &str, options: &str) -> Value {
        let line =
            format!("GET /unified/user-directory/{path}?integrated_account_id={account}&{options}");
        let answer = self.running.call(&line, "").await;
        assert_eq!(answer.status, 200, "{line}: {}", answer.text);
        answer.json()
    }

    /// The targets of the requests of all providers so far.
    fn sent(&self) -> Vec<String> {
        let memories = self.memories.iter();
        let requests = memories.flat_map(Memory::requests);
        requests.map(|sent| sent.target()).collect()
    }
}

#[tokio::test]
async fn remote_data_is_the_record_of_the_provider_unless_it_is_left_out() {
    let providers = Providers::start().await;
    for (account, id, key, value) in ACCOUNTS {
        let user = format!("users/{id}");
        let whole = providers.get(&user, account, "").await;
        assert_eq!(whole["remote_data"][key], value, "{account}");
        assert_eq!(whole["id"], id);
        let page = providers.get("users", account, "").await;
        assert_eq!(page["result"][0]["remote_data"][key], value, "{account}");

        let mut expected = whole.clone();
        expected
            .as_object_mut()
            .expect("a record")
            .remove("remote_data");
        for options in [
            "truto_ignore_remote_data=true",
            "truto_exclude_fields=remote_data",
        ] {
            assert_eq!(
                providers.get(&user, account, options).await,
                expected,
                "{account} {options}"
            );
            let page = providers.get("users", account, options).await;
            assert!(
                page["result"][0].get("remote_data").is_none(),
                "{account} {options}"
            );
        }
        assert_eq!(
            providers
                .get(&user, account, "truto_ignore_remote_data=false")
                .await,
            whole
        );
    }
}

#[tokio::test]
async fn fields_are_left_out_in_each_form_of_the_option() {
    let providers = Providers::start().await;
    for (account, id, ..) in ACCOUNTS {
        let mut expected = providers.get(&format!("users/{id}"), account, "").await;
        for field in ["id", "emails", "remote_data"] {
            expected.as_object_mut().expect("a record").remove(field);
        }
        for options in [
            "truto_exclude_fields=id,emails&truto_ignore_remote_data=true",
            "truto_exclude_fields[]=id&truto_exclude_fields[]=emails&truto_exclude_fields[]=remote_data",
            "truto_exclude_fields%5B0%5D=id&truto_exclude_fields%5B1%5D=emails&truto_exclude_fields%5B2%5D=remote_data",
        ] {
            let user = providers
                .get(&format!("users/{id}"), account, options)
                .await;
            assert_eq!(user, expected, "{account} {options}");
            let page = providers.get("users", account, options).await;
            assert!(page["result"][0].get("id").is_none(), "{account} {options}");
            assert!(page["result_count"].is_number(), "{account} {options}");
        }
    }
}

#[tokio::test]
async fn each_format_has_its_shape() {
    let providers = Providers::start().await;
    for (account, id, key, value) in ACCOUNTS {
        let user = format!("users/{id}");
        let unified = providers
            .get(&user, account, "truto_response_format=unified")
            .await;
        assert_eq!(
            unified,
            providers.get(&user, account, "").await,
            "{account}"
        );
        for format in ["raw", "normalized"] {
            let options = format!("truto_response_format={format}");
            let native = providers.get(&user, account, &options).await;
            assert_eq!(native, unified["remote_data"], "{account} {format}");
        }
        let page = providers
            .get("users", account, "truto_response_format=normalized")
            .await;
        assert_eq!(page["result"][0][key], value, "{account}");
        assert!(page.get("next_cursor").is_some(), "{account}");
        // The body of the provider is what it is: a list, or a list in an envelope.
        let raw = providers
            .get("users", account, "truto_response_format=raw")
            .await;
        let records = match account {
            TORII => &raw["users"],
            TRUTO => &raw["result"],
            _ => &raw,
        };
        let first = if account == TRUTO {
            &records[0]["remote_data"]
        } else {
            &records[0]
        };
        assert_eq!(first[key], value, "{account}: {raw}");
    }
    let line = format!(
        "GET /unified/user-directory/users?integrated_account_id={TORII}&truto_response_format=stream"
    );
    assert_eq!(providers.running.call(&line, "").await.status, 400);
}

#[tokio::test]
async fn lists_are_keyed_by_a_field() {
    let providers = Providers::start().await;
    for (account, id, ..) in ACCOUNTS {
        let page = providers.get("users", account, "truto_key_by=id").await;
        assert_eq!(page["result"][id]["id"], id, "{account}");
    }
}

#[tokio::test]
async fn the_remote_query_is_added_to_the_request_of_the_provider() {
    let providers = Providers::start().await;
    for (account, ..) in ACCOUNTS {
        let before = providers.sent().len();
        let options =
            "remote_query[x_fields]=a%26b%3Dc&remote_query[x][y]=%2F..%2F&remote_query[x_list][]=1";
        providers.get("users", account, options).await;
        let sent = providers.sent();
        assert_eq!(sent.len(), before + 1, "{account}");
        let query: Vec<(String, String)> = sent
            .iter()
            .filter_map(|target| target.split_once('?'))
            .flat_map(|(_, query)| form_urlencoded::parse(query.as_bytes()).into_owned())
            .filter(|(name, _)| name.starts_with('x'))
            .collect();
        let expected = [("x_fields", "a&b=c"), ("x[y]", "/../"), ("x_list[]", "1")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        for pair in expected {
            assert!(query.contains(&pair), "{account}: {pair:?} in {query:?}");
        }
        assert!(
            sent.iter().all(|target| !target.contains("/../")),
            "{account}"
        );
    }
    // Each of several values of a name reaches the provider.
    let options = "remote_query[x_list][]=1&remote_query[x_list][]=2";
    providers.get("users", TRUTO, options).await;
    let sent = providers.memories[0].requests().pop().expect("a request");
    let values = sent
        .url
        .query_pairs()
        .filter(|(name, _)| name == "x_list[]");
    assert_eq!(
        values
            .map(|(_, value)| value.into_owned())
            .collect::<Vec<_>>(),
        ["1", "2"]
    );
    // A record has no query of the provider's.
    let line = format!(
        "GET /unified/user-directory/users/1?integrated_account_id={ONELOGIN}&remote_query[a]=1"
    );
    assert_eq!(providers.running.call(&line, "").await.status, 400);
}

#[tokio::test]
async fn remote_data_of_a_change_is_added_to_the_request_of_the_provider() {
    let providers = Providers::start().await;
    for (account, id, change, pointer, expected) in [
        (
            ONELOGIN,
            "1",
            json!({ "remote_data": { "department": "R&D" } }),
            "/department",
            json!("R&D"),
        ),
        (
            LOGTO,
            "u1",
            json!({ "name": "Ada", "remote_data": { "avatar": "https://acme.example/a.png" } }),
            "/avatar",
            json!("https://acme.example/a.png"),
        ),
        (
            TORII,
            "48213",
            json!({ "status": "active", "remote_data": { "lifecycleStatus": "offboarding" } }),
            "/lifecycleStatus",
            json!("offboarding"),
        ),
        (
            TRUTO,
            "48213",
            json!({ "status": "inactive", "remote_data": { "lifecycleStatus": "active" } }),
            "/lifecycleStatus",
            json!("active"),
        ),
    ] {
        let line =
            format!("PATCH /unified/user-directory/users/{id}?integrated_account_id={account}");
        let answer = providers.running.call(&line, &change.to_string()).await;
        assert_eq!(answer.status, 200, "{account}: {}", answer.text);
        let found = answer.json()["remote_data"].pointer(pointer).cloned();
        assert_eq!(found, Some(expected), "{account}: {}", answer.text);
    }
}
