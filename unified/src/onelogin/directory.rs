//! OneLogin's users, roles and groups.

use signon_onelogin::groups::{GetGroupV1, ListGroupsV1};
use signon_onelogin::roles::{CreateRole, DeleteRole, GetRole, ListRoles, RoleReceipt, UpdateRole};
use signon_onelogin::users::{CreateUser, DeleteUser, GetUser, ListUsers, UpdateUser};
use signon_runtime::BoxFuture;

use super::{CAPABILITIES, OneLogin, first_limit, mapping, page};
use crate::capabilities::{Capabilities, Resource};
use crate::convert::{self, number, with_remote_data};
use crate::directory::UserDirectory;
use crate::error::{Error, MappingError};
use crate::list::Page;
use crate::models::{Group, Role, RoleInput, User, UserCreate, UserUpdate};
use crate::native::{NativeCall, Written};
use crate::query::{GroupQuery, RoleQuery, UserQuery, check};

impl OneLogin {
    async fn users_page(&self, query: UserQuery) -> Result<Page<User>, Error> {
        check(&CAPABILITIES, Resource::Users, &query)?;
        let mut request = ListUsers::new();
        request.email = query.email;
        request.username = query.username;
        request.firstname = query.first_name;
        request.lastname = query.last_name;
        let group = query.group_id.as_deref();
        request.group_id = group.map(|id| number("group_id", id)).transpose()?;
        request.cursor.clone_from(&query.page.cursor);
        request.limit = first_limit(&query.page);
        let sent = self.client.users().list(&request);
        let (users, next) = page(&query.page, &request, sent, |next| next.cursor).await?;
        let raw = query.page.raw.then(|| convert::json(&users));
        let items = users.iter().map(mapping::users_read_of_list);
        Page::new(NativeCall::of::<ListUsers>(), items, next, raw)
    }

    async fn user(&self, id: &str) -> Result<User, Error> {
        let request = GetUser::new(number("id", id)?);
        let user = self.client.users().get(&request).await;
        let user = user.map_err(|error| NativeCall::of::<GetUser>().failed(error))?;
        Ok(mapping::users_read(&user))
    }

    async fn new_user(&self, user: UserCreate) -> Result<Written<User>, Error> {
        let body = mapping::users_create(&user).map_err(Error::Rejected)?;
        let body = with_remote_data(body, &user.remote_data)?;
        let call = NativeCall::of::<CreateUser>();
        let answer = self.client.users().create(&CreateUser::new(body)).await;
        let answer = answer.map_err(|error| call.failed_write(error))?;
        Written::by(call, Ok(mapping::users_read(&answer)))
    }

    async fn change_user(&self, id: &str, change: UserUpdate) -> Result<Written<User>, Error> {
        let id = number("id", id)?;
        let body = mapping::users_update(&change).map_err(Error::Rejected)?;
        let body = with_remote_data(body, &change.remote_data)?;
        let call = NativeCall::of::<UpdateUser>();
        let answer = self.client.users().update(&UpdateUser::new(id, body)).await;
        let answer = answer.map_err(|error| call.failed_write(error))?;
        Written::by(call, Ok(mapping::users_read(&answer)))
    }

    async fn remove_user(&self, id: &str) -> Result<Written<()>, Error> {
        let request = DeleteUser::new(number("id", id)?);
        let call = NativeCall::of::<DeleteUser>();
        let done = self.client.users().delete(&request).await;
        Written::done(call, done)
    }

    async fn roles_page(&self, query: RoleQuery) -> Result<Page<Role>, Error> {
        check(&CAPABILITIES, Resource::Roles, &query)?;
        let mut request = ListRoles::new();
        request.cursor.clone_from(&query.page.cursor);
        request.limit = first_limit(&query.page);
        let sent = self.client.roles().list(&request);
        let (roles, next) = page(&query.page, &request, sent, |next| next.cursor).await?;
        let raw = query.page.raw.then(|| convert::json(&roles));
        let items = roles.iter().map(|role| Ok(mapping::roles_read(role)));
        Page::new(NativeCall::of::<ListRoles>(), items, next, raw)
    }

    async fn role(&self, id: i64) -> Result<Role, Error> {
        let role = self.client.roles().get(&GetRole::new(id)).await;
        let role = role.map_err(|error| NativeCall::of::<GetRole>().failed(error))?;
        Ok(mapping::roles_read(&role))
    }

    /// Creates a role, and reads it: OneLogin answers with its id alone.
    async fn new_role(&self, role: RoleInput) -> Result<Written<Role>, Error> {
        let body = mapping::roles_create(&role).map_err(Error::Rejected)?;
        let body = with_remote_data(body, &role.remote_data)?;
        let call = NativeCall::of::<CreateRole>();
        let answer = self.client.roles().create(&CreateRole::new(body)).await;
        let id = match answer.map_err(|error| call.failed_write(error))? {
            RoleReceipt::ResourceId(receipt) => Some(receipt.id),
            RoleReceipt::ResourceIdList(list) => list.first().map(|receipt| receipt.id),
            RoleReceipt::Unknown(_) | _ => None,
        };
        let created = match id {
            Some(id) => self.role(id).await,
            None => Err(Error::Record(MappingError::missing("id"))),
        };
        Written::after(vec![call], created)
    }

    /// Changes a role, and reads it: OneLogin answers with its id alone.
    async fn change_role(&self, id: &str, change: RoleInput) -> Result<Written<Role>, Error> {
        let id = number("id", id)?;
        let body = mapping::roles_update(&change).map_err(Error::Rejected)?;
        let body = with_remote_data(body, &change.remote_data)?;
        let call = NativeCall::of::<UpdateRole>();
        let done = self.client.roles().update(&UpdateRole::new(id, body)).await;
        done.map_err(|error| call.failed_write(error))?;
        Written::after(vec![call], self.role(id).await)
    }

    async fn remove_role(&self, id: &str) -> Result<Written<()>, Error> {
        let request = DeleteRole::new(number("id", id)?);
        let call = NativeCall::of::<DeleteRole>();
        let done = self.client.roles().delete(&request).await;
        Written::done(call, done)
    }

    async fn groups_page(&self, query: GroupQuery) -> Result<Page<Group>, Error> {
        check(&CAPABILITIES, Resource::Groups, &query)?;
        let mut request = ListGroupsV1::new();
        request.name = query.name;
        request.after_cursor.clone_from(&query.page.cursor);
        request.limit = query.page.limit.map(i64::from);
        let sent = self.client.groups().list_v1(&request);
        let (body, next) = page(&query.page, &request, sent, |next| next.after_cursor).await?;
        let raw = query.page.raw.then(|| convert::json(&body));
        let items = body.data.iter().map(mapping::groups_read);
        Page::new(NativeCall::of::<ListGroupsV1>(), items, next, raw)
    }

    async fn group(&self, id: &str) -> Result<Group, Error> {
        let request = GetGroupV1::new(number("id", id)?);
        let call = NativeCall::of::<GetGroupV1>();
        let body = self.client.groups().get_v1(&request).await;
        let body = body.map_err(|error| call.failed(error))?;
        let group = body.data.first().ok_or(Error::NotFound(call))?;
        mapping::groups_read(group).map_err(Error::Record)
    }
}

impl UserDirectory for OneLogin {
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
        Box::pin(async move { self.role(number("id", id)?).await })
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

    fn list_groups(&self, query: GroupQuery) -> BoxFuture<'_, Result<Page<Group>, Error>> {
        Box::pin(self.groups_page(query))
    }

    fn get_group<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Group, Error>> {
        Box::pin(self.group(id))
    }
}
