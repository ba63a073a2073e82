//! What shared errors and headers are named after: their content.

use crate::ir::{Decoding, Status, Type};
use crate::name::Names;
use crate::name::case::{pascal, snake};
use crate::name::operations::media_word;
use crate::name::outcome::Case;

/// A longer name does not help a reader.
const MAX_LENGTH: usize = 80;

/// Bodies and their statuses: `ErrorBodyFor401_404`, `ProblemOrHtmlFor4xx`. None where that would be too long, or a
/// body has no name.
pub(super) fn error_label(names: &Names, cases: &[Case<'_>]) -> Option<String> {
    let mut by_body: Vec<(String, Vec<Status>)> = Vec::new();
    for case in cases {
        let body = body_label(names, case)?;
        match by_body.iter_mut().find(|(known, _)| *known == body) {
            Some((_, statuses)) => statuses.push(case.status),
            None => by_body.push((body, vec![case.status])),
        }
    }
    let mut by_statuses: Vec<(Vec<String>, Vec<Status>)> = Vec::new();
    for (body, statuses) in by_body {
        match by_statuses.iter_mut().find(|(_, known)| *known == statuses) {
            Some((bodies, _)) => bodies.push(body),
            None => by_statuses.push((vec![body], statuses)),
        }
    }
    let groups = by_statuses.iter().map(|(bodies, statuses)| {
        let is_any = by_statuses.len() == 1 && *statuses == [Status::Default];
        let statuses = if is_any {
            String::from("AnyStatus")
        } else {
            statuses_label(statuses)
        };
        format!("{}For{statuses}", bodies.join("Or"))
    });
    let label = groups.collect::<Vec<_>>().join("Or");
    (!label.is_empty() && label.len() <= MAX_LENGTH).then_some(label)
}

/// The body of a case in a word: the name of its type, or its media type.
fn body_label(names: &Names, case: &Case<'_>) -> Option<String> {
    let media = case.content.map(|content| media_word(&content.media));
    match case.decoding().filter(|_| case.is_typed_error()) {
        Some(Decoding::Json(Type::Named(id))) => Some(names.of_type(*id).ident.to_string()),
        Some(Decoding::Xml(Type::Named(id), _)) => Some(format!("{}Xml", names.of_type(*id).ident)),
        Some(Decoding::Text) => media,
        Some(
            Decoding::Json(_)
            | Decoding::Xml(..)
            | Decoding::Binary
            | Decoding::Events(_)
            | Decoding::Lines(_),
        ) => None,
        None => Some(media.unwrap_or_else(|| String::from("Empty"))),
    }
}

/// Statuses in a name: `400_404`, `4xx5xx`.
fn statuses_label(statuses: &[Status]) -> String {
    let mut out = String::new();
    for status in statuses {
        let word = match status {
            Status::Code(code) => code.to_string(),
            Status::Range(digit) => format!("{digit}xx"),
            Status::Default => String::from("Other"),
        };
        let is_digit = |char: char| char.is_ascii_digit();
        if out.ends_with(is_digit) && word.starts_with(is_digit) {
            out.push('_');
        }
        out.push_str(&word);
    }
    out
}

/// The keys of headers, which are sorted, with a common prefix written once: `RatelimitLimitRemainingHeaders`.
/// Where that is too long, what they begin with alone; none where that is too long, too.
pub(super) fn headers_label(keys: &[&str]) -> Option<String> {
    let keys: Vec<String> = keys.iter().map(|key| snake(key)).collect();
    let keys: Vec<Vec<&str>> = keys
        .iter()
        .map(|key| key.strip_prefix("x_").unwrap_or(key).split('_').collect())
        .collect();
    let families: Vec<Family<'_>> = keys
        .chunk_by(|left, right| left.first() == right.first())
        .map(Family::new)
        .collect();
    let full = families.iter().map(Family::full).collect::<String>();
    let brief = families.iter().map(Family::brief).collect::<String>();
    let is_name = |label: &String| {
        label.len() <= MAX_LENGTH && label.starts_with(|first: char| first.is_ascii_uppercase())
    };
    [full, brief]
        .into_iter()
        .map(|label| format!("{label}Headers"))
        .find(is_name)
}

/// Header keys that begin with the same words.
#[derive(Debug)]
struct Family<'a> {
    /// The words that all begin with.
    prefix: Vec<&'a str>,
    /// The other words of each.
    endings: Vec<Vec<&'a str>>,
}

impl<'a> Family<'a> {
    fn new(keys: &[Vec<&'a str>]) -> Self {
        let first = keys.first().map(Vec::as_slice).unwrap_or_default();
        let shared = |count: &usize| {
            keys.iter()
                .all(|key| key.starts_with(first.get(..*count).unwrap_or_default()))
        };
        let count = (0..=first.len()).rev().find(shared).unwrap_or_default();
        let (prefix, _) = first.split_at(count);
        Self {
            prefix: prefix.to_vec(),
            endings: keys
                .iter()
                .map(|key| key.iter().skip(count).copied().collect())
                .collect(),
        }
    }

    /// All words.
    fn full(&self) -> String {
        let endings = self.endings.iter().map(|words| words_label(words));
        std::iter::once(self.brief()).chain(endings).collect()
    }

    /// The words that all begin with.
    fn brief(&self) -> String {
        words_label(&self.prefix)
    }
}

/// Words as a part of a type's name.
fn words_label(words: &[&str]) -> String {
    pascal(&words.join("_"))
}

#[cfg(test)]
mod tests {
    use super::{headers_label, statuses_label};
    use crate::ir::Status;

    #[test]
    fn statuses_are_separated() {
        let label = statuses_label;
        assert_eq!(label(&[Status::Code(400), Status::Code(404)]), "400_404");
        assert_eq!(label(&[Status::Range(4), Status::Range(5)]), "4xx5xx");
        assert_eq!(label(&[Status::Code(400), Status::Default]), "400Other");
        assert_eq!(label(&[Status::Default]), "Other");
    }

    #[test]
    fn headers_with_the_same_first_words_say_them_once() {
        let label = |keys: &[&str]| headers_label(keys).unwrap_or_default();
        assert_eq!(label(&["link", "total-number"]), "LinkTotalNumberHeaders");
        assert_eq!(
            label(&["x-rate-limit-left", "x-rate-limit-reset"]),
            "RateLimitLeftResetHeaders"
        );
        assert_eq!(label(&["etag", "etag-weak"]), "EtagWeakHeaders");
    }

    #[test]
    fn headers_with_a_long_name_are_called_after_first_words() {
        let long = "a".repeat(60);
        let (one, other) = (format!("rate-{long}"), format!("rate-b{long}"));
        let label = headers_label(&[&one, &other]);
        assert_eq!(label.as_deref(), Some("RateHeaders"));
        let (one, other) = (format!("a{long}"), format!("b{long}"));
        assert_eq!(headers_label(&[&one, &other]), None);
    }
}
