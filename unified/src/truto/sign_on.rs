//! Single sign-on of an account at Truto.

use signon_runtime::BoxFuture;
use signon_truto::sso::{DeleteAppUser, GetApp, GetAppUser, ListAppUsers, ListApps, UpdateApp};

use super::{CAPABILITIES, Truto, body, deleted, list, one, remote_query, written};
use crate::capabilities::{Capabilities, Resource};
use crate::error::Error;
use crate::list::Page;
use crate::models::{App, AppUpdate, AppUser};
use crate::native::{NativeCall, Written};
use crate::query::{AppQuery, AppUserQuery, check};
use crate::sign_on::SingleSignOn;

impl SingleSignOn for Truto {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn list_apps(&self, query: AppQuery) -> BoxFuture<'_, Result<Page<App>, Error>> {
        Box::pin(async move {
            check(&CAPABILITIES, Resource::Apps, &query)?;
            let mut request = ListApps::new(self.account());
            request.limit = query.page.limit.map(i64::from);
            request.next_cursor.clone_from(&query.page.cursor);
            request.remote_query = remote_query(&query.page);
            let call = self.client.sso().list_apps(&request);
            list(&query.page, NativeCall::of::<ListApps>(), call).await
        })
    }

    fn get_app<'a>(
        &'a self,
        id: &'a str,
        user_id: Option<&'a str>,
    ) -> BoxFuture<'a, Result<App, Error>> {
        Box::pin(async move {
            let mut request = GetApp::new(id, self.account());
            request.user_id = user_id.map(str::to_owned);
            one(
                NativeCall::of::<GetApp>(),
                self.client.sso().get_app(&request),
            )
            .await
        })
    }

    fn update_app<'a>(
        &'a self,
        id: &'a str,
        user_id: Option<&'a str>,
        change: AppUpdate,
    ) -> BoxFuture<'a, Result<Written<App>, Error>> {
        Box::pin(async move {
            let mut request = UpdateApp::new(id, self.account(), body(&change)?);
            request.user_id = user_id.map(str::to_owned);
            let native = NativeCall::of::<UpdateApp>();
            let record = written(native, self.client.sso().update_app(&request)).await?;
            Written::by(native, Ok(record))
        })
    }

    fn list_app_users(&self, query: AppUserQuery) -> BoxFuture<'_, Result<Page<AppUser>, Error>> {
        Box::pin(async move {
            check(&CAPABILITIES, Resource::AppUsers, &query)?;
            let mut request = ListAppUsers::new(self.account());
            request.limit = query.page.limit.map(i64::from);
            request.next_cursor.clone_from(&query.page.cursor);
            request.app_id = query.app_id;
            request.remote_query = remote_query(&query.page);
            let call = self.client.sso().list_app_users(&request);
            list(&query.page, NativeCall::of::<ListAppUsers>(), call).await
        })
    }

    fn get_app_user<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<AppUser, Error>> {
        Box::pin(async move {
            let request = GetAppUser::new(id, self.account());
            one(
                NativeCall::of::<GetAppUser>(),
                self.client.sso().get_app_user(&request),
            )
            .await
        })
    }

    fn delete_app_user<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Written<()>, Error>> {
        Box::pin(async move {
            let request = DeleteAppUser::new(id, self.account());
            let native = NativeCall::of::<DeleteAppUser>();
            deleted(native, self.client.sso().delete_app_user(&request)).await?;
            Written::by(native, Ok(()))
        })
    }
}
