//! OneLogin.

mod directory;
mod sign_on;

use signon_onelogin::Client;
use signon_runtime::{Call, Next, Paginated};

use crate::capabilities::{Capabilities, Method, Resource, Support};
use crate::error::Error;
use crate::generated::onelogin as mapping;
use crate::native::NativeCall;
use crate::query::PageQuery;

/// OneLogin, by its own API.
#[derive(Clone, Debug)]
pub struct OneLogin {
    client: Client,
}

impl OneLogin {
    /// The account that a client has access to.
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// The client, for what the unified API does not have.
    pub fn client(&self) -> &Client {
        &self.client
    }
}

const CAPABILITIES: Capabilities = Capabilities::new(
    "onelogin",
    &[
        Support::new(Resource::Users, Method::List, mapping::USERS_READ).filters(&[
            "first_name",
            "last_name",
            "email",
            "username",
            "group_id",
        ]),
        Support::new(Resource::Users, Method::Get, mapping::USERS_READ),
        Support::new(Resource::Users, Method::Create, mapping::USERS_CREATE),
        Support::new(Resource::Users, Method::Update, mapping::USERS_UPDATE),
        Support::new(Resource::Users, Method::Delete, &[]),
        Support::new(Resource::Roles, Method::List, mapping::ROLES_READ),
        Support::new(Resource::Roles, Method::Get, mapping::ROLES_READ),
        Support::new(Resource::Roles, Method::Create, mapping::ROLES_CREATE),
        Support::new(Resource::Roles, Method::Update, mapping::ROLES_UPDATE),
        Support::new(Resource::Roles, Method::Delete, &[]),
        Support::new(Resource::Groups, Method::List, mapping::GROUPS_READ).filters(&["name"]),
        Support::new(Resource::Groups, Method::Get, mapping::GROUPS_READ),
        Support::new(Resource::Apps, Method::List, mapping::APPS_READ).filters(&["user_id"]),
        Support::new(Resource::Apps, Method::Get, mapping::APPS_READ),
        Support::new(Resource::AppUsers, Method::List, mapping::APP_USERS_READ)
            .filters(&["app_id"])
            .required(&["app_id"]),
    ],
);

/// The size of the first page; a cursor carries it to those that follow.
fn first_limit(query: &PageQuery) -> Option<i64> {
    query
        .limit
        .filter(|_| query.cursor.is_none())
        .map(i64::from)
}

/// A page of one of OneLogin's lists: its body, and the cursor of the next one, which is in a header.
async fn page<O: Paginated>(
    query: &PageQuery,
    request: &O,
    call: Call<'_, O::Output, O>,
    cursor: fn(O) -> Option<String>,
) -> Result<(O::Output, Option<String>), Error> {
    let response = query.apply(call).response().await;
    let response = response.map_err(|error| NativeCall::of::<O>().failed(error))?;
    let next = match request.next(&response) {
        Some(Next::Request(next)) => cursor(next),
        Some(_) | None => None,
    };
    Ok((response.into_body(), next))
}
