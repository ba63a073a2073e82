//! Arrays: lists of one type, and tuples.

use super::Slot;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Tuple, Type};
use crate::lower::Lower;
use crate::schema::{Merged, Parts};

/// Maximum number of items of a tuple with types of their own, which is the runtime's.
const MAX_TYPED_ITEMS: usize = 12;

impl<'d> Lower<'_, 'd> {
    /// The type of an array.
    pub(in crate::lower) fn array(&mut self, merged: &Merged<'d>, slot: &Slot) -> Type {
        // A merge patch replaces an array as a whole.
        self.patching(false, |lower| lower.list_or_tuple(merged, slot))
    }

    fn list_or_tuple(&mut self, merged: &Merged<'d>, slot: &Slot) -> Type {
        if !merged.prefix_items.is_empty() {
            return self.tuple(merged, slot);
        }
        self.items(merged, slot).map_or_else(
            || Type::List(Box::new(Type::Json)),
            |item| Type::List(Box::new(item)),
        )
    }

    /// The type of the items; none where the schema has no `items`.
    fn items(&mut self, merged: &Merged<'d>, slot: &Slot) -> Option<Type> {
        let context = self.context_in(slot).item();
        match merged.items.as_slice() {
            [] => None,
            [item] => Some(self.element(*item, &context)),
            items => Some(self.build(&Parts::all(items), &Slot::Inline(context))),
        }
    }

    /// A tuple. Its length is fixed where the document rules out shorter and longer arrays.
    fn tuple(&mut self, merged: &Merged<'d>, slot: &Slot) -> Type {
        let places = merged.prefix_items.len();
        if places > MAX_TYPED_ITEMS {
            let message = format!(
                "`prefixItems` has {places} places, where a tuple has at most {MAX_TYPED_ITEMS}"
            );
            self.diagnostics.report(
                Diagnostic::new(Code::UncheckedKeyword, merged.at, message)
                    .help("describe the list by `items`"),
            );
            return Type::List(Box::new(Type::Json));
        }
        let context = self.context_in(slot);
        let items = merged.prefix_items.iter().enumerate();
        let items = items
            .map(|(index, at)| self.element(*at, &context.word(ordinal(index))))
            .collect();
        let rest = match self.items(merged, slot) {
            Some(rest) => Some(rest),
            None => (!is_exact(merged)).then_some(Type::Json),
        };
        Type::Tuple(Tuple {
            items,
            rest: rest.map(Box::new),
        })
    }
}

/// Whether the length of a tuple is fixed.
fn is_exact(merged: &Merged<'_>) -> bool {
    let places = merged.prefix_items.len();
    let said = |key: &'static str| merged.sources.iter().filter_map(move |at| at.get(key));
    let bound = |key| said(key).filter_map(|at| usize::try_from(at.integer()?).ok());
    let ruled_out = ["items", "additionalItems", "unevaluatedItems"]
        .iter()
        .any(|key| {
            let mut said = merged.sources.iter().filter_map(|source| source.get(key));
            said.any(|at| at.bool() == Some(false))
        });
    let closed = ruled_out || bound("maxItems").any(|most| most <= places);
    closed && bound("minItems").any(|least| least >= places)
}

fn ordinal(index: usize) -> &'static str {
    const WORDS: [&str; MAX_TYPED_ITEMS] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
        "tenth", "eleventh", "twelfth",
    ];
    WORDS.get(index).copied().unwrap_or("further")
}
