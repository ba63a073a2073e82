//! The users and groups of a directory as SCIM 2.0 resources (RFC 7643, RFC 7644).
//!
//! [`Service`] turns the data of a request into that of a response; a server mounts it below a path of its own, authenticates
//! callers and limits the size of bodies. What it serves depends on the provider's
//! [`Capabilities`](crate::Capabilities), and its discovery documents say what that is:
//!
//! - Users are read, searched by the filters that the provider has, and activated or deactivated by `PATCH`. Groups are read.
//!   All else is status 501.
//! - Lists have pages by `startIndex` and `count`, for which the provider's pages are read from the first one on, and pages by
//!   cursor (RFC 9865), each of which is a page of the provider.
//! - A filter is one or several of `id`, `userName`, `emails.value`, `name.givenName`, `name.familyName`, `active` and
//!   `displayName` (of groups) with `eq`, joined by `and`. Others are an `invalidFilter` error.
//!
//! ```no_run
//! # async fn example(directory: &signon_unified::Torii) {
//! use signon_unified::scim::{Request, Service};
//!
//! let service = Service::new(directory, "https://gateway.example/scim/v2");
//! let request = Request::new("GET", "/Users").query(r#"filter=userName%20eq%20%22ada%40acme.example%22"#);
//! let response = service.answer(&request).await;
//! println!("{} {:?}", response.status, response.body);
//! # }
//! ```

mod discovery;
mod failure;
mod filter;
mod group;
mod list;
mod patch;
mod projection;
mod resource;
mod user;

use percent_encoding::percent_decode_str;
use serde_json::Value;
use signon_runtime::Json;

use self::failure::Failure;
use self::list::{Entries, Parameters};
use self::projection::Projection;
use crate::capabilities::{Method, Resource, Support};
use crate::directory::UserDirectory;
use crate::error::Error;
use crate::models::{Group, User};

/// The media type of the bodies, both ways.
pub const CONTENT_TYPE: &str = "application/scim+json";

/// The outcome of a request, as a body.
type Answer = Result<Value, Failure>;

/// A directory as a SCIM service provider.
#[derive(Debug)]
pub struct Service<'d, D: ?Sized> {
    directory: &'d D,
    base: String,
}

/// A request, below the service's base URL.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    method: &'r str,
    path: &'r str,
    query: &'r str,
    body: &'r [u8],
}

impl<'r> Request<'r> {
    /// A request without a query and a body; the path is what follows the base URL, still encoded: `/Users/7`.
    pub const fn new(method: &'r str, path: &'r str) -> Self {
        Self {
            method,
            path,
            query: "",
            body: b"",
        }
    }

    /// Sets the query, still encoded, without the question mark.
    #[must_use]
    pub const fn query(mut self, query: &'r str) -> Self {
        self.query = query;
        self
    }

    /// Sets the body.
    #[must_use]
    pub const fn body(mut self, body: &'r [u8]) -> Self {
        self.body = body;
        self
    }
}

/// The response to a request.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body, of type [`CONTENT_TYPE`].
    pub body: Json,
    /// The URL of the resource in the body, for the header `Location`.
    pub location: Option<String>,
}

impl<'d, D: UserDirectory + ?Sized> Service<'d, D> {
    /// A service whose resources have URLs below a base, such as `https://gateway.example/scim/v2`.
    pub fn new(directory: &'d D, base: impl Into<String>) -> Self {
        let base = base.into().trim_end_matches('/').to_owned();
        Self { directory, base }
    }

    /// Answers a request.
    pub async fn answer(&self, request: &Request<'_>) -> Response {
        let (status, body) = match self.dispatch(request).await {
            Ok(body) => (200, body),
            Err(failure) => (failure.status(), failure.body()),
        };
        let location = body.pointer("/meta/location").and_then(Value::as_str);
        Response {
            location: location.map(str::to_owned),
            body: Json::from(body),
            status,
        }
    }

    async fn dispatch(&self, request: &Request<'_>) -> Answer {
        let path = request.path.trim_matches('/');
        let segments: Option<Vec<_>> = path.split('/').map(decode).collect();
        let segments = segments.ok_or_else(Failure::not_found)?;
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method, segments.as_slice()) {
            ("GET", ["ServiceProviderConfig"]) => Ok(discovery::config(self)),
            ("GET", ["ResourceTypes"]) => {
                discovery::list(request, &discovery::resource_types(self))
            }
            ("GET", ["ResourceTypes", id]) => discovery::find(id, discovery::resource_types(self)),
            ("GET", ["Schemas"]) => discovery::list(request, &discovery::schemas(self)),
            ("GET", ["Schemas", id]) => discovery::find(id, discovery::schemas(self)),
            ("GET", ["Users"]) => self.users(request).await,
            ("GET", ["Users", id]) => self.user(id, request).await,
            ("PATCH", ["Users", id]) => self.patch(id, request).await,
            ("GET", ["Groups"]) if self.has_groups() => self.groups(request).await,
            ("GET", ["Groups", id]) if self.has_groups() => self.group(id, request).await,
            (_, ["ServiceProviderConfig" | "ResourceTypes" | "Schemas", ..]) => {
                Err(Failure::new(405, "this resource can only be read"))
            }
            (_, ["Groups", ..]) if !self.has_groups() => Err(Failure::not_found()),
            (
                _,
                ["Users" | "Groups" | "Bulk" | "Me" | "" | ".search"] | ["Users" | "Groups", _],
            ) => Err(Failure::unsupported(request)),
            _ => Err(Failure::not_found()),
        }
    }

    async fn users(&self, request: &Request<'_>) -> Answer {
        let parameters = Parameters::parse(request.query)?;
        let conditions = parameters.conditions(&filter::USER)?;
        let entries = list::users(self.directory, &conditions, &parameters).await?;
        let Entries { records, rest } = entries;
        let users = records.iter().map(|user| {
            parameters
                .projection
                .apply(user::resource(user, &self.base))
        });
        Ok(list::response(&users.collect::<Result<Vec<_>, _>>()?, rest))
    }

    async fn user(&self, id: &str, request: &Request<'_>) -> Answer {
        let projection = Parameters::parse(request.query)?.projection;
        let user = self.directory.get_user(id).await.map_err(by_id)?;
        projection.apply(user::resource(&user, &self.base))
    }

    /// Activates or deactivates a user. Nothing is written where the user is in that state already, so that a request that is
    /// sent twice does not start a provider's automation again.
    async fn patch(&self, id: &str, request: &Request<'_>) -> Answer {
        if !self.can_deactivate() {
            return Err(Failure::unsupported(request));
        }
        let projection = Parameters::parse(request.query)?.projection;
        let active = patch::active(request.body)?;
        let user: User = self.directory.get_user(id).await.map_err(by_id)?;
        let user = match active {
            Some(active) if user::is_active(&user) != Some(active) => {
                self.directory
                    .update_user(id, patch::change(active))
                    .await?
                    .record
            }
            _ => user,
        };
        projection.apply(user::resource(&user, &self.base))
    }

    async fn groups(&self, request: &Request<'_>) -> Answer {
        let parameters = Parameters::parse(request.query)?;
        let conditions = parameters.conditions(&filter::GROUP)?;
        let entries = list::groups(self.directory, &conditions, &parameters).await?;
        let (mut groups, mut budget) = (Vec::new(), list::MAX_RECORDS);
        for group in &entries.records {
            let group = self.with_members(group, &parameters.projection, &mut budget);
            groups.push(group.await?);
        }
        Ok(list::response(&groups, entries.rest))
    }

    async fn group(&self, id: &str, request: &Request<'_>) -> Answer {
        let projection = Parameters::parse(request.query)?.projection;
        let group = self.directory.get_group(id).await.map_err(by_id)?;
        let mut budget = list::MAX_RECORDS;
        self.with_members(&group, &projection, &mut budget).await
    }

    /// A group with its members, which are read only if they are shown, and as far as the response's budget of records goes.
    async fn with_members(
        &self,
        group: &Group,
        projection: &Projection,
        budget: &mut usize,
    ) -> Answer {
        let mut members = None;
        if self.has_members() && projection.shows("members") {
            let found = list::members(self.directory, &group.id, *budget).await?;
            *budget -= found.len();
            members = Some(found);
        }
        projection.apply(group::resource(group, members.as_deref(), &self.base))
    }

    fn support(&self, resource: Resource, method: Method) -> Option<&'static Support> {
        self.directory.capabilities().find(resource, method)
    }

    fn has_groups(&self) -> bool {
        self.support(Resource::Groups, Method::List).is_some()
    }

    /// Whether the users of a group can be listed.
    fn has_members(&self) -> bool {
        self.support(Resource::Users, Method::List)
            .is_some_and(|support| support.filters.contains(&"group_id"))
    }

    /// Whether a user's status can be written.
    fn can_deactivate(&self) -> bool {
        self.support(Resource::Users, Method::Update)
            .is_some_and(|support| support.has_field("status"))
    }
}

/// The failure to find a resource by its id. One that the provider does not take as an id is one that no resource has.
fn by_id(error: Error) -> Failure {
    if matches!(error, Error::Rejected(_)) {
        return Failure::not_found();
    }
    error.into()
}

/// A segment of a path, decoded; none if it is not UTF-8.
fn decode(segment: &str) -> Option<String> {
    Some(percent_decode_str(segment).decode_utf8().ok()?.into_owned())
}
