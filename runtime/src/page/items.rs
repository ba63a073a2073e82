//! All items of all pages.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use crate::error::Error;
use crate::page::{Pages, Paginated};

/// A stream of the items of all pages.
///
/// It ends after the last page, or with the first error.
#[must_use = "a stream does nothing unless it is read"]
pub struct Items<'a, O: Paginated> {
    pages: Pages<'a, O>,
    items: vec::IntoIter<O::Item>,
}

impl<'a, O: Paginated> Items<'a, O> {
    pub(crate) fn new(pages: Pages<'a, O>) -> Self {
        Self {
            pages,
            items: Vec::new().into_iter(),
        }
    }

    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// All remaining items in one `Vec`; the first error if there is one.
    ///
    /// Every page is requested and every item is kept in memory. For long lists, take them one by
    /// one: each page counts against the provider's rate limits, and an error loses the items
    /// that came before it.
    pub async fn collect_all(mut self) -> Result<Vec<O::Item>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<O::Item, Error>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(cx)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => self.items = O::into_items(page.into_body()).into_iter(),
            }
        }
    }
}

// Nothing in it is pinned in place.
impl<O: Paginated> Unpin for Items<'_, O> {}

impl<O: Paginated> Stream for Items<'_, O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

impl<O: Paginated> fmt::Debug for Items<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Items").field(&self.pages).finish()
    }
}
