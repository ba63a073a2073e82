//! What has been decided while a value is decoded, and how much work is left for deciding.
//!
//! Each attempted member decodes everything below it, the unions there included. A union inside of others is
//! therefore decided once for each value, and the work for one outermost value is limited: beyond the limit, unions take
//! the candidate that ranks first. Both last as long as the outermost value is decoded.

use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use super::value::Value;

/// The limit for each value in the outermost one and each member of the widest union.
const STEPS: usize = 64;

thread_local! {
    static SEARCH: RefCell<Option<Search>> = const { RefCell::new(None) };
    static TAKEN: Cell<usize> = const { Cell::new(0) };
}

/// The number of steps that were taken for the value that is decoded: values visited by members that were tried, encoded
/// and compared.
pub(super) fn steps() -> usize {
    TAKEN.get()
}

/// Counts a value that a member visits.
pub(super) fn count_step() {
    count_steps(1);
}

/// Counts values that are visited in another way.
pub(super) fn count_steps(count: usize) {
    TAKEN.set(TAKEN.get().saturating_add(count));
}

/// What was decided for a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Choice {
    /// The member of this index.
    Member(usize),
    /// No member.
    Unknown,
}

/// The choice that was made for `value` before.
pub(super) fn recall<U: 'static>(value: &Value) -> Option<Choice> {
    let key = (value.identity()?, TypeId::of::<U>());
    with(|search| Some(search.as_ref()?.chosen.get(&key)?.1)).flatten()
}

/// Whether no more candidates may be compared.
pub(super) fn is_exhausted() -> bool {
    let limit = with(|search| {
        let search = search.as_ref()?;
        Some(
            STEPS
                .saturating_mul(search.values)
                .saturating_mul(search.members),
        )
    });
    steps() > limit.flatten().unwrap_or_default()
}

/// The state of the outermost value.
struct Search {
    /// The member for each value and union. The value is kept, so that no other one has its address.
    chosen: HashMap<(usize, TypeId), (Value, Choice)>,
    /// The number of values in the outermost one.
    values: usize,
    /// The number of members of the widest union so far.
    members: usize,
}

/// RAII guard for one union: the outermost one removes the state.
pub(super) struct Union {
    outermost: bool,
}

impl Union {
    /// Enters a union of so many members, to be decoded from `value`.
    pub(super) fn enter(value: &Value, members: usize) -> Self {
        let outermost = with(|search| {
            if let Some(search) = search {
                search.members = search.members.max(members);
                return false;
            }
            *search = Some(Search {
                chosen: HashMap::new(),
                values: value.size(),
                members,
            });
            true
        });
        let outermost = outermost == Some(true);
        if outermost {
            TAKEN.set(0);
        }
        Self { outermost }
    }

    /// Remembers the member that was chosen for `value`.
    pub(super) fn remember<U: 'static>(&self, value: &Value, choice: Choice) {
        let Some(identity) = value.identity().filter(|_| !self.outermost) else {
            return;
        };
        with(|search| {
            let chosen = &mut search.as_mut()?.chosen;
            chosen.insert((identity, TypeId::of::<U>()), (value.clone(), choice))
        });
    }
}

impl Drop for Union {
    fn drop(&mut self) {
        if self.outermost {
            // The values are dropped when the state is no longer borrowed.
            drop(with(Option::take));
        }
    }
}

/// Accesses the state; `None` while the thread is torn down.
fn with<T>(access: impl FnOnce(&mut Option<Search>) -> T) -> Option<T> {
    SEARCH
        .try_with(|search| access(&mut search.borrow_mut()))
        .ok()
}
