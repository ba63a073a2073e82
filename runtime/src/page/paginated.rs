//! Paged operations, and the calls of them.

use crate::call::Call;
use crate::client::Client;
use crate::execute::Options;
use crate::operation::Operation;
use crate::page::{Items, Next, Pages};
use crate::response::Response;

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

/// A call of a paged operation: [`items`](Call::items) and [`pages`](Call::pages) give all pages,
/// awaiting it gives the first one alone.
pub type PagedCall<'a, O> = Call<'a, <O as Operation>::Output, O>;

impl<'a, O: Paginated> PagedCall<'a, O> {
    pub(crate) fn paged(client: &'a Client, operation: O) -> Self {
        Self {
            client,
            request: operation.request(),
            operation,
            options: Options::default(),
            decode: O::decode,
        }
    }

    /// The items of all pages from this one on; each page is requested when its items are needed.
    ///
    /// Headers, query parameters, timeouts and `max_attempts` of the call hold for each page. The
    /// URL of a page that the server links to is taken as it is.
    pub fn items(self) -> Items<'a, O> {
        Items::new(self.pages())
    }

    /// All pages from this one on, each requested when it is needed.
    ///
    /// Headers, query parameters, timeouts and `max_attempts` of the call hold for each page. The
    /// URL of a page that the server links to is taken as it is.
    pub fn pages(self) -> Pages<'a, O> {
        Pages::new(self.client, self.operation, self.request, self.options)
    }
}
