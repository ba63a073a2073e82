//! The work of nested unions is bounded, and the choice is the one of trying everything.

use std::cmp::Reverse;
use std::panic::catch_unwind;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Plain, json};

use super::equal::differences;
use super::search::steps;
use super::{Kinds, Shape, Tagged, Value, decode, deserialize};
use crate::Json;

/// A recursive union of `MEMBERS` objects, of which each declares a key that the others do not.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Node<const MEMBERS: usize> {
    Member(Box<Object<MEMBERS>>),
    Unknown(Json),
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Object<const MEMBERS: usize> {
    #[serde(skip)]
    member: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    child: Option<Node<MEMBERS>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    children: Vec<Node<MEMBERS>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    free: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    k0: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    k1: Option<bool>,
}

const fn shape(own: &'static [&'static str]) -> Shape {
    Shape::kinds(Kinds::OBJECT).known(own)
}

const SHAPES: [Shape; 8] = [
    shape(&["child", "children", "name", "free", "k0"]),
    shape(&["child", "children", "name", "free", "k1"]),
    shape(&["child", "children", "name", "free"]),
    shape(&["child", "children", "name", "free"]),
    shape(&["child", "children", "name", "free"]),
    shape(&["child", "children", "name", "free"]),
    shape(&["child", "children", "name", "free"]),
    shape(&["child", "children", "name", "free"]),
];

fn member<const MEMBERS: usize>(index: usize, value: &Value) -> Option<Node<MEMBERS>> {
    let mut object: Object<MEMBERS> = decode(value)?;
    object.member = index;
    if index != 0 {
        object.k0 = None;
    }
    if index != 1 {
        object.k1 = None;
    }
    Some(Node::Member(Box::new(object)))
}

impl<'de, const MEMBERS: usize> Deserialize<'de> for Node<MEMBERS> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let shapes = const { SHAPES.split_at(MEMBERS).0 };
        deserialize(deserializer, shapes, member, Node::Unknown)
    }
}

fn read<const MEMBERS: usize>(value: &Plain) -> Node<MEMBERS> {
    serde_json::from_str(&value.to_string()).expect("a union takes any value")
}

/// The choice by the documented rules: every member, everywhere, without memory.
fn exhaustive<const MEMBERS: usize>(value: &Plain) -> Node<MEMBERS> {
    let unknown = || Node::Unknown(Json::from(value.clone()));
    let Plain::Object(members) = value else {
        return unknown();
    };
    let own = |key: &str| ["k0", "k1"].iter().position(|own| *own == key);
    let owners: Vec<usize> = members.keys().filter_map(|key| own(key)).collect();
    let mut best = None;
    for member in (0..MEMBERS).filter(|member| owners.iter().all(|owner| owner == member)) {
        let Some(object) = exhaustive_member::<MEMBERS>(member, members) else {
            continue;
        };
        let node = Node::Member(Box::new(object));
        let written = serde_json::to_value(&node).expect("it is JSON");
        let flaws = (
            differences(value, &written),
            Reverse(owners.len()),
            untyped(&node),
            member,
        );
        if best.as_ref().is_none_or(|(least, _)| flaws < *least) {
            best = Some((flaws, node));
        }
    }
    best.map_or_else(unknown, |(_, node)| node)
}

fn exhaustive_member<const MEMBERS: usize>(
    member: usize,
    members: &serde_json::Map<String, Plain>,
) -> Option<Object<MEMBERS>> {
    let flag = |key: &str| match members.get(key) {
        None | Some(Plain::Null) => Some(None),
        Some(value) => value.as_bool().map(Some),
    };
    let there = |key: &str| members.get(key).filter(|value| !value.is_null());
    Some(Object {
        member,
        child: there("child").map(exhaustive),
        children: match members.get("children") {
            None => Vec::new(),
            Some(value) => value.as_array()?.iter().map(exhaustive).collect(),
        },
        name: match there("name") {
            None => None,
            Some(value) => Some(value.as_str()?.to_owned()),
        },
        free: there("free").cloned().map(Json::from),
        k0: flag("k0")?,
        k1: flag("k1")?,
    })
}

fn untyped<const MEMBERS: usize>(node: &Node<MEMBERS>) -> usize {
    match node {
        Node::Unknown(_) => 1,
        Node::Member(object) => {
            let nodes = object.child.iter().chain(&object.children);
            usize::from(object.free.is_some()) + nodes.map(untyped).sum::<usize>()
        }
    }
}

/// Values of which many fit all members, and some fit none.
fn values(depth: u32, size: u32) -> impl Strategy<Value = Plain> {
    let leaf = prop_oneof![
        Just(json!({})),
        Just(json!({"name": "a"})),
        Just(json!({"k0": true})),
        Just(json!({"k0": true, "k1": false})),
        Just(json!({"name": 1})),
        Just(json!(7)),
    ];
    leaf.prop_recursive(depth, size, 3, |inner| {
        prop_oneof![
            3 => inner.clone().prop_map(|child| json!({"child": child, "zzz": 1})),
            1 => inner.clone().prop_map(|child| json!({"child": child, "k1": true})),
            1 => inner.clone().prop_map(|child| json!({"child": child, "name": 5})),
            1 => inner.clone().prop_map(|free| json!({"free": free, "new": [1]})),
            2 => prop::collection::vec(inner, 0..3).prop_map(|children| json!({"children": children})),
        ]
    })
}

/// The bound that holds whatever the value is.
fn assert_bounded(value: &Plain, members: usize) {
    let bytes = value.to_string().len();
    assert!(
        steps() <= 100 * bytes * members,
        "{} steps for {bytes} bytes and {members} members",
        steps(),
    );
}

/// A value in which each level fits all members.
fn chain(depth: usize, inner: &Plain) -> Plain {
    (0..depth).fold(inner.clone(), |child, _| json!({"child": child, "zzz": 1}))
}

#[test]
fn the_steps_are_linear_in_bytes_times_members() {
    for depth in [1, 8, 20, 60] {
        for inner in [json!(1), json!({"children": vec![json!({"zzz": 1}); 200]})] {
            let value = chain(depth, &inner);
            read::<2>(&value);
            assert_bounded(&value, 2);
            read::<6>(&value);
            assert_bounded(&value, 6);
            read::<8>(&value);
            assert_bounded(&value, 8);
        }
    }
}

#[test]
fn an_integer_is_a_step_in_any_spelling() {
    let taken = |text: &str| {
        let value: Plain = serde_json::from_str(text).expect("it is JSON");
        let before = steps();
        assert_eq!(decode(&value.into()), Some(vec![1_i64, 20]), "{text}");
        steps() - before
    };
    assert_eq!(taken("[1.0, 2e1]"), taken("[1, 20]"));
}

#[test]
fn what_was_decoded_before_changes_nothing() {
    let hard = chain(60, &json!({"children": vec![json!({"zzz": 1}); 200]}));
    let small = json!({"child": {"child": {"name": 5, "k1": true}, "k0": true}});
    let before = read::<8>(&small);
    let first = read::<8>(&hard);
    assert_eq!(read::<8>(&small), before);
    assert_eq!(read::<8>(&hard), first);
    // A panic within a member leaves nothing behind.
    let panicked = catch_unwind(|| {
        super::choose::<Node<2>>(
            &Value::from(json!({"child": {}})),
            &SHAPES,
            |_, _| panic!("on purpose"),
            Node::Unknown,
        )
    });
    assert!(panicked.is_err());
    assert_eq!(read::<8>(&small), before);
    assert_eq!(
        std::thread::spawn(move || read::<8>(&small)).join().ok(),
        Some(before)
    );
}

/// A discriminated union of an object that holds another one.
#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Shell {
    Object(Box<Layer>),
    Unknown(Json),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Layer {
    kind: String,
    inner: Shell,
}

impl<'de> Deserialize<'de> for Shell {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tagged = Tagged::deserialize(deserializer, "kind")?;
        match tagged.tag() {
            Some("layer") => tagged.decode().map(Self::Object),
            _ => Ok(Self::Unknown(tagged.into_json())),
        }
    }
}

#[test]
fn nested_discriminated_unions_visit_each_value_once() {
    let value = (0..120).fold(
        json!(1),
        |inner, _| json!({"kind": "layer", "inner": inner}),
    );
    let before = steps();
    let shell: Shell = serde_json::from_str(&value.to_string()).expect("it fits");
    let taken = steps() - before;
    assert!(taken <= 3 * 120, "{taken} steps");
    assert_eq!(serde_json::to_value(&shell).expect("it is JSON"), value);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn small_values_are_decoded_as_if_all_members_were_attempted(value in values(5, 12)) {
        prop_assert_eq!(read::<2>(&value), exhaustive::<2>(&value));
        prop_assert_eq!(read::<4>(&value), exhaustive::<4>(&value));
    }

    #[test]
    fn no_value_exceeds_the_step_limit(value in values(60, 300)) {
        read::<3>(&value);
        assert_bounded(&value, 3);
        read::<8>(&value);
        assert_bounded(&value, 8);
    }
}
