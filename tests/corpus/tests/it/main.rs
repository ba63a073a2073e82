//! One test binary; a module for each thing that is proven, and a test for each document.

/// A test for each document.
macro_rules! documents {
    ($run:ident; $($test:ident: $name:literal),*) => {
        $(
            #[test]
            fn $test() -> Result<(), String> {
                $run($name)
            }
        )*
    };
}

mod compare;
mod judge;
mod prism;
mod refused;
mod same_as_progenitor;
mod same_as_typed;
mod sample;
mod spector;
