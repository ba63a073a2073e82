//! Compares schemas: the values that requests or responses allow.

mod keywords;
mod union;

use super::Verdict;
use super::view::{Direction, View, target};
use super::wire::{Effect, Wire};
use crate::document::At;

/// Compares two sets of schemas that constrain one value.
pub(super) fn compare(
    wire: &mut Wire,
    old: &[At<'_>],
    new: &[At<'_>],
    direction: Direction,
    subject: &str,
) {
    if !wire.begin(old, new, direction) {
        return;
    }
    let component = component(old, new);
    let subject = component.as_deref().unwrap_or(subject);
    let (from, to) = (View::of(old), View::of(new));
    let both = Both {
        old: &from,
        new: &to,
        direction,
        subject,
    };
    if both.alternatives(wire) {
        return;
    }
    both.types(wire);
    both.values(wire);
    both.limits(wire);
    both.opaque(wire);
    both.discriminator(wire);
    both.properties(wire);
    both.additional(wire);
    both.nested(wire, "items", "[]");
    both.tuple(wire);
    both.annotations(wire);
}

/// Returns the component name that both schemas share.
fn component(old: &[At<'_>], new: &[At<'_>]) -> Option<String> {
    let name = |schemas: &[At<'_>]| match schemas {
        [only] => {
            let at = target(*only);
            let pointer = at.pointer();
            pointer
                .strip_prefix("/components/schemas/")
                .filter(|name| !name.contains('/'))
                .map(|name| name.replace("~1", "/").replace("~0", "~"))
        }
        _ => None,
    };
    name(old).filter(|old| name(new).as_ref() == Some(old))
}

/// The schemas of a value in both documents.
struct Both<'a, 'o, 'n> {
    old: &'a View<'o>,
    new: &'a View<'n>,
    direction: Direction,
    subject: &'a str,
}

impl Both<'_, '_, '_> {
    /// Reports an effect of a keyword.
    fn effect(&self, wire: &mut Wire, code: &'static str, key: &str, effect: Effect, open: bool) {
        self.effect_with(wire, code, key, effect, open, "");
    }

    /// Reports a change of a keyword, with details for the message.
    fn effect_with(
        &self,
        wire: &mut Wire,
        code: &'static str,
        key: &str,
        effect: Effect,
        open: bool,
        detail: &str,
    ) {
        let verdict = effect.verdict(self.direction, open);
        let message = format!("`{key}` {}{detail}", effect.description());
        // Without the keyword, the evidence is the whole schema.
        let old = self.old.first(key).or(self.old.parts.first().copied());
        let new = self.new.first(key).or(self.new.parts.first().copied());
        wire.change(verdict, code, self.subject, message, (old, new));
    }

    fn properties(&self, wire: &mut Wire) {
        let (old, new) = (
            self.old.properties(self.direction),
            self.new.properties(self.direction),
        );
        let (had, has) = (self.old.required(), self.new.required());
        for (key, schemas) in &old {
            let subject = format!("{}.{key}", self.subject);
            let Some(next) = new.get(key) else {
                self.removed(wire, &subject, schemas);
                continue;
            };
            match (had.contains(key), has.contains(key)) {
                (false, true) => self.became_required(wire, &subject, schemas, next),
                (true, false) => self.became_optional(wire, &subject, schemas, next),
                (true, true) | (false, false) => {}
            }
            compare(wire, schemas, next, self.direction, &subject);
        }
        for (key, schemas) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
            let subject = format!("{}.{key}", self.subject);
            self.added(wire, &subject, schemas, has.contains(key));
        }
        // A key that is required without being declared.
        let undeclared = |key: &&str| !old.contains_key(*key) && !new.contains_key(*key);
        if has.difference(&had).any(undeclared) {
            self.effect(
                wire,
                "property-required",
                "required",
                Effect::NARROWED,
                true,
            );
        }
    }

    /// Reports a property that only the old document has.
    fn removed(&self, wire: &mut Wire, subject: &str, schemas: &[At<'_>]) {
        let verdict = match self.direction {
            Direction::Request if self.new.is_closed() => Verdict::Major,
            Direction::Request => Verdict::Minor,
            Direction::Response => Verdict::Major,
        };
        let places = (schemas.first().copied(), None);
        wire.change(verdict, "property-removed", subject, "removed", places);
    }

    /// Reports a property that only the new document has.
    fn added(&self, wire: &mut Wire, subject: &str, schemas: &[At<'_>], is_required: bool) {
        let is_breaking =
            self.direction == Direction::Request && is_required && !has_default(schemas);
        let verdict = if is_breaking {
            Verdict::Major
        } else {
            Verdict::Minor
        };
        let message = if is_required {
            "added, and required"
        } else {
            "added"
        };
        let places = (None, schemas.first().copied());
        wire.change(verdict, "property-added", subject, message, places);
    }

    /// Reports a property that only the new document requires.
    fn became_required(&self, wire: &mut Wire, subject: &str, old: &[At<'_>], new: &[At<'_>]) {
        let verdict = match self.direction {
            Direction::Request if !has_default(new) => Verdict::Major,
            Direction::Request | Direction::Response => Verdict::Minor,
        };
        let (code, message) = ("property-required", "became required");
        let places = (old.first().copied(), new.first().copied());
        wire.change(verdict, code, subject, message, places);
    }

    /// Reports a property that only the old document requires.
    fn became_optional(&self, wire: &mut Wire, subject: &str, old: &[At<'_>], new: &[At<'_>]) {
        let verdict = match self.direction {
            Direction::Request => Verdict::Minor,
            Direction::Response => Verdict::Major,
        };
        let (code, message) = ("property-optional", "became optional");
        let places = (old.first().copied(), new.first().copied());
        wire.change(verdict, code, subject, message, places);
    }

    fn additional(&self, wire: &mut Wire) {
        const KEY: &str = "additionalProperties";
        match (self.old.is_closed(), self.new.is_closed()) {
            (false, true) => self.effect(wire, "additional", KEY, Effect::NARROWED, true),
            (true, false) => self.effect(wire, "additional", KEY, Effect::WIDENED, true),
            (true, true) => {}
            (false, false) => self.nested(wire, KEY, ".*"),
        }
    }

    /// Compares the schema of items or values.
    fn nested(&self, wire: &mut Wire, key: &'static str, step: &str) {
        let schemas = |at: &At<'_>| at.bool().is_none();
        let old: Vec<At<'_>> = self
            .old
            .all(key)
            .into_iter()
            .filter(|at| schemas(at))
            .collect();
        let new: Vec<At<'_>> = self
            .new
            .all(key)
            .into_iter()
            .filter(|at| schemas(at))
            .collect();
        match (old.is_empty(), new.is_empty()) {
            (true, true) => {}
            (true, false) => self.effect(wire, "constraint", key, Effect::NARROWED, false),
            (false, true) => self.effect(wire, "constraint", key, Effect::WIDENED, false),
            (false, false) => {
                let subject = format!("{}{step}", self.subject);
                compare(wire, &old, &new, self.direction, &subject);
            }
        }
    }

    fn tuple(&self, wire: &mut Wire) {
        let items = |at: Option<At<'_>>| at.map_or(0, At::len);
        let (old, new) = (self.old.first("prefixItems"), self.new.first("prefixItems"));
        let (before, after) = (items(old), items(new));
        if before < after {
            self.effect(wire, "constraint", "prefixItems", Effect::NARROWED, false);
        } else if before > after {
            self.effect(wire, "constraint", "prefixItems", Effect::WIDENED, false);
        }
        let pairs = old.into_iter().flat_map(At::items);
        let pairs = pairs.zip(new.into_iter().flat_map(At::items));
        for (index, (old, new)) in pairs.enumerate() {
            let subject = format!("{}[{index}]", self.subject);
            compare(wire, &[old], &[new], self.direction, &subject);
        }
    }

    fn annotations(&self, wire: &mut Wire) {
        for (code, key, verdict) in [
            ("default", "default", default_verdict(self.direction)),
            ("xml", "xml", Verdict::Major),
            ("deprecated", "deprecated", Verdict::Minor),
            ("description", "description", Verdict::Patch),
        ] {
            let (old, new) = (self.old.first(key), self.new.first(key));
            let json = |at: Option<At<'_>>| at.map(|at| at.to_json().to_string());
            if json(old) != json(new) {
                let message = format!("`{key}` changed");
                wire.change(verdict, code, self.subject, message, (old, new));
            }
        }
    }
}

/// Returns the verdict of a changed default: it affects requests that omit the value, but not responses.
fn default_verdict(direction: Direction) -> Verdict {
    match direction {
        Direction::Request => Verdict::Minor,
        Direction::Response => Verdict::Patch,
    }
}

fn has_default(schemas: &[At<'_>]) -> bool {
    View::of(schemas).first("default").is_some()
}
