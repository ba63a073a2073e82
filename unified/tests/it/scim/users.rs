//! Users: their attributes, lists and filters.

use serde_json::{Value, json};
use signon_unified::scim::Request;

use crate::scim::{LIST, USER, body, failure, form, get, names, send};
use crate::support::torii::Account;

#[tokio::test]
async fn a_user_has_what_the_standard_requires() {
    let account = Account::new();
    let response = send(&account.open(), Request::new("GET", "/Users/48213")).await;
    let mut body = body(&response);
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
        "groups": [{ "value": "3", "$ref": "https://gateway.example/scim/v2/Groups/3", "display": "Admin" }],
        "roles": [{ "value": "3", "display": "Admin" }],
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
        "excludedAttributes=id,emails.primary,name,meta,active,displayName,groups.$ref,roles",
    )
    .await;
    let expected = json!({
        "schemas": [USER], "id": "48213", "userName": "ada@acme.example",
        "emails": [{ "value": "ada@acme.example" }, { "value": "a.okafor@acme.example" }],
        "groups": [{ "value": "3", "display": "Admin" }],
    });
    assert_eq!(user, expected);
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
