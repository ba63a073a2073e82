//! Lists: which records, which page of them, and the body that has them.

use scim_v2::models::errors::ScimType;
use scim_v2::schema_urns;
use serde_json::{Value, json};
use signon_runtime::BoxFuture;

use super::cursor::{decode, encode};
use super::failure::Failure;
use super::filter::{self, Attribute, Attributes, Condition, invalid};
use super::projection::Projection;
use super::support::Groups;
use super::{group, user};
use crate::capabilities::{Method, Resource};
use crate::directory::UserDirectory;
use crate::error::Error;
use crate::list::{Page, Records};
use crate::models::{Group, Status, User};
use crate::query::{GroupQuery, Query, RoleQuery, UserQuery};

/// How many resources a page has where the request does not say it, and at most.
pub(super) const DEFAULT_COUNT: usize = 100;
pub(super) const MAX_COUNT: usize = 200;

/// The most records that are read for one response, members among them: the total is known only once all have been.
pub(super) const MAX_RECORDS: usize = 10_000;

/// The parameters of a query.
#[derive(Debug)]
pub(super) struct Parameters {
    filter: Option<String>,
    pub(super) projection: Projection,
    start: usize,
    count: usize,
    cursor: Option<String>,
}

impl Parameters {
    pub(super) fn parse(query: &str) -> Result<Self, Failure> {
        let mut parameters = Self {
            filter: None,
            projection: Projection::default(),
            start: 1,
            count: DEFAULT_COUNT,
            cursor: None,
        };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "filter" => parameters.filter = Some(value.into_owned()),
                "attributes" => parameters.projection.only(&value),
                "excludedAttributes" => parameters.projection.without(&value),
                // Less than 1 is 1, and less than 0 is 0 (section 3.4.2.4).
                "startIndex" => parameters.start = number("startIndex", &value)?.max(1),
                "count" => parameters.count = number("count", &value)?.min(MAX_COUNT),
                "cursor" => parameters.cursor = Some(value.into_owned()),
                // Sorting is not supported, and unknown parameters are ignored.
                _ => {}
            }
        }
        Ok(parameters)
    }

    /// The conditions of the filter; none if there is no filter.
    pub(super) fn conditions(&self, attributes: &Attributes) -> Result<Vec<Condition>, Failure> {
        let filter = self.filter.as_deref();
        filter.map_or(Ok(Vec::new()), |filter| filter::parse(filter, attributes))
    }
}

fn number(name: &str, value: &str) -> Result<usize, Failure> {
    let number: i64 = value
        .parse()
        .map_err(|_| Failure::bad(ScimType::InvalidValue, format!("`{name}` is no integer")))?;
    Ok(usize::try_from(number).unwrap_or(0))
}

/// The records of a response.
#[derive(Debug)]
pub(super) struct Entries<T> {
    pub(super) records: Vec<T>,
    pub(super) rest: Rest,
}

/// Where the records are in the list.
#[derive(Debug)]
pub(super) enum Rest {
    Index { start: usize, total: usize },
    Cursor(Option<String>),
}

impl<T> Entries<T> {
    /// A page of records all of which are known.
    fn of(records: Vec<T>, parameters: &Parameters) -> Self {
        if parameters.cursor.is_some() {
            return Self {
                records,
                rest: Rest::Cursor(None),
            };
        }
        let total = records.len();
        let records = records
            .into_iter()
            .skip(parameters.start - 1)
            .take(parameters.count);
        Self {
            records: records.collect(),
            rest: Rest::Index {
                start: parameters.start,
                total,
            },
        }
    }
}

/// The body of a list.
pub(super) fn response(resources: &[Value], rest: Rest) -> Value {
    let mut body = json!({
        "schemas": [schema_urns::LIST_RESPONSE],
        "itemsPerPage": resources.len(),
        "Resources": resources,
    });
    let rest = match rest {
        Rest::Index { start, total } => {
            vec![("totalResults", json!(total)), ("startIndex", json!(start))]
        }
        Rest::Cursor(Some(next)) => vec![("nextCursor", json!(encode(&next)))],
        Rest::Cursor(None) => Vec::new(),
    };
    if let Value::Object(fields) = &mut body {
        fields.extend(
            rest.into_iter()
                .map(|(name, value)| (name.to_owned(), value)),
        );
    }
    body
}

/// The records of a list that meet the conditions; `list` lists a page of the provider.
async fn entries<'d, Q: Query + Send + 'd, T>(
    mut query: Q,
    parameters: &Parameters,
    meets: impl Fn(&T) -> bool,
    list: impl Fn(Q) -> BoxFuture<'d, Result<Page<T>, Error>> + Send + 'd,
) -> Result<Entries<T>, Failure> {
    let Some(cursor) = &parameters.cursor else {
        return window(Records::of(query, list), parameters, meets).await;
    };
    let page = query.page_mut();
    page.cursor = decode(cursor)?;
    page.limit = Some(limit(parameters));
    let page = list(query).await?;
    Ok(Entries {
        records: page.items.into_iter().filter(meets).collect(),
        rest: Rest::Cursor(page.next_cursor),
    })
}

/// The condition on an attribute.
fn on(conditions: &[Condition], attribute: Attribute) -> Option<&str> {
    let mut conditions = conditions.iter();
    let found = conditions.find(|condition| condition.attribute == attribute);
    found.map(|condition| condition.value.as_str())
}

/// The users that meet the conditions.
pub(super) async fn users<D: UserDirectory + ?Sized>(
    directory: &D,
    conditions: &[Condition],
    parameters: &Parameters,
) -> Result<Entries<User>, Failure> {
    let meets = |user: &User| {
        let mut conditions = conditions.iter();
        conditions.all(|condition| user::meets(user, condition))
    };
    if let Some(id) = on(conditions, Attribute::Id) {
        let found = existing(directory.get_user(id).await)?.into_iter();
        return Ok(Entries::of(found.filter(meets).collect(), parameters));
    }
    if let Some(name) = on(conditions, Attribute::UserName) {
        let found = named(directory, name, meets).await?;
        return Ok(Entries::of(found, parameters));
    }
    let mut query = UserQuery::new();
    for Condition { attribute, value } in conditions {
        query = match attribute {
            Attribute::Email => query.email(value),
            Attribute::GivenName => query.first_name(value),
            Attribute::FamilyName => query.last_name(value),
            Attribute::Active if value == "true" => query.status(Status::Active),
            // There is more than one status that is not active.
            Attribute::Active => return Err(invalid("only `active eq true` is supported")),
            Attribute::Id | Attribute::UserName | Attribute::DisplayName => query,
        };
    }
    let list = |query| directory.list_users(query);
    entries(query, parameters, meets, list).await
}

/// The users with a `userName`, which is a user name, an email address or an id: whatever a record has first.
pub(super) async fn named<D: UserDirectory + ?Sized>(
    directory: &D,
    name: &str,
    meets: impl Fn(&User) -> bool,
) -> Result<Vec<User>, Failure> {
    let support = directory.capabilities().find(Resource::Users, Method::List);
    let filters = support.map_or(&[][..], |support| support.filters);
    if !filters.contains(&"username") {
        return Err(invalid("the provider cannot search for a user name"));
    }
    let mut queries = vec![UserQuery::new().username(name)];
    if filters.contains(&"email") && name.contains('@') {
        queries.push(UserQuery::new().email(name));
    }
    for query in queries {
        let mut found = all(directory.users(query), MAX_RECORDS).await?;
        found.retain(&meets);
        if !found.is_empty() {
            return Ok(found);
        }
    }
    let found = existing(directory.get_user(name).await);
    // A name that cannot be an id is an error of some providers.
    Ok(found.ok().flatten().into_iter().filter(meets).collect())
}

/// The groups that meet the conditions.
pub(super) async fn groups<D: UserDirectory + ?Sized>(
    directory: &D,
    groups: Groups,
    conditions: &[Condition],
    parameters: &Parameters,
) -> Result<Entries<Group>, Failure> {
    let meets = |group: &Group| {
        let mut conditions = conditions.iter();
        conditions.all(|condition| group::meets(group, condition))
    };
    if let Some(id) = on(conditions, Attribute::Id) {
        let found = existing(group::get(directory, groups, id).await)?.into_iter();
        return Ok(Entries::of(found.filter(meets).collect(), parameters));
    }
    if groups.are_roles {
        let list = |query| -> BoxFuture<'_, _> {
            Box::pin(async move { Ok(directory.list_roles(query).await?.map(group::of_role)) })
        };
        return entries(RoleQuery::new(), parameters, meets, list).await;
    }
    let mut query = GroupQuery::new();
    if let Some(name) = on(conditions, Attribute::DisplayName) {
        query = query.name(name);
    }
    let list = |query| directory.list_groups(query);
    entries(query, parameters, meets, list).await
}

/// The users of a group, if there are no more than `most`.
pub(super) async fn members<D: UserDirectory + ?Sized>(
    directory: &D,
    groups: Groups,
    group: &str,
    most: usize,
) -> Result<Vec<User>, Failure> {
    let query = UserQuery::new();
    let query = if groups.are_roles {
        query.role_id(group)
    } else {
        query.group_id(group)
    };
    all(directory.users(query), most).await
}

/// A record, or none if the provider has none with the id.
fn existing<T>(found: Result<T, Error>) -> Result<Option<T>, Failure> {
    match found.map_err(Failure::from) {
        Ok(record) => Ok(Some(record)),
        Err(failure) if failure.status() == 404 => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// The page that `startIndex` and `count` say, and how many records there are.
async fn window<T>(
    mut records: Records<'_, T>,
    parameters: &Parameters,
    meets: impl Fn(&T) -> bool,
) -> Result<Entries<T>, Failure> {
    let (mut page, mut read, mut total) = (Vec::new(), 0, 0);
    while let Some(record) = records.next().await {
        let record = record?;
        read += 1;
        within_bounds(read, MAX_RECORDS)?;
        if !meets(&record) {
            continue;
        }
        total += 1;
        if total >= parameters.start && page.len() < parameters.count {
            page.push(record);
        }
    }
    Ok(Entries {
        records: page,
        rest: Rest::Index {
            start: parameters.start,
            total,
        },
    })
}

async fn all<T>(mut records: Records<'_, T>, most: usize) -> Result<Vec<T>, Failure> {
    let mut all = Vec::new();
    while let Some(record) = records.next().await {
        all.push(record?);
        within_bounds(all.len(), most)?;
    }
    Ok(all)
}

fn within_bounds(read: usize, most: usize) -> Result<(), Failure> {
    if read <= most {
        return Ok(());
    }
    let detail = format!(
        "more than {MAX_RECORDS} records: use a filter, pages by cursor, or leave out members"
    );
    Err(Failure::bad(ScimType::TooMany, detail))
}

fn limit(parameters: &Parameters) -> u32 {
    u32::try_from(parameters.count.max(1)).unwrap_or(u32::MAX)
}
