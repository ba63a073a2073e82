//! Scalars that a document names.

use super::Lower;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Kind};
use crate::ir::{Constant, Shape, Type};

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

impl<'d> Lower<'_, 'd> {
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
