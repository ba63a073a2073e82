//! Compares the wire: two documents → changes of requests and responses.

use std::collections::{BTreeSet, HashSet};

use super::operation;
use super::view::Direction;
use super::{Found, Point, Side, Verdict};
use crate::diagnostic::{Diagnostics, Strictness};
use crate::document::{At, DocumentId};
use crate::load::SpecSet;
use crate::resolve::{Description, resolve};

/// Compares two documents.
pub(super) fn compare(old: &SpecSet, new: &SpecSet) -> Vec<Found> {
    // Problems in the documents were reported when they were analyzed.
    let mut scratch = Diagnostics::new(Strictness::Vendor { keep_going: true });
    let (old, new) = (resolve(old, &mut scratch), resolve(new, &mut scratch));
    let mut wire = Wire::default();
    operation::compare(&mut wire, &old, &new);
    wire.found
}

/// A set of schemas, by their nodes.
type Ids = Vec<(DocumentId, u32)>;

/// The changes so far.
#[derive(Debug, Default)]
pub(super) struct Wire {
    found: Vec<Found>,
    /// The schemas that were compared.
    compared: HashSet<(Ids, Ids, Direction)>,
}

/// The change of a set of allowed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Effect {
    /// Some values are no longer allowed.
    pub(super) narrowed: bool,
    /// Some values are newly allowed.
    pub(super) widened: bool,
}

impl Effect {
    pub(super) const NARROWED: Self = Self {
        narrowed: true,
        widened: false,
    };
    pub(super) const WIDENED: Self = Self {
        narrowed: false,
        widened: true,
    };
    pub(super) const CHANGED: Self = Self {
        narrowed: true,
        widened: true,
    };

    /// Compares two sets of allowed values.
    pub(super) fn of_sets(old: &BTreeSet<String>, new: &BTreeSet<String>) -> Option<Self> {
        let effect = Self {
            narrowed: old.iter().any(|value| !new.contains(value)),
            widened: new.iter().any(|value| !old.contains(value)),
        };
        (effect.narrowed || effect.widened).then_some(effect)
    }

    /// Returns the verdict. Clients accept unexpected values if they are `open`: unknown values of an enum, members of a
    /// union, numbers beyond a limit.
    pub(super) fn verdict(self, direction: Direction, open: bool) -> Verdict {
        let is_breaking = match direction {
            Direction::Request => self.narrowed,
            Direction::Response => self.widened && !open,
        };
        if is_breaking {
            Verdict::Major
        } else {
            Verdict::Minor
        }
    }

    /// Describes the effect in words.
    pub(super) fn description(self) -> &'static str {
        match (self.narrowed, self.widened) {
            (true, true) => "changed",
            (true, false) => "narrowed",
            (false, _) => "widened",
        }
    }
}

impl Wire {
    pub(super) fn change(
        &mut self,
        verdict: Verdict,
        code: &'static str,
        subject: &str,
        message: impl Into<String>,
        (old, new): (Option<At<'_>>, Option<At<'_>>),
    ) {
        self.found.push(Found {
            verdict,
            side: Side::Wire,
            code,
            subject: subject.to_owned(),
            message: message.into(),
            old: old.map(Point::of),
            new: new.map(Point::of),
        });
    }

    /// Marks two sets of schemas as compared; returns whether they were not before.
    pub(super) fn begin(&mut self, old: &[At<'_>], new: &[At<'_>], direction: Direction) -> bool {
        let ids = |schemas: &[At<'_>]| schemas.iter().map(|at| at.id()).collect();
        self.compared.insert((ids(old), ids(new), direction))
    }
}

/// The operations of a document.
pub(super) type Document<'d> = Description<'d>;
