//! Which types can be parameters.

use std::collections::BTreeMap;

use crate::field::Field;
use crate::json::Json;
use crate::number;
use crate::parameter::{Parameter, ToParameter};
use crate::secret::Secret;

impl ToParameter for str {
    fn to_parameter(&self) -> Parameter {
        Parameter::Scalar(self.to_owned())
    }

    fn as_text(&self) -> Option<&str> {
        Some(self)
    }
}

impl ToParameter for String {
    fn to_parameter(&self) -> Parameter {
        Parameter::Scalar(self.clone())
    }

    fn as_text(&self) -> Option<&str> {
        Some(self)
    }
}

impl ToParameter for Secret {
    fn to_parameter(&self) -> Parameter {
        Parameter::Scalar(self.expose().to_owned())
    }

    fn as_text(&self) -> Option<&str> {
        Some(self.expose())
    }
}

impl ToParameter for bool {
    fn to_parameter(&self) -> Parameter {
        Parameter::Scalar(self.to_string())
    }

    fn as_text(&self) -> Option<&str> {
        Some(if *self { "true" } else { "false" })
    }
}

impl ToParameter for () {
    fn to_parameter(&self) -> Parameter {
        Parameter::Null
    }
}

macro_rules! integer {
    ($($type:ty),*) => {$(
        impl ToParameter for $type {
            fn to_parameter(&self) -> Parameter {
                Parameter::Scalar(self.to_string())
            }
        }
    )*};
}

integer!(
    i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, usize, isize
);

impl ToParameter for f64 {
    fn to_parameter(&self) -> Parameter {
        Parameter::Scalar(number::text(*self))
    }
}

impl<T: ToParameter + ?Sized> ToParameter for &T {
    fn to_parameter(&self) -> Parameter {
        (**self).to_parameter()
    }

    fn as_text(&self) -> Option<&str> {
        (**self).as_text()
    }
}

impl<T: ToParameter + ?Sized> ToParameter for Box<T> {
    fn to_parameter(&self) -> Parameter {
        (**self).to_parameter()
    }

    fn as_text(&self) -> Option<&str> {
        (**self).as_text()
    }
}

impl<T: ToParameter> ToParameter for Option<T> {
    fn to_parameter(&self) -> Parameter {
        self.as_ref()
            .map_or(Parameter::Absent, ToParameter::to_parameter)
    }

    fn as_text(&self) -> Option<&str> {
        self.as_ref().and_then(ToParameter::as_text)
    }
}

impl<T: ToParameter> ToParameter for Field<T> {
    fn to_parameter(&self) -> Parameter {
        match self {
            Self::Absent => Parameter::Absent,
            Self::Null => Parameter::Null,
            Self::Value(value) => value.to_parameter(),
        }
    }

    fn as_text(&self) -> Option<&str> {
        self.as_option().and_then(ToParameter::as_text)
    }
}

impl<T: ToParameter> ToParameter for [T] {
    fn to_parameter(&self) -> Parameter {
        Parameter::List(self.iter().map(ToParameter::to_parameter).collect())
    }
}

impl<T: ToParameter> ToParameter for Vec<T> {
    fn to_parameter(&self) -> Parameter {
        self.as_slice().to_parameter()
    }
}

impl<T: ToParameter> ToParameter for BTreeMap<String, T> {
    fn to_parameter(&self) -> Parameter {
        Parameter::Map(
            self.iter()
                .map(|(name, value)| (name.clone(), value.to_parameter()))
                .collect(),
        )
    }
}

impl ToParameter for Json {
    fn to_parameter(&self) -> Parameter {
        self.as_value().to_parameter()
    }

    fn as_text(&self) -> Option<&str> {
        self.as_value().as_str()
    }
}

impl ToParameter for serde_json::Value {
    fn to_parameter(&self) -> Parameter {
        Parameter::from_serialize(self)
    }

    fn as_text(&self) -> Option<&str> {
        self.as_str()
    }
}

impl ToParameter for Parameter {
    fn to_parameter(&self) -> Parameter {
        self.clone()
    }

    fn as_text(&self) -> Option<&str> {
        match self {
            Self::Scalar(text) => Some(text),
            Self::Absent | Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }
}
