//! Pages: finding the next one, and streams of all.

mod items;
mod link;
mod paginated;
mod stream;

use std::borrow::Cow;

use http::HeaderMap;
use percent_encoding::percent_decode_str;

pub use self::items::Items;
pub use self::link::next_link;
pub use self::paginated::{PagedCall, Paginated};
pub use self::stream::Pages;

/// Where the next page is.
#[derive(Clone, Debug, PartialEq)]
pub enum Next<O> {
    /// At another request to the same operation.
    Request(O),
    /// At a URL that the server gave; a relative one is relative to the page's own.
    Link(Link),
}

/// A URL that a server gave.
pub type Link = String;

/// The cursor of the next page, or the link to it; `None` if there is none, or an empty one.
pub fn cursor(value: Option<&str>) -> Option<String> {
    value.filter(|cursor| !cursor.is_empty()).map(str::to_owned)
}

/// The cursor in the header `name`; `None` if there is none, or an empty one.
pub fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    cursor(headers.get(name)?.to_str().ok().map(str::trim))
}

/// The percent-encoded cursor in the header `name`, decoded once; `None` if there is none, or an empty one.
///
/// What is not UTF-8 once decoded stays unchanged.
pub fn header_percent_decoded(headers: &HeaderMap, name: &str) -> Option<String> {
    let encoded = header(headers, name)?;
    let decoded = percent_decode_str(&encoded).decode_utf8().ok();
    Some(decoded.map_or_else(|| encoded.clone(), Cow::into_owned))
}

/// The number of the page after `page`; `None` after the last.
///
/// The last page is the first that is empty, or shorter than the requested size.
/// `first` is the number of the first page.
pub fn number(page: Option<i64>, first: i64, size: Option<i64>, items: usize) -> Option<i64> {
    let items = i64::try_from(items).unwrap_or(i64::MAX);
    if items == 0 || size.is_some_and(|size| items < size) {
        return None;
    }
    page.unwrap_or(first).checked_add(1)
}
