//! SCIM over Torii, OneLogin and Logto in memory.

mod changes;
mod creations;
mod discovery;
mod groups;
mod patches;
mod replacements;
mod roles;
mod users;

use serde_json::{Value, json};
use signon_onelogin::{Client, Credential};
use signon_unified::runtime::testing::{Answer, Memory};
use signon_unified::scim::{Request, Response, Service};
use signon_unified::{OneLogin, UserDirectory};

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
    body(&response)
}

/// The body of a response that has one.
fn body(response: &Response) -> Value {
    let body = response.body.as_ref().expect("a body");
    body.as_value().clone()
}

/// The status and `scimType` of a request that fails, whose body has all that RFC 7644, section 3.12, requires.
async fn failure(directory: &dyn UserDirectory, request: Request<'_>) -> (u16, Option<String>) {
    let response = send(directory, request).await;
    let body = &body(&response);
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

async fn write(
    directory: &dyn UserDirectory,
    method: &str,
    path: &str,
    resource: &Value,
) -> Response {
    let resource = resource.to_string();
    send(
        directory,
        Request::new(method, path).body(resource.as_bytes()),
    )
    .await
}

/// A user with more attributes than any provider takes.
fn new_user(name: &str) -> Value {
    json!({
        "schemas": [USER], "userName": name, "externalId": "ignored", "id": "chosen by the client",
        "name": { "givenName": "Dee", "FAMILYNAME": "Okafor" }, "displayName": "Dee O.", "ACTIVE": "False",
        "emails": [{ "value": "dee@acme.example", "type": "work", "primary": true }],
        "phoneNumbers": { "value": "4930123456" }, "password": "correct horse battery",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "R&D" },
    })
}

/// The attributes of a resource but for `meta` and `schemas`.
fn attributes(resource: &Value) -> Value {
    let mut resource = resource.clone();
    let fields = resource.as_object_mut().expect("an object");
    fields.remove("meta");
    fields.remove("schemas");
    resource
}

fn names(list: &Value) -> Vec<&str> {
    let resources = list["Resources"].as_array().expect("resources");
    resources
        .iter()
        .map(|user| user["userName"].as_str().expect("a name"))
        .collect()
}

fn group(id: i64, name: &str) -> Value {
    json!({ "id": id, "name": name, "reference": null })
}

/// What OneLogin's first version puts around its records.
fn envelope(data: &Value) -> Value {
    json!({
        "status": { "error": false, "code": 200, "type": "success", "message": "Success" },
        "pagination": { "before_cursor": null, "after_cursor": null, "previous_link": null, "next_link": null },
        "data": data,
    })
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
        let query: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
        let has = |name: &str, value: &str| query.iter().any(|(key, found)| key == name && found == value);
        let body = match request.url.path() {
            "/api/1/groups" => envelope(&json!([group(77, "Design"), group(78, "Empty")])),
            "/api/1/groups/77" => envelope(&json!([group(77, "Design")])),
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

fn form(filter: &str) -> String {
    let encoded = form_urlencoded::byte_serialize(filter.as_bytes()).collect::<String>();
    format!("filter={encoded}")
}
