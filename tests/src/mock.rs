//! A server in memory that answers every operation of the specs with its first documented success.

use serde_json::Value;
use signon_runtime::testing::{Answer, Recorded};

use crate::spec::Spec;
use crate::spec::operation::{Endpoint, Side};
use crate::wire::{Seen, segments};

/// The path of the provider's server, which is before the paths of the operations.
pub fn base_path(spec: &Spec) -> String {
    let url = spec
        .api
        .servers
        .first()
        .map(|server| server.url.as_str())
        .unwrap_or_default();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/')
        .and_then(|start| rest.get(start..))
        .unwrap_or_default()
        .trim_end_matches('/')
        .to_owned()
}

/// The request without what the server's URL says.
pub fn seen(spec: &Spec, recorded: &Recorded) -> Seen {
    let path = recorded.url.path();
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    Seen {
        method: recorded.method.to_string(),
        path: path
            .strip_prefix(&base_path(spec))
            .unwrap_or(path)
            .to_owned(),
        query: recorded.url.query().unwrap_or_default().to_owned(),
        headers: recorded
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())))
            .collect(),
        body: recorded.body.to_vec(),
    }
}

/// The operation that a request is for; a path that is spelled out comes before one with parameters.
pub fn endpoint<'s>(spec: &'s Spec, seen: &Seen) -> Option<Endpoint<'s>> {
    let mut endpoints = spec.endpoints();
    endpoints.retain(|endpoint| {
        endpoint.method == seen.method && segments(endpoint.path, &seen.path).is_ok()
    });
    endpoints
        .into_iter()
        .min_by_key(|endpoint| endpoint.path.matches('{').count())
}

/// The documented success.
pub fn answer(spec: &Spec, recorded: &Recorded) -> Answer {
    let Some(endpoint) = endpoint(spec, &seen(spec, recorded)) else {
        return Answer::status(404);
    };
    let bodies = endpoint.bodies();
    let success = bodies
        .iter()
        .find(|place| place.side == Side::Response && place.status.starts_with('2'));
    let Some(place) = success else {
        let statuses = endpoint
            .operation
            .responses
            .responses
            .keys()
            .map(ToString::to_string);
        let status = statuses
            .filter_map(|status| status.parse().ok())
            .find(|status| (200..300).contains(status));
        return Answer::status(status.unwrap_or(204));
    };
    let example = spec.body_examples(place.content).into_iter().next();
    documented(
        place.status.parse().unwrap_or(200),
        place.media,
        place.is_json(),
        &example.map(|(_, value)| value).unwrap_or_default(),
    )
}

/// A response with this example of a body.
pub fn documented(status: u16, media: &str, json: bool, example: &Value) -> Answer {
    let plain = example.as_str().filter(|_| !json);
    let body = plain.map_or_else(|| example.to_string(), str::to_owned);
    Answer::status(status)
        .header("content-type", media)
        .body(body)
}
