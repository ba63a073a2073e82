//! One test binary; a module for each thing that is proven, and a test for each document.

/// A test for each of these documents, or for each document that has a driver.
macro_rules! documents {
    ($run:ident) => {
        documents!($run;
            buildomat: "buildomat",
            clerk_bapi: "clerk-bapi",
            hanko_admin: "hanko-admin",
            intercom: "intercom",
            keeper: "keeper",
            nexus: "nexus",
            ory_hydra: "ory-hydra",
            petstore: "petstore",
            petstore_oai: "petstore-oai",
            propolis: "propolis",
            qdrant: "qdrant",
            spotify: "spotify",
            unkey: "unkey",
            vercel: "vercel"
        );
    };
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
