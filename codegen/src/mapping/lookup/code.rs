//! The code of a table: a `match` on the value, or a condition.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::{Kind, Outcome, Rows, Rule, Subject, Target, Write};
use crate::ir::Type;

/// How a value stays as it is in the target.
pub(super) struct Raw {
    /// The enum that it becomes a value of; text otherwise.
    to: Option<TokenStream>,
    is_number: bool,
}

impl Raw {
    /// None if the target takes no other values than those that it is known to have.
    pub(super) fn of(kind: Kind, target: &Target<'_>) -> Option<Self> {
        let to = target.string_enum().map(|id| target.side.path(id));
        let is_text = to.is_some() || matches!(target.resolved(), Type::String);
        (is_text && kind != Kind::Bool).then_some(Self {
            to,
            is_number: matches!(kind, Kind::Integer | Kind::IntegerEnum),
        })
    }

    fn write(&self, value: &TokenStream) -> TokenStream {
        match (&self.to, self.is_number) {
            (Some(ty), true) => quote!(#ty::from(#value.to_string().as_str())),
            (Some(ty), false) => quote!(#ty::from(#value)),
            (None, true) => quote!(#value.to_string()),
            (None, false) => quote!(#value.to_owned()),
        }
    }
}

/// What writes the lookup of an expression.
pub(super) fn writer(
    subject: Subject,
    outcome: Outcome,
    rows: Rows,
    otherwise: Rule,
    raw: Option<Raw>,
    key: String,
) -> Write {
    let wrap = move |value: &TokenStream| match outcome {
        Outcome::Total => quote!(#value),
        Outcome::Partial => quote!(Some(#value)),
        Outcome::Fallible => quote!(Ok(#value)),
    };
    let is_number = matches!(subject.kind, Kind::Integer | Kind::IntegerEnum);
    let by_rule = move |rule: Rule, value: &TokenStream| match rule {
        Rule::Raw => raw
            .as_ref()
            .map_or_else(|| quote!(None), |raw| wrap(&raw.write(value))),
        Rule::Nothing => quote!(None),
        Rule::Refuse if is_number => quote!(Err(MappingError::value(#key, &#value))),
        Rule::Refuse => quote!(Err(MappingError::value(#key, #value))),
    };
    let Subject {
        kind,
        in_lower_case,
    } = subject;
    Box::new(move |value, is_reference| {
        if kind == Kind::Bool {
            return condition(value, is_reference, &rows, &wrap, &by_rule);
        }
        let scrutinee = match (kind, is_reference) {
            (Kind::Text, _) if in_lower_case => quote!(#value.to_lowercase().as_str()),
            (Kind::Enum | Kind::Text, _) => quote!(#value.as_str()),
            (Kind::IntegerEnum, _) => quote!(#value.get()),
            (_, true) => quote!(*#value),
            (_, false) => quote!(#value),
        };
        if rows.to.is_empty() && rows.by_rule.is_empty() {
            return by_rule(otherwise, &scrutinee);
        }
        let other = quote!(other);
        let arms = rows.to.iter().map(|(keys, to)| {
            let (patterns, to) = (patterns(keys, is_number), wrap(to));
            quote!(#(#patterns)|* => #to,)
        });
        let special = [Rule::Raw, Rule::Nothing, Rule::Refuse];
        let special = special.into_iter().filter(|rule| *rule != otherwise);
        let special = special.filter_map(|rule| {
            let keys = rows.by_rule.iter().filter(|(_, of)| *of == rule);
            let keys: Vec<String> = keys.map(|(key, _)| key.clone()).collect();
            let patterns = patterns(&keys, is_number);
            let to = by_rule(rule, &other);
            let binding = if rule == Rule::Nothing {
                quote!()
            } else {
                quote!(other @)
            };
            (!patterns.is_empty()).then(|| quote!(#binding (#(#patterns)|*) => #to,))
        });
        let last = if otherwise == Rule::Nothing {
            quote!(_)
        } else {
            quote!(other)
        };
        let otherwise = by_rule(otherwise, &other);
        quote!(match #scrutinee { #(#arms)* #(#special)* #last => #otherwise, })
    })
}

/// The patterns for values: numbers that follow each other are a range.
fn patterns(keys: &[String], is_number: bool) -> Vec<TokenStream> {
    if !is_number {
        return keys.iter().map(|key| quote!(#key)).collect();
    }
    let mut numbers: Vec<i64> = keys.iter().filter_map(|key| key.parse().ok()).collect();
    numbers.sort_unstable();
    let runs = numbers.chunk_by(|left, right| left.checked_add(1) == Some(*right));
    let literal = proc_macro2::Literal::i64_unsuffixed;
    runs.flat_map(|run| match run {
        [first, _, .., last] => {
            let (first, last) = (literal(*first), literal(*last));
            vec![quote!(#first..=#last)]
        }
        run => run
            .iter()
            .map(|number| literal(*number).into_token_stream())
            .collect(),
    })
    .collect()
}

/// The lookup of a boolean.
fn condition(
    value: &TokenStream,
    is_reference: bool,
    rows: &Rows,
    wrap: &dyn Fn(&TokenStream) -> TokenStream,
    by_rule: &dyn Fn(Rule, &TokenStream) -> TokenStream,
) -> TokenStream {
    let branch = |wanted: &str| {
        let mut to = rows.to.iter();
        let found = to.find(|(keys, _)| keys.iter().any(|key| key == wanted));
        let mut rules = rows.by_rule.iter();
        let rule = rules.find(|(key, _)| key == wanted).map(|(_, rule)| *rule);
        found.map_or_else(
            || by_rule(rule.unwrap_or(Rule::Nothing), value),
            |(_, to)| wrap(to),
        )
    };
    let (yes, no) = (branch("true"), branch("false"));
    let constant = rows
        .to
        .iter()
        .find(|(keys, _)| keys.iter().any(|key| key == "true"));
    if let (Some((_, to)), "None") = (constant, no.to_string().as_str()) {
        return quote!(#value.then_some(#to));
    }
    if is_reference {
        quote!(if *#value { #yes } else { #no })
    } else {
        quote!(if #value { #yes } else { #no })
    }
}
