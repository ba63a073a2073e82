//! A document and its description → JSON, which the models decode.

mod sort;
mod undeclared;

use self::sort::{chosen, is_scalar, is_wrapper, sorted};
use super::scalar::{Scalar, needs_text, scalar};
use super::tree::{Attribute, Node};
use super::{Content, Element, Node as Kind, Object, Property, Rest};

/// What is at a place in the JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Origin<'a> {
    /// Indexes the entries of the tree.
    pub(super) index: usize,
    /// The attribute.
    pub(super) attribute: Option<&'a str>,
}

/// What the description says of an element.
#[derive(Clone, Copy)]
struct Described<'c> {
    content: &'c Content,
    /// The namespace that the element is written with.
    namespace: Option<&'c str>,
    /// Whether no text is null.
    nullable: bool,
}

impl<'c> Described<'c> {
    /// The root of a document, or an item.
    fn element(element: &'c Element, nullable: bool) -> Self {
        Self {
            content: element.content,
            namespace: element.name.namespace,
            nullable,
        }
    }

    fn property(property: &'c Property, nullable: bool) -> Self {
        Self {
            content: property.content,
            namespace: property.name.namespace,
            nullable,
        }
    }

    /// An element that has no name in the description.
    fn unnamed(content: &'c Content) -> Self {
        Self {
            content,
            namespace: None,
            nullable: true,
        }
    }
}

/// The JSON of a document.
pub(super) fn json(root: Node<'_, '_>, element: &Element) -> String {
    let mut writer = Writer::default();
    // Nothing is looked for, so that nothing ends it.
    let _ = writer.value(root, Described::element(element, false));
    writer.out
}

/// Which element or attribute the JSON at `offset` comes from.
pub(super) fn origin<'a>(root: Node<'_, 'a>, element: &Element, offset: usize) -> Origin<'a> {
    let mut writer = Writer {
        sought: Some(offset),
        ..Writer::default()
    };
    let found = writer.value(root, Described::element(element, false));
    found.err().unwrap_or(Origin {
        index: root.index,
        attribute: None,
    })
}

#[derive(Default)]
struct Writer {
    out: String,
    /// The offset whose origin ends the run.
    sought: Option<usize>,
}

type Outcome<'a> = Result<(), Origin<'a>>;

impl Writer {
    /// Writes an element.
    fn value<'a>(&mut self, node: Node<'_, 'a>, as_what: Described<'_>) -> Outcome<'a> {
        let content = chosen(node, as_what.content);
        let is_null = as_what.nullable && needs_text(content) && node.text().trim().is_empty();
        if is_null || node.is_nil() {
            self.out.push_str("null");
            return self.written(node, None);
        }
        match content {
            Content::List(item) => self.list(&[node], item)?,
            Content::Object(object) => self.object(node, object, as_what.namespace)?,
            Content::Any | Content::OneOf(_) => self.free(node)?,
            Content::String
            | Content::Token
            | Content::Number
            | Content::Boolean
            | Content::Scalar => self.text(&node.text(), content),
        }
        self.written(node, None)
    }

    /// Ends the run if what is sought has been written.
    fn written<'a>(&self, node: Node<'_, 'a>, attribute: Option<&Attribute<'a>>) -> Outcome<'a> {
        match self.sought {
            Some(offset) if self.out.len() >= offset => Err(Origin {
                index: node.index,
                attribute: attribute.map(|attribute| attribute.name),
            }),
            Some(_) | None => Ok(()),
        }
    }

    fn text(&mut self, text: &str, content: &Content) {
        match scalar(content, text) {
            Scalar::Boolean(value) => self.out.push_str(if value { "true" } else { "false" }),
            Scalar::Number(digits) => self.out.push_str(&digits),
            Scalar::String(text) => self.string(text),
        }
    }

    fn string(&mut self, text: &str) {
        self.out
            .push_str(&serde_json::Value::from(text).to_string());
    }

    fn key(&mut self, key: &str) {
        if !self.out.ends_with('{') {
            self.out.push(',');
        }
        self.string(key);
        self.out.push(':');
    }

    fn comma(&mut self) {
        if !self.out.ends_with('[') {
            self.out.push(',');
        }
    }

    /// Writes what is in these elements as the items of one list. An element that holds text alone is an item itself:
    /// some servers leave the wrapper out.
    fn list<'a>(&mut self, wrappers: &[Node<'_, 'a>], item: &Element) -> Outcome<'a> {
        self.out.push('[');
        for wrapper in wrappers {
            let mut is_wrapper = false;
            for node in wrapper.elements() {
                is_wrapper = true;
                self.comma();
                self.value(node, Described::element(item, true))?;
            }
            if !is_wrapper && is_scalar(item.content) && !wrapper.text().trim().is_empty() {
                self.comma();
                self.text(&wrapper.text(), item.content);
            }
        }
        self.out.push(']');
        Ok(())
    }

    /// Writes these elements as the items of a list. Some servers wrap them all the same.
    fn repeated<'a>(&mut self, items: &[Node<'_, 'a>], item: &Element) -> Outcome<'a> {
        if let [only] = items
            && is_wrapper(*only, item.content)
        {
            return self.list(items, item);
        }
        self.out.push('[');
        for node in items {
            self.comma();
            self.value(*node, Described::element(item, true))?;
        }
        self.out.push(']');
        Ok(())
    }

    /// Writes an element that has properties, and is in this namespace by the description.
    fn object<'a>(
        &mut self,
        node: Node<'_, 'a>,
        object: &Object,
        namespace: Option<&str>,
    ) -> Outcome<'a> {
        self.out.push('{');
        let (declared, others) = sorted(node, object);
        for (property, nodes) in object.properties.iter().zip(&declared) {
            match property.node {
                Kind::Element => self.element(nodes, property)?,
                Kind::Repeated => self.items(nodes, property)?,
                Kind::Attribute => self.attribute(node, property)?,
                Kind::Text | Kind::Cdata => self.text_property(node, property)?,
            }
        }
        if matches!(object.rest, Rest::Any) {
            self.undeclared_text(node, object, namespace)?;
        }
        self.undeclared(object, &others)?;
        self.out.push('}');
        Ok(())
    }

    fn element<'a>(&mut self, nodes: &[Node<'_, 'a>], property: &Property) -> Outcome<'a> {
        let Some(last) = nodes.last() else {
            self.absent(property);
            return Ok(());
        };
        if let Content::List(item) = property.content
            && !last.is_nil()
        {
            self.key(property.key);
            self.list(nodes, item)?;
            return self.written(*last, None);
        }
        let is_absent = !property.required && needs_text(property.content) && last.is_empty();
        if is_absent && !property.nullable {
            return Ok(());
        }
        self.key(property.key);
        if nodes.len() > 1 && matches!(property.content, Content::Any) {
            return self.free_values(nodes);
        }
        self.value(*last, Described::property(property, property.nullable))
    }

    /// Writes null for a property that must be there and is not.
    fn absent(&mut self, property: &Property) {
        if property.required && property.nullable {
            self.key(property.key);
            self.out.push_str("null");
        }
    }

    fn items<'a>(&mut self, nodes: &[Node<'_, 'a>], property: &Property) -> Outcome<'a> {
        match nodes {
            [] if property.nullable => self.absent(property),
            [only] if property.nullable && only.is_nil() => {
                self.key(property.key);
                self.out.push_str("null");
            }
            // No element is an empty list.
            [] if !property.required => {}
            _ => {
                self.key(property.key);
                self.repeated(nodes, &property.item())?;
            }
        }
        Ok(())
    }

    fn attribute<'a>(&mut self, node: Node<'_, 'a>, property: &Property) -> Outcome<'a> {
        let Some(attribute) = node.attribute(&property.name) else {
            self.absent(property);
            return Ok(());
        };
        self.key(property.key);
        self.attribute_value(&attribute.value, property.content);
        self.written(node, Some(attribute))
    }

    /// A list in an attribute, or in text, is separated by white space.
    fn attribute_value(&mut self, text: &str, content: &Content) {
        let Content::List(item) = content else {
            return self.text(text, content);
        };
        self.out.push('[');
        for word in text.split_whitespace() {
            self.comma();
            self.text(word, item.content);
        }
        self.out.push(']');
    }

    fn text_property<'a>(&mut self, node: Node<'_, 'a>, property: &Property) -> Outcome<'a> {
        let text = node.own_text();
        let is_layout = text.trim().is_empty() && node.elements().next().is_some();
        let text = if is_layout { "" } else { &*text };
        let may_be_empty = property.required && !property.nullable;
        if text.is_empty() && !may_be_empty {
            self.absent(property);
            return Ok(());
        }
        self.key(property.key);
        self.attribute_value(text, property.content);
        self.written(node, None)
    }
}
