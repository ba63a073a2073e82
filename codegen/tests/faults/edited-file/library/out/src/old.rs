//! Generated, then edited.
