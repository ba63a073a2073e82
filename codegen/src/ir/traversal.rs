//! Traversal of types and shapes: the one place that goes through all their forms.

use super::{Api, EnumRepr, JsonTypes, Shape, Type, TypeId};

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
            | Self::Named(_)
            | Self::Replaced(_) => Vec::new(),
        }
    }

    /// The types that this one is made of, mutable.
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
            | Self::Named(_)
            | Self::Replaced(_) => Vec::new(),
        }
    }

    /// The JSON types that a value can have; any for a named type, whose shape says more.
    pub fn json_types(&self) -> JsonTypes {
        match self {
            Self::Bool => JsonTypes::BOOLEAN,
            Self::Integer(_) => JsonTypes::INTEGER,
            Self::Float => JsonTypes::NUMBER,
            Self::String | Self::Text(_) | Self::Secret | Self::File | Self::Body | Self::Form => {
                JsonTypes::STRING
            }
            Self::Null => JsonTypes::NULL,
            Self::List(_) | Self::Tuple(_) => JsonTypes::ARRAY,
            Self::Map(_) => JsonTypes::OBJECT,
            Self::Nullable(inner) => inner.json_types() | JsonTypes::NULL,
            Self::Boxed(inner) => inner.json_types(),
            Self::Json | Self::Named(_) | Self::Replaced(_) => JsonTypes::ANY,
        }
    }

    /// The types inside this one that a value contains without an allocation of its own in between.
    pub fn inline_children_mut(&mut self) -> Vec<&mut Self> {
        if matches!(self, Self::List(_) | Self::Map(_) | Self::Boxed(_)) {
            Vec::new()
        } else if let Self::Tuple(tuple) = self {
            tuple.items.iter_mut().collect()
        } else {
            self.children_mut()
        }
    }

    /// The types inside this one that a value contains without an allocation of its own in between.
    pub fn inline_children(&self) -> Vec<&Self> {
        if matches!(self, Self::List(_) | Self::Map(_) | Self::Boxed(_)) {
            Vec::new()
        } else if let Self::Tuple(tuple) = self {
            tuple.items.iter().collect()
        } else {
            self.children()
        }
    }

    /// The type without pointers around it.
    pub fn unboxed(&self) -> &Self {
        let mut ty = self;
        while let Self::Boxed(inner) = ty {
            ty = inner;
        }
        ty
    }

    /// The type without pointers and null around it.
    pub fn peel(&self) -> &Self {
        let mut ty = self;
        while let Self::Boxed(inner) | Self::Nullable(inner) = ty {
            ty = inner;
        }
        ty
    }

    /// The type and all types that it is made of, each before those inside it.
    pub fn descendants(&self) -> impl Iterator<Item = &Self> {
        let mut work = vec![self];
        std::iter::from_fn(move || {
            let ty = work.pop()?;
            work.extend(ty.children().into_iter().rev());
            Some(ty)
        })
    }

    /// The length of the longest chain of types inside one another, this one included; 1 at least.
    pub fn levels(&self) -> usize {
        let deepest = self.children().into_iter().map(Self::levels).max();
        deepest.map_or(1, |deepest| deepest + 1)
    }

    /// The named type that this is.
    pub fn id(&self) -> Option<TypeId> {
        if let Self::Named(id) = self {
            Some(*id)
        } else {
            None
        }
    }

    /// The named types in this one, at any depth, itself included.
    pub fn named(&self) -> Vec<TypeId> {
        self.descendants().filter_map(Self::id).collect()
    }

    /// The named types that a value contains without an allocation of its own in between.
    pub fn named_inline(&self) -> Vec<TypeId> {
        let mut found = Vec::new();
        let mut work = vec![self];
        while let Some(ty) = work.pop() {
            found.extend(ty.id());
            work.extend(ty.inline_children().into_iter().rev());
        }
        found
    }
}

impl Shape {
    /// The types of a union's members; none for other shapes.
    pub fn members(&self) -> Vec<&Type> {
        if self.is_union() {
            self.types()
        } else {
            Vec::new()
        }
    }

    /// The types of a union's members, mutable; none for other shapes.
    pub fn members_mut(&mut self) -> Vec<&mut Type> {
        if self.is_union() {
            self.types_mut()
        } else {
            Vec::new()
        }
    }

    /// Whether it is one of several types.
    pub fn is_union(&self) -> bool {
        matches!(self, Self::DiscriminatedUnion(_) | Self::UntaggedUnion(_))
    }

    /// The type behind an alias or a newtype.
    pub fn wrapped(&self) -> Option<&Type> {
        if let Self::Alias(ty) | Self::Newtype(ty) = self {
            Some(ty)
        } else {
            None
        }
    }

    /// The types that a value of this shape is one of: the members of a union, or what an alias or a newtype is around.
    pub fn same_value(&self) -> Vec<&Type> {
        self.wrapped().map_or_else(|| self.members(), |ty| vec![ty])
    }

    /// The types that this shape is made of.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Struct(of) => {
                let fields = of.fields.iter().map(|field| &field.ty);
                fields.chain(&of.rest).collect()
            }
            Self::Multipart(form) => form.parts.iter().map(|part| &part.field.ty).collect(),
            Self::DiscriminatedUnion(union) => {
                union.members.iter().map(|member| &member.ty).collect()
            }
            Self::UntaggedUnion(members) => members.iter().map(|member| &member.ty).collect(),
            Self::Alias(ty) | Self::Newtype(ty) => vec![ty],
            Self::Enum(_) => Vec::new(),
        }
    }

    /// The types that this shape is made of, mutable.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Struct(of) => {
                let fields = of.fields.iter_mut().map(|field| &mut field.ty);
                fields.chain(of.rest.as_mut()).collect()
            }
            Self::Multipart(form) => {
                let parts = form.parts.iter_mut();
                parts.map(|part| &mut part.field.ty).collect()
            }
            Self::DiscriminatedUnion(union) => {
                let members = union.members.iter_mut();
                members.map(|member| &mut member.ty).collect()
            }
            Self::UntaggedUnion(members) => {
                members.iter_mut().map(|member| &mut member.ty).collect()
            }
            Self::Alias(ty) | Self::Newtype(ty) => vec![ty],
            Self::Enum(_) => Vec::new(),
        }
    }

    /// The named types that this shape is made of, at any depth.
    pub fn named(&self) -> Vec<TypeId> {
        self.types().into_iter().flat_map(Type::named).collect()
    }
}

impl Api {
    /// The type behind aliases and pointers.
    pub fn resolve<'a>(&'a self, ty: &'a Type) -> &'a Type {
        self.behind(ty, Type::unboxed)
    }

    /// The type behind aliases, pointers and null.
    pub fn resolve_non_null<'a>(&'a self, ty: &'a Type) -> &'a Type {
        self.behind(ty, Type::peel)
    }

    /// Whether a value is a single text, number or boolean.
    pub fn is_scalar(&self, ty: &Type) -> bool {
        if let Some(Shape::Enum(of)) = self.shape_of(ty) {
            return of.repr == EnumRepr::String;
        }
        matches!(
            self.resolve(ty),
            Type::Bool
                | Type::Integer(_)
                | Type::Float
                | Type::String
                | Type::Text(_)
                | Type::Secret
        )
    }

    /// The shape behind aliases and pointers, where it has a name.
    pub fn shape_of<'a>(&'a self, ty: &'a Type) -> Option<&'a Shape> {
        let id = self.resolve(ty).id()?;
        Some(&self.type_def(id).shape)
    }

    fn behind<'a>(&'a self, ty: &'a Type, peel: fn(&Type) -> &Type) -> &'a Type {
        let mut ty = peel(ty);
        // The bound only matters for an alias of itself.
        for _ in 0..=self.types.len() {
            match ty.id().map(|id| &self.type_def(id).shape) {
                Some(Shape::Alias(inner)) => ty = peel(inner),
                _ => return ty,
            }
        }
        ty
    }
}
