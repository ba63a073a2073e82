//! Values on their way into a path, a query, a header, a cookie or a form.

mod convert;
mod serialize;

use serde_core::Serialize;

/// A parameter's value before its style is applied.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Parameter {
    /// Nothing is sent.
    #[default]
    Absent,
    /// An explicit null; it is written as the empty text.
    Null,
    /// A text, a number or a boolean, as it is written.
    Scalar(String),
    /// Several values.
    List(Vec<Self>),
    /// Named values, in order.
    Map(Vec<(String, Self)>),
}

impl Parameter {
    /// The parameter that `value` amounts to; [`Absent`](Self::Absent) if it cannot be written.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Self {
        value.serialize(serialize::Writer).unwrap_or_default()
    }

    /// Whether nothing is sent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the value holds others.
    pub(crate) const fn is_compound(&self) -> bool {
        matches!(self, Self::List(_) | Self::Map(_))
    }
}

/// What can be sent as a parameter.
pub trait ToParameter {
    /// The value before its style is applied.
    fn to_parameter(&self) -> Parameter;

    /// The value as a text that need not be made first.
    #[doc(hidden)]
    fn as_text(&self) -> Option<&str> {
        None
    }
}
