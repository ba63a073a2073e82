//! Torii's apps, and who uses them.

use signon_runtime::BoxFuture;
use signon_torii::app_users::ListAppUsers;
use signon_torii::apps::{GetApp, ListApps};
use signon_torii::user_apps::{GetUserApp, ListUserApps, UpdateUserApp};

use super::{CAPABILITIES, Torii, cursor, mapping};
use crate::capabilities::{Capabilities, Resource};
use crate::convert::{self, number, with_remote_data};
use crate::error::{Error, MappingError};
use crate::list::Page;
use crate::models::{App, AppUpdate, AppUser};
use crate::native::{NativeCall, Written};
use crate::query::{AppQuery, AppUserQuery, PageQuery, check};
use crate::sign_on::SingleSignOn;

/// The fields of an app that are requested: all that Torii itself defines. It gives the first three unless a request
/// names others, which would leave the unified `status` and `created_at` out.
const APP: [&str; 19] = [
    "id",
    "name",
    "primaryOwner",
    "appOwners",
    "state",
    "category",
    "url",
    "imageUrl",
    "description",
    "tags",
    "score",
    "isCustom",
    "addedBy",
    "creationTime",
    "isHidden",
    "sources",
    "vendor",
    "activeUsersCount",
    "lastVisitTime",
];

/// The fields of an app of a user that are requested: those that Torii gives by default, and when it was created.
const USER_APP: [&str; 5] = [
    "id",
    "name",
    "isUserRemovedFromApp",
    "state",
    "creationTime",
];

/// The fields that a request for a list names, unless the caller's own `remote_query` names some.
fn fields(page: &PageQuery, fields: &[&str]) -> Option<Vec<String>> {
    let mut own = page.remote_query.iter();
    let own = own.any(|(name, _)| name == "fields");
    (!own).then(|| fields.iter().map(ToString::to_string).collect())
}

impl Torii {
    async fn apps_page(&self, query: AppQuery) -> Result<Page<App>, Error> {
        check(&CAPABILITIES, Resource::Apps, &query)?;
        if let Some(user) = &query.user_id {
            return self.apps_of(user, &query.page).await;
        }
        let mut request = ListApps::new();
        request.fields = fields(&query.page, &APP);
        request.cursor.clone_from(&query.page.cursor);
        request.size = query.page.size();
        let call = NativeCall::of::<ListApps>();
        let sent = query.page.apply(self.client.apps().list(&request));
        let body = sent.await.map_err(|error| call.failed(error))?;
        let raw = query.page.raw.then(|| convert::json(&body));
        let items = body.apps.iter().map(mapping::apps_read);
        Page::new(call, items, cursor(body.next_cursor), raw)
    }

    /// The apps of a user, which Torii gives in a single page.
    async fn apps_of(&self, user: &str, page: &PageQuery) -> Result<Page<App>, Error> {
        let mut request = ListUserApps::new(number("user_id", user)?);
        request.fields = fields(page, &USER_APP);
        let call = NativeCall::of::<ListUserApps>();
        let sent = page.apply(self.client.user_apps().list(&request));
        let body = sent.await.map_err(|error| call.failed(error))?;
        let raw = page.raw.then(|| convert::json(&body));
        let items = body.apps.iter().map(mapping::apps_read_of_user);
        Page::new(call, items, None, raw)
    }

    async fn app(&self, id: &str, user: Option<&str>) -> Result<App, Error> {
        let id = number("id", id)?;
        if let Some(user) = user {
            let request = GetUserApp::new(number("user_id", user)?, id).fields(USER_APP);
            let call = NativeCall::of::<GetUserApp>();
            let body = self.client.user_apps().get(&request).await;
            let body = body.map_err(|error| call.failed(error))?;
            return mapping::apps_read_of_user(&body.app).map_err(Error::Record);
        }
        let call = NativeCall::of::<GetApp>();
        let body = self.client.apps().get(&GetApp::new(id).fields(APP)).await;
        let body = body.map_err(|error| call.failed(error))?;
        mapping::apps_read(&body.app).map_err(Error::Record)
    }

    async fn change_app(
        &self,
        id: &str,
        user: Option<&str>,
        change: AppUpdate,
    ) -> Result<Written<App>, Error> {
        let missing = || Error::Rejected(MappingError::missing("user_id"));
        let user = number("user_id", user.ok_or_else(missing)?)?;
        let id = number("id", id)?;
        let body = mapping::apps_update(&change).map_err(Error::Rejected)?;
        let body = with_remote_data(body, &change.remote_data)?;
        let call = NativeCall::of::<UpdateUserApp>();
        let request = UpdateUserApp::new(user, id, body);
        let answer = self.client.user_apps().update(&request).await;
        let answer = answer.map_err(|error| call.failed_write(error))?;
        Written::by(call, mapping::apps_read_of_user(&answer.app))
    }

    async fn app_users_page(&self, query: AppUserQuery) -> Result<Page<AppUser>, Error> {
        check(&CAPABILITIES, Resource::AppUsers, &query)?;
        let app = query.app_id.unwrap_or_default();
        let mut request = ListAppUsers::new(number("app_id", &app)?);
        request.cursor.clone_from(&query.page.cursor);
        request.size = query.page.size();
        let call = NativeCall::of::<ListAppUsers>();
        let sent = query.page.apply(self.client.app_users().list(&request));
        let body = sent.await.map_err(|error| call.failed(error))?;
        let raw = query.page.raw.then(|| convert::json(&body));
        let items = body
            .users
            .iter()
            .map(|user| mapping::app_users_read(user, &app));
        Page::new(call, items, cursor(body.next_cursor), raw)
    }
}

impl SingleSignOn for Torii {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn list_apps(&self, query: AppQuery) -> BoxFuture<'_, Result<Page<App>, Error>> {
        Box::pin(self.apps_page(query))
    }

    fn get_app<'a>(
        &'a self,
        id: &'a str,
        user_id: Option<&'a str>,
    ) -> BoxFuture<'a, Result<App, Error>> {
        Box::pin(self.app(id, user_id))
    }

    fn update_app<'a>(
        &'a self,
        id: &'a str,
        user_id: Option<&'a str>,
        change: AppUpdate,
    ) -> BoxFuture<'a, Result<Written<App>, Error>> {
        Box::pin(self.change_app(id, user_id, change))
    }

    fn list_app_users(&self, query: AppUserQuery) -> BoxFuture<'_, Result<Page<AppUser>, Error>> {
        Box::pin(self.app_users_page(query))
    }
}
