//! SCIM over Torii and OneLogin in memory.

mod support;

use serde_json::{Value, json};
use signon_onelogin::{Client, Credential};
use signon_unified::runtime::testing::{Answer, Memory};
use signon_unified::scim::{Request, Response, Service};
use signon_unified::{OneLogin, UserDirectory};

use crate::support::torii::Account;

const BASE: &str = "https://gateway.example/scim/v2";
const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

async fn send(directory: &dyn UserDirectory, request: Request<'_>) -> Response {
    Service::new(directory, BASE).answer(&request).await
}

async fn get(directory: &dyn UserDirectory, path: &str, query: &str) -> Value {
    let response = send(directory, Request::new("GET", path).query(query)).await;
    assert_eq!(response.status, 200, "{:?}", response.body);
    response.body.as_value().clone()
}

/// The status and `scimType` of a request that fails, whose body has all that RFC 7644, section 3.12, requires.
async fn failure(directory: &dyn UserDirectory, request: Request<'_>) -> (u16, Option<String>) {
    let response = send(directory, request).await;
    let body = response.body.as_value();
    assert_eq!(
        body["schemas"],
        json!(["urn:ietf:params:scim:api:messages:2.0:Error"])
    );
    assert_eq!(body["status"], json!(response.status.to_string()));
    assert!(body["detail"].is_string());
    (
        response.status,
        body["scimType"].as_str().map(str::to_owned),
    )
}

async fn patch(directory: &dyn UserDirectory, path: &str, operations: &Value) -> Response {
    let body = json!({ "schemas": [PATCH], "Operations": operations }).to_string();
    send(directory, Request::new("PATCH", path).body(body.as_bytes())).await
}

fn names(list: &Value) -> Vec<&str> {
    let resources = list["Resources"].as_array().expect("resources");
    resources
        .iter()
        .map(|user| user["userName"].as_str().expect("a name"))
        .collect()
}

/// OneLogin with two groups, one of which has a user.
fn onelogin() -> (Memory, OneLogin) {
    let memory = Memory::new();
    memory.handle(|request| {
        let user = json!({
            "id": 7, "username": "ada", "email": "ada@acme.example", "firstname": "Ada", "lastname": "", "phone": "+1 555",
            "status": 1, "state": 1, "group_id": 77, "role_ids": [], "external_id": 12, "preferred_locale_code": "de",
            "created_at": "2024-03-18T09:12:44Z", "updated_at": "2025-01-07T16:40:02.123Z",
        });
        let design = json!({ "id": 77, "name": "Design", "reference": null });
        let empty = json!({ "id": 78, "name": "Empty", "reference": null });
        let envelope = |data: Value| {
            json!({ "status": { "error": false, "code": 200, "type": "success", "message": "Success" },
                    "pagination": { "before_cursor": null, "after_cursor": null, "previous_link": null, "next_link": null },
                    "data": data })
        };
        let query: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
        let has = |name: &str, value: &str| query.iter().any(|(key, found)| key == name && found == value);
        let body = match request.url.path() {
            "/api/1/groups" => envelope(json!([design, empty])),
            "/api/1/groups/77" => envelope(json!([design])),
            "/api/2/users" if has("group_id", "78") || has("username", "bo") => json!([]),
            "/api/2/users" => json!([user]),
            "/api/2/users/7" => user,
            _ => return Answer::json(404, r#"{"name": "NotFound", "message": "no such thing", "statusCode": 404}"#),
        };
        Answer::json(200, body.to_string())
    });
    let client = Client::builder()
        .credential(Credential::bearer("oauth2", "test token"))
        .server_variable("subdomain", "acme")
        .transport(memory.clone())
        .build();
    (memory, OneLogin::new(client.expect("a client")))
}

#[tokio::test]
async fn a_user_has_what_the_standard_requires() {
    let account = Account::new();
    let response = send(&account.open(), Request::new("GET", "/Users/48213")).await;
    let mut body = response.body.as_value().clone();
    let version = body["meta"]
        .as_object_mut()
        .and_then(|meta| meta.remove("version"));
    assert!(
        version
            .as_ref()
            .and_then(Value::as_str)
            .is_some_and(|version| version.starts_with("W/\""))
    );
    let expected = json!({
        "schemas": [USER],
        "id": "48213",
        "userName": "ada@acme.example",
        "name": { "formatted": "Ada Okafor", "givenName": "Ada", "familyName": "Okafor" },
        "displayName": "Ada Okafor",
        "active": true,
        "emails": [{ "value": "ada@acme.example", "primary": true }, { "value": "a.okafor@acme.example" }],
        "groups": [],
        "meta": {
            "resourceType": "User",
            "created": "2023-04-01T09:30:00.000Z",
            "location": "https://gateway.example/scim/v2/Users/48213",
        },
    });
    assert_eq!(body, expected);
    assert_eq!(
        response.location.as_deref(),
        Some("https://gateway.example/scim/v2/Users/48213")
    );
}

#[tokio::test]
async fn lists_have_pages_by_index_over_the_pages_of_the_provider() {
    let account = Account::new();
    let torii = account.open();
    let list = get(&torii, "/Users", "startIndex=2&count=1").await;
    assert_eq!(names(&list), ["bo@acme.example"]);
    assert_eq!(
        (
            &list["schemas"],
            &list["totalResults"],
            &list["startIndex"],
            &list["itemsPerPage"]
        ),
        (&json!([LIST]), &json!(3), &json!(2), &json!(1))
    );
    let list = get(&torii, "/Users", "startIndex=-5").await;
    assert_eq!((names(&list).len(), &list["startIndex"]), (3, &json!(1)));
    let list = get(&torii, "/Users", "count=0").await;
    assert_eq!((names(&list).len(), &list["totalResults"]), (0, &json!(3)));
    let list = get(&torii, "/Users", "startIndex=99&count=-1").await;
    assert_eq!((names(&list).len(), &list["totalResults"]), (0, &json!(3)));
    let failed = failure(
        &torii,
        Request::new("GET", "/Users").query("startIndex=first"),
    )
    .await;
    assert_eq!(failed, (400, Some("invalidValue".to_owned())));
}

#[tokio::test]
async fn lists_have_pages_by_cursor() {
    let account = Account::new();
    let torii = account.open();
    let first = get(&torii, "/Users", "cursor=&count=2").await;
    assert_eq!(names(&first), ["ada@acme.example", "bo@acme.example"]);
    let next = first["nextCursor"].as_str().expect("a cursor");
    assert!(
        next.chars()
            .all(|character| character.is_ascii_alphanumeric())
    );
    let last = get(&torii, "/Users", &format!("cursor={next}&count=2")).await;
    assert_eq!(names(&last), ["cy@acme.example"]);
    assert!(last.get("nextCursor").is_none() && last.get("startIndex").is_none());
    assert_eq!(account.sent().len(), 2, "a page each");
    for cursor in ["x", "6", "%F0", "ff", "ffffffffffffffffff"] {
        let query = format!("cursor={cursor}");
        let failed = failure(&torii, Request::new("GET", "/Users").query(&query)).await;
        assert_eq!(failed, (400, Some("invalidCursor".to_owned())));
    }
}

#[tokio::test]
async fn filters_are_those_that_the_provider_has() {
    let account = Account::new();
    let torii = account.open();
    for (filter, expected) in [
        (
            r#"userName eq "ADA@acme.example""#,
            vec!["ada@acme.example"],
        ),
        (
            r#"urn:ietf:params:scim:schemas:core:2.0:User:username EQ "bo@acme.example""#,
            vec!["bo@acme.example"],
        ),
        (r#"userName eq "a.okafor@acme.example""#, vec![]),
        (r#"userName eq "48213""#, vec![]),
        (
            r#"emails.value eq "ada@acme.example" and name.givenName eq "ada""#,
            vec!["ada@acme.example"],
        ),
        (r#"id eq "48214""#, vec!["bo@acme.example"]),
        (r#"id eq "1""#, vec![]),
        ("active eq true", vec!["ada@acme.example"]),
    ] {
        let query = form(filter);
        let list = get(&torii, "/Users", &query).await;
        assert_eq!(names(&list), expected, "{filter}");
        assert_eq!(list["totalResults"], json!(expected.len()));
    }
    let before = account.sent().len();
    for filter in [
        "userName",
        r#"userName sw "a""#,
        r#"not (userName eq "a")"#,
        r#"userName eq "a" or userName eq "b""#,
        "userName eq 7",
        r#"nickName eq "a""#,
        "active eq false",
        r#"externalId eq "7""#,
        "((((",
        r#"emails[value eq "a"]"#,
        "",
    ] {
        let query = form(filter);
        let failed = failure(&torii, Request::new("GET", "/Users").query(&query)).await;
        assert_eq!(failed, (400, Some("invalidFilter".to_owned())), "{filter}");
    }
    assert_eq!(account.sent().len(), before, "nothing was sent");
}

fn form(filter: &str) -> String {
    let encoded = form_urlencoded::byte_serialize(filter.as_bytes()).collect::<String>();
    format!("filter={encoded}")
}

#[tokio::test]
async fn a_user_is_deactivated_once() {
    let account = Account::new();
    let torii = account.open();
    let operations = json!([{ "op": "replace", "path": "active", "value": false }]);
    let response = patch(&torii, "/Users/48213", &operations).await;
    assert_eq!(response.status, 200);
    assert_eq!(response.body.as_value()["active"], json!(false));
    let writes = || {
        account
            .sent()
            .iter()
            .filter(|line| line.starts_with("PUT"))
            .count()
    };
    assert_eq!(writes(), 1);
    assert_eq!(
        account.state.lock().expect("a lock").users[&48_213]["lifecycleStatus"],
        "offboarding"
    );

    // What clients of Microsoft Entra send, without a path and as text.
    for operations in [
        json!([{ "op": "Replace", "value": { "active": "False" } }]),
        json!([{ "op": "add", "path": "urn:ietf:params:scim:schemas:core:2.0:User:active", "value": false }]),
        json!([{ "op": "replace", "path": "active", "value": true }, { "op": "replace", "path": "active", "value": false }]),
    ] {
        assert_eq!(
            patch(&torii, "/Users/48213", &operations).await.status,
            200,
            "{operations}"
        );
    }
    assert_eq!(writes(), 1, "the automation is not started again");
}

#[tokio::test]
async fn other_changes_are_refused_before_anything_is_written() {
    let account = Account::new();
    let torii = account.open();
    for (operations, kind) in [
        (
            json!([{ "op": "replace", "path": "active", "value": false }, { "op": "replace", "path": "userName", "value": "x" }]),
            "mutability",
        ),
        (
            json!([{ "op": "replace", "value": { "active": false, "title": "x" } }]),
            "mutability",
        ),
        (json!([{ "op": "remove", "path": "active" }]), "mutability"),
        (
            json!([{ "op": "replace", "path": "emails[type eq \"work\"].value", "value": "x" }]),
            "mutability",
        ),
        (
            json!([{ "op": "replace", "path": "active", "value": "no" }]),
            "invalidValue",
        ),
        (
            json!([{ "op": "replace", "path": "active" }]),
            "invalidValue",
        ),
        (json!([{ "op": "replace", "value": {} }]), "invalidValue"),
        (
            json!([{ "op": "move", "path": "active", "value": false }]),
            "invalidSyntax",
        ),
        (json!({}), "invalidSyntax"),
    ] {
        let response = patch(&torii, "/Users/48213", &operations).await;
        assert_eq!(
            (response.status, &response.body.as_value()["scimType"]),
            (400, &json!(kind)),
            "{operations}"
        );
    }
    for body in ["", "null", "[]", r#"{"Operations": []}"#, "\u{0}"] {
        let request = Request::new("PATCH", "/Users/48213").body(body.as_bytes());
        let failed = failure(&torii, request).await;
        assert_eq!(failed, (400, Some("invalidSyntax".to_owned())), "{body}");
    }
    assert_eq!(account.sent(), Vec::<String>::new());
}

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
async fn responses_have_the_attributes_that_were_named() {
    let torii = Account::new().open();
    let user = get(
        &torii,
        "/Users/48213",
        "attributes=NAME.givenName,urn:ietf:params:scim:schemas:core:2.0:User:userName",
    )
    .await;
    let expected = json!({
        "schemas": [USER], "id": "48213", "userName": "ada@acme.example", "name": { "givenName": "Ada" },
    });
    assert_eq!(user, expected);
    let user = get(
        &torii,
        "/Users/48213",
        "excludedAttributes=id,emails.primary,name,meta,active,displayName",
    )
    .await;
    let expected = json!({
        "schemas": [USER], "id": "48213", "userName": "ada@acme.example",
        "emails": [{ "value": "ada@acme.example" }, { "value": "a.okafor@acme.example" }],
        "groups": [],
    });
    assert_eq!(user, expected);
}

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
        (&torii as &dyn UserDirectory, vec!["User"]),
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
    assert_eq!(failure(&torii, Request::new("GET", "/Groups")).await.0, 404);
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
        ("PUT", "/Users/48213", 501),
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

#[tokio::test]
async fn hostile_ids_stay_one_segment() {
    let account = Account::new();
    let torii = account.open();
    for path in [
        "/Users/..%2Froles",
        "/Users/1%2F..%2F48213",
        "/Users/48213%3Fa=b",
        "/Users/%20",
        "/Users/..",
    ] {
        let response = send(&torii, Request::new("GET", path)).await;
        assert!(
            (400..=502).contains(&response.status),
            "{path}: {:?}",
            response.body
        );
    }
    assert!(
        account.sent().iter().all(|line| !line.contains("roles")),
        "{:?}",
        account.sent()
    );
}
