//! The `xml` keywords of a schema and of the targets of its references.

use super::XmlLowering;
use crate::document::At;
use crate::schema::{constrains_beyond, is_component, is_for, is_null, keyword, sole};

/// The values of the `xml` keywords of a schema.
#[derive(Clone, Debug, Default)]
pub(super) struct Hints {
    pub(super) name: Option<String>,
    pub(super) namespace: Option<String>,
    pub(super) prefix: Option<String>,
    pub(super) wrapped: bool,
    pub(super) node: Option<NodeType>,
}

/// `nodeType`, or its equivalent in OpenAPI 3.1 and before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NodeType {
    Element,
    Attribute,
    Text,
    Cdata,
    None,
}

impl NodeType {
    fn read(xml: At<'_>) -> Option<Self> {
        match xml.get("nodeType").and_then(At::str) {
            Some("element") => Some(Self::Element),
            Some("attribute") => Some(Self::Attribute),
            Some("text") => Some(Self::Text),
            Some("cdata") => Some(Self::Cdata),
            Some("none") => Some(Self::None),
            _ => xml
                .get("attribute")
                .and_then(At::bool)
                .filter(|is_attribute| *is_attribute)
                .map(|_| Self::Attribute),
        }
    }
}

/// Maximum length of a chain of references.
const MAX_CHAIN: usize = 32;

impl<'d> XmlLowering<'_, 'd> {
    /// A schema and the targets of its mere references, in order.
    pub(super) fn chain(&mut self, at: At<'d>) -> Vec<At<'d>> {
        let mut chain = vec![at];
        while chain.len() < MAX_CHAIN
            && let Some(last) = chain.last().copied()
            && let Some(next) = self.next_in_chain(last)
            && !chain.contains(&next)
        {
            chain.push(next);
        }
        chain
    }

    fn next_in_chain(&mut self, at: At<'d>) -> Option<At<'d>> {
        if keyword(at).is_some() {
            return self
                .schemas
                .target(at)
                .filter(|_| !constrains_beyond(at, "$ref"));
        }
        if at.has("allOf") {
            return sole(at)
                .filter(|_| !constrains_beyond(at, "allOf") && !self.schemas.is_subtype(at));
        }
        // A schema or null.
        let key = ["oneOf", "anyOf"].into_iter().find(|key| at.has(key))?;
        let mut members = at.get(key)?.items().filter(|member| !is_null(*member));
        let only = members.next()?;
        (members.next().is_none() && !constrains_beyond(at, key)).then_some(only)
    }

    /// The `xml` keywords of a schema and of the targets of its references; the outermost counts.
    pub(super) fn hints_of(&mut self, at: At<'d>) -> Hints {
        let chain = self.chain(at);
        self.hints_in(&chain)
    }

    /// The `xml` keywords of these schemas; the first counts.
    #[expect(clippy::unused_self, reason = "its siblings have to follow references")]
    pub(super) fn hints_in(&self, chain: &[At<'d>]) -> Hints {
        let mut hints = Hints::default();
        for xml in chain.iter().filter_map(|at| at.get("xml")) {
            let text = |key: &str| {
                let text = xml.get(key).and_then(At::str).map(str::trim);
                text.filter(|text| !text.is_empty()).map(str::to_owned)
            };
            hints.name = hints.name.or_else(|| text("name"));
            hints.namespace = hints.namespace.or_else(|| text("namespace"));
            hints.prefix = hints.prefix.or_else(|| text("prefix"));
            hints.wrapped |= xml.get("wrapped").and_then(At::bool) == Some(true);
            hints.node = hints.node.or_else(|| NodeType::read(xml));
        }
        hints
    }

    /// The key of the first component that a schema is or refers to.
    pub(super) fn component_key(&mut self, at: At<'d>) -> Option<String> {
        let chain = self.chain(at);
        chain
            .into_iter()
            .find(|at| is_component(*at))
            .and_then(At::key)
    }
}

/// Whether references are named after their component: from OpenAPI 3.2 on, a reference is not a node by itself.
pub(super) fn names_components(at: At<'_>) -> bool {
    is_for(at, &["3.2"])
}
