//! Torii's users, roles and organization.

use signon_runtime::BoxFuture;
use signon_torii::organizations::GetOrganization;
use signon_torii::roles::ListRoles;
use signon_torii::users::{GetUser, LifecycleStatus, ListUsers, UpdateUser};

use super::{CAPABILITIES, Torii, cursor, mapping};
use crate::capabilities::{Capabilities, Resource};
use crate::convert::{self, number, with_remote_data};
use crate::directory::UserDirectory;
use crate::error::{Error, MappingError};
use crate::list::Page;
use crate::models::{Organization, Role, Status, User, UserUpdate};
use crate::native::{NativeCall, Written};
use crate::query::{OrganizationQuery, RoleQuery, UserQuery, check};

impl Torii {
    async fn users_page(&self, query: UserQuery) -> Result<Page<User>, Error> {
        check(&CAPABILITIES, Resource::Users, &query)?;
        let mut request = ListUsers::new();
        // Users have no other name than their address.
        request.email = match (query.email, query.username) {
            (Some(email), Some(name)) if email != name => {
                return Err(Error::Rejected(MappingError::value("username", &name)));
            }
            (email, name) => email.or(name),
        };
        request.first_name = query.first_name;
        request.last_name = query.last_name;
        if let Some(status) = &query.status {
            request = in_status(request, status)?;
        }
        request.cursor.clone_from(&query.page.cursor);
        request.size = query.page.size();
        let call = NativeCall::of::<ListUsers>();
        let sent = query.page.apply(self.client.users().list(&request));
        let body = sent.await.map_err(|error| call.failed(error))?;
        let raw = query.page.raw.then(|| convert::json(&body));
        let items = body.users.iter().map(mapping::users_read);
        Page::new(call, items, cursor(body.next_cursor), raw)
    }

    async fn user(&self, id: &str) -> Result<User, Error> {
        let request = GetUser::new(number("id", id)?);
        let call = NativeCall::of::<GetUser>();
        let body = self.client.users().get(&request).await;
        let body = body.map_err(|error| call.failed(error))?;
        mapping::users_read(&body.user).map_err(Error::Record)
    }

    async fn change_user(&self, id: &str, change: UserUpdate) -> Result<Written<User>, Error> {
        let id = number("id", id)?;
        let body = mapping::users_update(&change).map_err(Error::Rejected)?;
        let body = with_remote_data(body, &change.remote_data)?;
        let call = NativeCall::of::<UpdateUser>();
        let answer = self.client.users().update(&UpdateUser::new(id, body)).await;
        let answer = answer.map_err(|error| call.failed_write(error))?;
        Written::by(call, mapping::users_read(&answer.user))
    }

    async fn roles_page(&self, query: RoleQuery) -> Result<Page<Role>, Error> {
        check(&CAPABILITIES, Resource::Roles, &query)?;
        let call = NativeCall::of::<ListRoles>();
        let request = ListRoles::new();
        let sent = query.page.apply(self.client.roles().list(&request));
        let body = sent.await.map_err(|error| call.failed(error))?;
        let raw = query.page.raw.then(|| convert::json(&body));
        Page::new(call, body.roles.iter().map(mapping::roles_read), None, raw)
    }

    /// A role of the list: Torii has no call for one.
    async fn role(&self, id: &str) -> Result<Role, Error> {
        let page = self.roles_page(RoleQuery::new()).await?;
        let found = page.items.into_iter().find(|role| role.id == id);
        found.ok_or_else(|| Error::NotFound(page.call))
    }

    async fn organizations_page(
        &self,
        query: OrganizationQuery,
    ) -> Result<Page<Organization>, Error> {
        check(&CAPABILITIES, Resource::Organizations, &query)?;
        let call = NativeCall::of::<GetOrganization>();
        let request = GetOrganization::new();
        let sent = query.page.apply(self.client.organizations().get(&request));
        let body = sent.await.map_err(|error| call.failed(error))?;
        let raw = query.page.raw.then(|| convert::json(&body));
        let only = std::iter::once(mapping::organizations_read(&body.org));
        Page::new(call, only, None, raw)
    }
}

/// The native filter for a unified status: what [`mapping::users_read`] gives that status.
fn in_status(request: ListUsers, status: &Status) -> Result<ListUsers, Error> {
    let lifecycle = match status.as_str() {
        "deleted" => return Ok(request.is_deleted_in_identity_sources(true)),
        "active" => LifecycleStatus::Active,
        "inactive" => LifecycleStatus::Offboarded,
        // No user has this one.
        "invited" => return Err(Error::Rejected(MappingError::value("status", "invited"))),
        other => LifecycleStatus::from(other),
    };
    Ok(request
        .lifecycle_status(lifecycle)
        .is_deleted_in_identity_sources(false))
}

impl UserDirectory for Torii {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn list_users(&self, query: UserQuery) -> BoxFuture<'_, Result<Page<User>, Error>> {
        Box::pin(self.users_page(query))
    }

    fn get_user<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<User, Error>> {
        Box::pin(self.user(id))
    }

    fn update_user<'a>(
        &'a self,
        id: &'a str,
        change: UserUpdate,
    ) -> BoxFuture<'a, Result<Written<User>, Error>> {
        Box::pin(self.change_user(id, change))
    }

    fn list_roles(&self, query: RoleQuery) -> BoxFuture<'_, Result<Page<Role>, Error>> {
        Box::pin(self.roles_page(query))
    }

    fn get_role<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Role, Error>> {
        Box::pin(self.role(id))
    }

    fn list_organizations(
        &self,
        query: OrganizationQuery,
    ) -> BoxFuture<'_, Result<Page<Organization>, Error>> {
        Box::pin(self.organizations_page(query))
    }
}
