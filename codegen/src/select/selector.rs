//! Which operations are meant: by their ids, their paths or their tags.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use super::glob::matches;
use crate::document::At;

/// A pattern for operations: `operationId`, `METHOD /path` or `tag:NAME`.
///
/// In each part, `*` is any text and `?` any character. Methods are in any case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// The `operationId`.
    Id(String),
    /// The method and the path template.
    Endpoint(String, String),
    /// One of the tags.
    Tag(String),
}

/// Which operations become a part of the client.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// If there are any, an operation must match one of them.
    pub include: Vec<Selector>,
    /// An operation that matches one of them is left out.
    pub exclude: Vec<Selector>,
}

/// An operation that can be selected.
pub(super) struct Candidate<'d> {
    /// The path template; none for a webhook.
    pub(super) path: Option<&'d str>,
    pub(super) method: String,
    pub(super) at: At<'d>,
    /// The path item that it is in.
    pub(super) item: At<'d>,
    /// The entry of `paths`: the path item, or a reference to it.
    pub(super) entry: At<'d>,
}

impl Selector {
    /// Any text is a selector: what is neither a tag nor an endpoint is an id.
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        if let Some(tag) = text.strip_prefix("tag:") {
            return Self::Tag(tag.trim().to_owned());
        }
        match text.split_once(char::is_whitespace) {
            Some((method, path)) => {
                Self::Endpoint(method.to_uppercase(), path.trim_start().to_owned())
            }
            None => Self::Id(text.to_owned()),
        }
    }
}

impl FromStr for Selector {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::read(text))
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => f.write_str(id),
            Self::Endpoint(method, path) => write!(f, "{method} {path}"),
            Self::Tag(tag) => write!(f, "tag:{tag}"),
        }
    }
}

impl Selector {
    pub(super) fn matches(&self, candidate: &Candidate<'_>) -> bool {
        match self {
            Self::Id(pattern) => id(candidate.at).is_some_and(|id| matches(pattern, id)),
            Self::Endpoint(method, pattern) => candidate.path.is_some_and(|path| {
                matches(method, &candidate.method.to_uppercase()) && matches(pattern, path)
            }),
            Self::Tag(pattern) => tags(candidate.at).any(|tag| matches(pattern, tag)),
        }
    }

    /// The selectors of this kind that match an operation, as text.
    pub(super) fn names(&self, candidate: &Candidate<'_>) -> Vec<String> {
        match self {
            Self::Id(_) => id(candidate.at).map(str::to_owned).into_iter().collect(),
            Self::Endpoint(..) => {
                let path = candidate.path.into_iter();
                path.map(|path| format!("{} {path}", candidate.method))
                    .collect()
            }
            Self::Tag(_) => tags(candidate.at).map(|tag| format!("tag:{tag}")).collect(),
        }
    }
}

impl Selection {
    /// Whether nothing is selected, and so everything is generated.
    pub fn is_empty(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Selector> {
        self.include.iter().chain(&self.exclude)
    }

    pub(super) fn includes(&self, candidate: &Candidate<'_>) -> bool {
        let one_of =
            |selectors: &[Selector]| selectors.iter().any(|selector| selector.matches(candidate));
        (self.include.is_empty() || one_of(&self.include)) && !one_of(&self.exclude)
    }
}

fn id(operation: At<'_>) -> Option<&str> {
    operation.get("operationId")?.str()
}

fn tags(operation: At<'_>) -> impl Iterator<Item = &str> {
    let tags = operation.get("tags").into_iter();
    tags.flat_map(At::items).filter_map(At::str)
}

#[cfg(test)]
mod tests {
    use super::Selector;

    #[test]
    fn selectors_are_read_by_their_shape() {
        for (text, expected) in [
            ("listPets", Selector::Id("listPets".to_owned())),
            (" list* ", Selector::Id("list*".to_owned())),
            ("tag:pets", Selector::Tag("pets".to_owned())),
            ("tag: big pets", Selector::Tag("big pets".to_owned())),
            (
                "get  /a b",
                Selector::Endpoint("GET".to_owned(), "/a b".to_owned()),
            ),
        ] {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
    }
}
