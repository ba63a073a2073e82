//! Users (RFC 7643, section 4.1).

use scim_v2::Asserted;
use scim_v2::models::user;
use scim_v2::schema_urns;
use serde_json::Value;
use signon_runtime::Field;

use super::Answer;
use super::filter::{Attribute, Condition};
use super::resource::{location, meta, versioned};
use super::support::Groups;
use crate::models::{Email, Status, User};

/// A unified user as a SCIM user.
pub(super) fn resource(user: &User, base: &str, groups: Option<Groups>) -> Answer {
    let location = location(base, "Users", &user.id);
    let name = user::Name {
        formatted: text(&user.name),
        given_name: text(&user.first_name),
        family_name: text(&user.last_name),
        ..user::Name::default()
    };
    // The full name alone is `displayName`: a name must be gone once its parts have been removed.
    let are_roles = groups.is_some_and(|groups| groups.are_roles);
    let groups = memberships(user, base, are_roles);
    let has_name = [&user.first_name, &user.last_name]
        .into_iter()
        .any(|part| part.as_deref().is_some_and(|part| !part.is_empty()));
    let resource = user::User::<String> {
        schemas: vec![schema_urns::USER.to_owned()],
        id: Some(user.id.clone()),
        external_id: text(&user.external_id),
        user_name: user_name(user).to_owned(),
        name: if has_name {
            Asserted::from(name)
        } else {
            Asserted::absent()
        },
        display_name: text(&user.name),
        title: text(&user.title),
        preferred_language: user
            .languages
            .as_option()
            .and_then(|languages| languages.first().cloned())
            .map_or_else(Asserted::absent, Asserted::from),
        timezone: text(&user.timezone),
        active: is_active(user).map_or_else(Asserted::absent, Asserted::from),
        emails: many(emails(user)),
        phone_numbers: many(phones(user)),
        groups: groups.clone().unwrap_or_default(),
        roles: many(roles(user)),
        meta: Some(meta("User", location, &user.created_at, &user.updated_at)),
        ..user::User::default()
    };
    let mut resource = versioned(&resource)?;
    // That a user is in no group is another thing than that it is not known.
    if let (Value::Object(attributes), None) = (&mut resource, groups) {
        attributes.remove("groups");
    }
    Ok(resource)
}

/// The name that a user signs in with; else an address; else the id, since SCIM needs one.
pub(super) fn user_name(user: &User) -> &str {
    let has_text = |text: &&str| !text.is_empty();
    let emails = user.emails.as_option().map_or(&[][..], Vec::as_slice);
    let primary = |email: &&Email| email.is_primary.as_option() == Some(&true);
    let email = emails.iter().find(primary).or(emails.first());
    let email = email.and_then(|email| email.email.as_deref());
    let name = user.username.as_deref().filter(has_text);
    name.or(email.filter(has_text)).unwrap_or(&user.id)
}

/// Whether a user is active; not known if the provider does not say it.
pub(super) fn is_active(user: &User) -> Option<bool> {
    user.status
        .as_option()
        .map(|status| *status == Status::Active)
}

/// Whether a user is among those that a filter is for. Texts are compared without regard to case, as SCIM has it.
pub(super) fn meets(user: &User, condition: &Condition) -> bool {
    let value = condition.value.as_str();
    let is = |field: &Field<String>| field.as_deref().is_some_and(|text| same(text, value));
    match condition.attribute {
        Attribute::Id => user.id == value,
        Attribute::UserName => same(user_name(user), value),
        Attribute::Email => user
            .emails
            .as_option()
            .is_some_and(|emails| emails.iter().any(|email| is(&email.email))),
        Attribute::GivenName => is(&user.first_name),
        Attribute::FamilyName => is(&user.last_name),
        Attribute::Active => is_active(user).is_some_and(|active| active.to_string() == value),
        Attribute::DisplayName => is(&user.name),
    }
}

/// Whether two texts are the same but for case.
pub(super) fn same(left: &str, right: &str) -> bool {
    left.to_lowercase() == right.to_lowercase()
}

fn emails(user: &User) -> Vec<user::Email> {
    let emails = user.emails.as_option().map_or(&[][..], Vec::as_slice);
    // At most one value may be the primary one.
    let primary = emails
        .iter()
        .position(|email| email.is_primary.as_option() == Some(&true));
    let email = |(position, email): (usize, &Email)| user::Email {
        value: email.email.clone().into_option(),
        r#type: email.kind.clone().into_option(),
        primary: (Some(position) == primary).then_some(true),
        ..user::Email::default()
    };
    emails
        .iter()
        .enumerate()
        .map(email)
        .filter(|email| email.value.is_some())
        .collect()
}

fn phones(user: &User) -> Vec<user::PhoneNumber> {
    let phones = user.phones.as_option().map_or(&[][..], Vec::as_slice);
    let phones = phones.iter().map(|phone| user::PhoneNumber {
        value: phone.number.clone().into_option(),
        r#type: phone.kind.clone().into_option(),
        ..user::PhoneNumber::default()
    });
    phones.filter(|phone| phone.value.is_some()).collect()
}

/// The groups of a user, which are the roles where a provider has roles for groups; none if they are not known.
fn memberships(user: &User, base: &str, are_roles: bool) -> Option<Vec<user::Group>> {
    let group = |id: &Field<String>, name: &Field<String>| {
        let id = id.as_option()?;
        Some(user::Group {
            value: Some(id.clone()),
            r#ref: Some(location(base, "Groups", id)),
            display: name.clone().into_option(),
            ..user::Group::default()
        })
    };
    if are_roles {
        let roles = user.roles.as_option()?.iter();
        return Some(
            roles
                .filter_map(|role| group(&role.id, &role.name))
                .collect(),
        );
    }
    let groups = user.groups.as_option()?.iter();
    Some(groups.filter_map(|one| group(&one.id, &one.name)).collect())
}

fn roles(user: &User) -> Vec<user::Role> {
    let roles = user.roles.as_option().map_or(&[][..], Vec::as_slice);
    let roles = roles.iter().map(|role| user::Role {
        value: role.id.clone().into_option(),
        display: role.name.clone().into_option(),
        ..user::Role::default()
    });
    roles.filter(|role| role.value.is_some()).collect()
}

/// A text that is there and not empty.
fn text(field: &Field<String>) -> Asserted<String> {
    let text = field.as_deref().filter(|text| !text.is_empty());
    text.map_or_else(Asserted::absent, |text| Asserted::from(text.to_owned()))
}

/// Values of an attribute; no value is the same as no attribute.
fn many<T>(values: Vec<T>) -> Asserted<Vec<T>> {
    if values.is_empty() {
        Asserted::absent()
    } else {
        Asserted::from(values)
    }
}
