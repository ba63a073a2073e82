//! Changes to a user (RFC 7644, section 3.5.2): `active` can be written.

use scim_v2::Validate as _;
use scim_v2::filter::{AttrPath, PatchPath};
use scim_v2::models::errors::ScimType;
use scim_v2::models::others::{OperationTarget, PatchOp, PatchOperation};
use scim_v2::schema_urns;
use serde_json::Value;

use super::failure::Failure;
use crate::models::{Status, UserUpdate};

/// What `active` is to be after all operations; none if they change nothing.
pub(super) fn active(body: &[u8]) -> Result<Option<bool>, Failure> {
    let patch: PatchOp = serde_json::from_slice(body).map_err(|error| {
        Failure::bad(
            ScimType::InvalidSyntax,
            format!("the body is no change: {error}"),
        )
    })?;
    patch
        .validate()
        .map_err(|error| Failure::bad(error.scim_type(), error.to_string()))?;
    let mut active = None;
    for operation in &patch.operations {
        active = Some(match operation {
            // To add a value to an attribute with one value replaces it.
            PatchOperation::Add(target) | PatchOperation::Replace(target) => written(target)?,
            PatchOperation::Remove { .. } => return Err(read_only("the attribute")),
        });
    }
    Ok(active)
}

/// The change of the unified user.
pub(super) fn change(active: bool) -> UserUpdate {
    let status = if active {
        Status::Active
    } else {
        Status::Inactive
    };
    UserUpdate::new().status(status)
}

/// The value of `active` in an operation, which may write nothing else.
fn written(target: &OperationTarget) -> Result<bool, Failure> {
    match target {
        OperationTarget::WithPath { path, value } => {
            if !is_active(path) {
                return Err(read_only(&path.to_string()));
            }
            boolean(value.as_ref())
        }
        OperationTarget::WithoutPath { value } => {
            let other = value
                .keys()
                .find(|name| !name.eq_ignore_ascii_case("active"));
            match (other, value.values().next()) {
                (Some(other), _) => Err(read_only(other)),
                (None, value) => boolean(value),
            }
        }
    }
}

fn is_active(path: &PatchPath) -> bool {
    let PatchPath::Attr(AttrPath {
        uri,
        name,
        sub_attr,
    }) = path
    else {
        return false;
    };
    let schema = uri.as_deref().unwrap_or(schema_urns::USER);
    schema.eq_ignore_ascii_case(schema_urns::USER)
        && name.eq_ignore_ascii_case("active")
        && sub_attr.is_none()
}

/// A boolean, or its text in any case, which some clients send.
fn boolean(value: Option<&Value>) -> Result<bool, Failure> {
    match value {
        Some(Value::Bool(active)) => Ok(*active),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(true),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(Failure::bad(
            ScimType::InvalidValue,
            "`active` is a boolean",
        )),
    }
}

fn read_only(attribute: &str) -> Failure {
    Failure::bad(
        ScimType::Mutability,
        format!("{attribute} cannot be changed: only `active` can be"),
    )
}
