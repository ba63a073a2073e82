//! The attributes of users and groups (RFC 7643, section 7), and which of them can be written: it depends on the provider.

use scim_v2::schema_urns;
use serde_json::{Value, json};

use super::support::{Access, Groups};

/// The schema of a kind of resource.
#[derive(Debug)]
pub(super) struct Schema {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    /// The attributes as the schema has them.
    pub(super) attributes: Vec<Value>,
    /// Attributes that each resource has, and that no schema lists.
    common: Vec<Value>,
}

/// What a value is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Write {
    /// A resource that is created.
    New,
    /// A resource that exists.
    Change,
}

/// An attribute, or a part of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute<'s>(&'s Value);

impl Schema {
    /// The attribute of a name, in any case.
    pub(super) fn attribute(&self, name: &str) -> Option<Attribute<'_>> {
        find(self.attributes.iter().chain(&self.common), name)
    }

    pub(super) fn is_writable(&self) -> bool {
        let mut attributes = self.attributes.iter();
        attributes.any(|attribute| Attribute(attribute).can_change())
    }
}

impl<'s> Attribute<'s> {
    pub(super) fn name(self) -> &'s str {
        self.text("name")
    }

    pub(super) fn kind(self) -> &'s str {
        self.text("type")
    }

    pub(super) fn is_list(self) -> bool {
        self.0.get("multiValued") == Some(&Value::Bool(true))
    }

    pub(super) fn is_required(self) -> bool {
        self.0.get("required") == Some(&Value::Bool(true))
    }

    /// Whether the case of a text matters.
    pub(super) fn is_exact(self) -> bool {
        self.0.get("caseExact") == Some(&Value::Bool(true))
    }

    /// Whether a value can be changed once the resource exists.
    pub(super) fn can_change(self) -> bool {
        self.takes(Write::Change)
    }

    /// Whether a write can have a value.
    pub(super) fn takes(self, write: Write) -> bool {
        match write {
            Write::New => self.text("mutability") != "readOnly",
            Write::Change => self.text("mutability") == "readWrite",
        }
    }

    /// The part of a name, in any case.
    pub(super) fn part(self, name: &str) -> Option<Self> {
        find(self.0.get("subAttributes")?.as_array()?, name)
    }

    fn text(self, key: &str) -> &'s str {
        self.0.get(key).and_then(Value::as_str).unwrap_or_default()
    }
}

fn find<'s>(attributes: impl IntoIterator<Item = &'s Value>, name: &str) -> Option<Attribute<'s>> {
    let mut attributes = attributes.into_iter().map(Attribute);
    attributes.find(|attribute| attribute.name().eq_ignore_ascii_case(name))
}

/// The schema of users.
pub(super) fn user(access: Access) -> Schema {
    let field = |name: &str| access.mutability(name);
    let mut attributes = vec![
        text(
            "userName",
            "The name that the person signs in with, else an address, else the id",
        )
        .required()
        .unique()
        .mutability(field("username")),
        name(access),
        text("displayName", "The name that is shown").mutability(field("name")),
        text("title", "The job title").mutability(field("title")),
        text("preferredLanguage", "The language of the person"),
        text("timezone", "The time zone of the person"),
        attribute("active", "boolean", "Whether the person may sign in")
            .mutability(field("status")),
        contacts(access, "emails", "emails", "Email addresses", "The address"),
        contacts(
            access,
            "phoneNumbers",
            "phones",
            "Telephone numbers",
            "The number",
        ),
    ];
    // They are the roles, where a provider has roles for groups.
    if access.reads("groups") || access.reads("roles") {
        let (description, value) = ("The groups that the person is in", "The id of the group");
        attributes.push(memberships("groups", description, value, "readOnly"));
    }
    if access.creates("password") {
        let password = text("password", "The first password").mutability("immutable");
        attributes.push(password.returned("never").exact());
    }
    if access.reads("roles") {
        let roles = memberships(
            "roles",
            "The roles that the person holds",
            "The id of the role",
            field("roles"),
        );
        attributes.push(roles);
    }
    let external_id = text("externalId", "The id that the client gives the person");
    Schema {
        id: schema_urns::USER,
        name: "User",
        description: "An account of a person",
        attributes: values(attributes),
        common: common(external_id.mutability(field("external_id"))),
    }
}

/// The schema of groups.
pub(super) fn group(groups: Groups) -> Schema {
    let name = text("displayName", "The name of the group").required();
    let mut attributes = vec![name.mutability(writable(groups.renames))];
    if groups.has_members {
        let fixed = if groups.assigns {
            "immutable"
        } else {
            "readOnly"
        };
        let parts = vec![
            text("value", "The id of the user")
                .exact()
                .mutability(fixed),
            reference("User").mutability(fixed),
            text("type", "The kind of the member"),
            text("display", "The user name of the member"),
        ];
        let members = complex("members", "The users of the group", parts).list();
        attributes.push(members.mutability(writable(groups.assigns)));
    }
    Schema {
        id: schema_urns::GROUP,
        name: "Group",
        description: "A group of users",
        attributes: values(attributes),
        common: common(text("externalId", "The id that the client gives the group")),
    }
}

fn writable(is_writable: bool) -> &'static str {
    if is_writable { "readWrite" } else { "readOnly" }
}

fn name(access: Access) -> Definition {
    let (family, given) = (
        access.mutability("last_name"),
        access.mutability("first_name"),
    );
    let parts = vec![
        text("formatted", "The full name"),
        text("familyName", "The family name").mutability(family),
        text("givenName", "The given name").mutability(given),
    ];
    complex("name", "The name of the person", parts).mutability(given)
}

/// Addresses or numbers. What they are for can be written where another service takes any field.
fn contacts(access: Access, name: &str, field: &str, description: &str, value: &str) -> Definition {
    let (mutability, detail) = (access.mutability(field), access.any_field());
    let mut parts = vec![
        text("value", value).mutability(mutability),
        text("type", "What it is for").mutability(detail),
    ];
    if name == "emails" {
        let primary = attribute("primary", "boolean", "Whether it is the main address");
        parts.push(primary.mutability(detail));
    }
    complex(name, description, parts)
        .list()
        .mutability(mutability)
}

fn memberships(name: &str, description: &str, value: &str, mutability: &'static str) -> Definition {
    let mut parts = vec![
        text("value", value).exact().mutability(mutability),
        text("display", "The name"),
    ];
    if name == "groups" {
        parts.push(reference("Group"));
    }
    complex(name, description, parts)
        .list()
        .mutability(mutability)
}

fn common(external_id: Definition) -> Vec<Value> {
    values(vec![
        text("id", "Identifies the resource").exact(),
        external_id.exact(),
        complex("meta", "What is known of the resource itself", Vec::new()),
        text("schemas", "The schemas of the resource").list(),
    ])
}

/// An attribute that is being described; without more, it has one value that can be read.
struct Definition(Value);

fn attribute(name: &str, kind: &str, description: &str) -> Definition {
    Definition(json!({
        "name": name,
        "type": kind,
        "multiValued": false,
        "description": description,
        "required": false,
        "mutability": "readOnly",
        "returned": "default",
    }))
}

fn text(name: &str, description: &str) -> Definition {
    let text = attribute(name, "string", description).set("caseExact", false);
    text.set("uniqueness", "none")
}

fn reference(kind: &str) -> Definition {
    let reference = attribute("$ref", "reference", "The URL of the resource").exact();
    let reference = reference.set("referenceTypes", vec![kind]);
    reference.set("uniqueness", "none")
}

fn complex(name: &str, description: &str, parts: Vec<Definition>) -> Definition {
    attribute(name, "complex", description).set("subAttributes", values(parts))
}

fn values(definitions: Vec<Definition>) -> Vec<Value> {
    let definitions = definitions.into_iter();
    definitions.map(|definition| definition.0).collect()
}

impl Definition {
    fn set(mut self, key: &str, value: impl Into<Value>) -> Self {
        if let Value::Object(fields) = &mut self.0 {
            fields.insert(key.to_owned(), value.into());
        }
        self
    }

    fn list(self) -> Self {
        self.set("multiValued", true)
    }

    fn required(self) -> Self {
        self.set("required", true)
    }

    fn unique(self) -> Self {
        self.set("uniqueness", "server")
    }

    /// Case matters.
    fn exact(self) -> Self {
        self.set("caseExact", true)
    }

    fn mutability(self, mutability: &str) -> Self {
        self.set("mutability", mutability)
    }

    fn returned(self, returned: &str) -> Self {
        self.set("returned", returned)
    }
}
