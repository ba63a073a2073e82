//! Logto's users, roles and organizations.

use signon_logto::organizations::{
    DeleteOrganization, GetOrganization, ListOrganizations, UpdateOrganization,
};
use signon_logto::roles::{CreateRole, DeleteRole, GetRole, ListRoleUsers, ListRoles, UpdateRole};
use signon_logto::users::{DeleteUser, GetUser, ListUsers};
use signon_runtime::BoxFuture;

use super::{CAPABILITIES, Logto, mapping, number_of, page};
use crate::capabilities::{Capabilities, Resource};
use crate::convert::{self, with_remote_data};
use crate::directory::UserDirectory;
use crate::error::Error;
use crate::list::Page;
use crate::models::{
    Organization, OrganizationUpdate, Role, RoleInput, User, UserCreate, UserUpdate,
};
use crate::native::{NativeCall, Written};
use crate::query::{OrganizationQuery, RoleQuery, UserQuery, check};

/// A request for a page of users, which takes the same parameters whether the users are all or those of a role.
macro_rules! search {
    ($request:expr, $query:expr, $number:expr) => {{
        let mut request = $request;
        request.page = $query.page.cursor.is_some().then_some($number);
        request.page_size = $query.page.limit.map(i64::from);
        if let Some(email) = &$query.email {
            request = request.search_primary_email([email]).mode("exact");
        }
        if let Some(name) = &$query.username {
            request = request.search_username([name]).mode("exact");
        }
        // Where several searches are sent, a user must match each.
        if request.search_primary_email.is_some() && request.search_username.is_some() {
            request = request.joint("and");
        }
        request
    }};
}

impl Logto {
    async fn users_page(&self, query: UserQuery) -> Result<Page<User>, Error> {
        check(&CAPABILITIES, Resource::Users, &query)?;
        let number = number_of(&query.page)?;
        let (call, (users, next)) = if let Some(role) = &query.role_id {
            let request = search!(ListRoleUsers::new(role), query, number);
            let sent = self.client.roles().list_users(&request);
            let listed = page(&query.page, &request, sent, number).await?;
            (NativeCall::of::<ListRoleUsers>(), listed)
        } else {
            let request = search!(ListUsers::new(), query, number);
            let sent = self.client.users().list(&request);
            let listed = page(&query.page, &request, sent, number).await?;
            (NativeCall::of::<ListUsers>(), listed)
        };
        let raw = query.page.raw.then(|| convert::json(&users));
        let items = users.iter().map(|user| Ok(mapping::users_read(user)));
        Page::new(call, items, next, raw)
    }

    pub(super) async fn user(&self, id: &str) -> Result<User, Error> {
        let user = self.client.users().get(&GetUser::new(id)).await;
        let user = user.map_err(|error| NativeCall::of::<GetUser>().failed(error))?;
        Ok(mapping::users_read(&user))
    }

    async fn remove_user(&self, id: &str) -> Result<Written<()>, Error> {
        let call = NativeCall::of::<DeleteUser>();
        let done = self.client.users().delete(&DeleteUser::new(id)).await;
        Written::done(call, done)
    }

    async fn roles_page(&self, query: RoleQuery) -> Result<Page<Role>, Error> {
        check(&CAPABILITIES, Resource::Roles, &query)?;
        let number = number_of(&query.page)?;
        let mut request = ListRoles::new();
        request.page = query.page.cursor.is_some().then_some(number);
        request.page_size = query.page.limit.map(i64::from);
        let sent = self.client.roles().list(&request);
        let (roles, next) = page(&query.page, &request, sent, number).await?;
        let raw = query.page.raw.then(|| convert::json(&roles));
        let items = roles
            .iter()
            .map(|role| Ok(mapping::roles_read_of_list(role)));
        Page::new(NativeCall::of::<ListRoles>(), items, next, raw)
    }

    async fn role(&self, id: &str) -> Result<Role, Error> {
        let role = self.client.roles().get(&GetRole::new(id)).await;
        let role = role.map_err(|error| NativeCall::of::<GetRole>().failed(error))?;
        Ok(mapping::roles_read(&role))
    }

    async fn new_role(&self, role: RoleInput) -> Result<Written<Role>, Error> {
        let body = mapping::roles_create(&role).map_err(Error::Rejected)?;
        let body = with_remote_data(body, &role.remote_data)?;
        let call = NativeCall::of::<CreateRole>();
        let answer = self.client.roles().create(&CreateRole::new(body)).await;
        let answer = answer.map_err(|error| call.failed_write(error))?;
        Written::by(call, Ok(mapping::roles_read(&answer)))
    }

    async fn change_role(&self, id: &str, change: RoleInput) -> Result<Written<Role>, Error> {
        let body = mapping::roles_update(&change).map_err(Error::Rejected)?;
        let body = with_remote_data(body, &change.remote_data)?;
        let call = NativeCall::of::<UpdateRole>();
        let answer = self.client.roles().update(&UpdateRole::new(id, body)).await;
        let answer = answer.map_err(|error| call.failed_write(error))?;
        Written::by(call, Ok(mapping::roles_read(&answer)))
    }

    async fn remove_role(&self, id: &str) -> Result<Written<()>, Error> {
        let call = NativeCall::of::<DeleteRole>();
        let done = self.client.roles().delete(&DeleteRole::new(id)).await;
        Written::done(call, done)
    }

    async fn organizations_page(
        &self,
        query: OrganizationQuery,
    ) -> Result<Page<Organization>, Error> {
        check(&CAPABILITIES, Resource::Organizations, &query)?;
        let number = number_of(&query.page)?;
        let mut request = ListOrganizations::new();
        request.page = query.page.cursor.is_some().then_some(number);
        request.page_size = query.page.limit.map(i64::from);
        let sent = self.client.organizations().list(&request);
        let (organizations, next) = page(&query.page, &request, sent, number).await?;
        let raw = query.page.raw.then(|| convert::json(&organizations));
        let items = organizations
            .iter()
            .map(|one| Ok(mapping::organizations_read(one)));
        Page::new(NativeCall::of::<ListOrganizations>(), items, next, raw)
    }

    async fn organization(&self, id: &str) -> Result<Organization, Error> {
        let found = self
            .client
            .organizations()
            .get(&GetOrganization::new(id))
            .await;
        let found = found.map_err(|error| NativeCall::of::<GetOrganization>().failed(error))?;
        Ok(mapping::organizations_read(&found))
    }

    async fn change_organization(
        &self,
        id: &str,
        change: OrganizationUpdate,
    ) -> Result<Written<Organization>, Error> {
        let body = mapping::organizations_update(&change).map_err(Error::Rejected)?;
        let body = with_remote_data(body, &change.remote_data)?;
        let call = NativeCall::of::<UpdateOrganization>();
        let request = UpdateOrganization::new(id, body);
        let answer = self.client.organizations().update(&request).await;
        let answer = answer.map_err(|error| call.failed_write(error))?;
        Written::by(call, Ok(mapping::organizations_read(&answer)))
    }

    async fn remove_organization(&self, id: &str) -> Result<Written<()>, Error> {
        let call = NativeCall::of::<DeleteOrganization>();
        let request = DeleteOrganization::new(id);
        let done = self.client.organizations().delete(&request).await;
        Written::done(call, done)
    }
}

impl UserDirectory for Logto {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn list_users(&self, query: UserQuery) -> BoxFuture<'_, Result<Page<User>, Error>> {
        Box::pin(self.users_page(query))
    }

    fn get_user<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<User, Error>> {
        Box::pin(self.user(id))
    }

    fn create_user(&self, user: UserCreate) -> BoxFuture<'_, Result<Written<User>, Error>> {
        Box::pin(self.new_user(user))
    }

    fn update_user<'a>(
        &'a self,
        id: &'a str,
        change: UserUpdate,
    ) -> BoxFuture<'a, Result<Written<User>, Error>> {
        Box::pin(self.change_user(id, change))
    }

    fn delete_user<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Written<()>, Error>> {
        Box::pin(self.remove_user(id))
    }

    fn list_roles(&self, query: RoleQuery) -> BoxFuture<'_, Result<Page<Role>, Error>> {
        Box::pin(self.roles_page(query))
    }

    fn get_role<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Role, Error>> {
        Box::pin(self.role(id))
    }

    fn create_role(&self, role: RoleInput) -> BoxFuture<'_, Result<Written<Role>, Error>> {
        Box::pin(self.new_role(role))
    }

    fn update_role<'a>(
        &'a self,
        id: &'a str,
        change: RoleInput,
    ) -> BoxFuture<'a, Result<Written<Role>, Error>> {
        Box::pin(self.change_role(id, change))
    }

    fn delete_role<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Written<()>, Error>> {
        Box::pin(self.remove_role(id))
    }

    fn assign_role<'a>(
        &'a self,
        role: &'a str,
        users: Vec<String>,
    ) -> BoxFuture<'a, Result<Written<()>, Error>> {
        Box::pin(self.give_role(role, users))
    }

    fn revoke_role<'a>(
        &'a self,
        role: &'a str,
        users: Vec<String>,
    ) -> BoxFuture<'a, Result<Written<()>, Error>> {
        Box::pin(self.take_role(role, users))
    }

    fn list_organizations(
        &self,
        query: OrganizationQuery,
    ) -> BoxFuture<'_, Result<Page<Organization>, Error>> {
        Box::pin(self.organizations_page(query))
    }

    fn get_organization<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Organization, Error>> {
        Box::pin(self.organization(id))
    }

    fn update_organization<'a>(
        &'a self,
        id: &'a str,
        change: OrganizationUpdate,
    ) -> BoxFuture<'a, Result<Written<Organization>, Error>> {
        Box::pin(self.change_organization(id, change))
    }

    fn delete_organization<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Written<()>, Error>> {
        Box::pin(self.remove_organization(id))
    }
}
