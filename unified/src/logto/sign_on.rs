//! Logto's applications.

use signon_logto::applications::{GetApplication, ListApplications};
use signon_runtime::BoxFuture;

use super::{CAPABILITIES, Logto, mapping, number_of, page};
use crate::capabilities::{Capabilities, Method, Resource};
use crate::convert;
use crate::error::{Error, Unsupported};
use crate::list::Page;
use crate::models::App;
use crate::native::NativeCall;
use crate::query::{AppQuery, check};
use crate::sign_on::SingleSignOn;

impl Logto {
    async fn apps_page(&self, query: AppQuery) -> Result<Page<App>, Error> {
        check(&CAPABILITIES, Resource::Apps, &query)?;
        let number = number_of(&query.page)?;
        let mut request = ListApplications::new();
        request.page = query.page.cursor.is_some().then_some(number);
        request.page_size = query.page.limit.map(i64::from);
        let sent = self.client.applications().list(&request);
        let (apps, next) = page(&query.page, &request, sent, number).await?;
        let raw = query.page.raw.then(|| convert::json(&apps));
        let items = apps.iter().map(|app| Ok(mapping::apps_read(app)));
        Page::new(NativeCall::of::<ListApplications>(), items, next, raw)
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
        let app = self
            .client
            .applications()
            .get(&GetApplication::new(id))
            .await;
        let app = app.map_err(|error| NativeCall::of::<GetApplication>().failed(error))?;
        Ok(mapping::apps_read(&app))
    }
}

impl SingleSignOn for Logto {
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
}
