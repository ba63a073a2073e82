//! Several schemas that hold at once, each combination of them built once.
//!
//! Alternatives that stand beside properties, or beside other alternatives, are spread over them. The result can
//! be far larger than the document, so there is a limit to it.

use std::rc::Rc;

use super::Lower;
use super::context::Context;
use super::schema::Slot;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, DocumentId};
use crate::ir::{Shape, Type, TypeId};
use crate::schema::{Merged, Parts};

/// More combinations than this, within one schema, are beyond what a reader or a compiler can take.
const MAX_COMBINATIONS: usize = 500;
/// How many combinations can stand in one another.
const MAX_DEPTH: usize = 60;

/// So many types more than the documents have values are beyond what they can have been written to describe.
const SPARE_TYPES: usize = 5_000;
/// The same for fields: many subtypes may have those of one base.
const SPARE_FIELDS: usize = 50_000;

/// What a combination is made of.
type Key = (Vec<(DocumentId, u32)>, Vec<((DocumentId, u32), bool)>);

/// Combinations that are being built, from the outermost inwards.
#[derive(Debug, Default)]
pub(super) struct Combining {
    open: Vec<Combination>,
    /// How many have been begun within the outermost.
    begun: usize,
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
    pub(super) fn combined(&mut self, parts: &Parts<'d>, slot: &Slot) -> Type {
        let at = parts
            .schemas
            .first()
            .copied()
            .unwrap_or(self.description.root);
        let key = key(parts);
        if let Some(ty) = self.known_combination(&key, at) {
            return ty;
        }
        if self.is_too_much(at) {
            return Type::Json;
        }
        let single = parts.single().is_some();
        let merged = if single {
            self.schemas.merge(at)
        } else {
            Rc::new(self.schemas.merge_parts(parts))
        };
        let (context, id) = match slot {
            Slot::Type(id) => (None, Some(*id)),
            Slot::Here(context) => (Some(context.clone()), None),
        };
        self.scope
            .combining
            .open
            .push(Combination { key, context, id });
        self.scope.combining.begun += usize::from(!single);
        let ty = self.build_merged(&merged, parts, slot);
        let id = self
            .scope
            .combining
            .open
            .pop()
            .and_then(|combination| combination.id);
        if self.scope.combining.open.is_empty() {
            self.scope.combining.begun = 0;
        }
        match id {
            // It was met within itself before it had a type.
            Some(id) if ty != Type::Named(id) => {
                self.fill(id, Shape::Alias(ty));
                Type::Named(id)
            }
            _ => ty,
        }
    }

    /// A combination that is met within itself.
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
                let id = self.define(at, context.naming, context.module);
                self.note_null(at, id);
                id
            }
        };
        if let Some(open) = self.scope.combining.open.get_mut(index) {
            open.id = Some(id);
        }
        Some(Type::Named(id))
    }

    /// The definition that the innermost combination has, if a slot is its own.
    pub(super) fn combination_id(
        &mut self,
        context: &Context,
        merged: &Merged<'d>,
    ) -> Option<TypeId> {
        let open = self.scope.combining.open.last()?;
        let own =
            open.context.as_ref() == Some(context) && open.key.0.first() == Some(&merged.at.id());
        own.then_some(open.id).flatten()
    }

    /// Tells the innermost combination of its definition.
    pub(super) fn note_combination(&mut self, context: &Context, merged: &Merged<'d>, id: TypeId) {
        if let Some(open) = self.scope.combining.open.last_mut()
            && open.context.as_ref() == Some(context)
            && open.key.0.first() == Some(&merged.at.id())
        {
            open.id.get_or_insert(id);
        }
    }

    /// Whether the schemas have come to more types or fields than a document of this size describes.
    pub(super) fn expands_too_far(&mut self, at: At<'d>) -> bool {
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

    fn is_too_much(&mut self, at: At<'d>) -> bool {
        if self.expands_too_far(at) {
            return true;
        }
        let too_many = self.scope.combining.begun >= MAX_COMBINATIONS;
        if !too_many && self.scope.combining.open.len() < MAX_DEPTH {
            return false;
        }
        let message = if too_many {
            format!("alternatives that combine in more than {MAX_COMBINATIONS} ways")
        } else {
            format!("alternatives that stand in one another more than {MAX_DEPTH} levels deep")
        };
        self.report_wide_union(at, message);
        true
    }

    pub(super) fn report_too_large(&mut self, at: At<'d>, message: String, help: &str) {
        let diagnostic = Diagnostic::new(Code::TooLarge, at, message).on_key(at);
        self.diagnostics.report(diagnostic.help(help));
    }

    pub(super) fn report_wide_union(&mut self, at: At<'d>, message: String) {
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
