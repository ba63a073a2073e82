//! What an application does with the client of the pet store.

use petstore::pets::ListPets;
use petstore::{Client, Error};

/// The names of so many pets.
pub async fn names(client: &Client, limit: i32) -> Result<Vec<String>, Error> {
    let pets = client.pets().list(&ListPets::new().limit(limit)).await?;
    Ok(pets.into_iter().map(|pet| pet.name).collect())
}

/// The program that the guide for users of progenitor shows compiles.
#[cfg(doctest)]
#[doc = include_str!("../../../../docs/migrating-from-progenitor.md")]
pub struct MigratingFromProgenitor;

/// The program that the guide for users of openapi-generator shows compiles.
#[cfg(doctest)]
#[doc = include_str!("../../../../docs/migrating-from-openapi-generator.md")]
pub struct MigratingFromOpenapiGenerator;
