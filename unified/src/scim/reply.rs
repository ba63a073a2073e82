//! What a request is answered with, and the conditions that requests can have on versions (RFC 7644, section 3.14).

use serde_json::Value;
use signon_runtime::Json;

use super::failure::Failure;
use super::projection::Projection;
use super::{Request, Response};

/// The answer to a request that succeeded.
#[derive(Debug)]
pub(super) struct Reply {
    status: u16,
    body: Option<Value>,
    location: Option<String>,
    version: Option<String>,
}

impl Reply {
    /// A list, or another document without a version.
    pub(super) fn document(body: Value) -> Self {
        Self {
            status: 200,
            location: meta(&body, "location"),
            body: Some(body),
            version: None,
        }
    }

    /// A resource, of which a part is shown.
    pub(super) fn ok(resource: Value, projection: &Projection) -> Result<Self, Failure> {
        Ok(Self {
            status: 200,
            location: meta(&resource, "location"),
            version: meta(&resource, "version"),
            body: Some(projection.apply(resource)?),
        })
    }

    /// A resource that was created.
    pub(super) fn created(resource: Value, projection: &Projection) -> Result<Self, Failure> {
        let reply = Self::ok(resource, projection)?;
        Ok(Self {
            status: 201,
            ..reply
        })
    }

    /// The answer to the deletion of a resource.
    pub(super) fn gone() -> Self {
        Self {
            status: 204,
            body: None,
            location: None,
            version: None,
        }
    }

    /// The response; without the resource where the client has that version of it.
    pub(super) fn into_response(self, request: &Request<'_>) -> Response {
        let known = request.if_none_match.filter(|_| request.method == "GET");
        let is_known = self.version.as_deref().zip(known);
        let is_known = is_known.is_some_and(|(version, known)| lists(known, version));
        Response {
            status: if is_known { 304 } else { self.status },
            body: self.body.filter(|_| !is_known).map(Json::from),
            location: self.location,
            version: self.version,
        }
    }
}

impl Request<'_> {
    /// Checks the version of a resource that is to be changed.
    pub(super) fn check(&self, resource: &Value) -> Result<(), Failure> {
        let Some(expected) = self.if_match else {
            return Ok(());
        };
        let version = meta(resource, "version");
        if expected.trim() == "*" || version.is_some_and(|version| lists(expected, &version)) {
            return Ok(());
        }
        Err(Failure::new(412, "the resource has another version"))
    }
}

/// Whether a header's list of versions has one. Both may be weak (RFC 9110, section 8.8.3.2).
fn lists(list: &str, version: &str) -> bool {
    fn opaque(version: &str) -> &str {
        let version = version.trim();
        version.strip_prefix("W/").unwrap_or(version)
    }
    let mut versions = list.split(',');
    versions.any(|known| opaque(known) == opaque(version) || known.trim() == "*")
}

fn meta(resource: &Value, name: &str) -> Option<String> {
    let value = resource.get("meta")?.get(name)?;
    value.as_str().map(str::to_owned)
}
