//! Compares security requirements and security schemes.

use std::collections::{BTreeMap, BTreeSet};

use super::Verdict;
use super::wire::Wire;
use crate::document::At;

/// The schemes of one alternative, with their scopes.
type Requirement = BTreeMap<String, BTreeSet<String>>;

/// Compares the requirements of an operation, which default to the requirements of the API.
pub(super) fn compare(
    wire: &mut Wire,
    (old_root, old): (At<'_>, At<'_>),
    (new_root, new): (At<'_>, At<'_>),
    subject: &str,
) {
    let at = (
        old.get("security").or(old_root.get("security")),
        new.get("security").or(new_root.get("security")),
    );
    let (before, after) = (requirements(at.0), requirements(at.1));
    if before == after {
        return;
    }
    // Credentials for an old alternative are enough for a new alternative that requires no more.
    let is_met = |by: &Requirement, requirement: &Requirement| {
        requirement.iter().all(|(scheme, scopes)| {
            by.get(scheme)
                .is_some_and(|granted| granted.is_superset(scopes))
        })
    };
    let is_kept = |old: &Requirement| after.iter().any(|new| is_met(old, new));
    let (verdict, message) = if before.iter().all(is_kept) {
        (Verdict::Minor, "`security` requires no more than before")
    } else {
        (Verdict::Major, "`security` requires something else")
    };
    wire.change(verdict, "security", subject, message, at);
}

/// Returns the alternatives; a single empty one if none are declared.
fn requirements(at: Option<At<'_>>) -> BTreeSet<Requirement> {
    let scopes = |at: At<'_>| at.items().filter_map(At::text).collect();
    let requirement = |at: At<'_>| {
        let schemes = at.entries();
        schemes
            .map(|(name, at)| (name.to_owned(), scopes(at)))
            .collect()
    };
    let mut all: BTreeSet<Requirement> = at
        .into_iter()
        .flat_map(At::items)
        .map(requirement)
        .collect();
    if all.is_empty() {
        all.insert(Requirement::new());
    }
    all
}

/// Compares the security schemes.
pub(super) fn schemes(wire: &mut Wire, old: At<'_>, new: At<'_>) {
    fn schemes(root: At<'_>) -> Option<At<'_>> {
        root.get("components")?.get("securitySchemes")
    }
    let (old, new) = (schemes(old), schemes(new));
    for (name, at) in old.into_iter().flat_map(At::entries) {
        let subject = format!("security scheme {name}");
        let Some(next) = new.and_then(|new| new.get(name)) else {
            let places = (Some(at), None);
            wire.change(
                Verdict::Major,
                "scheme-removed",
                &subject,
                "removed",
                places,
            );
            continue;
        };
        for key in ["type", "in", "name", "scheme", "openIdConnectUrl"] {
            let text = |at: At<'_>| {
                at.get(key)
                    .and_then(At::text)
                    .map(|text| text.to_lowercase())
            };
            if text(at) != text(next) {
                let places = (at.get(key).or(Some(at)), next.get(key).or(Some(next)));
                let message = format!("`{key}` changed");
                wire.change(Verdict::Major, "scheme-changed", &subject, message, places);
            }
        }
        flows(wire, at.get("flows"), next.get("flows"), &subject);
    }
    for (name, at) in new.into_iter().flat_map(At::entries) {
        if old.is_none_or(|old| !old.has(name)) {
            let subject = format!("security scheme {name}");
            let places = (None, Some(at));
            wire.change(Verdict::Minor, "scheme-added", &subject, "added", places);
        }
    }
}

/// Compares the OAuth 2 flows: their URLs and scopes.
fn flows(wire: &mut Wire, old: Option<At<'_>>, new: Option<At<'_>>, scheme: &str) {
    for (flow, at) in old.into_iter().flat_map(At::entries) {
        let subject = format!("{scheme} {flow}");
        let Some(next) = new.and_then(|new| new.get(flow)) else {
            let places = (Some(at), None);
            wire.change(Verdict::Major, "flow-removed", &subject, "removed", places);
            continue;
        };
        for key in ["authorizationUrl", "tokenUrl", "refreshUrl"] {
            let text = |at: At<'_>| at.get(key).and_then(At::text);
            if text(at) != text(next) {
                let places = (at.get(key), next.get(key));
                let message = format!("`{key}` changed");
                wire.change(Verdict::Major, "flow-changed", &subject, message, places);
            }
        }
        let scopes = |at: At<'_>| -> BTreeSet<String> {
            let scopes = at.get("scopes").into_iter().flat_map(At::entries);
            scopes.map(|(scope, _)| scope.to_owned()).collect()
        };
        let (before, after) = (scopes(at), scopes(next));
        let places = (at.get("scopes"), next.get("scopes"));
        for scope in before.difference(&after) {
            let message = format!("scope `{scope}` removed");
            wire.change(Verdict::Major, "scope-removed", &subject, message, places);
        }
        for scope in after.difference(&before) {
            let message = format!("scope `{scope}` added");
            wire.change(Verdict::Minor, "scope-added", &subject, message, places);
        }
    }
    for (flow, at) in new.into_iter().flat_map(At::entries) {
        if old.is_some_and(|old| !old.has(flow)) {
            let subject = format!("{scheme} {flow}");
            let places = (None, Some(at));
            wire.change(Verdict::Minor, "flow-added", &subject, "added", places);
        }
    }
}
