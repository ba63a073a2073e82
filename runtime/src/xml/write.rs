//! JSON and its description → a document.

use serde_json::{Map, Value};

use super::free::{as_attribute, is_text};
use super::scope::{Scopes, Written};
use super::text;
use super::{Content, Element, INSTANCE, MAX_DEPTH, Node, Object, Property, Rest};

/// What begins every document.
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// The name of an item that nothing names.
const ITEM: &str = "item";

/// Whether a value can be written; an error is why not.
pub(super) type Outcome = Result<(), &'static str>;

/// The document of a value.
pub(super) fn document(value: &Value, element: &Element) -> Result<String, &'static str> {
    let mut writer = Writer {
        out: String::from(DECLARATION),
        scopes: Scopes::default(),
    };
    writer.element(Written::from(element.name), element.content, value)?;
    Ok(writer.out)
}

struct Writer {
    out: String,
    scopes: Scopes,
}

impl Writer {
    fn element(&mut self, name: Written<'_>, content: &Content, value: &Value) -> Outcome {
        if self.scopes.depth() >= MAX_DEPTH {
            return Err("values that are nested too deep");
        }
        let content = chosen(content, value);
        let object = match content {
            Content::Object(object) => **object,
            Content::String
            | Content::Token
            | Content::Number
            | Content::Boolean
            | Content::Scalar
            | Content::List(_)
            | Content::OneOf(_)
            | Content::Any => Object::new(&[]),
        };
        self.scopes.open(declarations(&object, value));
        let tag = self.scopes.element(name)?;
        let mut attributes = String::new();
        if value.is_null() {
            let nil = Written {
                local: "nil",
                namespace: Some(INSTANCE),
                prefix: Some("xsi"),
            };
            self.attribute(&mut attributes, nil, "true")?;
        }
        if let Value::Object(members) = value {
            self.attributes(&mut attributes, &object, members)?;
        }
        self.out.push('<');
        self.out.push_str(&tag);
        for (prefix, namespace) in self.scopes.declared() {
            self.out.push_str(" xmlns");
            if !prefix.is_empty() {
                self.out.push(':');
                self.out.push_str(prefix);
            }
            text::attribute(&mut self.out, namespace)?;
        }
        self.out.push_str(&attributes);
        self.out.push('>');
        let start = self.out.len();
        self.body(content, &object, value)?;
        if self.out.len() == start {
            self.out.pop();
            self.out.push_str("/>");
        } else {
            self.out.push_str("</");
            self.out.push_str(&tag);
            self.out.push('>');
        }
        self.scopes.close();
        Ok(())
    }

    /// Writes the attributes of an object.
    fn attributes(
        &mut self,
        out: &mut String,
        object: &Object,
        members: &Map<String, Value>,
    ) -> Outcome {
        let declared = object.properties.iter();
        for property in declared.filter(|property| property.node == Node::Attribute) {
            if let Some(value) = members.get(property.key).filter(|value| !value.is_null()) {
                self.attribute(out, property.name.into(), &joined(value)?)?;
            }
        }
        for (key, value) in undeclared(object, members) {
            if let Some(name) = as_attribute(key).filter(|name| is_kept(object, name)) {
                self.attribute(out, Written::undeclared(name), &joined(value)?)?;
            }
        }
        Ok(())
    }

    fn attribute(&mut self, out: &mut String, name: Written<'_>, value: &str) -> Outcome {
        out.push(' ');
        out.push_str(&self.scopes.attribute(name)?);
        text::attribute(out, value)
    }

    /// Writes what is in an element.
    fn body(&mut self, content: &Content, object: &Object, value: &Value) -> Outcome {
        match (content, value) {
            (_, Value::Null) => Ok(()),
            (Content::List(item), Value::Array(items)) => {
                self.each(Written::from(item.name), item.content, items)
            }
            (Content::List(item), _) => self.element(Written::from(item.name), item.content, value),
            (_, Value::Object(members)) => {
                for property in object.properties {
                    if let Some(value) = members.get(property.key) {
                        self.property(property, value)?;
                    }
                }
                for (key, value) in undeclared(object, members) {
                    self.undeclared(object, key, value)?;
                }
                Ok(())
            }
            (_, Value::Array(items)) => self.each(Written::undeclared(ITEM), &Content::Any, items),
            (_, Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                text::content(&mut self.out, &joined(value)?)
            }
        }
    }

    fn each(&mut self, name: Written<'_>, content: &Content, items: &[Value]) -> Outcome {
        items
            .iter()
            .try_for_each(|item| self.element(name, content, item))
    }

    fn property(&mut self, property: &Property, value: &Value) -> Outcome {
        let name = Written::from(property.name);
        let is_absent = value.is_null() && !property.nullable;
        match (property.node, value) {
            _ if is_absent => Ok(()),
            (Node::Attribute, _) => Ok(()),
            (Node::Repeated, Value::Array(items)) => self.each(name, property.content, items),
            (Node::Element, Value::Array(items)) if is_free(property.content) => {
                self.each(name, property.content, items)
            }
            (Node::Element | Node::Repeated, _) => self.element(name, property.content, value),
            (Node::Text, _) => text::content(&mut self.out, &joined(value)?),
            (Node::Cdata, _) => text::cdata(&mut self.out, &joined(value)?),
        }
    }

    fn undeclared(&mut self, object: &Object, key: &str, value: &Value) -> Outcome {
        let name = Written::undeclared(key);
        match (object.rest, value) {
            (Rest::Any, _) if as_attribute(key).is_some() => Ok(()),
            (Rest::Any, _) if is_text(key) => text::content(&mut self.out, &joined(value)?),
            (Rest::Any, Value::Array(items)) => self.each(name, &Content::Any, items),
            (Rest::Any, _) => self.element(name, &Content::Any, value),
            (Rest::Repeated(content), Value::Array(items)) => self.each(name, content, items),
            (Rest::Elements(content) | Rest::Repeated(content), _) => {
                self.element(name, content, value)
            }
        }
    }
}

/// The members of an object that no property declares.
fn undeclared<'v>(
    object: &Object,
    members: &'v Map<String, Value>,
) -> impl Iterator<Item = (&'v String, &'v Value)> {
    let properties = object.properties;
    members.iter().filter(move |(key, _)| {
        properties
            .iter()
            .all(|property| property.key != key.as_str())
    })
}

/// Whether an undeclared attribute is one of the element, and no declaration of a namespace.
fn is_kept(object: &Object, name: &str) -> bool {
    matches!(object.rest, Rest::Any) && name != "xmlns" && !name.starts_with("xmlns:")
}

/// The namespaces that a value declares: what was read from a document is written with the prefixes that it had.
fn declarations(object: &Object, value: &Value) -> Vec<(String, String)> {
    let members = value
        .as_object()
        .filter(|_| matches!(object.rest, Rest::Any));
    let members = members
        .into_iter()
        .flat_map(|members| undeclared(object, members));
    members
        .filter_map(|(key, value)| {
            let name = as_attribute(key)?.strip_prefix("xmlns")?;
            let prefix = name.strip_prefix(':').unwrap_or(name);
            let is_declaration = name.is_empty() || prefix != name;
            is_declaration.then_some((prefix.to_owned(), value.as_str()?.to_owned()))
        })
        .collect()
}

fn is_free(content: &Content) -> bool {
    matches!(content, Content::Any)
}

/// The content of a value, of several that a property distinguishes.
fn chosen<'c>(mut content: &'c Content, value: &Value) -> &'c Content {
    while let Content::OneOf(one_of) = content {
        let tag = value.get(one_of.key).and_then(Value::as_str);
        let next = tag.map_or(one_of.otherwise, |tag| one_of.case(tag));
        if matches!(next, Content::OneOf(other) if std::ptr::eq(*other, *one_of)) {
            return &Content::Any;
        }
        content = next;
    }
    content
}

/// The text of a scalar, or of a list of scalars.
fn joined(value: &Value) -> Result<String, &'static str> {
    match value {
        Value::Null => Ok(String::new()),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Number(value) => Ok(value.to_string()),
        Value::String(value) => Ok(value.clone()),
        Value::Array(items) => {
            let words: Result<Vec<String>, _> = items.iter().map(joined).collect();
            words.map(|words| words.join(" "))
        }
        Value::Object(_) => Err("an object where text belongs"),
    }
}
