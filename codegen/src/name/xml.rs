//! The statics that describe XML.

use std::collections::BTreeSet;

use super::case::snake;
use super::{Identifier, XmlNames};
use crate::ir::Api;

/// Plans the names of the statics: those of contents after their components, those of root elements after these.
pub(super) fn plan(api: &Api) -> XmlNames {
    let mut taken = BTreeSet::new();
    let mut name = |words: &str, ending: &str| {
        let mut name = constant(words) + ending;
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        Identifier::new(name)
    };
    let shared = api.xml.shared.iter();
    let shared = shared.map(|shared| name(&shared.key, "")).collect();
    let roots = api.xml.roots.iter();
    let roots = roots.map(|root| name(&root.name.local, "_ROOT")).collect();
    XmlNames { shared, roots }
}

/// Words as the name of a constant.
fn constant(words: &str) -> String {
    let name = snake(words).to_uppercase();
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("X{name}")
    } else {
        name
    }
}
