//! Certificates: whom a client trusts, and who it says it is.

use std::time::Duration;

use signon_runtime::{ClientBuilder, ErrorKind, Operation, RetryPolicy};

use crate::acme::{API, GetThing};

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new(&API)
        .base_url(url)
        .no_proxy()
        .retry(RetryPolicy::new().backoff_between(Duration::ZERO, Duration::ZERO))
}

fn refusal(builder: ClientBuilder) -> String {
    builder.build().expect_err("it is refused").to_string()
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
mod without {
    use super::{ErrorKind, GetThing, Operation, builder, refusal};
    use crate::server::Act::{Close, Read, Write};
    use crate::server::Server;

    const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"id\": 1}";

    #[tokio::test]
    async fn https_needs_a_feature_and_http_does_not() {
        let error = refusal(builder("https://127.0.0.1:1"));
        assert!(error.contains("`rustls` or `native-tls`"), "{error}");
        let error = refusal(builder("http://127.0.0.1:1").root_certificate("any"));
        assert!(error.contains("`rustls` or `native-tls`"), "{error}");
        let server = Server::start(vec![vec![Read, Write(OK), Close]]).await;
        let client = builder(&server.url()).build().unwrap();
        assert_eq!(GetThing("1").send(&client).await.unwrap().id, 1);
    }

    #[tokio::test]
    async fn a_redirect_to_https_is_not_tried_again() {
        const REDIRECT: &[u8] =
            b"HTTP/1.1 302 Found\r\nlocation: https://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
        let server = Server::start(vec![vec![Read, Write(REDIRECT), Close]]).await;
        let client = builder(&server.url()).build().unwrap();
        let error = GetThing("1").send(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(error.attempts(), 1);
        assert!(error.to_string().contains("`rustls` or `native-tls`"));
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod with {
    use signon_runtime::testing::Memory;
    use signon_runtime::{Client, Credential, Error, RetryStopReason};

    use super::{API, ClientBuilder, ErrorKind, GetThing, Operation, builder, refusal};
    use crate::acme::Thing;
    use crate::authority::{Authority, Identity};
    use crate::server::Act::{Close, Write};
    use crate::server::Server;
    use crate::tls_server::TlsServer;

    const HOST: &str = "127.0.0.1";

    async fn get(builder: ClientBuilder) -> Result<Thing, Error> {
        let client: Client = builder.build().expect("a client");
        GetThing("1").send(&client).await
    }

    /// Asserts that the server was asked once, and is not to be asked again.
    fn assert_final(outcome: Result<Thing, Error>, server: &TlsServer) -> String {
        let error = outcome.expect_err("the server is not trusted");
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert_eq!(error.attempts(), 1, "{error}");
        assert_eq!(error.retry_stop_reason(), Some(RetryStopReason::Final));
        assert!(!error.may_have_been_sent() && !error.is_retryable());
        assert_eq!(server.connections(), 1);
        assert!(server.heads().is_empty());
        error.to_string()
    }

    #[tokio::test]
    async fn an_unknown_authority_is_refused_once() {
        let server = TlsServer::start(&Authority::new().issue(HOST), None).await;
        let error = assert_final(get(builder(&server.url())).await, &server);
        assert!(error.contains("certificate"), "{error}");
        assert!(error.contains("`root_certificate`"), "{error}");
    }

    #[tokio::test]
    async fn a_given_authority_is_trusted() {
        let (authority, other) = (Authority::new(), Authority::new());
        let server = TlsServer::start(&authority.issue(HOST), None).await;
        let url = server.url();
        let bundle = format!("# Ours\n{}\n{}", other.pem, authority.pem);
        for builder in [
            builder(&url).root_certificate(&authority.pem),
            builder(&url).root_certificate(&bundle),
            builder(&url)
                .root_certificate(&other.pem)
                .root_certificate(&authority.pem),
            builder(&url)
                .root_certificate(bundle.as_bytes())
                .only_root_certificates(),
        ] {
            assert_eq!(get(builder).await.unwrap().id, 1);
        }
        assert_eq!(server.heads().len(), 4);
    }

    #[tokio::test]
    async fn another_authority_is_not_trusted() {
        let authority = Authority::named("Acme");
        for other in [Authority::new(), Authority::named("Acme")] {
            for only in [false, true] {
                let server = TlsServer::start(&authority.issue(HOST), None).await;
                let mut builder = builder(&server.url()).root_certificate(&other.pem);
                if only {
                    builder = builder.only_root_certificates();
                }
                assert_final(get(builder).await, &server);
            }
        }
    }

    #[tokio::test]
    async fn another_host_and_an_expired_certificate_are_refused_once() {
        let authority = Authority::new();
        for identity in [
            authority.issue("acme.example"),
            authority.issue("127.0.0.2"),
            authority.issue_expired(HOST),
        ] {
            let server = TlsServer::start(&identity, None).await;
            let builder = builder(&server.url()).root_certificate(&authority.pem);
            let error = assert_final(get(builder).await, &server);
            assert!(error.contains("certificate"), "{error}");
        }
    }

    #[tokio::test]
    async fn a_server_without_tls_is_refused_once() {
        const BAD: &[u8] = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n";
        let server = Server::start(vec![vec![Write(BAD), Close]]).await;
        let url = server.url().replace("http:", "https:");
        let error = get(builder(&url)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(error.attempts(), 1, "{error}");
    }

    #[tokio::test]
    async fn a_broken_handshake_is_retried() {
        let server = Server::start(vec![vec![Close]]).await;
        let url = server.url().replace("http:", "https:");
        let error = get(builder(&url)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(error.attempts(), 3, "{error}");
        assert!(!error.may_have_been_sent() && error.is_retryable());
    }

    #[tokio::test]
    async fn a_client_shows_its_identity() {
        let (authority, clients) = (Authority::new(), Authority::new());
        let server = TlsServer::start(&authority.issue(HOST), Some(&clients)).await;
        let builder = builder(&server.url())
            .root_certificate(&authority.pem)
            .identity(clients.issue("client.example").pem());
        assert_eq!(get(builder).await.unwrap().id, 1);
        assert_eq!(server.heads().len(), 1);
    }

    #[tokio::test]
    async fn a_client_that_shows_none_or_a_wrong_one_is_refused_once() {
        let (authority, clients) = (Authority::new(), Authority::named("Acme"));
        let other = authority.issue("client.example").pem();
        let namesake = Authority::named("Acme").issue("client.example").pem();
        for identity in [None, Some(other), Some(namesake)] {
            let server = TlsServer::start(&authority.issue(HOST), Some(&clients)).await;
            let mut builder = builder(&server.url()).root_certificate(&authority.pem);
            if let Some(identity) = identity {
                builder = builder.identity(identity);
            }
            let outcome = get(builder).await;
            if cfg!(feature = "rustls") {
                let error = assert_final(outcome, &server);
                assert!(error.contains("`identity`"), "{error}");
            } else {
                // TLS 1.3 rejects after the handshake, which `native-tls` tells from no other
                // end of a connection.
                assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Transport);
                assert!(server.heads().is_empty());
            }
        }
    }

    #[tokio::test]
    async fn an_untrusted_token_endpoint_is_connected_to_once() {
        let server = TlsServer::start(&Authority::new().issue(HOST), None).await;
        let client: Client = builder(&server.url())
            .credential(crate::acme::onelogin())
            .build()
            .unwrap();
        let request = signon_runtime::Request::new(&crate::acme::ONELOGIN);
        let error = client.call_raw(request).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials, "{error}");
        assert!(!error.is_retryable());
        assert_eq!(server.connections(), 1);
    }

    #[test]
    fn unusable_certificates_are_an_error_of_build() {
        let authority = Authority::new();
        let (identity, other) = (authority.issue("a.example"), authority.issue("b.example"));
        let garbled = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        let mixed = Identity {
            certificate: identity.certificate.clone(),
            key: other.key.clone(),
        };
        let start = || builder("https://acme.example");
        for (builder, expected) in [
            (
                start().root_certificate(""),
                "`-----BEGIN CERTIFICATE-----`",
            ),
            (start().root_certificate("AAAA"), "not PEM"),
            (start().root_certificate(&identity.key), "not PEM"),
            (start().root_certificate([0x30, 0x82, 0xff]), "not PEM"),
            (start().root_certificate(garbled), "X.509"),
            (
                start().root_certificate(garbled).only_root_certificates(),
                "X.509",
            ),
            (start().only_root_certificates(), "`root_certificate`"),
            (start().identity(&identity.certificate), "no private key"),
            (start().identity(&identity.key), "no certificate"),
            (start().identity("s3cr3t"), "no certificate"),
            (
                start().identity(format!("{garbled}{}", identity.key)),
                "cannot be used",
            ),
            (start().identity(mixed.pem()), "private key"),
        ] {
            let error = refusal(builder);
            assert!(error.contains(expected), "{expected}: {error}");
            assert!(
                !error.contains("s3cr3t") && !error.contains("AAAA"),
                "{error}"
            );
        }
    }

    #[test]
    fn an_identity_is_never_shown() {
        let identity = Authority::new().issue("a.example");
        let secret = identity.key.lines().nth(1).unwrap().to_owned();
        let builder = builder("https://acme.example").identity(identity.pem());
        assert!(!format!("{builder:?}").contains(&secret));
        let client: Client = builder.build().unwrap();
        assert!(!format!("{client:?}").contains(&secret));
        let broken = identity.pem().replace("-----END PRIVATE", "-----END");
        let error = refusal(super::builder("https://acme.example").identity(broken));
        assert!(!error.contains(&secret), "{error}");
    }

    #[test]
    fn settings_that_a_transport_of_the_callers_own_would_ignore_are_refused() {
        let authority = Authority::new();
        let start = || {
            ClientBuilder::<Client>::new(&API)
                .base_url("https://acme.example")
                .credential(Credential::bearer("bearer", "s3cr3t"))
                .transport(Memory::new())
        };
        assert!(start().build().is_ok());
        for (builder, setting) in [
            (start().root_certificate(&authority.pem), "root_certificate"),
            (start().only_root_certificates(), "only_root_certificates"),
            (start().identity(authority.issue("a").pem()), "identity"),
            (start().proxy("http://127.0.0.1:1"), "proxy"),
            (start().no_proxy(), "proxy"),
        ] {
            let error = refusal(builder);
            assert!(error.contains(&format!("`{setting}`")), "{error}");
        }
    }

    #[tokio::test]
    async fn a_connection_is_used_again() {
        let authority = Authority::new();
        let server = TlsServer::start(&authority.issue(HOST), None).await;
        let client: Client = builder(&server.url())
            .root_certificate(&authority.pem)
            .build()
            .unwrap();
        for _ in 0..3 {
            assert_eq!(GetThing("1").send(&client).await.unwrap().id, 1);
        }
        assert_eq!((server.connections(), server.heads().len()), (1, 3));
    }
}
