//! The users and groups of a directory as SCIM 2.0 resources (RFC 7643, RFC 7644).
//!
//! [`Service`] turns the data of a request into that of a response; a server mounts it below a path of its own, authenticates
//! callers and limits the size of bodies. What it serves depends on the provider's
//! [`Capabilities`](crate::Capabilities), and its discovery documents say what that is:
//!
//! - Users are read, searched by the filters that the provider has, and created, replaced, changed and deleted as far as the
//!   provider can. Which attributes can be written, the schema says.
//! - Groups are those of the provider, which are read, or its roles where it has no groups: these can be created, renamed,
//!   deleted, and given to users and taken from them.
//! - What the provider cannot do is status 501.
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

mod cursor;
mod discovery;
mod document;
mod draft;
mod failure;
mod filter;
mod group;
mod list;
mod matching;
mod patch;
mod projection;
mod reply;
mod resource;
mod schema;
mod support;
mod user;
mod write;
mod write_group;

use percent_encoding::percent_decode_str;
use serde_json::Value;
use signon_runtime::Json;

use self::failure::Failure;
use self::list::{Entries, Parameters};
use self::projection::Projection;
use self::reply::Reply;
use self::support::{Access, Groups};
use crate::directory::UserDirectory;
use crate::error::Error;
use crate::models::{Group, User};

/// The media type of the bodies, both ways.
pub const CONTENT_TYPE: &str = "application/scim+json";

/// A resource or a document, unless it cannot be made.
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
    if_match: Option<&'r str>,
    if_none_match: Option<&'r str>,
}

impl<'r> Request<'r> {
    /// A request without a query and a body; the path is what follows the base URL, still encoded: `/Users/7`.
    pub const fn new(method: &'r str, path: &'r str) -> Self {
        Self {
            method,
            path,
            query: "",
            body: b"",
            if_match: None,
            if_none_match: None,
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

    /// Sets the header `If-Match`: the versions of the resource that may be changed.
    ///
    /// The version is compared before the change, and providers have no such condition: a change by somebody else in between
    /// is not noticed.
    #[must_use]
    pub const fn if_match(mut self, versions: Option<&'r str>) -> Self {
        self.if_match = versions;
        self
    }

    /// Sets the header `If-None-Match`: the versions of the resource that the client has.
    #[must_use]
    pub const fn if_none_match(mut self, versions: Option<&'r str>) -> Self {
        self.if_none_match = versions;
        self
    }
}

/// The response to a request.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The body, of type [`CONTENT_TYPE`]; none with the statuses 204 and 304.
    pub body: Option<Json>,
    /// The URL of the resource, for the header `Location`.
    pub location: Option<String>,
    /// The version of the resource, for the header `ETag`.
    pub version: Option<String>,
}

impl<'d, D: UserDirectory + ?Sized> Service<'d, D> {
    /// A service whose resources have URLs below a base, such as `https://gateway.example/scim/v2`.
    pub fn new(directory: &'d D, base: impl Into<String>) -> Self {
        let base = base.into().trim_end_matches('/').to_owned();
        Self { directory, base }
    }

    /// Answers a request.
    pub async fn answer(&self, request: &Request<'_>) -> Response {
        match self.dispatch(request).await {
            Ok(reply) => reply.into_response(request),
            Err(failure) => Response {
                status: failure.status(),
                body: Some(Json::from(failure.body())),
                location: None,
                version: None,
            },
        }
    }

    async fn dispatch(&self, request: &Request<'_>) -> Result<Reply, Failure> {
        let path = request.path.trim_matches('/');
        let segments: Option<Vec<_>> = path.split('/').map(decode).collect();
        let segments = segments.ok_or_else(Failure::not_found)?;
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (request.method, segments.as_slice()) {
            (_, ["Users", path @ ..]) => self.on_users(path, request).await,
            (_, ["Groups", path @ ..]) => match self.groups() {
                Some(groups) => self.on_groups(groups, path, request).await,
                None => Err(Failure::not_found()),
            },
            ("GET", ["ServiceProviderConfig"]) => Ok(Reply::document(discovery::config(self))),
            ("GET", ["ResourceTypes", path @ ..]) => {
                let documents = discovery::resource_types(self);
                Ok(Reply::document(discovery::answer(
                    request, path, documents,
                )?))
            }
            ("GET", ["Schemas", path @ ..]) => {
                let documents = discovery::schemas(self);
                Ok(Reply::document(discovery::answer(
                    request, path, documents,
                )?))
            }
            (_, ["ServiceProviderConfig" | "ResourceTypes" | "Schemas", ..]) => {
                Err(Failure::new(405, "this resource can only be read"))
            }
            (_, ["Bulk" | "Me" | "" | ".search"]) => Err(Failure::unsupported(request)),
            _ => Err(Failure::not_found()),
        }
    }

    async fn on_users(&self, path: &[&str], request: &Request<'_>) -> Result<Reply, Failure> {
        match (request.method, path) {
            ("GET", []) => self.list_users(request).await,
            ("POST", []) => self.create_user(request).await,
            ("GET", [id]) => self.read_user(id, request).await,
            ("PUT", [id]) => self.replace_user(id, request).await,
            ("PATCH", [id]) => self.patch_user(id, request).await,
            ("DELETE", [id]) => self.delete_user(id, request).await,
            (_, [] | [_]) => Err(Failure::unsupported(request)),
            _ => Err(Failure::not_found()),
        }
    }

    async fn on_groups(
        &self,
        groups: Groups,
        path: &[&str],
        request: &Request<'_>,
    ) -> Result<Reply, Failure> {
        match (request.method, path) {
            ("GET", []) => self.list_groups(groups, request).await,
            ("POST", []) => self.create_group(groups, request).await,
            ("GET", [id]) => self.read_group(groups, id, request).await,
            ("PUT", [id]) => self.replace_group(groups, id, request).await,
            ("PATCH", [id]) => self.patch_group(groups, id, request).await,
            ("DELETE", [id]) => self.delete_group(groups, id, request).await,
            (_, [] | [_]) => Err(Failure::unsupported(request)),
            _ => Err(Failure::not_found()),
        }
    }

    async fn list_users(&self, request: &Request<'_>) -> Result<Reply, Failure> {
        let parameters = Parameters::parse(request.query)?;
        let conditions = parameters.conditions(&filter::USER)?;
        let entries = list::users(self.directory, &conditions, &parameters).await?;
        let Entries { records, rest } = entries;
        let shown = |user| parameters.projection.apply(self.user_resource(user)?);
        let users: Vec<Value> = records.iter().map(shown).collect::<Result<_, _>>()?;
        Ok(Reply::document(list::response(&users, rest)))
    }

    async fn read_user(&self, id: &str, request: &Request<'_>) -> Result<Reply, Failure> {
        let projection = Parameters::parse(request.query)?.projection;
        let user = self.directory.get_user(id).await.map_err(by_id)?;
        Reply::ok(self.user_resource(&user)?, &projection)
    }

    fn user_resource(&self, user: &User) -> Answer {
        user::resource(user, &self.base, self.groups())
    }

    async fn list_groups(&self, groups: Groups, request: &Request<'_>) -> Result<Reply, Failure> {
        let parameters = Parameters::parse(request.query)?;
        let projection = &parameters.projection;
        let conditions = parameters.conditions(&filter::GROUP)?;
        let entries = list::groups(self.directory, groups, &conditions, &parameters).await?;
        let (mut shown, mut budget) = (Vec::new(), list::MAX_RECORDS);
        for group in &entries.records {
            let resource = self.group_resource(groups, group, projection, &mut budget);
            shown.push(projection.apply(resource.await?)?);
        }
        Ok(Reply::document(list::response(&shown, entries.rest)))
    }

    async fn read_group(
        &self,
        groups: Groups,
        id: &str,
        request: &Request<'_>,
    ) -> Result<Reply, Failure> {
        let projection = Parameters::parse(request.query)?.projection;
        let group = group::get(self.directory, groups, id)
            .await
            .map_err(by_id)?;
        let mut budget = list::MAX_RECORDS;
        let resource = self.group_resource(groups, &group, &projection, &mut budget);
        Reply::ok(resource.await?, &projection)
    }

    /// A group with its members, which are read only if they are shown, and as far as the response's budget of records goes.
    async fn group_resource(
        &self,
        groups: Groups,
        group: &Group,
        projection: &Projection,
        budget: &mut usize,
    ) -> Answer {
        let mut members = None;
        if groups.has_members && projection.shows("members") {
            let found = list::members(self.directory, groups, &group.id, *budget).await?;
            *budget -= found.len();
            members = Some(found);
        }
        group::resource(group, groups, members.as_deref(), &self.base)
    }

    fn access(&self) -> Access {
        Access::of(self.directory.capabilities())
    }

    fn groups(&self) -> Option<Groups> {
        Groups::of(self.directory.capabilities())
    }

    /// Whether a kind of resource can be changed.
    fn can_patch(&self) -> bool {
        let groups = self.groups().map(schema::group);
        let mut schemas = [Some(schema::user(self.access())), groups].into_iter();
        schemas.any(|schema| schema.is_some_and(|schema| schema.is_writable()))
    }
}

/// The failure to find a resource by its id. One that cannot be the id of a record, or be part of a URL, is one that no
/// resource has.
fn by_id(error: Error) -> Failure {
    if matches!(error, Error::Rejected(_)) || failure::is_unsent(&error) {
        return Failure::not_found();
    }
    error.into()
}

/// A segment of a path, decoded; none if it is not UTF-8.
fn decode(segment: &str) -> Option<String> {
    Some(percent_decode_str(segment).decode_utf8().ok()?.into_owned())
}
