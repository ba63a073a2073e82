//! What a provider supports, to check before a call.

use std::fmt;

/// How certain it is that a unified field is made of what it is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Certainty {
    /// A rule that this crate sets, because none is documented.
    Guess,
    /// The meaning is the same, and the names differ.
    Inferred,
    /// The provider or Truto documents it.
    Documented,
}

/// A unified field that a provider fills or takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct FieldSupport {
    /// The key of the field.
    pub name: &'static str,
    /// How certain its mapping is.
    pub certainty: Certainty,
}

impl FieldSupport {
    #[cfg(any(feature = "logto", feature = "onelogin", feature = "torii"))]
    pub(crate) const fn new(name: &'static str, certainty: Certainty) -> Self {
        Self { name, certainty }
    }
}

/// A kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Resource {
    /// Users of a directory.
    Users,
    /// Roles that users hold.
    Roles,
    /// Which users hold which roles.
    RoleAssignments,
    /// Organizations.
    Organizations,
    /// Groups of users.
    Groups,
    /// Applications.
    Apps,
    /// Accounts in an application.
    AppUsers,
}

impl Resource {
    /// The name of the resource in Truto's paths.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Roles => "roles",
            Self::RoleAssignments => "role_assignments",
            Self::Organizations => "organizations",
            Self::Groups => "groups",
            Self::Apps => "apps",
            Self::AppUsers => "app_users",
        }
    }
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What can be done with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Method {
    /// All records, page by page.
    List,
    /// One record.
    Get,
    /// A new record.
    Create,
    /// Changes to a record.
    Update,
    /// The end of a record.
    Delete,
}

impl Method {
    /// The name of the method in Truto's documentation.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Get => "get",
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A method of a resource that a provider supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Support {
    /// The resource.
    pub resource: Resource,
    /// The method.
    pub method: Method,
    /// The unified fields that it fills, or that it takes.
    pub fields: &'static [FieldSupport],
    /// Whether it takes any field, because another service decides.
    pub any_field: bool,
    /// The filters and scopes that it takes.
    pub filters: &'static [&'static str],
    /// Those of `filters` that it needs.
    pub required: &'static [&'static str],
}

impl Support {
    pub(crate) const fn new(
        resource: Resource,
        method: Method,
        fields: &'static [FieldSupport],
    ) -> Self {
        Self {
            resource,
            method,
            fields,
            any_field: false,
            filters: &[],
            required: &[],
        }
    }

    #[cfg(feature = "truto")]
    pub(crate) const fn any_field(resource: Resource, method: Method) -> Self {
        let mut support = Self::new(resource, method, &[]);
        support.any_field = true;
        support
    }

    pub(crate) const fn filters(mut self, filters: &'static [&'static str]) -> Self {
        self.filters = filters;
        self
    }

    #[cfg(any(feature = "onelogin", feature = "torii"))]
    pub(crate) const fn required(mut self, required: &'static [&'static str]) -> Self {
        self.required = required;
        self
    }

    /// Whether it fills or takes a unified field.
    pub fn has_field(&self, name: &str) -> bool {
        self.any_field || self.fields.iter().any(|field| field.name == name)
    }
}

/// All that a provider supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    provider: &'static str,
    supports: &'static [Support],
}

impl Capabilities {
    pub(crate) const fn new(provider: &'static str, supports: &'static [Support]) -> Self {
        Self { provider, supports }
    }

    /// The provider's short name: `torii`.
    pub const fn provider(&self) -> &'static str {
        self.provider
    }

    /// Every method that is supported.
    pub fn iter(&self) -> impl Iterator<Item = &'static Support> {
        self.supports.iter()
    }

    /// How a method is supported, if it is.
    pub fn find(&self, resource: Resource, method: Method) -> Option<&'static Support> {
        self.iter()
            .find(|support| support.resource == resource && support.method == method)
    }
}
