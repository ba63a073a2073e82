//! What a document says of a user or a group, and the change that two of them are.

use scim_v2::models::errors::ScimType;
use serde::Deserialize;
use serde_json::Value;
use signon_runtime::Field;

use super::document::Document;
use super::failure::Failure;
use crate::models::{Email, Phone, Status, UserCreate, UserRole, UserUpdate};

/// The attributes of a user that can be written.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Person {
    pub(super) user_name: Option<String>,
    name: Name,
    display_name: Option<String>,
    title: Option<String>,
    external_id: Option<String>,
    active: Option<bool>,
    password: Option<String>,
    emails: Vec<Item>,
    phone_numbers: Vec<Item>,
    roles: Vec<Item>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, rename_all = "camelCase")]
struct Name {
    given_name: Option<String>,
    family_name: Option<String>,
}

/// A value of a list.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default)]
struct Item {
    value: Option<String>,
    r#type: Option<String>,
    primary: Option<bool>,
}

/// The attributes of a group that can be written.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Group {
    pub(super) display_name: Option<String>,
    members: Vec<Item>,
}

impl Person {
    pub(super) fn of(document: Document) -> Result<Self, Failure> {
        decode(document)
    }

    /// The user to create.
    pub(super) fn create(self) -> UserCreate {
        let mut user = UserCreate::new();
        user.username = given(self.user_name);
        user.first_name = given(self.name.given_name);
        user.last_name = given(self.name.family_name);
        user.name = given(self.display_name);
        user.title = given(self.title);
        user.external_id = given(self.external_id);
        user.status = given(self.active.map(status));
        user.password = self.password.map(Into::into);
        user.emails = given(some(emails(&self.emails)));
        user.phones = given(some(phones(&self.phone_numbers)));
        user.roles = given(some(roles(&self.roles)));
        user
    }

    /// The change that leads to another user; none if they are the same.
    pub(super) fn change(&self, to: &Self) -> Option<UserUpdate> {
        let mut change = UserUpdate::new();
        change.username = changed(self.user_name.as_ref(), to.user_name.as_ref());
        change.first_name = changed(self.name.given_name.as_ref(), to.name.given_name.as_ref());
        change.last_name = changed(self.name.family_name.as_ref(), to.name.family_name.as_ref());
        change.name = changed(self.display_name.as_ref(), to.display_name.as_ref());
        change.title = changed(self.title.as_ref(), to.title.as_ref());
        change.external_id = changed(self.external_id.as_ref(), to.external_id.as_ref());
        if self.active != to.active {
            change.status = given(to.active.map(status));
        }
        let (before, after) = (emails(&self.emails), emails(&to.emails));
        change.emails = changed(some(before).as_ref(), some(after).as_ref());
        let (before, after) = (phones(&self.phone_numbers), phones(&to.phone_numbers));
        change.phones = changed(some(before).as_ref(), some(after).as_ref());
        if self.roles != to.roles {
            change.roles = Field::Value(roles(&to.roles));
        }
        (change != UserUpdate::new()).then_some(change)
    }
}

impl Group {
    pub(super) fn of(document: Document) -> Result<Self, Failure> {
        let group: Self = decode(document)?;
        if group.members.iter().any(|member| member.value.is_none()) {
            let detail = "each of the `members` has the id of a user as its `value`";
            return Err(Failure::bad(ScimType::InvalidValue, detail));
        }
        Ok(group)
    }

    /// The ids of the members, each once and in order.
    pub(super) fn members(&self) -> Vec<String> {
        let members = self.members.iter();
        let mut ids: Vec<String> = members.filter_map(|item| item.value.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

fn decode<T: for<'de> Deserialize<'de>>(document: Document) -> Result<T, Failure> {
    // The values have the types of the schema already.
    T::deserialize(Value::Object(document))
        .map_err(|error| Failure::new(500, format!("the resource cannot be read: {error}")))
}

fn status(is_active: bool) -> Status {
    if is_active {
        Status::Active
    } else {
        Status::Inactive
    }
}

fn given<T>(value: Option<T>) -> Field<T> {
    value.map_or(Field::Absent, Field::Value)
}

/// The field of a change: absent if the value stays, null if it goes.
fn changed<T: Clone + PartialEq>(before: Option<&T>, after: Option<&T>) -> Field<T> {
    if before == after {
        return Field::Absent;
    }
    after.cloned().map_or(Field::Null, Field::Value)
}

fn some<T>(values: Vec<T>) -> Option<Vec<T>> {
    (!values.is_empty()).then_some(values)
}

fn emails(items: &[Item]) -> Vec<Email> {
    let email = |item: &Item| {
        let mut email = Email::new();
        email.email = given(item.value.clone());
        email.kind = given(item.r#type.clone());
        email.is_primary = given(item.primary);
        email
    };
    items.iter().map(email).collect()
}

fn phones(items: &[Item]) -> Vec<Phone> {
    let phone = |item: &Item| {
        let mut phone = Phone::new();
        phone.number = given(item.value.clone());
        phone.kind = given(item.r#type.clone());
        phone
    };
    items.iter().map(phone).collect()
}

fn roles(items: &[Item]) -> Vec<UserRole> {
    let role = |item: &Item| {
        let mut role = UserRole::new();
        role.id = given(item.value.clone());
        role
    };
    items.iter().map(role).collect()
}
