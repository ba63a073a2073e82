//! What a call can come to: the cases of an operation's output and of its error.

use crate::ir::{Content, Decoding, Header, Operation, Response, Status};

/// One way in which a call can end.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// For this status.
    pub(crate) status: Status,
    /// With this body; none where there is none.
    pub content: Option<&'a Content>,
    /// Whether the status has more than one media type.
    pub(crate) several_media: bool,
}

/// What the successful calls of an operation give.
#[derive(Clone, Debug)]
pub enum Outcome<'a> {
    /// Always the same; nothing where there is no body.
    One(Option<&'a Content>),
    /// One of several.
    Many(Vec<Case<'a>>),
}

/// What the successful calls of an operation give.
pub fn success(operation: &Operation) -> Outcome<'_> {
    let cases = cases(&operation.successes);
    let Some(first) = cases.first() else {
        return Outcome::One(None);
    };
    let same = |case: &Case<'_>| case.decoding() == first.decoding();
    if cases.iter().all(same) {
        Outcome::One(first.content)
    } else {
        Outcome::Many(cases)
    }
}

/// The documented errors of an operation; empty where none has a body that can be typed.
pub(crate) fn errors(operation: &Operation) -> Vec<Case<'_>> {
    let cases = cases(&operation.errors);
    if cases.iter().any(Case::is_typed_error) {
        cases
    } else {
        Vec::new()
    }
}

/// Whether a response declares headers.
pub(crate) fn has_headers(operation: &Operation) -> bool {
    operation
        .successes
        .iter()
        .any(|response| !response.headers.is_empty())
}

impl Case<'_> {
    /// How the body is read.
    pub(crate) fn decoding(&self) -> Option<&Decoding> {
        self.content.map(|content| &content.decoding)
    }

    /// Whether the body of an error is more than bytes.
    pub(crate) fn is_typed_error(&self) -> bool {
        matches!(
            self.decoding(),
            Some(Decoding::Json(_) | Decoding::Xml(..) | Decoding::Text)
        )
    }
}

/// One case for each status and media type; for each status, one at least.
fn cases(responses: &[Response]) -> Vec<Case<'_>> {
    let mut cases = Vec::new();
    for response in responses {
        let several_media = response.contents.len() > 1;
        let mut contents = response.contents.iter().map(Some).collect::<Vec<_>>();
        if contents.is_empty() {
            contents.push(None);
        }
        let of_status = contents.into_iter().map(|content| Case {
            status: response.status,
            content,
            several_media,
        });
        cases.extend(of_status);
    }
    cases.sort_by_key(|case| case.status);
    cases
}

/// The declared headers of all successes, each of them once.
pub(crate) fn headers(operation: &Operation) -> Vec<&Header> {
    let mut headers: Vec<&Header> = Vec::new();
    for header in operation
        .successes
        .iter()
        .flat_map(|response| &response.headers)
    {
        if !headers
            .iter()
            .any(|known| known.key.eq_ignore_ascii_case(&header.key))
        {
            headers.push(header);
        }
    }
    headers
}
