//! Warnings that are logged once.

use std::collections::HashSet;
use std::sync::Mutex;

use crate::sync::lock;

/// Names of the operations that a warning was logged for.
#[derive(Default)]
pub(crate) struct Once(Mutex<HashSet<&'static str>>);

impl Once {
    /// Whether `name` is the first of its kind.
    pub(crate) fn insert(&self, name: &'static str) -> bool {
        lock(&self.0).insert(name)
    }
}
