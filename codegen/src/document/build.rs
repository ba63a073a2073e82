//! Text → [`Document`].

use std::fmt;
use std::iter::Peekable;
use std::sync::Arc;
use std::vec;

use indexmap::IndexMap;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};

use super::{Document, Node, Value, big_integer, depth};

/// Why a text is neither JSON nor YAML.
#[derive(Debug)]
pub(crate) struct SyntaxFault {
    /// The problem.
    pub message: String,
    /// The line, from 1; 0 if unknown.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// The construct being parsed, and the line and column where it begins.
    pub within: Option<(String, usize, usize)>,
    /// The text.
    pub text: String,
}

/// Maximum nesting depth of a document; the limit of `serde_json`.
pub(crate) const MAX_DEPTH: u32 = 126;

/// Minimum number of bytes of text per node in real documents, for reserving capacity; unused capacity costs
/// nothing.
const BYTES_PER_NODE: usize = 16;

impl Document {
    /// Reads JSON or YAML.
    pub(crate) fn parse(name: Arc<str>, text: String) -> Result<Self, Box<SyntaxFault>> {
        let mut builder = Builder::of(&text);
        let read = if text.trim_start().starts_with('{') {
            builder.read_json(&text).or_else(|fault| {
                // YAML may start with a brace, too; a `.json` file must be JSON.
                builder = Builder::of(&text);
                let is_yaml = !name.ends_with(".json") && builder.read_yaml(&text).is_ok();
                if is_yaml { Ok(()) } else { Err(fault) }
            })
        } else {
            builder.read_yaml(&text)
        };
        match read {
            Ok(()) => Ok(Self {
                name,
                text,
                nodes: builder.nodes,
                sources: None,
                duplicate_keys: builder.duplicate_keys,
            }),
            Err(mut fault) => {
                fault.text = text;
                Err(fault)
            }
        }
    }
}

/// Builds a document.
#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    duplicate_keys: Vec<(u32, String)>,
    /// The number of numbers read so far.
    numbers: usize,
    /// Numbers that the parser rounds, and their exact values.
    big_integers: Option<Peekable<vec::IntoIter<(usize, i128)>>>,
}

impl Builder {
    fn of(text: &str) -> Self {
        Self {
            nodes: Vec::with_capacity(text.len() / BYTES_PER_NODE),
            ..Self::default()
        }
    }

    fn read_json(&mut self, text: &str) -> Result<(), Box<SyntaxFault>> {
        self.big_integers = Some(big_integer::find(text).into_iter().peekable());
        let mut reader = serde_json::Deserializer::from_str(text);
        let read = Seed::root(self)
            .deserialize(&mut reader)
            .and_then(|_| reader.end());
        read.map_err(|fault| {
            Box::new(SyntaxFault {
                message: without_location(&fault.to_string()),
                line: fault.line(),
                column: fault.column(),
                within: None,
                text: String::new(),
            })
        })
    }

    fn read_yaml(&mut self, text: &str) -> Result<(), Box<SyntaxFault>> {
        if let Some((line, column)) = depth::deeper_than(MAX_DEPTH, text) {
            return Err(Box::new(SyntaxFault {
                message: too_deep(),
                line,
                column,
                within: None,
                text: String::new(),
            }));
        }
        let read = Seed::root(self).deserialize(serde_yaml::Deserializer::from_str(text));
        read.map(|_| ()).map_err(|fault| {
            let place = fault.location();
            let (line, column) = place.map_or((1, 1), |place| (place.line(), place.column()));
            let message = fault.to_string();
            if message.contains("more than one document") {
                return Box::new(second_document(text));
            }
            Box::new(SyntaxFault {
                message: tab_message(text, line, column)
                    .unwrap_or_else(|| without_location(&message)),
                line,
                column,
                within: parse_context(&message),
                text: String::new(),
            })
        })
    }
}

/// Removes the location from a message, which is reported separately, as a line or as a path of keys.
fn without_location(message: &str) -> String {
    let message = message.split(" at line ").next().unwrap_or(message);
    match message.split_once(": ") {
        Some((path, rest)) if !path.contains(' ') => rest.to_owned(),
        _ => message.to_owned(),
    }
}

/// Returns a message for a tab, which the parser reports as a character that cannot start a token.
fn tab_message(text: &str, line: usize, column: usize) -> Option<String> {
    let line = text.lines().nth(line.checked_sub(1)?)?;
    let rest: String = line.chars().skip(column.checked_sub(1)?).collect();
    let is_indent = rest.trim_start_matches(' ').starts_with('\t');
    is_indent.then(|| "a tab, where YAML is indented by spaces".to_owned())
}

/// Creates the error for a second document: YAML allows several in a file, OpenAPI does not.
fn second_document(text: &str) -> SyntaxFault {
    let lines: Vec<&str> = text.lines().collect();
    let begins = lines
        .iter()
        .rposition(|line| line.starts_with("---"))
        .unwrap_or_default();
    let message = "a second document begins here, where a file holds one".to_owned();
    SyntaxFault {
        message,
        line: begins + 1,
        column: 1,
        within: None,
        text: String::new(),
    }
}

/// Parses the context of a message: `..., while parsing a flow mapping at line 6 column 18`.
fn parse_context(message: &str) -> Option<(String, usize, usize)> {
    let (what, place) = message.split_once(", while ")?.1.split_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    Some((
        format!("while {what}"),
        line.parse().ok()?,
        column.parse().ok()?,
    ))
}

fn too_deep() -> String {
    format!("nested more than {MAX_DEPTH} levels deep")
}

struct Seed<'a> {
    builder: &'a mut Builder,
    parent: u32,
    index: u32,
    depth: u32,
}

impl<'a> Seed<'a> {
    fn root(builder: &'a mut Builder) -> Self {
        Self {
            builder,
            parent: 0,
            index: 0,
            depth: 0,
        }
    }

    /// Reserves the next node number; the value follows.
    fn reserve(&mut self) -> u32 {
        let id = u32::try_from(self.builder.nodes.len()).unwrap_or(u32::MAX);
        self.builder.nodes.push(Node {
            parent: self.parent,
            index: self.index,
            value: Value::Null,
        });
        id
    }

    /// Adds a number; a number that the parser rounded gets its exact value.
    fn number(self, value: Value) -> u32 {
        let number = self.builder.numbers;
        self.builder.numbers += 1;
        let exact = self
            .builder
            .big_integers
            .as_mut()
            .and_then(|exact| exact.next_if(|(at, _)| *at == number));
        self.leaf(exact.map_or(value, |(_, exact)| Value::Integer(exact)))
    }

    fn leaf(mut self, value: Value) -> u32 {
        let id = self.reserve();
        fill(self.builder, id, value);
        id
    }
}

fn fill(builder: &mut Builder, id: u32, value: Value) {
    if let Some(node) = builder.nodes.get_mut(id as usize) {
        node.value = value;
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = u32;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<u32, D::Error> {
        if self.depth > MAX_DEPTH {
            return Err(D::Error::custom(too_deep()));
        }
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON or YAML")
    }

    fn visit_bool<E>(self, value: bool) -> Result<u32, E> {
        Ok(self.leaf(Value::Bool(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<u32, E> {
        Ok(self.number(Value::Integer(value.into())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<u32, E> {
        Ok(self.number(Value::Integer(value.into())))
    }

    fn visit_i128<E>(self, value: i128) -> Result<u32, E> {
        Ok(self.leaf(Value::Integer(value)))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "past 127 bits only the magnitude matters"
    )]
    fn visit_u128<E>(self, value: u128) -> Result<u32, E> {
        Ok(self.leaf(i128::try_from(value).map_or(Value::Float(value as f64), Value::Integer)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<u32, E> {
        Ok(self.number(Value::Float(value)))
    }

    fn visit_str<E>(self, text: &str) -> Result<u32, E> {
        Ok(self.leaf(Value::String(text.into())))
    }

    fn visit_unit<E>(self) -> Result<u32, E> {
        Ok(self.leaf(Value::Null))
    }

    fn visit_none<E>(self) -> Result<u32, E> {
        Ok(self.leaf(Value::Null))
    }

    fn visit_some<D: serde::Deserializer<'de>>(self, reader: D) -> Result<u32, D::Error> {
        reader.deserialize_any(self)
    }

    fn visit_newtype_struct<D: serde::Deserializer<'de>>(self, reader: D) -> Result<u32, D::Error> {
        reader.deserialize_any(self)
    }

    /// Visits a tagged YAML value (`!binary ...`): OpenAPI ignores the tag.
    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, data: A) -> Result<u32, A::Error> {
        use serde::de::VariantAccess as _;
        let (_tag, value) = data.variant::<String>()?;
        value.newtype_variant_seed(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut access: A) -> Result<u32, A::Error> {
        let id = self.reserve();
        let mut items = Vec::new();
        let depth = self.depth + 1;
        while let Some(item) = access.next_element_seed(Seed {
            builder: &mut *self.builder,
            parent: id,
            index: u32::try_from(items.len()).unwrap_or(u32::MAX),
            depth,
        })? {
            items.push(item);
        }
        fill(self.builder, id, Value::List(items.into()));
        Ok(id)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut access: A) -> Result<u32, A::Error> {
        let id = self.reserve();
        let mut entries = IndexMap::new();
        let mut merges = Vec::new();
        while let Some(key) = access.next_key_seed(KeySeed)? {
            let index = entries.get_index_of(&*key).unwrap_or(entries.len());
            let value = access.next_value_seed(Seed {
                builder: &mut *self.builder,
                parent: id,
                index: u32::try_from(index).unwrap_or(u32::MAX),
                depth: self.depth + 1,
            })?;
            if &*key == "<<" {
                merges.push(value);
            } else if entries.contains_key(&*key) {
                self.builder.duplicate_keys.push((id, key.to_string()));
                entries.insert(key, value);
            } else {
                entries.insert(key, value);
            }
        }
        for merge in merges {
            merge_into(self.builder, &mut entries, merge);
        }
        entries.shrink_to_fit();
        fill(self.builder, id, Value::Map(Box::new(entries)));
        Ok(id)
    }
}

/// Applies YAML's merge key: the map's own keys take precedence.
fn merge_into(builder: &Builder, entries: &mut IndexMap<Box<str>, u32>, merge: u32) {
    match builder.nodes.get(merge as usize).map(|node| &node.value) {
        Some(Value::Map(other)) => {
            for (key, value) in &**other {
                entries.entry(key.clone()).or_insert(*value);
            }
        }
        Some(Value::List(items)) => items
            .iter()
            .for_each(|item| merge_into(builder, entries, *item)),
        _ => {}
    }
}

/// A key of a map: any scalar, as text.
struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Box<str>;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Box<str>, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Box<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Box<str>, E> {
        Ok(key.into())
    }
}
