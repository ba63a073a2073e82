//! How OpenAPI writes parameters that hold more than one value.

/// How a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style<Kind> {
    /// How items and members are put together.
    pub kind: Kind,
    /// Whether each item or member is written on its own.
    pub explode: bool,
    /// Whether reserved characters and percent-encoded triples stay as they are (`allowReserved`), except those that
    /// would end the path segment or the query.
    pub allow_reserved: bool,
}

/// How a path parameter is written.
pub type PathStyle = Style<PathKind>;

/// How a query parameter is written.
pub type QueryStyle = Style<QueryKind>;

impl<Kind: Copy> Style<Kind> {
    const fn of(kind: Kind, explode: bool) -> Self {
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

/// How the items and members of a path parameter are put together (RFC 6570).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathKind {
    /// `a,b`; exploded members are `name=value`.
    Simple,
    /// `.a,b`, or exploded `.a.b`
    Label,
    /// `;name=a,b`, or exploded `;name=a;name=b`
    Matrix,
}

impl Style<PathKind> {
    /// `a,b`
    pub const SIMPLE: Self = Self::of(PathKind::Simple, false);
    /// `a,b`, and `key=value` for members
    pub const SIMPLE_EXPLODED: Self = Self::of(PathKind::Simple, true);
    /// `.a,b`
    pub const LABEL: Self = Self::of(PathKind::Label, false);
    /// `.a.b`
    pub const LABEL_EXPLODED: Self = Self::of(PathKind::Label, true);
    /// `;name=a,b`
    pub const MATRIX: Self = Self::of(PathKind::Matrix, false);
    /// `;name=a;name=b`
    pub const MATRIX_EXPLODED: Self = Self::of(PathKind::Matrix, true);
}

/// How a member of a form is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormEncoding {
    /// As a query parameter of this style is.
    Style(QueryStyle),
    /// As JSON text.
    Json,
}

/// How the items and members of a query parameter are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryKind {
    /// `name=a&name=b`, or `name=a,b`
    Form,
    /// `name=a%20b`
    SpaceDelimited,
    /// `name=a%09b` (`collectionFormat: tsv` of Swagger 2.0)
    TabDelimited,
    /// `name=a%7Cb`
    PipeDelimited,
    /// `name[member]=a`, to any depth
    DeepObject,
}

impl Style<QueryKind> {
    /// `name=a&name=b`
    pub const FORM: Self = Self::of(QueryKind::Form, true);
    /// `name=a,b`
    pub const FORM_JOINED: Self = Self::of(QueryKind::Form, false);
    /// `name=a%20b`
    pub const SPACE: Self = Self::of(QueryKind::SpaceDelimited, false);
    /// `name=a%09b`
    pub const TAB: Self = Self::of(QueryKind::TabDelimited, false);
    /// `name=a%7Cb`
    pub const PIPE: Self = Self::of(QueryKind::PipeDelimited, false);
    /// `name[member]=a`
    pub const DEEP_OBJECT: Self = Self::of(QueryKind::DeepObject, true);
}
