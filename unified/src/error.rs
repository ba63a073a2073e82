//! What can go wrong, and what took effect before it did.

use std::fmt;

use crate::capabilities::{Method, Resource};
use crate::native::NativeCall;

/// Why a unified call failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The provider does not have this; nothing was sent.
    Unsupported(Unsupported),
    /// An argument or a change that the provider cannot take; nothing was sent.
    Rejected(MappingError),
    /// A record of the provider that does not fit the unified model.
    Record(MappingError),
    /// The provider's call failed, and nothing took effect before it.
    Call(NativeCall, Box<signon_runtime::Error>),
    /// A part of a change took effect, or all of it and the response could not be used.
    Partial(Box<Partial>),
    /// The provider's list has no record with the id.
    NotFound(NativeCall),
    /// A page led to one that had been seen: the list would never end.
    Cycle(NativeCall),
}

impl Error {
    /// The error of the provider's call, if one failed.
    pub fn call(&self) -> Option<&signon_runtime::Error> {
        match self {
            Self::Call(_, error) => Some(error),
            Self::Partial(partial) => match &partial.cause {
                Self::Call(_, error) => Some(error),
                Self::Unsupported(_)
                | Self::Rejected(_)
                | Self::Record(_)
                | Self::Partial(_)
                | Self::NotFound(_)
                | Self::Cycle(_) => None,
            },
            Self::Unsupported(_)
            | Self::Rejected(_)
            | Self::Record(_)
            | Self::NotFound(_)
            | Self::Cycle(_) => None,
        }
    }

    /// Whether nothing was sent to the provider.
    pub fn is_local(&self) -> bool {
        matches!(self, Self::Unsupported(_) | Self::Rejected(_))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported(unsupported) => unsupported.fmt(f),
            Self::Rejected(error) => write!(f, "the request cannot be sent: {error}"),
            Self::Record(error) => write!(f, "the provider's record cannot be converted: {error}"),
            Self::Call(call, error) => write!(f, "{call}: {error}"),
            Self::Partial(partial) => partial.fmt(f),
            Self::NotFound(call) => write!(f, "{call}: no record has the id"),
            Self::Cycle(call) => write!(f, "{call}: the page leads to one that was read before"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(_, error) => Some(error.as_ref()),
            Self::Partial(partial) => Some(&partial.cause),
            Self::Rejected(error) | Self::Record(error) => Some(error),
            Self::Unsupported(_) | Self::NotFound(_) | Self::Cycle(_) => None,
        }
    }
}

impl From<Unsupported> for Error {
    fn from(unsupported: Unsupported) -> Self {
        Self::Unsupported(unsupported)
    }
}

/// What a provider does not support.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unsupported {
    /// The provider's short name.
    pub provider: &'static str,
    /// The resource.
    pub resource: Resource,
    /// The method.
    pub method: Method,
    /// The filter or field that the method does not take; none if there is no such method.
    pub argument: Option<String>,
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            provider,
            resource,
            method,
            argument,
        } = self;
        match argument {
            Some(argument) => {
                write!(
                    f,
                    "`{method}` of {resource} takes no `{argument}` with {provider}"
                )
            }
            None => write!(f, "{provider} has no `{method}` of {resource}"),
        }
    }
}

impl std::error::Error for Unsupported {}

/// A value that cannot be converted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MappingError {
    /// The unified field.
    pub field: String,
    /// What is wrong with it.
    pub defect: Defect,
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defect {
    /// It must be there and is not.
    Missing,
    /// It is null, and the provider takes no null.
    Null,
    /// The provider does not take the field.
    Unsupported,
    /// The provider does not take the value, which is this one.
    Value(String),
    /// The native body that it is a part of cannot be made.
    Body(String),
}

impl MappingError {
    pub(crate) fn missing(field: &str) -> Self {
        Self::new(field, Defect::Missing)
    }

    #[cfg(any(feature = "logto", feature = "onelogin", feature = "torii"))]
    pub(crate) fn value(field: &str, value: &(impl ToString + ?Sized)) -> Self {
        Self::new(field, Defect::Value(value.to_string()))
    }

    pub(crate) fn new(field: &str, defect: Defect) -> Self {
        Self {
            field: field.to_owned(),
            defect,
        }
    }
}

impl fmt::Display for MappingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = &self.field;
        match &self.defect {
            Defect::Missing => write!(f, "`{field}` is missing"),
            Defect::Null => write!(f, "`{field}` cannot be null"),
            Defect::Unsupported => write!(f, "the provider does not take `{field}`"),
            Defect::Value(value) => write!(f, "the provider does not take `{value}` as `{field}`"),
            Defect::Body(reason) => write!(f, "`{field}` does not fit the request: {reason}"),
        }
    }
}

impl std::error::Error for MappingError {}

/// A change that took effect in part, or whose response could not be used.
#[derive(Debug)]
#[non_exhaustive]
pub struct Partial {
    /// The calls that took effect, in their order.
    pub done: Vec<NativeCall>,
    /// The calls that did not take effect, or of which it is not known; the first of them failed.
    pub left: Vec<NativeCall>,
    /// Why it ended.
    pub cause: Error,
}

impl fmt::Display for Partial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |calls: &[NativeCall]| {
            let names: Vec<String> = calls.iter().map(ToString::to_string).collect();
            names.join(", ")
        };
        write!(f, "took effect: {}", names(&self.done))?;
        if !self.left.is_empty() {
            write!(f, "; not done: {}", names(&self.left))?;
        }
        write!(f, "; because {}", self.cause)
    }
}
