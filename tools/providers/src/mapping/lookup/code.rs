//! The code of a table: a `match` on the value, or a condition.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use signon_codegen::internal::ir::Type;

use super::{Kind, Outcome, Rows, Rule, Subject, Target};
use crate::mapping::unified::mapping_error;

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

/// A table that is looked up.
pub(super) struct Table {
    pub(super) subject: Subject,
    pub(super) outcome: Outcome,
    pub(super) rows: Rows,
    /// The outcome of a value without a row.
    pub(super) otherwise: Rule,
    pub(super) raw: Option<Raw>,
    /// What errors of a call name the value by.
    pub(super) key: String,
}

impl Table {
    /// The lookup of an expression.
    pub(super) fn write(&self, value: &TokenStream, is_reference: bool) -> TokenStream {
        if self.subject.kind == Kind::Bool {
            return self.condition(value, is_reference);
        }
        let scrutinee = self.scrutinee(value, is_reference);
        if self.rows.to.is_empty() && self.rows.by_rule.is_empty() {
            return self.by_rule(self.otherwise, &scrutinee);
        }
        let arms = self.rows.to.iter().map(|(keys, to)| {
            let (patterns, to) = (patterns(keys, self.is_number()), self.wrap(to));
            quote!(#(#patterns)|* => #to,)
        });
        let rules = [Rule::Raw, Rule::Nothing, Rule::Refuse];
        let rules = rules.into_iter().filter(|rule| *rule != self.otherwise);
        let special = rules.filter_map(|rule| self.special(rule));
        let last = if self.otherwise == Rule::Nothing {
            quote!(_)
        } else {
            quote!(other)
        };
        let otherwise = self.by_rule(self.otherwise, &quote!(other));
        quote!(match #scrutinee { #(#arms)* #(#special)* #last => #otherwise, })
    }

    /// The arm of the values that have a rule of their own.
    fn special(&self, rule: Rule) -> Option<TokenStream> {
        let keys = self.rows.by_rule.iter().filter(|(_, of)| *of == rule);
        let keys: Vec<String> = keys.map(|(key, _)| key.clone()).collect();
        let patterns = patterns(&keys, self.is_number());
        let to = self.by_rule(rule, &quote!(other));
        let binding = if rule == Rule::Nothing {
            quote!()
        } else {
            quote!(other @)
        };
        (!patterns.is_empty()).then(|| quote!(#binding (#(#patterns)|*) => #to,))
    }

    /// What the rows are compared with.
    fn scrutinee(&self, value: &TokenStream, is_reference: bool) -> TokenStream {
        match (self.subject.kind, is_reference) {
            (Kind::Text, _) if self.subject.in_lower_case => {
                quote!(#value.to_lowercase().as_str())
            }
            (Kind::Enum | Kind::Text, _) => quote!(#value.as_str()),
            (Kind::IntegerEnum, _) => quote!(#value.get()),
            (_, true) => quote!(*#value),
            (_, false) => quote!(#value),
        }
    }

    /// The outcome of a value by a rule.
    fn by_rule(&self, rule: Rule, value: &TokenStream) -> TokenStream {
        let (key, error) = (&self.key, mapping_error());
        match rule {
            Rule::Raw => self
                .raw
                .as_ref()
                .map_or_else(|| quote!(None), |raw| self.wrap(&raw.write(value))),
            Rule::Nothing => quote!(None),
            Rule::Refuse if self.is_number() => quote!(Err(#error::value(#key, &#value))),
            Rule::Refuse => quote!(Err(#error::value(#key, #value))),
        }
    }

    /// A value of the target, as the outcome of the lookup.
    fn wrap(&self, value: &TokenStream) -> TokenStream {
        match self.outcome {
            Outcome::Total => quote!(#value),
            Outcome::Partial => quote!(Some(#value)),
            Outcome::Fallible => quote!(Ok(#value)),
        }
    }

    fn is_number(&self) -> bool {
        matches!(self.subject.kind, Kind::Integer | Kind::IntegerEnum)
    }

    /// The lookup of a boolean.
    fn condition(&self, value: &TokenStream, is_reference: bool) -> TokenStream {
        let rows = &self.rows;
        let mapped = |wanted: &str| {
            let mut to = rows.to.iter();
            to.find(|(keys, _)| keys.iter().any(|key| key == wanted))
                .map(|(_, to)| to)
        };
        let branch = |wanted: &str| {
            let mut rules = rows.by_rule.iter();
            let rule = rules.find(|(key, _)| key == wanted).map(|(_, rule)| *rule);
            mapped(wanted).map_or_else(
                || self.by_rule(rule.unwrap_or(Rule::Nothing), value),
                |to| self.wrap(to),
            )
        };
        let (yes, no) = (branch("true"), branch("false"));
        if let (Some(to), "None") = (mapped("true"), no.to_string().as_str()) {
            return quote!(#value.then_some(#to));
        }
        if is_reference {
            quote!(if *#value { #yes } else { #no })
        } else {
            quote!(if #value { #yes } else { #no })
        }
    }
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
