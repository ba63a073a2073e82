//! Filters on the items of a list (RFC 7644, section 3.5.2): `emails[primary eq true]`.

use scim_v2::filter::{AttrExp, AttrPath, CompValue, CompareOp, ValFilter};
use serde_json::Value;

use super::failure::Failure;
use super::filter::invalid;
use super::schema::Attribute;

/// The most comparisons of a filter, which is made for each item.
const MAX_TERMS: usize = 10;

/// Checks that a filter compares parts of an attribute, and in ways that are supported.
pub(super) fn check(filter: &ValFilter, attribute: Attribute<'_>) -> Result<(), Failure> {
    if terms(filter, attribute)? > MAX_TERMS {
        return Err(invalid(format!(
            "a filter of a path has at most {MAX_TERMS} comparisons"
        )));
    }
    Ok(())
}

fn terms(filter: &ValFilter, attribute: Attribute<'_>) -> Result<usize, Failure> {
    match filter {
        ValFilter::Attr(AttrExp::Present(path)) => known(path, attribute),
        ValFilter::Attr(AttrExp::Comparison(path, operator, _)) => match operator {
            CompareOp::Eq | CompareOp::Ne | CompareOp::Co | CompareOp::Sw | CompareOp::Ew => {
                known(path, attribute)
            }
            CompareOp::Gt | CompareOp::Lt | CompareOp::Ge | CompareOp::Le => Err(invalid(format!(
                "`{filter}` is not supported: there is no order"
            ))),
        },
        ValFilter::Not(inner) => terms(inner, attribute),
        ValFilter::And(operands) | ValFilter::Or(operands) => {
            let operands = operands.as_slice().iter();
            operands.map(|operand| terms(operand, attribute)).sum()
        }
    }
}

fn known(path: &AttrPath, attribute: Attribute<'_>) -> Result<usize, Failure> {
    if path.uri.is_none() && path.sub_attr.is_none() && attribute.part(&path.name).is_some() {
        return Ok(1);
    }
    let name = attribute.name();
    Err(invalid(format!("`{path}` is not a part of `{name}`")))
}

/// Whether an item is one that a filter is for.
pub(super) fn matches(filter: &ValFilter, attribute: Attribute<'_>, item: &Value) -> bool {
    match filter {
        ValFilter::Attr(AttrExp::Present(path)) => {
            find(path, attribute, item).is_some_and(|(_, found)| !found.is_null())
        }
        ValFilter::Attr(AttrExp::Comparison(path, operator, value)) => {
            let found = find(path, attribute, item);
            let (part, found) = found.unzip();
            let is_exact = part.is_some_and(Attribute::is_exact);
            compare(found.unwrap_or(&Value::Null), operator, value, is_exact)
        }
        ValFilter::Not(inner) => !matches(inner, attribute, item),
        ValFilter::And(operands) => {
            let mut operands = operands.as_slice().iter();
            operands.all(|operand| matches(operand, attribute, item))
        }
        ValFilter::Or(operands) => {
            let mut operands = operands.as_slice().iter();
            operands.any(|operand| matches(operand, attribute, item))
        }
    }
}

fn find<'v>(
    path: &AttrPath,
    attribute: Attribute<'v>,
    item: &'v Value,
) -> Option<(Attribute<'v>, &'v Value)> {
    let part = attribute.part(&path.name)?;
    Some((part, item.get(part.name())?))
}

fn compare(found: &Value, operator: &CompareOp, value: &CompValue, is_exact: bool) -> bool {
    let folded = |text: &str| {
        if is_exact {
            text.to_owned()
        } else {
            text.to_lowercase()
        }
    };
    let texts = match (found, value) {
        (Value::String(found), CompValue::Str(value)) => Some((folded(found), folded(value))),
        _ => None,
    };
    let is_equal = match (found, value) {
        (Value::Bool(found), CompValue::True) => *found,
        (Value::Bool(found), CompValue::False) => !*found,
        (Value::Null, CompValue::Null) => true,
        (Value::Number(found), CompValue::Number(value)) => found == value,
        _ => texts.as_ref().is_some_and(|(found, value)| found == value),
    };
    let holds = |test: fn(&str, &str) -> bool| {
        texts
            .as_ref()
            .is_some_and(|(found, value)| test(found, value))
    };
    match operator {
        CompareOp::Eq => is_equal,
        CompareOp::Ne => !is_equal,
        CompareOp::Co => holds(|found, value| found.contains(value)),
        CompareOp::Sw => holds(|found, value| found.starts_with(value)),
        CompareOp::Ew => holds(|found, value| found.ends_with(value)),
        CompareOp::Gt | CompareOp::Lt | CompareOp::Ge | CompareOp::Le => false,
    }
}
