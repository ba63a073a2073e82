//! A parsed document. Elements are in one list, in document order, each with the place of its end, so that neither
//! reading nor dropping a deep document needs a deep stack.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::{INSTANCE, Name};

/// A parsed document; the first entry is the root.
#[derive(Debug, Default)]
pub(super) struct Tree<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    pub(super) attributes: Vec<Attribute<'a>>,
    /// The names of namespaces; the first is that of no namespace.
    pub(super) namespaces: Vec<Cow<'a, str>>,
}

/// An element or a text.
#[derive(Debug)]
pub(super) enum Entry<'a> {
    Element(Head<'a>),
    Text(Cow<'a, str>),
}

/// The start of an element.
#[derive(Debug)]
pub(super) struct Head<'a> {
    /// The name, with its prefix.
    pub(super) name: &'a str,
    /// Indexes [`Tree::namespaces`].
    pub(super) namespace: usize,
    /// The first attribute, and the one after the last.
    pub(super) attributes: (usize, usize),
    /// The first entry that is not in the element.
    pub(super) end: usize,
}

/// An attribute.
#[derive(Debug)]
pub(super) struct Attribute<'a> {
    /// The name, with its prefix.
    pub(super) name: &'a str,
    /// Indexes [`Tree::namespaces`].
    pub(super) namespace: usize,
    pub(super) value: Cow<'a, str>,
}

/// A child of an element.
pub(super) enum Child<'t, 'a> {
    Element(Node<'t, 'a>),
    Text(&'t str),
}

/// An element in its document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node<'t, 'a> {
    tree: &'t Tree<'a>,
    head: &'t Head<'a>,
    /// Indexes [`Tree::entries`].
    pub(super) index: usize,
}

impl<'a> Tree<'a> {
    /// The root; none in an empty tree.
    pub(super) fn root(&self) -> Option<Node<'_, 'a>> {
        self.node(0)
    }

    fn node(&self, index: usize) -> Option<Node<'_, 'a>> {
        match self.entries.get(index) {
            Some(Entry::Element(head)) => Some(Node {
                tree: self,
                head,
                index,
            }),
            Some(Entry::Text(_)) | None => None,
        }
    }

    fn namespace(&self, index: usize) -> Option<&str> {
        let name = self.namespaces.get(index).map(AsRef::as_ref);
        name.filter(|name| !name.is_empty())
    }

    /// Where the name of an element is in the text that the tree was read from.
    pub(super) fn offset(&self, index: usize, source: &str) -> usize {
        let name = self.node(index).map(|node| node.head.name.as_ptr().addr());
        let offset = name.map(|name| name.saturating_sub(source.as_ptr().addr()));
        offset.unwrap_or_default().min(source.len())
    }

    /// The path of an element: `/pets/pet[2]/name`.
    pub(super) fn path(&self, index: usize) -> String {
        /// A path that is longer helps no one.
        const LONGEST: usize = 200;
        let mut path = String::new();
        let Some(root) = self.root() else {
            return path;
        };
        let mut node = root;
        push_name(&mut path, node.head.name);
        while node.index < index && path.len() < LONGEST {
            let within = |child: &Node<'_, '_>| child.index <= index && index < child.head.end;
            let Some(next) = node.elements().find(within) else {
                break;
            };
            let same = |child: &Node<'_, '_>| child.head.name == next.head.name;
            let position = node
                .elements()
                .take_while(|child| child.index < next.index)
                .filter(same)
                .count();
            push_name(&mut path, next.head.name);
            if node.elements().filter(same).nth(1).is_some() {
                // Writing to a string cannot fail.
                let _ = write!(path, "[{}]", position + 1);
            }
            node = next;
        }
        path
    }
}

fn push_name(path: &mut String, name: &str) {
    path.push('/');
    path.extend(name.chars().take(60));
}

impl<'t, 'a> Node<'t, 'a> {
    /// The name, with its prefix.
    pub(super) const fn name(self) -> &'a str {
        self.head.name
    }

    /// Whether the element has this name. A name without a namespace is that of any.
    pub(super) fn is(self, name: &Name) -> bool {
        self.tree.is(self.head.name, self.head.namespace, name)
    }

    /// What is in the element.
    pub(super) fn children(self) -> impl Iterator<Item = Child<'t, 'a>> {
        let mut next = self.index + 1;
        std::iter::from_fn(move || {
            if next >= self.head.end {
                return None;
            }
            match self.tree.entries.get(next)? {
                Entry::Element(head) => {
                    let index = std::mem::replace(&mut next, head.end);
                    Some(Child::Element(Node {
                        tree: self.tree,
                        head,
                        index,
                    }))
                }
                Entry::Text(text) => {
                    next += 1;
                    Some(Child::Text(text))
                }
            }
        })
    }

    /// The elements in the element.
    pub(super) fn elements(self) -> impl Iterator<Item = Self> {
        self.children().filter_map(|child| match child {
            Child::Element(node) => Some(node),
            Child::Text(_) => None,
        })
    }

    /// The attributes, declarations of namespaces among them.
    pub(super) fn attributes(self) -> impl Iterator<Item = &'t Attribute<'a>> {
        let (from, to) = self.head.attributes;
        self.tree
            .attributes
            .get(from..to)
            .unwrap_or_default()
            .iter()
    }

    /// The first attribute of this name; one in a namespace only if none is in no namespace.
    pub(super) fn attribute(self, name: &Name) -> Option<&'t Attribute<'a>> {
        let named = |attribute: &&Attribute<'_>| {
            !attribute.declares() && self.tree.is(attribute.name, attribute.namespace, name)
        };
        let plain = self.attributes().filter(named).find(|at| at.namespace == 0);
        plain.or_else(|| self.attributes().find(named))
    }

    /// Whether an attribute is about the instance: `xsi:nil`, `xsi:type`.
    pub(super) fn is_about_instance(self, attribute: &Attribute<'_>) -> bool {
        self.tree.namespace(attribute.namespace) == Some(INSTANCE)
            || attribute.declares() && attribute.value == INSTANCE
    }

    /// Whether the element is null.
    pub(super) fn is_nil(self) -> bool {
        let is_nil = |attribute: &Attribute<'_>| {
            local(attribute.name) == "nil"
                && self.tree.namespace(attribute.namespace) == Some(INSTANCE)
                && matches!(attribute.value.trim(), "true" | "1")
        };
        self.attributes().any(is_nil)
    }

    /// Whether nothing is in the element, and nothing about it.
    pub(super) fn is_empty(self) -> bool {
        self.attributes().next().is_none() && self.children().next().is_none()
    }

    /// The text in the element, at any depth.
    pub(super) fn text(self) -> Cow<'t, str> {
        let within = self.tree.entries.get(self.index + 1..self.head.end);
        let texts = within
            .unwrap_or_default()
            .iter()
            .filter_map(|entry| match entry {
                Entry::Text(text) => Some(text.as_ref()),
                Entry::Element(_) => None,
            });
        join(texts)
    }

    /// The text in the element itself.
    pub(super) fn own_text(self) -> Cow<'t, str> {
        join(self.children().filter_map(|child| match child {
            Child::Text(text) => Some(text),
            Child::Element(_) => None,
        }))
    }
}

impl Tree<'_> {
    fn is(&self, written: &str, namespace: usize, name: &Name) -> bool {
        // A name that a document writes with its prefix is compared as it is.
        let is_named = local(written) == name.local || written == name.local;
        is_named
            && name
                .namespace
                .is_none_or(|wanted| self.namespace(namespace) == Some(wanted))
    }
}

impl Attribute<'_> {
    /// Whether it declares a namespace.
    pub(super) fn declares(&self) -> bool {
        self.name == "xmlns" || self.name.starts_with("xmlns:")
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

fn join<'t>(mut texts: impl Iterator<Item = &'t str>) -> Cow<'t, str> {
    let Some(first) = texts.next() else {
        return Cow::Borrowed("");
    };
    texts.fold(Cow::Borrowed(first), |mut joined, text| {
        joined.to_mut().push_str(text);
        joined
    })
}
