//! What the spec says nothing of: the keys that undeclared content is kept by.

use std::collections::HashMap;

use super::TEXT;
use super::tree::{Attribute, Node};

/// Elements by name, in the order in which their names first come.
pub(super) fn by_name<'t, 'a>(
    nodes: impl Iterator<Item = Node<'t, 'a>>,
) -> Vec<(&'a str, Vec<Node<'t, 'a>>)> {
    let mut groups: Vec<(&'a str, Vec<Node<'t, 'a>>)> = Vec::new();
    let mut known: HashMap<&'a str, usize> = HashMap::new();
    for node in nodes {
        let index = *known.entry(node.name()).or_insert(groups.len());
        match groups.get_mut(index) {
            Some((_, group)) => group.push(node),
            None => groups.push((node.name(), vec![node])),
        }
    }
    groups
}

/// The key of an attribute.
pub(super) fn attribute_key(attribute: &Attribute<'_>) -> String {
    format!("@{}", attribute.name)
}

/// The name of the attribute that a key is for.
pub(super) fn as_attribute(key: &str) -> Option<&str> {
    key.strip_prefix('@')
}

/// Whether a key is for the text of an element.
pub(super) fn is_text(key: &str) -> bool {
    key == TEXT
}
