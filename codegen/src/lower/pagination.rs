//! `x-signon-pagination`: how the next page is requested.

pub(super) mod route;

use self::route::{is_scalar, is_text, page_items, routes};
use super::Lower;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::At;
use crate::ir::{
    Api, CursorSource, LinkSource, NextPage, Operation, Pagination, ParameterLocation, Step, Type,
};

/// What the target of a pointer must be.
struct Goal {
    kind: &'static str,
    help: &'static str,
}

const LIST: Goal = Goal {
    kind: "list",
    help: "point at the list of items: `items: /users`",
};

const CURSOR: Goal = Goal {
    kind: "string or number",
    help: "point at the field with the cursor: `body: /nextCursor`",
};

const LINK: Goal = Goal {
    kind: "string",
    help: "point at the field with the URL: `link: { body: /next }`, or write `link: {}` for the header `Link`",
};

/// The type of the body of a success.
pub(super) fn success_body(operation: &Operation) -> Option<Type> {
    operation
        .successes
        .iter()
        .flat_map(|response| &response.contents)
        .find_map(|content| content.decoding.model().cloned())
}

impl<'d> Lower<'_, 'd> {
    /// Where the link is: in the body, or else that of RFC 8288.
    fn link(&mut self, at: At<'d>, body: &Type) -> Option<NextPage> {
        if let Some((key, value)) = at.entries().find(|(key, _)| *key != "body") {
            let message = format!("`{key}` says nothing about the link to the next page");
            self.diagnostics.report(
                Diagnostic::new(Code::BadPagination, value, message)
                    .on_key(value)
                    .help("write `link: { body: ... }`, or `link: {}` for the header `Link`"),
            );
            return None;
        }
        let source = match at.get("body") {
            Some(_) => LinkSource::Body(self.scalar(at, body, &LINK, is_text)?),
            None => LinkSource::Header,
        };
        Some(NextPage::Link(source))
    }

    pub(super) fn pagination(&mut self, at: At<'d>, operation: &Operation) -> Option<Pagination> {
        let known = ["cursor", "page", "link", "items"];
        if let Some((key, value)) = at.entries().find(|(key, _)| !known.contains(key)) {
            let message = format!("`{key}` says nothing about pagination");
            self.diagnostics.report(
                Diagnostic::new(Code::BadPagination, value, message)
                    .on_key(value)
                    .help("use `cursor`, `page` or `link`, and `items`"),
            );
            return None;
        }
        let Some(body) = success_body(operation) else {
            self.bad(
                at,
                "no JSON body comes back that could have pages",
                "leave `x-signon-pagination` out",
            );
            return None;
        };
        let next = match (at.get("cursor"), at.get("page"), at.get("link")) {
            (Some(cursor), None, None) => self.cursor(cursor, operation, &body)?,
            (None, Some(page), None) => self.number(page, operation)?,
            (None, None, Some(link)) => self.link(link, &body)?,
            _ => {
                self.bad(
                    at,
                    "exactly one of `cursor`, `page` and `link` has to say where the next page is",
                    "write `cursor: { parameter: ..., body: ... }`, `page: { parameter: ... }` or `link: { body: ... }`",
                );
                return None;
            }
        };
        let pointer = match at.get("items").and_then(At::str) {
            Some(pointer) => pointer.to_owned(),
            None => operation
                .wrapper
                .as_ref()
                .map(|key| format!("/{}", crate::source::escape(key)))
                .unwrap_or_default(),
        };
        let place = at.get("items").unwrap_or(at);
        let (items, (union, item)) = self.only_route(place, &body, &pointer, &LIST, page_items)?;
        Some(Pagination {
            next,
            items,
            union,
            item,
        })
    }

    fn cursor(&mut self, at: At<'d>, operation: &Operation, body: &Type) -> Option<NextPage> {
        let known = ["parameter", "header", "body", "excludes", "encoded"];
        if let Some((key, value)) = at.entries().find(|(key, _)| !known.contains(key)) {
            let message = format!("`{key}` says nothing about a cursor");
            self.diagnostics.report(
                Diagnostic::new(Code::BadPagination, value, message)
                    .on_key(value)
                    .help("use `parameter`, `body` or `header`, `excludes` and `encoded`"),
            );
            return None;
        }
        if let Some(encoded) = at.get("encoded")
            && !at.has("header")
        {
            self.bad(
                encoded,
                "`encoded` is only for a cursor in a header",
                "leave it out",
            );
            return None;
        }
        let parameter = self.parameter_index(at, "parameter", operation)?;
        let from = match at.get("header") {
            Some(header) => self.cursor_header(at, header, operation)?,
            None => CursorSource::Body(self.scalar(at, body, &CURSOR, is_scalar)?),
        };
        let mut excludes = Vec::new();
        for name in at.get("excludes").into_iter().flat_map(At::items) {
            excludes.push(self.index_of(name, operation)?);
        }
        Some(NextPage::Cursor {
            parameter,
            from,
            excludes,
        })
    }

    /// A cursor in a response header.
    fn cursor_header(
        &mut self,
        at: At<'d>,
        header: At<'d>,
        operation: &Operation,
    ) -> Option<CursorSource> {
        let name = header.str()?;
        let mut headers = operation.successes.iter().flat_map(|of| &of.headers);
        if !headers.any(|header| header.key.eq_ignore_ascii_case(name)) {
            let message = format!("the response declares no header `{name}`");
            let help = "declare it under the response's `headers`";
            self.bad(header, &message, help);
            return None;
        }
        Some(CursorSource::Header {
            name: name.to_owned(),
            percent_encoded: self.percent_encoded(at)?,
        })
    }

    /// Whether `encoded` says that the cursor is percent-encoded.
    fn percent_encoded(&mut self, at: At<'d>) -> Option<bool> {
        let Some(encoded) = at.get("encoded") else {
            return Some(false);
        };
        if encoded.str() == Some("percent") {
            return Some(true);
        }
        let text = encoded.text().unwrap_or_default();
        self.bad(
            encoded,
            &format!("`{text}` is no encoding of a cursor"),
            "write `encoded: percent`, or leave it out",
        );
        None
    }

    /// The fields that lead to the scalar which the key `body` points at.
    fn scalar(
        &mut self,
        at: At<'d>,
        body: &Type,
        goal: &Goal,
        accept: fn(&Api, &Type) -> bool,
    ) -> Option<Vec<Step>> {
        let pointer = at.get("body");
        let Some(text) = pointer
            .and_then(At::str)
            .filter(|pointer| !pointer.is_empty())
        else {
            let key = at.key().unwrap_or_default();
            let message = format!("`{key}` names neither `body` nor `header`");
            self.bad(pointer.unwrap_or(at), &message, goal.help);
            return None;
        };
        let (steps, ()) = self.only_route(pointer.unwrap_or(at), body, text, goal, |api, ty| {
            accept(api, ty).then_some(())
        })?;
        Some(steps)
    }

    /// The only way along a JSON pointer that ends in what `accept` takes.
    fn only_route<T>(
        &mut self,
        at: At<'d>,
        body: &Type,
        pointer: &str,
        goal: &Goal,
        accept: impl Fn(&Api, &Type) -> Option<T>,
    ) -> Option<(Vec<Step>, T)> {
        let mut found: Vec<(Vec<Step>, T)> = routes(self.api, body, pointer)
            .into_iter()
            .filter_map(|(steps, ty)| Some((steps, accept(self.api, &ty)?)))
            .collect();
        if found.len() == 1 {
            return found.pop();
        }
        let (message, help) = if found.is_empty() {
            (
                format!("`{pointer}` leads to no {} in the success body", goal.kind),
                goal.help,
            )
        } else {
            (
                format!(
                    "`{pointer}` leads to a {} in {} variants of a union",
                    goal.kind,
                    found.len()
                ),
                "point at a field that only one variant has",
            )
        };
        self.bad(at, &message, help);
        None
    }

    fn number(&mut self, at: At<'d>, operation: &Operation) -> Option<NextPage> {
        let parameter = self.parameter_index(at, "parameter", operation)?;
        let first = at
            .get("first")
            .and_then(At::integer)
            .and_then(|first| i64::try_from(first).ok())
            .unwrap_or(1);
        let size = match at.get("size") {
            Some(size) => Some(self.index_of(size, operation)?),
            None => None,
        };
        Some(NextPage::Number {
            parameter,
            first,
            size,
        })
    }

    fn parameter_index(&mut self, at: At<'d>, key: &str, operation: &Operation) -> Option<usize> {
        if let Some(name) = at.get(key) {
            return self.index_of(name, operation);
        }
        let message = format!("`{}` names no `{key}`", at.key().unwrap_or_default());
        let help = format!(
            "name the parameter of the query, or the header, that asks for the next page: `{key}: ...`"
        );
        self.bad(at, &message, &help);
        None
    }

    fn index_of(&mut self, name: At<'d>, operation: &Operation) -> Option<usize> {
        let text = name.str().unwrap_or_default();
        let at = |location: ParameterLocation, is_named: &dyn Fn(&str) -> bool| {
            let mut parameters = operation.parameters.iter();
            parameters.position(|of| of.location == location && is_named(&of.key))
        };
        let index = at(ParameterLocation::Query, &|key| key == text).or_else(|| {
            at(ParameterLocation::Header, &|key| {
                key.eq_ignore_ascii_case(text)
            })
        });
        if index.is_none() {
            self.bad(
                name,
                &format!("the operation has no parameter `{text}` in the query or a header"),
                "name a parameter of this operation",
            );
        }
        index
    }

    fn bad(&mut self, at: At<'d>, message: &str, help: &str) {
        self.diagnostics
            .report(Diagnostic::new(Code::BadPagination, at, message).help(help));
    }
}
