//! The naming and the module of inline types.

use crate::ir::{Module, Naming, TypeId};
use crate::noun::singular;

/// What an inline type is named after, and the module that it lives in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Context {
    pub(super) naming: Naming,
    pub(super) module: Module,
}

impl Context {
    /// The context of the parts of a type.
    pub(super) fn within(id: TypeId, module: Module) -> Self {
        Self {
            naming: Naming::Within(id, Vec::new()),
            module,
        }
    }

    /// The context of a part.
    pub(super) fn word(&self, word: &str) -> Self {
        let mut context = self.clone();
        if let Some(words) = context.path() {
            words.push(word.to_owned());
        }
        context
    }

    /// The same, with a further word in the last part of its path.
    pub(super) fn suffixed(&self, word: &str) -> Self {
        let mut context = self.clone();
        if let Some(last) = context.path().and_then(|words| words.last_mut()) {
            *last = format!("{last} {word}");
        }
        context
    }

    /// The context of an item of a list: named by the singular, where there is one.
    pub(super) fn item(&self) -> Self {
        let mut context = self.clone();
        if let Some(words) = context.path() {
            match words.last_mut().map(|last| (singular(last), last)) {
                Some((Some(singular), last)) => *last = singular,
                _ => words.push("item".to_owned()),
            }
        }
        context
    }

    /// The path inside what contains the type; none where the type has a name of its own.
    fn path(&mut self) -> Option<&mut Vec<String>> {
        match &mut self.naming {
            Naming::Within(_, words) | Naming::InOperation(_, words) => Some(words),
            Naming::Explicit(_) | Naming::Key(_) => None,
        }
    }
}
