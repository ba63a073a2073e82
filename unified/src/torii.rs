//! Torii.

mod directory;
mod sign_on;

use signon_runtime::Field;
use signon_torii::Client;

use crate::capabilities::{Capabilities, Method, Resource, Support};
use crate::generated::torii as mapping;

/// Torii, by its own API.
#[derive(Clone, Debug)]
pub struct Torii {
    client: Client,
}

impl Torii {
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
    "torii",
    &[
        Support::new(Resource::Users, Method::List, mapping::USERS_READ).filters(&[
            "first_name",
            "last_name",
            "email",
            "username",
            "status",
        ]),
        Support::new(Resource::Users, Method::Get, mapping::USERS_READ),
        Support::new(Resource::Users, Method::Update, mapping::USERS_UPDATE),
        Support::new(Resource::Roles, Method::List, mapping::ROLES_READ),
        Support::new(Resource::Roles, Method::Get, mapping::ROLES_READ),
        Support::new(
            Resource::Organizations,
            Method::List,
            mapping::ORGANIZATIONS_READ,
        ),
        Support::new(Resource::Apps, Method::List, mapping::APPS_READ).filters(&["user_id"]),
        Support::new(Resource::Apps, Method::Get, mapping::APPS_READ).filters(&["user_id"]),
        Support::new(Resource::Apps, Method::Update, mapping::APPS_UPDATE)
            .filters(&["user_id"])
            .required(&["user_id"]),
        Support::new(Resource::AppUsers, Method::List, mapping::APP_USERS_READ)
            .filters(&["app_id"])
            .required(&["app_id"]),
    ],
);

/// The cursor of the next page; Torii ends a list with null or an empty text.
fn cursor(next: Field<String>) -> Option<String> {
    next.into_option().filter(|cursor| !cursor.is_empty())
}
