//! The resources of the unified API: their paths, their methods, their schemas, and the filters of their lists.

use http::Method as Verb;
use signon_unified::{Method, Resource};

/// A resource of a unified model.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// The unified model, as it is in paths.
    pub(crate) model: &'static str,
    pub(crate) resource: Resource,
    /// The schema of a record.
    pub(crate) record: &'static str,
    /// The schema of the body that creates a record, where that is possible.
    pub(crate) create: Option<&'static str>,
    /// The schema of the body that changes a record, where that is possible.
    pub(crate) update: Option<&'static str>,
    pub(crate) deletes: bool,
    /// The parameters of lists on the wire, with the filters that they are.
    pub(crate) filters: &'static [(&'static str, &'static str)],
    /// The parameter of methods on a record.
    pub(crate) scope: Option<&'static str>,
    /// The parameter of changes that repeats the id of the record, which Truto requires for some providers.
    pub(crate) repeated_id: Option<&'static str>,
}

/// All resources.
pub(crate) const RESOURCES: [Entry; 6] = [
    Entry {
        model: "user-directory",
        resource: Resource::Users,
        record: "User",
        create: Some("UserCreate"),
        update: Some("UserUpdate"),
        deletes: true,
        filters: &[
            ("first_name", "first_name"),
            ("last_name", "last_name"),
            ("emails", "email"),
            ("emails[email]", "email"),
            ("status", "status"),
            ("group_id", "group_id"),
            ("organization_id", "organization_id"),
        ],
        scope: None,
        repeated_id: Some("user_id"),
    },
    Entry {
        model: "user-directory",
        resource: Resource::Roles,
        record: "Role",
        create: Some("RoleInput"),
        update: Some("RoleInput"),
        deletes: true,
        filters: &[("user_id", "user_id")],
        scope: None,
        repeated_id: None,
    },
    Entry {
        model: "user-directory",
        resource: Resource::Organizations,
        record: "Organization",
        create: None,
        update: Some("OrganizationUpdate"),
        deletes: true,
        filters: &[("name", "name"), ("user_id", "user_id")],
        scope: None,
        repeated_id: None,
    },
    Entry {
        model: "user-directory",
        resource: Resource::Groups,
        record: "Group",
        create: None,
        update: None,
        deletes: false,
        filters: &[("name", "name"), ("organization_id", "organization_id")],
        scope: None,
        repeated_id: None,
    },
    Entry {
        model: "sso",
        resource: Resource::Apps,
        record: "App",
        create: None,
        update: Some("AppUpdate"),
        deletes: false,
        filters: &[("user_id", "user_id")],
        scope: Some("user_id"),
        repeated_id: None,
    },
    Entry {
        model: "sso",
        resource: Resource::AppUsers,
        record: "AppUser",
        create: None,
        update: None,
        deletes: true,
        filters: &[("app_id", "app_id")],
        scope: None,
        repeated_id: None,
    },
];

/// The resource at a path.
pub(crate) fn find(model: &str, resource: &str) -> Option<Entry> {
    let mut entries = RESOURCES.into_iter();
    entries.find(|entry| entry.model == model && entry.resource.as_str() == resource)
}

impl Entry {
    /// The methods of the list or of a record, with their HTTP methods.
    pub(crate) fn methods(&self, has_id: bool) -> Vec<(Verb, Method)> {
        let methods = if has_id {
            [
                Some((Verb::GET, Method::Get)),
                self.update.map(|_| (Verb::PATCH, Method::Update)),
                self.deletes.then_some((Verb::DELETE, Method::Delete)),
            ]
        } else {
            [
                Some((Verb::GET, Method::List)),
                self.create.map(|_| (Verb::POST, Method::Create)),
                None,
            ]
        };
        methods.into_iter().flatten().collect()
    }

    /// The method that an HTTP method is.
    pub(crate) fn method(&self, verb: &Verb, has_id: bool) -> Option<Method> {
        let verb = if *verb == Verb::HEAD {
            &Verb::GET
        } else {
            verb
        };
        let methods = self.methods(has_id);
        methods
            .into_iter()
            .find(|(known, _)| known == verb)
            .map(|(_, method)| method)
    }
}
