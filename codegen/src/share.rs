//! Inline types that say the same, letter for letter, become one: `ir::Api` → `ir::Api`.
//!
//! Documents that are generated themselves spell out the same list of words at a thousand places. The first of them
//! in a module is the type; all others stay what they are called, as other names for it. Named types are never touched,
//! and neither is anything in a spec of ours, where a maintainer would share the schema.

use std::collections::HashMap;

use crate::ir::{Api, CursorSource, Home, Multipart, Naming, NextPage, Shape, Step, Type, TypeId};

/// Makes one type of inline types that are alike.
pub fn share(api: &mut Api) {
    // Types that differ only in what they refer to become alike when that does; few documents nest deeper than this.
    for _ in 0..MAX_DEPTH {
        let same = alike(api);
        if same.is_empty() {
            return;
        }
        redirect(api, &same);
    }
}

const MAX_DEPTH: usize = 8;

/// For each type that says what an earlier one says, the earlier one.
fn alike(api: &Api) -> HashMap<TypeId, TypeId> {
    let mut first: HashMap<(Home, String), TypeId> = HashMap::new();
    let mut same = HashMap::new();
    for (index, def) in api.types.iter().enumerate() {
        if !is_inline(&def.naming) || !is_shared(&def.shape) {
            continue;
        }
        let key = (def.home, format!("{}{:?}", def.nullable, def.shape));
        let id = TypeId(index);
        let known = *first.entry(key).or_insert(id);
        if known != id {
            same.insert(id, known);
        }
    }
    same
}

/// Whether a type is called after where it stands.
fn is_inline(naming: &Naming) -> bool {
    matches!(naming, Naming::Within(..) | Naming::Of(..))
}

/// Whether a shape can be one for several types.
fn is_shared(shape: &Shape) -> bool {
    match shape {
        Shape::Record(_)
        | Shape::Choice(_)
        | Shape::IntegerChoice(_)
        | Shape::MixedChoice(_)
        | Shape::Tagged(_)
        | Shape::Union(_) => true,
        Shape::Multipart(_) | Shape::Alias(_) | Shape::Newtype(_) => false,
    }
}

/// Makes each of the later types another name for the earlier one, and refers to the earlier one everywhere.
fn redirect(api: &mut Api, same: &HashMap<TypeId, TypeId>) {
    for index in 0..api.types.len() {
        let Some(target) = same.get(&TypeId(index)) else {
            continue;
        };
        let Some(def) = api.types.get_mut(index) else {
            continue;
        };
        def.shape = Shape::Alias(Type::Named(*target));
        let usage = def.usage;
        if let Some(target) = api.types.get_mut(target.0) {
            target.usage.request |= usage.request;
            target.usage.response |= usage.response;
            target.usage.parameter |= usage.parameter;
        }
    }
    for (index, def) in api.types.iter_mut().enumerate() {
        if !same.contains_key(&TypeId(index)) {
            shape(&mut def.shape, same);
        }
    }
    for operation in &mut api.operations {
        if let Some(pagination) = &mut operation.pagination {
            steps(&mut pagination.items, same);
            match &mut pagination.next {
                NextPage::Cursor {
                    from: CursorSource::Body(path),
                    ..
                } => steps(path, same),
                NextPage::Cursor { .. } | NextPage::Number { .. } | NextPage::Link => {}
            }
        }
    }
}

fn steps(path: &mut [Step], same: &HashMap<TypeId, TypeId>) {
    for step in path {
        if let Some(target) = same.get(&step.record) {
            step.record = *target;
        }
    }
}

/// Refers to the earlier types inside a shape. (Operations refer to what they name; that is another name for it.)
fn shape(shape: &mut Shape, same: &HashMap<TypeId, TypeId>) {
    match shape {
        Shape::Record(record) => {
            let fields = record.fields.iter_mut().map(|field| &mut field.ty);
            fields
                .chain(record.rest.as_mut())
                .for_each(|inner| ty(inner, same));
        }
        Shape::Multipart(Multipart { parts }) => parts
            .iter_mut()
            .for_each(|part| ty(&mut part.field.ty, same)),
        Shape::Tagged(tagged) => tagged
            .members
            .iter_mut()
            .for_each(|member| ty(&mut member.ty, same)),
        Shape::Union(members) => members
            .iter_mut()
            .for_each(|member| ty(&mut member.ty, same)),
        Shape::Alias(inner) | Shape::Newtype(inner) => ty(inner, same),
        Shape::Choice(_) | Shape::IntegerChoice(_) | Shape::MixedChoice(_) => {}
    }
}

fn ty(inner: &mut Type, same: &HashMap<TypeId, TypeId>) {
    match inner {
        Type::Named(id) => {
            if let Some(target) = same.get(id) {
                *id = *target;
            }
        }
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
            ty(inner, same);
        }
        Type::Bool
        | Type::Integer(_)
        | Type::Float
        | Type::String
        | Type::Text(_)
        | Type::Secret
        | Type::Json
        | Type::Null
        | Type::File
        | Type::Body
        | Type::Form => {}
    }
}
