//! The JSON value that a union is read from, shared with the unions inside of it.

mod deserializer;
mod shared;

use std::rc::Rc;

/// A JSON value that can be decoded more than once. A clone shares the value.
#[derive(Clone, Debug, PartialEq)]
pub struct Value(Repr);

#[derive(Clone, Debug, PartialEq)]
enum Repr {
    /// Null, a boolean, a number or a string.
    Scalar(serde_json::Value),
    Array(Rc<Container<Value>>),
    Object(Rc<Container<(String, Value)>>),
}

#[derive(Debug, PartialEq)]
struct Container<T> {
    items: Vec<T>,
    /// The number of values in it, itself included.
    size: usize,
}

impl<T> Container<T> {
    fn new(items: Vec<T>, value: impl Fn(&T) -> &Value) -> Rc<Self> {
        let size = items.iter().map(|item| value(item).size()).sum::<usize>();
        Rc::new(Self {
            items,
            size: size.saturating_add(1),
        })
    }
}

impl Value {
    /// The scalar, if the value is one.
    pub(super) const fn scalar(&self) -> Option<&serde_json::Value> {
        match &self.0 {
            Repr::Scalar(scalar) => Some(scalar),
            Repr::Array(_) | Repr::Object(_) => None,
        }
    }

    pub(super) const fn is_array(&self) -> bool {
        matches!(self.0, Repr::Array(_))
    }

    /// The keys and values of an object, in the order of the document.
    pub(super) fn members(&self) -> Option<&[(String, Self)]> {
        match &self.0 {
            Repr::Object(object) => Some(&object.items),
            Repr::Scalar(_) | Repr::Array(_) => None,
        }
    }

    /// The value of a key of an object.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let members = self.members()?;
        members
            .iter()
            .find_map(|(name, value)| (name == key).then_some(value))
    }

    /// The number of values in it, itself included.
    pub(super) fn size(&self) -> usize {
        match &self.0 {
            Repr::Scalar(_) => 1,
            Repr::Array(array) => array.size,
            Repr::Object(object) => object.size,
        }
    }

    /// Identifies an array or object among all that are alive; `None` for a scalar.
    pub(super) fn identity(&self) -> Option<usize> {
        match &self.0 {
            Repr::Scalar(_) => None,
            Repr::Array(array) => Some(Rc::as_ptr(array).addr()),
            Repr::Object(object) => Some(Rc::as_ptr(object).addr()),
        }
    }

    /// A copy of the value.
    pub(super) fn to_json(&self) -> serde_json::Value {
        match &self.0 {
            Repr::Scalar(scalar) => scalar.clone(),
            Repr::Array(array) => array.items.iter().map(Self::to_json).collect(),
            Repr::Object(object) => {
                let members = object.items.iter();
                members
                    .map(|(key, value)| (key.clone(), value.to_json()))
                    .collect()
            }
        }
    }
}

impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        Self(match value {
            serde_json::Value::Array(items) => {
                let items = items.into_iter().map(Self::from).collect();
                Repr::Array(Container::new(items, |item| item))
            }
            serde_json::Value::Object(members) => {
                let members = members
                    .into_iter()
                    .map(|(key, value)| (key, Self::from(value)))
                    .collect();
                Repr::Object(Container::new(members, |(_, value)| value))
            }
            scalar @ (serde_json::Value::Null
            | serde_json::Value::Bool(_)
            | serde_json::Value::Number(_)
            | serde_json::Value::String(_)) => Repr::Scalar(scalar),
        })
    }
}
