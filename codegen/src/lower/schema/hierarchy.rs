//! Inheritance: a base with a discriminator, and the components that extend it by `allOf`.
//!
//! Where such a base is used as a type, a value of it is one of its subtypes. Inside the `allOf` of a subtype, it is
//! the fields that it declares.

use super::Slot;
use crate::document::At;
use crate::ir::{DiscriminatedMember, DiscriminatedUnion, Naming, Shape, Type, TypeId};
use crate::lower::Lower;
use crate::schema::Subtype;

impl<'d> Lower<'_, 'd> {
    /// Lowers a component that has a discriminator and subtypes to the union of these.
    pub(in crate::lower) fn polymorphic(&mut self, at: At<'d>, id: TypeId) -> bool {
        let Some((tag, subtypes)) = self.schemas.subtypes(at) else {
            return false;
        };
        let module = self.api.type_def(id).module;
        let base = self.reserve(at, Naming::Within(id, Vec::new()), module);
        if let Some(def) = self.api.types.get_mut(base.0) {
            // A name that the document gives is the union's.
            def.naming = Naming::Within(id, vec!["base".to_owned()]);
        }
        self.types.bases.insert(at.id(), base);
        let merged = self.schemas.merge(at);
        let ty = self.object(&merged, &Slot::Named(base));
        if ty != Type::Named(base) {
            self.define(base, Shape::Alias(ty));
        }
        let mut members: Vec<DiscriminatedMember> = subtypes
            .into_iter()
            .map(|subtype| self.subtype_member(subtype))
            .collect();
        members.push(DiscriminatedMember {
            tags: Vec::new(),
            name: Some("base".to_owned()),
            ty: Type::Named(base),
            doc: crate::ir::Doc::default(),
        });
        let tag = tag.to_owned();
        self.define(
            id,
            Shape::DiscriminatedUnion(DiscriminatedUnion { tag, members }),
        );
        true
    }

    fn subtype_member(&mut self, subtype: Subtype<'d>) -> DiscriminatedMember {
        let Subtype { at, tags, nested } = subtype;
        let whole = self.component(at);
        let own = self.types.bases.get(&at.id()).copied();
        DiscriminatedMember {
            tags,
            name: at.key(),
            ty: Type::Named(own.filter(|_| !nested).unwrap_or(whole)),
            doc: self.doc(at),
        }
    }
}
