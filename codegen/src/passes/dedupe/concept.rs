//! What equal inline types must have in common in order to be one type.

use crate::ir::{Api, Naming, Shape, TypeId};
use crate::noun::singular;
use crate::source::Origin;

/// A reason for which two equal types are one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Concept {
    /// They are the same schema of the document, by a reference to the component that it is in.
    Schema(Origin),
    /// They have the same name: that of a property or a parameter, or of the resource that a request or response body
    /// is; or they have the same path below what has.
    Word(String),
    /// They are errors of the same status.
    Error(String),
}

/// The concepts of each type.
pub(super) fn concepts(api: &Api) -> Vec<Vec<Concept>> {
    let ids = (0..api.types.len()).map(TypeId);
    ids.map(|id| concepts_of(api, id)).collect()
}

/// The concepts of a type.
pub(super) fn concepts_of(api: &Api, id: TypeId) -> Vec<Concept> {
    let schema = Concept::Schema(api.type_def(id).origin.clone());
    std::iter::once(schema).chain(place(api, id)).collect()
}

/// The innermost property or parameter that contains a type, else the request or response body; none for a component.
fn place(api: &Api, id: TypeId) -> Option<Concept> {
    let mut words: Vec<&str> = Vec::new();
    let mut id = id;
    // A chain that is longer than this is a cycle.
    for _ in 0..=api.types.len() {
        let at = api.type_def(id);
        match &at.naming {
            Naming::Explicit(_) | Naming::Key(_) => return None,
            Naming::InOperation(operation, path) => {
                words.extend(path.iter().rev().map(String::as_str));
                let is_error = path.first().is_some_and(|first| first.ends_with("error"));
                let is_header = path.last().is_some_and(|last| last == "header");
                if is_error {
                    return Some(Concept::Error(joined(words)));
                }
                if !is_header && !api.derived.usage(id).parameter {
                    let operation = api.operations.get(operation.0)?;
                    words.pop();
                    words.push(resource(&operation.path)?);
                }
                return Some(Concept::Word(joined(words)));
            }
            Naming::Within(parent, path) => {
                words.extend(path.iter().rev().map(String::as_str));
                id = *parent;
                if has_properties(&api.type_def(id).shape) && !is_rest(path) {
                    return Some(Concept::Word(joined(words)));
                }
            }
        }
    }
    None
}

/// The resource of a path, be it one or the list of them: `users` for `/users` and for `/users/{id}`.
fn resource(path: &str) -> Option<&str> {
    let is_fixed = |segment: &&str| !segment.is_empty() && !segment.starts_with('{');
    path.rsplit('/').find(is_fixed)
}

/// Words from the inside out, as a path whose first word is in the singular.
fn joined(mut words: Vec<&str>) -> String {
    words.reverse();
    let path = words.join("/");
    let Some((first, rest)) = path.split_once('/') else {
        return singular(&path).unwrap_or(path);
    };
    let first = singular(first).unwrap_or_else(|| first.to_owned());
    format!("{first}/{rest}")
}

/// Whether the parts of a type are properties.
pub(super) fn has_properties(shape: &Shape) -> bool {
    matches!(shape, Shape::Struct(_) | Shape::Multipart(_))
}

/// Whether a path begins at the undeclared keys of a struct: no property says what they are.
fn is_rest(path: &[String]) -> bool {
    path.first().is_none_or(|first| first == "value")
}
