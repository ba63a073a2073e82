//! Scalars that a document names.

use std::rc::Rc;

use super::merged::Parts;
use super::{Lower, look};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Kind};
use crate::ir::{Constant, Integer, Shape, Type};

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

/// The only value that a property can have, and the type that holds it.
#[derive(Clone, Debug)]
pub(super) struct Only {
    pub(super) value: Constant,
    pub(super) ty: Type,
}

/// A constant as documentation shows it.
pub(super) fn note(constant: &Constant) -> Option<String> {
    let text = match constant {
        Constant::Null => "null".to_owned(),
        Constant::Bool(value) => value.to_string(),
        Constant::Integer(value) => value.to_string(),
        Constant::Float(value) => value.to_string(),
        Constant::String(text) => text.clone(),
    };
    (!text.is_empty() && !text.contains(['`', '\n', '\r'])).then_some(text)
}

impl<'d> Lower<'_, 'd> {
    /// The only value that the schemas of a property allow, in a type that also holds what a server sends instead of
    /// it: the enum that one of them refers to, or the scalar that it is.
    pub(super) fn constant_of(&mut self, schemas: &[At<'d>]) -> Option<Only> {
        let value = self.only_value(schemas)?;
        let constant = constant(value)?;
        if let Some(ty) = self.referred_enum(schemas) {
            let fits = matches!(self.fit(constant.clone(), &ty, 0), Fit::Yes(_));
            return fits.then_some(Only {
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
        Some(Only {
            value: constant,
            ty,
        })
    }

    /// The type that one of the schemas of a property refers to, perhaps in its `allOf`.
    pub(super) fn referred_enum(&mut self, schemas: &[At<'d>]) -> Option<Type> {
        let mut parts = schemas.iter().flat_map(|at| {
            let members = at.get("allOf").into_iter().flat_map(At::items);
            std::iter::once(*at).chain(members)
        });
        parts.find_map(|at| self.reference(at))
    }

    /// The single value that schemas list together, if `type` admits it and it is no secret.
    pub(super) fn only_value(&mut self, schemas: &[At<'d>]) -> Option<At<'d>> {
        let merged = match schemas {
            [at] => self.merge(*at),
            schemas => Rc::new(self.merge_parts(&Parts::all(schemas))),
        };
        let [value] = merged.values.as_deref()? else {
            return None;
        };
        let kinds = merged.kinds.unwrap_or(look::ALL);
        let admitted = match value.kind() {
            Kind::Bool => kinds.bool,
            Kind::Integer => kinds.integer || kinds.fraction,
            Kind::Float => kinds.fraction,
            Kind::String => kinds.string,
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
        match self.fit(constant.clone(), ty, 0) {
            Fit::Yes(constant) => Some(constant),
            Fit::Unsaid => None,
            Fit::Wanted(wanted) => {
                let message = format!("the default is {} where {wanted} belongs", at.kind().name());
                self.bad_default(at, message, "write a value of the schema's own type");
                None
            }
            Fit::Unlisted => {
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

    fn fit(&self, constant: Constant, ty: &Type, depth: usize) -> Fit {
        let (fits, wanted) = match ty {
            Type::Bool => (matches!(constant, Constant::Bool(_)), "`true` or `false`"),
            Type::Integer(_) => (matches!(constant, Constant::Integer(_)), "a whole number"),
            Type::Float => (
                matches!(constant, Constant::Integer(_) | Constant::Float(_)),
                "a number",
            ),
            Type::String | Type::Text(_) => (matches!(constant, Constant::String(_)), "text"),
            Type::Named(id) if depth < 8 => {
                return match &self.api.type_def(*id).shape {
                    Shape::Alias(inner) if *inner != Type::Json => {
                        self.fit(constant, inner, depth + 1)
                    }
                    Shape::Choice(values) => match &constant {
                        Constant::String(text) => {
                            let known = values.iter().any(|value| value.value == *text);
                            if known {
                                Fit::Yes(constant)
                            } else {
                                Fit::Unlisted
                            }
                        }
                        Constant::Null
                        | Constant::Bool(_)
                        | Constant::Integer(_)
                        | Constant::Float(_) => Fit::Wanted("text"),
                    },
                    Shape::IntegerChoice(values) => match &constant {
                        Constant::Integer(number) => {
                            let known = values.iter().any(|value| value.value == *number);
                            if known {
                                Fit::Yes(constant)
                            } else {
                                Fit::Unlisted
                            }
                        }
                        Constant::Null
                        | Constant::Bool(_)
                        | Constant::Float(_)
                        | Constant::String(_) => Fit::Wanted("a whole number"),
                    },
                    Shape::Record(_)
                    | Shape::Multipart(_)
                    | Shape::MixedChoice(_)
                    | Shape::Tagged(_)
                    | Shape::Union(_)
                    | Shape::Alias(_)
                    | Shape::Newtype(_) => Fit::Unsaid,
                };
            }
            Type::Secret
            | Type::Json
            | Type::Null
            | Type::File
            | Type::Body
            | Type::Form
            | Type::List(_)
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Named(_)
            | Type::Nullable(_)
            | Type::Boxed(_) => return Fit::Unsaid,
        };
        if fits {
            Fit::Yes(constant)
        } else {
            Fit::Wanted(wanted)
        }
    }
}

enum Fit {
    Yes(Constant),
    /// It is of another kind than this.
    Wanted(&'static str),
    /// It is none of the values that there are.
    Unlisted,
    /// The type has no constants.
    Unsaid,
}
