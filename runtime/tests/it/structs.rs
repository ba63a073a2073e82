//! The derives of the runtime read and write what serde's own read and write, and keep what no field holds.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::de::DeserializeOwned;
use signon_runtime::{Field, Json, UnknownFields};

/// The same structs, derived for by serde and by the runtime.
macro_rules! twins {
    ($($body:item)*) => {
        mod by_serde {
            use super::*;
            use serde::{Deserialize, Serialize};
            $(#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)] $body)*
        }

        mod by_runtime {
            use super::*;
            use signon_runtime::codegen::{Deserialize, Serialize};
            $(#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)] $body)*
        }
    };
}

twins! {
    pub(super) struct Plain {
        pub(super) id: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub(super) r#type: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub(super) name: Option<String>,
        #[serde(rename = "@note", default, skip_serializing_if = "Field::is_absent")]
        pub(super) note: Field<bool>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub(super) inner: Vec<Inner>,
    }

    #[serde(rename_all = "camelCase")]
    pub(super) struct Inner {
        pub(super) first_name: Wrapped,
        #[serde(default)]
        pub(super) last_login_at: u8,
    }

    #[serde(rename_all = "kebab-case")]
    pub(super) struct Open {
        pub(super) app_id: u8,
        #[serde(flatten)]
        pub(super) more: BTreeMap<String, Json>,
    }

    #[serde(rename_all = "PascalCase")]
    pub(super) struct Typed {
        pub(super) user_id: u8,
        #[serde(flatten)]
        pub(super) more: BTreeMap<String, Vec<u8>>,
    }

    #[serde(transparent)]
    pub(super) struct Wrapped(pub(super) Option<String>);

    /// Names that the derive must not confuse with its own.
    pub(super) struct Draft {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub(super) r#else: Option<Box<Draft>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub(super) key: Option<Box<Members>>,
        #[serde(default)]
        pub(super) map: u8,
    }

    pub(super) struct Members {
        #[serde(default)]
        pub(super) record: u8,
    }

    pub(super) struct Empty {}
}

/// What comes back, or what is wrong and where.
fn read<T: DeserializeOwned + serde::Serialize>(text: &str) -> Result<String, String> {
    serde_json::from_str::<T>(text)
        .map(|value| serde_json::to_string(&value).expect("a struct is JSON"))
        .map_err(|error| error.to_string())
}

/// The same from a value in memory, as the members of unions are read.
fn read_value<T: DeserializeOwned + serde::Serialize>(
    text: &str,
) -> Option<Result<String, String>> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    Some(
        T::deserialize(&value)
            .map(|value| serde_json::to_string(&value).expect("a struct is JSON"))
            .map_err(|error| error.to_string()),
    )
}

/// Says what is wrong, without the place: serde reads what has a `flatten` twice, and no longer knows it.
fn without_place(read: Result<String, String>) -> Result<String, String> {
    read.map_err(|message| match message.split_once(" at line ") {
        Some((message, _)) => message.to_owned(),
        None => message,
    })
}

/// Values, without lists: serde's derive takes a list for a struct.
const VALUES: [&str; 11] = [
    "null",
    "true",
    "7",
    "300",
    "-1",
    "1.5",
    r#""text""#,
    r#""\u00e9\n""#,
    "{}",
    r#"{"else": null, "record": 3}"#,
    "{",
];

const LISTS: [&str; 4] = [
    "[]",
    "[1, 2]",
    r#"[{"firstName": null}]"#,
    r#"[{"firstName": "A", "lastLoginAt": 9, "more": {}}]"#,
];

/// Objects in which keys that a field has and others come once, twice or not at all.
fn object(
    keys: &'static [&'static str],
    lists: &'static [&'static str],
) -> impl Strategy<Value = String> {
    let values = [VALUES.as_slice(), lists].concat();
    let entry = (
        proptest::sample::select(keys),
        proptest::sample::select(values),
    );
    proptest::collection::vec(entry, 0..6).prop_map(|entries| {
        let entries: Vec<String> = entries
            .iter()
            .map(|(key, value)| format!("\"{key}\": {value}"))
            .collect();
        format!("{{{}}}", entries.join(",\n"))
    })
}

proptest! {
    #[test]
    fn a_struct_is_decoded_as_by_serde(
        text in object(&["id", "id", "id", "type", "name", "@note", "inner", "other", "i\\u0064"], &LISTS)
    ) {
        prop_assert_eq!(read::<by_runtime::Plain>(&text), read::<by_serde::Plain>(&text));
        prop_assert_eq!(read_value::<by_runtime::Plain>(&text), read_value::<by_serde::Plain>(&text));
    }

    #[test]
    fn a_struct_with_unknown_keys_is_decoded_as_by_serde(
        text in object(&["app-id", "app-id", "UserId", "UserId", "a", "b\\n"], &LISTS)
    ) {
        prop_assert_eq!(
            without_place(read::<by_runtime::Open>(&text)),
            without_place(read::<by_serde::Open>(&text))
        );
        prop_assert_eq!(
            without_place(read::<by_runtime::Typed>(&text)).is_ok(),
            read::<by_serde::Typed>(&text).is_ok()
        );
    }

    #[test]
    fn names_of_the_spec_do_not_collide_with_the_derive_s(
        text in object(&["else", "else", "key", "key", "map", "record"], &[])
    ) {
        prop_assert_eq!(read::<by_runtime::Draft>(&text), read::<by_serde::Draft>(&text));
        prop_assert_eq!(read::<by_runtime::Empty>(&text), read::<by_serde::Empty>(&text));
        prop_assert_eq!(read::<by_runtime::Wrapped>(&text), read::<by_serde::Wrapped>(&text));
    }
}

#[test]
fn an_array_is_not_a_struct() {
    let text = "[7, \"a\", null, true, []]";
    assert!(read::<by_serde::Plain>(text).is_ok());
    assert_eq!(
        read::<by_runtime::Plain>(text),
        Err(String::from(
            "invalid type: sequence, expected struct Plain at line 1 column 0"
        ))
    );
}

#[test]
fn a_number_among_the_other_keys_keeps_all_its_digits() {
    let text = r#"{"app-id":1,"big":18446744073709551615,"exact":0.30000000000000004}"#;
    assert_eq!(read::<by_runtime::Open>(text), Ok(text.to_owned()));
}

#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    signon_runtime::codegen::Deserialize,
    signon_runtime::codegen::Serialize,
)]
#[serde(rename_all = "camelCase")]
struct Person {
    id: i64,
    first_name: Option<String>,
    nick_name: Field<String>,
    #[serde(serialize_with = "signon_runtime::codegen::number")]
    score: Option<f64>,
    #[serde(flatten)]
    unknown_fields: UnknownFields,
}

/// A struct whose other keys are typed.
#[derive(
    Clone,
    Debug,
    Default,
    PartialEq,
    signon_runtime::codegen::Deserialize,
    signon_runtime::codegen::Serialize,
)]
struct Scores {
    name: Option<String>,
    #[serde(flatten, serialize_with = "signon_runtime::codegen::number")]
    additional: BTreeMap<String, f64>,
}

fn person(text: &str) -> Person {
    serde_json::from_str(text).expect("it fits")
}

fn written(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("it is JSON")
}

#[test]
fn undeclared_keys_are_read_kept_and_written_back() {
    let text = r#"{"id":1,"score":7,"beta":{"list":[1,null]},"secret":"s3cr3t"}"#;
    let mut read = person(text);
    assert_eq!(written(&read), text);
    assert_eq!(read.unknown_fields.len(), 2);
    let keys: Vec<&str> = read.unknown_fields.iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["beta", "secret"]);
    assert!(!format!("{read:?}").contains("s3cr3t"));
    assert_eq!(
        read.unknown_fields.remove("secret"),
        Some(Json::from("s3cr3t"))
    );
    read.unknown_fields.remove("beta");
    assert_eq!(read.unknown_fields, UnknownFields::new());
    assert!(read.unknown_fields.is_empty());
}

#[test]
fn a_null_that_the_field_cannot_hold_is_written_until_the_field_is_set() {
    let text = r#"{"id":1,"firstName":null,"nickName":null,"score":null}"#;
    let mut read = person(text);
    assert_eq!(read.first_name, None);
    assert_eq!(read.nick_name, Field::Null);
    assert_eq!(written(&read), text);
    assert_eq!(person(&written(&read)), read);
    read.first_name = Some("A".to_owned());
    assert_eq!(
        written(&read),
        r#"{"id":1,"firstName":"A","nickName":null,"score":null}"#
    );
}

/// Keys that must be there, and models whose names are those of the derive's wrappers.
#[derive(
    Clone,
    Debug,
    PartialEq,
    signon_runtime::codegen::Deserialize,
    signon_runtime::codegen::Serialize,
)]
struct Leave {
    #[serde(nullable)]
    until: Option<String>,
    #[serde(rename = "hours", nullable)]
    per_week: Option<i64>,
    option: named::Option,
    field: named::Field,
    reason: Option<String>,
    note: Field<String>,
    #[serde(flatten)]
    unknown_fields: UnknownFields,
}

mod named {
    use signon_runtime::codegen::{Deserialize, Serialize};

    #[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
    #[serde(transparent)]
    pub(super) struct Option(std::option::Option<bool>);

    #[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
    pub(super) struct Field {}
}

#[test]
fn a_nullable_option_is_always_written() {
    let text = r#"{"until":null,"hours":null,"option":null,"field":{}}"#;
    let read: Leave = serde_json::from_str(text).expect("it fits");
    assert_eq!(written(&read), text);
    assert!(read.unknown_fields.is_empty(), "{:?}", read.unknown_fields);
    let read: Leave = serde_json::from_str(r#"{"option":null,"field":{}}"#).expect("it fits");
    assert_eq!(written(&read), text, "a missing key is read as null");
    let text = r#"{"until":"May","hours":8,"option":true,"field":{},"reason":"a","note":null}"#;
    let read: Leave = serde_json::from_str(text).expect("it fits");
    assert_eq!(written(&read), text);
    let error = serde_json::from_str::<Leave>(r#"{"option":null}"#).expect_err("a key is missing");
    assert_eq!(
        error.to_string(),
        "missing field `field` at line 1 column 15"
    );
}

#[test]
fn no_key_is_written_twice() {
    let mut person = Person {
        id: 1,
        first_name: Some("A".to_owned()),
        ..Person::default()
    };
    person.unknown_fields = [("id", 2), ("firstName", 3), ("score", 4), ("other", 5)]
        .into_iter()
        .map(|(key, number)| (key, Json::from(number)))
        .collect();
    assert_eq!(
        written(&person),
        r#"{"id":1,"firstName":"A","score":4,"other":5}"#
    );
    let mut scores = Scores {
        name: Some("A".to_owned()),
        ..Scores::default()
    };
    scores.additional.insert("name".to_owned(), 1.0);
    scores.additional.insert("zeta".to_owned(), 2.0);
    assert_eq!(written(&scores), r#"{"name":"A","zeta":2}"#);
}

#[test]
fn empty_unknown_fields_take_no_memory() {
    assert_eq!(size_of::<UnknownFields>(), size_of::<usize>());
}
