//! Lists: excluded fields, the trace of `debug`, streams, and pages item by item.

use serde_json::json;
use signon_runtime::testing::Answer;
use signon_truto::sso::{ListApps, ListAppsResponse};
use signon_truto::users::{ListUsers, ListUsersResponse};

use super::{ACCOUNT, client, json, other};

#[tokio::test]
async fn items_without_their_ids_are_read() {
    let operation = ListUsers::new(ACCOUNT).truto_exclude_fields(["id"]);
    let body = json!({ "result": [{ "name": "Lena Okafor" }, {}], "next_cursor": null });
    let ListUsersResponse::Json(page) = json(operation, 200, &body).await.unwrap() else {
        panic!("not a page");
    };
    assert_eq!(serde_json::to_value(&page).unwrap(), body);
    assert_eq!(page.result.len(), 2);
}

#[tokio::test]
async fn items_come_one_by_one() {
    let body = r#"{ "result": [{ "id": 1 }, { "id": "2" }], "next_cursor": "" }"#;
    let client = client(move || Answer::json(200, body));
    let mut items = signon_runtime::Paginated::items(&ListApps::new(ACCOUNT), &client);
    let mut count = 0;
    while let Some(app) = items.next().await {
        assert!(!app.unwrap().id.is_absent());
        count += 1;
    }
    assert_eq!(count, 2);
}

#[tokio::test]
async fn a_trace_stands_beside_the_list() {
    let operation = ListApps::new(ACCOUNT).truto_response_format("debug");
    let body = json!({
        "result": [{ "id": "731", "name": "Miro" }],
        "debug": { "requestUrl": "https://api.toriihq.com/v1.0/apps", "isLooping": false, "resultCount": 1 },
    });
    let ListAppsResponse::Json(page) = json(operation, 200, &body).await.unwrap() else {
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
