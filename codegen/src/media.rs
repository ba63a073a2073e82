//! Media types (RFC 9110, section 8.3.1), by what the client does with them.

/// Without parameters, in lower case.
pub(crate) fn essence(media: &str) -> String {
    media
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// JSON, `+json` and `*/*`, by which documents mean JSON.
pub(crate) fn is_json(media: &str) -> bool {
    let essence = essence(media);
    essence == "application/json"
        || essence == "text/json"
        || essence.ends_with("+json")
        || is_range(media)
}

/// A merge patch (RFC 7396).
pub(crate) fn is_merge_patch(media: &str) -> bool {
    essence(media) == "application/merge-patch+json"
}

/// A range that contains JSON.
pub(crate) fn is_range(media: &str) -> bool {
    matches!(essence(media).as_str(), "*/*" | "application/*")
}

/// JSON values on a line each, or one after the other.
pub(crate) fn is_lines(media: &str) -> bool {
    matches!(
        essence(media).as_str(),
        "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/x-jsonlines"
            | "application/json-seq"
            | "application/stream+json"
            | "application/json-lines"
    )
}

/// Server-sent events.
pub(crate) fn is_events(media: &str) -> bool {
    essence(media) == "text/event-stream"
}

/// `application/x-www-form-urlencoded`.
pub(crate) fn is_form(media: &str) -> bool {
    essence(media) == "application/x-www-form-urlencoded"
}

/// `multipart/*`.
pub(crate) fn is_multipart(media: &str) -> bool {
    essence(media).starts_with("multipart/")
}

/// Text, XML among it.
pub(crate) fn is_text(media: &str) -> bool {
    let media = essence(media);
    media.starts_with("text/")
        || media.ends_with("/xml")
        || media.ends_with("+xml")
        || media.ends_with("yaml")
}

/// XML.
pub(crate) fn is_xml(media: &str) -> bool {
    let media = essence(media);
    media.ends_with("/xml") || media.ends_with("+xml")
}

/// The media type to send or to ask for: `*/*` says nothing.
pub(crate) fn concrete(media: &str) -> String {
    if is_range(media) {
        "application/json".to_owned()
    } else {
        media.trim().to_owned()
    }
}

/// Whether it is `*/*`.
pub(crate) fn is_any(media: &str) -> bool {
    essence(media) == "*/*"
}

/// Whether content of a media type, or of each in a list, is bytes.
pub(crate) fn is_binary(types: &str) -> bool {
    types.split(',').all(|media| {
        let media = essence(media);
        ["image/", "audio/", "video/", "font/"]
            .iter()
            .any(|kind| media.starts_with(kind) && media != "image/svg+xml")
            || matches!(
                media.as_str(),
                "application/octet-stream"
                    | "application/pdf"
                    | "application/zip"
                    | "application/gzip"
            )
    })
}
