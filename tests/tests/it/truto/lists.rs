//! Lists: excluded fields, the trace of `debug`, streams, and pages item by item.

use serde_json::json;
use signon_runtime::Paginated as _;
use signon_runtime::testing::{Answer, Memory, Recorded};
use signon_truto::sso::{AppPageResult, FormattedAppPage, ListApps, ListAppsResponse};
use signon_truto::users::{FormattedUserPage, ListUsers, ListUsersResponse, UserPageResult};

use super::{ACCOUNT, client, connected, json, other};

#[tokio::test]
async fn items_without_their_ids_are_read() {
    let operation = ListUsers::new(ACCOUNT).truto_exclude_fields(["id"]);
    let body = json!({ "result": [{ "name": "Lena Okafor" }, {}], "next_cursor": null });
    let ListUsersResponse::Json(FormattedUserPage::Unified(page)) =
        json(operation, 200, &body).await.unwrap()
    else {
        panic!("not a page");
    };
    assert_eq!(serde_json::to_value(&page).unwrap(), body);
    assert!(matches!(page.result, UserPageResult::List(users) if users.len() == 2));
}

#[tokio::test]
async fn items_come_one_by_one() {
    let body = r#"{ "result": [{ "id": 1 }, { "id": "2" }], "next_cursor": "" }"#;
    let client = client(move || Answer::json(200, body));
    let mut items = ListApps::new(ACCOUNT).items(&client);
    let mut count = 0;
    while let Some(app) = items.next().await {
        assert!(!app.unwrap().id.is_absent());
        count += 1;
    }
    assert_eq!(count, 2);
}

#[tokio::test]
async fn keyed_items_come_one_by_one_across_pages() {
    let memory = Memory::new();
    memory.answer(Answer::json(
        200,
        r#"{ "result": { "a": { "id": "1" }, "b": { "id": "2" } }, "next_cursor": "c2" }"#,
    ));
    memory.answer(Answer::json(200, r#"{ "result": [{ "id": "3" }] }"#));
    let client = connected(memory.clone());
    let operation = ListApps::new(ACCOUNT).truto_key_by("id");
    let mut items = operation.items(&client);
    let mut ids = Vec::new();
    while let Some(app) = items.next().await {
        ids.push(serde_json::to_value(app.unwrap()).unwrap());
    }
    assert_eq!(
        ids,
        [
            json!({ "id": "1" }),
            json!({ "id": "2" }),
            json!({ "id": "3" })
        ]
    );
    let targets: Vec<String> = memory.requests().iter().map(Recorded::target).collect();
    assert_eq!(targets.len(), 2);
    assert!(targets[1].contains("next_cursor=c2"), "{targets:?}");
}

#[tokio::test]
async fn a_keyed_page_is_a_map() {
    let operation = ListApps::new(ACCOUNT).truto_key_by("id");
    let body = json!({ "result": { "731": { "id": "731" } }, "next_cursor": null });
    let ListAppsResponse::Json(FormattedAppPage::Unified(page)) =
        json(operation, 200, &body).await.unwrap()
    else {
        panic!("not a page");
    };
    assert!(matches!(page.result, AppPageResult::Keyed(apps) if apps.contains_key("731")));
}

#[tokio::test]
async fn a_raw_page_has_no_items() {
    let client = client(|| Answer::json(200, r#"{ "apps": [{ "id": 1 }], "next_cursor": "c" }"#));
    let operation = ListApps::new(ACCOUNT).truto_response_format("raw");
    assert!(operation.items(&client).next().await.is_none());
}

#[tokio::test]
async fn a_trace_stands_beside_the_list() {
    let operation = ListApps::new(ACCOUNT).truto_response_format("debug");
    let body = json!({
        "result": [{ "id": "731", "name": "Miro" }],
        "debug": { "requestUrl": "https://api.toriihq.com/v1.0/apps", "isLooping": false, "resultCount": 1 },
    });
    let ListAppsResponse::Json(FormattedAppPage::Unified(page)) =
        json(operation, 200, &body).await.unwrap()
    else {
        panic!("not a page");
    };
    assert_eq!(serde_json::to_value(&page).unwrap(), body);
    let looping = page
        .debug
        .into_option()
        .and_then(|debug| debug.is_looping.into_option());
    assert_eq!(looping, Some(false));
}

#[tokio::test]
async fn a_stream_of_a_list_is_bytes() {
    let operation = ListApps::new(ACCOUNT).truto_response_format("stream");
    let csv = || {
        Answer::status(200)
            .header("content-type", "text/csv")
            .body("id\n731\n")
    };
    let ListAppsResponse::Any(stream) = other(operation, csv).await.unwrap() else {
        panic!("not a stream");
    };
    assert_eq!(stream.collect(64).await.unwrap(), b"id\n731\n");
}
