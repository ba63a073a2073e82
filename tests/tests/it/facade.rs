//! Each provider is reachable by its feature.

use std::collections::BTreeSet;

use signon_tests::provider::PROVIDERS;
use signon_tests::spec;

/// What every provider's client can be turned into.
fn is_client<
    C: AsRef<signon_runtime::Client> + From<signon_runtime::Client> + Clone + Send + Sync,
>() {
}

#[test]
fn each_provider_is_reachable() {
    is_client::<signon::logto::Client>();
    is_client::<signon::onelogin::Client>();
    is_client::<signon::torii::Client>();
    is_client::<signon::truto::Client>();
}

#[test]
fn the_facade_is_what_the_crates_are() {
    let request: signon_torii::users::ListUsers = signon::torii::users::ListUsers::new();
    assert_eq!(signon::Operation::request(&request).template(), "/users");
}

#[test]
fn the_tests_know_every_provider() {
    let specs: BTreeSet<_> = spec::all().unwrap().keys().map(String::as_str).collect();
    let known: BTreeSet<_> = PROVIDERS.iter().map(|provider| provider.name).collect();
    assert_eq!(
        known, specs,
        "the list in tests/src/provider.rs is not that of specs/"
    );
}

#[test]
fn the_facade_has_a_feature_for_every_provider() {
    let text = std::fs::read_to_string(spec::root().join("generated/signon/Cargo.toml")).unwrap();
    for provider in PROVIDERS {
        let feature = format!("\n{} = [\"dep:signon-{}\"", provider.name, provider.name);
        assert!(
            text.contains(&feature),
            "`generated/signon/Cargo.toml` lacks `{}`",
            feature.trim()
        );
    }
}
