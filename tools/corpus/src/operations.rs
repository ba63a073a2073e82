//! The operations of a document, and which of them suffer from an error.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use signon_oracle::pointer::{is_within, join};

/// The methods that the standard names, in the order in which they are listed.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// An operation of a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Endpoint {
    /// The method, in capitals.
    pub(super) method: String,
    /// The path template.
    pub(super) path: String,
    /// Its location.
    pub(super) pointer: String,
}

impl Endpoint {
    /// Method and path.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// All operations, also of path items that are references.
pub(super) fn endpoints(root: &Value) -> Vec<Endpoint> {
    let mut endpoints = Vec::new();
    for (path, item) in root
        .get("paths")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let home = join("/paths", path);
        let target = item
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| reference.strip_prefix('#'));
        let (home, item) =
            match target.and_then(|pointer| Some((pointer.to_owned(), root.pointer(pointer)?))) {
                Some(found) => found,
                None => (home, item),
            };
        for method in METHODS
            .iter()
            .filter(|method| item.get(**method).is_some_and(Value::is_object))
        {
            let (method, pointer) = (method.to_ascii_uppercase(), join(&home, method));
            endpoints.push(Endpoint {
                method,
                path: path.clone(),
                pointer,
            });
        }
    }
    endpoints
}

/// The operations that reach one of these places: in themselves, or through components.
pub(super) fn reaching<'a>(
    root: &Value,
    endpoints: &'a [Endpoint],
    places: &[String],
) -> BTreeSet<&'a Endpoint> {
    let mut unit_of = BTreeSet::new();
    let mut users: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for endpoint in endpoints {
        let path = endpoint
            .pointer
            .rsplit_once('/')
            .map_or("", |(path, _)| path);
        note(root, &endpoint.pointer, &endpoint.pointer, &mut users);
        note(
            root,
            &join(path, "parameters"),
            &endpoint.pointer,
            &mut users,
        );
    }
    for (kind, components) in root
        .get("components")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        for name in components
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name)
        {
            let pointer = join(&join("/components", kind), name);
            note(root, &pointer, &pointer, &mut users);
        }
    }
    let mut left: Vec<String> = places.iter().map(|place| unit(place)).collect();
    while let Some(place) = left.pop() {
        if unit_of.insert(place.clone()) {
            left.extend(users.get(&place).into_iter().flatten().cloned());
        }
    }
    let of_path = |endpoint: &Endpoint| {
        let path = endpoint
            .pointer
            .rsplit_once('/')
            .map_or("", |(path, _)| path);
        places
            .iter()
            .any(|place| is_within(place, &join(path, "parameters")))
    };
    endpoints
        .iter()
        .filter(|endpoint| unit_of.contains(&endpoint.pointer) || of_path(endpoint))
        .collect()
}

/// Notes that `user` uses whatever `pointer` refers to.
fn note(root: &Value, pointer: &str, user: &str, users: &mut BTreeMap<String, BTreeSet<String>>) {
    let mut left = Vec::from_iter(root.pointer(pointer));
    while let Some(value) = left.pop() {
        match value {
            Value::Object(members) => {
                if let Some(target) = members
                    .get("$ref")
                    .and_then(Value::as_str)
                    .and_then(|text| text.strip_prefix('#'))
                {
                    users
                        .entry(unit(target))
                        .or_default()
                        .insert(user.to_owned());
                }
                left.extend(members.values());
            }
            Value::Array(items) => left.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// The component or operation that a place belongs to: its first three steps.
fn unit(pointer: &str) -> String {
    pointer.split('/').take(4).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{endpoints, reaching};

    #[test]
    fn a_fault_in_a_component_reaches_the_operations_that_use_it() {
        let root = json!({
            "paths": {
                "/a": {"get": {"x": {"$ref": "#/components/schemas/List"}}},
                "/b": {"post": {}, "parameters": [{"$ref": "#/components/parameters/P"}]},
            },
            "components": {
                "schemas": {"List": {"items": {"$ref": "#/components/schemas/Item"}}, "Item": {}},
                "parameters": {"P": {}},
            },
        });
        let all = endpoints(&root);
        let reached = |place: &str| {
            let found = reaching(&root, &all, &[place.to_owned()]);
            found
                .into_iter()
                .map(|endpoint| endpoint.path.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(reached("/components/schemas/Item/properties/a"), ["/a"]);
        assert_eq!(reached("/paths/~1a/get/responses"), ["/a"]);
        assert_eq!(reached("/components/parameters/P/schema"), ["/b"]);
    }
}
