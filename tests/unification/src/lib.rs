//! An application that has a `reqwest` without TLS, and uses signon with its default features.

#![cfg(test)]

use rustls::crypto::CryptoProvider;
use signon::torii::Client;

#[tokio::test]
async fn the_applications_own_client_is_built_as_if_signon_were_not_there() {
    let own = reqwest::Client::new();
    // It has no TLS, because the application asks for none.
    let error = own.get("https://127.0.0.1:1").send().await.unwrap_err();
    let error = format!("{error:?}");
    assert!(error.contains("scheme is not http"), "{error}");
}

#[test]
fn no_default_of_the_process_is_set() {
    let client = Client::new("key").unwrap();
    assert!(client.as_ref().base_url().starts_with("https://"));
    assert!(CryptoProvider::get_default().is_none());
}

#[cfg(feature = "given")]
#[test]
fn the_applications_own_client_can_carry_the_requests() {
    let client = Client::builder().http(reqwest::Client::new()).build();
    assert!(client.is_ok() && CryptoProvider::get_default().is_none());
}
