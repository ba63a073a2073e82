//! Path items and operations.

use super::parameter::{Role, role};
use super::reference::{Part, target};
use super::{Converter, Entry, entry, server};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{At, Kind, Tree};

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

impl<'d> Converter<'d, '_> {
    pub(super) fn path_item(&mut self, at: At<'d>) -> Tree {
        if at.kind() != Kind::Map {
            return Tree::of(at);
        }
        let shared: Vec<At<'d>> = at
            .get("parameters")
            .into_iter()
            .flat_map(At::items)
            .collect();
        let mut entries: Vec<Entry> = Vec::new();
        for (key, value) in at.entries() {
            let value = match key {
                "$ref" if value.str().is_some() => self.reference(value, Part::PathItem),
                "parameters" => self.parameters(value),
                _ if METHODS.contains(&key) && value.kind() == Kind::Map => {
                    self.operation(value, &shared)
                }
                _ => Tree::of(value),
            };
            entries.push(entry(key, value));
        }
        Tree::map(entries, at.source())
    }

    fn operation(&mut self, at: At<'d>, shared: &[At<'d>]) -> Tree {
        let mut entries: Vec<Entry> = Vec::new();
        for (key, value) in at.entries() {
            let value = match key {
                "consumes" | "produces" | "schemes" => continue,
                "parameters" => self.parameters(value),
                "responses" => {
                    let media = self.media(at, "produces");
                    self.responses(value, &media)
                }
                _ => Tree::of(value),
            };
            entries.push(entry(key, value));
        }
        entries.extend(
            self.request_body(at, shared)
                .map(|body| entry("requestBody", body)),
        );
        let servers = at
            .get("schemes")
            .and_then(|_| server::servers(self.root, at));
        let servers =
            servers.filter(|own| server::servers(self.root, self.root).as_ref() != Some(own));
        entries.extend(servers.map(|servers| entry("servers", servers)));
        Tree::map(entries, at.source())
    }

    /// The parameters that stay parameters.
    fn parameters(&mut self, at: At<'d>) -> Tree {
        if at.kind() != Kind::List {
            return Tree::of(at);
        }
        let kept: Vec<At<'d>> = at
            .items()
            .filter(|item| role(*item) == Role::Parameter)
            .collect();
        let kept = kept.into_iter().map(|item| self.parameter(item));
        Tree::list(kept.collect(), at.source())
    }

    /// The request body that the other parameters become: the operation's take the place of the path's.
    fn request_body(&mut self, at: At<'d>, shared: &[At<'d>]) -> Option<Tree> {
        let own = at.get("parameters").into_iter().flat_map(At::items);
        let own: Vec<At<'d>> = own.filter(|item| role(*item) != Role::Parameter).collect();
        let all = if own.iter().any(|item| role(*item) == Role::Body) {
            own
        } else {
            let names: Vec<_> = own.iter().map(|item| name(*item)).collect();
            let is_free = |item: &&At<'d>| match role(**item) {
                Role::Parameter => false,
                Role::Body => names.is_empty(),
                Role::Field => !names.contains(&name(**item)),
            };
            let shared = shared.iter().filter(is_free).copied();
            shared.chain(own.iter().copied()).collect()
        };
        let media = self.media(at, "consumes");
        let bodies: Vec<At<'d>> = all
            .iter()
            .copied()
            .filter(|item| role(*item) == Role::Body)
            .collect();
        let Some(body) = bodies.first() else {
            return self.form(&all, &media);
        };
        for item in all.iter().filter(|item| *item != body) {
            let message = "an operation has one body, and this parameter would be another";
            let diagnostic = Diagnostic::new(Code::UnsupportedBody, *item, message);
            self.diagnostics.report(
                diagnostic
                    .also(Place::value(*body), "this is the body")
                    .help("put them together into one schema"),
            );
        }
        Some(self.body(*body, &media))
    }
}

fn name(at: At<'_>) -> Option<&str> {
    target(at).get("name").and_then(At::str)
}
