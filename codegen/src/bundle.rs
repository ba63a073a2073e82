//! [`SpecSet`] → one document that holds everything, for tools that read one file.

mod places;

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use self::places::Places;
use crate::document::{At, Kind};
use crate::load::SpecSet;

/// How a document is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// YAML.
    Yaml,
    /// JSON.
    Json,
}

/// A provider's or a document's files as the text of one document.
pub fn bundle_text(set: &SpecSet, notation: Notation) -> Result<String, String> {
    let bundle = bundle(set);
    let text = match notation {
        Notation::Yaml => serde_yaml::to_string(&bundle).map_err(|error| error.to_string()),
        Notation::Json => serde_json::to_string_pretty(&bundle).map_err(|error| error.to_string()),
    };
    text.map(|text| text.trim_end().to_owned())
}

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
pub(crate) struct Bundle<'d> {
    root: At<'d>,
    /// The operations of each path.
    paths: BTreeMap<&'d str, Vec<(&'d str, At<'d>)>>,
    /// The components, and where references to them lead.
    places: Places<'d>,
}

/// Puts all files of a set into one document.
pub(crate) fn bundle(set: &SpecSet) -> Bundle<'_> {
    let root = set.documents.root(set.main);
    let mut bundle = Bundle {
        root,
        paths: BTreeMap::new(),
        places: Places::of(set),
    };
    for id in set.documents.ids() {
        let file = set.documents.root(id);
        for (path, item) in file.get("paths").into_iter().flat_map(At::entries) {
            bundle.paths.entry(path).or_default().extend(item.entries());
        }
    }
    bundle
}

impl<'d> Bundle<'d> {
    fn node(&self, at: At<'d>) -> Node<'_, 'd> {
        Node {
            at,
            places: &self.places,
        }
    }
}

impl Serialize for Bundle<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in self
            .root
            .entries()
            .filter(|(key, _)| *key != "paths" && *key != "components")
        {
            map.serialize_entry(key, &self.node(value))?;
        }
        let paths = self.paths.iter();
        let paths = paths.map(|(path, item)| (*path, Item { item, bundle: self }));
        map.serialize_entry("paths", &Map(paths))?;
        let components = KINDS
            .iter()
            .filter_map(|kind| Some((*kind, self.places.components(kind)?)));
        let components = components.map(|(kind, all)| {
            let nodes = all.iter().map(|(name, at)| (name.as_str(), self.node(*at)));
            (kind, Map(nodes))
        });
        map.serialize_entry("components", &Map(components))?;
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
struct Item<'a, 'd> {
    item: &'a [(&'d str, At<'d>)],
    bundle: &'a Bundle<'d>,
}

impl Serialize for Item<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.item.iter();
        serializer.collect_map(entries.map(|(method, at)| (method, self.bundle.node(*at))))
    }
}

/// A value in which references lead into the bundle.
struct Node<'a, 'd> {
    at: At<'d>,
    places: &'a Places<'d>,
}

impl Serialize for Node<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let at = self.at;
        match at.kind() {
            Kind::Null => serializer.serialize_unit(),
            Kind::Bool => serializer.serialize_bool(at.bool().unwrap_or_default()),
            Kind::Integer => serializer.serialize_i128(at.integer().unwrap_or_default()),
            Kind::Float => serializer.serialize_f64(at.number().unwrap_or_default()),
            Kind::String => {
                let mapped = self.mapped().or_else(|| at.text());
                serializer.serialize_str(&mapped.unwrap_or_default())
            }
            Kind::List => {
                let mut list = serializer.serialize_seq(Some(at.len()))?;
                for item in at.items() {
                    list.serialize_element(&self.with(item))?;
                }
                list.end()
            }
            Kind::Map => self.map(serializer),
        }
    }
}

impl<'d> Node<'_, 'd> {
    fn with(&self, at: At<'d>) -> Self {
        Self {
            at,
            places: self.places,
        }
    }

    fn map<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(target) = places::target(self.at) {
            // Something that is not a component is written where it is used.
            return match self.places.of_node(target) {
                Some(inside) => serializer.collect_map([("$ref", inside)]),
                None => self.with(target).map(serializer),
            };
        }
        let entries = self.at.entries();
        serializer.collect_map(entries.map(|(key, value)| (key, self.with(value))))
    }

    /// The place in the bundle of what a discriminator's mapping refers to.
    fn mapped(&self) -> Option<String> {
        let at = self.at;
        let mapping = at
            .parent()
            .filter(|parent| parent.key().as_deref() == Some("mapping"))?;
        let discriminator = mapping.parent()?;
        let text = at
            .str()
            .filter(|text| discriminator.has("propertyName") && text.contains('#'))?;
        let target = at.documents().find(at.document(), text).ok()?;
        self.places.of_node(target)
    }
}
