//! Lists and records.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use signon_unified::models::Status;
use signon_unified::{
    AppQuery, AppUserQuery, Error, GroupQuery, OrganizationQuery, Page, Query, Record, Resource,
    ResponseFormat, RoleQuery, Support, UserQuery,
};

use super::{Call, Success};
use crate::account::Account;
use crate::failure::Failure;

/// Empty pages in a row that are skipped: some clients take an empty page for the last one.
const MOST_EMPTY_PAGES: usize = 20;

/// A query with the filters of a list, by their names.
macro_rules! query {
    ($query:ident { $($field:ident),* }, $filters:expr) => {{
        let mut query = $query::new();
        $(query.$field = $filters.remove(stringify!($field)).map(Into::into);)*
        query
    }};
}

impl Call {
    pub(super) async fn list(&self, account: &Account) -> Result<Success, Failure> {
        let support = self.support(account)?;
        let mut filters = self.filters(support)?;
        match self.resource() {
            Resource::Users => {
                let status = filters.remove("status");
                let mut query = query!(
                    UserQuery {
                        first_name,
                        last_name,
                        email,
                        group_id,
                        organization_id
                    },
                    filters
                );
                query.status = status.as_deref().map(Status::from);
                self.pages(account, query, |query| account.directory.list_users(query))
                    .await
            }
            Resource::Roles => {
                let query = query!(RoleQuery { user_id }, filters);
                self.pages(account, query, |query| account.directory.list_roles(query))
                    .await
            }
            Resource::Organizations => {
                let query = query!(OrganizationQuery { name, user_id }, filters);
                self.pages(account, query, |query| {
                    account.directory.list_organizations(query)
                })
                .await
            }
            Resource::Groups => {
                let query = query!(
                    GroupQuery {
                        name,
                        organization_id
                    },
                    filters
                );
                self.pages(account, query, |query| account.directory.list_groups(query))
                    .await
            }
            Resource::Apps => {
                let query = query!(AppQuery { user_id }, filters);
                self.pages(account, query, |query| account.sign_on.list_apps(query))
                    .await
            }
            Resource::AppUsers | _ => {
                let query = query!(AppUserQuery { app_id }, filters);
                self.pages(account, query, |query| {
                    account.sign_on.list_app_users(query)
                })
                .await
            }
        }
    }

    /// The first page with records from the cursor on, or the last page.
    async fn pages<Q: Query, T: Record, F>(
        &self,
        account: &Account,
        mut query: Q,
        list: impl Fn(Q) -> F,
    ) -> Result<Success, Failure>
    where
        F: Future<Output = Result<Page<T>, Error>>,
    {
        query.page_mut().clone_from(&self.parameters.page);
        for _ in 0..MOST_EMPTY_PAGES {
            let page = list(query.clone()).await;
            let page = page.map_err(|error| self.target(account).failure(error))?;
            let cursor = &mut query.page_mut().cursor;
            if page.items.is_empty() && page.next_cursor.is_some() && page.next_cursor != *cursor {
                *cursor = page.next_cursor;
                continue;
            }
            return self.envelope(&page);
        }
        Err(crate::failure::unreadable(format!(
            "the provider answered with {MOST_EMPTY_PAGES} empty pages in a row"
        )))
    }

    fn envelope<T: Record>(&self, page: &Page<T>) -> Result<Success, Failure> {
        let options = &self.parameters.options;
        let mut body = options.page(page).into_value();
        if let Some(key) = &self.parameters.key_by {
            if options.format == ResponseFormat::Raw {
                return Err(Failure::bad_request(
                    "`truto_key_by` cannot be combined with the format `raw`",
                ));
            }
            let records = body.get_mut("result").map(Value::take).unwrap_or_default();
            let keyed = keyed(records, key)?;
            if let Some(result) = body.get_mut("result") {
                *result = Value::Object(keyed);
            }
        }
        Ok(Success::ok(body))
    }

    pub(super) async fn get(
        &self,
        account: &Account,
        support: &'static Support,
    ) -> Result<Success, Failure> {
        let scope = self.scope(support)?;
        let id = self.id();
        let options = &self.parameters.options;
        let directory = &account.directory;
        let sign_on = &account.sign_on;
        let success = match self.resource() {
            Resource::Users => Success::of(options, directory.get_user(id).await),
            Resource::Roles => Success::of(options, directory.get_role(id).await),
            Resource::Organizations => Success::of(options, directory.get_organization(id).await),
            Resource::Groups => Success::of(options, directory.get_group(id).await),
            Resource::Apps => Success::of(options, sign_on.get_app(id, scope.as_deref()).await),
            Resource::AppUsers | _ => Success::of(options, sign_on.get_app_user(id).await),
        };
        success.map_err(|error| self.target(account).failure(error))
    }
}

/// Records by the text of one of their fields.
fn keyed(records: Value, key: &str) -> Result<Map<String, Value>, Failure> {
    let Value::Array(records) = records else {
        return Ok(Map::new());
    };
    let mut keyed = BTreeMap::new();
    for record in records {
        let text = match record.get(key) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => {
                return Err(Failure::bad_request(format!(
                    "`truto_key_by`: not each record has a text or a number as `{key}`"
                )));
            }
        };
        if keyed.insert(text, record).is_some() {
            return Err(Failure::bad_request(format!(
                "`truto_key_by`: two records have the same `{key}`"
            )));
        }
    }
    Ok(keyed.into_iter().collect())
}
