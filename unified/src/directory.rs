//! The user directory: users, roles, organizations, groups.

use signon_runtime::{BoxFuture, MaybeSend, MaybeSync};

use crate::capabilities::{Capabilities, Method, Resource};
use crate::error::Error;
use crate::list::{Page, Records};
use crate::models::{
    Group, Organization, OrganizationUpdate, Role, RoleInput, User, UserCreate, UserUpdate,
};
use crate::native::Written;
use crate::query::{GroupQuery, OrganizationQuery, RoleQuery, UserQuery, supported};

/// The outcome of a call, when it is there.
pub(crate) type Answer<'a, T> = BoxFuture<'a, Result<T, Error>>;

/// The answer to a method that a provider does not have.
pub(crate) fn unsupported<'a, T: MaybeSend + 'a>(
    capabilities: &Capabilities,
    resource: Resource,
    method: Method,
) -> Answer<'a, T> {
    let missing = supported(capabilities, resource, method);
    let provider = capabilities.provider();
    Box::pin(async move {
        Err(missing
            .err()
            .unwrap_or(Error::Unsupported(crate::error::Unsupported {
                provider,
                resource,
                method,
                argument: None,
            })))
    })
}

/// Users, roles, organizations and groups of a provider.
///
/// What a provider does not have, its [`capabilities`](Self::capabilities) do not list, and a call of it is an
/// [`Error::Unsupported`]. The trait can be a trait object, so that a program can hold accounts of several providers.
pub trait UserDirectory: MaybeSend + MaybeSync {
    /// What the provider supports.
    fn capabilities(&self) -> &'static Capabilities;

    /// Lists a page of users.
    fn list_users(&self, query: UserQuery) -> BoxFuture<'_, Result<Page<User>, Error>> {
        drop(query);
        unsupported(self.capabilities(), Resource::Users, Method::List)
    }

    /// The users of all pages.
    fn users(&self, query: UserQuery) -> Records<'_, User> {
        Records::of(query, |query| self.list_users(query))
    }

    /// Gets a user.
    fn get_user<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<User, Error>> {
        let _ = id;
        unsupported(self.capabilities(), Resource::Users, Method::Get)
    }

    /// Creates a user.
    fn create_user(&self, user: UserCreate) -> BoxFuture<'_, Result<Written<User>, Error>> {
        drop(user);
        unsupported(self.capabilities(), Resource::Users, Method::Create)
    }

    /// Changes a user; fields that are absent stay as they are.
    fn update_user<'a>(
        &'a self,
        id: &'a str,
        change: UserUpdate,
    ) -> BoxFuture<'a, Result<Written<User>, Error>> {
        let _ = id;
        drop(change);
        unsupported(self.capabilities(), Resource::Users, Method::Update)
    }

    /// Deletes a user.
    fn delete_user<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Written<()>, Error>> {
        let _ = id;
        unsupported(self.capabilities(), Resource::Users, Method::Delete)
    }

    /// Lists a page of roles.
    fn list_roles(&self, query: RoleQuery) -> BoxFuture<'_, Result<Page<Role>, Error>> {
        drop(query);
        unsupported(self.capabilities(), Resource::Roles, Method::List)
    }

    /// The roles of all pages.
    fn roles(&self, query: RoleQuery) -> Records<'_, Role> {
        Records::of(query, |query| self.list_roles(query))
    }

    /// Gets a role.
    fn get_role<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Role, Error>> {
        let _ = id;
        unsupported(self.capabilities(), Resource::Roles, Method::Get)
    }

    /// Creates a role.
    fn create_role(&self, role: RoleInput) -> BoxFuture<'_, Result<Written<Role>, Error>> {
        drop(role);
        unsupported(self.capabilities(), Resource::Roles, Method::Create)
    }

    /// Changes a role; fields that are absent stay as they are.
    fn update_role<'a>(
        &'a self,
        id: &'a str,
        change: RoleInput,
    ) -> BoxFuture<'a, Result<Written<Role>, Error>> {
        let _ = id;
        drop(change);
        unsupported(self.capabilities(), Resource::Roles, Method::Update)
    }

    /// Deletes a role.
    fn delete_role<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Written<()>, Error>> {
        let _ = id;
        unsupported(self.capabilities(), Resource::Roles, Method::Delete)
    }

    /// Gives a role to users who do not hold it.
    fn assign_role<'a>(
        &'a self,
        role: &'a str,
        users: Vec<String>,
    ) -> BoxFuture<'a, Result<Written<()>, Error>> {
        let _ = role;
        drop(users);
        unsupported(
            self.capabilities(),
            Resource::RoleAssignments,
            Method::Create,
        )
    }

    /// Takes a role from users who hold it.
    fn revoke_role<'a>(
        &'a self,
        role: &'a str,
        users: Vec<String>,
    ) -> BoxFuture<'a, Result<Written<()>, Error>> {
        let _ = role;
        drop(users);
        unsupported(
            self.capabilities(),
            Resource::RoleAssignments,
            Method::Delete,
        )
    }

    /// Lists a page of organizations.
    fn list_organizations(
        &self,
        query: OrganizationQuery,
    ) -> BoxFuture<'_, Result<Page<Organization>, Error>> {
        drop(query);
        unsupported(self.capabilities(), Resource::Organizations, Method::List)
    }

    /// The organizations of all pages.
    fn organizations(&self, query: OrganizationQuery) -> Records<'_, Organization> {
        Records::of(query, |query| self.list_organizations(query))
    }

    /// Gets an organization.
    fn get_organization<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Organization, Error>> {
        let _ = id;
        unsupported(self.capabilities(), Resource::Organizations, Method::Get)
    }

    /// Changes an organization; fields that are absent stay as they are.
    fn update_organization<'a>(
        &'a self,
        id: &'a str,
        change: OrganizationUpdate,
    ) -> BoxFuture<'a, Result<Written<Organization>, Error>> {
        let _ = id;
        drop(change);
        unsupported(self.capabilities(), Resource::Organizations, Method::Update)
    }

    /// Deletes an organization.
    fn delete_organization<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Written<()>, Error>> {
        let _ = id;
        unsupported(self.capabilities(), Resource::Organizations, Method::Delete)
    }

    /// Lists a page of groups.
    fn list_groups(&self, query: GroupQuery) -> BoxFuture<'_, Result<Page<Group>, Error>> {
        drop(query);
        unsupported(self.capabilities(), Resource::Groups, Method::List)
    }

    /// The groups of all pages.
    fn groups(&self, query: GroupQuery) -> Records<'_, Group> {
        Records::of(query, |query| self.list_groups(query))
    }

    /// Gets a group.
    fn get_group<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Group, Error>> {
        let _ = id;
        unsupported(self.capabilities(), Resource::Groups, Method::Get)
    }
}
