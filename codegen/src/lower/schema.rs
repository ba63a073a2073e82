//! Schemas → types, perhaps with a definition of their own.

mod array;
pub(super) mod combination;
mod enumeration;
mod hierarchy;
mod map_values;
pub(super) mod object;
mod scalar;
mod union;

use self::scalar::scalar;
use super::Lower;
use super::context::Context;
use super::schema_name::{pointer_name, shared_name};
use crate::check::examples::check_own;
use crate::check::{rust_enum, rust_module, rust_type};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Kind};
use crate::ir::{
    EnumRepr, JsonTypes, Module, Naming, Shape, Type, TypeDef, TypeId, UntaggedMember,
};
use crate::schema::{
    Merged, Parts, constrains_beyond, infer, is_component, is_property, keyword, single_types, sole,
};

/// Minimum free stack before a component is lowered, and the size of the segment that is added otherwise.
const RED_ZONE: usize = 1024 * 1024;
const STACK: usize = 8 * 1024 * 1024;

/// The destination of a type.
#[derive(Clone, Debug)]
pub(super) enum Slot {
    /// The definition with this id.
    Named(TypeId),
    /// Inside of something; a definition, if the type needs one, is named after this context.
    Inline(Context),
}

impl<'d> Lower<'_, 'd> {
    /// The type of a schema, without its nullability.
    pub(super) fn schema(&mut self, at: At<'d>, context: &Context) -> Type {
        if let Some(path) = rust_type::given(at) {
            return Type::Replaced(path);
        }
        if let Some(ty) = self.reference(at) {
            return ty;
        }
        // All references to the response or the parameter share the type.
        if shared_name(at).is_some() && self.is_worth_a_name(at) {
            return Type::Named(self.component(at));
        }
        self.build(&at.into(), &Slot::Inline(context.clone()))
    }

    /// Whether a schema becomes a struct, an enum or a union.
    fn is_worth_a_name(&mut self, at: At<'d>) -> bool {
        let merged = self.schemas.merge(at);
        !merged.alternatives.is_empty() || !merged.properties.is_empty() || merged.values.is_some()
    }

    /// The type of a schema, nullable if the schema is: for all but fields, whose presence says it.
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

    /// The type of the target of a mere reference, by `$ref` or by an `allOf` with a single member that constrains
    /// the shape.
    pub(super) fn reference(&mut self, at: At<'d>) -> Option<Type> {
        if at.kind() != Kind::Map {
            return None;
        }
        if at.has("type") {
            // Merging reports a `type` that contradicts the target's.
            self.schemas.merge(at);
        }
        if keyword(at).is_some() {
            if constrains_beyond(at, "$ref") {
                return None;
            }
            let target = self.schemas.target(at)?;
            return Some(self.referred(target));
        }
        if constrains_beyond(at, "allOf") {
            return None;
        }
        self.reference(sole(at)?)
    }

    /// The type of the target of a reference.
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

    /// The definition of a component, lowered at its first use.
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
        // The schema that a component owns has its documentation and its name in Rust.
        let whole = self.schemas.owned(at).unwrap_or(at);
        let id = self.reserve(whole, Naming::Key(key), module);
        if let Some(def) = self.api.types.get_mut(id.0) {
            def.origin = at.origin();
        }
        if let Some(module) = rust_module::given(at) {
            self.api.placed.insert(id, module.to_owned());
        }
        self.types.named.insert(self.named_key(at), id);
        self.types.named.insert(self.named_key(whole), id);
        let at = whole;
        self.schemas.report_cycles(at);
        // The type of a component does not depend on what refers to it.
        let mut lower = self.isolated(self.scope.patch);
        // Components refer to components, to any depth.
        let ty = with_stack(|| {
            if let Some(path) = rust_type::given(at) {
                return Type::Replaced(path);
            }
            if lower.polymorphic(at, id) {
                return Type::Named(id);
            }
            let referred = (!lower.schemas.is_subtype(at))
                .then(|| lower.reference(at))
                .flatten();
            referred.unwrap_or_else(|| lower.build(&at.into(), &Slot::Named(id)))
        });
        if ty != Type::Named(id) {
            self.define(id, Shape::Alias(ty));
        }
        self.set_nullable(at, id);
        id
    }

    /// Reserves a definition, whose shape comes later.
    pub(super) fn reserve(&mut self, at: At<'d>, naming: Naming, module: Module) -> TypeId {
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
        self.note_derives(at, id);
        id
    }

    /// Sets whether a value of a definition can be null wherever the type is used.
    pub(super) fn set_nullable(&mut self, at: At<'d>, id: TypeId) {
        let nullable = self.schemas.is_nullable(at);
        if let Some(def) = self.api.types.get_mut(id.0) {
            def.nullable = nullable;
        }
    }

    /// Sets the shape of a definition.
    pub(super) fn define(&mut self, id: TypeId, shape: Shape) {
        if let Some(def) = self.api.types.get_mut(id.0) {
            def.shape = shape;
        }
    }

    /// The definition of a slot, reserved now if it has none.
    pub(super) fn definition(&mut self, slot: &Slot, merged: &Merged<'d>) -> TypeId {
        match slot {
            Slot::Named(id) => *id,
            Slot::Inline(context) => {
                if let Some(id) = self.combination_id(context, merged) {
                    return id;
                }
                let id = self.reserve(merged.at, context.naming.clone(), context.module);
                self.note_combination(context, merged, id);
                self.set_nullable(merged.at, id);
                id
            }
        }
    }

    /// The context of the parts of a slot.
    pub(super) fn context_in(&self, slot: &Slot) -> Context {
        match slot {
            Slot::Named(id) => Context::within(*id, self.api.type_def(*id).module),
            Slot::Inline(context) => context.clone(),
        }
    }

    /// The type of all parts together.
    pub(super) fn build(&mut self, parts: &Parts<'d>, slot: &Slot) -> Type {
        if let Some(at) = parts.single() {
            let merged = self.schemas.merge(at);
            check_own(self.schemas, at, self.diagnostics);
            // Only a reference can lead back to a schema that is merged from nothing else.
            if matches!(slot, Slot::Named(_)) || merged.sources.len() == 1 {
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
        let ty = self.build_shape(merged, parts, slot);
        let shape = self.api.shape_of(&ty);
        if !matches!(shape, Some(Shape::Enum(of)) if of.repr != EnumRepr::Scalar) {
            rust_enum::report_unused(merged, self.diagnostics);
        }
        ty
    }

    fn build_shape(&mut self, merged: &Merged<'d>, parts: &Parts<'d>, slot: &Slot) -> Type {
        if let Some(at) = merged.impossible {
            let message = "`false` lets nothing match this schema";
            self.diagnostics.report(
                Diagnostic::new(Code::ImpossibleSchema, at, message)
                    .help("take `false` out, or leave the schema out"),
            );
            return Type::Json;
        }
        self.report_unchecked(merged);
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
            [only] => self.of_json_type(merged, *only, slot),
            each if each.len() == 5 && !merged.has_content() => Type::Json,
            each => self.union_of_types(merged, each, slot),
        }
    }

    /// The type of a value that has one of several JSON types.
    fn union_of_types(&mut self, merged: &Merged<'d>, each: &[JsonTypes], slot: &Slot) -> Type {
        let id = self.definition(slot, merged);
        let module = self.api.type_def(id).module;
        let mut members = Vec::new();
        for types in each {
            let context = Context::within(id, module).word(type_word(*types));
            let ty = self.of_json_type(merged, *types, &Slot::Inline(context));
            members.push(UntaggedMember {
                name: None,
                ty,
                doc: crate::ir::Doc::default(),
            });
        }
        self.define(id, Shape::UntaggedUnion(members));
        Type::Named(id)
    }

    fn of_json_type(&mut self, merged: &Merged<'d>, types: JsonTypes, slot: &Slot) -> Type {
        if types.contains(JsonTypes::OBJECT) {
            self.object(merged, slot)
        } else if types.contains(JsonTypes::ARRAY) {
            self.array(merged, slot)
        } else {
            scalar(merged, types)
        }
    }
}

/// A word for a JSON type.
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

/// Runs what may recurse from component to component, with enough stack for one.
pub(super) fn with_stack<T>(run: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, STACK, run)
}

impl Merged<'_> {
    /// Whether it constrains properties, items or values.
    fn has_content(&self) -> bool {
        self.is_object_like()
            || !self.items.is_empty()
            || !self.prefix_items.is_empty()
            || self.values.is_some()
    }
}

/// Maximum nesting of lists and maps; the compiler fails at some 50.
const MAX_LEVELS: usize = 24;
