//! Operations: what generated code states, and what can be done with it.

use crate::call::{Call, PagedCall};
use crate::client::Client;
use crate::documented::{DocumentedError, DocumentedHeaders};
use crate::metadata::OperationMetadata;
use crate::page::{Items, Next, Pages};
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

/// An operation that answers page by page.
pub trait Paginated: Operation + Clone {
    /// What the pages hold.
    type Item;

    /// Where the page after `page` is; `None` after the last.
    fn next(&self, page: &Response<Self::Output>) -> Option<Next<Self>>;

    /// What a page holds.
    fn into_items(page: Self::Output) -> Vec<Self::Item>;

    /// The call by `client`, which gives [`items`](Call::items) and [`pages`](Call::pages).
    fn paged<'a, C: AsRef<Client> + ?Sized>(&self, client: &'a C) -> PagedCall<'a, Self>
    where
        Self: Sized,
    {
        PagedCall::paged(client.as_ref(), self.clone())
    }

    /// All pages from this one on, each requested when it is needed.
    fn pages<'a, C: AsRef<Client> + ?Sized>(&self, client: &'a C) -> Pages<'a, Self>
    where
        Self: Sized,
    {
        self.paged(client).pages()
    }

    /// The items of all pages from this one on.
    fn items<'a, C: AsRef<Client> + ?Sized>(&self, client: &'a C) -> Items<'a, Self>
    where
        Self: Sized,
    {
        self.paged(client).items()
    }
}
