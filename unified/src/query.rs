//! The queries of lists.

use crate::capabilities::{Capabilities, Method, Resource, Support};
use crate::error::{Error, MappingError, Unsupported};
use crate::models::Status;

/// The page, and options of the provider's request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageQuery {
    /// Where the page starts: the `next_cursor` of the page before it.
    pub cursor: Option<String>,
    /// The most records that the page may hold.
    pub limit: Option<u32>,
    /// Query parameters that are added to the provider's request as they are.
    pub remote_query: Vec<(String, String)>,
    /// Whether the page keeps the provider's own body.
    pub raw: bool,
}

impl PageQuery {
    /// A provider's call with the parameters of `remote_query`.
    #[cfg(any(feature = "logto", feature = "onelogin", feature = "torii"))]
    pub(crate) fn apply<'a, T, O>(
        &self,
        mut call: signon_runtime::Call<'a, T, O>,
    ) -> signon_runtime::Call<'a, T, O> {
        for (name, value) in &self.remote_query {
            call = call.query(name, value);
        }
        call
    }

    /// The limit for a provider that counts in `i32`.
    #[cfg(feature = "torii")]
    pub(crate) fn size(&self) -> Option<i32> {
        self.limit
            .map(|limit| i32::try_from(limit).unwrap_or(i32::MAX))
    }
}

/// A query of a list, of any kind of record.
pub trait Query: Clone {
    /// The page, and options of the provider's request.
    fn page_mut(&mut self) -> &mut PageQuery;
}

/// The filters of a query.
pub(crate) trait Filters {
    /// Their names, and whether each is set.
    fn filters(&self) -> Vec<(&'static str, bool)>;
}

/// Checks the filters of a query against what a provider takes.
pub(crate) fn check(
    capabilities: &Capabilities,
    resource: Resource,
    query: &impl Filters,
) -> Result<(), Error> {
    let filters = query.filters();
    let support = supported(capabilities, resource, Method::List)?;
    let is_set = |name: &str| filters.iter().any(|(known, set)| *known == name && *set);
    for (name, _) in filters.iter().filter(|(_, is_set)| *is_set) {
        if !support.filters.contains(name) {
            return Err(Error::Unsupported(Unsupported {
                provider: capabilities.provider(),
                resource,
                method: Method::List,
                argument: Some((*name).to_owned()),
            }));
        }
    }
    match support.required.iter().find(|name| !is_set(name)) {
        Some(name) => Err(Error::Rejected(MappingError::missing(name))),
        None => Ok(()),
    }
}

/// How a method is supported, or the error that says that it is not.
pub(crate) fn supported(
    capabilities: &Capabilities,
    resource: Resource,
    method: Method,
) -> Result<&'static Support, Error> {
    capabilities.find(resource, method).ok_or_else(|| {
        Error::Unsupported(Unsupported {
            provider: capabilities.provider(),
            resource,
            method,
            argument: None,
        })
    })
}

/// A query: its filters with a setter for each.
macro_rules! query {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $ty:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_doc])* pub $field: Option<$ty>,)*
            /// The page, and options of the provider's request.
            pub page: PageQuery,
        }

        impl $name {
            /// All records.
            pub fn new() -> Self {
                Self::default()
            }

            $(
                $(#[$field_doc])*
                #[must_use]
                pub fn $field(mut self, $field: impl Into<$ty>) -> Self {
                    self.$field = Some($field.into());
                    self
                }
            )*

            /// The most records that a page may hold.
            #[must_use]
            pub fn limit(mut self, limit: u32) -> Self {
                self.page.limit = Some(limit);
                self
            }

            /// Where to start: the `next_cursor` of a page.
            #[must_use]
            pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
                self.page.cursor = Some(cursor.into());
                self
            }

            /// A query parameter that is added to the provider's request as it is.
            #[must_use]
            pub fn remote_query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.page.remote_query.push((name.into(), value.into()));
                self
            }

        }

        impl Query for $name {
            fn page_mut(&mut self) -> &mut PageQuery {
                &mut self.page
            }
        }

        impl Filters for $name {
            fn filters(&self) -> Vec<(&'static str, bool)> {
                vec![$((stringify!($field), self.$field.is_some()),)*]
            }
        }
    };
}

query! {
    /// Which users to list.
    UserQuery {
        /// Only users with this given name.
        first_name: String,
        /// Only users with this family name.
        last_name: String,
        /// Only the user with this email address.
        email: String,
        /// Only the user with this user name.
        username: String,
        /// Only users in this state.
        status: Status,
        /// Only users of this group.
        group_id: String,
        /// Only users of this organization.
        organization_id: String,
        /// Only users who hold this role.
        role_id: String,
    }
}

query! {
    /// Which roles to list.
    RoleQuery {
        /// Only roles that this user holds.
        user_id: String,
    }
}

query! {
    /// Which organizations to list.
    OrganizationQuery {
        /// Only organizations with this name.
        name: String,
        /// Only organizations of this user.
        user_id: String,
    }
}

query! {
    /// Which groups to list.
    GroupQuery {
        /// Only groups with this name.
        name: String,
        /// Only groups of this organization.
        organization_id: String,
    }
}

query! {
    /// Which applications to list.
    AppQuery {
        /// Only applications of this user; their `status` then is that of the user's access.
        user_id: String,
    }
}

query! {
    /// Which accounts in applications to list.
    AppUserQuery {
        /// The application.
        app_id: String,
    }
}
