//! What an application does with the client of the pet store.

use petstore::pets::ListPets;
use petstore::{Client, Error};

/// The names of so many pets.
pub async fn names(client: &Client, limit: i32) -> Result<Vec<String>, Error> {
    let pets = client.pets().list(&ListPets::new().limit(limit)).await?;
    Ok(pets.into_iter().map(|pet| pet.name).collect())
}
