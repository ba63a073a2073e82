//! The provider's calls: which were made, and what they took along.

use std::fmt;

use signon_runtime::Operation;

use crate::error::{Error, MappingError, Partial};

/// An operation of a provider's API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct NativeCall {
    /// The operation id in the provider's spec: `updateUser`.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path template.
    pub path: &'static str,
}

impl NativeCall {
    /// The call of an operation.
    pub(crate) fn of<O: Operation>() -> Self {
        Self {
            operation: O::METADATA.id(),
            method: O::METADATA.method().as_str(),
            path: O::METADATA.path(),
        }
    }

    /// The error of a call that changes nothing.
    pub(crate) fn failed(self, error: signon_runtime::Error) -> Error {
        Error::Call(self, Box::new(error))
    }

    /// The error of a call that changes something: a response that cannot be read is not proof that nothing happened.
    pub(crate) fn failed_write(self, error: signon_runtime::Error) -> Error {
        if !error.is_accepted() {
            return self.failed(error);
        }
        Error::Partial(Box::new(Partial {
            done: vec![self],
            left: Vec::new(),
            cause: self.failed(error),
        }))
    }
}

impl fmt::Display for NativeCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ({} {})", self.operation, self.method, self.path)
    }
}

/// The outcome of a write.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Written<T> {
    /// What the provider answered, in the unified model.
    pub record: T,
    /// The provider's calls that took effect, in their order.
    pub calls: Vec<NativeCall>,
}

#[cfg(any(feature = "logto", feature = "onelogin"))]
impl Written<()> {
    /// The outcome of a single call that answers with no record.
    pub(crate) fn done<T>(
        call: NativeCall,
        answer: Result<T, signon_runtime::Error>,
    ) -> Result<Self, Error> {
        answer.map_err(|error| call.failed_write(error))?;
        Self::by(call, Ok(()))
    }
}

impl<T> Written<T> {
    /// The outcome of a single call, whose record may not fit the unified model: the write took effect all the same.
    pub(crate) fn by(call: NativeCall, record: Result<T, MappingError>) -> Result<Self, Error> {
        Self::after(vec![call], record.map_err(Error::Record))
    }

    /// The outcome of calls that took effect, and of what came after them: a failure of the latter undoes nothing.
    pub(crate) fn after(done: Vec<NativeCall>, record: Result<T, Error>) -> Result<Self, Error> {
        match record {
            Ok(record) => Ok(Self {
                record,
                calls: done,
            }),
            Err(cause) => Err(Error::Partial(Box::new(Partial {
                done,
                left: Vec::new(),
                cause,
            }))),
        }
    }
}
