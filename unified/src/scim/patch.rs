//! Changes of a resource by `PATCH` (RFC 7644, section 3.5.2).

use scim_v2::filter::{AttrPath, PatchPath, ValFilter};
use scim_v2::models::errors::ScimType;
use scim_v2::schema_urns;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::document::{self, Document, Mode, normalized, single};
use super::failure::Failure;
use super::matching;
use super::schema::{Attribute, Schema};

/// The most operations of a request, each of which may compare all members of a group.
const MAX_OPERATIONS: usize = 200;

/// The attributes that name the resource and its kind, which some clients repeat in a change.
const IDENTITY: [&str; 3] = ["id", "meta", "schemas"];

#[derive(Deserialize)]
struct Body {
    schemas: Vec<String>,
    #[serde(rename = "Operations")]
    operations: Vec<Operation>,
}

#[derive(Deserialize)]
struct Operation {
    op: String,
    path: Option<String>,
    #[serde(default, deserialize_with = "present")]
    value: Option<Value>,
}

/// A value that may be null, which is another thing than none.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// A change of an attribute, of a part of it, or of the items of a list that match.
#[derive(Debug)]
pub(super) struct Change<'s> {
    attribute: Attribute<'s>,
    part: Option<Attribute<'s>>,
    filter: Option<ValFilter>,
    action: Action,
}

#[derive(Clone, Debug)]
enum Action {
    Write(Value, Mode),
    Remove,
    /// Removes the items of a list that have one of these values.
    RemoveItems(Vec<Value>),
}

/// The changes that a body asks for, in its order. All of them are checked against the schema.
pub(super) fn parse<'s>(body: &[u8], schema: &'s Schema) -> Result<Vec<Change<'s>>, Failure> {
    let body: Body = serde_json::from_slice(body)
        .map_err(|error| syntax(format!("the body is not a change: {error}")))?;
    if !body.schemas.iter().any(|id| id == schema_urns::PATCH_OP) {
        return Err(syntax(format!(
            "`schemas` has no `{}`",
            schema_urns::PATCH_OP
        )));
    }
    if body.operations.is_empty() || body.operations.len() > MAX_OPERATIONS {
        return Err(syntax(format!(
            "a change has 1 to {MAX_OPERATIONS} operations"
        )));
    }
    let mut changes = Vec::new();
    for operation in body.operations {
        operation.parse(schema, &mut changes)?;
    }
    Ok(changes)
}

/// Whether one of the changes is of an attribute.
pub(super) fn touches(changes: &[Change<'_>], name: &str) -> bool {
    changes.iter().any(|change| change.attribute.name() == name)
}

/// Makes the changes, one after the other.
pub(super) fn apply(document: &mut Document, changes: Vec<Change<'_>>) -> Result<(), Failure> {
    changes
        .into_iter()
        .try_for_each(|change| change.apply(document))
}

impl Operation {
    fn parse<'s>(self, schema: &'s Schema, changes: &mut Vec<Change<'s>>) -> Result<(), Failure> {
        let mode = match self.op.to_ascii_lowercase().as_str() {
            "add" => Some(Mode::Add),
            "replace" => Some(Mode::Replace),
            "remove" => None,
            other => return Err(syntax(format!("there is no operation `{other}`"))),
        };
        let (path, value, mode) = match (self.path, self.value, mode) {
            (Some(path), value, None) => {
                changes.push(Change::remove(Target::parse(&path, schema)?, value)?);
                return Ok(());
            }
            (None, _, None) => {
                return Err(Failure::bad(ScimType::NoTarget, "`remove` needs a `path`"));
            }
            (_, None, _) => return Err(invalid("the operation has no `value`")),
            (path, Some(value), Some(mode)) => (path, value, mode),
        };
        if let Some(path) = path {
            changes.push(Change::write(Target::parse(&path, schema)?, value, mode)?);
            return Ok(());
        }
        let Value::Object(values) = value else {
            return Err(invalid("without a `path`, `value` is an object"));
        };
        if values.is_empty() {
            return Err(invalid("`value` has no attribute"));
        }
        for (path, value) in values {
            if !IDENTITY.iter().any(|name| name.eq_ignore_ascii_case(&path)) {
                changes.push(Change::write(Target::parse(&path, schema)?, value, mode)?);
            }
        }
        Ok(())
    }
}

/// What a path leads to.
struct Target<'s> {
    attribute: Attribute<'s>,
    part: Option<Attribute<'s>>,
    filter: Option<ValFilter>,
}

impl<'s> Target<'s> {
    fn parse(text: &str, schema: &'s Schema) -> Result<Self, Failure> {
        let path = text.parse().map_err(|error| {
            let detail = format!("the path cannot be parsed: {error}");
            Failure::bad(ScimType::InvalidPath, detail)
        })?;
        let (
            AttrPath {
                uri,
                name,
                sub_attr,
            },
            filter,
        ) = match path {
            PatchPath::Attr(path) => (path, None),
            PatchPath::Value(path) => {
                let sub_attr = path.sub_attr;
                (
                    AttrPath {
                        sub_attr,
                        ..path.attr
                    },
                    Some(path.filter),
                )
            }
        };
        let unknown = || Failure::bad(ScimType::InvalidPath, format!("there is no `{text}`"));
        if uri.is_some_and(|uri| !uri.eq_ignore_ascii_case(schema.id)) {
            return Err(unknown());
        }
        let attribute = schema.attribute(&name).ok_or_else(unknown)?;
        let part = match sub_attr {
            Some(name) => Some(attribute.part(&name).ok_or_else(unknown)?),
            None => None,
        };
        if let Some(filter) = &filter {
            if !attribute.is_list() {
                return Err(unknown());
            }
            matching::check(filter, attribute)?;
        }
        let can_change = attribute.can_change() && part.is_none_or(Attribute::can_change);
        if !can_change {
            return Err(read_only(text));
        }
        Ok(Self {
            attribute,
            part,
            filter,
        })
    }
}

impl<'s> Change<'s> {
    fn of(target: Target<'s>, action: Action) -> Self {
        let Target {
            attribute,
            part,
            filter,
        } = target;
        Self {
            attribute,
            part,
            filter,
            action,
        }
    }

    fn write(target: Target<'s>, value: Value, mode: Mode) -> Result<Self, Failure> {
        let Target {
            attribute,
            part,
            filter,
        } = &target;
        let value = match (part, filter) {
            (Some(part), _) => normalized(*part, value)?,
            (None, Some(_)) => single(*attribute, value)?,
            (None, None) => normalized(*attribute, value)?,
        };
        if value.is_null() {
            return Self::remove(target, None);
        }
        Ok(Self::of(target, Action::Write(value, mode)))
    }

    fn remove(target: Target<'s>, value: Option<Value>) -> Result<Self, Failure> {
        let Target {
            attribute,
            part,
            filter,
        } = &target;
        // A boolean is always one of two: to have none is not a state of a user.
        let is_fixed = attribute.is_required() || attribute.kind() == "boolean";
        if is_fixed {
            return Err(read_only(attribute.name()));
        }
        let Some(value) = value.filter(|value| !value.is_null()) else {
            return Ok(Self::of(target, Action::Remove));
        };
        // The standard has no value here. Some clients name the items of a list so, and mean no others.
        if !attribute.is_list() || part.is_some() || filter.is_some() {
            return Err(invalid("`remove` takes no `value` here"));
        }
        let Value::Array(items) = normalized(*attribute, value)? else {
            return Err(invalid("`value` is a list"));
        };
        let values = items.iter().map(|item| item.get("value").cloned());
        let values: Option<Vec<Value>> = values.collect();
        let values = values.ok_or_else(|| invalid("each item has a `value`"))?;
        Ok(Self::of(target, Action::RemoveItems(values)))
    }

    fn apply(self, document: &mut Document) -> Result<(), Failure> {
        let Self {
            attribute,
            part,
            filter,
            action,
        } = self;
        let name = attribute.name();
        if part.is_none() && filter.is_none() {
            match action {
                Action::Write(value, mode) => document::write(document, attribute, value, mode),
                Action::Remove => drop(document.remove(name)),
                Action::RemoveItems(values) => retain(document, name, |item| {
                    !item
                        .get("value")
                        .is_some_and(|value| values.contains(value))
                }),
            }
            return Ok(());
        }
        if !attribute.is_list() {
            let object = document.entry(name).or_insert_with(|| Map::new().into());
            change_part(object, part, action);
            return Ok(());
        }
        let matches = |item: &Value| {
            filter
                .as_ref()
                .is_none_or(|filter| matching::matches(filter, attribute, item))
        };
        if let (Action::Remove, None) = (&action, part) {
            retain(document, name, |item| !matches(item));
            return Ok(());
        }
        let items = document.get_mut(name).and_then(Value::as_array_mut);
        let mut found = items
            .into_iter()
            .flatten()
            .filter(|item| matches(item))
            .peekable();
        if found.peek().is_none() && !matches!(action, Action::Remove) {
            let detail = format!("no value of `{name}` is one that the path selects");
            return Err(Failure::bad(ScimType::NoTarget, detail));
        }
        for item in found {
            change_part(item, part, action.clone());
        }
        Ok(())
    }
}

/// Changes a part of an object, or adds parts to it.
fn change_part(object: &mut Value, part: Option<Attribute<'_>>, action: Action) {
    let Value::Object(parts) = object else { return };
    match (part, action) {
        (Some(part), Action::Write(value, _)) => drop(parts.insert(part.name().to_owned(), value)),
        (Some(part), Action::Remove | Action::RemoveItems(_)) => drop(parts.remove(part.name())),
        (None, Action::Write(Value::Object(more), _)) => parts.extend(more),
        (None, Action::Write(..) | Action::Remove | Action::RemoveItems(_)) => {}
    }
}

fn retain(document: &mut Document, name: &str, keeps: impl Fn(&Value) -> bool) {
    if let Some(items) = document.get_mut(name).and_then(Value::as_array_mut) {
        items.retain(keeps);
    }
}

fn syntax(detail: impl Into<String>) -> Failure {
    Failure::bad(ScimType::InvalidSyntax, detail)
}

fn invalid(detail: impl Into<String>) -> Failure {
    Failure::bad(ScimType::InvalidValue, detail)
}

fn read_only(path: &str) -> Failure {
    Failure::bad(
        ScimType::Mutability,
        format!("`{path}` cannot be changed so"),
    )
}
