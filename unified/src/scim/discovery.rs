//! What the service can do (RFC 7644, section 4): it depends on the provider.

use scim_v2::schema_urns;
use serde_json::{Value, json};

use super::failure::Failure;
use super::list::{self, DEFAULT_COUNT, MAX_COUNT, Rest};
use super::{Answer, Request, Service};
use crate::directory::UserDirectory;

/// The service's configuration (RFC 7643, section 5).
pub(super) fn config<D: UserDirectory + ?Sized>(service: &Service<'_, D>) -> Value {
    json!({
        "schemas": [schema_urns::SERVICE_PROVIDER_CONFIG],
        "patch": { "supported": service.can_deactivate() },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": MAX_COUNT },
        "changePassword": { "supported": false },
        "sort": { "supported": false },
        "etag": { "supported": false },
        "pagination": {
            "cursor": true,
            "index": true,
            "defaultPaginationMethod": "index",
            "defaultPageSize": DEFAULT_COUNT,
            "maxPageSize": MAX_COUNT,
        },
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "Bearer token",
            "description": "A token in the header Authorization, as the server that mounts this service hands it out.",
            "primary": true,
        }],
        "meta": meta(service, "ServiceProviderConfig", "ServiceProviderConfig"),
    })
}

/// The kinds of resources (RFC 7643, section 6).
pub(super) fn resource_types<D: UserDirectory + ?Sized>(service: &Service<'_, D>) -> Vec<Value> {
    let resource_type = |name: &str, endpoint: &str, schema: &str, description: &str| {
        json!({
            "schemas": [schema_urns::RESOURCE_TYPE],
            "id": name,
            "name": name,
            "endpoint": endpoint,
            "schema": schema,
            "description": description,
            "meta": meta(service, "ResourceType", &format!("ResourceTypes/{name}")),
        })
    };
    let user = resource_type("User", "/Users", schema_urns::USER, "Accounts of people");
    let group = resource_type("Group", "/Groups", schema_urns::GROUP, "Groups of users");
    if service.has_groups() {
        vec![user, group]
    } else {
        vec![user]
    }
}

/// The attributes of the resources (RFC 7643, section 7).
pub(super) fn schemas<D: UserDirectory + ?Sized>(service: &Service<'_, D>) -> Vec<Value> {
    let schema = |id: &str, name: &str, description: &str, attributes: Vec<Value>| {
        json!({
            "schemas": [schema_urns::SCHEMA],
            "id": id,
            "name": name,
            "description": description,
            "attributes": attributes,
            "meta": meta(service, "Schema", &format!("Schemas/{id}")),
        })
    };
    let active = user_attributes(service.can_deactivate());
    let user = schema(schema_urns::USER, "User", "An account of a person", active);
    let group = schema(
        schema_urns::GROUP,
        "Group",
        "A group of users",
        group_attributes(service.has_members()),
    );
    if service.has_groups() {
        vec![user, group]
    } else {
        vec![user]
    }
}

/// A list of documents. A filter on them is forbidden (RFC 7644, section 4).
pub(super) fn list(request: &Request<'_>, documents: &[Value]) -> Answer {
    let mut parameters = form_urlencoded::parse(request.query.as_bytes());
    if parameters.any(|(name, _)| name == "filter") {
        return Err(Failure::new(403, "these resources cannot be filtered"));
    }
    let total = documents.len();
    Ok(list::response(documents, Rest::Index { start: 1, total }))
}

/// The document with an id.
pub(super) fn find(id: &str, documents: Vec<Value>) -> Answer {
    let mut documents = documents.into_iter();
    let found = documents.find(|document| document.get("id").and_then(Value::as_str) == Some(id));
    found.ok_or_else(Failure::not_found)
}

fn meta<D: ?Sized>(service: &Service<'_, D>, kind: &str, path: &str) -> Value {
    json!({ "resourceType": kind, "location": format!("{}/{path}", service.base) })
}

fn user_attributes(can_deactivate: bool) -> Vec<Value> {
    let mut user_name = text(
        "userName",
        "The name that the person signs in with, else an address, else the id",
    );
    set(&mut user_name, "required", json!(true));
    set(&mut user_name, "uniqueness", json!("server"));
    let mut active = attribute("active", "boolean", "Whether the person may sign in");
    if can_deactivate {
        set(&mut active, "mutability", json!("readWrite"));
    }
    vec![
        user_name,
        complex(
            "name",
            "The name of the person",
            false,
            vec![
                text("formatted", "The full name"),
                text("familyName", "The family name"),
                text("givenName", "The given name"),
            ],
        ),
        text("displayName", "The name that is shown"),
        text("title", "The job title"),
        text("preferredLanguage", "The language of the person"),
        text("timezone", "The time zone of the person"),
        active,
        complex(
            "emails",
            "Email addresses",
            true,
            vec![
                text("value", "The address"),
                text("type", "What the address is for"),
                attribute("primary", "boolean", "Whether it is the main address"),
            ],
        ),
        complex(
            "phoneNumbers",
            "Telephone numbers",
            true,
            vec![
                text("value", "The number"),
                text("type", "What the number is for"),
            ],
        ),
        complex(
            "groups",
            "The groups that the person is in",
            true,
            vec![
                exact("value", "The id of the group"),
                reference("$ref", "Group"),
                text("display", "The name of the group"),
            ],
        ),
    ]
}

fn group_attributes(has_members: bool) -> Vec<Value> {
    let mut name = text("displayName", "The name of the group");
    set(&mut name, "required", json!(true));
    let members = complex(
        "members",
        "The users of the group",
        true,
        vec![
            exact("value", "The id of the user"),
            reference("$ref", "User"),
            text("type", "The kind of the member"),
            text("display", "The user name of the member"),
        ],
    );
    if has_members {
        vec![name, members]
    } else {
        vec![name]
    }
}

/// An attribute with one value that can be read.
fn attribute(name: &str, kind: &str, description: &str) -> Value {
    json!({
        "name": name,
        "type": kind,
        "multiValued": false,
        "description": description,
        "required": false,
        "mutability": "readOnly",
        "returned": "default",
    })
}

fn text(name: &str, description: &str) -> Value {
    let mut text = attribute(name, "string", description);
    set(&mut text, "caseExact", json!(false));
    set(&mut text, "uniqueness", json!("none"));
    text
}

/// A text in which case matters.
fn exact(name: &str, description: &str) -> Value {
    let mut text = text(name, description);
    set(&mut text, "caseExact", json!(true));
    text
}

fn reference(name: &str, kind: &str) -> Value {
    let mut reference = attribute(name, "reference", "The URL of the resource");
    set(&mut reference, "referenceTypes", json!([kind]));
    set(&mut reference, "caseExact", json!(true));
    set(&mut reference, "uniqueness", json!("none"));
    reference
}

fn complex(name: &str, description: &str, is_list: bool, parts: Vec<Value>) -> Value {
    let mut complex = attribute(name, "complex", description);
    set(&mut complex, "multiValued", json!(is_list));
    set(&mut complex, "subAttributes", Value::Array(parts));
    complex
}

fn set(attribute: &mut Value, key: &str, value: Value) {
    if let Value::Object(fields) = attribute {
        fields.insert(key.to_owned(), value);
    }
}
