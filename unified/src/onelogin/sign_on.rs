//! OneLogin's apps, and who has an account in them.

use signon_onelogin::apps::{GetApp, ListAppUsers, ListApps};
use signon_onelogin::users::ListUserApps;
use signon_runtime::BoxFuture;

use super::{CAPABILITIES, OneLogin, first_limit, mapping, page};
use crate::capabilities::{Capabilities, Method, Resource};
use crate::convert::{self, number};
use crate::error::{Error, Unsupported};
use crate::list::Page;
use crate::models::{App, AppUser};
use crate::native::NativeCall;
use crate::query::{AppQuery, AppUserQuery, PageQuery, check};
use crate::sign_on::SingleSignOn;

impl OneLogin {
    async fn apps_page(&self, query: AppQuery) -> Result<Page<App>, Error> {
        check(&CAPABILITIES, Resource::Apps, &query)?;
        if let Some(user) = &query.user_id {
            return self.apps_of(user, &query.page).await;
        }
        let mut request = ListApps::new();
        request.cursor.clone_from(&query.page.cursor);
        request.limit = first_limit(&query.page);
        let sent = self.client.apps().list(&request);
        let (apps, next) = page(&query.page, &request, sent, |next| next.cursor).await?;
        let raw = query.page.raw.then(|| convert::json(&apps));
        let items = apps.iter().map(mapping::apps_read_of_list);
        Page::new(NativeCall::of::<ListApps>(), items, next, raw)
    }

    /// The apps of a user, which OneLogin gives in a single page.
    async fn apps_of(&self, user: &str, page: &PageQuery) -> Result<Page<App>, Error> {
        let request = ListUserApps::new(number("user_id", user)?);
        let call = NativeCall::of::<ListUserApps>();
        let sent = page.apply(self.client.users().list_apps(&request));
        let apps = sent.await.map_err(|error| call.failed(error))?;
        let raw = page.raw.then(|| convert::json(&apps));
        let items = apps.iter().map(|app| Ok(mapping::apps_read_of_user(app)));
        Page::new(call, items, None, raw)
    }

    async fn app(&self, id: &str, user: Option<&str>) -> Result<App, Error> {
        if user.is_some() {
            return Err(Error::Unsupported(Unsupported {
                provider: CAPABILITIES.provider(),
                resource: Resource::Apps,
                method: Method::Get,
                argument: Some("user_id".to_owned()),
            }));
        }
        let request = GetApp::new(number("id", id)?);
        let app = self.client.apps().get(&request).await;
        let app = app.map_err(|error| NativeCall::of::<GetApp>().failed(error))?;
        Ok(mapping::apps_read(&app))
    }

    async fn app_users_page(&self, query: AppUserQuery) -> Result<Page<AppUser>, Error> {
        check(&CAPABILITIES, Resource::AppUsers, &query)?;
        let app = query.app_id.unwrap_or_default();
        let mut request = ListAppUsers::new(number("app_id", &app)?);
        request.cursor.clone_from(&query.page.cursor);
        request.limit = first_limit(&query.page);
        let sent = self.client.apps().list_users(&request);
        let (users, next) = page(&query.page, &request, sent, |next| next.cursor).await?;
        let raw = query.page.raw.then(|| convert::json(&users));
        let items = users
            .iter()
            .map(|user| Ok(mapping::app_users_read(user, &app)));
        Page::new(NativeCall::of::<ListAppUsers>(), items, next, raw)
    }
}

impl SingleSignOn for OneLogin {
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

    fn list_app_users(&self, query: AppUserQuery) -> BoxFuture<'_, Result<Page<AppUser>, Error>> {
        Box::pin(self.app_users_page(query))
    }
}
