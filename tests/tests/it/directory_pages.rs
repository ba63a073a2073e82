//! Pages of the operations that the unified directory reads, as the servers send them.

use serde_json::{Value, json};
use signon_logto::logs::ListLogs;
use signon_logto::users::ListUsers;
use signon_onelogin::events::{EventText, ListEvents};
use signon_onelogin::groups::ListGroupsV1;
use signon_runtime::testing::{Answer, Memory};
use signon_runtime::{Client, Credential, Field, Operation, Paginated, RetryPolicy};
use signon_tests::provider::Provider;

/// A client of a provider that answers from the script of `memory`.
fn client(provider: &str, scheme: &str, memory: &Memory) -> Client {
    let provider = Provider::named(provider).expect("there is such a provider");
    let builder = provider.client().expect("it has a client");
    builder
        .credential(Credential::bearer(scheme, "fake-token"))
        .transport(memory.clone())
        .retry(RetryPolicy::never())
        .build()
        .expect("the client can be set up")
}

/// Reads all items; how many there were.
async fn count<O: Operation + Paginated>(operation: O, client: &Client) -> usize {
    let mut items = operation.items(client);
    let mut count = 0;
    while let Some(item) = items.next().await {
        drop(item.expect("the page can be read"));
        count += 1;
    }
    count
}

/// The values of a query parameter in the requests, in their order.
fn asked(memory: &Memory, parameter: &str) -> Vec<Option<String>> {
    let requests = memory.requests();
    let urls = requests
        .iter()
        .map(|request| url::Url::parse(request.url.as_str()).expect("the address is a URL"));
    urls.map(|url| {
        let mut values = url.query_pairs().filter(|(name, _)| name == parameter);
        values.next().map(|(_, value)| value.into_owned())
    })
    .collect()
}

fn log(id: &str) -> Value {
    json!({
        "id": id,
        "key": "Interaction.End",
        "payload": { "key": "Interaction.End", "result": "Success" },
        "createdAt": 1_763_985_600_000_i64,
    })
}

#[tokio::test]
async fn a_log_whose_count_is_capped_is_read_to_its_end() {
    let memory = Memory::new();
    // Without a link to the next page, as the server sends it once it has stopped counting.
    for page in [json!([log("a"), log("b")]), json!([log("c")])] {
        memory.answer(
            Answer::json(200, page.to_string())
                .header("total-number", "10001")
                .header("total-number-is-capped", "true"),
        );
    }
    let operation = ListLogs::new().page_size(2).enable_cap(true);
    assert_eq!(
        count(operation, &client("logto", "OAuth2", &memory)).await,
        3
    );
    assert_eq!(asked(&memory, "page").last(), Some(&Some("2".to_owned())));
}

#[tokio::test]
async fn users_are_read_along_the_links() {
    let user = |id: &str| {
        json!({
            "id": id, "username": null, "primaryEmail": null, "primaryPhone": null, "name": null,
            "avatar": null, "customData": {}, "identities": {}, "lastSignInAt": null,
            "createdAt": 1, "updatedAt": 2, "profile": {}, "applicationId": null, "isSuspended": false,
        })
    };
    let memory = Memory::new();
    memory.answer(
        Answer::json(200, json!([user("a")]).to_string())
            .header("link", r#"</api/users?page=2&page_size=1>; rel="next""#),
    );
    memory.answer(Answer::json(200, json!([user("b")]).to_string()));
    let operation = ListUsers::new().page_size(1);
    assert_eq!(
        count(operation, &client("logto", "OAuth2", &memory)).await,
        2
    );
    assert_eq!(asked(&memory, "page"), [None, Some("2".to_owned())]);
}

#[tokio::test]
async fn groups_are_read_along_the_cursors_of_the_bodies() {
    let memory = Memory::new();
    for (id, cursor) in [(1, Some("bGltaXQ9MQ==")), (2, None)] {
        let page = json!({
            "status": { "error": false, "code": 200, "type": "success", "message": "Success" },
            "pagination": { "after_cursor": cursor, "next_link": null },
            "data": [{ "id": id, "name": "Sales", "reference": null }],
        });
        memory.answer(Answer::json(200, page.to_string()));
    }
    let client = client("onelogin", "oauth2", &memory);
    assert_eq!(count(ListGroupsV1::new(), &client).await, 2);
    assert_eq!(
        asked(&memory, "after_cursor"),
        [None, Some("bGltaXQ9MQ==".to_owned())]
    );
}

#[tokio::test]
async fn a_number_in_place_of_a_text_loses_no_event() {
    let memory = Memory::new();
    let page = json!({ "data": [{ "id": 7, "notes": 0, "role_name": "Sales", "solved": true }] });
    memory.answer(Answer::json(200, page.to_string()));
    let client = client("onelogin", "oauth2", &memory);
    let page = ListEvents::new().send(&client).await.expect("a page");
    let event = page.data.first().expect("an event");
    assert_eq!(event.notes, Field::Value(EventText::Integer(0)));
    assert_eq!(
        event.role_name,
        Field::Value(EventText::Text("Sales".to_owned()))
    );
}
