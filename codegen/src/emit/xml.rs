//! `src/xml.rs`: how the bodies of XML are written, as statics that the runtime follows.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Context, Scope, ident, imports};
use crate::ir::{
    XmlContent, XmlElement, XmlName, XmlNode, XmlObject, XmlOneOf, XmlProperty, XmlRootId,
    XmlScalar, XmlSharedId,
};

/// More components in a row that are nothing but one another mean nothing.
const MAX_ALIASES: usize = 100;

/// Whether any body is typed XML.
pub(super) fn is_used(context: Context<'_>) -> bool {
    !context.api.xml.roots.is_empty()
}

/// About how many lines the file comes to.
pub(super) fn lines(context: Context<'_>) -> usize {
    let xml = &context.api.xml;
    xml.shared.len() * 12 + xml.roots.len() * 4
}

/// A reference to a root element.
#[expect(clippy::indexing_slicing, reason = "names are made for every id")]
pub(super) fn root(scope: &Scope<'_>, root: XmlRootId) -> TokenStream {
    let name = ident(&scope.context.names.xml.roots[root.0]);
    let module = scope.own_crate("", "xml");
    quote!(&#module::#name)
}

/// The statics of contents and root elements.
pub(super) fn items(scope: &Scope<'_>) -> Vec<TokenStream> {
    let context = scope.context;
    let xml = &context.api.xml;
    let writer = Writer {
        scope,
        statics: named(context),
    };
    let mut statics = Vec::new();
    let (content_type, element_type) = (xml_item("Content"), xml_item("Element"));
    for (id, name) in &writer.statics {
        let shared = xml.shared.get(id.0).map(|shared| &shared.content);
        let value = content(&writer, shared.unwrap_or(&XmlContent::Any));
        statics.push(quote!(pub static #name: #content_type = #value;));
    }
    for (root, name) in xml.roots.iter().zip(&context.names.xml.roots) {
        let name = ident(name);
        let element = element(&writer, root);
        statics.push(quote!(pub static #name: #element_type = #element;));
    }
    statics
}

/// The contents that are statics, and their names: those of components, and what is referred to more than once.
fn named(context: Context<'_>) -> BTreeMap<XmlSharedId, Ident> {
    let xml = &context.api.xml;
    let referenced = xml.referenced(xml.roots.iter().map(|root| &root.content));
    let statics = referenced.into_iter().filter_map(|(id, count)| {
        let shared = xml.shared.get(id.0)?;
        let name = context.names.xml.shared.get(id.0)?;
        (count > 1 || shared.is_component).then(|| (id, ident(name)))
    });
    statics.collect()
}

/// What the items are written with.
struct Writer<'a> {
    scope: &'a Scope<'a>,
    /// The contents that have a static.
    statics: BTreeMap<XmlSharedId, Ident>,
}

/// An item of the runtime's module for XML.
fn xml_item(name: &'static str) -> TokenStream {
    imports::reference("signon_runtime::codegen::xml", name)
}

impl Writer<'_> {
    fn shared(&self, id: XmlSharedId) -> Option<&XmlContent> {
        let shared = self.scope.context.api.xml.shared.get(id.0);
        shared.map(|shared| &shared.content)
    }
}

fn element(writer: &Writer<'_>, element: &XmlElement) -> TokenStream {
    let element_type = xml_item("Element");
    let (local, content) = (&element.name.local, reference(writer, &element.content));
    let named = qualified(&element.name);
    quote!(#element_type::new(#local, #content)#named)
}

/// The namespace and the prefix of a name.
fn qualified(name: &XmlName) -> TokenStream {
    let namespace = name.namespace.iter().map(|name| quote!(.namespace(#name)));
    let prefix = name.prefix.iter().map(|prefix| quote!(.prefix(#prefix)));
    quote!(#(#namespace)* #(#prefix)*)
}

/// A reference to a content: to its static, where it has one.
fn reference(writer: &Writer<'_>, of: &XmlContent) -> TokenStream {
    if let XmlContent::Shared(id) = of
        && let Some(name) = writer.statics.get(id)
    {
        return quote!(&#name);
    }
    let content = content(writer, of);
    quote!(&#content)
}

/// A content that is not what something else has a static for. Components may be nothing but one another.
fn followed<'w>(writer: &'w Writer<'_>, mut content: &'w XmlContent) -> &'w XmlContent {
    for _ in 0..MAX_ALIASES {
        let XmlContent::Shared(id) = content else {
            break;
        };
        content = writer.shared(*id).unwrap_or(&XmlContent::Any);
    }
    content
}

fn content(writer: &Writer<'_>, content: &XmlContent) -> TokenStream {
    let content_type = xml_item("Content");
    match followed(writer, content) {
        XmlContent::Scalar(scalar) => {
            let variant = ident(match scalar {
                XmlScalar::String => "String",
                XmlScalar::Token => "Token",
                XmlScalar::Number => "Number",
                XmlScalar::Boolean => "Boolean",
                XmlScalar::Any => "Scalar",
            });
            quote!(#content_type::#variant)
        }
        XmlContent::List(item) => {
            let item = element(writer, item);
            quote!(#content_type::List(&#item))
        }
        XmlContent::Object(of) => {
            let object = object(writer, of);
            quote!(#content_type::Object(&#object))
        }
        XmlContent::OneOf(of) => {
            let one_of = one_of(writer, of);
            quote!(#content_type::OneOf(&#one_of))
        }
        XmlContent::Shared(_) | XmlContent::Any => quote!(#content_type::Any),
    }
}

fn object(writer: &Writer<'_>, object: &XmlObject) -> TokenStream {
    let object_type = xml_item("Object");
    let properties = object
        .properties
        .iter()
        .map(|of| property(writer, of))
        .collect::<Vec<_>>();
    let rest = object.rest.iter().map(|(content, repeated)| {
        let method = ident(if *repeated { "rest_repeated" } else { "rest" });
        let content = reference(writer, content);
        quote!(.#method(#content))
    });
    quote!(#object_type::new(&[#(#properties),*]) #(#rest)*)
}

fn property(writer: &Writer<'_>, property: &XmlProperty) -> TokenStream {
    let property_type = xml_item("Property");
    let node = ident(match property.node {
        XmlNode::Element => "element",
        XmlNode::Repeated => "repeated",
        XmlNode::Attribute => "attribute",
        XmlNode::Text => "text",
        XmlNode::Cdata => "cdata",
    });
    let (key, local) = (&property.key, &property.name.local);
    let content = reference(writer, &property.content);
    let has_name = !matches!(property.node, XmlNode::Text | XmlNode::Cdata);
    let named = (has_name && key != local).then(|| quote!(.named(#local)));
    let qualified = has_name.then(|| qualified(&property.name));
    let required = property.required.then(|| quote!(.required()));
    let nullable = property.nullable.then(|| quote!(.nullable()));
    quote!(#property_type::#node(#key, #content) #named #qualified #required #nullable)
}

fn one_of(writer: &Writer<'_>, one_of: &XmlOneOf) -> TokenStream {
    let one_of_type = xml_item("OneOf");
    let (key, name) = (&one_of.key, &one_of.name);
    let cases = one_of.cases.iter().map(|(tag, content)| {
        let content = reference(writer, content);
        quote!((#tag, #content))
    });
    let cases: Vec<TokenStream> = cases.collect();
    let otherwise = reference(writer, &one_of.otherwise);
    quote!(#one_of_type::new(#key, #name, &[#(#cases),*], #otherwise))
}
