//! XML: the `xml` keywords of a schema → where each value is in a document.
//!
//! The models are those of JSON. A body whose schema cannot be described is text, with a reason.

mod body;
mod hints;
mod object;
mod union;

use std::collections::HashMap;

use self::hints::{Hints, NodeType, names_components};
use crate::document::At;
use crate::ir::{
    JsonTypes, Xml, XmlContent, XmlElement, XmlName, XmlRootId, XmlScalar, XmlShared, XmlSharedId,
};
use crate::schema::{Merged, SchemaId, SchemaIndex, infer, single_types, value_types};

/// Why a schema cannot be typed XML.
pub(super) type Reason = String;

/// A description, or the reason why there is none.
type Described<T> = Result<T, Reason>;

/// The descriptions so far.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The contents of objects and unions.
    shared: HashMap<SchemaId, XmlSharedId>,
    /// Why some of these cannot be described.
    failed: HashMap<XmlSharedId, Reason>,
    /// The scalars of schemas whose values are text.
    scalars: HashMap<SchemaId, Option<XmlScalar>>,
}

/// Describes schemas as XML.
pub(super) struct XmlLowering<'a, 'd> {
    schemas: &'a SchemaIndex<'d>,
    xml: &'a mut Xml,
    known: &'a mut Known,
    /// The lists and parts of unions that are being described, from the outermost inwards.
    open: Vec<SchemaId>,
}

/// Maximum nesting of lists and objects that have no name of their own.
const MAX_INLINE: usize = 64;

impl<'d> XmlLowering<'_, 'd> {
    /// A lowering of what does not depend on the lists around it.
    fn isolated(&mut self) -> XmlLowering<'_, 'd> {
        XmlLowering {
            schemas: self.schemas,
            xml: self.xml,
            known: self.known,
            open: Vec::new(),
        }
    }

    /// The root element of a body. Without a name, it can be read, not written.
    pub(super) fn xml_root(&mut self, at: At<'d>, is_written: bool) -> Described<XmlRootId> {
        let hints = self.hints_of(at);
        let content = self.xml_content(at, None)?;
        let local = hints.name.clone().or_else(|| self.component_key(at));
        let local = match local {
            Some(local) => local,
            None if is_written => {
                return Err("the root element has no name: `xml: {name: ..}` gives it one".into());
            }
            None => "root".to_owned(),
        };
        let referenced = self.xml.referenced([&content]);
        let mut failed = referenced.keys().filter_map(|id| self.known.failed.get(id));
        if let Some(reason) = failed.next() {
            return Err(reason.clone());
        }
        if !self.says_something(&content) {
            return Err("it has neither properties nor items".into());
        }
        let element = XmlElement {
            name: hints.named(local),
            content,
        };
        let roots = &mut self.xml.roots;
        let known = roots.iter().position(|known| *known == element);
        Ok(XmlRootId(known.unwrap_or_else(|| {
            roots.push(element);
            roots.len() - 1
        })))
    }

    /// Whether a description is more than an element of anything.
    fn says_something(&self, content: &XmlContent) -> bool {
        match content {
            XmlContent::Scalar(_) | XmlContent::Any => false,
            XmlContent::Object(object) => !object.properties.is_empty() || object.rest.is_some(),
            XmlContent::List(_) | XmlContent::OneOf(_) => true,
            XmlContent::Shared(id) => {
                let shared = self.xml.shared.get(id.0);
                shared.is_some_and(|shared| {
                    matches!(shared.content, XmlContent::Shared(_))
                        || self.says_something(&shared.content)
                })
            }
        }
    }

    /// The content of a schema. `item` names the items of a list that nothing else names.
    fn xml_content(&mut self, at: At<'d>, item: Option<&str>) -> Described<XmlContent> {
        let chain = self.chain(at);
        let target = chain.last().copied().unwrap_or(at);
        let merged = self.schemas.merge(target);
        if is_list(&merged) {
            return self.within(target, |lower| lower.xml_list(&merged, &chain, item));
        }
        if let Some(scalar) = self.xml_scalar_of(target) {
            return Ok(XmlContent::Scalar(scalar));
        }
        if merged.is_unconstrained() {
            return Ok(XmlContent::Any);
        }
        let id = self.xml_shared(target, &merged);
        match self.known.failed.get(&id) {
            Some(reason) => Err(reason.clone()),
            None => Ok(XmlContent::Shared(id)),
        }
    }

    /// The content of an object or a union, which is described once.
    fn xml_shared(&mut self, target: At<'d>, merged: &Merged<'d>) -> XmlSharedId {
        if let Some(known) = self.known.shared.get(&target.id()) {
            return *known;
        }
        let id = XmlSharedId(self.xml.shared.len());
        let is_component = crate::schema::is_component(target);
        let key = target.key().filter(|_| is_component);
        self.xml.shared.push(XmlShared {
            key: key.unwrap_or_else(|| super::schema_name::pointer_name(target)),
            is_component,
            content: XmlContent::Any,
        });
        // A reference back to the schema finds it.
        self.known.shared.insert(target.id(), id);
        let mut lowering = self.isolated();
        let content = super::schema::with_stack(|| lowering.xml_merged(merged, Some(target)));
        match content {
            Ok(content) => {
                if let Some(known) = self.xml.shared.get_mut(id.0) {
                    known.content = content;
                }
            }
            Err(reason) => drop(self.known.failed.insert(id, reason)),
        }
        id
    }

    /// Describes a list or a part of a union, unless it contains itself.
    fn within<T>(
        &mut self,
        at: At<'d>,
        describe: impl FnOnce(&mut Self) -> Described<T>,
    ) -> Described<T> {
        if self.open.contains(&at.id()) || self.open.len() > MAX_INLINE {
            return Err("a list that contains itself, or too many in one another".into());
        }
        self.open.push(at.id());
        let described = describe(self);
        self.open.pop();
        described
    }

    /// The content of a merged schema; `at` is the schema, if it is a single one.
    fn xml_merged(&mut self, merged: &Merged<'d>, at: Option<At<'d>>) -> Described<XmlContent> {
        if let Some(scalar) = self.xml_scalar(merged) {
            return Ok(XmlContent::Scalar(scalar));
        }
        if let Some(described) = self.xml_union(merged, at) {
            return described;
        }
        let types = merged.types.unwrap_or_else(|| infer(merged));
        match single_types(types).as_slice() {
            [] => Ok(XmlContent::Any),
            [kind] if kind.contains(JsonTypes::OBJECT) => {
                self.xml_object(merged).map(XmlContent::Object)
            }
            [kind] if kind.contains(JsonTypes::ARRAY) => self.xml_list(merged, &[merged.at], None),
            each if each.len() == 5 => Ok(XmlContent::Any),
            _ => Err("a value is of several types, which elements do not distinguish".into()),
        }
    }

    /// The scalar of a schema whose values are text.
    fn xml_scalar(&mut self, merged: &Merged<'d>) -> Option<XmlScalar> {
        let alternatives = self.xml_alternatives(merged);
        let types = if let Some(types) = value_types(merged) {
            types
        } else if alternatives.is_empty() {
            merged.types.unwrap_or_else(|| infer(merged))
        } else {
            let members = alternatives.iter().flat_map(|of| of.members.items());
            let members: Vec<At<'d>> = members.collect();
            return self.xml_scalars(&members);
        };
        scalar(types, merged)
    }

    /// The scalar of a schema whose values are text, cached.
    fn xml_scalar_of(&mut self, at: At<'d>) -> Option<XmlScalar> {
        if let Some(known) = self.known.scalars.get(&at.id()) {
            return *known;
        }
        // A union that contains itself is more than text.
        self.known.scalars.insert(at.id(), None);
        let merged = self.schemas.merge(at);
        let scalar = super::schema::with_stack(|| self.xml_scalar(&merged));
        self.known.scalars.insert(at.id(), scalar);
        scalar
    }

    /// The scalar of a union whose members' values are text.
    fn xml_scalars(&mut self, members: &[At<'d>]) -> Option<XmlScalar> {
        let mut found: Option<XmlScalar> = None;
        for member in members {
            if crate::schema::is_null(*member) {
                continue;
            }
            let scalar = self.xml_scalar_of(*member);
            found = Some(match (found, scalar?) {
                (None, scalar) => scalar,
                (Some(known), scalar) if known == scalar => known,
                (Some(XmlScalar::String | XmlScalar::Token), XmlScalar::Token)
                | (Some(XmlScalar::Token), XmlScalar::String) => XmlScalar::String,
                _ => XmlScalar::Any,
            });
        }
        found
    }

    /// The content of an array in an element of its own.
    fn xml_list(
        &mut self,
        merged: &Merged<'d>,
        chain: &[At<'d>],
        item: Option<&str>,
    ) -> Described<XmlContent> {
        let hints = self.hints_in(chain);
        let default = hints.name.as_deref().or(item);
        self.xml_item(merged, default)
            .map(|item| XmlContent::List(Box::new(item)))
    }

    /// The element of an item of an array.
    fn xml_item(&mut self, merged: &Merged<'d>, default: Option<&str>) -> Described<XmlElement> {
        if !merged.prefix_items.is_empty() {
            return Err("the items of a tuple have no names".into());
        }
        let name = |local: Option<String>, hints: &Hints| {
            hints.named(local.unwrap_or_else(|| "item".to_owned()))
        };
        let Some(at) = merged.items.first().copied() else {
            return Ok(XmlElement {
                name: name(default.map(str::to_owned), &Hints::default()),
                content: XmlContent::Any,
            });
        };
        let hints = self.hints_of(at);
        let key = self.component_key(at);
        // The property names its items; items without a property are named after the component.
        let inherited = default.map(str::to_owned);
        let local = if names_components(at) {
            hints.name.clone().or(key).or(inherited)
        } else {
            hints.name.clone().or(inherited).or(key)
        };
        let name = name(local, &hints);
        let content = match merged.items.as_slice() {
            [at] => self.xml_content(*at, Some(&name.local))?,
            several => {
                let merged = self
                    .schemas
                    .merge_parts(&crate::schema::Parts::all(several));
                self.within(at, |lower| lower.xml_merged(&merged, None))?
            }
        };
        Ok(XmlElement { name, content })
    }
}

/// Whether a schema is an array and nothing else.
fn is_list(merged: &Merged<'_>) -> bool {
    let types = merged.types.unwrap_or_else(|| infer(merged));
    merged.alternatives.is_empty()
        && matches!(single_types(types).as_slice(), [kind] if kind.contains(JsonTypes::ARRAY))
}

/// The scalar of values of these types; none where one is not text.
fn scalar(types: JsonTypes, merged: &Merged<'_>) -> Option<XmlScalar> {
    let each = single_types(types);
    if each.is_empty()
        || each
            .iter()
            .any(|kind| kind.contains(JsonTypes::OBJECT) || kind.contains(JsonTypes::ARRAY))
    {
        return None;
    }
    let format = merged.text("format").filter(|format| *format != "password");
    Some(match each.as_slice() {
        [kind] if kind.contains(JsonTypes::BOOLEAN) => XmlScalar::Boolean,
        [kind]
            if kind.contains(JsonTypes::STRING)
                && (merged.values.is_some() || format.is_some()) =>
        {
            XmlScalar::Token
        }
        [kind] if kind.contains(JsonTypes::STRING) => XmlScalar::String,
        [_] => XmlScalar::Number,
        _ => XmlScalar::Any,
    })
}

/// The name of a property or an item by its hints.
impl Hints {
    fn named(&self, local: String) -> XmlName {
        XmlName {
            local,
            namespace: self.namespace.clone(),
            prefix: self.prefix.clone(),
        }
    }

    /// Whether a list has an element of its own.
    fn is_wrapped(&self) -> bool {
        self.wrapped || self.node == Some(NodeType::Element)
    }
}
