//! What an update makes of a value.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::Tree;
use crate::document::edit::Content;

/// The three kinds of value that the Overlay specification distinguishes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Map,
    List,
    Primitive,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Map => "a map",
            Self::List => "a list",
            Self::Primitive => "a value without parts",
        }
    }
}

pub(super) fn kind(tree: &Tree) -> Kind {
    match tree.content {
        Content::Map(_) => Kind::Map,
        Content::List(_) => Kind::List,
        Content::Null
        | Content::Bool(_)
        | Content::Integer(_)
        | Content::Float(_)
        | Content::String(_) => Kind::Primitive,
    }
}

/// Updates a target: a list takes one more item, too.
pub(super) fn update(target: &mut Tree, value: &Tree, diagnostics: &mut Diagnostics) {
    match &mut target.content {
        Content::List(items) if kind(value) != Kind::List => items.push(value.clone()),
        Content::List(_)
        | Content::Map(_)
        | Content::Null
        | Content::Bool(_)
        | Content::Integer(_)
        | Content::Float(_)
        | Content::String(_) => merge(target, value, diagnostics),
    }
}

/// Merges maps, puts lists together, and replaces other values.
fn merge(target: &mut Tree, value: &Tree, diagnostics: &mut Diagnostics) {
    let kinds = [kind(target), kind(value)];
    match (&mut target.content, &value.content) {
        (Content::Map(known), Content::Map(entries)) => {
            for (key, value) in entries {
                match known.get_mut(key) {
                    Some(known) => merge(known, value, diagnostics),
                    None => {
                        known.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (Content::List(known), Content::List(items)) => known.extend(items.iter().cloned()),
        _ if kinds == [Kind::Primitive; 2] => *target = value.clone(),
        _ => {
            let [known, new] = kinds.map(Kind::name);
            let message = format!("{new} cannot be merged with {known}");
            let place = Place::value_of(value.source);
            diagnostics.report(
                Diagnostic::at(Code::BadOverlay, place, message)
                    .also(Place::value_of(target.source), "the document has this")
                    .help("remove what the document has by an action before this one"),
            );
        }
    }
}
