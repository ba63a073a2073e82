//! What no property declares → members of an object, by the keys that it is kept by.

use super::{Described, Outcome, Writer};
use crate::xml::free::{attribute_key, by_name};
use crate::xml::tree::{Attribute, Node};
use crate::xml::{Content, Element, Node as Kind, Object, Rest, TEXT};

impl Writer {
    /// Writes what no property declares.
    pub(super) fn undeclared<'a>(
        &mut self,
        object: &Object,
        others: &[Node<'_, 'a>],
    ) -> Outcome<'a> {
        for (key, nodes) in by_name(others.iter().copied()) {
            if object.declares(key) {
                continue;
            }
            self.key(key);
            match object.rest {
                Rest::Any => self.free_values(&nodes)?,
                Rest::Repeated(content) => self.repeated(&nodes, &Element::new("", content))?,
                Rest::Elements(content) => {
                    if let Some(last) = nodes.last() {
                        self.value(*last, Described::unnamed(content))?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Writes attributes and text that no property declares.
    pub(super) fn undeclared_text<'a>(
        &mut self,
        node: Node<'_, 'a>,
        object: &Object,
        namespace: Option<&str>,
    ) -> Outcome<'a> {
        let of_kind = |kinds: [Kind; 2]| {
            let properties = object.properties.iter();
            properties.filter(move |property| kinds.contains(&property.node))
        };
        let known: Vec<&Attribute<'_>> = of_kind([Kind::Attribute; 2])
            .filter_map(|property| node.attribute(&property.name))
            .collect();
        for attribute in node.attributes() {
            let is_known = known.iter().any(|known| std::ptr::eq(*known, attribute))
                || node.is_about_instance(attribute)
                || attribute.declares() && object.is_in(&attribute.value, namespace);
            let key = attribute_key(attribute);
            if !is_known && !object.declares(&key) {
                self.key(&key);
                self.string(&attribute.value);
                self.written(node, Some(attribute))?;
            }
        }
        let text = node.own_text();
        let has_property = of_kind([Kind::Text, Kind::Cdata]).next().is_some();
        if !text.trim().is_empty() && !has_property && !object.declares(TEXT) {
            self.key(TEXT);
            self.string(&text);
        }
        Ok(())
    }

    /// Writes elements of one name: a list where there are several.
    pub(super) fn free_values<'a>(&mut self, nodes: &[Node<'_, 'a>]) -> Outcome<'a> {
        if let [only] = nodes {
            return self.value(*only, Described::unnamed(&Content::Any));
        }
        self.out.push('[');
        for node in nodes {
            self.comma();
            self.value(*node, Described::unnamed(&Content::Any))?;
        }
        self.out.push(']');
        Ok(())
    }

    /// Writes an element that nothing describes: its text, or an object of what is in it.
    pub(super) fn free<'a>(&mut self, node: Node<'_, 'a>) -> Outcome<'a> {
        /// Nothing is declared.
        const NOTHING: Object = Object::new(&[]);
        let is_text = node.attributes().next().is_none() && node.elements().next().is_none();
        if is_text {
            self.string(&node.own_text());
            return Ok(());
        }
        self.object(node, &NOTHING, None)
    }
}
