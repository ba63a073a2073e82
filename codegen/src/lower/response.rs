//! Responses: successes and documented errors.

use super::Lower;
use super::body::media_word;
use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{At, Kind};
use crate::ir::{Content, Decoding, Header, Module, Naming, OperationId, Response, Status, Type};
use crate::media::{concrete, is_events, is_form, is_json, is_lines, is_range, is_text, is_xml};
use crate::resolve::{Endpoint, follow};

impl<'d> Lower<'_, 'd> {
    /// The successes and the documented errors of an operation.
    pub(super) fn responses(
        &mut self,
        endpoint: &Endpoint<'d>,
        id: OperationId,
        module: Module,
    ) -> (Vec<Response>, Vec<Response>) {
        let mut found = self.statuses(endpoint);
        found.sort_by_key(|(status, _)| *status);
        self.drop_repeated(&mut found);
        let successes = successes(&found.iter().map(|(status, _)| *status).collect::<Vec<_>>());
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        for (status, at) in found {
            let success = successes.contains(&status);
            let word = match (success, successes.len()) {
                (true, 0 | 1) => "response".to_owned(),
                (true, _) => format!("{} response", status_word(status)),
                (false, _) => format!("{} error", status_word(status)),
            };
            let Some(at) = follow(at, self.diagnostics) else {
                continue;
            };
            let contents = if has_body(endpoint, status) {
                let naming = Naming::InOperation(id, vec![word]);
                self.contents(at, &Context { naming, module })
            } else {
                if success {
                    self.report_impossible_body(endpoint, status, at);
                }
                Vec::new()
            };
            let response = Response {
                status,
                description: description(at),
                contents,
                headers: self.headers(at, id, module),
            };
            if success {
                good.push(response);
            } else {
                bad.push(response);
            }
        }
        (good, bad)
    }

    /// The statuses that an operation documents; keys that are none are reported.
    fn statuses(&mut self, endpoint: &Endpoint<'d>) -> Vec<(Status, At<'d>)> {
        let responses = endpoint.at.get("responses").into_iter();
        let mut found = Vec::new();
        for (key, at) in responses.flat_map(At::entries) {
            if key.starts_with("x-") {
                continue;
            }
            let Some(status) = status(key) else {
                let message = format!("`{key}` is no status");
                let help = "use a code such as `\"200\"`, a range such as `4XX`, or `default`";
                let diagnostic = Diagnostic::new(Code::WrongKind, at, message).on_key(at);
                self.diagnostics.report(diagnostic.help(help));
                continue;
            };
            found.push((status, at));
        }
        found
    }

    /// Removes a second description of a status; reported.
    fn drop_repeated(&mut self, found: &mut Vec<(Status, At<'d>)>) {
        found.dedup_by(|(status, at), (known, first)| {
            let same = status == known;
            if same {
                let message = "the same status is described twice; the first one counts";
                self.diagnostics.report(
                    Diagnostic::new(Code::AmbiguousResponse, *at, message)
                        .on_key(*at)
                        .also(Place::key(*first), "the first one")
                        .help("put them together"),
                );
            }
            same
        });
    }

    /// Reports a body where HTTP has none.
    fn report_impossible_body(&mut self, endpoint: &Endpoint<'d>, status: Status, at: At<'d>) {
        let Some(content) = at.get("content").filter(|content| !content.is_empty()) else {
            return;
        };
        let message = if endpoint.method == "HEAD" {
            "a response to `HEAD` has no body".to_owned()
        } else {
            format!("a response with the status {status} has no body")
        };
        self.diagnostics.report(
            Diagnostic::new(Code::ImpossibleBody, content, message)
                .on_key(content)
                .help("take `content` out"),
        );
    }

    /// The bodies of a response, one for each media type that differs in what it holds.
    fn contents(&mut self, response: At<'d>, context: &Context) -> Vec<Content> {
        let mut entries: Vec<(&'d str, At<'d>)> = response
            .get("content")
            .into_iter()
            .flat_map(At::entries)
            .collect();
        entries.sort_by_key(|(media, _)| (!is_json(media), is_xml(media)));
        let has_json = entries.iter().any(|(media, _)| is_json(media));
        let several = entries.len() > 1;
        let mut contents: Vec<Content> = Vec::new();
        for (media, at) in entries {
            if has_json && (is_xml(media) || is_form(media)) {
                let message =
                    format!("`{media}` is one of several media types; the client asks for JSON");
                self.report_alternative(at, message);
                continue;
            }
            let own = (several && !is_json(media)).then(|| context.suffixed(&media_word(media)));
            let schema = at.get("itemSchema").or_else(|| at.get("schema"));
            let read = self.content(media, at, schema, own.as_ref().unwrap_or(context));
            // Text is text and bytes are bytes, whichever of the media types comes.
            let is_plain = matches!(read.decoding, Decoding::Text | Decoding::Binary);
            let mut known = contents.iter().filter(|_| !is_plain);
            if let Some(known) = known.find(|known| known.decoding == read.decoding) {
                let known = &known.media;
                let message =
                    format!("`{media}` is read like `{known}`, which is asked for instead");
                self.report_alternative(at, message);
                continue;
            }
            self.check_media_examples(at, schema);
            contents.push(read);
        }
        contents
    }

    /// The body of a response in one media type.
    fn content(
        &mut self,
        media: &str,
        at: At<'d>,
        schema: Option<At<'d>>,
        context: &Context,
    ) -> Content {
        let is_open =
            |schema| is_unconstrained(schema) || self.schemas.merge(schema).is_unconstrained();
        // A range of media types whose schema admits any value: callers get the bytes.
        if is_range(media) && schema.is_none_or(is_open) {
            return Content {
                media: media.trim().to_owned(),
                decoding: Decoding::Binary,
            };
        }
        let decoding = self
            .xml_response(media, at, schema, context)
            .unwrap_or_else(|| self.decoding(media, schema, context));
        Content {
            media: concrete(media),
            decoding,
        }
    }

    fn report_alternative(&mut self, at: At<'d>, message: String) {
        self.diagnostics
            .report(Diagnostic::new(Code::AlternativeMedia, at, message).on_key(at));
    }

    fn decoding(&mut self, media: &str, schema: Option<At<'d>>, context: &Context) -> Decoding {
        let binary = schema
            .is_some_and(|schema| self.schemas.merge(schema).text("format") == Some("binary"));
        if is_events(media) || is_lines(media) {
            let ty = schema.map_or(Type::Json, |schema| self.element(schema, context));
            return if is_events(media) {
                let text = matches!(ty, Type::Json) && schema.is_none();
                Decoding::Events(if text { Type::String } else { ty })
            } else {
                Decoding::Lines(ty)
            };
        }
        if is_json(media) && !binary {
            return Decoding::Json(
                schema.map_or(Type::Json, |schema| self.element(schema, context)),
            );
        }
        if is_text(media) && !binary {
            Decoding::Text
        } else {
            Decoding::Binary
        }
    }

    fn headers(&mut self, response: At<'d>, id: OperationId, module: Module) -> Vec<Header> {
        let mut headers = Vec::new();
        for (key, at) in response.get("headers").into_iter().flat_map(At::entries) {
            // The standard has this one ignored.
            if key.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let Some(at) = follow(at, self.diagnostics) else {
                continue;
            };
            let schema = at.get("schema");
            let context = Context {
                naming: Naming::InOperation(id, vec![key.to_owned(), "header".to_owned()]),
                module,
            };
            let ty = schema.map_or(Type::String, |schema| self.schema(schema, &context));
            let ty = if self.is_plain(&ty) { ty } else { Type::String };
            let mut doc = self.doc(at);
            if doc.description.is_none()
                && let Some(schema) = schema
            {
                doc.description = self.doc(schema).description;
            }
            headers.push(Header {
                key: key.to_owned(),
                doc,
                ty,
                required: at.get("required").and_then(At::bool) == Some(true),
            });
        }
        headers
    }

    /// Whether a header can hold it as anything but text: a scalar, or a list of them.
    fn is_plain(&self, ty: &Type) -> bool {
        let item = if let Type::List(item) = ty { item } else { ty };
        self.api.is_scalar(item)
    }
}

/// Whether HTTP lets a response have a body (RFC 9110, section 6.4.1).
fn has_body(endpoint: &Endpoint<'_>, status: Status) -> bool {
    endpoint.method != "HEAD" && !matches!(status, Status::Code(204 | 205 | 304))
}

fn description(response: At<'_>) -> Option<String> {
    let text = response.get("description")?.str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether a schema admits any value.
fn is_unconstrained(schema: At<'_>) -> bool {
    schema.bool() == Some(true) || (schema.kind() == Kind::Map && schema.entries().next().is_none())
}

fn status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    let (first, rest) = (key.get(..1)?, key.get(1..)?);
    let digit: u8 = first.parse().ok().filter(|digit| (1..=5).contains(digit))?;
    if rest.eq_ignore_ascii_case("xx") {
        return Some(Status::Range(digit));
    }
    let digits = rest.len() == 2 && rest.bytes().all(|byte| byte.is_ascii_digit());
    let code = if digits { key.parse().ok() } else { None };
    code.map(Status::Code)
}

/// Which of the documented statuses are successes. A redirect, or a 304, is one where nothing better is documented; where
/// nothing is, `default` is all there is.
fn successes(documented: &[Status]) -> Vec<Status> {
    let of = |classes: &[u8]| -> Vec<Status> {
        let class = |status: &Status| status.class().is_some_and(|class| classes.contains(&class));
        documented.iter().copied().filter(class).collect()
    };
    let types = [of(&[2]), of(&[1, 3]), vec![Status::Default]];
    types
        .into_iter()
        .find(|statuses| !statuses.is_empty())
        .unwrap_or_default()
}

/// A word for a status (RFC 9110, section 15).
fn status_word(status: Status) -> String {
    match status {
        Status::Code(code) => reason(code).map_or_else(|| format!("status {code}"), str::to_owned),
        Status::Range(1) => "informational".to_owned(),
        Status::Range(2) => "success".to_owned(),
        Status::Range(3) => "redirection".to_owned(),
        Status::Range(4) => "client error".to_owned(),
        Status::Range(_) => "server error".to_owned(),
        Status::Default => "default".to_owned(),
    }
}

fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        200 => "ok",
        201 => "created",
        202 => "accepted",
        203 => "non authoritative",
        204 => "no content",
        205 => "reset content",
        206 => "partial content",
        207 => "multi status",
        301 => "moved permanently",
        302 => "found",
        303 => "see other",
        304 => "not modified",
        307 => "temporary redirect",
        308 => "permanent redirect",
        400 => "bad request",
        401 => "unauthorized",
        402 => "payment required",
        403 => "forbidden",
        404 => "not found",
        405 => "method not allowed",
        406 => "not acceptable",
        408 => "request timeout",
        409 => "conflict",
        410 => "gone",
        411 => "length required",
        412 => "precondition failed",
        413 => "content too large",
        415 => "unsupported media type",
        416 => "range not satisfiable",
        422 => "unprocessable content",
        423 => "locked",
        424 => "failed dependency",
        425 => "too early",
        428 => "precondition required",
        429 => "too many requests",
        451 => "unavailable for legal reasons",
        500 => "internal server error",
        501 => "not implemented",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        507 => "insufficient storage",
        _ => return None,
    })
}
