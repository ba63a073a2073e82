//! Compares operations: requests, responses and events.

use indexmap::IndexMap;

use super::view::{Direction, target};
use super::wire::{Document, Effect, Wire};
use super::{Verdict, parameter, schema, security};
use crate::document::At;
use crate::resolve::Endpoint;

/// Compares the operations of two documents.
pub(super) fn compare(wire: &mut Wire, old: &Document<'_>, new: &Document<'_>) {
    let (before, after) = (by_path(old), by_path(new));
    for (key, endpoint) in &before {
        let subject = format!("{} {}", endpoint.method, endpoint.path);
        match after.get(key) {
            Some(next) => {
                let both = Both {
                    old: endpoint,
                    new: next,
                    subject: &subject,
                };
                both.compare(wire);
                security::compare(wire, (old.root, endpoint.at), (new.root, next.at), &subject);
            }
            None => wire.change(
                Verdict::Major,
                "operation-removed",
                &subject,
                "removed",
                (Some(endpoint.at), None),
            ),
        }
    }
    for (key, endpoint) in &after {
        if !before.contains_key(key) {
            let subject = format!("{} {}", endpoint.method, endpoint.path);
            let places = (None, Some(endpoint.at));
            wire.change(Verdict::Minor, "operation-added", &subject, "added", places);
        }
    }
    events(wire, old, new);
    servers(wire, old.root, new.root);
    security::schemes(wire, old.root, new.root);
}

/// Returns operations by method and path, regardless of the names of the path parameters.
fn by_path<'a, 'd>(document: &'a Document<'d>) -> IndexMap<String, &'a Endpoint<'d>> {
    let key = |endpoint: &Endpoint<'_>| {
        let mut path = String::new();
        let mut depth = 0_usize;
        for char in endpoint.path.chars() {
            match char {
                '{' => depth += 1,
                '}' => {
                    depth = depth.saturating_sub(1);
                    path.push_str("{}");
                }
                _ if depth == 0 => path.push(char),
                _ => {}
            }
        }
        format!("{} {path}", endpoint.method)
    };
    let endpoints = document.endpoints.iter();
    endpoints
        .map(|endpoint| (key(endpoint), endpoint))
        .collect()
}

/// Compares webhooks and callbacks, whose bodies clients receive.
fn events(wire: &mut Wire, old: &Document<'_>, new: &Document<'_>) {
    for (name, at) in &old.events {
        let subject = format!("event {name}");
        let next = new.events.iter().find(|(other, _)| other == name);
        let Some((_, next)) = next else {
            let places = (Some(*at), None);
            wire.change(Verdict::Major, "event-removed", &subject, "removed", places);
            continue;
        };
        let pair = (body_of_event(*at), body_of_event(*next));
        contents(wire, pair, Direction::Response, &subject);
    }
    let is_known = |name: &str| old.events.iter().any(|(known, _)| known == name);
    for (name, at) in new.events.iter().filter(|(name, _)| !is_known(name)) {
        let places = (None, Some(*at));
        let subject = format!("event {name}");
        wire.change(Verdict::Minor, "event-added", &subject, "added", places);
    }
}

fn body_of_event(at: At<'_>) -> Option<At<'_>> {
    target(at.get("requestBody")?).get("content")
}

/// Compares the URLs of the servers; clients use the first.
fn servers(wire: &mut Wire, old: At<'_>, new: At<'_>) {
    fn urls<'d>(root: At<'d>) -> Vec<(String, At<'d>)> {
        let servers = root.get("servers").into_iter().flat_map(At::items);
        let url = |server: At<'d>| Some((server.get("url")?.text()?, server));
        servers.filter_map(url).collect()
    }
    let (before, after) = (urls(old), urls(new));
    let is_in = |url: &str, servers: &[(String, At<'_>)]| servers.iter().any(|(of, _)| of == url);
    for (url, at) in before.iter().filter(|(url, _)| !is_in(url, &after)) {
        let places = (Some(*at), None);
        wire.change(
            Verdict::Major,
            "server-removed",
            url,
            "server removed",
            places,
        );
    }
    for (url, at) in after.iter().filter(|(url, _)| !is_in(url, &before)) {
        let places = (None, Some(*at));
        wire.change(Verdict::Minor, "server-added", url, "server added", places);
    }
}

/// An operation in both documents.
struct Both<'a, 'o, 'n> {
    old: &'a Endpoint<'o>,
    new: &'a Endpoint<'n>,
    subject: &'a str,
}

impl Both<'_, '_, '_> {
    fn compare(&self, wire: &mut Wire) {
        let (old, new) = (self.old.at, self.new.at);
        for (code, key, verdict) in [
            ("operation-id", "operationId", Verdict::Patch),
            ("deprecated", "deprecated", Verdict::Minor),
            ("tags", "tags", Verdict::Patch),
            ("description", "summary", Verdict::Patch),
            ("description", "description", Verdict::Patch),
        ] {
            let (from, to) = (old.get(key), new.get(key));
            let json = |at: Option<At<'_>>| at.map(|at| at.to_json().to_string());
            if json(from) != json(to) {
                let message = format!("`{key}` changed");
                wire.change(verdict, code, self.subject, message, (from, to));
            }
        }
        parameter::compare(
            wire,
            (self.old.item, old),
            (self.new.item, new),
            self.subject,
        );
        self.body(wire);
        self.responses(wire);
    }

    fn body(&self, wire: &mut Wire) {
        let subject = format!("{} body", self.subject);
        let (old, new) = (
            self.old.at.get("requestBody"),
            self.new.at.get("requestBody"),
        );
        let is_required = |at: At<'_>| target(at).get("required").and_then(At::bool) == Some(true);
        match (old, new) {
            (None, None) => {}
            (Some(_), None) => {
                wire.change(
                    Verdict::Major,
                    "body-removed",
                    &subject,
                    "removed",
                    (old, None),
                );
            }
            (None, Some(at)) => {
                let (verdict, message) = if is_required(at) {
                    (Verdict::Major, "added, and required")
                } else {
                    (Verdict::Minor, "added")
                };
                wire.change(verdict, "body-added", &subject, message, (None, new));
            }
            (Some(from), Some(to)) => {
                match (is_required(from), is_required(to)) {
                    (false, true) => {
                        let message = "became required";
                        wire.change(
                            Verdict::Major,
                            "body-required",
                            &subject,
                            message,
                            (old, new),
                        );
                    }
                    (true, false) => {
                        let message = "became optional";
                        wire.change(
                            Verdict::Minor,
                            "body-optional",
                            &subject,
                            message,
                            (old, new),
                        );
                    }
                    _ => {}
                }
                let pair = (target(from).get("content"), target(to).get("content"));
                contents(wire, pair, Direction::Request, &subject);
            }
        }
    }

    fn responses(&self, wire: &mut Wire) {
        let (old, new) = (self.old.at.get("responses"), self.new.at.get("responses"));
        for (status, at) in old.into_iter().flat_map(At::entries) {
            if status.starts_with("x-") {
                continue;
            }
            let subject = format!("{} {status}", self.subject);
            let Some(next) = new.and_then(|new| new.get(status)) else {
                let verdict = if is_success(status) {
                    Verdict::Major
                } else {
                    Verdict::Minor
                };
                let places = (Some(at), None);
                wire.change(verdict, "response-removed", &subject, "removed", places);
                continue;
            };
            let (from, to) = (target(at), target(next));
            headers(wire, (from.get("headers"), to.get("headers")), &subject);
            let pair = (from.get("content"), to.get("content"));
            contents(wire, pair, Direction::Response, &subject);
        }
        for (status, at) in new.into_iter().flat_map(At::entries) {
            let is_new = old.is_none_or(|old| !old.has(status));
            if is_new && !status.starts_with("x-") {
                let subject = format!("{} {status}", self.subject);
                let places = (None, Some(at));
                wire.change(Verdict::Minor, "response-added", &subject, "added", places);
            }
        }
    }
}

fn is_success(status: &str) -> bool {
    status.starts_with('2') || status == "default"
}

/// Compares bodies by media type.
fn contents(
    wire: &mut Wire,
    (old, new): (Option<At<'_>>, Option<At<'_>>),
    direction: Direction,
    subject: &str,
) {
    for (media, at) in old.into_iter().flat_map(At::entries) {
        let subject = format!("{subject} {media}");
        let Some(next) = new.and_then(|new| same_media(new, media)) else {
            let places = (Some(at), None);
            let message = "media type removed";
            wire.change(
                Verdict::Major,
                "media-type-removed",
                &subject,
                message,
                places,
            );
            continue;
        };
        content(wire, (at, next), direction, &subject);
    }
    for (media, at) in new.into_iter().flat_map(At::entries) {
        if old.is_none_or(|old| same_media(old, media).is_none()) {
            let subject = format!("{subject} {media}");
            let places = (None, Some(at));
            let message = "media type added";
            wire.change(
                Verdict::Minor,
                "media-type-added",
                &subject,
                message,
                places,
            );
        }
    }
}

/// Compares a body in one media type.
fn content(wire: &mut Wire, (old, new): (At<'_>, At<'_>), direction: Direction, subject: &str) {
    for key in ["schema", "itemSchema"] {
        match (old.get(key), new.get(key)) {
            (Some(old), Some(new)) => schema::compare(wire, &[old], &[new], direction, subject),
            (None, None) => {}
            (old, new) => {
                let effect = match new {
                    Some(_) => Effect::NARROWED,
                    None => Effect::WIDENED,
                };
                let verdict = effect.verdict(direction, false);
                let message = format!("`{key}` {}", effect.description());
                wire.change(verdict, "type", subject, message, (old, new));
            }
        }
    }
    let (old, new) = (old.get("encoding"), new.get("encoding"));
    let json = |at: Option<At<'_>>| at.map(|at| at.to_json().to_string());
    if json(old) != json(new) {
        let message = "`encoding` changed";
        wire.change(Verdict::Major, "encoding", subject, message, (old, new));
    }
}

/// Returns the content of a media type, regardless of case and the order of its parameters.
fn same_media<'d>(contents: At<'d>, media: &str) -> Option<At<'d>> {
    let normalize = |media: &str| {
        let mut parts: Vec<String> = media
            .split(';')
            .map(|part| part.trim().to_ascii_lowercase())
            .collect();
        if let Some((_, parameters)) = parts.split_first_mut() {
            parameters.sort();
        }
        parts.join(";")
    };
    let normalized = normalize(media);
    let mut all = contents.entries();
    all.find_map(|(key, at)| (normalize(key) == normalized).then_some(at))
}

/// Compares the headers of a response.
fn headers(wire: &mut Wire, (old, new): (Option<At<'_>>, Option<At<'_>>), subject: &str) {
    fn named<'d>(headers: Option<At<'d>>, name: &str) -> Option<At<'d>> {
        let mut all = headers?.entries();
        all.find_map(|(key, at)| key.eq_ignore_ascii_case(name).then_some(at))
    }
    for (name, at) in old.into_iter().flat_map(At::entries) {
        let subject = format!("{subject} header {name}");
        let Some(next) = named(new, name) else {
            let places = (Some(at), None);
            wire.change(
                Verdict::Major,
                "header-removed",
                &subject,
                "removed",
                places,
            );
            continue;
        };
        if let (Some(old), Some(new)) = (target(at).get("schema"), target(next).get("schema")) {
            schema::compare(wire, &[old], &[new], Direction::Response, &subject);
        }
    }
    for (name, at) in new.into_iter().flat_map(At::entries) {
        if named(old, name).is_none() {
            let subject = format!("{subject} header {name}");
            let places = (None, Some(at));
            wire.change(Verdict::Minor, "header-added", &subject, "added", places);
        }
    }
}
