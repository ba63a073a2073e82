//! Unions: by the value of a discriminator, or objects whose properties agree.

use super::object::is_same;
use super::{Described, XmlLowering};
use crate::document::At;
use crate::ir::{XmlContent, XmlObject, XmlOneOf};
use crate::schema::{Alternatives, Merged, Parts, is_null};

impl<'d> XmlLowering<'_, 'd> {
    /// The alternatives of a schema that are more than constraints.
    pub(super) fn xml_alternatives(&mut self, merged: &Merged<'d>) -> Vec<Alternatives<'d>> {
        let alternatives = merged.alternatives.iter().copied();
        let mut found = Vec::new();
        for of in alternatives {
            let members: Vec<At<'d>> = of.members.items().collect();
            let is_type = members.iter().any(|at| {
                let own = self.schemas.merge(*at);
                !own.only_requires() && !is_null(*at)
            });
            if is_type {
                found.push(of);
            }
        }
        found
    }

    /// The content of a union, or of a base with subtypes; none where a schema is neither.
    pub(super) fn xml_union(
        &mut self,
        merged: &Merged<'d>,
        at: Option<At<'d>>,
    ) -> Option<Described<XmlContent>> {
        if let Some(at) = at
            && let Some(hierarchy) = self.xml_hierarchy(at, merged)
        {
            return Some(hierarchy);
        }
        let alternatives = self.xml_alternatives(merged);
        match alternatives.as_slice() {
            [] => None,
            [only] => Some(self.xml_members(merged, *only)),
            _ => Some(Err("more than one `oneOf` or `anyOf` at once".into())),
        }
    }

    /// A base whose discriminator names its subtypes.
    fn xml_hierarchy(&mut self, at: At<'d>, merged: &Merged<'d>) -> Option<Described<XmlContent>> {
        let (tag, subtypes) = self.schemas.subtypes(at)?;
        let describe = || {
            let base = self.xml_object(merged)?;
            let mut cases = Vec::new();
            for subtype in subtypes {
                let content = if subtype.nested {
                    self.xml_content(subtype.at, None)?
                } else {
                    let merged = self.schemas.merge(subtype.at);
                    self.within(subtype.at, |lower| lower.xml_object(&merged))
                        .map(XmlContent::Object)?
                };
                let tags = subtype.tags;
                cases.extend(tags.into_iter().map(|tag| (tag, content.clone())));
            }
            Ok(one_of(tag, base, cases))
        };
        Some(describe())
    }

    /// A `oneOf` or `anyOf` of objects.
    fn xml_members(
        &mut self,
        merged: &Merged<'d>,
        alternatives: Alternatives<'d>,
    ) -> Described<XmlContent> {
        let members: Vec<At<'d>> = alternatives
            .members
            .items()
            .filter(|member| !is_null(*member))
            .collect();
        if let [only] = members.as_slice()
            && merged.properties.is_empty()
        {
            return self.xml_content(*only, None);
        }
        let discriminator = alternatives.owner.get("discriminator");
        let tag = discriminator
            .and_then(|of| of.get("propertyName"))
            .and_then(At::str);
        let mapping = discriminator.and_then(|of| of.get("mapping"));
        let mut all = XmlObject::default();
        let mut cases = Vec::new();
        let mut conflict = None;
        for member in members {
            let object = self.xml_member(merged, alternatives, member)?;
            if let Some(tag) = tag {
                let tags = self
                    .schemas
                    .tags(member, tag, mapping, true)
                    .unwrap_or_default();
                let content = XmlContent::Object(object.clone());
                cases.extend(tags.into_iter().map(|tag| (tag, content.clone())));
            }
            conflict = conflict.or(add(&mut all, object));
        }
        match (tag, conflict) {
            (Some(tag), _) if !cases.is_empty() => Ok(one_of(tag, all, cases)),
            (_, None) => Ok(XmlContent::Object(all)),
            (_, Some(key)) => Err(format!(
                "a union without a discriminator, whose members do not agree on what `{key}` is"
            )),
        }
    }

    /// A member of a union, with the schema around it.
    fn xml_member(
        &mut self,
        merged: &Merged<'d>,
        alternatives: Alternatives<'d>,
        member: At<'d>,
    ) -> Described<XmlObject> {
        let parts = Parts::from(merged.at).choosing(alternatives, member);
        let whole = self.schemas.merge_parts(&parts);
        if !self.xml_alternatives(&whole).is_empty() {
            return Err("a union in a union".into());
        }
        if !whole.is_object_like() {
            return Err("a union of objects and other values".into());
        }
        self.within(member, |lower| lower.xml_object(&whole))
    }
}

/// The contents that the values of a property select; any other value selects `otherwise`.
fn one_of(tag: &str, otherwise: XmlObject, cases: Vec<(String, XmlContent)>) -> XmlContent {
    let of_cases = cases.iter().find_map(|(_, content)| match content {
        XmlContent::Object(object) => name_of(tag, object),
        XmlContent::Scalar(_)
        | XmlContent::List(_)
        | XmlContent::OneOf(_)
        | XmlContent::Any
        | XmlContent::Shared(_) => None,
    });
    let name = name_of(tag, &otherwise).or(of_cases);
    let name = name.unwrap_or(tag).to_owned();
    XmlContent::OneOf(XmlOneOf {
        key: tag.to_owned(),
        name,
        cases,
        otherwise: Box::new(XmlContent::Object(otherwise)),
    })
}

/// The name of a property of an object.
fn name_of<'o>(key: &str, object: &'o XmlObject) -> Option<&'o str> {
    let mut properties = object.properties.iter();
    let property = properties.find(|property| property.key == key)?;
    Some(&property.name.local)
}

/// Adds the properties of a member to those of the others; the key of one that differs, if one does.
fn add(all: &mut XmlObject, member: XmlObject) -> Option<String> {
    let mut conflict = None;
    let is_first = all.properties.is_empty();
    for known in &mut all.properties {
        known.required &= member.properties.iter().any(|own| own.key == known.key);
    }
    for mut property in member.properties {
        let known = all
            .properties
            .iter_mut()
            .find(|known| known.key == property.key);
        let Some(known) = known else {
            if all.properties.iter().any(|other| is_same(other, &property)) {
                conflict = conflict.or(Some(property.key.clone()));
            }
            property.required &= is_first;
            all.properties.push(property);
            continue;
        };
        let agree = known.name == property.name
            && known.node == property.node
            && known.content == property.content;
        known.required &= property.required;
        known.nullable |= property.nullable;
        if !agree {
            conflict = conflict.or(Some(property.key));
        }
    }
    if all.rest.is_none() {
        all.rest = member.rest;
    }
    conflict
}
