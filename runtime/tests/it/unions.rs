//! Unions: the member that fits best, and nothing lost.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};
use signon_runtime::codegen::Tagged;
use signon_runtime::codegen::union::{self, Constant, Kinds, Shape};
use signon_runtime::{Json, UnknownValue};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Cat {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lives: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Dog {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    barks: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Robot {
    kind: String,
    #[serde(flatten)]
    more: BTreeMap<String, Json>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Pet {
    Cat(Cat),
    Dog(Dog),
    Robot(Robot),
    Number(i64),
    Text(String),
    Names(Vec<String>),
    Unknown(Json),
}

const SHAPES: &[Shape] = &[
    Shape::kinds(Kinds::OBJECT)
        .required(&["name"])
        .known(&["name", "lives"]),
    Shape::kinds(Kinds::OBJECT)
        .required(&["name"])
        .known(&["name", "barks"]),
    Shape::kinds(Kinds::OBJECT)
        .required(&["kind"])
        .known(&["kind"])
        .constants(&[("kind", &[Constant::Str("r2"), Constant::Str("c3")])])
        .open(),
    Shape::kinds(Kinds::INTEGER),
    Shape::kinds(Kinds::STRING),
    Shape::kinds(Kinds::ARRAY),
];

impl Pet {
    fn member(index: usize, value: &union::Value) -> Option<Self> {
        match index {
            0 => union::decode(value).map(Self::Cat),
            1 => union::decode(value).map(Self::Dog),
            2 => union::decode(value).map(Self::Robot),
            3 => union::decode(value).map(Self::Number),
            4 => union::decode(value).map(Self::Text),
            _ => union::decode(value).map(Self::Names),
        }
    }
}

impl<'de> Deserialize<'de> for Pet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        union::deserialize(deserializer, SHAPES, Self::member, Self::Unknown)
    }
}

fn pick(value: &Value) -> Pet {
    let pet: Pet = serde_json::from_str(&value.to_string()).expect("it never fails");
    pet
}

#[test]
fn the_best_fitting_member_is_chosen() {
    // Both fit; the spec's order decides.
    assert!(matches!(pick(&json!({"name": "a"})), Pet::Cat(_)));
    assert!(matches!(
        pick(&json!({"name": "a", "lives": 9})),
        Pet::Cat(_)
    ));
    assert!(matches!(
        pick(&json!({"name": "a", "barks": true})),
        Pet::Dog(_)
    ));
    // A constant that matches counts for more than keys that are known.
    assert!(matches!(
        pick(&json!({"name": "a", "kind": "r2"})),
        Pet::Robot(_)
    ));
    // A cat would lose what makes it a robot of a new kind, or a dog that is read wrongly.
    for kept in [
        json!({"name": "a", "kind": "x9"}),
        json!({"name": "a", "barks": "loud"}),
    ] {
        assert!(matches!(pick(&kept), Pet::Unknown(_)), "{kept}");
    }
    // A key that no member declares says nothing.
    assert!(matches!(
        pick(&json!({"name": "a", "barks": true, "new": 1})),
        Pet::Dog(_)
    ));
    assert!(matches!(pick(&json!(5)), Pet::Number(5)));
    assert!(matches!(pick(&json!("x")), Pet::Text(_)));
    assert!(matches!(pick(&json!(["x"])), Pet::Names(_)));
}

#[test]
fn values_that_fit_no_member_are_kept() {
    for value in [
        json!(null),
        json!(true),
        json!(1.5),
        json!([1]),
        json!({}),
        json!({"kind": "x9"}),
        json!({"name": 1}),
        json!({"deep": [{"a": null}]}),
    ] {
        let pet = pick(&value);
        assert!(matches!(pet, Pet::Unknown(_)), "{value}");
        assert_eq!(serde_json::to_value(&pet).unwrap(), value);
    }
}

#[test]
fn integers_have_any_spelling() {
    for (text, plain) in [("5.0", 5), ("1e3", 1000), ("-2.50E1", -25)] {
        let pet: Pet = serde_json::from_str(text).unwrap();
        assert_eq!(pet, Pet::Number(plain), "{text}");
        let text = format!(r#"{{"name": "a", "lives": {text}}}"#);
        let cat: Pet = serde_json::from_str(&text).unwrap();
        assert!(matches!(cat, Pet::Cat(cat) if cat.lives == Some(plain)));
    }
    // More than one integer has this float.
    let large: Pet = serde_json::from_str("1e30").unwrap();
    assert!(matches!(large, Pet::Unknown(_)));
}

#[test]
fn known_members_round_trip() {
    for value in [
        json!({"name": "a", "lives": 9}),
        json!({"name": "a", "barks": false}),
        json!({"kind": "c3", "x": {"y": [1, 2.5]}}),
        json!(-7),
        json!(["a", "b"]),
    ] {
        let pet = pick(&value);
        assert!(!matches!(pet, Pet::Unknown(_)));
        assert!(union::same(&serde_json::to_value(&pet).unwrap(), &value));
    }
}

#[test]
fn unions_compare_by_value() {
    assert!(union::same(
        &json!({"a": [1, {"b": 2}]}),
        &json!({"a": [1.0, {"b": 2.0}]})
    ));
    assert!(!union::same(&json!(1), &json!("1")));
    assert!(!union::same(&json!([1, 2]), &json!([1])));
    assert!(!union::same(&json!(u64::MAX), &json!(u64::MAX - 1)));
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Payment {
    Card(Dog),
    Unknown(Json),
}

impl<'de> Deserialize<'de> for Payment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tagged = Tagged::deserialize(deserializer, "type")?;
        match tagged.tag() {
            Some("card" | "1" | "true") => tagged.decode().map(Self::Card),
            _ => Ok(Self::Unknown(tagged.into_json())),
        }
    }
}

#[test]
fn discriminated_unions() {
    for tag in [json!("card"), json!(1), json!(true)] {
        let value = json!({"type": tag, "name": "x"});
        let payment: Payment = serde_json::from_value(value).unwrap();
        assert!(matches!(payment, Payment::Card(_)));
    }
    for value in [
        json!({"type": "coin"}),
        json!({"name": "x"}),
        json!([1]),
        json!({"type": null}),
    ] {
        let payment: Payment = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(serde_json::to_value(&payment).unwrap(), value);
    }
    // A known member with a bad body is an error, and shows no value.
    let error =
        serde_json::from_str::<Payment>(r#"{"type": "card", "name": "x", "barks": "s3cr3t"}"#)
            .unwrap_err()
            .to_string();
    assert!(
        error.contains("expected a boolean") && !error.contains("s3cr3t"),
        "{error}"
    );
}

#[test]
fn scalars_that_a_spec_lists_are_preferred() {
    #[derive(Debug, PartialEq, Serialize)]
    #[serde(untagged)]
    enum Choice {
        Free(String),
        Listed(UnknownValue),
        Unknown(Json),
    }
    const SHAPES: &[Shape] = &[
        Shape::kinds(Kinds::STRING),
        Shape::kinds(Kinds::STRING.or(Kinds::NULL))
            .choices(&[Constant::Str("auto"), Constant::Null]),
    ];
    fn member(index: usize, value: &union::Value) -> Option<Choice> {
        match index {
            0 => union::decode(value).map(Choice::Free),
            _ => union::decode(value).map(Choice::Listed),
        }
    }
    let choose = |value: Value| union::choose(&value.into(), SHAPES, member, Choice::Unknown);
    assert_eq!(
        choose(json!("auto")),
        Choice::Listed(UnknownValue::new("auto"))
    );
    assert_eq!(choose(json!("other")), Choice::Free("other".to_owned()));
    assert!(matches!(choose(json!(1)), Choice::Unknown(_)));
}

#[test]
fn integers_written_as_floats_are_integers() {
    const SHAPES: &[Shape] = &[Shape::kinds(Kinds::INTEGER), Shape::kinds(Kinds::NUMBER)];
    #[derive(Debug, PartialEq, Serialize)]
    #[serde(untagged)]
    enum Number {
        Integer(i64),
        Float(f64),
        Unknown(Json),
    }
    fn member(index: usize, value: &union::Value) -> Option<Number> {
        match index {
            0 => union::decode(value).map(Number::Integer),
            _ => union::decode(value).map(Number::Float),
        }
    }
    let choose = |value: Value| union::choose(&value.into(), SHAPES, member, Number::Unknown);
    assert_eq!(choose(json!(1)), Number::Integer(1));
    assert_eq!(choose(json!(1.0)), Number::Integer(1));
    assert_eq!(choose(json!(1.5)), Number::Float(1.5));
}

/// Text, as a part of a message.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Unknown(Json),
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const SHAPES: &[Shape] = &[Shape::kinds(Kinds::STRING)];
        union::deserialize(
            deserializer,
            SHAPES,
            |_, value| union::decode(value).map(Self::Text),
            Self::Unknown,
        )
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Short {
    content: Content,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Long {
    content: BTreeMap<String, i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Message {
    Short(Short),
    Long(Long),
    Unknown(Json),
}

impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const OBJECT: Shape = Shape::kinds(Kinds::OBJECT)
            .required(&["content"])
            .known(&["content"]);
        union::deserialize(
            deserializer,
            &[OBJECT, OBJECT],
            |index, value| match index {
                0 => union::decode(value).map(Self::Short),
                _ => union::decode(value).map(Self::Long),
            },
            Self::Unknown,
        )
    }
}

#[test]
fn of_members_that_keep_all_the_one_that_types_it() {
    let read = |text: &str| -> Message { serde_json::from_str(text).expect("it never fails") };
    assert!(matches!(read(r#"{"content": "a"}"#), Message::Short(_)));
    assert!(matches!(read(r#"{"content": {"a": 1}}"#), Message::Long(_)));
    // None types it: the spec's order decides.
    assert!(matches!(read(r#"{"content": [1]}"#), Message::Short(_)));
}

/// Either of two boxes that look alike and hold one another.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Nest {
    One(Box<Inside>),
    Two(Box<Inside>),
    Unknown(Json),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Inside {
    nest: Nest,
}

impl<'de> Deserialize<'de> for Nest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const OBJECT: Shape = Shape::kinds(Kinds::OBJECT)
            .required(&["nest"])
            .known(&["nest"]);
        union::deserialize(
            deserializer,
            &[OBJECT, OBJECT],
            |index, value| match index {
                0 => union::decode(value).map(Self::One),
                _ => union::decode(value).map(Self::Two),
            },
            Self::Unknown,
        )
    }
}

#[test]
fn mutually_recursive_unions_are_decoded() {
    let text = format!("{}1{}", "{\"nest\":".repeat(60), "}".repeat(60));
    let nest: Nest = serde_json::from_str(&text).expect("it never fails");
    assert_eq!(serde_json::to_string(&nest).expect("it is JSON"), text);
}
