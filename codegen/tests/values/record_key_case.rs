//! Keys keep their spelling when most of a struct's keys follow one rule.

use record_key_case::models::User;
use serde_json::json;

#[test]
fn each_key_is_read_and_written_as_the_document_spells_it() {
    let value = json!({"firstName": "a", "lastName": "b", "nickName": "c", "created_at": "d", "@id": "e"});
    let user: User = serde_json::from_value(value.clone()).expect("a user");
    let expected = User::new().first_name("a").last_name("b").nick_name("c").created_at("d").id("e");
    assert_eq!(user, expected);
    assert_eq!(serde_json::to_value(&user).expect("JSON"), value);
}
