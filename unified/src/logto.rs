//! Logto.

mod change;
mod directory;
mod sign_on;

use signon_logto::Client;
use signon_runtime::{Call, Paginated};

use crate::capabilities::{Capabilities, Method, Resource, Support};
use crate::error::{Error, MappingError};
use crate::generated::logto as mapping;
use crate::native::NativeCall;
use crate::query::PageQuery;

/// Logto, by its own API.
#[derive(Clone, Debug)]
pub struct Logto {
    client: Client,
}

impl Logto {
    /// The tenant that a client has access to.
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// The client, for what the unified API does not have.
    pub fn client(&self) -> &Client {
        &self.client
    }
}

const CAPABILITIES: Capabilities = Capabilities::new(
    "logto",
    &[
        Support::new(Resource::Users, Method::List, mapping::USERS_READ)
            .filters(&["email", "username", "role_id"]),
        Support::new(Resource::Users, Method::Get, mapping::USERS_READ),
        Support::new(Resource::Users, Method::Create, mapping::USERS_CREATE),
        Support::new(Resource::Users, Method::Update, mapping::USERS_UPDATE),
        Support::new(Resource::Users, Method::Delete, &[]),
        Support::new(Resource::Roles, Method::List, mapping::ROLES_READ),
        Support::new(Resource::Roles, Method::Get, mapping::ROLES_READ),
        Support::new(Resource::Roles, Method::Create, mapping::ROLES_CREATE),
        Support::new(Resource::Roles, Method::Update, mapping::ROLES_UPDATE),
        Support::new(Resource::Roles, Method::Delete, &[]),
        Support::new(Resource::RoleAssignments, Method::Create, &[]),
        Support::new(Resource::RoleAssignments, Method::Delete, &[]),
        Support::new(
            Resource::Organizations,
            Method::List,
            mapping::ORGANIZATIONS_READ,
        ),
        Support::new(
            Resource::Organizations,
            Method::Get,
            mapping::ORGANIZATIONS_READ,
        ),
        Support::new(
            Resource::Organizations,
            Method::Update,
            mapping::ORGANIZATIONS_UPDATE,
        ),
        Support::new(Resource::Organizations, Method::Delete, &[]),
        Support::new(Resource::Apps, Method::List, mapping::APPS_READ),
        Support::new(Resource::Apps, Method::Get, mapping::APPS_READ),
    ],
);

/// The number of a page, which is what Logto has instead of cursors.
fn number_of(query: &PageQuery) -> Result<i64, Error> {
    let Some(cursor) = &query.cursor else {
        return Ok(1);
    };
    let number = cursor.parse().ok().filter(|number: &i64| *number > 0);
    number.ok_or_else(|| Error::Rejected(MappingError::value("next_cursor", cursor)))
}

/// A page of one of Logto's lists: its body, and the cursor of the next one.
async fn page<O: Paginated>(
    query: &PageQuery,
    request: &O,
    call: Call<'_, O::Output, O>,
    number: i64,
) -> Result<(O::Output, Option<String>), Error> {
    let response = query.apply(call).response().await;
    let response = response.map_err(|error| NativeCall::of::<O>().failed(error))?;
    let next = request
        .next(&response)
        .map(|_| number.saturating_add(1).to_string());
    Ok((response.into_body(), next))
}
