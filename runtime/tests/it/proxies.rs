//! Proxies: those that a caller gives, and those of the environment.

use std::io::Write as _;
use std::process::Command;
use std::time::Duration;

use signon_runtime::{Client, ClientBuilder, Error, ErrorKind, Operation, RetryPolicy};

use crate::acme::{API, GetThing, Thing};
use crate::proxy::{Kind, Proxy};
use crate::server::Act::{Close, Read, Write};
use crate::server::Server;

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"id\": 2}";
/// `me:s3cr3t`, as Basic has it.
const BASIC: &str = "proxy-authorization: basic bwu6cznjcjn0";

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new(&API)
        .base_url(url)
        .retry(RetryPolicy::new().backoff_between(Duration::ZERO, Duration::ZERO))
}

async fn get(builder: ClientBuilder) -> Result<Thing, Error> {
    let client: Client = builder.build().expect("a client");
    GetThing("1").send(&client).await
}

async fn direct() -> Server {
    Server::start(vec![vec![Read, Write(OK), Close]]).await
}

#[tokio::test]
async fn plain_requests_go_to_the_proxy_as_a_whole() {
    let proxy = Proxy::start(Kind::Http).await;
    for credentials in ["", "me:s3cr3t@"] {
        let url = format!("http://{credentials}{}", proxy.address);
        let thing = get(builder("http://acme.example/v1").proxy(url)).await;
        assert_eq!(thing.unwrap().id, 1);
    }
    let heads = proxy.heads();
    assert_eq!(heads.len(), 2);
    for head in &heads {
        assert!(
            head.starts_with("GET http://acme.example/v1/things/1 HTTP/1.1\r\n"),
            "{head}"
        );
        assert!(head.to_lowercase().contains("host: acme.example\r\n"));
    }
    let authorized = |index: usize| heads[index].to_lowercase().contains(BASIC);
    assert!(!authorized(0) && authorized(1));
}

#[tokio::test]
async fn a_proxy_that_wants_other_credentials() {
    let proxy = Proxy::start(Kind::Refusing).await;
    let url = format!("http://me:s3cr3t@{}", proxy.address);
    let error = get(builder("http://acme.example").proxy(url)).await;
    let error = error.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(407));
    assert_eq!(error.attempts(), 1);
    assert!(!format!("{error} {error:?}").contains("s3cr3t"));
}

#[test]
fn a_url_that_names_no_proxy_is_an_error_of_build_that_does_not_show_it() {
    for url in [
        "",
        "proxy:3128",
        "s3cr3t",
        "ftp://me:s3cr3t@proxy",
        "socks4://me:s3cr3t@proxy",
        "http://me:s3cr3t@",
        "http://me:s3cr3t@proxy/path",
        "http://me:s3cr3t@proxy:99999",
        "http://me:s3cr3t@proxy?x",
    ] {
        let error = builder("http://acme.example").proxy(url).build();
        let error = error.expect_err("it is refused").to_string();
        assert!(error.contains("the proxy's URL"), "{url}: {error}");
        assert!(!error.contains("s3cr3t"), "{error}");
    }
    let builder = builder("http://acme.example").proxy("http://me:s3cr3t@proxy:3128");
    assert!(!format!("{builder:?}").contains("s3cr3t"));
    let client: Client = builder.build().unwrap();
    assert!(!format!("{client:?}").contains("s3cr3t"));
}

#[tokio::test]
async fn socks() {
    let server = direct().await;
    let proxy = Proxy::start(Kind::Socks("me", "s3cr3t")).await;
    for scheme in ["socks5", "socks5h"] {
        let url = format!("{scheme}://me:s3cr3t@{}", proxy.address);
        let thing = get(builder(&server.url()).proxy(url)).await;
        assert_eq!(thing.unwrap().id, 2);
    }
    let target = server.url().replace("http://", "");
    assert_eq!(proxy.heads(), [target.as_str(), target.as_str()]);
    let url = format!("socks5://me:wr0ng@{}", proxy.address);
    let error = get(builder(&server.url()).proxy(url)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(!error.may_have_been_sent());
    assert!(!format!("{error} {error:?}").contains("wr0ng"));
}

#[tokio::test]
async fn socks_credentials_have_a_limit_that_is_an_error_of_build() {
    let server = direct().await;
    let host_length = "127.0.0.1".len();
    let long: &'static str = "p".repeat(249 - 2 - host_length).leak();
    let proxy = Proxy::start(Kind::Socks("me", long)).await;
    let socks = |password: &str| format!("socks5://me:{password}@{}", proxy.address);
    let thing = get(builder(&server.url()).proxy(socks(long))).await;
    assert_eq!(thing.unwrap().id, 2);
    // There is no room for the host.
    let longer = format!("{long}p");
    let error = get(builder(&server.url()).proxy(socks(&longer)))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Transport, 1),
        "{error}"
    );
    assert!(error.to_string().contains("too long for SOCKS"), "{error}");
    assert!(!error.may_have_been_sent() && !error.to_string().contains(long));
    // There is no room for any host.
    for length in [248, 255, 256, 300, 3_000] {
        let url = socks(&"p".repeat(length));
        let built = builder("http://acme.example").proxy(url).build();
        let error = built.expect_err("it is refused").to_string();
        assert!(error.contains("too long for SOCKS"), "{error}");
        assert!(!error.contains("ppp"), "{error}");
    }
    // Other proxies have no such limit.
    let url = socks(&"p".repeat(300)).replace("socks5", "http");
    assert!(builder("http://acme.example").proxy(url).build().is_ok());
}

/// The variable that makes a run of this program a child of [`environment`], with the child's URL.
const CHILD: &str = "SIGNON_TEST_PROXIES_URL";

/// What a child makes of its environment: who answered.
#[tokio::test]
async fn environment_child() {
    let Ok(url) = std::env::var(CHILD) else {
        return;
    };
    let no_proxy = std::env::var("SIGNON_TEST_NO_PROXY").is_ok();
    let builder = builder(&url);
    let builder = if no_proxy {
        builder.no_proxy()
    } else {
        builder
    };
    let answer = format!("answer {}\n", get(builder).await.unwrap().id);
    std::io::stdout().write_all(answer.as_bytes()).unwrap();
}

/// Whether a client for `url` goes through the proxy in this environment.
async fn is_proxied(url: &str, environment: &[(&str, &str)]) -> bool {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "proxies::environment_child", "--nocapture"]);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command.env_remove("REQUEST_METHOD").env(CHILD, url);
    command.envs(environment.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output());
    let output = output.await.expect("it ends").expect("it starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{environment:?}: {text}");
    assert!(text.contains("answer "), "{text}");
    text.contains("answer 1")
}

#[tokio::test(flavor = "multi_thread")]
async fn environment() {
    let (server, proxy) = (direct().await, Proxy::start(Kind::Http).await);
    let loopback = server.url();
    // Of this machine, yet no loopback address.
    let unspecified = loopback.replace("127.0.0.1", "0.0.0.0");
    let proxy = format!("http://me:s3cr3t@{}", proxy.address);
    let http = ("HTTP_PROXY", proxy.as_str());
    assert!(is_proxied(&unspecified, &[http]).await);
    assert!(is_proxied(&unspecified, &[("http_proxy", &proxy)]).await);
    assert!(is_proxied(&unspecified, &[("ALL_PROXY", &proxy)]).await);
    assert!(!is_proxied(&unspecified, &[]).await);
    assert!(!is_proxied(&unspecified, &[("HTTPS_PROXY", &proxy)]).await);
    assert!(!is_proxied(&unspecified, &[http, ("NO_PROXY", "0.0.0.0")]).await);
    assert!(!is_proxied(&unspecified, &[http, ("SIGNON_TEST_NO_PROXY", "1")]).await);
    // The header `Proxy` of a CGI program's request is such a variable.
    assert!(!is_proxied(&unspecified, &[http, ("REQUEST_METHOD", "GET")]).await);
    // Credentials over plain http do not leave this machine.
    assert!(!is_proxied(&loopback, &[http]).await);
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls {
    use signon_runtime::RetryStopReason;

    use super::{BASIC, ErrorKind, Kind, Proxy, builder, get};
    use crate::authority::Authority;
    use crate::tls_server::{TlsServer, acceptor};

    #[tokio::test]
    async fn a_tunnel_for_https() {
        let authority = Authority::new();
        let clients = Authority::new();
        let server = TlsServer::start(&authority.issue("127.0.0.1"), Some(&clients)).await;
        let proxies = [
            ("http", Kind::Http),
            (
                "https",
                Kind::Https(acceptor(&authority.issue("127.0.0.1"), None)),
            ),
        ];
        for (scheme, kind) in proxies {
            let proxy = Proxy::start(kind).await;
            let builder = builder(&server.url())
                .root_certificate(&authority.pem)
                .identity(clients.issue("client.example").pem())
                .proxy(format!("{scheme}://me:s3cr3t@{}", proxy.address));
            assert_eq!(get(builder).await.unwrap().id, 1);
            let [head] = &proxy.heads()[..] else {
                panic!("one tunnel")
            };
            let connect = format!("CONNECT {} HTTP/1.1\r\n", server.address);
            assert!(head.starts_with(&connect), "{head}");
            assert!(head.to_lowercase().contains(BASIC), "{head}");
        }
        for head in server.heads() {
            assert!(head.starts_with("GET /things/1 HTTP/1.1"), "{head}");
            assert!(!head.to_lowercase().contains("proxy-"), "{head}");
        }
    }

    #[tokio::test]
    async fn socks_for_https() {
        let authority = Authority::new();
        let server = TlsServer::start(&authority.issue("127.0.0.1"), None).await;
        let proxy = Proxy::start(Kind::Socks("me", "s3cr3t")).await;
        let builder = builder(&server.url())
            .root_certificate(&authority.pem)
            .proxy(format!("socks5://me:s3cr3t@{}", proxy.address));
        assert_eq!(get(builder).await.unwrap().id, 1);
        assert_eq!(proxy.heads(), [server.address.to_string()]);
    }

    #[tokio::test]
    async fn wrong_credentials_are_sent_once() {
        let proxy = Proxy::start(Kind::Refusing).await;
        let url = format!("http://me:s3cr3t@{}", proxy.address);
        let error = get(builder("https://acme.example").proxy(url)).await;
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(
            (error.attempts(), error.retry_stop_reason()),
            (1, Some(RetryStopReason::Final))
        );
        assert!(!error.may_have_been_sent());
        assert!(error.to_string().contains("proxy"), "{error}");
        assert!(!format!("{error} {error:?}").contains("s3cr3t"));
        assert_eq!(proxy.heads().len(), 1);
    }

    #[tokio::test]
    async fn a_proxy_that_is_not_trusted_sees_nothing() {
        let acceptor = acceptor(&Authority::new().issue("127.0.0.1"), None);
        let proxy = Proxy::start(Kind::Https(acceptor)).await;
        for server in ["https://acme.example", "http://acme.example"] {
            let url = format!("https://me:s3cr3t@{}", proxy.address);
            let error = get(builder(server).proxy(url)).await.unwrap_err();
            assert_eq!(
                (error.attempts(), error.retry_stop_reason()),
                (1, Some(RetryStopReason::Final))
            );
            assert!(error.to_string().contains("`root_certificate`"), "{error}");
        }
        assert!(proxy.heads().is_empty());
    }
}
