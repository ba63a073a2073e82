//! What the provider supports, as SCIM sees it.

use crate::capabilities::{Capabilities, Method, Resource, Support};

/// What can be done with users and their fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Access {
    read: Option<&'static Support>,
    create: Option<&'static Support>,
    update: Option<&'static Support>,
    pub(super) can_delete: bool,
}

impl Access {
    pub(super) fn of(capabilities: &Capabilities) -> Self {
        let find = |method| capabilities.find(Resource::Users, method);
        Self {
            read: find(Method::Get),
            create: find(Method::Create),
            update: find(Method::Update),
            can_delete: find(Method::Delete).is_some(),
        }
    }

    pub(super) fn can_create(self) -> bool {
        self.create.is_some()
    }

    pub(super) fn reads(self, field: &str) -> bool {
        self.read.is_some_and(|support| support.has_field(field))
    }

    pub(super) fn creates(self, field: &str) -> bool {
        self.create.is_some_and(|support| support.has_field(field))
    }

    /// The mutability of the attribute that a unified field is.
    pub(super) fn mutability(self, field: &str) -> &'static str {
        if self.update.is_some_and(|support| support.has_field(field)) {
            "readWrite"
        } else if self.creates(field) {
            "immutable"
        } else {
            "readOnly"
        }
    }

    /// The mutability of what no field of a provider is mapped to.
    pub(super) fn any_field(self) -> &'static str {
        if self.update.is_some_and(|support| support.any_field) {
            "readWrite"
        } else {
            "readOnly"
        }
    }
}

/// The records that are groups, and what can be done with them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Groups {
    /// Whether they are the provider's roles, because it has no groups.
    pub(super) are_roles: bool,
    /// Whether the users of a group can be listed.
    pub(super) has_members: bool,
    pub(super) can_create: bool,
    /// Whether a new one needs a description as well, or takes one.
    pub(super) is_described: bool,
    pub(super) renames: bool,
    /// Whether users can be put into a group, and taken out of it.
    pub(super) assigns: bool,
    pub(super) can_delete: bool,
}

impl Groups {
    /// The groups of a provider, else its roles; none if it has neither.
    pub(super) fn of(capabilities: &Capabilities) -> Option<Self> {
        let find = |resource, method| capabilities.find(resource, method);
        let filters = find(Resource::Users, Method::List).map_or(&[][..], |users| users.filters);
        if find(Resource::Groups, Method::List).is_some() {
            return Some(Self {
                are_roles: false,
                has_members: filters.contains(&"group_id"),
                can_create: false,
                is_described: false,
                renames: false,
                assigns: false,
                can_delete: false,
            });
        }
        find(Resource::Roles, Method::List)?;
        let create = find(Resource::Roles, Method::Create);
        let has_field = |support: Option<&Support>, field| {
            support.is_some_and(|support| support.has_field(field))
        };
        let has_members = filters.contains(&"role_id");
        let assigns = [Method::Create, Method::Delete];
        let mut assigns = assigns.iter();
        Some(Self {
            are_roles: true,
            has_members,
            can_create: create.is_some(),
            is_described: has_field(create, "description"),
            renames: has_field(find(Resource::Roles, Method::Update), "name"),
            assigns: has_members
                && assigns.all(|method| find(Resource::RoleAssignments, *method).is_some()),
            can_delete: find(Resource::Roles, Method::Delete).is_some(),
        })
    }
}
