//! Lists whose places have types of their own, and that may be shorter or longer.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{SeqAccess, Visitor};
use serde_core::ser::{Error, SerializeSeq};
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::Json;
use crate::number::{WriteNumber, Written};
use crate::parameter::{Parameter, ToParameter};

/// A list whose first places have types of their own: `T` is a tuple of `Option`s. A list that ends early leaves the last of them
/// `None`; what comes after them is kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tuple<T, R = Json> {
    /// The places that have types of their own.
    pub items: T,
    /// What comes after them.
    pub rest: Vec<R>,
}

impl<T, R> Tuple<T, R> {
    /// A list with nothing after these places.
    pub const fn new(items: T) -> Self {
        Self {
            items,
            rest: Vec::new(),
        }
    }
}

impl<T, R> From<T> for Tuple<T, R> {
    fn from(items: T) -> Self {
        Self::new(items)
    }
}

/// A tuple of `Option`s that can be read.
pub trait Readable<'de>: Sized {
    /// Reads the places as far as the list goes.
    fn read<A: SeqAccess<'de>>(list: &mut A) -> Result<Self, A::Error>;
}

/// A tuple of `Option`s that can be written.
pub trait Writable {
    /// Writes the places up to the last one that is there, and returns whether all are.
    fn write<S: SerializeSeq>(&self, list: &mut S) -> Result<bool, S::Error>;
}

/// One place: whether all before it are there, and then the value.
fn place<T: Serialize, S: SerializeSeq>(
    full: &mut bool,
    value: Option<&T>,
    list: &mut S,
) -> Result<(), S::Error> {
    match value {
        Some(value) if *full => list.serialize_element(value),
        Some(_) => Err(S::Error::custom("a list with a value after a missing one")),
        None => {
            *full = false;
            Ok(())
        }
    }
}

macro_rules! items {
    ($($name:ident)+) => {
        impl<'de, $($name: Deserialize<'de>),+> Readable<'de> for ($(Option<$name>,)+) {
            fn read<A: SeqAccess<'de>>(list: &mut A) -> Result<Self, A::Error> {
                Ok(($(list.next_element::<$name>()?,)+))
            }
        }

        #[expect(non_snake_case, reason = "the names of the type parameters")]
        impl<$($name: Serialize),+> Writable for ($(Option<$name>,)+) {
            fn write<S: SerializeSeq>(&self, list: &mut S) -> Result<bool, S::Error> {
                let ($($name,)+) = self;
                let mut full = true;
                $(place(&mut full, $name.as_ref(), list)?;)+
                Ok(full)
            }
        }
    };
}

/// Calls a macro with the names of one to twelve type parameters.
macro_rules! each_arity {
    ($macro:ident: $first:ident $($name:ident)*) => {
        each_arity!(@ $macro: [$first] $($name)*);
    };
    (@ $macro:ident: [$($done:ident)+]) => {
        $macro!($($done)+);
    };
    (@ $macro:ident: [$($done:ident)+] $next:ident $($name:ident)*) => {
        $macro!($($done)+);
        each_arity!(@ $macro: [$($done)+ $next] $($name)*);
    };
}

each_arity!(items: T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12);

impl<'de, T: Readable<'de>, R: Deserialize<'de>> Deserialize<'de> for Tuple<T, R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T, R>(PhantomData<(T, R)>);

impl<'de, T: Readable<'de>, R: Deserialize<'de>> Visitor<'de> for ListVisitor<T, R> {
    type Value = Tuple<T, R>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let items = T::read(&mut list)?;
        let mut rest = Vec::new();
        while let Some(item) = list.next_element()? {
            rest.push(item);
        }
        Ok(Tuple { items, rest })
    }
}

impl<T: Writable, R: Serialize> Serialize for Tuple<T, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        let mut full = self.items.write(&mut list)?;
        for item in &self.rest {
            place(&mut full, Some(item), &mut list)?;
        }
        list.end()
    }
}

impl<T: Writable, R: Serialize> ToParameter for Tuple<T, R> {
    fn to_parameter(&self) -> Parameter {
        Parameter::from_serialize(self)
    }
}

macro_rules! exact {
    ($($name:ident)+) => {
        impl<$($name: Serialize),+> ToParameter for ($($name,)+) {
            fn to_parameter(&self) -> Parameter {
                Parameter::from_serialize(self)
            }
        }

        #[expect(non_snake_case, reason = "the names of the type parameters")]
        impl<$($name: WriteNumber),+> WriteNumber for ($($name,)+) {
            fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let ($($name,)+) = self;
                let mut list = serializer.serialize_seq(None)?;
                $(list.serialize_element(&Written($name))?;)+
                list.end()
            }
        }
    };
}

each_arity!(exact: T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12);

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Tuple;
    use crate::json::Json;

    type Entry = Tuple<(Option<i64>, Option<Option<String>>), Json>;

    fn read(value: &Value) -> Entry {
        let entry: Entry = serde_json::from_value(value.clone()).expect("a list");
        assert_eq!(serde_json::to_value(&entry).expect("JSON"), *value);
        entry
    }

    #[test]
    fn null_missing_positions_and_extra_items_are_kept() {
        assert_eq!(
            read(&json!([1, "a"])).items,
            (Some(1), Some(Some("a".to_owned())))
        );
        assert_eq!(read(&json!([1, null])).items, (Some(1), Some(None)));
        assert_eq!(read(&json!([1])).items, (Some(1), None));
        assert_eq!(read(&json!([])).items, (None, None));
        assert_eq!(read(&json!([1, "a", {"b": 2}, null])).rest.len(), 2);
    }

    #[test]
    fn a_value_after_a_missing_one_is_an_error() {
        let gap = Entry::new((None, Some(None)));
        assert!(serde_json::to_value(&gap).is_err());
        let mut gap = Entry::new((Some(1), None));
        gap.rest.push(Json::from(true));
        assert!(serde_json::to_value(&gap).is_err());
    }
}
