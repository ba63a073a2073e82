//! Conditions (`if`, `then`, `else`, `dependentSchemas`): keys that an object may have.

use super::SchemaIndex;

use super::merged::{Merged, is_same_reference};
use crate::document::At;
use crate::json_types::JsonTypes;

impl<'d> SchemaIndex<'d> {
    /// Adds the properties that hold for some of the values. None of them is required.
    pub(crate) fn collect_conditional(&self, at: At<'d>, merged: &mut Merged<'d>) {
        for branch in branches(at) {
            for (key, property) in entries(branch, "properties") {
                self.collect_branch(key, property, merged);
            }
            for part in branch.get("allOf").into_iter().flat_map(At::items) {
                collect_undeclared(part, merged);
            }
            collect_patterns(branch, merged);
            self.collect_conditional(branch, merged);
        }
        if let Some(condition) = at.get("if") {
            collect_undeclared(condition, merged);
            collect_patterns(condition, merged);
        }
    }

    /// Adds a property of a branch. Types that exclude each other hold for different values, so that the property may be
    /// anything.
    fn collect_branch(&self, key: &'d str, property: At<'d>, merged: &mut Merged<'d>) {
        let known = merged.properties.entry(key).or_default().clone();
        if known.iter().any(|at| is_same_reference(*at, property)) {
            return;
        }
        let own = self.declared_types(property);
        let rules_out = |types: Option<JsonTypes>| {
            own.zip(types)
                .is_some_and(|(own, types)| (own & types).is_empty())
        };
        if known
            .into_iter()
            .any(|at| rules_out(self.declared_types(at)))
        {
            merged.untyped.insert(key);
        } else if let Some(schemas) = merged.properties.get_mut(key) {
            schemas.push(property);
        }
    }
}

/// A property that only the branches of a keyword declare, and not the schema itself.
pub(crate) fn property_of_branches<'d>(at: At<'d>, keyword: &str) -> Option<&'d str> {
    let branches: Vec<At<'d>> = match keyword {
        "if" => ["if", "then", "else"]
            .into_iter()
            .filter_map(|key| at.get(key))
            .collect(),
        "dependentSchemas" => entries(at, keyword).map(|(_, branch)| branch).collect(),
        _ => return None,
    };
    let is_declared = |key: &str| at.get("properties").is_some_and(|own| own.has(key));
    let properties = branches
        .into_iter()
        .flat_map(|branch| entries(branch, "properties"));
    properties.map(|(key, _)| key).find(|key| !is_declared(key))
}

/// The schemas that hold for some of the values.
fn branches(at: At<'_>) -> impl Iterator<Item = At<'_>> {
    let conditional = ["then", "else"]
        .into_iter()
        .filter_map(move |key| at.get(key));
    conditional.chain(entries(at, "dependentSchemas").map(|(_, branch)| branch))
}

fn entries<'d>(at: At<'d>, key: &str) -> impl Iterator<Item = (&'d str, At<'d>)> {
    at.get(key).into_iter().flat_map(At::entries)
}

/// Adds properties that nothing else declares. A constant holds for some of the values only, so it gives no type.
fn collect_undeclared<'d>(at: At<'d>, merged: &mut Merged<'d>) {
    for (key, property) in entries(at, "properties") {
        if property.has("const") || property.has("enum") {
            merged.conditional.insert(key);
        } else {
            let schemas = merged.properties.entry(key);
            schemas.or_insert_with(|| vec![property]);
        }
    }
}

fn collect_patterns<'d>(at: At<'d>, merged: &mut Merged<'d>) {
    let patterns = entries(at, "patternProperties").map(|(_, at)| at);
    merged.pattern_properties.extend(patterns);
}
