//! How OpenAPI writes parameters that hold more than one value.

/// How a path parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStyle {
    /// `a,b`
    Simple {
        /// Whether the members of a map are written as `name=value`.
        explode: bool,
    },
    /// `.a.b`
    Label {
        /// Whether each item is written on its own.
        explode: bool,
    },
    /// `;name=a,b`
    Matrix {
        /// Whether each item is written on its own.
        explode: bool,
    },
}

/// How a query parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryStyle {
    /// How items and members are put together.
    pub kind: QueryKind,
    /// Whether each item or member is a parameter of its own.
    pub explode: bool,
    /// Whether reserved characters are left as they are, as far as a query can hold them.
    pub allow_reserved: bool,
}

/// How the items and members of a query parameter are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryKind {
    /// `name=a&name=b`, or `name=a,b`
    Form,
    /// `name=a%20b`
    SpaceDelimited,
    /// `name=a%7Cb`
    PipeDelimited,
    /// `name[member]=a`, to any depth
    DeepObject,
}

impl QueryStyle {
    /// `name=a&name=b`
    pub const FORM: Self = Self::of(QueryKind::Form, true);
    /// `name=a,b`
    pub const FORM_JOINED: Self = Self::of(QueryKind::Form, false);
    /// `name=a%20b`
    pub const SPACE: Self = Self::of(QueryKind::SpaceDelimited, false);
    /// `name=a%7Cb`
    pub const PIPE: Self = Self::of(QueryKind::PipeDelimited, false);
    /// `name[member]=a`
    pub const DEEP_OBJECT: Self = Self::of(QueryKind::DeepObject, true);

    const fn of(kind: QueryKind, explode: bool) -> Self {
        Self {
            kind,
            explode,
            allow_reserved: false,
        }
    }

    /// The same style with reserved characters left as they are.
    #[must_use]
    pub const fn reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }
}
