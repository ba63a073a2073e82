//! `x-signon-pagination`: how the next page is asked for.

use super::Lower;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::At;
use crate::ir::{
    CursorSource, Decoding, NextPage, Operation, Pagination, Place, Shape, Step, Type,
};

/// The type of the body that a successful call brings.
pub(super) fn success_body(operation: &Operation) -> Option<Type> {
    operation
        .successes
        .iter()
        .flat_map(|response| &response.contents)
        .find_map(|content| match &content.decoding {
            Decoding::Json(ty) => Some(ty.clone()),
            Decoding::Text | Decoding::Binary | Decoding::Events(_) | Decoding::Lines(_) => None,
        })
}

impl<'d> Lower<'_, 'd> {
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
            (None, None, Some(_)) => NextPage::Link,
            _ => {
                self.bad(
                    at,
                    "exactly one of `cursor`, `page` and `link` has to say where the next page is",
                    "write `cursor: { parameter: ..., body: ... }`, `page: { parameter: ... }` or `link: {}`",
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
        let found = self.steps(&body, &pointer);
        let Some((items, Type::List(item))) = found.map(|(steps, ty)| (steps, self.plain(ty)))
        else {
            self.bad(
                place,
                &format!("`{pointer}` leads to no list in the success body"),
                "point at the list of items: `items: /users`",
            );
            return None;
        };
        Some(Pagination {
            next,
            items,
            item: *item,
        })
    }

    fn cursor(&mut self, at: At<'d>, operation: &Operation, body: &Type) -> Option<NextPage> {
        let parameter = self.parameter_index(at, "parameter", operation)?;
        let from = if let Some(header) = at.get("header") {
            let name = header.str()?;
            let declared = operation
                .successes
                .iter()
                .flat_map(|response| &response.headers)
                .any(|header| header.key.eq_ignore_ascii_case(name));
            if !declared {
                self.bad(
                    header,
                    &format!("the response declares no header `{name}`"),
                    "declare it under the response's `headers`",
                );
                return None;
            }
            CursorSource::Header(name.to_owned())
        } else {
            let pointer = at.get("body");
            let steps = pointer
                .and_then(At::str)
                .and_then(|pointer| self.steps(body, pointer));
            let Some((steps, _)) = steps.filter(|(steps, _)| !steps.is_empty()) else {
                let message = match pointer.and_then(At::text) {
                    Some(pointer) => format!("`{pointer}` leads to no field of the success body"),
                    None => "`cursor` names neither `body` nor `header`".to_owned(),
                };
                let help = "point at the field with the cursor: `body: /nextCursor`";
                self.bad(pointer.unwrap_or(at), &message, help);
                return None;
            };
            CursorSource::Body(steps)
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
        let help = format!("name the query parameter that asks for the next page: `{key}: ...`");
        self.bad(at, &message, &help);
        None
    }

    fn index_of(&mut self, name: At<'d>, operation: &Operation) -> Option<usize> {
        let text = name.str().unwrap_or_default();
        let index = operation
            .parameters
            .iter()
            .position(|parameter| parameter.place == Place::Query && parameter.key == text);
        if index.is_none() {
            self.bad(
                name,
                &format!("the operation has no query parameter `{text}`"),
                "name a parameter of this operation",
            );
        }
        index
    }

    fn bad(&mut self, at: At<'d>, message: &str, help: &str) {
        self.diagnostics
            .report(Diagnostic::new(Code::BadPagination, at, message).help(help));
    }

    /// The fields that a JSON pointer leads through, and what is at its end.
    pub(super) fn steps(&self, body: &Type, pointer: &str) -> Option<(Vec<Step>, Type)> {
        let mut ty = body.clone();
        let mut steps = Vec::new();
        for token in pointer.split('/').skip(1) {
            let key = token.replace("~1", "/").replace("~0", "~");
            let Type::Named(record) = self.plain(ty) else {
                return None;
            };
            let Shape::Record(of) = &self.api.type_def(record).shape else {
                return None;
            };
            let field = of.fields.iter().position(|field| field.key == key)?;
            ty = of.fields.get(field)?.ty.clone();
            steps.push(Step { record, field });
        }
        Some((steps, ty))
    }

    /// The type behind aliases, pointers and null.
    fn plain(&self, mut ty: Type) -> Type {
        for _ in 0..16 {
            ty = match ty {
                Type::Nullable(inner) | Type::Boxed(inner) => *inner,
                Type::Named(id) => {
                    let Shape::Alias(inner) = &self.api.type_def(id).shape else {
                        return Type::Named(id);
                    };
                    inner.clone()
                }
                other @ (Type::Bool
                | Type::Integer(_)
                | Type::Float
                | Type::String
                | Type::Text(_)
                | Type::Secret
                | Type::Json
                | Type::Null
                | Type::File
                | Type::Body
                | Type::Form
                | Type::List(_)
                | Type::Tuple(_)
                | Type::Map(_)) => return other,
            };
        }
        ty
    }
}
