//! The text of a document → its tree.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, Event};
use quick_xml::reader::Reader;

use super::MAX_DEPTH;
use super::tree::{Attribute, Entry, Head, Tree};

/// Why a text is not a document that is read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) message: Cow<'static, str>,
    pub(super) offset: usize,
}

type Fallible<T> = Result<T, Cow<'static, str>>;

/// Reads a document.
pub(super) fn parse(source: &str) -> Result<Tree<'_>, Problem> {
    let mut reader = Reader::from_str(source);
    let mut builder = Builder::new();
    loop {
        let from = position(&reader, source);
        let event = reader.read_event().map_err(|error| Problem {
            message: malformed(&error),
            offset: usize::try_from(reader.error_position()).unwrap_or(from),
        })?;
        let is_end = matches!(event, Event::Eof);
        let tag = source
            .get(from..position(&reader, source))
            .unwrap_or_default();
        builder.add(event, tag).map_err(|message| Problem {
            message,
            offset: from,
        })?;
        if is_end {
            return Ok(builder.tree);
        }
    }
}

fn position(reader: &Reader<&[u8]>, source: &str) -> usize {
    usize::try_from(reader.buffer_position()).map_or(source.len(), |at| at.min(source.len()))
}

/// What is wrong, without the names and values that the parser quotes: they might be secrets.
fn malformed(error: &quick_xml::Error) -> Cow<'static, str> {
    match error {
        quick_xml::Error::Syntax(error) => Cow::Owned(error.to_string()),
        quick_xml::Error::IllFormed(_) => {
            Cow::Borrowed("tags that do not match, or a reference without an end")
        }
        quick_xml::Error::Io(_)
        | quick_xml::Error::InvalidAttr(_)
        | quick_xml::Error::Encoding(_)
        | quick_xml::Error::Escape(_)
        | quick_xml::Error::Namespace(_) => Cow::Borrowed("no well-formed XML"),
    }
}

struct Builder<'a> {
    tree: Tree<'a>,
    /// The elements that are open, with the number of prefixes that were declared before each.
    open: Vec<(usize, usize)>,
    /// What each prefix means: the innermost declaration is the last.
    prefixes: HashMap<&'a str, Vec<usize>>,
    /// The prefixes that are declared, in order.
    declared: Vec<&'a str>,
    /// Whether text that follows belongs to the last entry.
    continues: bool,
}

impl<'a> Builder<'a> {
    fn new() -> Self {
        let mut builder = Self {
            tree: Tree::default(),
            open: Vec::new(),
            prefixes: HashMap::new(),
            declared: Vec::new(),
            continues: false,
        };
        builder.tree.namespaces.push(Cow::Borrowed(""));
        builder.declare("xml", Cow::Borrowed("http://www.w3.org/XML/1998/namespace"));
        builder
    }

    fn add(&mut self, event: Event<'a>, tag: &'a str) -> Fallible<()> {
        match event {
            Event::Start(_) => self.start(tag),
            Event::Empty(_) => {
                self.start(tag)?;
                self.end();
                Ok(())
            }
            Event::End(_) => {
                self.end();
                Ok(())
            }
            Event::Text(text) => self.text(text.xml10_content()),
            Event::CData(text) => self.text(text.xml10_content()),
            Event::GeneralRef(reference) => self.reference(&reference),
            // Entities and defaults that a document declares for itself would change what it means.
            Event::DocType(text) if text.contains('[') => {
                Err("a document type definition, which is not read".into())
            }
            Event::Eof if !self.open.is_empty() => Err("an element without an end".into()),
            Event::Eof if self.tree.entries.is_empty() => Err("no element".into()),
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => {
                Ok(())
            }
        }
    }

    fn start(&mut self, tag: &'a str) -> Fallible<()> {
        if self.open.is_empty() && !self.tree.entries.is_empty() {
            return Err("more than one root element".into());
        }
        if self.open.len() >= MAX_DEPTH {
            return Err("elements that are nested too deep".into());
        }
        let tag = tag.strip_prefix('<').unwrap_or(tag);
        let tag = tag.strip_suffix('>').unwrap_or(tag);
        let tag = tag.strip_suffix('/').unwrap_or(tag);
        let (name, attributes) = tag.split_at(tag.find(is_space).unwrap_or(tag.len()));
        if name.is_empty() {
            return Err("an element without a name".into());
        }
        let declared = self.declared.len();
        let first = self.tree.attributes.len();
        self.attributes(attributes)?;
        let last = self.tree.attributes.len();
        for index in first..last {
            let attribute = self.tree.attributes.get(index);
            // An attribute without a prefix is in no namespace.
            let prefix = attribute.and_then(|attribute| attribute.name.split_once(':'));
            let namespace = prefix.map_or(0, |(prefix, _)| self.resolved(prefix));
            if let Some(attribute) = self.tree.attributes.get_mut(index) {
                attribute.namespace = namespace;
            }
        }
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        let head = Head {
            name,
            namespace: self.resolved(prefix),
            attributes: (first, last),
            end: self.tree.entries.len() + 1,
        };
        self.open.push((self.tree.entries.len(), declared));
        self.continues = false;
        self.tree.entries.push(Entry::Element(head));
        Ok(())
    }

    fn end(&mut self) {
        self.continues = false;
        let end = self.tree.entries.len();
        let Some((index, declared)) = self.open.pop() else {
            return;
        };
        if let Some(Entry::Element(head)) = self.tree.entries.get_mut(index) {
            head.end = end;
        }
        for prefix in self.declared.drain(declared..) {
            if let Some(meanings) = self.prefixes.get_mut(prefix) {
                meanings.pop();
            }
        }
    }

    /// Adds the attributes of an element, and declares the prefixes among them.
    fn attributes(&mut self, mut text: &'a str) -> Fallible<()> {
        loop {
            text = text.trim_start_matches(is_space);
            if text.is_empty() {
                return Ok(());
            }
            let (name, after) = text.split_once('=').ok_or("an attribute without a value")?;
            let name = name.trim_end_matches(is_space);
            let after = after.trim_start_matches(is_space);
            let quote = after
                .chars()
                .next()
                .filter(|char| matches!(char, '"' | '\''));
            let quote = quote.ok_or("an attribute without quotes")?;
            let (value, after) = after
                .get(1..)
                .and_then(|after| after.split_once(quote))
                .ok_or("an attribute without an end")?;
            if name.is_empty() || name.contains(is_space) || value.contains('<') {
                return Err("an attribute that is not well-formed".into());
            }
            let value = attribute_value(value)?;
            if name == "xmlns" {
                self.declare("", value.clone());
            } else if let Some(prefix) = name.strip_prefix("xmlns:") {
                self.declare(prefix, value.clone());
            }
            self.tree.attributes.push(Attribute {
                name,
                namespace: 0,
                value,
            });
            text = after;
        }
    }

    fn declare(&mut self, prefix: &'a str, namespace: Cow<'a, str>) {
        let index = self.tree.namespaces.len();
        self.tree.namespaces.push(namespace);
        self.prefixes.entry(prefix).or_default().push(index);
        self.declared.push(prefix);
    }

    /// What a prefix means; no namespace where nothing declares it.
    fn resolved(&self, prefix: &str) -> usize {
        let meanings = self.prefixes.get(prefix);
        meanings
            .and_then(|meanings| meanings.last())
            .copied()
            .unwrap_or(0)
    }

    /// Adds text, to the text before it if there is some.
    fn text(&mut self, text: Cow<'a, str>) -> Fallible<()> {
        if self.open.is_empty() {
            return if text.trim().is_empty() || text == "\u{feff}" {
                Ok(())
            } else {
                Err("text outside of the root element".into())
            };
        }
        match self.tree.entries.last_mut() {
            Some(Entry::Text(before)) if self.continues => before.to_mut().push_str(&text),
            _ => self.tree.entries.push(Entry::Text(text)),
        }
        self.continues = true;
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'a>) -> Fallible<()> {
        if let Some(text) = resolve_predefined_entity(reference) {
            return self.text(Cow::Borrowed(text));
        }
        match reference.resolve_char_ref() {
            Ok(Some(char)) => self.text(Cow::Owned(char.to_string())),
            Ok(None) => Err("an entity that XML does not define".into()),
            Err(_) => Err("a reference to no character".into()),
        }
    }
}

/// The value of an attribute: white space is spaces (XML 1.0, section 3.3.3), references are resolved.
fn attribute_value(raw: &str) -> Fallible<Cow<'_, str>> {
    if !raw.contains(['&', '\t', '\n', '\r']) {
        return Ok(Cow::Borrowed(raw));
    }
    let spaced = raw.replace("\r\n", " ").replace(['\t', '\n', '\r'], " ");
    let value = unescape(&spaced).map_err(|_| "an entity that XML does not define")?;
    Ok(Cow::Owned(value.into_owned()))
}

const fn is_space(char: char) -> bool {
    matches!(char, ' ' | '\t' | '\n' | '\r')
}
