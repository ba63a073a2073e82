//! What types and shapes are made of: the one place that goes through all their forms.

use super::{Shape, Type, TypeId};

impl Type {
    /// The types that this one is made of.
    pub fn children(&self) -> Vec<&Self> {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => {
                vec![&**inner]
            }
            Self::Tuple(tuple) => tuple.items.iter().chain(tuple.rest.as_deref()).collect(),
            Self::Bool
            | Self::Integer(_)
            | Self::Float
            | Self::String
            | Self::Text(_)
            | Self::Secret
            | Self::Json
            | Self::Null
            | Self::File
            | Self::Body
            | Self::Form
            | Self::Named(_) => Vec::new(),
        }
    }

    /// How many types stand in one another, this one included; 1 at least.
    pub fn levels(&self) -> usize {
        let deepest = self.children().into_iter().map(Self::levels).max();
        deepest.map_or(1, |deepest| deepest + 1)
    }

    /// The types that this one is made of, to change them.
    pub fn children_mut(&mut self) -> Vec<&mut Self> {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => {
                vec![&mut **inner]
            }
            Self::Tuple(tuple) => tuple
                .items
                .iter_mut()
                .chain(tuple.rest.as_deref_mut())
                .collect(),
            Self::Bool
            | Self::Integer(_)
            | Self::Float
            | Self::String
            | Self::Text(_)
            | Self::Secret
            | Self::Json
            | Self::Null
            | Self::File
            | Self::Body
            | Self::Form
            | Self::Named(_) => Vec::new(),
        }
    }

    /// The types with names that this one is made of, at any depth, and itself if it is one.
    pub fn named(&self) -> Vec<TypeId> {
        let mut found = Vec::new();
        let mut work = vec![self];
        while let Some(ty) = work.pop() {
            if let Self::Named(id) = ty {
                found.push(*id);
            }
            work.extend(ty.children().into_iter().rev());
        }
        found
    }

    /// The types with names that a value of this one holds without a pointer in between.
    pub fn held(&self) -> Vec<TypeId> {
        let mut found = Vec::new();
        let mut work = vec![self];
        while let Some(ty) = work.pop() {
            match ty {
                Self::Named(id) => found.push(*id),
                Self::Tuple(tuple) => work.extend(tuple.items.iter().rev()),
                Self::Nullable(inner) => work.push(inner),
                Self::Bool
                | Self::Integer(_)
                | Self::Float
                | Self::String
                | Self::Text(_)
                | Self::Secret
                | Self::Json
                | Self::Null
                | Self::File
                | Self::Body
                | Self::Form
                | Self::List(_)
                | Self::Map(_)
                | Self::Boxed(_) => {}
            }
        }
        found
    }
}

impl Shape {
    /// The types of a union's variants; none where it is no union.
    pub fn variants(&self) -> Vec<&Type> {
        if matches!(self, Self::Tagged(_) | Self::Union(_)) {
            self.types()
        } else {
            Vec::new()
        }
    }

    /// The types that this shape is made of.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Record(record) => {
                let fields = record.fields.iter().map(|field| &field.ty);
                fields.chain(&record.rest).collect()
            }
            Self::Multipart(form) => form.parts.iter().map(|part| &part.field.ty).collect(),
            Self::Tagged(tagged) => tagged.members.iter().map(|member| &member.ty).collect(),
            Self::Union(members) => members.iter().map(|member| &member.ty).collect(),
            Self::Alias(ty) | Self::Newtype(ty) => vec![ty],
            Self::Choice(_) | Self::IntegerChoice(_) | Self::MixedChoice(_) => Vec::new(),
        }
    }

    /// The types that this shape is made of, to change them.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Record(record) => {
                let fields = record.fields.iter_mut().map(|field| &mut field.ty);
                fields.chain(record.rest.as_mut()).collect()
            }
            Self::Multipart(form) => form
                .parts
                .iter_mut()
                .map(|part| &mut part.field.ty)
                .collect(),
            Self::Tagged(tagged) => tagged
                .members
                .iter_mut()
                .map(|member| &mut member.ty)
                .collect(),
            Self::Union(members) => members.iter_mut().map(|member| &mut member.ty).collect(),
            Self::Alias(ty) | Self::Newtype(ty) => vec![ty],
            Self::Choice(_) | Self::IntegerChoice(_) | Self::MixedChoice(_) => Vec::new(),
        }
    }
}
