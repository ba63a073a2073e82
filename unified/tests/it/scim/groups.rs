//! Groups and their members.

use serde_json::json;
use signon_unified::runtime::testing::Answer;
use signon_unified::scim::Request;

use crate::scim::{GROUP, envelope, failure, form, get, group, onelogin};

#[tokio::test]
async fn groups_have_their_members() {
    let (memory, onelogin) = onelogin();
    let list = get(&onelogin, "/Groups", "").await;
    let design = json!({
        "schemas": [GROUP],
        "id": "77",
        "displayName": "Design",
        "members": [{
            "value": "7", "$ref": "https://gateway.example/scim/v2/Users/7", "type": "User", "display": "ada",
        }],
    });
    let mut found = list["Resources"][0].clone();
    found.as_object_mut().expect("a group").remove("meta");
    assert_eq!(found, design);
    assert_eq!(list["Resources"][1]["members"], json!([]));
    assert_eq!(memory.count(), 3);

    let list = get(
        &onelogin,
        "/Groups",
        "excludedAttributes=members&filter=displayName%20eq%20%22design%22",
    )
    .await;
    assert!(list["Resources"][0].get("members").is_none());
    assert_eq!(list["totalResults"], json!(1));
    assert_eq!(memory.count(), 4, "members that are not shown are not read");

    let user = get(&onelogin, "/Users/7", "").await;
    assert_eq!(
        (
            &user["externalId"],
            &user["userName"],
            &user["groups"],
            &user["phoneNumbers"]
        ),
        (
            &json!("12"),
            &json!("ada"),
            &json!([{ "value": "77", "$ref": "https://gateway.example/scim/v2/Groups/77" }]),
            &json!([{ "value": "+1 555" }])
        )
    );
    assert_eq!(user["meta"]["lastModified"], "2025-01-07T16:40:02.123Z");
    let list = get(&onelogin, "/Users", &form(r#"userName eq "bo""#)).await;
    assert_eq!(list["totalResults"], json!(0));
    assert_eq!(
        failure(&onelogin, Request::new("GET", "/Groups/9")).await.0,
        404
    );
}

#[tokio::test]
async fn a_response_has_a_bounded_number_of_records() {
    let (memory, onelogin) = onelogin();
    memory.handle(|request| {
        let user =
            |id: i64| json!({ "id": id, "username": format!("u{id}"), "status": 1, "state": 1 });
        let body = match request.url.path() {
            "/api/1/groups" => envelope(&json!([group(77, "Design"), group(78, "Sales")])),
            "/api/1/groups/77" => envelope(&json!([group(77, "Design")])),
            // A bit more than half of what a response may have.
            _ if request.target().contains("group_id") => (0..5_001).map(user).collect(),
            _ => (0..10_001).map(user).collect(),
        };
        Answer::json(200, body.to_string())
    });
    let design = get(&onelogin, "/Groups/77", "").await;
    assert_eq!(design["members"].as_array().map(Vec::len), Some(5_001));
    let too_many = (400, Some("tooMany".to_owned()));
    assert_eq!(
        failure(&onelogin, Request::new("GET", "/Groups")).await,
        too_many
    );
    assert_eq!(
        failure(&onelogin, Request::new("GET", "/Users")).await,
        too_many
    );
    get(&onelogin, "/Groups", "excludedAttributes=members").await;
    get(&onelogin, "/Users", "cursor=").await;
}
