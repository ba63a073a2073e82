//! One test binary; a module for each thing that is proven.

mod mapping;
mod release;
mod specs;
mod test_generation;
