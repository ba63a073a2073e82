//! Media types.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// The media type that `headers` name, without its parameters; empty if there is none.
pub(crate) fn of(headers: &HeaderMap) -> &str {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .map(essence)
        .unwrap_or_default()
}

/// The media type without its parameters.
fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}

/// Whether `actual` is `wanted`, or is within the range that it names.
///
/// A response without a media type is taken for whatever the spec has first: servers that leave it
/// out mean what they document. `application/json` takes every `+json` type, too: servers that send a problem with
/// `application/problem+json` where the spec says JSON are common. So does `application/xml` with XML, `text/xml` among it.
pub(crate) fn matches(actual: &str, wanted: &str) -> bool {
    let wanted = essence(wanted);
    if wanted == "*/*" || actual.is_empty() || actual.eq_ignore_ascii_case(wanted) {
        return true;
    }
    if let Some(family) = wanted.strip_suffix("/*") {
        return actual
            .split_once('/')
            .is_some_and(|(actual, _)| actual.eq_ignore_ascii_case(family));
    }
    wanted.eq_ignore_ascii_case("application/json") && is_json(actual)
        || is_plain_xml(wanted) && is_xml(actual)
}

/// Whether `media` is JSON: one value, not a stream of them.
pub(crate) fn is_json(media: &str) -> bool {
    media.eq_ignore_ascii_case("application/json")
        || media.eq_ignore_ascii_case("text/json")
        || media
            .rsplit_once('+')
            .is_some_and(|(_, suffix)| suffix.eq_ignore_ascii_case("json"))
}

/// Whether `media` is XML.
pub(crate) fn is_xml(media: &str) -> bool {
    is_plain_xml(media)
        || media
            .rsplit_once('+')
            .is_some_and(|(_, suffix)| suffix.eq_ignore_ascii_case("xml"))
}

/// Whether `media` is XML of no kind of its own.
fn is_plain_xml(media: &str) -> bool {
    media.eq_ignore_ascii_case("application/xml") || media.eq_ignore_ascii_case("text/xml")
}
