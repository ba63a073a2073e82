//! How bodies are written as XML: where each value of a type is in a document.

use std::collections::BTreeMap;

/// The descriptions of an API.
#[derive(Clone, Debug, Default)]
pub struct Xml {
    /// The contents of objects and unions, which several places may refer to.
    pub shared: Vec<XmlShared>,
    /// The root elements of bodies.
    pub roots: Vec<XmlElement>,
}

impl Xml {
    /// The shared contents that these lead to, and how often each is referred to.
    pub fn referenced<'x>(
        &'x self,
        contents: impl IntoIterator<Item = &'x XmlContent>,
    ) -> BTreeMap<XmlSharedId, usize> {
        let mut found: BTreeMap<XmlSharedId, usize> = BTreeMap::new();
        let mut work: Vec<&XmlContent> = contents.into_iter().collect();
        while let Some(content) = work.pop() {
            match content {
                XmlContent::Shared(id) => {
                    let count = found.entry(*id).or_default();
                    *count += 1;
                    let shared = self.shared.get(id.0).filter(|_| *count == 1);
                    work.extend(shared.map(|shared| &shared.content));
                }
                XmlContent::List(item) => work.push(&item.content),
                XmlContent::Object(object) => {
                    work.extend(object.properties.iter().map(|property| &property.content));
                    work.extend(object.rest.iter().map(|(content, _)| &**content));
                }
                XmlContent::OneOf(one_of) => {
                    work.extend(one_of.cases.iter().map(|(_, content)| content));
                    work.push(&one_of.otherwise);
                }
                XmlContent::Scalar(_) | XmlContent::Any => {}
            }
        }
        found
    }
}

/// Indexes [`Xml::roots`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct XmlRootId(pub usize);

/// Indexes [`Xml::shared`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct XmlSharedId(pub usize);

/// The content of an object or a union.
#[derive(Clone, Debug)]
pub struct XmlShared {
    /// What it is named after.
    pub key: String,
    /// Whether it is that of a component.
    pub is_component: bool,
    /// The content.
    pub content: XmlContent,
}

/// The name of an element or an attribute.
#[derive(Clone, Debug, PartialEq)]
pub struct XmlName {
    /// Without a prefix.
    pub local: String,
    /// The namespace, where the document names one.
    pub namespace: Option<String>,
    /// The prefix that it is written with.
    pub prefix: Option<String>,
}

/// An element that is not a property: the root, or an item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct XmlElement {
    /// Its name.
    pub name: XmlName,
    /// What is in it.
    pub content: XmlContent,
}

/// What is in an element or an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum XmlContent {
    /// Text.
    Scalar(XmlScalar),
    /// An element for each item.
    List(Box<XmlElement>),
    /// Elements and attributes by name.
    Object(XmlObject),
    /// One of several, by the value of a property.
    OneOf(XmlOneOf),
    /// Anything.
    Any,
    /// One of [`Xml::shared`].
    Shared(XmlSharedId),
}

/// What a text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlScalar {
    /// Text as it is.
    String,
    /// Text without white space at its ends.
    Token,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// Whichever of these the text is.
    Any,
}

/// What the properties of an object are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct XmlObject {
    /// The properties, in the document's order.
    pub properties: Vec<XmlProperty>,
    /// What undeclared keys hold, where the document says so, and whether each is a list with an element for each item.
    pub rest: Option<(Box<XmlContent>, bool)>,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct XmlProperty {
    /// The key.
    pub key: String,
    /// The name of its elements or its attribute.
    pub name: XmlName,
    /// Where it is.
    pub node: XmlNode,
    /// What is in it; for [`XmlNode::Repeated`], in each of its elements.
    pub content: XmlContent,
    /// Whether it is always there.
    pub required: bool,
    /// Whether it may be null.
    pub nullable: bool,
}

/// Where a property is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlNode {
    /// An element.
    Element,
    /// An element for each item of a list.
    Repeated,
    /// An attribute.
    Attribute,
    /// The text of the object's element.
    Text,
    /// The same in a CDATA section.
    Cdata,
}

/// Contents that the value of a property selects.
#[derive(Clone, Debug, PartialEq)]
pub struct XmlOneOf {
    /// The key of the property.
    pub key: String,
    /// The name of its element or attribute.
    pub name: String,
    /// The values, and what each means.
    pub cases: Vec<(String, XmlContent)>,
    /// What any other value means.
    pub otherwise: Box<XmlContent>,
}
