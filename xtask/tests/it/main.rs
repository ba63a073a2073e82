//! The tasks as maintainers run them, and what building them costs.

mod command_line;
mod features;
