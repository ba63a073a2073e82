//! Operations: what generated code states, and what can be done with it.

use crate::call::Call;
use crate::client::Client;
use crate::documented::{DocumentedError, DocumentedHeaders};
use crate::error::{Error, ErrorKind};
use crate::metadata::OperationMetadata;
use crate::raw::{DecodeError, RawResponse};
use crate::request::Request;
use crate::response::Response;

/// One method on one path, as a value that holds its parameters.
pub trait Operation {
    /// The operation's metadata from the spec.
    const METADATA: &'static OperationMetadata;

    /// What a success holds.
    type Output;

    /// The documented error bodies.
    type Error: DocumentedError;

    /// The documented headers of a success.
    type Headers: DocumentedHeaders;

    /// The request, as it goes over the wire.
    fn request(&self) -> Request;

    /// Decodes a success.
    fn decode(response: RawResponse) -> Result<Self::Output, DecodeError>;

    /// Makes the call by `client`; it is sent when it is awaited.
    fn send<'a, C: AsRef<Client> + ?Sized>(&self, client: &'a C) -> Call<'a, Self::Output>
    where
        Self: Sized,
    {
        Call::new(client.as_ref(), self.request(), Self::decode)
    }
}

impl Error {
    /// What the spec documents for this error, typed; `None` if the response does not fit it, or
    /// the error comes from another operation.
    pub fn api<O: Operation>(&self) -> Option<O::Error> {
        let same = self.kind() == ErrorKind::Api
            && O::METADATA.id() == self.operation()
            && O::METADATA.api().name == self.provider();
        if same {
            self.response().and_then(O::Error::decode)
        } else {
            None
        }
    }
}

impl<T> Response<T> {
    /// The headers that the spec documents for the operation, typed.
    pub fn headers_as<O: Operation<Output = T>>(&self) -> O::Headers {
        O::Headers::read(self.headers())
    }
}
