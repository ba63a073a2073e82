//! Random mutations of a document.

use serde_json::{Map, Value, json};

use crate::random::Random;

/// Unusual texts for keys, names, references and descriptions.
const ODD_TEXT: [&str; 24] = [
    "",
    " ",
    "type",
    "self",
    "Self",
    "_",
    "2",
    "null",
    "ä",
    "日本語",
    "🦀",
    "a b",
    "a/b~c",
    "{id}",
    "{",
    "\"",
    "\\",
    "\n\n# x",
    "`x`",
    "*/ //",
    "#",
    "#/",
    "../../etc",
    "\u{0}",
];
const ODD_REFERENCES: [&str; 9] = [
    "",
    "#",
    "#/",
    "#/components",
    "#/components/schemas/Nothing",
    "nowhere.yaml#/x",
    "https://acme.example/x",
    "#%ff",
    "#/paths/0",
];

/// Changes a few locations of a document and returns it as text.
pub(crate) fn change(mut document: Value, random: &mut Random) -> String {
    for _ in 0..=random.below(6) {
        change_once(&mut document, random);
    }
    let text = document.to_string();
    if random.below(12) == 0 {
        spoil(&text, random)
    } else {
        text
    }
}

fn change_once(document: &mut Value, random: &mut Random) {
    let pointers = pointers(document);
    let Some(pointer) = random.pick(&pointers).cloned() else {
        return;
    };
    let other = random.pick(&pointers).cloned().unwrap_or_default();
    let copy = document.pointer(&other).cloned().unwrap_or_default();
    let Some(target) = document.pointer_mut(&pointer) else {
        return;
    };
    match random.below(14) {
        0 => drop_one(target, random),
        1 => *target = kind(random),
        2 => *target = json!({ "$ref": format!("#{other}") }),
        3 => insert(target, "$ref", json!(format!("#{other}"))),
        4 => *target = json!({ "$ref": random.choose(ODD_REFERENCES) }),
        5 => *target = number(random),
        6 => empty(target),
        7 => *target = text(random),
        8 => *target = deep(target.take(), random),
        9 => *target = copy,
        10 => rename(target, random),
        11 => widen(target, random),
        12 => {
            let key = random.choose(["oneOf", "anyOf", "allOf"]);
            *target = json!({ key: [target.take(), copy], "properties": { "beside": { "type": "string" } } });
        }
        _ => {
            let keys = [
                "enum",
                "required",
                "items",
                "default",
                "discriminator",
                "additionalProperties",
                "x-rust-name",
                "const",
            ];
            let key = random.choose(keys);
            insert(target, key, copy);
        }
    }
}

/// Returns the JSON pointers of all values.
fn pointers(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut work = vec![(String::new(), document)];
    while let Some((pointer, value)) = work.pop() {
        match value {
            Value::Object(map) => work.extend(map.iter().map(|(key, value)| {
                let key = key.replace('~', "~0").replace('/', "~1");
                (format!("{pointer}/{key}"), value)
            })),
            Value::Array(list) => {
                work.extend(
                    list.iter()
                        .enumerate()
                        .map(|(index, value)| (format!("{pointer}/{index}"), value)),
                );
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        if !pointer.is_empty() {
            found.push(pointer);
        }
    }
    found
}

fn drop_one(target: &mut Value, random: &mut Random) {
    match target {
        Value::Object(map) => {
            let key = map.keys().nth(random.below(map.len())).cloned();
            key.and_then(|key| map.remove(&key));
        }
        Value::Array(list) if !list.is_empty() => {
            list.remove(random.below(list.len()));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            *target = Value::Null;
        }
    }
}

fn insert(target: &mut Value, key: &str, value: Value) {
    if let Value::Object(map) = target {
        map.insert(key.to_owned(), value);
    }
}

/// Returns a value of a random kind.
fn kind(random: &mut Random) -> Value {
    match random.below(7) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(false),
        3 => json!(5),
        4 => json!([]),
        5 => json!({}),
        _ => json!("text"),
    }
}

fn number(random: &mut Random) -> Value {
    let numbers = [
        json!(-1),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e308),
        json!(-0.0),
        json!(0.1),
        json!(1e19),
    ];
    random.choose(numbers)
}

fn text(random: &mut Random) -> Value {
    if random.below(ODD_TEXT.len() + 1) == 0 {
        json!("long ".repeat(1000))
    } else {
        json!(random.choose(ODD_TEXT))
    }
}

fn empty(target: &mut Value) {
    match target {
        Value::Object(map) => map.clear(),
        Value::Array(list) => list.clear(),
        Value::String(text) => text.clear(),
        Value::Null | Value::Bool(_) | Value::Number(_) => *target = Value::Null,
    }
}

/// Nests a value about a hundred levels deeper.
fn deep(mut value: Value, random: &mut Random) -> Value {
    let wrap: fn(Value) -> Value = match random.below(5) {
        0 => |inner| json!({ "allOf": [inner] }),
        1 => |inner| json!({ "type": "array", "items": inner }),
        2 => |inner| json!({ "properties": { "a": inner }, "required": ["a"] }),
        3 => |inner| json!({ "oneOf": [inner, { "type": "string" }] }),
        _ => |inner| json!([inner]),
    };
    for _ in 0..10 + random.below(25) {
        value = wrap(value);
    }
    value
}

fn rename(target: &mut Value, random: &mut Random) {
    if let Value::Object(map) = target
        && let Some(key) = map.keys().nth(random.below(map.len())).cloned()
        && let Some(value) = map.remove(&key)
    {
        map.insert(random.choose(ODD_TEXT).to_owned(), value);
    }
}

/// Adds many copies of the contents of a list or a map.
fn widen(target: &mut Value, random: &mut Random) {
    let count = 2 + random.below(30);
    match target {
        Value::Array(list) => {
            *list = list
                .iter()
                .cycle()
                .take(list.len() * count)
                .cloned()
                .collect();
        }
        Value::Object(map) => {
            let entries: Map<String, Value> = map
                .iter()
                .flat_map(|(key, value)| {
                    (0..count.min(5)).map(move |index| (format!("{key}{index}"), value.clone()))
                })
                .collect();
            map.extend(entries);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Corrupts a text, which may become invalid JSON or have duplicate keys.
fn spoil(text: &str, random: &mut Random) -> String {
    let places: Vec<usize> = text
        .match_indices(['{', ',', '"', ']'])
        .map(|(place, _)| place)
        .collect();
    let place = random.pick(&places).copied().unwrap_or_default();
    let (before, after) = text.split_at(place);
    match random.below(4) {
        0 => before.to_owned(),
        1 => format!("{before} {}", after.get(1..).unwrap_or_default()),
        2 => text.replacen("\"type\":", "\"type\":5,\"type\":", 3),
        _ => format!("# YAML\n{}", text.replace("\":", "\" : ")),
    }
}
