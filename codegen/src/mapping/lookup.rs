//! Tables of values: `values: { active: active }`, with what becomes of all others.

mod code;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;

use self::code::{Raw, writer};

use super::expression::Context;
use super::function::{Call, Outcome, Write, transform};
use super::keys::{required, similar, wrong_kind};
use super::path::Source;
use super::side::text_of;
use super::value::{Target, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Reported};
use crate::document::At;
use crate::ir::{EnumRepr, Type};

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

/// What becomes of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// It stays as it is.
    Raw,
    /// There is no value.
    Nothing,
    /// It is refused.
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

/// The rows of a table: values of the source by what becomes of them.
#[derive(Debug, Default)]
struct Rows {
    /// Values with a value of the target, by the latter.
    to: Vec<(Vec<String>, TokenStream)>,
    /// Values with a rule of their own.
    by_rule: Vec<(String, Rule)>,
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
    let rows = rows(context, at, source, target, &known)?;
    let otherwise = if kind == Kind::Bool {
        Rule::Nothing
    } else {
        let otherwise = required(at, "otherwise", context.diagnostics)?;
        Rule::of(otherwise, context.diagnostics)?
    };
    let rules = || {
        rows.by_rule
            .iter()
            .map(|(_, rule)| *rule)
            .chain([otherwise])
    };
    let is_bool = kind == Kind::Bool;
    let has = |wanted: Rule| {
        let explicit = rows.by_rule.iter().any(|(_, rule)| *rule == wanted);
        explicit || (!is_bool && otherwise == wanted)
    };
    if rules().any(|rule| rule == Rule::Raw) && Raw::of(kind, target).is_none() {
        let what = "a value of the source, kept as it is";
        return Err(target.misfit(at, what, context.diagnostics));
    }
    let outcome = match (has(Rule::Refuse), has(Rule::Nothing)) {
        (true, true) => {
            let message =
                "a table has values for which there is none, or values that it refuses, not both";
            let diagnostic = Diagnostic::new(Code::MappingType, at, message);
            return Err(context.diagnostics.report(diagnostic));
        }
        (true, false) => Outcome::Fallible,
        (false, true) => Outcome::Partial,
        (false, false) => Outcome::Total,
    };
    let key = source
        .first_key
        .clone()
        .unwrap_or_else(|| target.key.clone());
    let subject = Subject {
        kind,
        in_lower_case: in_lower_case(context, at, kind)?,
    };
    let call = Call {
        outcome,
        path: None,
        on: writer(
            subject,
            outcome,
            rows,
            otherwise,
            Raw::of(kind, target),
            key,
        ),
    };
    transform(context, at, source, &call)
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
    source: &Source<'_>,
    target: &Target<'_>,
    known: &[String],
) -> Result<Rows, Reported> {
    let mut rows = Rows::default();
    let mut seen = BTreeSet::new();
    let mut failed = None;
    for (key, value) in at.get("values").into_iter().flat_map(At::entries) {
        failed = check(
            source,
            key,
            value,
            true,
            known,
            &mut seen,
            context.diagnostics,
        )
        .or(failed);
        match target.literal(value, context.diagnostics) {
            Ok(literal) => {
                let same = rows
                    .to
                    .iter_mut()
                    .find(|(_, to)| to.to_string() == literal.to_string());
                match same {
                    Some((keys, _)) => keys.push(key.to_owned()),
                    None => rows.to.push((vec![key.to_owned()], literal)),
                }
            }
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
            failed = check(
                source,
                &key,
                value,
                false,
                known,
                &mut seen,
                context.diagnostics,
            )
            .or(failed);
            rows.by_rule.push((key, rule));
        }
    }
    let missing: Vec<&String> = known
        .iter()
        .filter(|value| !seen.contains(*value))
        .collect();
    if !missing.is_empty() {
        let (values, noun) = (
            super::keys::quoted(&missing),
            source.side.describe(source.ty),
        );
        let message = format!("{values} of {noun} has no row");
        let place = at.get("values").unwrap_or(at);
        let diagnostic = Diagnostic::new(Code::MappingValue, place, message).on_key(place);
        let help = "add it to `values`, or to the list of `raw`, `none` or `refuse`";
        failed = Some(context.diagnostics.report(diagnostic.help(help)));
    }
    failed.map_or(Ok(rows), Err)
}

/// Reports a row for a value that the source does not have, or that has another row.
fn check(
    source: &Source<'_>,
    key: &str,
    at: At<'_>,
    on_key: bool,
    known: &[String],
    seen: &mut BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) -> Option<Reported> {
    let place = |diagnostic: Diagnostic| {
        if on_key {
            diagnostic.on_key(at)
        } else {
            diagnostic
        }
    };
    if !seen.insert(key.to_owned()) {
        let message = format!("`{key}` has several rows");
        let diagnostic = place(Diagnostic::new(Code::MappingValue, at, message));
        return Some(diagnostics.report(diagnostic));
    }
    if known.is_empty() || known.iter().any(|value| value == key) {
        return None;
    }
    let message = format!("{} has no value `{key}`", source.side.describe(source.ty));
    let diagnostic = place(Diagnostic::new(Code::MappingValue, at, message));
    let help = match similar(key, known.iter().map(String::as_str)) {
        Some(similar) => format!("a similar value exists: `{similar}`"),
        None => format!("the values are {}", super::keys::quoted(known)),
    };
    Some(diagnostics.report(diagnostic.help(help)))
}
