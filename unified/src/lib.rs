//! One model of users, roles, organizations, groups and apps over several identity providers.
//!
//! [`UserDirectory`] and [`SingleSignOn`] are traits over the providers' own typed clients; the records are those of
//! [`models`], which have the shapes of Truto's unified API. Nothing is between your program and the provider.
//!
//! ```no_run
//! use signon_unified::{Torii, UserDirectory, UserQuery};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let directory = Torii::new(signon_torii::Client::new("token")?);
//! let mut users = directory.users(UserQuery::new());
//! while let Some(user) = users.next().await {
//!     let user = user?;
//!     println!("{}: {:?}", user.id, user.status);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! What a provider supports, its [`Capabilities`] say before a call; anything else is an [`Error::Unsupported`], and
//! nothing is sent. Which unified field is made of what is in `docs/unified.md`, with how certain that is.

#![cfg_attr(
    not(any(
        feature = "logto",
        feature = "onelogin",
        feature = "torii",
        feature = "truto"
    )),
    expect(dead_code, reason = "providers alone use what is not public")
)]

pub mod capabilities;
#[cfg(any(feature = "logto", feature = "onelogin", feature = "torii"))]
mod convert;
mod directory;
mod error;
mod generated;
mod list;
#[cfg(feature = "logto")]
mod logto;
mod native;
#[cfg(feature = "onelogin")]
mod onelogin;
mod query;
mod response;
#[cfg(feature = "scim")]
pub mod scim;
mod sign_on;
#[cfg(feature = "torii")]
mod torii;
#[cfg(feature = "truto")]
mod truto;

pub use signon_runtime as runtime;

pub use crate::capabilities::{Capabilities, Certainty, FieldSupport, Method, Resource, Support};
pub use crate::directory::UserDirectory;
pub use crate::error::{Defect, Error, MappingError, Partial, Unsupported};
pub use crate::generated::models;
pub use crate::list::{Page, Records};
#[cfg(feature = "logto")]
pub use crate::logto::Logto;
pub use crate::native::{NativeCall, Written};
#[cfg(feature = "onelogin")]
pub use crate::onelogin::OneLogin;
pub use crate::query::{
    AppQuery, AppUserQuery, GroupQuery, OrganizationQuery, PageQuery, Query, RoleQuery, UserQuery,
};
pub use crate::response::{Record, ResponseFormat, ResponseOptions};
pub use crate::sign_on::SingleSignOn;
#[cfg(feature = "torii")]
pub use crate::torii::Torii;
#[cfg(feature = "truto")]
pub use crate::truto::Truto;
