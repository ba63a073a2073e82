//! Groups (RFC 7643, section 4.2).

use scim_v2::Asserted;
use scim_v2::models::group::{self, Member, MemberType};
use scim_v2::schema_urns;
use serde_json::Value;

use super::Answer;
use super::filter::{Attribute, Condition};
use super::resource::{location, meta, versioned};
use super::support::Groups;
use super::user::{same, user_name};
use crate::directory::UserDirectory;
use crate::error::Error;
use crate::models::{Group, Role, User};

/// The group with an id.
pub(super) async fn get<D: UserDirectory + ?Sized>(
    directory: &D,
    groups: Groups,
    id: &str,
) -> Result<Group, Error> {
    if groups.are_roles {
        return directory.get_role(id).await.map(of_role);
    }
    directory.get_group(id).await
}

/// A role, as the group of those who hold it.
pub(super) fn of_role(role: Role) -> Group {
    let mut group = Group::new(role.id);
    group.name = role.name;
    group.created_at = role.created_at;
    group.updated_at = role.updated_at;
    group
}

/// A unified group as a SCIM group; its members are there only if they are known.
pub(super) fn resource(
    group: &Group,
    groups: Groups,
    members: Option<&[User]>,
    base: &str,
) -> Answer {
    let is_whole = members.is_some() || !groups.has_members;
    let members = match members {
        Some(members) => {
            let members: Vec<_> = members.iter().map(|user| member(user, base)).collect();
            Asserted::from(members)
        }
        None => Asserted::absent(),
    };
    let location = location(base, "Groups", &group.id);
    let resource = group::Group::<String> {
        schemas: vec![schema_urns::GROUP.to_owned()],
        id: Some(group.id.clone()),
        external_id: Asserted::absent(),
        display_name: display_name(group).to_owned(),
        members,
        meta: Some(meta(
            "Group",
            location,
            &group.created_at,
            &group.updated_at,
        )),
    };
    let mut resource = versioned(&resource)?;
    // The version of a group is that of its members too.
    if let Some(Value::Object(meta)) = resource.get_mut("meta").filter(|_| !is_whole) {
        meta.remove("version");
    }
    Ok(resource)
}

/// The name of a group, else its id, since SCIM needs one.
pub(super) fn display_name(group: &Group) -> &str {
    let name = group.name.as_deref().filter(|name| !name.is_empty());
    name.unwrap_or(&group.id)
}

/// Whether a group is among those that a filter is for.
pub(super) fn meets(group: &Group, condition: &Condition) -> bool {
    match condition.attribute {
        Attribute::Id => group.id == condition.value,
        Attribute::DisplayName => same(display_name(group), &condition.value),
        Attribute::UserName
        | Attribute::Email
        | Attribute::GivenName
        | Attribute::FamilyName
        | Attribute::Active => false,
    }
}

fn member(user: &User, base: &str) -> Member<String> {
    Member {
        value: Some(user.id.clone()),
        r#ref: Some(location(base, "Users", &user.id)),
        r#type: Some(MemberType::User),
        display: Some(user_name(user).to_owned()),
    }
}
