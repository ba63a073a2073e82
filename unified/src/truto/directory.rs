//! The user directory of an account at Truto.

use signon_runtime::BoxFuture;
use signon_truto::groups::{GetGroup, ListGroups};
use signon_truto::organizations::{
    DeleteOrganization, GetOrganization, ListOrganizations, UpdateOrganization,
};
use signon_truto::roles::{CreateRole, DeleteRole, GetRole, ListRoles, UpdateRole};
use signon_truto::users::{CreateUser, DeleteUser, GetUser, ListUsers, UpdateUser};

use super::{CAPABILITIES, Truto, body, deleted, list, one, remote_query, written};
use crate::capabilities::{Capabilities, Resource};
use crate::directory::UserDirectory;
use crate::error::Error;
use crate::list::Page;
use crate::models::{
    Group, Organization, OrganizationUpdate, Role, RoleInput, User, UserCreate, UserUpdate,
};
use crate::native::{NativeCall, Written};
use crate::query::{GroupQuery, OrganizationQuery, RoleQuery, UserQuery, check};

impl UserDirectory for Truto {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn list_users(&self, query: UserQuery) -> BoxFuture<'_, Result<Page<User>, Error>> {
        Box::pin(async move {
            check(&CAPABILITIES, Resource::Users, &query)?;
            let mut request = ListUsers::new(self.account());
            request.limit = query.page.limit.map(i64::from);
            request.next_cursor.clone_from(&query.page.cursor);
            request.first_name = query.first_name;
            request.last_name = query.last_name;
            request.email = query.email;
            request.status = query.status.map(|status| status.as_str().into());
            request.group_id = query.group_id;
            request.organization_id = query.organization_id;
            request.remote_query = remote_query(&query.page);
            let call = self.client.users().list(&request);
            list(&query.page, NativeCall::of::<ListUsers>(), call).await
        })
    }

    fn get_user<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<User, Error>> {
        Box::pin(async move {
            let request = GetUser::new(id, self.account());
            one(
                NativeCall::of::<GetUser>(),
                self.client.users().get(&request),
            )
            .await
        })
    }

    fn create_user(&self, user: UserCreate) -> BoxFuture<'_, Result<Written<User>, Error>> {
        Box::pin(async move {
            let request = CreateUser::new(self.account(), body(&user)?);
            let native = NativeCall::of::<CreateUser>();
            let record = written(native, self.client.users().create(&request)).await?;
            Written::by(native, Ok(record))
        })
    }

    fn update_user<'a>(
        &'a self,
        id: &'a str,
        change: UserUpdate,
    ) -> BoxFuture<'a, Result<Written<User>, Error>> {
        Box::pin(async move {
            // Truto requires the id in the query too for accounts at Torii.
            let request = UpdateUser::new(id, self.account(), body(&change)?).user_id(id);
            let native = NativeCall::of::<UpdateUser>();
            let record = written(native, self.client.users().update(&request)).await?;
            Written::by(native, Ok(record))
        })
    }

    fn delete_user<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Written<()>, Error>> {
        Box::pin(async move {
            let request = DeleteUser::new(id, self.account());
            let native = NativeCall::of::<DeleteUser>();
            deleted(native, self.client.users().delete(&request)).await?;
            Written::by(native, Ok(()))
        })
    }

    fn list_roles(&self, query: RoleQuery) -> BoxFuture<'_, Result<Page<Role>, Error>> {
        Box::pin(async move {
            check(&CAPABILITIES, Resource::Roles, &query)?;
            let mut request = ListRoles::new(self.account());
            request.limit = query.page.limit.map(i64::from);
            request.next_cursor.clone_from(&query.page.cursor);
            request.remote_query = remote_query(&query.page);
            let call = self.client.roles().list(&request);
            list(&query.page, NativeCall::of::<ListRoles>(), call).await
        })
    }

    fn get_role<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Role, Error>> {
        Box::pin(async move {
            let request = GetRole::new(id, self.account());
            one(
                NativeCall::of::<GetRole>(),
                self.client.roles().get(&request),
            )
            .await
        })
    }

    fn create_role(&self, role: RoleInput) -> BoxFuture<'_, Result<Written<Role>, Error>> {
        Box::pin(async move {
            let request = CreateRole::new(self.account(), body(&role)?);
            let native = NativeCall::of::<CreateRole>();
            let record = written(native, self.client.roles().create(&request)).await?;
            Written::by(native, Ok(record))
        })
    }

    fn update_role<'a>(
        &'a self,
        id: &'a str,
        change: RoleInput,
    ) -> BoxFuture<'a, Result<Written<Role>, Error>> {
        Box::pin(async move {
            let request = UpdateRole::new(id, self.account(), body(&change)?);
            let native = NativeCall::of::<UpdateRole>();
            let record = written(native, self.client.roles().update(&request)).await?;
            Written::by(native, Ok(record))
        })
    }

    fn delete_role<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Written<()>, Error>> {
        Box::pin(async move {
            let request = DeleteRole::new(id, self.account());
            let native = NativeCall::of::<DeleteRole>();
            deleted(native, self.client.roles().delete(&request)).await?;
            Written::by(native, Ok(()))
        })
    }

    fn list_organizations(
        &self,
        query: OrganizationQuery,
    ) -> BoxFuture<'_, Result<Page<Organization>, Error>> {
        Box::pin(async move {
            check(&CAPABILITIES, Resource::Organizations, &query)?;
            let mut request = ListOrganizations::new(self.account());
            request.limit = query.page.limit.map(i64::from);
            request.next_cursor.clone_from(&query.page.cursor);
            request.name = query.name;
            request.user_id = query.user_id;
            request.remote_query = remote_query(&query.page);
            let call = self.client.organizations().list(&request);
            list(&query.page, NativeCall::of::<ListOrganizations>(), call).await
        })
    }

    fn get_organization<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Organization, Error>> {
        Box::pin(async move {
            let request = GetOrganization::new(id, self.account());
            let call = self.client.organizations().get(&request);
            one(NativeCall::of::<GetOrganization>(), call).await
        })
    }

    fn update_organization<'a>(
        &'a self,
        id: &'a str,
        change: OrganizationUpdate,
    ) -> BoxFuture<'a, Result<Written<Organization>, Error>> {
        Box::pin(async move {
            let request = UpdateOrganization::new(id, self.account(), body(&change)?);
            let native = NativeCall::of::<UpdateOrganization>();
            let record = written(native, self.client.organizations().update(&request)).await?;
            Written::by(native, Ok(record))
        })
    }

    fn delete_organization<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Written<()>, Error>> {
        Box::pin(async move {
            let request = DeleteOrganization::new(id, self.account());
            let native = NativeCall::of::<DeleteOrganization>();
            deleted(native, self.client.organizations().delete(&request)).await?;
            Written::by(native, Ok(()))
        })
    }

    fn list_groups(&self, query: GroupQuery) -> BoxFuture<'_, Result<Page<Group>, Error>> {
        Box::pin(async move {
            check(&CAPABILITIES, Resource::Groups, &query)?;
            let mut request = ListGroups::new(self.account());
            request.limit = query.page.limit.map(i64::from);
            request.next_cursor.clone_from(&query.page.cursor);
            request.name = query.name;
            request.organization_id = query.organization_id;
            request.remote_query = remote_query(&query.page);
            let call = self.client.groups().list(&request);
            list(&query.page, NativeCall::of::<ListGroups>(), call).await
        })
    }

    fn get_group<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Group, Error>> {
        Box::pin(async move {
            let request = GetGroup::new(id, self.account());
            one(
                NativeCall::of::<GetGroup>(),
                self.client.groups().get(&request),
            )
            .await
        })
    }
}
