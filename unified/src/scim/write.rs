//! Changes: resources that are created, replaced, changed and deleted (RFC 7644, sections 3.3, 3.5 and 3.6).

use scim_v2::models::errors::ScimType;
use serde_json::Value;

use super::document::{self, Document, Mode};
use super::failure::Failure;
use super::list::{self, Parameters};
use super::reply::Reply;
use super::schema::{self, Schema, Write};
use super::user::{same, user_name};
use super::{Request, Service, by_id, draft, patch};
use crate::directory::UserDirectory;
use crate::error::Error;
use crate::models::User;

impl<D: UserDirectory + ?Sized> Service<'_, D> {
    pub(super) async fn create_user(&self, request: &Request<'_>) -> Result<Reply, Failure> {
        let access = self.access();
        if !access.can_create() {
            return Err(Failure::unsupported(request));
        }
        let projection = Parameters::parse(request.query)?.projection;
        let schema = schema::user(access);
        let body = complete(request.body, &schema, "userName", Write::New)?;
        let user = draft::Person::of(document::writable(&body, &schema, Write::New))?;
        let name = user.user_name.clone().unwrap_or_default();
        let created = self.directory.create_user(user.create()).await;
        match created {
            Ok(created) => Reply::created(self.user_resource(&created.record)?, &projection),
            Err(error) => Err(self.refusal(&name, None, error).await),
        }
    }

    /// Replaces what the body has. What it leaves out stays, since a client that does not know an attribute is not to take it
    /// from a person; null and an empty list clear.
    pub(super) async fn replace_user(
        &self,
        id: &str,
        request: &Request<'_>,
    ) -> Result<Reply, Failure> {
        let schema = self.writable_users(request)?;
        let body = complete(request.body, &schema, "userName", Write::Change)?;
        let edit = |user: &mut Document| {
            document::overlay(user, body, &schema, Mode::Replace);
            Ok(())
        };
        self.edit_user(id, request, &schema, edit).await
    }

    pub(super) async fn patch_user(
        &self,
        id: &str,
        request: &Request<'_>,
    ) -> Result<Reply, Failure> {
        let schema = self.writable_users(request)?;
        let changes = patch::parse(request.body, &schema)?;
        let edit = |user: &mut Document| patch::apply(user, changes);
        self.edit_user(id, request, &schema, edit).await
    }

    pub(super) async fn delete_user(
        &self,
        id: &str,
        request: &Request<'_>,
    ) -> Result<Reply, Failure> {
        if !self.access().can_delete {
            return Err(Failure::unsupported(request));
        }
        if request.if_match.is_some() {
            let user = self.directory.get_user(id).await.map_err(by_id)?;
            request.check(&self.user_resource(&user)?)?;
        }
        self.directory.delete_user(id).await.map_err(by_id)?;
        Ok(Reply::gone())
    }

    fn writable_users(&self, request: &Request<'_>) -> Result<Schema, Failure> {
        let schema = schema::user(self.access());
        if schema.is_writable() {
            return Ok(schema);
        }
        Err(Failure::unsupported(request))
    }

    /// Changes a user. Nothing is written where nothing changes, so that a request that is sent twice does not start a
    /// provider's automation again.
    async fn edit_user(
        &self,
        id: &str,
        request: &Request<'_>,
        schema: &Schema,
        edit: impl FnOnce(&mut Document) -> Result<(), Failure>,
    ) -> Result<Reply, Failure> {
        let projection = Parameters::parse(request.query)?.projection;
        let user = self.directory.get_user(id).await.map_err(by_id)?;
        let resource = self.user_resource(&user)?;
        request.check(&resource)?;
        let before = object(&resource);
        let mut after = before.clone();
        edit(&mut after)?;
        let draft = |document: &Document| {
            draft::Person::of(document::writable(document, schema, Write::Change))
        };
        let (before, after) = (draft(&before)?, draft(&after)?);
        let Some(change) = before.change(&after) else {
            return Reply::ok(resource, &projection);
        };
        match self.directory.update_user(id, change).await {
            Ok(written) => Reply::ok(self.user_resource(&written.record)?, &projection),
            Err(error) => {
                let name = after.user_name.unwrap_or_default();
                Err(self.refusal(&name, Some(id), error).await)
            }
        }
    }

    /// Why a provider did not take a user. Not each of them says that the name is another user's, which SCIM wants to know.
    async fn refusal(&self, name: &str, id: Option<&str>, error: Error) -> Failure {
        let failure = Failure::from(error);
        if failure.status() != 400 {
            return failure;
        }
        let is_other =
            |user: &User| same(user_name(user), name) && id.is_none_or(|id| id != user.id);
        match list::named(self.directory, name, is_other).await {
            Ok(users) if !users.is_empty() => {
                Failure::conflict(format!("another user has the `userName` {name}"))
            }
            Ok(_) | Err(_) => failure,
        }
    }
}

/// The attributes of a whole resource that may be written, `name` among them.
pub(super) fn complete(
    body: &[u8],
    schema: &Schema,
    name: &str,
    write: Write,
) -> Result<Document, Failure> {
    let body = document::parse(body)?;
    let schemas = body.get("schemas").and_then(Value::as_array);
    let is_one = |id: &Value| {
        id.as_str()
            .is_some_and(|id| id.eq_ignore_ascii_case(schema.id))
    };
    if !schemas.is_some_and(|ids| ids.iter().any(is_one)) {
        let detail = format!("`schemas` has no `{}`", schema.id);
        return Err(Failure::bad(ScimType::InvalidSyntax, detail));
    }
    let body = document::accepted(body, schema, write)?;
    let is_missing = body.get(name).is_none_or(Value::is_null);
    if is_missing && schema.attribute(name).is_some_and(|part| part.takes(write)) {
        let detail = format!("`{name}` is required");
        return Err(Failure::bad(ScimType::InvalidValue, detail));
    }
    Ok(body)
}

/// The attributes of a resource.
pub(super) fn object(resource: &Value) -> Document {
    resource.as_object().cloned().unwrap_or_default()
}
