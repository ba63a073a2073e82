//! [`SpecSet`] → one document that holds everything, for tools that read one file.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use crate::document::{At, Kind};
use crate::load::SpecSet;

/// The kinds of components, in the standard's order.
const KINDS: [&str; 9] = [
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
];

/// Everything in one document; it serializes as that document.
#[derive(Debug)]
pub struct Bundle<'d> {
    root: At<'d>,
    /// The operations of each path.
    paths: BTreeMap<&'d str, Vec<(&'d str, At<'d>)>>,
    /// The components of each kind, by name.
    components: BTreeMap<&'static str, BTreeMap<&'d str, At<'d>>>,
}

/// Puts all files of a set into one document.
pub fn bundle(set: &SpecSet) -> Bundle<'_> {
    let root = set.documents.root(set.main);
    let mut bundle = Bundle {
        root,
        paths: BTreeMap::new(),
        components: BTreeMap::new(),
    };
    for id in set.documents.ids() {
        let file = set.documents.root(id);
        for (path, item) in file.get("paths").into_iter().flat_map(At::entries) {
            bundle.paths.entry(path).or_default().extend(item.entries());
        }
        for kind in KINDS {
            let components = file
                .get("components")
                .and_then(|components| components.get(kind));
            for (name, at) in components.into_iter().flat_map(At::entries) {
                bundle
                    .components
                    .entry(kind)
                    .or_default()
                    .entry(name)
                    .or_insert(at);
            }
        }
    }
    bundle
}

impl Serialize for Bundle<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in self
            .root
            .entries()
            .filter(|(key, _)| *key != "paths" && *key != "components")
        {
            map.serialize_entry(key, &Node(value))?;
        }
        map.serialize_entry(
            "paths",
            &Map(self.paths.iter().map(|(path, item)| (*path, Item(item)))),
        )?;
        let components = KINDS
            .iter()
            .filter_map(|kind| Some((*kind, self.components.get(kind)?)));
        map.serialize_entry(
            "components",
            &Map(components
                .map(|(kind, all)| (kind, Map(all.iter().map(|(name, at)| (*name, Node(*at))))))),
        )?;
        map.end()
    }
}

/// An iterator of entries, as a map.
struct Map<I>(I);

impl<'k, V: Serialize, I: Iterator<Item = (&'k str, V)> + Clone> Serialize for Map<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.clone())
    }
}

/// A path item, from the files that have a part of it.
struct Item<'a, 'd>(&'a [(&'d str, At<'d>)]);

impl Serialize for Item<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(method, at)| (method, Node(*at))))
    }
}

/// A value in which references lead into the bundle.
struct Node<'d>(At<'d>);

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let at = self.0;
        match at.kind() {
            Kind::Null => serializer.serialize_unit(),
            Kind::Bool => serializer.serialize_bool(at.bool().unwrap_or_default()),
            Kind::Integer => serializer.serialize_i128(at.integer().unwrap_or_default()),
            Kind::Float => serializer.serialize_f64(at.number().unwrap_or_default()),
            Kind::String => serializer
                .serialize_str(&mapped(at).unwrap_or_else(|| at.text().unwrap_or_default())),
            Kind::List => {
                let mut list = serializer.serialize_seq(Some(at.len()))?;
                for item in at.items() {
                    list.serialize_element(&Node(item))?;
                }
                list.end()
            }
            Kind::Map => self.map(serializer),
        }
    }
}

impl Node<'_> {
    fn map<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let at = self.0;
        let reference = at.get("$ref").and_then(At::str);
        let target = reference.and_then(|text| at.documents().find(at.document(), text).ok());
        if let Some(target) = target {
            // Something that is no component stands in the bundle where it is used.
            return match component(target) {
                Some(inside) => serializer.collect_map([("$ref", inside)]),
                None => Node(target).map(serializer),
            };
        }
        serializer.collect_map(at.entries().map(|(key, value)| (key, Node(value))))
    }
}

/// The place in the bundle of what a discriminator's mapping refers to.
fn mapped(at: At<'_>) -> Option<String> {
    let mapping = at
        .parent()
        .filter(|parent| parent.key().as_deref() == Some("mapping"))?;
    let discriminator = mapping.parent()?;
    let text = at
        .str()
        .filter(|text| discriminator.has("propertyName") && text.contains('#'))?;
    component(at.documents().find(at.document(), text).ok()?)
}

/// The place of a component in the bundle.
fn component(target: At<'_>) -> Option<String> {
    match target.steps().as_slice() {
        [components, kind, name] if components == "components" => Some(format!(
            "#/components/{kind}/{}",
            crate::source::escape(name)
        )),
        _ => None,
    }
}
