//! Truto itself: a hosted account instead of a native one.
//!
//! The unified models are Truto's, so that there is nothing to map: bodies are read unchanged. Which methods and
//! fields a product supports, Truto decides; what it does not, is an error of the call.

mod directory;
mod remote_query;
mod sign_on;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use signon_runtime::{Call, Json, Uuid};
use signon_truto::Client;

use self::remote_query::remote_query;
use crate::capabilities::{Capabilities, Method, Resource, Support};
use crate::error::{Defect, Error, MappingError, Partial};
use crate::list::Page;
use crate::native::NativeCall;
use crate::query::PageQuery;

/// An account that is connected to Truto.
#[derive(Clone, Debug)]
pub struct Truto {
    client: Client,
    account: Uuid,
}

impl Truto {
    /// The integrated account with this id.
    pub fn new(client: Client, integrated_account_id: impl Into<Uuid>) -> Self {
        Self {
            client,
            account: integrated_account_id.into(),
        }
    }

    /// The client, for what the unified API does not have.
    pub fn client(&self) -> &Client {
        &self.client
    }

    fn account(&self) -> Uuid {
        self.account.clone()
    }
}

const CAPABILITIES: Capabilities = Capabilities::new(
    "truto",
    &[
        Support::any_field(Resource::Users, Method::List).filters(&[
            "first_name",
            "last_name",
            "email",
            "status",
            "group_id",
            "organization_id",
        ]),
        Support::any_field(Resource::Users, Method::Get),
        Support::any_field(Resource::Users, Method::Create),
        Support::any_field(Resource::Users, Method::Update),
        Support::any_field(Resource::Users, Method::Delete),
        Support::any_field(Resource::Roles, Method::List),
        Support::any_field(Resource::Roles, Method::Get),
        Support::any_field(Resource::Roles, Method::Create),
        Support::any_field(Resource::Roles, Method::Update),
        Support::any_field(Resource::Roles, Method::Delete),
        Support::any_field(Resource::Organizations, Method::List).filters(&["name", "user_id"]),
        Support::any_field(Resource::Organizations, Method::Get),
        Support::any_field(Resource::Organizations, Method::Update),
        Support::any_field(Resource::Organizations, Method::Delete),
        Support::any_field(Resource::Groups, Method::List).filters(&["name", "organization_id"]),
        Support::any_field(Resource::Groups, Method::Get),
        Support::any_field(Resource::Apps, Method::List),
        Support::any_field(Resource::Apps, Method::Get).filters(&["user_id"]),
        Support::any_field(Resource::Apps, Method::Update).filters(&["user_id"]),
        Support::any_field(Resource::AppUsers, Method::List).filters(&["app_id"]),
        Support::any_field(Resource::AppUsers, Method::Get),
        Support::any_field(Resource::AppUsers, Method::Delete),
    ],
);

/// A page: Truto's envelope, read unchanged.
async fn list<R: DeserializeOwned, T, O>(
    query: &PageQuery,
    native: NativeCall,
    call: Call<'_, T, O>,
) -> Result<Page<R>, Error> {
    let raw = call.raw().await.map_err(|error| native.failed(error))?;
    let body: Json = raw.json().map_err(|_| unread("result"))?;
    let next = body
        .get("next_cursor")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let next = next.filter(|cursor| !cursor.is_empty());
    let result = body
        .get("result")
        .and_then(Value::as_array)
        .ok_or_else(|| unread("result"))?;
    let items: Vec<Result<R, MappingError>> = result.iter().map(decode).collect();
    let raw = query.raw.then(|| body.clone());
    Page::new(native, items.into_iter(), next, raw)
}

/// A record.
async fn one<R: DeserializeOwned, T, O>(
    native: NativeCall,
    call: Call<'_, T, O>,
) -> Result<R, Error> {
    let raw = call.raw().await.map_err(|error| native.failed(error))?;
    let body: Json = raw.json().map_err(|_| unread("body"))?;
    decode(body.as_value()).map_err(Error::Record)
}

/// The record that a write answers with: the write took effect, whatever the record is.
async fn written<R: DeserializeOwned, T, O>(
    native: NativeCall,
    call: Call<'_, T, O>,
) -> Result<R, Error> {
    let raw = call
        .raw()
        .await
        .map_err(|error| native.failed_write(error))?;
    let record = raw.json::<Json>().map_err(|_| unread("body"));
    let record = record.and_then(|body| decode(body.as_value()).map_err(Error::Record));
    record.map_err(|cause| {
        Error::Partial(Box::new(Partial {
            done: vec![native],
            left: Vec::new(),
            cause,
        }))
    })
}

/// A deletion, whose response can be anything.
async fn deleted<T, O>(native: NativeCall, call: Call<'_, T, O>) -> Result<(), Error> {
    let done = call.raw().await;
    done.map(drop).map_err(|error| native.failed_write(error))
}

/// A body of Truto's from ours: the same properties under the same names.
fn body<B: DeserializeOwned>(change: &impl Serialize) -> Result<B, Error> {
    let value = serde_json::to_value(change);
    let body = value.and_then(serde_json::from_value);
    body.map_err(|error| {
        let defect = Defect::Body(error.to_string());
        Error::Rejected(MappingError::new("body", defect))
    })
}

fn decode<R: DeserializeOwned>(value: &Value) -> Result<R, MappingError> {
    let decoded = R::deserialize(value);
    decoded.map_err(|error| MappingError::new("result", Defect::Body(error.to_string())))
}

fn unread(field: &str) -> Error {
    Error::Record(MappingError::missing(field))
}
