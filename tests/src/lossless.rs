//! Whether a model lost anything of a value, or holds what the spec declares without knowing it.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::Schema;
use serde_json::Value;

use crate::equal::{below, differences};
use crate::marks::MarkKind;
use crate::spec::Spec;
use crate::spec::fit::fits_view;
use crate::spec::view::{Kind, Rest, View};
use crate::trip::Trip;

/// What is wrong at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The JSON pointer of the place.
    pub pointer: String,
    /// What kind of fault it is.
    pub kind: FaultKind,
    /// What is wrong.
    pub text: String,
}

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The value that is written is not the value that was read.
    Changed,
    /// What the spec declares is held as free-form JSON, as an undeclared key, or as an unknown value.
    Untyped,
    /// The value is none that the spec knows: an enum value that is not listed, a union's member that is none.
    Unlisted,
}

/// What is wrong with a value's way through the model of a schema.
pub fn faults(spec: &Spec, schema: &Schema, sent: &Value, trip: &Trip) -> Vec<Fault> {
    let changed = |pointer, text| Fault {
        pointer,
        kind: FaultKind::Changed,
        text,
    };
    let mut faults: Vec<_> = differences(sent, &trip.encoded)
        .into_iter()
        .map(|(pointer, text)| changed(pointer, text))
        .collect();
    if !trip.stable {
        faults.push(changed(
            String::new(),
            "is read back as another model".to_owned(),
        ));
    }
    let marks = trip
        .marks
        .iter()
        .map(|mark| (mark.pointer.as_str(), mark.kind))
        .collect();
    faults.extend(Walk { spec, marks }.value(&[schema], sent, "").faults);
    faults
}

/// A way through a value, along what the spec declares for it.
struct Walk<'a> {
    spec: &'a Spec,
    marks: BTreeMap<&'a str, MarkKind>,
}

/// What was found along the way.
#[derive(Default)]
struct Findings {
    /// The places that the spec declares.
    declared: BTreeSet<String>,
    faults: Vec<Fault>,
}

impl Walk<'_> {
    fn value(&self, schemas: &[&Schema], value: &Value, pointer: &str) -> Findings {
        let Some(kind) = Kind::of(value) else {
            return Findings::default();
        };
        let mut views = View::new(self.spec, schemas).alternatives(self.spec);
        // A value that fits no member as a whole may still be of a member's kind.
        if views.iter().any(|view| fits_view(self.spec, view, value)) {
            views.retain(|view| fits_view(self.spec, view, value));
        } else {
            views.retain(|view| view.allows(kind));
        }
        let readings: Vec<_> = views
            .iter()
            .map(|view| self.view(view, value, pointer))
            .collect();
        // A reading counts unless another one declares all that it does, and more.
        let best = readings.iter().filter(|reading| {
            !readings.iter().any(|other| {
                other.declared.len() > reading.declared.len()
                    && reading.declared.is_subset(&other.declared)
            })
        });
        match best.min_by_key(|reading| reading.faults.len()) {
            Some(best) => Findings {
                declared: best.declared.clone(),
                faults: best.faults.clone(),
            },
            None => self.misfit(pointer),
        }
    }

    /// A value that is of no declared kind: no fault where the model has a type for it all the same.
    fn misfit(&self, pointer: &str) -> Findings {
        let text = "is of no kind that the spec declares";
        let faults = self
            .marks
            .get(pointer)
            .map(|_| fault(pointer, FaultKind::Unlisted, text));
        Findings {
            faults: faults.into_iter().collect(),
            ..Findings::default()
        }
    }

    fn view(&self, view: &View<'_>, value: &Value, pointer: &str) -> Findings {
        if let Some(mark) = self.marks.get(pointer) {
            // What a form declares counts for the choice between forms, whatever the model holds it as.
            let declared = Walk {
                spec: self.spec,
                marks: BTreeMap::new(),
            }
            .view(view, value, pointer)
            .declared;
            return Findings {
                faults: self
                    .marked(*mark, view, value, pointer)
                    .into_iter()
                    .collect(),
                declared,
            };
        }
        let mut findings = Findings::default();
        match value {
            Value::Array(items) if !view.items.is_empty() => {
                for (index, item) in items.iter().enumerate() {
                    findings.add(self.value(&view.items, item, &format!("{pointer}/{index}")));
                }
            }
            Value::Object(members) => {
                for (key, member) in members {
                    let at = below(pointer, key);
                    if let Some(schemas) = view.properties.get(key.as_str()) {
                        findings.declared.insert(at.clone());
                        findings.add(self.value(schemas, member, &at));
                    } else if let Rest::Schema(schema) = view.rest {
                        findings.add(self.value(&[schema], member, &at));
                    }
                }
            }
            Value::Array(_)
            | Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_) => {}
        }
        findings
    }

    /// What is wrong with a value that the model holds without knowing what it is.
    fn marked(
        &self,
        mark: MarkKind,
        view: &View<'_>,
        value: &Value,
        pointer: &str,
    ) -> Option<Fault> {
        let listed = view
            .choices
            .as_ref()
            .is_some_and(|choices| choices.contains(value));
        let (kind, text) = match mark {
            MarkKind::FreeForm if view.is_free_form() => return None,
            MarkKind::FreeForm if fits_view(self.spec, view, value) => (
                FaultKind::Untyped,
                "is declared, and held as free-form JSON",
            ),
            MarkKind::FreeForm => (FaultKind::Unlisted, "fits nothing that the spec declares"),
            MarkKind::Unknown if listed => (
                FaultKind::Untyped,
                "is listed, and held as an unknown value",
            ),
            MarkKind::Unknown => (FaultKind::Unlisted, "is no value that the spec lists"),
        };
        Some(fault(pointer, kind, text))
    }
}

impl Findings {
    fn add(&mut self, other: Self) {
        self.declared.extend(other.declared);
        self.faults.extend(other.faults);
    }
}

fn fault(pointer: &str, kind: FaultKind, text: &str) -> Fault {
    Fault {
        pointer: pointer.to_owned(),
        kind,
        text: text.to_owned(),
    }
}
