//! `src/xml.rs`: how the bodies of XML are written, as statics that the runtime follows.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, RustFile, Scope, ident};
use crate::comment::Docs;
use crate::ir::{
    XmlContent, XmlElement, XmlName, XmlNode, XmlObject, XmlOneOf, XmlProperty, XmlRootId,
    XmlScalar, XmlShared,
};

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

/// `src/xml.rs`.
pub(super) fn file(context: Context<'_>) -> RustFile {
    let xml = &context.api.xml;
    let names = &context.names.xml;
    let scope = Scope::beside(context, []);
    let mut statics = Vec::new();
    let used = referenced(context);
    let (content_type, element_type) = (runtime(&scope, "Content"), runtime(&scope, "Element"));
    for (index, shared) in xml.shared.iter().enumerate() {
        let Some(name) = names.shared.get(index).filter(|_| used.contains(&index)) else {
            continue;
        };
        let name = ident(name);
        let value = content(&scope, followed(&xml.shared, &shared.content));
        statics.push(quote!(pub static #name: #content_type = #value;));
    }
    for (root, name) in xml.roots.iter().zip(&names.roots) {
        let name = ident(name);
        let element = element(&scope, root);
        statics.push(quote!(pub static #name: #element_type = #element;));
    }
    let mut items = scope.uses();
    items.extend(statics);
    RustFile {
        marker: context.options.marker(),
        docs: Docs::line("How bodies of XML are written."),
        items,
    }
}

/// The contents that root elements lead to.
fn referenced(context: Context<'_>) -> BTreeSet<usize> {
    let xml = &context.api.xml;
    let mut found = BTreeSet::new();
    let mut work: Vec<&XmlContent> = xml.roots.iter().map(|root| &root.content).collect();
    while let Some(content) = work.pop() {
        match content {
            XmlContent::Shared(id) if found.insert(id.0) => {
                work.extend(xml.shared.get(id.0).map(|shared| &shared.content));
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
            XmlContent::Shared(_) | XmlContent::Scalar(_) | XmlContent::Any => {}
        }
    }
    found
}

fn runtime(scope: &Scope<'_>, name: &str) -> TokenStream {
    scope.helper("signon_runtime::xml", name)
}

fn element(scope: &Scope<'_>, element: &XmlElement) -> TokenStream {
    let element_type = runtime(scope, "Element");
    let (local, content) = (&element.name.local, reference(scope, &element.content));
    let named = qualified(&element.name);
    quote!(#element_type::new(#local, #content)#named)
}

/// The namespace and the prefix of a name.
fn qualified(name: &XmlName) -> TokenStream {
    let namespace = name.namespace.iter().map(|name| quote!(.namespace(#name)));
    let prefix = name.prefix.iter().map(|prefix| quote!(.prefix(#prefix)));
    quote!(#(#namespace)* #(#prefix)*)
}

/// A reference to a content: to a static, where it is shared.
fn reference(scope: &Scope<'_>, of: &XmlContent) -> TokenStream {
    match of {
        XmlContent::Shared(id) => {
            let names = &scope.context.names.xml.shared;
            let name = names.get(id.0).map(|name| ident(name));
            quote!(&#name)
        }
        XmlContent::Scalar(_)
        | XmlContent::List(_)
        | XmlContent::Object(_)
        | XmlContent::OneOf(_)
        | XmlContent::Any => {
            let content = content(scope, of);
            quote!(&#content)
        }
    }
}

/// The content of a component that is nothing but another one.
fn followed<'a>(shared: &'a [XmlShared], mut content: &'a XmlContent) -> &'a XmlContent {
    for _ in shared {
        match content {
            XmlContent::Shared(id) => match shared.get(id.0) {
                Some(next) => content = &next.content,
                None => break,
            },
            XmlContent::Scalar(_)
            | XmlContent::List(_)
            | XmlContent::Object(_)
            | XmlContent::OneOf(_)
            | XmlContent::Any => break,
        }
    }
    content
}

fn content(scope: &Scope<'_>, content: &XmlContent) -> TokenStream {
    let content_type = runtime(scope, "Content");
    match content {
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
            let item = element(scope, item);
            quote!(#content_type::List(&#item))
        }
        XmlContent::Object(of) => {
            let object = object(scope, of);
            quote!(#content_type::Object(&#object))
        }
        XmlContent::OneOf(of) => {
            let one_of = one_of(scope, of);
            quote!(#content_type::OneOf(&#one_of))
        }
        XmlContent::Shared(_) | XmlContent::Any => quote!(#content_type::Any),
    }
}

fn object(scope: &Scope<'_>, object: &XmlObject) -> TokenStream {
    let object_type = runtime(scope, "Object");
    let properties = object
        .properties
        .iter()
        .map(|of| property(scope, of))
        .collect::<Vec<_>>();
    let rest = object.rest.iter().map(|(content, repeated)| {
        let method = ident(if *repeated { "rest_repeated" } else { "rest" });
        let content = reference(scope, content);
        quote!(.#method(#content))
    });
    quote!(#object_type::new(&[#(#properties),*]) #(#rest)*)
}

fn property(scope: &Scope<'_>, property: &XmlProperty) -> TokenStream {
    let property_type = runtime(scope, "Property");
    let node = ident(match property.node {
        XmlNode::Element => "element",
        XmlNode::Repeated => "repeated",
        XmlNode::Attribute => "attribute",
        XmlNode::Text => "text",
        XmlNode::Cdata => "cdata",
    });
    let (key, local) = (&property.key, &property.name.local);
    let content = reference(scope, &property.content);
    let has_name = !matches!(property.node, XmlNode::Text | XmlNode::Cdata);
    let named = (has_name && key != local).then(|| quote!(.named(#local)));
    let qualified = has_name.then(|| qualified(&property.name));
    let required = property.required.then(|| quote!(.required()));
    let nullable = property.nullable.then(|| quote!(.nullable()));
    quote!(#property_type::#node(#key, #content) #named #qualified #required #nullable)
}

fn one_of(scope: &Scope<'_>, one_of: &XmlOneOf) -> TokenStream {
    let one_of_type = runtime(scope, "OneOf");
    let (key, name) = (&one_of.key, &one_of.name);
    let cases = one_of.cases.iter().map(|(tag, content)| {
        let content = reference(scope, content);
        quote!((#tag, #content))
    });
    let cases: Vec<TokenStream> = cases.collect();
    let otherwise = reference(scope, &one_of.otherwise);
    quote!(#one_of_type::new(#key, #name, &[#(#cases),*], #otherwise))
}
