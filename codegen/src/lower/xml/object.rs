//! Objects: what each property is.

use super::hints::{Hints, NodeType, names_components};
use super::{Described, XmlLowering, is_list};
use crate::document::At;
use crate::ir::{XmlContent, XmlNode, XmlObject, XmlProperty};
use crate::schema::{Additional, Merged, Parts, keyword, remarks};

impl<'d> XmlLowering<'_, 'd> {
    /// The properties of an object, and what further keys hold.
    pub(super) fn xml_object(&mut self, merged: &Merged<'d>) -> Described<XmlObject> {
        let mut properties: Vec<XmlProperty> = Vec::new();
        for (key, schemas) in &merged.properties {
            if schemas.iter().any(|at| at.bool() == Some(false)) {
                continue;
            }
            let required = merged.required.contains(key);
            let property = self.xml_property(key, schemas, required);
            let property = property.map_err(|reason| format!("in `{key}`: {reason}"))?;
            if let Some(known) = properties.iter().find(|known| is_same(known, &property)) {
                let known = &known.key;
                return Err(format!(
                    "`{known}` and `{key}` are the same element, attribute or text"
                ));
            }
            properties.push(property);
        }
        let rest = self.xml_rest(merged)?;
        Ok(XmlObject { properties, rest })
    }

    fn xml_property(
        &mut self,
        key: &str,
        schemas: &[At<'d>],
        required: bool,
    ) -> Described<XmlProperty> {
        let Some(first) = schemas.first().copied() else {
            return Err("it has no schema".into());
        };
        let hints = self.hints_of(first);
        let (node, name, content) = self.xml_node(key, schemas, first, &hints)?;
        let remarks = || schemas.iter().copied().flat_map(remarks);
        let flag = |key: &str| remarks().any(|at| at.get(key).and_then(At::bool) == Some(true));
        Ok(XmlProperty {
            key: key.to_owned(),
            name,
            node,
            content,
            // A field that only one side sends is absent on the other.
            required: required && !flag("readOnly") && !flag("writeOnly"),
            nullable: schemas.iter().any(|at| self.schemas.is_nullable(*at)),
        })
    }

    fn xml_node(
        &mut self,
        key: &str,
        schemas: &[At<'d>],
        first: At<'d>,
        hints: &Hints,
    ) -> Described<(XmlNode, crate::ir::XmlName, XmlContent)> {
        let merged = match schemas {
            [at] => {
                let target = self.chain(*at).last().copied().unwrap_or(*at);
                (*self.schemas.merge(target)).clone()
            }
            several => self.schemas.merge_parts(&Parts::all(several)),
        };
        let component = self.component_key(first);
        let component = component.filter(|_| names_components(first));
        let own = || {
            let name = hints.name.clone().or_else(|| component.clone());
            name.unwrap_or_else(|| key.to_owned())
        };
        let is_text = matches!(
            hints.node,
            Some(NodeType::Attribute | NodeType::Text | NodeType::Cdata)
        );
        if is_list(&merged) && !is_text {
            let item = self.within(first, |lower| lower.xml_item(&merged, Some(&own())))?;
            return Ok(if hints.is_wrapped() {
                let content = XmlContent::List(Box::new(item));
                (XmlNode::Element, hints.named(own()), content)
            } else {
                (XmlNode::Repeated, item.name, item.content)
            });
        }
        let content = match schemas {
            [at] => self.xml_content(*at, Some(key))?,
            _ => self.within(first, |lower| lower.xml_merged(&merged, None))?,
        };
        let node = node(hints, first)?;
        if is_text && !is_words(&content) {
            return Err("an attribute, or text, that holds more than text".into());
        }
        Ok((node, hints.named(own()), content))
    }

    /// What undeclared keys hold, as the model has it.
    fn xml_rest(&mut self, merged: &Merged<'d>) -> Described<Option<(Box<XmlContent>, bool)>> {
        let at = match (&merged.additional, merged.pattern_properties.as_slice()) {
            (Additional::Schema(at), []) | (Additional::Unsaid | Additional::No, [at]) => *at,
            (Additional::Any | Additional::Unsaid | Additional::No, []) => return Ok(None),
            (_, [_, ..]) => return Err("properties by patterns".into()),
        };
        let hints = self.hints_of(at);
        let target = self.chain(at).last().copied().unwrap_or(at);
        let merged = self.schemas.merge(target);
        if is_list(&merged) && !hints.is_wrapped() {
            let item = self.within(at, |lower| lower.xml_item(&merged, Some("item")))?;
            return Ok(Some((Box::new(item.content), true)));
        }
        let content = self.xml_content(at, Some("item"))?;
        Ok(Some((Box::new(content), false)).filter(|(content, _)| **content != XmlContent::Any))
    }
}

/// The node of a property that is not a list.
fn node(hints: &Hints, schema: At<'_>) -> Described<XmlNode> {
    match hints.node {
        Some(NodeType::Attribute) => Ok(XmlNode::Attribute),
        Some(NodeType::Text) => Ok(XmlNode::Text),
        Some(NodeType::Cdata) => Ok(XmlNode::Cdata),
        Some(NodeType::None) if keyword(schema).is_none() => {
            Err("`nodeType: none` of something other than a list".into())
        }
        Some(NodeType::Element | NodeType::None) | None => Ok(XmlNode::Element),
    }
}

/// Whether two properties are the same element, attribute or text.
pub(super) fn is_same(known: &XmlProperty, other: &XmlProperty) -> bool {
    let kind = |node: XmlNode| match node {
        XmlNode::Element | XmlNode::Repeated => 0,
        XmlNode::Attribute => 1,
        XmlNode::Text | XmlNode::Cdata => 2,
    };
    let is_text = kind(known.node) == 2;
    kind(known.node) == kind(other.node)
        && (is_text
            || known.name.local == other.name.local && known.name.namespace == other.name.namespace)
}

/// Whether a content is text, or a list of words.
fn is_words(content: &XmlContent) -> bool {
    match content {
        XmlContent::Scalar(_) => true,
        XmlContent::List(item) => matches!(item.content, XmlContent::Scalar(_)),
        XmlContent::Object(_) | XmlContent::OneOf(_) | XmlContent::Any | XmlContent::Shared(_) => {
            false
        }
    }
}
