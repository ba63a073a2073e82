//! Single sign-on: applications, and who has an account in them.

use signon_runtime::{BoxFuture, MaybeSend, MaybeSync};

use crate::capabilities::{Capabilities, Method, Resource};
use crate::directory::unsupported;
use crate::error::Error;
use crate::list::{Page, Records};
use crate::models::{App, AppUpdate, AppUser};
use crate::native::Written;
use crate::query::{AppQuery, AppUserQuery};

/// Applications of a provider, and the accounts in them.
///
/// What a provider does not have, its [`capabilities`](Self::capabilities) do not list, and a call of it is an
/// [`Error::Unsupported`].
pub trait SingleSignOn: MaybeSend + MaybeSync {
    /// What the provider supports.
    fn capabilities(&self) -> &'static Capabilities;

    /// Lists a page of applications.
    fn list_apps(&self, query: AppQuery) -> BoxFuture<'_, Result<Page<App>, Error>> {
        drop(query);
        unsupported(self.capabilities(), Resource::Apps, Method::List)
    }

    /// The applications of all pages.
    fn apps(&self, query: AppQuery) -> Records<'_, App> {
        Records::of(query, |query| self.list_apps(query))
    }

    /// Gets an application; with a user, as that user has it.
    fn get_app<'a>(
        &'a self,
        id: &'a str,
        user_id: Option<&'a str>,
    ) -> BoxFuture<'a, Result<App, Error>> {
        let _ = (id, user_id);
        unsupported(self.capabilities(), Resource::Apps, Method::Get)
    }

    /// Changes a user's access to an application.
    ///
    /// [`AppUpdate::access`] says the outcome of it. On the wire its name is `is_active`, and `true` **removes** the
    /// user from the application.
    fn update_app<'a>(
        &'a self,
        id: &'a str,
        user_id: Option<&'a str>,
        change: AppUpdate,
    ) -> BoxFuture<'a, Result<Written<App>, Error>> {
        let _ = (id, user_id);
        drop(change);
        unsupported(self.capabilities(), Resource::Apps, Method::Update)
    }

    /// Lists a page of the accounts in an application.
    fn list_app_users(&self, query: AppUserQuery) -> BoxFuture<'_, Result<Page<AppUser>, Error>> {
        drop(query);
        unsupported(self.capabilities(), Resource::AppUsers, Method::List)
    }

    /// The accounts of all pages.
    fn app_users(&self, query: AppUserQuery) -> Records<'_, AppUser> {
        Records::of(query, |query| self.list_app_users(query))
    }

    /// Gets an account in an application.
    fn get_app_user<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<AppUser, Error>> {
        let _ = id;
        unsupported(self.capabilities(), Resource::AppUsers, Method::Get)
    }

    /// Deletes an account in an application.
    fn delete_app_user<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Written<()>, Error>> {
        let _ = id;
        unsupported(self.capabilities(), Resource::AppUsers, Method::Delete)
    }
}
