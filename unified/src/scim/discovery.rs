//! What the service can do (RFC 7644, section 4): it depends on the provider.

use scim_v2::schema_urns;
use serde_json::{Value, json};

use super::failure::Failure;
use super::list::{self, DEFAULT_COUNT, MAX_COUNT, Rest};
use super::schema::{self, Schema};
use super::{Answer, Request, Service};
use crate::directory::UserDirectory;

/// The service's configuration (RFC 7643, section 5).
pub(super) fn config<D: UserDirectory + ?Sized>(service: &Service<'_, D>) -> Value {
    json!({
        "schemas": [schema_urns::SERVICE_PROVIDER_CONFIG],
        "patch": { "supported": service.can_patch() },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": MAX_COUNT },
        "changePassword": { "supported": false },
        "sort": { "supported": false },
        "etag": { "supported": true },
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
    if service.groups().is_some() {
        vec![user, group]
    } else {
        vec![user]
    }
}

/// The attributes of the resources (RFC 7643, section 7).
pub(super) fn schemas<D: UserDirectory + ?Sized>(service: &Service<'_, D>) -> Vec<Value> {
    let document = |schema: Schema| {
        json!({
            "schemas": [schema_urns::SCHEMA],
            "id": schema.id,
            "name": schema.name,
            "description": schema.description,
            "attributes": schema.attributes,
            "meta": meta(service, "Schema", &format!("Schemas/{}", schema.id)),
        })
    };
    let user = schema::user(service.access());
    let group = service.groups().map(schema::group);
    [Some(user), group]
        .into_iter()
        .flatten()
        .map(document)
        .collect()
}

/// All documents, or the one with the id that the path is.
pub(super) fn answer(request: &Request<'_>, path: &[&str], documents: Vec<Value>) -> Answer {
    match path {
        [] => list(request, &documents),
        [id] => find(id, documents),
        _ => Err(Failure::not_found()),
    }
}

/// A list of documents. A filter on them is forbidden (RFC 7644, section 4).
fn list(request: &Request<'_>, documents: &[Value]) -> Answer {
    let mut parameters = form_urlencoded::parse(request.query.as_bytes());
    if parameters.any(|(name, _)| name == "filter") {
        return Err(Failure::new(403, "these resources cannot be filtered"));
    }
    let total = documents.len();
    Ok(list::response(documents, Rest::Index { start: 1, total }))
}

/// The document with an id.
fn find(id: &str, documents: Vec<Value>) -> Answer {
    let mut documents = documents.into_iter();
    let found = documents.find(|document| document.get("id").and_then(Value::as_str) == Some(id));
    found.ok_or_else(Failure::not_found)
}

fn meta<D: ?Sized>(service: &Service<'_, D>, kind: &str, path: &str) -> Value {
    json!({ "resourceType": kind, "location": format!("{}/{path}", service.base) })
}
