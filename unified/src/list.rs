//! Lists: one page, or all records as a stream.

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use signon_runtime::{BoxFuture, Json, MaybeSend};

use crate::error::{Error, MappingError};
use crate::native::NativeCall;
use crate::query::Query;

/// A page of a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The records.
    pub items: Vec<T>,
    /// Where the next page starts; none after the last.
    pub next_cursor: Option<String>,
    /// The provider's call.
    pub call: NativeCall,
    /// The provider's own body, if the query requested it.
    pub raw: Option<Json>,
}

impl<T> Page<T> {
    /// The page of a call: its records, unless one of them does not fit the unified model.
    pub(crate) fn new(
        call: NativeCall,
        items: impl Iterator<Item = Result<T, MappingError>>,
        next_cursor: Option<String>,
        raw: Option<Json>,
    ) -> Result<Self, Error> {
        let items = items.collect::<Result<_, _>>().map_err(Error::Record)?;
        Ok(Self {
            items,
            next_cursor,
            call,
            raw,
        })
    }

    /// The page with each record converted.
    #[cfg(feature = "scim")]
    pub(crate) fn map<U>(self, convert: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(convert).collect(),
            next_cursor: self.next_cursor,
            call: self.call,
            raw: self.raw,
        }
    }
}

/// What makes a page, from a cursor on.
#[cfg(not(target_arch = "wasm32"))]
type Fetch<'a, T> =
    Box<dyn FnMut(Option<String>) -> BoxFuture<'a, Result<Page<T>, Error>> + Send + 'a>;
#[cfg(target_arch = "wasm32")]
type Fetch<'a, T> = Box<dyn FnMut(Option<String>) -> BoxFuture<'a, Result<Page<T>, Error>> + 'a>;

/// A stream of the records of all pages.
///
/// It ends after the last page, or with the first error.
#[must_use = "a stream does nothing unless it is read"]
pub struct Records<'a, T> {
    fetch: Fetch<'a, T>,
    items: vec::IntoIter<T>,
    next: Next<'a, T>,
    seen: HashSet<String>,
}

/// What comes after the records of a page.
enum Next<'a, T> {
    Page(BoxFuture<'a, Result<Page<T>, Error>>),
    /// The page leads to one that was read before.
    Cycle(NativeCall),
    End,
}

impl<'a, T> Records<'a, T> {
    /// The records of all pages from that of the query on; `list` lists a page.
    pub(crate) fn of<Q: Query + MaybeSend + 'a>(
        mut query: Q,
        list: impl Fn(Q) -> BoxFuture<'a, Result<Page<T>, Error>> + MaybeSend + 'a,
    ) -> Self {
        let cursor = query.page_mut().cursor.clone();
        let fetch = move |cursor| {
            let mut query = query.clone();
            query.page_mut().cursor = cursor;
            list(query)
        };
        Self::new(Box::new(fetch), cursor)
    }

    /// The records of the pages that `fetch` makes, from `cursor` on.
    fn new(mut fetch: Fetch<'a, T>, cursor: Option<String>) -> Self {
        let seen = cursor.clone().into_iter().collect();
        let next = Next::Page(fetch(cursor));
        Self {
            fetch,
            items: Vec::new().into_iter(),
            next,
            seen,
        }
    }

    /// The next record; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// All remaining records; the first error if there is one.
    pub async fn collect_all(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let page = match &mut self.next {
                Next::Page(page) => ready!(page.as_mut().poll(cx)),
                Next::Cycle(call) => Err(Error::Cycle(*call)),
                Next::End => return Poll::Ready(None),
            };
            self.next = Next::End;
            match page {
                Ok(page) => {
                    self.items = page.items.into_iter();
                    self.next = match page.next_cursor {
                        None => Next::End,
                        Some(cursor) if self.seen.insert(cursor.clone()) => {
                            Next::Page((self.fetch)(Some(cursor)))
                        }
                        Some(_) => Next::Cycle(page.call),
                    };
                }
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

impl<T> Stream for Records<'_, T>
where
    Self: Unpin,
{
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}

impl<T> fmt::Debug for Records<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records")
            .field("remaining", &self.items.len())
            .finish_non_exhaustive()
    }
}
