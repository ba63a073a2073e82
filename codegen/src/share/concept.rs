//! What inline types that are alike have to have in common in order to be one type.

use crate::ir::{Api, Naming, Shape, TypeDef};
use crate::noun::singular;
use crate::source::Origin;

/// A reason for which two types that are alike are one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Concept {
    /// They are the same schema of the document, by a reference to the component that it is in.
    Schema(Origin),
    /// They are called by the same word: that of a property or a parameter, or of the resource that a body or an
    /// answer is; or they are at the same place below what is.
    Word(String),
    /// They are errors of the same status.
    Error(String),
}

/// The concepts of each type.
pub(super) fn concepts(api: &Api) -> Vec<Vec<Concept>> {
    let of = |def| concepts_of(api, def);
    api.types.iter().map(of).collect()
}

/// The concepts of a type.
pub(super) fn concepts_of(api: &Api, def: &TypeDef) -> Vec<Concept> {
    let schema = Concept::Schema(def.origin.clone());
    std::iter::once(schema).chain(place(api, def)).collect()
}

/// The innermost property or parameter that a type is below, else the body or answer; none in a component itself.
fn place(api: &Api, def: &TypeDef) -> Option<Concept> {
    let mut words: Vec<&str> = Vec::new();
    let mut at = def;
    // A chain that is longer than this bites its tail.
    for _ in 0..=api.types.len() {
        match &at.naming {
            Naming::Given(_) | Naming::Key(_) => return None,
            Naming::Of(operation, path) => {
                words.extend(path.iter().rev().map(String::as_str));
                let is_error = path.first().is_some_and(|first| first.ends_with("error"));
                let is_header = path.last().is_some_and(|last| last == "header");
                if is_error {
                    return Some(Concept::Error(joined(words)));
                }
                if !is_header && !at.usage.parameter {
                    let operation = api.operations.get(operation.0)?;
                    words.pop();
                    words.push(resource(&operation.path)?);
                }
                return Some(Concept::Word(joined(words)));
            }
            Naming::Within(parent, path) => {
                words.extend(path.iter().rev().map(String::as_str));
                at = api.type_def(*parent);
                if has_properties(&at.shape) && !is_rest(path) {
                    return Some(Concept::Word(joined(words)));
                }
            }
        }
    }
    None
}

/// What a path leads to, be it one or the list of them: `users` for `/users` and for `/users/{id}`.
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

/// Whether what is in a type is below its properties.
pub(super) fn has_properties(shape: &Shape) -> bool {
    matches!(shape, Shape::Record(_) | Shape::Multipart(_))
}

/// Whether a path begins at the undeclared keys of a struct: no property says what they are.
fn is_rest(path: &[String]) -> bool {
    path.first().is_none_or(|first| first == "value")
}
