//! A generated client that a web page calls.

pub mod petstore {
    //! The client of the pet store.
    include!(concat!(env!("OUT_DIR"), "/petstore/mod.rs"));
}

use std::cell::Cell;
use std::time::Duration;

use futures_util::TryStreamExt;
use futures_util::future::{AbortHandle, Abortable};
use petstore::pets::{CreatePet, CreatePetBody, CreatePetError, GetPet, ListPets};
use petstore::sales::WatchSales;
use petstore::{Client, security};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// A pet store. Errors of calls reach the page as exceptions with the message of the Rust error.
#[wasm_bindgen]
pub struct Store {
    client: Client,
    search: Cell<Option<AbortHandle>>,
}

#[wasm_bindgen]
impl Store {
    /// A store at `url`; each attempt of a call may take `seconds`.
    #[wasm_bindgen(constructor)]
    pub fn new(url: &str, token: Option<String>, seconds: u32) -> Result<Store, JsError> {
        let mut builder = Client::builder()
            .base_url(url)
            .attempt_timeout(Duration::from_secs(seconds.into()));
        if let Some(token) = token {
            builder = builder.credential(security::token(token));
        }
        Ok(Store {
            client: builder.build()?,
            search: Cell::default(),
        })
    }

    /// The names of all pets with `tag`, page by page.
    pub async fn list(&self, tag: &str) -> Result<Vec<String>, JsError> {
        let list = ListPets::new().tag(tag);
        let pets = self.client.pets().list(&list).items();
        Ok(pets.map_ok(|pet| pet.name).try_collect().await?)
    }

    /// The number of the pet called `name`. A search cancels the one before it.
    pub async fn find(&self, name: &str) -> Result<i64, JsError> {
        let (handle, registration) = AbortHandle::new_pair();
        if let Some(previous) = self.search.replace(Some(handle)) {
            previous.abort();
        }
        let get = GetPet::new(name);
        let pet = Abortable::new(self.client.pets().get(&get).future(), registration);
        Ok(pet.await??.id)
    }

    /// Creates a pet, and returns its number.
    pub async fn create(&self, name: &str) -> Result<i64, JsError> {
        let create = CreatePet::new(CreatePetBody::new(name));
        match self.client.pets().create(&create).await {
            Ok(pet) => Ok(pet.id),
            Err(error) => Err(match error.api::<CreatePet>() {
                Some(CreatePetError::Conflict(problem)) => JsError::new(&problem.message),
                _ => error.into(),
            }),
        }
    }

    /// The name of the next pet that is sold, if any is before the server ends the stream.
    pub async fn next_sale(&self) -> Result<Option<String>, JsError> {
        let mut sales = self.client.sales().watch(&WatchSales::new()).await?;
        Ok(sales.try_next().await?.map(|sale| sale.name))
    }
}
