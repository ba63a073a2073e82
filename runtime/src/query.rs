//! Parameters written as `name=value` pairs: queries, forms and cookies.

use crate::parameter::Parameter;
use crate::percent;
use crate::style::{QueryKind, QueryStyle};

/// What joins the items of a list in one pair.
#[derive(Clone, Copy)]
pub(crate) enum Delimiter {
    Comma,
    Space,
    Tab,
    Pipe,
}

impl Delimiter {
    /// As it is.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Comma => ",",
            Self::Space => " ",
            Self::Tab => "\t",
            Self::Pipe => "|",
        }
    }

    /// As it is in a query.
    const fn encoded(self) -> &'static str {
        match self {
            Self::Comma => ",",
            Self::Space => "%20",
            Self::Tab => "%09",
            Self::Pipe => "%7C",
        }
    }
}

/// Receives the pairs that a parameter expands to.
pub(crate) trait PairWriter {
    /// Writes a pair whose value is these texts, joined.
    fn pair(&mut self, name: &str, texts: &[&str], delimiter: Delimiter);
}

/// Expands a parameter to pairs, in a style.
pub(crate) fn expand(
    writer: &mut impl PairWriter,
    name: &str,
    style: QueryStyle,
    value: &Parameter,
) {
    match (style.kind, value) {
        (_, Parameter::Absent | Parameter::Null | Parameter::Scalar(_))
        | (QueryKind::DeepObject, Parameter::List(_) | Parameter::Map(_)) => {
            nested(writer, name, value);
        }
        (QueryKind::Form, _) if !style.explode => joined(writer, name, Delimiter::Comma, value),
        (QueryKind::SpaceDelimited, _) if !style.explode => {
            joined(writer, name, Delimiter::Space, value);
        }
        (QueryKind::TabDelimited, _) if !style.explode => {
            joined(writer, name, Delimiter::Tab, value);
        }
        (QueryKind::PipeDelimited, _) if !style.explode => {
            joined(writer, name, Delimiter::Pipe, value);
        }
        (_, Parameter::List(items)) if items.iter().any(Parameter::is_compound) => {
            nested(writer, name, value);
        }
        (_, Parameter::List(items)) => {
            for item in items {
                expand(writer, name, style, item);
            }
        }
        (_, Parameter::Map(members)) => {
            for (key, member) in members {
                expand_member(writer, key, member);
            }
        }
    }
}

/// Expands a value with a name of its own: lists repeat the name, maps add to it.
pub(crate) fn expand_member(writer: &mut impl PairWriter, name: &str, value: &Parameter) {
    let style = match value {
        Parameter::Map(_) => QueryStyle::DEEP_OBJECT,
        Parameter::Absent | Parameter::Null | Parameter::Scalar(_) | Parameter::List(_) => {
            QueryStyle::FORM
        }
    };
    expand(writer, name, style, value);
}

/// Expands to `name[a][b]=value` for maps and `name[]=value` for lists.
///
/// Items that hold others are numbered, because `name[][a]=1&name[][b]=2` does not tell
/// one item from two.
fn nested(writer: &mut impl PairWriter, name: &str, value: &Parameter) {
    match value {
        Parameter::Absent => {}
        Parameter::Null => writer.pair(name, &[], Delimiter::Comma),
        Parameter::Scalar(text) => writer.pair(name, &[text], Delimiter::Comma),
        Parameter::List(items) if items.iter().any(Parameter::is_compound) => {
            for (index, item) in items.iter().enumerate() {
                nested(writer, &format!("{name}[{index}]"), item);
            }
        }
        Parameter::List(items) => {
            let name = format!("{name}[]");
            for item in items {
                nested(writer, &name, item);
            }
        }
        Parameter::Map(members) => {
            for (key, member) in members {
                nested(writer, &format!("{name}[{key}]"), member);
            }
        }
    }
}

/// Expands to one pair; an empty list is not sent.
fn joined(writer: &mut impl PairWriter, name: &str, delimiter: Delimiter, value: &Parameter) {
    let mut texts = Vec::new();
    flatten(&mut texts, value);
    if !texts.is_empty() {
        writer.pair(name, &texts, delimiter);
    }
}

fn flatten<'a>(texts: &mut Vec<&'a str>, value: &'a Parameter) {
    match value {
        Parameter::Absent => {}
        Parameter::Null => texts.push(""),
        Parameter::Scalar(text) => texts.push(text),
        Parameter::List(items) => {
            for item in items {
                flatten(texts, item);
            }
        }
        Parameter::Map(members) => {
            for (key, member) in members {
                if !member.is_absent() {
                    texts.push(key);
                    flatten(texts, member);
                }
            }
        }
    }
}

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
        expand(self, name, style, value);
    }

    /// Writes a value with a name of its own.
    pub(crate) fn member(&mut self, name: &str, value: &Parameter) {
        expand_member(self, name, value);
    }

    fn begin(&mut self, name: &str) {
        if !self.out.is_empty() {
            self.out.push_str(self.separator);
        }
        percent::strict(self.out, name);
        self.out.push('=');
    }

    fn value(&mut self, text: &str) {
        if self.allow_reserved {
            percent::reserved_in_query(self.out, text);
        } else {
            percent::strict(self.out, text);
        }
    }
}

impl PairWriter for Pairs<'_> {
    fn pair(&mut self, name: &str, texts: &[&str], delimiter: Delimiter) {
        self.begin(name);
        for (index, text) in texts.iter().enumerate() {
            if index > 0 {
                self.out.push_str(delimiter.encoded());
            }
            self.value(text);
        }
    }
}
