//! The resources of the unified API: their paths, and the filters of their lists.

use http::Method as Verb;
use signon_unified::{Method, Resource};

/// A resource of a unified model.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// The unified model, as it is in paths.
    pub(crate) model: &'static str,
    pub(crate) resource: Resource,
    /// The parameters of lists on the wire, with the filters that they are.
    pub(crate) filters: &'static [(&'static str, &'static str)],
}

const fn entry(
    model: &'static str,
    resource: Resource,
    filters: &'static [(&'static str, &'static str)],
) -> Entry {
    Entry {
        model,
        resource,
        filters,
    }
}

/// All resources.
pub(crate) const RESOURCES: [Entry; 6] = [
    entry(
        "user-directory",
        Resource::Users,
        &[
            ("first_name", "first_name"),
            ("last_name", "last_name"),
            ("emails", "email"),
            ("emails[email]", "email"),
            ("status", "status"),
            ("group_id", "group_id"),
            ("organization_id", "organization_id"),
        ],
    ),
    entry("user-directory", Resource::Roles, &[("user_id", "user_id")]),
    entry(
        "user-directory",
        Resource::Organizations,
        &[("name", "name"), ("user_id", "user_id")],
    ),
    entry(
        "user-directory",
        Resource::Groups,
        &[("name", "name"), ("organization_id", "organization_id")],
    ),
    entry("sso", Resource::Apps, &[("user_id", "user_id")]),
    entry("sso", Resource::AppUsers, &[("app_id", "app_id")]),
];

/// The resource at a path.
pub(crate) fn find(model: &str, resource: &str) -> Option<Entry> {
    let mut entries = RESOURCES.into_iter();
    entries.find(|entry| entry.model == model && entry.resource.as_str() == resource)
}

/// The method of the unified API that an HTTP method is, on a list or on a record.
pub(crate) fn method(verb: &Verb, has_id: bool) -> Option<Method> {
    match (verb.as_str(), has_id) {
        ("GET" | "HEAD", false) => Some(Method::List),
        ("POST", false) => Some(Method::Create),
        ("GET" | "HEAD", true) => Some(Method::Get),
        ("PATCH", true) => Some(Method::Update),
        ("DELETE", true) => Some(Method::Delete),
        _ => None,
    }
}

/// The HTTP methods of a list or of a record.
pub(crate) fn verbs(has_id: bool) -> Vec<Verb> {
    let all = [Verb::GET, Verb::POST, Verb::PATCH, Verb::DELETE];
    let has = |verb: &Verb| method(verb, has_id).is_some();
    all.into_iter().filter(has).collect()
}
