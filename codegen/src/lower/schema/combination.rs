//! Several schemas that hold at once, each combination of them built once.
//!
//! Alternatives beside properties, or beside other alternatives, are multiplied out. The result can be far larger than
//! the document, so there is a limit to it.

use std::rc::Rc;

use super::Slot;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, DocumentId};
use crate::ir::{Shape, Type, TypeId};
use crate::lower::Lower;
use crate::lower::context::Context;
use crate::schema::{Merged, Parts};

/// Maximum number of combinations within one schema.
const MAX_COMBINATIONS: usize = 500;
/// Maximum nesting of combinations.
const MAX_DEPTH: usize = 60;

/// The number of types that documents may expand to, beyond the number of their values.
const SPARE_TYPES: usize = 5_000;
/// The same for fields: many subtypes may have those of one base.
const SPARE_FIELDS: usize = 50_000;

/// The schemas of a combination, and the alternatives that it leaves out.
type Key = (Vec<(DocumentId, u32)>, Vec<((DocumentId, u32), bool)>);

/// The combinations that are being lowered, the outermost first.
#[derive(Debug, Default)]
pub(in crate::lower) struct Combining {
    open: Vec<Combination>,
    /// The number of combinations so far within the outermost one.
    started: usize,
}

#[derive(Debug)]
struct Combination {
    key: Key,
    context: Option<Context>,
    /// Its definition, once it has one.
    id: Option<TypeId>,
}

impl<'d> Lower<'_, 'd> {
    /// The type of all parts together.
    pub(in crate::lower) fn combined(&mut self, parts: &Parts<'d>, slot: &Slot) -> Type {
        let at = parts
            .schemas
            .first()
            .copied()
            .unwrap_or(self.description.root);
        let key = key(parts);
        if let Some(ty) = self.known_combination(&key, at) {
            return ty;
        }
        if self.exceeds_limits(at) {
            return Type::Json;
        }
        let single = parts.single().is_some();
        let merged = if single {
            self.schemas.merge(at)
        } else {
            Rc::new(self.schemas.merge_parts(parts))
        };
        let (context, id) = match slot {
            Slot::Named(id) => (None, Some(*id)),
            Slot::Inline(context) => (Some(context.clone()), None),
        };
        self.scope
            .combining
            .open
            .push(Combination { key, context, id });
        self.scope.combining.started += usize::from(!single);
        let ty = self.build_merged(&merged, parts, slot);
        let id = self
            .scope
            .combining
            .open
            .pop()
            .and_then(|combination| combination.id);
        if self.scope.combining.open.is_empty() {
            self.scope.combining.started = 0;
        }
        match id {
            // It contains itself, so that its type has a definition already.
            Some(id) if ty != Type::Named(id) => {
                self.define(id, Shape::Alias(ty));
                Type::Named(id)
            }
            _ => ty,
        }
    }

    /// The type of a combination that contains itself.
    fn known_combination(&mut self, key: &Key, at: At<'d>) -> Option<Type> {
        let index = self
            .scope
            .combining
            .open
            .iter()
            .position(|open| open.key == *key)?;
        let open = self.scope.combining.open.get(index)?;
        let id = match (open.id, &open.context) {
            (Some(id), _) => id,
            (None, None) => return None,
            (None, Some(context)) => {
                let context = context.clone();
                let id = self.reserve(at, context.naming, context.module);
                self.set_nullable(at, id);
                id
            }
        };
        if let Some(open) = self.scope.combining.open.get_mut(index) {
            open.id = Some(id);
        }
        Some(Type::Named(id))
    }

    /// The definition of the innermost combination, if it has this context.
    pub(in crate::lower) fn combination_id(
        &mut self,
        context: &Context,
        merged: &Merged<'d>,
    ) -> Option<TypeId> {
        let open = self.scope.combining.open.last()?;
        let own =
            open.context.as_ref() == Some(context) && open.key.0.first() == Some(&merged.at.id());
        own.then_some(open.id).flatten()
    }

    /// Records the definition of the innermost combination.
    pub(in crate::lower) fn note_combination(
        &mut self,
        context: &Context,
        merged: &Merged<'d>,
        id: TypeId,
    ) {
        if let Some(open) = self.scope.combining.open.last_mut()
            && open.context.as_ref() == Some(context)
            && open.key.0.first() == Some(&merged.at.id())
        {
            open.id.get_or_insert(id);
        }
    }

    /// Whether the schemas expand to more types or fields than a document of this size describes; reported.
    pub(in crate::lower) fn exceeds_size(&mut self, at: At<'d>) -> bool {
        let size = self.description.set.documents.size();
        let (max_types, max_fields) = (size + SPARE_TYPES, size + SPARE_FIELDS);
        let message = if self.api.types.len() > max_types {
            format!("the schemas expand into more than {max_types} types")
        } else if self.types.fields > max_fields {
            format!("the schemas expand into more than {max_fields} fields")
        } else {
            return false;
        };
        self.report_too_large(
            at,
            message,
            "describe the value by what its alternatives share",
        );
        true
    }

    fn exceeds_limits(&mut self, at: At<'d>) -> bool {
        if self.exceeds_size(at) {
            return true;
        }
        let too_many = self.scope.combining.started >= MAX_COMBINATIONS;
        if !too_many && self.scope.combining.open.len() < MAX_DEPTH {
            return false;
        }
        let message = if too_many {
            format!("alternatives that combine in more than {MAX_COMBINATIONS} ways")
        } else {
            format!("alternatives that are nested more than {MAX_DEPTH} levels deep")
        };
        self.report_wide_union(at, message);
        true
    }

    pub(in crate::lower) fn report_too_large(&mut self, at: At<'d>, message: String, help: &str) {
        let diagnostic = Diagnostic::new(Code::TooLarge, at, message).on_key(at);
        self.diagnostics.report(diagnostic.help(help));
    }

    pub(in crate::lower) fn report_wide_union(&mut self, at: At<'d>, message: String) {
        self.diagnostics.report(
            Diagnostic::new(Code::WideUnion, at, message)
                .on_key(at)
                .help("describe the value by what its alternatives share"),
        );
    }
}

fn key(parts: &Parts<'_>) -> Key {
    let schemas = parts.schemas.iter().map(|at| at.id()).collect();
    let without = parts
        .without
        .iter()
        .map(|(at, one_of)| (at.id(), *one_of))
        .collect();
    (schemas, without)
}
