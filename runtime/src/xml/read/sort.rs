//! Which elements are which properties.

use crate::xml::tree::{Child, Node};
use crate::xml::{Content, Element, Name, Node as Kind, Object, OneOf, Property};

/// Descriptions that lead to themselves without an element in between end here.
const MAX_CHOICES: usize = 16;

/// The content of an element, of several that its own content distinguishes.
pub(super) fn chosen<'c>(node: Node<'_, '_>, mut content: &'c Content) -> &'c Content {
    for _ in 0..MAX_CHOICES {
        let Content::OneOf(one_of) = content else {
            return content;
        };
        content = tag(node, one_of).map_or(one_of.otherwise, |tag| one_of.case(&tag));
    }
    &Content::Any
}

/// The value of the property that distinguishes contents.
fn tag(node: Node<'_, '_>, one_of: &OneOf) -> Option<String> {
    let name = Name::new(one_of.name);
    let attribute = node
        .attribute(&name)
        .map(|attribute| attribute.value.trim().to_owned());
    attribute.or_else(|| {
        let element = node.elements().find(|element| element.is(&name))?;
        Some(element.text().trim().to_owned())
    })
}

/// The elements of each property, and those of none.
pub(super) fn sorted<'t, 'a>(
    node: Node<'t, 'a>,
    object: &Object,
) -> (Vec<Vec<Node<'t, 'a>>>, Vec<Node<'t, 'a>>) {
    let count = object.properties.len();
    let mut declared: Vec<Vec<Node<'t, 'a>>> = vec![Vec::new(); count];
    let mut others = Vec::new();
    let mut last = 0;
    for child in node.elements() {
        // Elements usually come in the order of the properties.
        let found = (0..count).map(|step| (last + step) % count).find(|index| {
            object
                .properties
                .get(*index)
                .is_some_and(|property| property.holds(child))
        });
        match found.and_then(|index| Some((index, declared.get_mut(index)?))) {
            Some((index, nodes)) => {
                nodes.push(child);
                last = index;
            }
            None => others.push(child),
        }
    }
    (declared, others)
}

impl Property {
    /// An item of a list with an element for each.
    pub(super) const fn item(&self) -> Element {
        Element {
            name: self.name,
            content: self.content,
        }
    }

    /// Whether the property is in an element like this.
    fn holds(&self, node: Node<'_, '_>) -> bool {
        matches!(self.node, Kind::Element | Kind::Repeated) && node.is(&self.name)
    }
}

impl Object {
    pub(super) fn declares(&self, key: &str) -> bool {
        self.properties.iter().any(|property| property.key == key)
    }

    /// Whether the description has a namespace, or the element does: it is written without being kept.
    pub(super) fn is_in(&self, namespace: &str, own: Option<&str>) -> bool {
        let names = self.properties.iter().map(|property| property.name);
        let mut namespaces = names.filter_map(|name| name.namespace).chain(own);
        namespaces.any(|known| known == namespace)
    }
}

pub(super) fn is_scalar(content: &Content) -> bool {
    match content {
        Content::String | Content::Token | Content::Number | Content::Boolean | Content::Scalar => {
            true
        }
        Content::List(_) | Content::Object(_) | Content::OneOf(_) | Content::Any => false,
    }
}

/// Whether an element that should be an item of a list holds the items instead: elements where the item is text, or
/// elements of one name that the item does not have.
pub(super) fn is_wrapper(node: Node<'_, '_>, content: &Content) -> bool {
    let mut elements = node.elements();
    let Some(first) = elements.next() else {
        let needs_content = |object: &Object| object.properties.iter().any(|at| at.required);
        return matches!(content, Content::Object(object) if needs_content(object))
            && node.is_empty();
    };
    match content {
        Content::Object(object) => {
            object.properties.iter().any(|property| property.required)
                && !object
                    .properties
                    .iter()
                    .any(|property| property.holds(first))
                && elements.all(|other| other.name() == first.name())
                && !node
                    .children()
                    .any(|child| matches!(child, Child::Text(text) if !text.trim().is_empty()))
        }
        Content::String | Content::Token | Content::Number | Content::Boolean | Content::Scalar => {
            true
        }
        Content::List(_) | Content::OneOf(_) | Content::Any => false,
    }
}
