//! A crate with a generated module.

pub mod petstore {
    //! The client of the pet store.
    include!(concat!(env!("OUT_DIR"), "/petstore/mod.rs"));
}
