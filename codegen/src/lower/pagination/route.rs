//! JSON pointers into the success body, through fields and through the variants of unions.

use std::collections::HashSet;

use crate::ir::{Shape, Step, Type, TypeId};
use crate::lower::Lower;

impl Lower<'_, '_> {
    /// The ways along a JSON pointer, and the type at the end of each: several where variants of a union share keys.
    pub(in crate::lower) fn routes(&self, body: &Type, pointer: &str) -> Vec<(Vec<Step>, Type)> {
        let mut routes = vec![(Vec::new(), body.clone())];
        for token in pointer.split('/').skip(1) {
            let key = token.replace("~1", "/").replace("~0", "~");
            let mut longer = Vec::new();
            for (steps, ty) in routes {
                self.fields(&steps, ty, &key, &mut HashSet::new(), &mut longer);
            }
            routes = longer;
        }
        routes
    }

    /// Adds the fields of a struct, or of the variants of a union, that have this key.
    fn fields(
        &self,
        steps: &[Step],
        ty: Type,
        key: &str,
        seen: &mut HashSet<TypeId>,
        found: &mut Vec<(Vec<Step>, Type)>,
    ) {
        let Type::Named(id) = self.plain(ty) else {
            return;
        };
        if let Shape::Record(record) = &self.api.type_def(id).shape {
            let fields = record.fields.iter().enumerate();
            for (field, described) in fields.filter(|(_, field)| field.key == key) {
                let step = Step::Field { record: id, field };
                found.push(([steps, &[step]].concat(), described.ty.clone()));
            }
        } else if seen.insert(id) {
            for (variant, ty) in self.variants(id).into_iter().enumerate() {
                let step = Step::Variant { union: id, variant };
                self.fields(&[steps, &[step]].concat(), ty, key, seen, found);
            }
        }
    }

    /// What a page's items are, if they are here: the union whose one list they are, if any, and the type of an item.
    pub(super) fn page_items(&self, ty: Type) -> Option<(Option<TypeId>, Type)> {
        let list = |ty: Type| {
            if let Type::List(item) = self.plain(ty) {
                Some(*item)
            } else {
                None
            }
        };
        let ty = self.plain(ty);
        let Type::Named(id) = ty else {
            return Some((None, list(ty)?));
        };
        let mut lists = self.variants(id).into_iter().filter_map(list);
        let item = lists.next()?;
        lists.next().is_none().then_some((Some(id), item))
    }

    /// Whether a value is a single text, number or boolean, or any JSON.
    pub(in crate::lower) fn is_scalar(&self, ty: Type) -> bool {
        let ty = self.plain(ty);
        if let Type::Named(id) = ty {
            return matches!(self.api.type_def(id).shape, Shape::Choice(_));
        }
        matches!(
            ty,
            Type::Bool
                | Type::Integer(_)
                | Type::Float
                | Type::String
                | Type::Text(_)
                | Type::Secret
                | Type::Json
        )
    }

    /// Whether a type is text, free-form JSON included.
    pub(in crate::lower) fn is_text(&self, ty: Type) -> bool {
        matches!(self.plain(ty), Type::String | Type::Text(_) | Type::Json)
    }

    /// The types of a union's variants; none where it is no union.
    fn variants(&self, id: TypeId) -> Vec<Type> {
        let types = self.api.type_def(id).shape.variants();
        types.into_iter().cloned().collect()
    }

    /// The type behind aliases, pointers and null.
    fn plain(&self, mut ty: Type) -> Type {
        for _ in 0..16 {
            if let Type::Nullable(inner) | Type::Boxed(inner) = ty {
                ty = *inner;
            } else if let Type::Named(id) = ty
                && let Shape::Alias(inner) = &self.api.type_def(id).shape
            {
                ty = inner.clone();
            } else {
                break;
            }
        }
        ty
    }
}
