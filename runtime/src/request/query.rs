//! Parameters written as `name=value` pairs: queries, forms and cookies.

use crate::parameter::Parameter;
use crate::request::encode;
use crate::request::style::{QueryKind, QueryStyle};

/// Writes pairs into a text, with `separator` between them.
pub(crate) struct Pairs<'a> {
    out: &'a mut String,
    separator: &'static str,
    allow_reserved: bool,
}

impl<'a> Pairs<'a> {
    /// Pairs of a query or a form.
    pub(crate) fn query(out: &'a mut String, allow_reserved: bool) -> Self {
        Self {
            out,
            separator: "&",
            allow_reserved,
        }
    }

    /// Pairs of a `Cookie` header.
    pub(crate) fn cookie(out: &'a mut String) -> Self {
        Self {
            out,
            separator: "; ",
            allow_reserved: false,
        }
    }

    /// Writes a name and a text.
    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.begin(name);
        self.value(value);
    }

    /// Writes a parameter in a style.
    pub(crate) fn parameter(&mut self, name: &str, style: QueryStyle, value: &Parameter) {
        match (style.kind, value) {
            (_, Parameter::Absent) => {}
            (_, Parameter::Null) => self.begin(name),
            (_, Parameter::Scalar(text)) => self.text(name, text),
            (QueryKind::DeepObject, Parameter::List(_) | Parameter::Map(_)) => {
                self.nested(name, value);
            }
            (QueryKind::Form, _) if !style.explode => self.joined(name, ",", value),
            (QueryKind::SpaceDelimited, _) if !style.explode => self.joined(name, "%20", value),
            (QueryKind::PipeDelimited, _) if !style.explode => self.joined(name, "%7C", value),
            (_, Parameter::List(items)) if items.iter().any(Parameter::is_compound) => {
                self.nested(name, value);
            }
            (_, Parameter::List(items)) => {
                for item in items {
                    self.parameter(name, style, item);
                }
            }
            (_, Parameter::Map(members)) => {
                for (key, member) in members {
                    self.member(key, member);
                }
            }
        }
    }

    /// Writes what has a name of its own: lists repeat it, maps add to it.
    pub(crate) fn member(&mut self, name: &str, value: &Parameter) {
        let style = match value {
            Parameter::Map(_) => QueryStyle::DEEP_OBJECT,
            Parameter::Absent | Parameter::Null | Parameter::Scalar(_) | Parameter::List(_) => {
                QueryStyle::FORM
            }
        };
        self.parameter(name, style, value);
    }

    /// Writes `name[a][b]=value` for maps and `name[]=value` for lists.
    ///
    /// Items that hold others are numbered, because `name[][a]=1&name[][b]=2` does not tell
    /// one item from two.
    fn nested(&mut self, name: &str, value: &Parameter) {
        match value {
            Parameter::Absent => {}
            Parameter::Null => self.begin(name),
            Parameter::Scalar(text) => self.text(name, text),
            Parameter::List(items) if items.iter().any(Parameter::is_compound) => {
                for (index, item) in items.iter().enumerate() {
                    self.nested(&format!("{name}[{index}]"), item);
                }
            }
            Parameter::List(items) => {
                let name = format!("{name}[]");
                for item in items {
                    self.nested(&name, item);
                }
            }
            Parameter::Map(members) => {
                for (key, member) in members {
                    self.nested(&format!("{name}[{key}]"), member);
                }
            }
        }
    }

    fn joined(&mut self, name: &str, delimiter: &str, value: &Parameter) {
        let start = self.out.len();
        self.begin(name);
        let mut first = true;
        self.pieces(delimiter, value, &mut first);
        if first {
            // A list of nothing is not sent.
            self.out.truncate(start);
        }
    }

    fn pieces(&mut self, delimiter: &str, value: &Parameter, first: &mut bool) {
        match value {
            Parameter::Absent => {}
            Parameter::Null => self.piece(delimiter, "", first),
            Parameter::Scalar(text) => self.piece(delimiter, text, first),
            Parameter::List(items) => {
                for item in items {
                    self.pieces(delimiter, item, first);
                }
            }
            Parameter::Map(members) => {
                for (key, member) in members {
                    if !member.is_absent() {
                        self.piece(delimiter, key, first);
                        self.pieces(delimiter, member, first);
                    }
                }
            }
        }
    }

    fn piece(&mut self, delimiter: &str, text: &str, first: &mut bool) {
        if !std::mem::take(first) {
            self.out.push_str(delimiter);
        }
        self.value(text);
    }

    fn begin(&mut self, name: &str) {
        if !self.out.is_empty() {
            self.out.push_str(self.separator);
        }
        encode::strict(self.out, name);
        self.out.push('=');
    }

    fn value(&mut self, text: &str) {
        if self.allow_reserved {
            encode::reserved_in_query(self.out, text);
        } else {
            encode::strict(self.out, text);
        }
    }
}
