//! One test binary; a module for each thing that is proven, and a test for each document.

mod compare;
mod judge;
mod prism;
mod same_as_progenitor;
mod sample;
mod spector;
