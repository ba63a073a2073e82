//! A merge patch can set, keep and delete each key (RFC 7396).

use body_merge_patch::models::{Address, AddressPatch, SettingsPatch, User, UserPatch};
use body_merge_patch::operations::{UpdateSettings, UpdateUser};
use serde_json::{Value, json};
use signon_runtime::{Field, Operation, Request};

fn body(request: &Request) -> Value {
    assert_eq!(request.content_type(), Some("application/merge-patch+json"));
    serde_json::from_slice(request.body_bytes().expect("a body")).expect("JSON")
}

#[test]
fn null_deletes_and_absent_keys_stay() {
    let patch = UserPatch::new()
        .name("Ada")
        .age(Field::Null)
        .address(AddressPatch::new().street(Field::Null))
        .addresses(vec![Address::new().street("a")])
        .labels(std::collections::BTreeMap::from([("old".to_owned(), None), ("new".to_owned(), Some("x".to_owned()))]))
        .parent(UserPatch::new().name(Field::Null));
    let expected = json!({
        "name": "Ada", "age": null, "address": {"street": null}, "addresses": [{"street": "a"}],
        "labels": {"old": null, "new": "x"}, "parent": {"name": null},
    });
    assert_eq!(body(&UpdateUser::new("1", patch).request()), expected);
}

#[test]
fn other_uses_of_the_schema_have_no_nulls() {
    let user: User = serde_json::from_value(json!({"name": "Ada"})).expect("a user");
    assert_eq!(user.name.as_deref(), Some("Ada"));
}

#[test]
fn a_schema_of_patches_keeps_its_name() {
    let patch = SettingsPatch::new(2).theme(Field::Null);
    assert_eq!(body(&UpdateSettings::new(patch).request()), json!({"version": 2, "theme": null}));
}
