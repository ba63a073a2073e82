//! An overlay's document → its actions.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::{At, Kind};

/// One change.
pub(super) struct Action<'d> {
    /// The `JSONPath`.
    pub(super) target: At<'d>,
    pub(super) change: Change<'d>,
}

/// The outcome of the targets.
pub(super) enum Change<'d> {
    /// They stay.
    Nothing,
    Remove,
    /// They are merged with this value.
    Update(At<'d>),
    /// They are merged with what this path leads to.
    Copy(At<'d>),
}

impl Action<'_> {
    pub(super) fn path_text(&self) -> String {
        self.target.str().unwrap_or_default().to_owned()
    }
}

/// What a key of an overlay holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Anything,
    Text,
    Flag,
    Map,
    List,
}

/// An object of an overlay: its name, and its keys, with whether they must be there.
struct Object {
    name: &'static str,
    keys: &'static [(&'static str, Held, bool)],
}

const OVERLAY: Object = Object {
    name: "an overlay",
    keys: &[
        ("overlay", Held::Text, true),
        ("info", Held::Map, true),
        ("extends", Held::Text, false),
        ("actions", Held::List, true),
    ],
};

const INFO: Object = Object {
    name: "`info`",
    keys: &[
        ("title", Held::Text, true),
        ("version", Held::Text, true),
        ("description", Held::Text, false),
    ],
};

const ACTION: Object = Object {
    name: "an action",
    keys: &[
        ("target", Held::Text, true),
        ("description", Held::Text, false),
        ("update", Held::Anything, false),
        ("remove", Held::Flag, false),
        ("copy", Held::Text, false),
    ],
};

/// The actions of an overlay; none if it is not one, which is reported.
pub(super) fn read<'d>(root: At<'d>, diagnostics: &mut Diagnostics) -> Option<Vec<Action<'d>>> {
    let mut reader = Reader {
        diagnostics,
        is_overlay: true,
    };
    let actions = reader.overlay(root);
    reader.is_overlay.then_some(actions)
}

struct Reader<'r> {
    diagnostics: &'r mut Diagnostics,
    is_overlay: bool,
}

impl Reader<'_> {
    fn overlay<'d>(&mut self, root: At<'d>) -> Vec<Action<'d>> {
        if !self.object(root, &OVERLAY) {
            return Vec::new();
        }
        let version = root.get("overlay").and_then(At::str);
        let minor = version.and_then(minor);
        if let (Some(at), None) = (root.get("overlay"), minor)
            && at.str().is_some()
        {
            let message = format!(
                "Overlay `{}`, where 1.0 and 1.1 are read",
                at.str().unwrap_or_default()
            );
            self.report(
                Diagnostic::new(Code::BadOverlay, at, message).help("write `overlay: 1.1.0`"),
            );
        }
        if let Some(info) = root.get("info") {
            self.object(info, &INFO);
        }
        let Some(list) = root.get("actions").filter(|at| at.kind() == Kind::List) else {
            return Vec::new();
        };
        if list.is_empty() {
            let message = "an overlay has at least one action";
            self.report(Diagnostic::new(Code::BadOverlay, list, message).on_key(list));
        }
        self.duplicates(list);
        let actions = list.items();
        actions.filter_map(|at| self.action(at, minor)).collect()
    }

    fn action<'d>(&mut self, at: At<'d>, minor: Option<Minor>) -> Option<Action<'d>> {
        if !self.object(at, &ACTION) {
            return None;
        }
        let target = at.get("target").filter(|target| target.str().is_some())?;
        let copy = at.get("copy");
        if let Some(copy) = copy.filter(|_| minor == Some(Minor::Zero)) {
            let message = "`copy` is a key of Overlay 1.1";
            let diagnostic = Diagnostic::new(Code::BadOverlay, copy, message).on_key(copy);
            self.report(diagnostic.help("write `overlay: 1.1.0`"));
        }
        for path in std::iter::once(target).chain(copy) {
            if path.str().is_some_and(|text| !text.starts_with('$')) {
                let message = "a JSONPath begins with `$`";
                self.report(Diagnostic::new(Code::BadOverlay, path, message));
            }
        }
        let change = match (at.get("update"), copy) {
            _ if at.get("remove").and_then(At::bool) == Some(true) => Change::Remove,
            (Some(update), Some(copy)) => {
                let message = "an action has either `update` or `copy`";
                let diagnostic = Diagnostic::new(Code::BadOverlay, copy, message).on_key(copy);
                self.report(diagnostic.also(Place::key(update), "the other one"));
                return None;
            }
            (Some(update), None) => Change::Update(update),
            (None, Some(copy)) => Change::Copy(copy),
            (None, None) => Change::Nothing,
        };
        Some(Action { target, change })
    }

    /// Checks the keys of an object; whether it is a map.
    fn object(&mut self, at: At<'_>, object: &Object) -> bool {
        if at.kind() != Kind::Map {
            let message = format!("{} is a map, and this is {}", object.name, at.kind().name());
            self.report(Diagnostic::new(Code::BadOverlay, at, message));
            return false;
        }
        for (key, value) in at.entries() {
            match object.keys.iter().find(|(known, ..)| *known == key) {
                Some((_, held, _)) => self.value(key, value, *held),
                None if key.starts_with("x-") => {}
                None => self.unknown(key, value, object),
            }
        }
        for (key, _, is_required) in object.keys {
            if *is_required && !at.has(key) {
                let message = format!("{} has no `{key}`", object.name);
                self.report(Diagnostic::new(Code::BadOverlay, at, message));
            }
        }
        true
    }

    fn value(&mut self, key: &str, at: At<'_>, held: Held) {
        let (wanted, fits) = match held {
            Held::Anything => return,
            Held::Text => ("text", at.kind() == Kind::String),
            Held::Flag => ("`true` or `false`", at.kind() == Kind::Bool),
            Held::Map => ("a map", at.kind() == Kind::Map),
            Held::List => ("a list", at.kind() == Kind::List),
        };
        // A map is reported where its keys are checked.
        if !fits && held != Held::Map {
            let message = format!("`{key}` is {} where {wanted} belongs", at.kind().name());
            self.report(Diagnostic::new(Code::BadOverlay, at, message));
        }
    }

    fn unknown(&mut self, key: &str, at: At<'_>, object: &Object) {
        let message = format!("`{key}` is no key of {}", object.name);
        let diagnostic = Diagnostic::new(Code::BadOverlay, at, message).on_key(at);
        let near = object.keys.iter().map(|(known, ..)| *known);
        let near = near.map(|known| (crate::resolve::distance(known, key), known));
        let near = near.filter(|(distance, _)| *distance <= 2).min();
        self.report(match near {
            Some((_, near)) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic,
        });
    }

    /// An action that is there twice is a mistake: the second would do the same again.
    fn duplicates(&mut self, list: At<'_>) {
        let mut seen = HashSet::new();
        for action in list.items() {
            if !seen.insert(action.to_json().to_string()) {
                let message = "the same action is there twice";
                self.report(Diagnostic::new(Code::BadOverlay, action, message));
            }
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.is_overlay = false;
        self.diagnostics.report(diagnostic);
    }
}

/// The versions that are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Minor {
    Zero,
    One,
}

/// `1.0.x` and `1.1.x`.
fn minor(version: &str) -> Option<Minor> {
    let (minor, patch) = match version.strip_prefix("1.0.") {
        Some(patch) => (Minor::Zero, patch),
        None => (Minor::One, version.strip_prefix("1.1.")?),
    };
    let is_number = !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(minor)
}
