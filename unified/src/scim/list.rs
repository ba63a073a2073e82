//! Lists: which records, which page of them, and the body that has them.

use scim_v2::models::errors::ScimType;
use scim_v2::schema_urns;
use serde_json::{Value, json};

use super::failure::Failure;
use super::filter::{self, Attribute, Attributes, Condition, invalid};
use super::projection::Projection;
use super::{group, user};
use crate::capabilities::{Method, Resource};
use crate::directory::UserDirectory;
use crate::error::Error;
use crate::list::Records;
use crate::models::{Group, Status, User};
use crate::query::{GroupQuery, UserQuery};

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

/// The users that meet the conditions.
pub(super) async fn users<D: UserDirectory + ?Sized>(
    directory: &D,
    conditions: &[Condition],
    parameters: &Parameters,
) -> Result<Entries<User>, Failure> {
    let meets = |user: &User| {
        conditions
            .iter()
            .all(|condition| user::meets(user, condition))
    };
    let by = |attribute| {
        conditions
            .iter()
            .find(|condition| condition.attribute == attribute)
    };
    if let Some(id) = by(Attribute::Id) {
        let found = existing(directory.get_user(&id.value).await)?;
        return Ok(Entries::of(
            found.into_iter().filter(meets).collect(),
            parameters,
        ));
    }
    if let Some(name) = by(Attribute::UserName) {
        let found = named(directory, &name.value, meets).await?;
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
    let Some(cursor) = &parameters.cursor else {
        return window(directory.users(query), parameters, meets).await;
    };
    query.page.cursor = decode(cursor)?;
    query.page.limit = Some(limit(parameters));
    let page = directory.list_users(query).await?;
    Ok(Entries {
        records: page.items.into_iter().filter(meets).collect(),
        rest: Rest::Cursor(page.next_cursor),
    })
}

/// The users with a `userName`, which is a user name, an email address or an id: whatever a record has first.
async fn named<D: UserDirectory + ?Sized>(
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
    conditions: &[Condition],
    parameters: &Parameters,
) -> Result<Entries<Group>, Failure> {
    let meets = |group: &Group| {
        conditions
            .iter()
            .all(|condition| group::meets(group, condition))
    };
    let by = |attribute| {
        conditions
            .iter()
            .find(|condition| condition.attribute == attribute)
    };
    if let Some(id) = by(Attribute::Id) {
        let found = existing(directory.get_group(&id.value).await)?;
        return Ok(Entries::of(
            found.into_iter().filter(meets).collect(),
            parameters,
        ));
    }
    let mut query = GroupQuery::new();
    if let Some(name) = by(Attribute::DisplayName) {
        query = query.name(&name.value);
    }
    let Some(cursor) = &parameters.cursor else {
        return window(directory.groups(query), parameters, meets).await;
    };
    query.page.cursor = decode(cursor)?;
    query.page.limit = Some(limit(parameters));
    let page = directory.list_groups(query).await?;
    Ok(Entries {
        records: page.items.into_iter().filter(meets).collect(),
        rest: Rest::Cursor(page.next_cursor),
    })
}

/// The users of a group, if there are no more than `most`.
pub(super) async fn members<D: UserDirectory + ?Sized>(
    directory: &D,
    group: &str,
    most: usize,
) -> Result<Vec<User>, Failure> {
    all(directory.users(UserQuery::new().group_id(group)), most).await
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

/// A provider's cursor in the characters that a cursor may have (RFC 9865, section 2).
fn encode(cursor: &str) -> String {
    use std::fmt::Write as _;
    cursor.bytes().fold(String::new(), |mut text, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The provider's cursor; none where the list begins.
fn decode(cursor: &str) -> Result<Option<String>, Failure> {
    if cursor.is_empty() {
        return Ok(None);
    }
    let invalid = || {
        Failure::bad(
            ScimType::Other("invalidCursor".to_owned()),
            "the cursor is not one of this service",
        )
    };
    let digits: Option<Vec<u32>> = cursor.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits
        .filter(|digits| digits.len() % 2 == 0)
        .ok_or_else(invalid)?;
    let bytes = digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit));
    let bytes: Option<Vec<u8>> = bytes.map(|byte| u8::try_from(byte).ok()).collect();
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    Ok(Some(text.ok_or_else(invalid)?))
}
