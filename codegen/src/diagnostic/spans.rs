//! Document node → span of its source text.
//!
//! Only printed diagnostics need spans, so the text is parsed a second time, with markers.

mod json;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

/// The spans of the values in a text.
#[derive(Debug, Default)]
pub(super) struct Spans<'t> {
    /// The first is the root.
    nodes: Vec<Node<'t>>,
}

/// The byte ranges of the key and the value at the end of a path.
#[derive(Debug)]
pub(super) struct Located {
    pub(super) key: Option<Range<usize>>,
    pub(super) value: Range<usize>,
}

#[derive(Debug)]
struct Node<'t> {
    range: Range<usize>,
    edges: Vec<Edge<'t>>,
}

/// A step from a map or list to one of its values.
#[derive(Debug)]
struct Edge<'t> {
    /// The key with its span; `None` in a list.
    key: Option<(Cow<'t, str>, Range<usize>)>,
    node: usize,
}

impl<'t> Spans<'t> {
    /// Reads a text, up to the first syntax error.
    pub(super) fn read(text: &'t str) -> Self {
        json::read(text).unwrap_or_else(|| Self::of_yaml(text))
    }

    fn of_yaml(text: &'t str) -> Self {
        let mut reader = Reader {
            spans: Self::default(),
            open: Vec::new(),
            anchors: HashMap::new(),
        };
        let offsets = Offsets::new(text);
        for event in Parser::new_from_str(text) {
            let Ok((event, span)) = event else { break };
            reader.take(event, &offsets.range(span));
        }
        reader.spans
    }

    /// Follows keys and indices from the root.
    pub(super) fn locate(&self, steps: &[String]) -> Option<Located> {
        let mut node = 0;
        let mut key = None;
        for step in steps {
            let edge = self.edge(node, step, 0)?;
            node = edge.node;
            key = edge.key.as_ref().map(|(_, range)| range.clone());
        }
        let value = self.nodes.get(node)?.range.clone();
        Some(Located { key, value })
    }

    /// Returns the last entry with this key; the last duplicate wins.
    fn edge(&self, node: usize, step: &str, depth: usize) -> Option<&Edge<'t>> {
        let edges = &self.nodes.get(node)?.edges;
        if edges.first().is_some_and(|edge| edge.key.is_none()) {
            return edges.get(step.parse::<usize>().ok()?);
        }
        let named =
            |edge: &&Edge<'t>, name: &str| edge.key.as_ref().is_some_and(|(key, _)| key == name);
        let own = edges.iter().rev().find(|edge| named(edge, step));
        own.or_else(|| {
            // YAML's merge key: the entry is in another map, or in one of a list of maps.
            let merged = edges
                .iter()
                .filter(|edge| named(edge, "<<"))
                .map(|edge| edge.node);
            merged
                .filter(|_| depth < 8)
                .find_map(|node| self.merged_edge(node, step, depth + 1))
        })
    }

    fn merged_edge(&self, node: usize, step: &str, depth: usize) -> Option<&Edge<'t>> {
        let edges = &self.nodes.get(node)?.edges;
        if edges.first().is_some_and(|edge| edge.key.is_none()) {
            return edges
                .iter()
                .find_map(|edge| self.edge(edge.node, step, depth));
        }
        self.edge(node, step, depth)
    }

    /// Returns the first of two entries with the same key.
    pub(super) fn earlier_key(&self, steps: &[String]) -> Option<Range<usize>> {
        let (last, parents) = steps.split_last()?;
        let mut node = 0;
        for step in parents {
            node = self.edge(node, step, 0)?.node;
        }
        let keys = self
            .nodes
            .get(node)?
            .edges
            .iter()
            .filter_map(|edge| edge.key.as_ref());
        keys.filter(|(key, _)| key == last)
            .map(|(_, range)| range.clone())
            .next()
    }
}

struct Reader<'t> {
    spans: Spans<'t>,
    open: Vec<Open<'t>>,
    anchors: HashMap<usize, usize>,
}

/// An open map or list.
struct Open<'t> {
    node: usize,
    is_map: bool,
    key: Option<(Cow<'t, str>, Range<usize>)>,
}

impl<'t> Reader<'t> {
    fn take(&mut self, event: Event<'t>, range: &Range<usize>) {
        let awaits_key = self
            .open
            .last()
            .is_some_and(|open| open.is_map && open.key.is_none());
        match event {
            Event::Scalar(text, ..) if awaits_key => {
                if let Some(open) = self.open.last_mut() {
                    open.key = Some((text, range.clone()));
                }
            }
            Event::Scalar(_, _, anchor, _) => {
                self.add(anchor, range.clone());
            }
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).copied();
                let node = node.unwrap_or_else(|| self.node(range.clone()));
                self.attach(node);
            }
            Event::MappingStart(anchor, _) => self.open(anchor, range.clone(), true),
            Event::SequenceStart(anchor, _) => self.open(anchor, range.clone(), false),
            Event::MappingEnd | Event::SequenceEnd => {
                if let Some(open) = self.open.pop()
                    && let Some(node) = self.spans.nodes.get_mut(open.node)
                {
                    node.range.end = node.range.end.max(range.end);
                }
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
    }

    fn open(&mut self, anchor: usize, range: Range<usize>, is_map: bool) {
        let node = self.add(anchor, range);
        self.open.push(Open {
            node,
            is_map,
            key: None,
        });
    }

    fn add(&mut self, anchor: usize, range: Range<usize>) -> usize {
        let node = self.node(range);
        if anchor != 0 {
            self.anchors.insert(anchor, node);
        }
        self.attach(node);
        node
    }

    fn node(&mut self, range: Range<usize>) -> usize {
        self.spans.nodes.push(Node {
            range,
            edges: Vec::new(),
        });
        self.spans.nodes.len() - 1
    }

    fn attach(&mut self, node: usize) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let key = open.key.take();
        if let Some(parent) = self.spans.nodes.get_mut(open.node) {
            parent.edges.push(Edge { key, node });
        }
    }
}

/// Converts the character offsets of the parser to byte offsets.
struct Offsets {
    /// The byte offset of each character; empty for ASCII text.
    bytes: Vec<usize>,
    len: usize,
}

impl Offsets {
    fn new(text: &str) -> Self {
        let bytes = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(offset, _)| offset).collect()
        };
        Self {
            bytes,
            len: text.len(),
        }
    }

    fn byte(&self, character: usize) -> usize {
        if self.bytes.is_empty() {
            character.min(self.len)
        } else {
            self.bytes.get(character).copied().unwrap_or(self.len)
        }
    }

    fn range(&self, span: Span) -> Range<usize> {
        self.byte(span.start.index())..self.byte(span.end.index())
    }
}
