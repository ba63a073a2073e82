//! A schema → a type, perhaps with a definition of its own.

use super::Lower;
use super::context::Context;
use super::schema_name::{pointer_name, shared_name};
use crate::check::examples::check_own;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Kind};
use crate::ir::{JsonTypes, Module, Naming, Shape, Type, TypeDef, TypeId, UntaggedMember};
use crate::schema::{
    Merged, Parts, infer, is_component, is_property, keyword, says_more, single_types, sole,
};

/// How much of the stack has to be left for one component, and how much is added where it is not.
const RED_ZONE: usize = 1024 * 1024;
const STACK: usize = 8 * 1024 * 1024;

/// Where a type that is being made goes.
#[derive(Clone, Debug)]
pub(super) enum Slot {
    /// It is the definition with this id.
    Type(TypeId),
    /// It stands inside something; if it needs a definition, it gets one named after its place.
    Here(Context),
}

impl<'d> Lower<'_, 'd> {
    /// The type of a schema where it is used. Whether it can be null is told by `is_nullable`.
    pub(super) fn schema(&mut self, at: At<'d>, context: &Context) -> Type {
        if let Some(ty) = self.reference(at) {
            return ty;
        }
        // Whoever refers to the response or the parameter means the same type.
        if shared_name(at).is_some() && self.is_worth_a_name(at) {
            return Type::Named(self.component(at));
        }
        self.build(&at.into(), &Slot::Here(context.clone()))
    }

    /// Whether a schema becomes a record, a choice or a union.
    fn is_worth_a_name(&mut self, at: At<'d>) -> bool {
        let merged = self.schemas.merge(at);
        !merged.alternatives.is_empty() || !merged.properties.is_empty() || merged.values.is_some()
    }

    /// The type of a schema, or null, for places that have no presence.
    pub(super) fn element(&mut self, at: At<'d>, context: &Context) -> Type {
        let ty = self.schema(at, context);
        if ty.levels() > MAX_LEVELS {
            let message =
                format!("lists and maps in one another, more than {MAX_LEVELS} levels deep");
            self.report_too_large(at, message, "describe a level as a component");
            return Type::Json;
        }
        if self.schemas.is_nullable(at) && !matches!(ty, Type::Json | Type::Null) {
            Type::Nullable(Box::new(ty))
        } else {
            ty
        }
    }

    /// The type that a schema merely refers to, whether by `$ref` or by an `allOf` with a single member that shapes
    /// the value.
    pub(super) fn reference(&mut self, at: At<'d>) -> Option<Type> {
        if at.kind() != Kind::Map {
            return None;
        }
        if at.has("type") {
            // A `type` that contradicts what is referred to is told there.
            self.schemas.merge(at);
        }
        if keyword(at).is_some() {
            if says_more(at, "$ref") {
                return None;
            }
            let target = self.schemas.target(at)?;
            return Some(self.referred(target));
        }
        if says_more(at, "allOf") {
            return None;
        }
        self.reference(sole(at)?)
    }

    /// The type of a schema that something refers to.
    fn referred(&mut self, target: At<'d>) -> Type {
        if let Some(id) = self.types.named.get(&self.named_key(target)) {
            return Type::Named(*id);
        }
        if let Some(owner) = self.schemas.owner(target) {
            return Type::Named(self.component(owner));
        }
        if is_component(target) || target.kind() == Kind::Map && self.needs_definition(target) {
            return Type::Named(self.component(target));
        }
        if self.types.following.contains(&target.id()) {
            return Type::Json;
        }
        self.types.following.push(target.id());
        let naming = Naming::Key(pointer_name(target));
        let module = self.module_of(target);
        let ty = self.schema(target, &Context { naming, module });
        self.types.following.pop();
        ty
    }

    fn needs_definition(&mut self, at: At<'d>) -> bool {
        let merged = self.schemas.merge(at);
        !merged.alternatives.is_empty()
            || merged.is_object_like()
            || merged.values.is_some()
            || !merged.items.is_empty()
    }

    /// The definition of a component, made when it is first met.
    pub(super) fn component(&mut self, at: At<'d>) -> TypeId {
        if let Some(id) = self.types.named.get(&self.named_key(at)) {
            return *id;
        }
        let key = if is_component(at) {
            at.key().unwrap_or_default()
        } else {
            pointer_name(at)
        };
        let key = self.patch_name(at, key, " patch");
        let module = self.module_of(at);
        // What a component stands for says what it is, and what it is called in Rust.
        let whole = self.schemas.owned(at).unwrap_or(at);
        let id = self.define(whole, Naming::Key(key), module);
        if let Some(def) = self.api.types.get_mut(id.0) {
            def.origin = at.origin();
        }
        self.types.named.insert(self.named_key(at), id);
        self.types.named.insert(self.named_key(whole), id);
        let at = whole;
        self.schemas.report_cycles(at);
        // The type of a component does not depend on what refers to it.
        let mut lower = self.isolated(self.scope.patch);
        // Components lead to components, as many as there are.
        let ty = with_stack(|| {
            if lower.polymorphic(at, id) {
                return Type::Named(id);
            }
            let referred = (!lower.schemas.is_subtype(at))
                .then(|| lower.reference(at))
                .flatten();
            referred.unwrap_or_else(|| lower.build(&at.into(), &Slot::Type(id)))
        });
        if ty != Type::Named(id) {
            self.fill(id, Shape::Alias(ty));
        }
        self.note_null(at, id);
        id
    }

    /// Makes room for a definition.
    pub(super) fn define(&mut self, at: At<'d>, naming: Naming, module: Module) -> TypeId {
        let naming = match crate::check::rust_name::given(at) {
            // On a property, it names the field.
            Some(name) if !is_property(at) => {
                Naming::Explicit(self.patch_name(at, name.to_owned(), "Patch"))
            }
            _ => naming,
        };
        let id = TypeId(self.api.types.len());
        let doc = self.doc(at);
        self.api.types.push(TypeDef {
            origin: at.origin(),
            naming,
            module,
            doc,
            shape: Shape::Alias(Type::Json),
            nullable: false,
        });
        id
    }

    /// Says of a definition whether it can be null wherever it stands.
    pub(super) fn note_null(&mut self, at: At<'d>, id: TypeId) {
        let nullable = self.schemas.is_nullable(at);
        if let Some(def) = self.api.types.get_mut(id.0) {
            def.nullable = nullable;
        }
    }

    /// Says what a definition consists of.
    pub(super) fn fill(&mut self, id: TypeId, shape: Shape) {
        if let Some(def) = self.api.types.get_mut(id.0) {
            def.shape = shape;
        }
    }

    /// The definition that a slot stands for, made now if there is none.
    pub(super) fn open(&mut self, slot: &Slot, merged: &Merged<'d>) -> TypeId {
        match slot {
            Slot::Type(id) => *id,
            Slot::Here(context) => {
                if let Some(id) = self.combination_id(context, merged) {
                    return id;
                }
                let id = self.define(merged.at, context.naming.clone(), context.module);
                self.note_combination(context, merged, id);
                self.note_null(merged.at, id);
                id
            }
        }
    }

    /// What things inside a slot are called after.
    pub(super) fn inside(&self, slot: &Slot) -> Context {
        match slot {
            Slot::Type(id) => Context::within(*id, self.api.type_def(*id).module),
            Slot::Here(context) => context.clone(),
        }
    }

    /// The type of all parts together.
    pub(super) fn build(&mut self, parts: &Parts<'d>, slot: &Slot) -> Type {
        if let Some(at) = parts.single() {
            let merged = self.schemas.merge(at);
            check_own(self.schemas, at, self.diagnostics);
            // What stands by itself has its parts inside it; only a reference can lead back to it.
            if matches!(slot, Slot::Type(_)) || merged.sources.len() == 1 {
                return self.build_merged(&merged, parts, slot);
            }
        }
        self.combined(parts, slot)
    }

    pub(super) fn build_merged(
        &mut self,
        merged: &Merged<'d>,
        parts: &Parts<'d>,
        slot: &Slot,
    ) -> Type {
        if let Some(at) = merged.impossible {
            let message = "`false` lets nothing match this schema";
            self.diagnostics.report(
                Diagnostic::new(Code::ImpossibleSchema, at, message)
                    .help("take `false` out, or leave the schema out"),
            );
            return Type::Json;
        }
        self.hints(merged);
        for alternatives in &merged.alternatives {
            if let Some(ty) = self.union(merged, parts, *alternatives, slot) {
                return ty;
            }
        }
        if let Some(ty) = self.enumeration(merged, slot) {
            return ty;
        }
        let types = merged.types.unwrap_or_else(|| infer(merged));
        let each = single_types(types);
        match each.as_slice() {
            [] if types.contains(JsonTypes::NULL) => Type::Null,
            [] => Type::Json,
            [kind] => self.one_kind(merged, *kind, slot),
            each if each.len() == 5 && !merged.has_content() => Type::Json,
            each => self.kinds_union(merged, each, slot),
        }
    }

    /// A value that is of several types of JSON.
    fn kinds_union(&mut self, merged: &Merged<'d>, each: &[JsonTypes], slot: &Slot) -> Type {
        let id = self.open(slot, merged);
        let module = self.api.type_def(id).module;
        let mut members = Vec::new();
        for types in each {
            let context = Context::within(id, module).word(type_word(*types));
            let ty = self.one_kind(merged, *types, &Slot::Here(context));
            members.push(UntaggedMember {
                name: None,
                ty,
                doc: super::doc::none(),
            });
        }
        self.fill(id, Shape::UntaggedUnion(members));
        Type::Named(id)
    }

    fn one_kind(&mut self, merged: &Merged<'d>, types: JsonTypes, slot: &Slot) -> Type {
        if types.contains(JsonTypes::OBJECT) {
            self.object(merged, slot)
        } else if types.contains(JsonTypes::ARRAY) {
            self.array(merged, slot)
        } else {
            super::scalar::scalar(merged, types)
        }
    }
}

/// A word for a single kind.
fn type_word(types: JsonTypes) -> &'static str {
    if types.contains(JsonTypes::OBJECT) {
        "object"
    } else if types.contains(JsonTypes::ARRAY) {
        "list"
    } else if types.contains(JsonTypes::STRING) {
        "string"
    } else if types.contains(JsonTypes::BOOLEAN) {
        "bool"
    } else {
        "number"
    }
}

/// Runs what may lead from component to component, with the stack that one takes.
pub(super) fn with_stack<T>(run: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, STACK, run)
}

impl Merged<'_> {
    /// Whether it says anything of the inside of objects, arrays or of values.
    fn has_content(&self) -> bool {
        self.is_object_like()
            || !self.items.is_empty()
            || !self.prefix_items.is_empty()
            || self.values.is_some()
    }
}

/// So many lists and maps in one another; the compiler gives up at some 50.
const MAX_LEVELS: usize = 24;
