//! Tables of values: `values: { active: active }`, with the outcome of all others.

mod code;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use signon_codegen::Code;
use signon_codegen::internal::diagnostic::{Diagnostic, Diagnostics, Reported};
use signon_codegen::internal::document::At;
use signon_codegen::internal::ir::{EnumRepr, Type};

use self::code::{Raw, Table};
use super::expression::Context;
use super::function::{Call, Outcome, transform};
use super::keys::{quoted, required, similar, wrong_kind};
use super::path::Source;
use super::side::text_of;
use super::value::{Target, Value};

/// What a table is looked up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bool,
    Text,
    /// A set of strings.
    Enum,
    Integer,
    /// A set of integers.
    IntegerEnum,
}

/// What a table is looked up by, and how.
#[derive(Clone, Copy, Debug)]
struct Subject {
    kind: Kind,
    /// Whether upper and lower case are the same: the rows are in lower case.
    in_lower_case: bool,
}

/// Whether a table ignores the case of letters: `with: lowercase`, the only function that a table takes.
fn in_lower_case(context: &mut Context<'_>, at: At<'_>, kind: Kind) -> Result<bool, Reported> {
    let Some(with) = at.get("with") else {
        return Ok(false);
    };
    if kind == Kind::Text && with.str() == Some("lowercase") {
        return Ok(true);
    }
    let message = "a table takes no function but `lowercase`, for text";
    let diagnostic = Diagnostic::new(Code::MappingType, with, message);
    Err(context.diagnostics.report(diagnostic))
}

/// The outcome of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// It stays as it is.
    Raw,
    /// There is no value.
    Nothing,
    /// It is rejected.
    Refuse,
}

impl Rule {
    fn of(at: At<'_>, diagnostics: &mut Diagnostics) -> Result<Self, Reported> {
        match at.str() {
            Some("raw") => Ok(Self::Raw),
            Some("none") => Ok(Self::Nothing),
            Some("refuse") => Ok(Self::Refuse),
            _ => Err(wrong_kind(at, "`raw`, `none` or `refuse`", diagnostics)),
        }
    }
}

/// The rows of a table: values of the source by the outcome of them.
#[derive(Debug, Default)]
struct Rows {
    /// Values with a value of the target, by the latter.
    to: Vec<(Vec<String>, TokenStream)>,
    /// Values with a rule of their own.
    by_rule: Vec<(String, Rule)>,
}

impl Rows {
    /// Adds a value with a value of the target.
    fn add(&mut self, key: &str, literal: TokenStream) {
        let text = literal.to_string();
        let mut rows = self.to.iter_mut();
        match rows.find(|(_, to)| to.to_string() == text) {
            Some((keys, _)) => keys.push(key.to_owned()),
            None => self.to.push((vec![key.to_owned()], literal)),
        }
    }
}

/// The value of a source, looked up.
pub(super) fn lookup(
    context: &mut Context<'_>,
    at: At<'_>,
    source: &Source<'_>,
    target: &Target<'_>,
) -> Result<Value, Reported> {
    let Some((kind, known)) = domain(source) else {
        let message = format!(
            "a table takes a boolean, text, an integer or an enum, and the value is {}",
            source.side.describe(source.ty)
        );
        return Err(context
            .diagnostics
            .report(Diagnostic::new(Code::MappingType, at, message)));
    };
    let rows = rows(context, at, kind, source, target, &known)?;
    // Of a boolean, both values have a row.
    let otherwise = if kind == Kind::Bool {
        None
    } else {
        let otherwise = required(at, "otherwise", context.diagnostics)?;
        Some(Rule::of(otherwise, context.diagnostics)?)
    };
    let rules = rows.by_rule.iter().map(|(_, rule)| *rule);
    let rules: Vec<Rule> = rules.chain(otherwise).collect();
    let raw = Raw::of(kind, target);
    if rules.contains(&Rule::Raw) && raw.is_none() {
        let what = "a value of the source, kept as it is";
        return Err(target.mismatch(at, what, context.diagnostics));
    }
    let outcome = outcome(at, &rules, context.diagnostics)?;
    let key = source
        .first_key
        .clone()
        .unwrap_or_else(|| target.key.clone());
    let subject = Subject {
        kind,
        in_lower_case: in_lower_case(context, at, kind)?,
    };
    let table = Table {
        subject,
        outcome,
        rows,
        otherwise: otherwise.unwrap_or(Rule::Nothing),
        raw,
        key,
    };
    let call = Call {
        outcome,
        path: None,
        on: Box::new(move |value, is_reference| table.write(value, is_reference)),
    };
    transform(context, at, source, &call)
}

/// Whether each value has one of the target, by the rules that apply to some.
fn outcome(at: At<'_>, rules: &[Rule], diagnostics: &mut Diagnostics) -> Result<Outcome, Reported> {
    match (
        rules.contains(&Rule::Refuse),
        rules.contains(&Rule::Nothing),
    ) {
        (true, true) => {
            let message =
                "a table has values for which there is none, or values that it refuses, not both";
            Err(diagnostics.report(Diagnostic::new(Code::MappingType, at, message)))
        }
        (true, false) => Ok(Outcome::Fallible),
        (false, true) => Ok(Outcome::Partial),
        (false, false) => Ok(Outcome::Total),
    }
}

/// What a table of a source is looked up by, and the values that the source is known to have.
fn domain(source: &Source<'_>) -> Option<(Kind, Vec<String>)> {
    let ty = source.side.api.resolve(source.ty);
    if let Type::Bool = ty {
        return Some((Kind::Bool, vec!["true".to_owned(), "false".to_owned()]));
    }
    if let Type::String = ty {
        return Some((Kind::Text, Vec::new()));
    }
    if let Type::Integer(_) = ty {
        return Some((Kind::Integer, Vec::new()));
    }
    let (_, values) = source.side.enumeration(ty)?;
    let known = values.values.iter().map(text_of).collect();
    match values.repr {
        EnumRepr::String => Some((Kind::Enum, known)),
        EnumRepr::Integer => Some((Kind::IntegerEnum, known)),
        EnumRepr::Scalar => None,
    }
}

/// Reads the rows, and checks that every known value has one.
fn rows(
    context: &mut Context<'_>,
    at: At<'_>,
    kind: Kind,
    source: &Source<'_>,
    target: &Target<'_>,
    known: &[String],
) -> Result<Rows, Reported> {
    let mut rows = Rows::default();
    let mut keys = Keys {
        kind,
        source,
        known,
        seen: BTreeSet::new(),
    };
    let mut failed = None;
    for (key, value) in at.get("values").into_iter().flat_map(At::entries) {
        failed = keys.check(key, value, true, context.diagnostics).or(failed);
        match target.literal(value, context.diagnostics) {
            Ok(literal) => rows.add(key, literal),
            Err(reported) => failed = Some(reported),
        }
    }
    for (name, rule) in [
        ("raw", Rule::Raw),
        ("none", Rule::Nothing),
        ("refuse", Rule::Refuse),
    ] {
        for value in at.get(name).into_iter().flat_map(At::items) {
            let key = value.text().unwrap_or_default();
            failed = keys
                .check(&key, value, false, context.diagnostics)
                .or(failed);
            rows.by_rule.push((key, rule));
        }
    }
    failed = keys.check_all(at, context.diagnostics).or(failed);
    failed.map_or(Ok(rows), Err)
}

/// The values of a source that have a row.
struct Keys<'a> {
    kind: Kind,
    source: &'a Source<'a>,
    /// The values that the source is known to have.
    known: &'a [String],
    seen: BTreeSet<String>,
}

impl Keys<'_> {
    /// Reports a row for a value that the source does not have, or that has another row.
    fn check(
        &mut self,
        key: &str,
        at: At<'_>,
        on_key: bool,
        diagnostics: &mut Diagnostics,
    ) -> Option<Reported> {
        let place = |diagnostic: Diagnostic| {
            if on_key {
                diagnostic.on_key(at)
            } else {
                diagnostic
            }
        };
        if !self.seen.insert(key.to_owned()) {
            let message = format!("`{key}` has several rows");
            let diagnostic = place(Diagnostic::new(Code::MappingValue, at, message));
            return Some(diagnostics.report(diagnostic));
        }
        if self.kind == Kind::Integer && key.parse::<i64>().is_err() {
            let message = format!("the source is an integer, and `{key}` is not");
            let diagnostic = place(Diagnostic::new(Code::MappingValue, at, message));
            return Some(diagnostics.report(diagnostic));
        }
        if self.known.is_empty() || self.known.iter().any(|value| value == key) {
            return None;
        }
        let noun = self.source.side.describe(self.source.ty);
        let message = format!("{noun} has no value `{key}`");
        let diagnostic = place(Diagnostic::new(Code::MappingValue, at, message));
        let help = match similar(key, self.known.iter().map(String::as_str)) {
            Some(similar) => format!("a similar value exists: `{similar}`"),
            None => format!("the values are {}", quoted(self.known)),
        };
        Some(diagnostics.report(diagnostic.help(help)))
    }

    /// Reports known values that have no row.
    fn check_all(&self, at: At<'_>, diagnostics: &mut Diagnostics) -> Option<Reported> {
        let known = self.known.iter();
        let missing: Vec<&String> = known.filter(|value| !self.seen.contains(*value)).collect();
        if missing.is_empty() {
            return None;
        }
        let noun = self.source.side.describe(self.source.ty);
        let message = format!("no row for {} of {noun}", quoted(&missing));
        let place = at.get("values").unwrap_or(at);
        let diagnostic = Diagnostic::new(Code::MappingValue, place, message).on_key(place);
        let help = "add it to `values`, or to the list of `raw`, `none` or `refuse`";
        Some(diagnostics.report(diagnostic.help(help)))
    }
}
