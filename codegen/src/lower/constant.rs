//! Constants: defaults, and values that a property always has.

use std::rc::Rc;

use super::Lower;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Kind};
use crate::ir::{Constant, EnumRepr, Integer, JsonTypes, Shape, Type};
use crate::schema::Parts;

/// A scalar; none for lists, maps, and integers beyond 64 bits.
pub(super) fn constant(at: At<'_>) -> Option<Constant> {
    match at.kind() {
        Kind::Null => Some(Constant::Null),
        Kind::Bool => at.bool().map(Constant::Bool),
        Kind::Integer => at
            .integer()
            .and_then(|value| i64::try_from(value).ok())
            .map(Constant::Integer),
        Kind::Float => at
            .number()
            .filter(|number| number.is_finite())
            .map(Constant::Float),
        Kind::String => at.str().map(|text| Constant::String(text.to_owned())),
        Kind::List | Kind::Map => None,
    }
}

/// The only value that a property can have, and its type.
#[derive(Clone, Debug)]
pub(super) struct FixedValue {
    pub(super) value: Constant,
    pub(super) ty: Type,
}

impl<'d> Lower<'_, 'd> {
    /// The only value that the schemas of a property allow. Its type also holds what a server sends instead: the enum
    /// that one of the schemas refers to, or the scalar.
    pub(super) fn fixed_value(&mut self, schemas: &[At<'d>]) -> Option<FixedValue> {
        let value = self.single_value(schemas)?;
        let constant = constant(value)?;
        if let Some(ty) = self.referenced_type(schemas) {
            let fits = matches!(
                self.conformance(constant.clone(), &ty),
                Conformance::Valid(_)
            );
            return fits.then_some(FixedValue {
                value: constant,
                ty,
            });
        }
        let ty = match &constant {
            Constant::Bool(_) => Type::Bool,
            Constant::Integer(_) => Type::Integer(Integer::I64),
            Constant::Float(_) => Type::Float,
            Constant::String(_) => Type::String,
            Constant::Null => return None,
        };
        Some(FixedValue {
            value: constant,
            ty,
        })
    }

    /// The type that one of the schemas of a property refers to, perhaps in its `allOf`.
    pub(super) fn referenced_type(&mut self, schemas: &[At<'d>]) -> Option<Type> {
        let mut parts = schemas.iter().flat_map(|at| {
            let members = at.get("allOf").into_iter().flat_map(At::items);
            std::iter::once(*at).chain(members)
        });
        parts.find_map(|at| self.reference(at))
    }

    /// The single value that schemas list together, if `type` admits it and it is not a secret.
    pub(super) fn single_value(&mut self, schemas: &[At<'d>]) -> Option<At<'d>> {
        let merged = match schemas {
            [at] => self.schemas.merge(*at),
            schemas => Rc::new(self.schemas.merge_parts(&Parts::all(schemas))),
        };
        let [value] = merged.values.as_deref()? else {
            return None;
        };
        let types = merged.types.unwrap_or(JsonTypes::ANY);
        let admitted = match value.kind() {
            Kind::Bool => types.contains(JsonTypes::BOOLEAN),
            Kind::Integer => types.intersects(JsonTypes::NUMBER),
            Kind::Float => types.contains(JsonTypes::FRACTION),
            Kind::String => types.contains(JsonTypes::STRING),
            Kind::Null | Kind::List | Kind::Map => false,
        };
        let secret = merged.flag("x-signon-secret") || merged.text("format") == Some("password");
        (admitted && !secret && merged.alternatives.is_empty()).then_some(*value)
    }

    /// A default, if it is a scalar that fits the type.
    pub(super) fn default(&mut self, at: At<'d>, ty: &Type) -> Option<Constant> {
        let constant = constant(at)?;
        if constant == Constant::Null {
            return None;
        }
        match self.conformance(constant.clone(), ty) {
            Conformance::Valid(constant) => Some(constant),
            Conformance::Unknown => None,
            Conformance::WrongType(wanted) => {
                let message = format!("the default is {} where {wanted} belongs", at.kind().name());
                self.bad_default(at, message, "write a value of the schema's own type");
                None
            }
            Conformance::Unlisted => {
                let value = at.text().unwrap_or_default();
                let message = format!("`{value}` is none of the values that its schema lists");
                self.bad_default(at, message, "add it to `enum`, or write one that is there");
                None
            }
        }
    }

    fn bad_default(&mut self, at: At<'d>, message: String, help: &str) {
        self.diagnostics
            .report(Diagnostic::new(Code::BadDefault, at, message).help(help));
    }

    /// Whether a constant is a value of a type.
    fn conformance(&self, constant: Constant, ty: &Type) -> Conformance {
        // An alias of free-form JSON has no constants, as free-form JSON has none.
        let ty = self.api.resolve(ty);
        let is_text = matches!(constant, Constant::String(_));
        let is_integer = matches!(constant, Constant::Integer(_));
        if let Type::Named(id) = ty {
            let Shape::Enum(of) = &self.api.type_def(*id).shape else {
                return Conformance::Unknown;
            };
            return match of.repr {
                EnumRepr::Scalar => Conformance::Unknown,
                EnumRepr::String if !is_text => Conformance::WrongType("text"),
                EnumRepr::Integer if !is_integer => Conformance::WrongType("a whole number"),
                EnumRepr::String | EnumRepr::Integer => match of.position(&constant) {
                    Some(_) => Conformance::Valid(constant),
                    None => Conformance::Unlisted,
                },
            };
        }
        let (fits, wanted) = if *ty == Type::Bool {
            (matches!(constant, Constant::Bool(_)), "`true` or `false`")
        } else if matches!(ty, Type::Integer(_)) {
            (is_integer, "a whole number")
        } else if *ty == Type::Float {
            let is_number = is_integer || matches!(constant, Constant::Float(_));
            (is_number, "a number")
        } else if matches!(ty, Type::String | Type::Text(_)) {
            (is_text, "text")
        } else {
            return Conformance::Unknown;
        };
        if fits {
            Conformance::Valid(constant)
        } else {
            Conformance::WrongType(wanted)
        }
    }
}

enum Conformance {
    Valid(Constant),
    /// The type has values of this kind only.
    WrongType(&'static str),
    /// The enum does not list it.
    Unlisted,
    /// The type has no constants.
    Unknown,
}
