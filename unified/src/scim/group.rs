//! Groups (RFC 7643, section 4.2).

use scim_v2::Asserted;
use scim_v2::models::group::{self, Member, MemberType};
use scim_v2::schema_urns;

use super::Answer;
use super::filter::{Attribute, Condition};
use super::resource::{location, meta, versioned};
use super::user::{same, user_name};
use crate::models::{Group, User};

/// A unified group as a SCIM group; its members are there only if they are known.
pub(super) fn resource(group: &Group, members: Option<&[User]>, base: &str) -> Answer {
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
    versioned(&resource)
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
