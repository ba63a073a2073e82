//! Filters (RFC 7644, section 3.4.2.2), as far as providers have them.

use scim_v2::filter::{AttrExp, AttrPath, CompValue, CompareOp, Filter};
use scim_v2::models::errors::ScimType;
use scim_v2::schema_urns;

use super::failure::Failure;

/// The most conditions of a filter, all of which are compared with each record that is read.
const MAX_CONDITIONS: usize = 20;

/// An attribute that a filter can compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attribute {
    Id,
    UserName,
    Email,
    GivenName,
    FamilyName,
    Active,
    DisplayName,
}

/// An attribute and the value that it must have.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Condition {
    pub(super) attribute: Attribute,
    /// The value; that of `active` is `true` or `false`.
    pub(super) value: String,
}

/// The attributes of a kind of resource that filters can compare, in lower case.
pub(super) struct Attributes {
    schema: &'static str,
    names: &'static [(&'static str, Attribute)],
}

pub(super) const USER: Attributes = Attributes {
    schema: schema_urns::USER,
    names: &[
        ("id", Attribute::Id),
        ("username", Attribute::UserName),
        ("emails", Attribute::Email),
        ("emails.value", Attribute::Email),
        ("name.givenname", Attribute::GivenName),
        ("name.familyname", Attribute::FamilyName),
        ("active", Attribute::Active),
    ],
};

pub(super) const GROUP: Attributes = Attributes {
    schema: schema_urns::GROUP,
    names: &[
        ("id", Attribute::Id),
        ("displayname", Attribute::DisplayName),
    ],
};

/// The conditions of a filter, all of which must hold.
pub(super) fn parse(text: &str, attributes: &Attributes) -> Result<Vec<Condition>, Failure> {
    let filter: Filter = text
        .parse()
        .map_err(|error| invalid(format!("the filter cannot be parsed: {error}")))?;
    let operands = match &filter {
        Filter::And(operands) => operands.as_slice(),
        Filter::Attr(_) | Filter::ValuePath(_) | Filter::Not(_) | Filter::Or(_) => {
            std::slice::from_ref(&filter)
        }
    };
    if operands.len() > MAX_CONDITIONS {
        let detail = format!("a filter has at most {MAX_CONDITIONS} conditions");
        return Err(invalid(detail));
    }
    let conditions = operands
        .iter()
        .map(|operand| condition(operand, attributes));
    conditions.collect()
}

fn condition(filter: &Filter, attributes: &Attributes) -> Result<Condition, Failure> {
    let unsupported = || {
        invalid(format!(
            "`{filter}` is not supported: only `eq`, joined by `and`, is"
        ))
    };
    let Filter::Attr(AttrExp::Comparison(path, CompareOp::Eq, value)) = filter else {
        return Err(unsupported());
    };
    let attribute = attribute(path, attributes)
        .ok_or_else(|| invalid(format!("`{path}` cannot be compared")))?;
    let value = match (attribute, value) {
        (Attribute::Active, CompValue::True) => "true".to_owned(),
        (Attribute::Active, CompValue::False) => "false".to_owned(),
        (Attribute::Active, _) => return Err(unsupported()),
        (_, CompValue::Str(text)) => text.clone(),
        (_, _) => return Err(unsupported()),
    };
    Ok(Condition { attribute, value })
}

fn attribute(path: &AttrPath, attributes: &Attributes) -> Option<Attribute> {
    let schema = path.uri.as_deref();
    if schema.is_some_and(|schema| !schema.eq_ignore_ascii_case(attributes.schema)) {
        return None;
    }
    let mut name = path.name.to_ascii_lowercase();
    if let Some(part) = &path.sub_attr {
        name = format!("{name}.{}", part.to_ascii_lowercase());
    }
    let mut names = attributes.names.iter();
    names
        .find(|(known, _)| *known == name)
        .map(|(_, attribute)| *attribute)
}

pub(super) fn invalid(detail: impl Into<String>) -> Failure {
    Failure::bad(ScimType::InvalidFilter, detail)
}
