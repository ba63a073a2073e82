//! The shape hint of a union's member.

use std::ops::BitOr;

use super::value::Value;

/// A set of JSON's kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// `null`
    pub const NULL: Self = Self(1);
    /// `true` and `false`
    pub const BOOL: Self = Self(1 << 1);
    /// Numbers without a fraction.
    pub const INTEGER: Self = Self(1 << 2);
    /// All numbers.
    pub const NUMBER: Self = Self(1 << 3 | 1 << 2);
    /// Strings.
    pub const STRING: Self = Self(1 << 4);
    /// Arrays.
    pub const ARRAY: Self = Self(1 << 5);
    /// Objects.
    pub const OBJECT: Self = Self(1 << 6);
    /// All of them.
    pub const ANY: Self = Self(u8::MAX);

    /// The kinds of both sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether `value` is of one of these kinds.
    pub(super) fn has(self, value: &Value) -> bool {
        let bit = match value.scalar() {
            Some(scalar) => Self::of_scalar(scalar),
            None if value.is_array() => Self::ARRAY.0,
            None => Self::OBJECT.0,
        };
        self.0 & bit != 0
    }

    /// The kinds of a scalar, of which one is enough.
    fn of_scalar(scalar: &serde_json::Value) -> u8 {
        match scalar {
            serde_json::Value::Null => Self::NULL.0,
            serde_json::Value::Bool(_) => Self::BOOL.0,
            serde_json::Value::Number(number) if !number.is_f64() => Self::INTEGER.0,
            // `1.0` is an integer in JSON Schema.
            serde_json::Value::Number(number)
                if number.as_f64().is_some_and(|number| number.fract() == 0.0) =>
            {
                Self::NUMBER.0
            }
            serde_json::Value::Number(_) => 1 << 3,
            serde_json::Value::String(_) => Self::STRING.0,
            serde_json::Value::Array(_) => Self::ARRAY.0,
            serde_json::Value::Object(_) => Self::OBJECT.0,
        }
    }
}

impl BitOr for Kinds {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

/// A scalar that a spec states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constant {
    /// A string.
    Str(&'static str),
    /// An integer.
    Int(i64),
    /// A boolean.
    Bool(bool),
    /// `null`
    Null,
}

impl Constant {
    /// Whether `value` is this constant.
    pub(super) fn is(self, value: &Value) -> bool {
        value.scalar().is_some_and(|scalar| self.is_scalar(scalar))
    }

    fn is_scalar(self, value: &serde_json::Value) -> bool {
        match self {
            Self::Str(text) => value.as_str() == Some(text),
            #[expect(clippy::cast_precision_loss, reason = "constants are small")]
            Self::Int(integer) => {
                value.as_i64() == Some(integer) || value.as_f64() == Some(integer as f64)
            }
            Self::Bool(truth) => value.as_bool() == Some(truth),
            Self::Null => value.is_null(),
        }
    }
}

/// The shape hint of a union's member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The kinds of JSON values that the member can be.
    pub kinds: Kinds,
    /// The keys that must be there.
    pub required: &'static [&'static str],
    /// The keys that the spec declares.
    pub known: &'static [&'static str],
    /// The keys whose value is one of a few.
    pub constants: &'static [(&'static str, &'static [Constant])],
    /// The scalars that the spec lists; they speak for the member, others do not rule it out.
    pub choices: &'static [Constant],
    /// Whether the spec has a schema for keys that it does not name.
    pub open: bool,
    /// Whether the spec rules out keys that it does not declare: a value with one is something else.
    pub closed: bool,
}

impl Shape {
    /// A member that can be anything.
    pub const ANY: Self = Self::kinds(Kinds::ANY);

    /// A member of these kinds.
    pub const fn kinds(kinds: Kinds) -> Self {
        Self {
            kinds,
            required: &[],
            known: &[],
            constants: &[],
            choices: &[],
            open: false,
            closed: false,
        }
    }

    /// Sets the keys that must be there.
    #[must_use]
    pub const fn required(mut self, keys: &'static [&'static str]) -> Self {
        self.required = keys;
        self
    }

    /// Sets the keys that the spec declares.
    #[must_use]
    pub const fn known(mut self, keys: &'static [&'static str]) -> Self {
        self.known = keys;
        self
    }

    /// Sets the keys whose value is one of a few.
    #[must_use]
    pub const fn constants(
        mut self,
        constants: &'static [(&'static str, &'static [Constant])],
    ) -> Self {
        self.constants = constants;
        self
    }

    /// Sets the scalars that the spec lists.
    #[must_use]
    pub const fn choices(mut self, choices: &'static [Constant]) -> Self {
        self.choices = choices;
        self
    }

    /// Declares a schema for keys that the spec does not name.
    #[must_use]
    pub const fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// Declares that undeclared keys are not allowed.
    #[must_use]
    pub const fn closed(mut self) -> Self {
        self.closed = true;
        self
    }
}
