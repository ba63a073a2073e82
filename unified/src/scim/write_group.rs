//! Changes of groups that are roles: their names, and who holds them.

use scim_v2::models::errors::ScimType;

use super::document::{self, Document, Mode};
use super::failure::Failure;
use super::list::{self, MAX_RECORDS, Parameters};
use super::reply::Reply;
use super::schema::{self, Schema, Write};
use super::support::Groups;
use super::write::{complete, object};
use super::{Request, Service, by_id, draft, group, patch};
use crate::directory::UserDirectory;
use crate::error::{Error, Partial};
use crate::models::{Group, RoleInput};
use crate::native::NativeCall;

/// The most members that a request takes out of a group: each can be a call of the provider.
const MAX_REMOVED: usize = 1_000;

impl<D: UserDirectory + ?Sized> Service<'_, D> {
    pub(super) async fn create_group(
        &self,
        groups: Groups,
        request: &Request<'_>,
    ) -> Result<Reply, Failure> {
        if !groups.can_create {
            return Err(Failure::unsupported(request));
        }
        let projection = Parameters::parse(request.query)?.projection;
        let schema = schema::group(groups);
        let body = complete(request.body, &schema, "displayName", Write::New)?;
        let new = draft::Group::of(body)?;
        let mut role = named(new.display_name.as_ref());
        if groups.is_described {
            // SCIM has no descriptions of groups, and a provider may need one.
            role.description.clone_from(&role.name);
        }
        let members = new.members();
        let created = self.directory.create_role(role).await?;
        let created_group = group::of_role(created.record);
        if !members.is_empty() {
            let id = &created_group.id;
            let assigned = self.directory.assign_role(id, members).await;
            if let Err(cause) = assigned {
                let failure = Failure::from(after(created.calls, cause));
                return Err(failure.note(&format!("the group exists, with the id {id}")));
            }
        }
        let mut budget = MAX_RECORDS;
        let resource = self.group_resource(groups, &created_group, &projection, &mut budget);
        Reply::created(resource.await?, &projection)
    }

    /// Replaces the name and the members; without `members` in the body they stay.
    pub(super) async fn replace_group(
        &self,
        groups: Groups,
        id: &str,
        request: &Request<'_>,
    ) -> Result<Reply, Failure> {
        let schema = writable(groups, request)?;
        let body = complete(request.body, &schema, "displayName", Write::Change)?;
        let touches = body.contains_key("members");
        let edit = |group: &mut Document| {
            document::overlay(group, body, &schema, Mode::Replace);
            Ok(())
        };
        self.edit_group(groups, id, request, touches, edit).await
    }

    pub(super) async fn patch_group(
        &self,
        groups: Groups,
        id: &str,
        request: &Request<'_>,
    ) -> Result<Reply, Failure> {
        let schema = writable(groups, request)?;
        let changes = patch::parse(request.body, &schema)?;
        let touches = patch::touches(&changes, "members");
        let edit = |group: &mut Document| patch::apply(group, changes);
        self.edit_group(groups, id, request, touches, edit).await
    }

    pub(super) async fn delete_group(
        &self,
        groups: Groups,
        id: &str,
        request: &Request<'_>,
    ) -> Result<Reply, Failure> {
        if !groups.can_delete {
            return Err(Failure::unsupported(request));
        }
        if request.if_match.is_some() {
            let found = group::get(self.directory, groups, id)
                .await
                .map_err(by_id)?;
            request.check(&self.whole_group(groups, &found, true).await?)?;
        }
        self.directory.delete_role(id).await.map_err(by_id)?;
        Ok(Reply::gone())
    }

    async fn edit_group(
        &self,
        groups: Groups,
        id: &str,
        request: &Request<'_>,
        touches_members: bool,
        edit: impl FnOnce(&mut Document) -> Result<(), Failure>,
    ) -> Result<Reply, Failure> {
        let projection = Parameters::parse(request.query)?.projection;
        let mut found = group::get(self.directory, groups, id)
            .await
            .map_err(by_id)?;
        let needs_members = touches_members || request.if_match.is_some();
        let resource = self.whole_group(groups, &found, needs_members).await?;
        request.check(&resource)?;
        let before = object(&resource);
        let mut after = before.clone();
        edit(&mut after)?;
        let (before, after) = (draft::Group::of(before)?, draft::Group::of(after)?);
        let change = Change::between(&before, &after)?;
        if let Some(role) = change.make(self.directory, id).await? {
            found = role;
        }
        let mut budget = MAX_RECORDS;
        let resource = self.group_resource(groups, &found, &projection, &mut budget);
        Reply::ok(resource.await?, &projection)
    }

    /// A group with its members, where they are needed and known.
    async fn whole_group(
        &self,
        groups: Groups,
        found: &Group,
        needs_members: bool,
    ) -> super::Answer {
        let mut members = None;
        if groups.has_members && needs_members {
            let listed = list::members(self.directory, groups, &found.id, MAX_RECORDS);
            members = Some(listed.await?);
        }
        group::resource(found, groups, members.as_deref(), &self.base)
    }
}

fn writable(groups: Groups, request: &Request<'_>) -> Result<Schema, Failure> {
    let schema = schema::group(groups);
    if schema.is_writable() {
        return Ok(schema);
    }
    Err(Failure::unsupported(request))
}

/// The changes of a role that lead from one group to another.
struct Change {
    name: Option<String>,
    joined: Vec<String>,
    left: Vec<String>,
}

impl Change {
    fn between(before: &draft::Group, after: &draft::Group) -> Result<Self, Failure> {
        let (old, new) = (before.members(), after.members());
        // Both are sorted.
        let without = |these: &[String], those: &[String]| -> Vec<String> {
            let these = these.iter();
            these
                .filter(|id| those.binary_search(id).is_err())
                .cloned()
                .collect()
        };
        let left = without(&old, &new);
        if left.len() > MAX_REMOVED {
            let detail = format!("more than {MAX_REMOVED} members are removed at once");
            return Err(Failure::bad(ScimType::TooMany, detail));
        }
        let name = after.display_name.clone();
        Ok(Self {
            name: name.filter(|_| before.display_name != after.display_name),
            joined: without(&new, &old),
            left,
        })
    }

    /// Makes the calls; the role, where it has been written.
    async fn make<D: UserDirectory + ?Sized>(
        self,
        directory: &D,
        id: &str,
    ) -> Result<Option<Group>, Failure> {
        let (mut calls, mut renamed) = (Vec::new(), None);
        if self.name.is_some() {
            let written = directory.update_role(id, named(self.name.as_ref())).await?;
            calls.extend(written.calls);
            renamed = Some(group::of_role(written.record));
        }
        if !self.joined.is_empty() {
            match directory.assign_role(id, self.joined).await {
                Ok(written) => calls.extend(written.calls),
                Err(cause) => return Err(after(calls, cause).into()),
            }
        }
        if !self.left.is_empty() {
            match directory.revoke_role(id, self.left).await {
                Ok(written) => calls.extend(written.calls),
                Err(cause) => return Err(after(calls, cause).into()),
            }
        }
        Ok(renamed)
    }
}

/// The error of a call after others that took effect.
fn after(calls: Vec<NativeCall>, cause: Error) -> Error {
    if calls.is_empty() {
        return cause;
    }
    Error::Partial(Box::new(Partial {
        done: calls,
        left: Vec::new(),
        cause,
    }))
}

fn named(name: Option<&String>) -> RoleInput {
    let mut role = RoleInput::new();
    role.name = name
        .cloned()
        .map_or(signon_runtime::Field::Absent, Into::into);
    role
}
