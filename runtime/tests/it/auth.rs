//! What a call shows to prove who makes it.

use std::sync::atomic::{AtomicUsize, Ordering};

use signon_runtime::metadata::OperationMetadata;
use signon_runtime::testing::{Answer, Memory, Recorded, TestClock};
use signon_runtime::{
    BoxError, BoxFuture, Client, ClientBuilder, Credential, CredentialSource, Defect, Error,
    ErrorKind, Request, Secret,
};

use crate::acme::{self, API};

/// What goes over the wire for `metadata` by a client with `credentials`.
fn sent(
    metadata: &'static OperationMetadata,
    credentials: &[Credential],
) -> Result<Recorded, Error> {
    let memory = Memory::new();
    memory.handle(|_| Answer::status(204));
    let clock = TestClock::new();
    let mut builder = acme::builder(&memory, &clock);
    for credential in credentials {
        builder = builder.credential(credential.clone());
    }
    let client: Client = builder.build()?;
    block_on(client.call_raw(Request::new(metadata)).into_future())?;
    Ok(memory.requests().remove(0))
}

fn block_on<F: Future>(work: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime")
        .block_on(work)
}

#[test]
fn each_security_scheme_sends_its_credential_in_its_location() {
    let bearer = sent(&acme::BEARER, &[Credential::bearer("bearer", "tok-1")]).unwrap();
    assert_eq!(bearer.header("authorization"), Some("Bearer tok-1"));
    assert!(bearer.headers["authorization"].is_sensitive());

    let basic = sent(
        &acme::BASIC,
        &[Credential::basic("basic", "Aladdin", "open sesame")],
    )
    .unwrap();
    assert_eq!(
        basic.header("authorization"),
        Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    );

    let header = sent(&acme::HEADER, &[Credential::api_key("header", "key-1")]).unwrap();
    assert_eq!(header.header("x-api-key"), Some("key-1"));

    let query = sent(&acme::QUERY, &[Credential::api_key("query", "k&y=1")]).unwrap();
    assert_eq!(query.target(), "/v1/secure?api_key=k%26y%3D1");

    let cookie = sent(&acme::COOKIE, &[Credential::api_key("cookie", "k;y")]).unwrap();
    assert_eq!(cookie.header("cookie"), Some("session=k%3By"));

    let digest = sent(
        &acme::DIGEST,
        &[Credential::api_key("digest", "Digest abc")],
    )
    .unwrap();
    assert_eq!(digest.header("authorization"), Some("Digest abc"));
}

#[test]
fn alternatives_combinations_and_overrides() {
    let bearer = Credential::bearer("bearer", "tok-1");
    let key = Credential::api_key("header", "key-1");

    let either = sent(&acme::EITHER, std::slice::from_ref(&key)).unwrap();
    assert_eq!(either.header("x-api-key"), Some("key-1"));
    assert_eq!(either.header("authorization"), None);

    let first = sent(&acme::EITHER, &[key.clone(), bearer.clone()]).unwrap();
    assert_eq!(first.header("x-api-key"), None);
    assert_eq!(first.header("authorization"), Some("Bearer tok-1"));

    let both = sent(&acme::BOTH, &[key.clone(), bearer.clone()]).unwrap();
    assert_eq!(both.header("x-api-key"), Some("key-1"));
    assert_eq!(both.header("authorization"), Some("Bearer tok-1"));

    let missing = sent(&acme::BOTH, std::slice::from_ref(&key)).unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::Build);
    assert_eq!(
        missing.defect(),
        Some(&Defect::NoCredential("bearer".to_owned()))
    );
    assert!(!missing.may_have_been_sent());

    let none = sent(&acme::PING, &[key.clone(), bearer.clone()]).unwrap();
    assert_eq!(none.header("x-api-key"), None);
    assert_eq!(none.header("authorization"), None);

    let anonymous = sent(&acme::OPTIONAL, std::slice::from_ref(&key)).unwrap();
    assert_eq!(anonymous.header("authorization"), None);
    let known = sent(&acme::OPTIONAL, &[bearer]).unwrap();
    assert_eq!(known.header("authorization"), Some("Bearer tok-1"));
}

#[test]
fn credentials_that_do_not_fit_are_refused_when_the_client_is_built() {
    for credential in [
        Credential::bearer("nowhere", "tok-1"),
        Credential::bearer("bearer", ""),
        Credential::bearer("bearer", "tok\r\nX-Evil: 1"),
        Credential::bearer("bearer", "tok-1\n"),
        Credential::basic("basic", "a:b", "c"),
        Credential::basic("bearer", "a", "b"),
        Credential::bearer("basic", "tok-1"),
        Credential::client_credentials(
            "logto",
            signon_runtime::ClientCredentials::new("id", "secret"),
        ),
    ] {
        let error = sent(&acme::PING, std::slice::from_ref(&credential)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build);
        let shown = format!("{error} {error:?} {credential:?}");
        assert!(
            !shown.contains("tok-") && !shown.contains("Evil"),
            "{shown}"
        );
    }
}

#[test]
fn plain_http_is_refused_for_credentials() {
    let call = |url: &str, metadata: &'static OperationMetadata, allow: bool| {
        let memory = Memory::new();
        memory.handle(|_| Answer::status(204));
        let mut builder = ClientBuilder::new(&API)
            .base_url(url)
            .credential(Credential::bearer("bearer", "tok-1"))
            .transport(memory.clone());
        if allow {
            builder = builder.allow_plain_http();
        }
        let client: Client = builder.build().expect("a client");
        let outcome = block_on(client.call_raw(Request::new(metadata)).into_future());
        (outcome.map(drop), memory.count())
    };
    let (outcome, count) = call("http://acme.test", &acme::BEARER, false);
    assert_eq!(outcome.unwrap_err().defect(), Some(&Defect::PlainHttp));
    assert_eq!(count, 0);
    for (url, metadata, allow) in [
        ("http://acme.test", &acme::BEARER, true),
        ("http://acme.test", &acme::PING, false),
        ("http://localhost:1", &acme::BEARER, false),
        ("http://127.0.0.1:1", &acme::BEARER, false),
        ("http://[::1]:1", &acme::BEARER, false),
    ] {
        assert!(call(url, metadata, allow).0.is_ok(), "{url}");
    }
    // Whatever resolves these names, it is not this machine for sure; and nothing was attempted.
    for url in [
        "http://x.localhost:1",
        "http://localhost.:1",
        "http://localhost.evil.test",
    ] {
        let (outcome, count) = call(url, &acme::BEARER, false);
        let error = outcome.unwrap_err();
        assert_eq!(error.defect(), Some(&Defect::PlainHttp), "{url}");
        assert_eq!((error.attempts(), count), (0, 0));
        assert!(error.to_string().contains("allow_plain_http"), "{error}");
        assert!(!error.to_string().contains("attempt"), "{error}");
    }
}

/// A vault that counts how often it is asked.
struct Vault(AtomicUsize);

impl CredentialSource for Vault {
    fn secret(&self) -> BoxFuture<'_, Result<Secret, BoxError>> {
        let version = self.0.load(Ordering::Relaxed);
        Box::pin(async move { Ok(Secret::from(format!("tok-{version}"))) })
    }

    fn rejected(&self, secret: &Secret) -> bool {
        assert!(secret.expose().starts_with("tok-"));
        self.0.fetch_add(1, Ordering::Relaxed);
        true
    }
}

/// A vault that is shut.
struct Shut;

impl CredentialSource for Shut {
    fn secret(&self) -> BoxFuture<'_, Result<Secret, BoxError>> {
        Box::pin(async { Err("the vault is shut".into()) })
    }
}

#[tokio::test]
async fn a_credential_source_is_queried_again_after_a_401() {
    let memory = Memory::new();
    memory.answer(Answer::status(401));
    memory.answer(Answer::status(200));
    let clock = TestClock::new();
    let client: Client = acme::builder(&memory, &clock)
        .credential(Credential::source("bearer", Vault(AtomicUsize::new(1))))
        .build()
        .unwrap();
    client.call_raw(Request::new(&acme::BEARER)).await.unwrap();
    let sent: Vec<_> = memory
        .requests()
        .iter()
        .map(|request| request.header("authorization").unwrap().to_owned())
        .collect();
    assert_eq!(sent, ["Bearer tok-1", "Bearer tok-2"]);
}

#[tokio::test]
async fn a_failing_credential_source_is_reported() {
    let memory = Memory::new();
    let clock = TestClock::new();
    let client: Client = acme::builder(&memory, &clock)
        .credential(Credential::source("bearer", Shut))
        .build()
        .unwrap();
    let error = client
        .call_raw(Request::new(&acme::BEARER))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(
        error.to_string(),
        "acme withBearer: no credentials could be had: the vault is shut"
    );
    assert_eq!(memory.count(), 0);
}

#[tokio::test]
async fn a_rejected_fixed_credential_is_not_sent_again() {
    let memory = Memory::new();
    memory.handle(|_| Answer::status(401));
    let clock = TestClock::new();
    let client: Client = acme::builder(&memory, &clock)
        .credential(Credential::bearer("bearer", "tok-1"))
        .build()
        .unwrap();
    let error = client
        .call_raw(Request::new(&acme::BEARER))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(memory.count(), 1);
}
