//! Bodies of XML as JSON, read by the document and by another parser than the client's; and what the documents leave
//! out of them.

use roxmltree::Node;
use serde_json::{Map, Value};

use crate::document::Document;

/// The folder of the document whose XML is supplemented.
const FOLDER: &str = "payload/xml";

/// Schemas whose `xml` keys the conversion to OpenAPI loses, and these keys: TypeSpec wraps a list by default and calls
/// its items after their type, and OpenAPI 3.1 has no keyword for text beside attributes.
const MISSING: [(&str, &str); 8] = [
    ("ModelWithSimpleArrays.properties.colors", "wrapped: true"),
    (
        "ModelWithSimpleArrays.properties.colors.items",
        "name: string",
    ),
    ("ModelWithSimpleArrays.properties.counts", "wrapped: true"),
    (
        "ModelWithSimpleArrays.properties.counts.items",
        "name: int32",
    ),
    ("ModelWithArrayOfModel.properties.items", "wrapped: true"),
    ("ModelWithEmptyArray.properties.items", "wrapped: true"),
    ("SimpleModel", "name: SimpleModel"),
    ("ModelWithText.properties.content", "nodeType: text"),
];

/// The document in a folder with the `xml` keys that it leaves out; none where it is complete.
pub fn supplement(dir: &str, text: &str) -> Result<Option<String>, String> {
    if dir != FOLDER {
        return Ok(None);
    }
    let mut root: serde_yaml::Value =
        serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    for (schema, xml) in MISSING {
        let xml: serde_yaml::Value =
            serde_yaml::from_str(xml).map_err(|error| error.to_string())?;
        let mut at = &mut root;
        for key in ["components", "schemas"]
            .into_iter()
            .chain(schema.split('.'))
        {
            let next = at.get_mut(key);
            at = next.ok_or_else(|| format!("no schema {schema}"))?;
        }
        let keys = at.as_mapping_mut().ok_or("a schema is no map")?;
        if keys.insert("xml".into(), xml).is_some() {
            return Err(format!("{schema} says what it is in XML"));
        }
    }
    serde_yaml::to_string(&root)
        .map(Some)
        .map_err(|error| error.to_string())
}

/// The JSON that a document of XML means by a schema.
pub fn read(document: &Document, schema: &Value, text: &str) -> Result<Value, String> {
    let parsed = roxmltree::Document::parse(text).map_err(|error| error.to_string())?;
    let reader = Reader { document };
    Ok(reader.element(schema, parsed.root_element()))
}

struct Reader<'d> {
    document: &'d Document,
}

impl<'d> Reader<'d> {
    /// A schema, and those that it refers to, the outermost first.
    fn chain(&self, schema: &'d Value) -> Vec<&'d Value> {
        let mut chain = vec![schema];
        while let Some(last) = chain.last() {
            let reference = last.get("$ref").and_then(Value::as_str);
            let next = match reference {
                Some(reference) => self.document.target(reference),
                None => ["allOf", "anyOf"]
                    .iter()
                    .find_map(|key| last.get(*key)?.as_array()?.first()),
            };
            match next {
                Some(next) => chain.push(next),
                None => break,
            }
        }
        chain
    }

    fn keyword(&self, schema: &'d Value, keys: &[&str]) -> Option<&'d Value> {
        let mut chain = self.chain(schema).into_iter();
        chain.find_map(|schema| keys.iter().try_fold(schema, |at, key| at.get(*key)))
    }

    fn element(&self, schema: &'d Value, node: Node<'_, '_>) -> Value {
        if let Some(properties) = self.keyword(schema, &["properties"]) {
            let mut members = Map::new();
            for (key, property) in properties.as_object().into_iter().flatten() {
                if let Some(value) = self.property(key, property, node) {
                    members.insert(key.clone(), value);
                }
            }
            return Value::Object(members);
        }
        let further = ["additionalProperties", "unevaluatedProperties"];
        if let Some(value) = further.iter().find_map(|key| self.keyword(schema, &[key])) {
            let elements = node.children().filter(Node::is_element);
            let members = elements.map(|child| {
                (
                    child.tag_name().name().to_owned(),
                    self.element(value, child),
                )
            });
            return Value::Object(members.collect());
        }
        let text = node.text().unwrap_or_default();
        self.scalar(schema, text)
    }

    fn property(&self, key: &str, schema: &'d Value, node: Node<'_, '_>) -> Option<Value> {
        let named = |schema: &'d Value, otherwise: &str| {
            let name = self.keyword(schema, &["xml", "name"]);
            let name = name.and_then(Value::as_str);
            name.unwrap_or(otherwise).to_owned()
        };
        let flag = |flag: &str| self.keyword(schema, &["xml", flag]) == Some(&Value::Bool(true));
        let name = named(schema, key);
        let children = |name: String| {
            let elements = node.children().filter(Node::is_element);
            elements.filter(move |child| child.tag_name().name() == name)
        };
        if flag("attribute") {
            return Some(self.scalar(schema, node.attribute(name.as_str())?));
        }
        if self.keyword(schema, &["xml", "nodeType"]).is_some() {
            return Some(self.scalar(schema, node.text()?));
        }
        let Some(item) = self.keyword(schema, &["items"]) else {
            return children(name)
                .next()
                .map(|child| self.element(schema, child));
        };
        let item_name = named(item, &name);
        let items: Vec<Value> = if flag("wrapped") {
            let wrapper = children(name).next()?;
            let items = wrapper.children().filter(Node::is_element);
            let items = items.filter(|child| child.tag_name().name() == item_name);
            items.map(|child| self.element(item, child)).collect()
        } else {
            children(item_name)
                .map(|child| self.element(item, child))
                .collect()
        };
        Some(Value::from(items))
    }

    fn scalar(&self, schema: &'d Value, text: &str) -> Value {
        let kind = self.keyword(schema, &["type"]).and_then(Value::as_str);
        match kind {
            Some("integer" | "number" | "boolean") => {
                serde_json::from_str(text.trim()).unwrap_or_default()
            }
            _ => Value::from(text),
        }
    }
}
