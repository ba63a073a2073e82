//! Queries, cookies and forms: the styles `form`, `spaceDelimited`, `pipeDelimited` and `deepObject`.

use openapiv3::QueryStyle;
use serde_json::{Map, Value};

use super::path::separated;

/// Names and values, each taken once.
#[derive(Clone, Debug, Default)]
pub struct Pairs(Vec<Pair>);

#[derive(Clone, Debug)]
struct Pair {
    name: String,
    value: String,
    /// The value with its escapes.
    raw: String,
}

impl Pairs {
    /// The pairs of a query or a form.
    pub fn parse(raw: &str) -> Self {
        let raws = raw.split('&').filter(|pair| !pair.is_empty());
        let raws = raws.map(|pair| {
            pair.split_once('=')
                .map(|(_, value)| value)
                .unwrap_or_default()
        });
        let parsed = form_urlencoded::parse(raw.as_bytes()).into_owned();
        Self(
            parsed
                .zip(raws)
                .map(|((name, value), raw)| Pair {
                    name,
                    value,
                    raw: raw.replace('+', "%20"),
                })
                .collect(),
        )
    }

    /// The pairs of a `Cookie` header.
    pub fn cookies(header: &str) -> Self {
        Self::parse(
            &header
                .split("; ")
                .collect::<Vec<_>>()
                .join("&")
                .replace('+', "%2B"),
        )
    }

    /// The values of this name.
    fn take_all(&mut self, name: &str) -> Vec<Pair> {
        let (taken, left) = self.0.drain(..).partition(|pair| pair.name == name);
        self.0 = left;
        taken
    }

    /// The value of this name, if there is exactly one.
    pub fn take(&mut self, name: &str) -> Option<String> {
        match self.take_all(name).as_slice() {
            [pair] => Some(pair.value.clone()),
            _ => None,
        }
    }

    /// The names that nothing has taken.
    pub fn left(&self) -> &[impl std::fmt::Debug] {
        &self.0
    }

    /// The value of a parameter.
    pub fn value(
        &mut self,
        style: &QueryStyle,
        explode: bool,
        name: &str,
        shape: &Value,
    ) -> Option<Value> {
        let separator = match style {
            QueryStyle::DeepObject if shape.is_array() => return self.tree(name).map(numbered),
            QueryStyle::DeepObject => return self.tree(name),
            QueryStyle::Form => ",",
            QueryStyle::SpaceDelimited => "%20",
            QueryStyle::PipeDelimited => "|",
        };
        match shape {
            Value::Array(_) if explode => {
                let values: Vec<_> = self
                    .take_all(name)
                    .into_iter()
                    .map(|pair| Value::from(pair.value))
                    .collect();
                (!values.is_empty()).then_some(Value::Array(values))
            }
            Value::Object(_) if explode => {
                let members = self
                    .0
                    .drain(..)
                    .map(|pair| (pair.name, Value::from(pair.value)))
                    .collect::<Map<_, _>>();
                (!members.is_empty()).then_some(Value::Object(members))
            }
            Value::Array(_) | Value::Object(_) => match self.take_all(name).as_slice() {
                [pair] => Some(separated(
                    &pair.raw.replace("%7C", "|"),
                    separator,
                    false,
                    shape,
                )),
                _ => None,
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                self.take(name).map(Value::from)
            }
        }
    }

    /// The tree that `name[a][b]=c` makes; empty brackets add to a list.
    pub fn tree(&mut self, name: &str) -> Option<Value> {
        let (taken, left) = self
            .0
            .drain(..)
            .partition::<Vec<_>, _>(|pair| steps(&pair.name, name).is_some());
        self.0 = left;
        let mut tree = None;
        for pair in taken {
            let steps = steps(&pair.name, name)?;
            grow(tree.get_or_insert(Value::Null), &steps, pair.value);
        }
        tree
    }
}

/// The list that `name[0][a]=b` makes: an object whose keys are the indexes in order.
fn numbered(tree: Value) -> Value {
    let Value::Object(members) = &tree else {
        return tree;
    };
    let item = |index: usize| members.get(&index.to_string()).cloned();
    let items: Option<Vec<Value>> = (0..members.len()).map(item).collect();
    items.map_or(tree, Value::Array)
}

/// The texts between the brackets behind `name`.
fn steps<'p>(pair: &'p str, name: &str) -> Option<Vec<&'p str>> {
    let brackets = pair.strip_prefix(name)?;
    if brackets.is_empty() {
        return None;
    }
    brackets
        .strip_prefix('[')?
        .strip_suffix(']')
        .map(|inner| inner.split("][").collect())
}

fn grow(tree: &mut Value, steps: &[&str], leaf: String) {
    let Some((step, rest)) = steps.split_first() else {
        *tree = Value::from(leaf);
        return;
    };
    if step.is_empty() {
        if !tree.is_array() {
            *tree = Value::Array(Vec::new());
        }
        if let Value::Array(items) = tree {
            items.push(Value::Null);
            if let Some(last) = items.last_mut() {
                grow(last, rest, leaf);
            }
        }
    } else {
        if !tree.is_object() {
            *tree = Value::Object(Map::new());
        }
        if let Value::Object(members) = tree {
            grow(
                members.entry((*step).to_owned()).or_insert(Value::Null),
                rest,
                leaf,
            );
        }
    }
}
