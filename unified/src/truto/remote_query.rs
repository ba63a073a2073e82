//! `remote_query`, which Truto passes on to the product.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use signon_runtime::Json;

use crate::query::PageQuery;

/// The deepest nesting of a parameter; what is in further brackets stays a part of the last name.
const MAX_DEPTH: usize = 8;

/// The parameters of a query as an object: `a[b]=1` is the property `b` of `a`, and `a[]=1` an item of the list `a`, as is
/// each value of a name that has several.
pub(super) fn remote_query(query: &PageQuery) -> Option<BTreeMap<String, Json>> {
    let mut root = Map::new();
    for (name, value) in &query.remote_query {
        insert(&mut root, &keys(name), value);
    }
    let parameters = root
        .into_iter()
        .map(|(name, value)| (name, Json::from(value)));
    let parameters: BTreeMap<String, Json> = parameters.collect();
    (!parameters.is_empty()).then_some(parameters)
}

/// The keys of `a[b][c]`; a name that has not this form is one key.
fn keys(name: &str) -> Vec<&str> {
    let Some((first, rest)) = name.split_once('[') else {
        return vec![name];
    };
    match rest.strip_suffix(']') {
        Some(rest) if !first.is_empty() => {
            let rest = rest.splitn(MAX_DEPTH - 1, "][");
            std::iter::once(first).chain(rest).collect()
        }
        _ => vec![name],
    }
}

fn insert(mut object: &mut Map<String, Value>, keys: &[&str], value: &str) {
    // A last key without a name is that of an item.
    let (keys, is_item) = match keys {
        [keys @ .., ""] if !keys.is_empty() => (keys, true),
        keys => (keys, false),
    };
    let Some((last, parents)) = keys.split_last() else {
        return;
    };
    for key in parents {
        let parent = object.entry(*key).or_insert(Value::Null);
        if !parent.is_object() {
            *parent = Value::Object(Map::new());
        }
        let Value::Object(inner) = parent else { return };
        object = inner;
    }
    let found = object.entry(*last).or_insert(Value::Null);
    match found {
        Value::Array(items) => items.push(value.into()),
        Value::Null if !is_item => *found = value.into(),
        Value::Null => *found = Value::Array(vec![value.into()]),
        Value::String(_) => *found = Value::Array(vec![found.take(), value.into()]),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => *found = value.into(),
    }
}
