//! Plugging in: servers, layers, spans, waiting without async.

use std::task::{Context, Poll};
use std::time::Duration;

use signon_runtime::metadata::{Api, Method, OperationMetadata};
use signon_runtime::testing::{Answer, Memory, TestClock};
use signon_runtime::transport::{HttpService, Payload, TransportService};
use signon_runtime::{Client, ClientBuilder, Defect, ErrorKind, Paginated, Request};
use tower_layer::Layer;
use tower_service::Service;

use crate::acme::{self, API, GET, OWN_SERVER, PING};
use crate::secrets::Log;

async fn url(builder: ClientBuilder, metadata: &'static OperationMetadata) -> String {
    let memory = Memory::new();
    memory.handle(|_| Answer::status(204));
    let client: Client = builder.transport(memory.clone()).build().expect("a client");
    client
        .call_raw(Request::new(metadata))
        .await
        .expect("a success");
    memory.requests().remove(0).url.to_string()
}

#[tokio::test]
async fn servers_and_their_variables() {
    let new = || ClientBuilder::new(&API);
    assert_eq!(url(new(), &PING).await, "https://main.acme.test/v1/ping");
    assert_eq!(
        url(new().server_variable("tenant", "other"), &PING).await,
        "https://other.acme.test/v1/ping"
    );
    assert_eq!(
        url(new().base_url("http://localhost:4010/"), &PING).await,
        "http://localhost:4010/ping"
    );
    assert_eq!(
        url(new(), &OWN_SERVER).await,
        "https://files.acme.test/upload"
    );
    assert_eq!(
        url(new().base_url("https://proxy.test/x"), &OWN_SERVER).await,
        "https://proxy.test/x/upload"
    );
    for value in [
        "evil.test/",
        "a@evil.test",
        "a?b",
        "a#b",
        "a\\b",
        "",
        " ",
        "a\nb",
    ] {
        let built: Result<Client, _> = new().server_variable("tenant", value).build();
        let error = built.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build, "{value}");
        assert!(matches!(
            error.defect(),
            Some(Defect::ServerVariable { .. })
        ));
    }
    for base in [
        "/v1",
        "",
        "ftp://a.test",
        "https://a:b@a.test",
        "https://a.test/?x",
        "https://",
    ] {
        assert!(new().base_url(base).build().is_err(), "{base}");
    }
}

static OTHER: Api = Api::new("other", "1");
static OTHER_PING: OperationMetadata = OperationMetadata::new(&OTHER, Method::Get, "ping", "/ping");

#[tokio::test]
async fn an_operation_of_another_provider_is_refused() {
    let memory = Memory::new();
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let error = client
        .call_raw(Request::new(&OTHER_PING))
        .await
        .unwrap_err();
    assert!(matches!(
        error.defect(),
        Some(Defect::ForeignOperation { .. })
    ));
    assert_eq!(memory.count(), 0);
    let built: Result<Client, _> = ClientBuilder::new(&OTHER).build();
    assert_eq!(built.unwrap_err().defect(), Some(&Defect::NoServer));
}

#[tokio::test]
async fn headers_and_query_parameters_of_a_call() {
    let memory = Memory::new();
    memory.handle(|_| Answer::status(204));
    let clock = TestClock::new();
    let client: Client = acme::builder(&memory, &clock)
        .user_agent("app/1.0")
        .build()
        .unwrap();
    client
        .call_raw(Request::new(&GET).path("id", "1").query("a", "1"))
        .query("b", "2 3")
        .header("X-Extra", "yes")
        .header("Accept", "application/vnd.acme+json")
        .await
        .unwrap();
    let sent = &memory.requests()[0];
    assert_eq!(sent.target(), "/v1/things/1?a=1&b=2%203");
    assert_eq!(sent.header("x-extra"), Some("yes"));
    assert_eq!(sent.header("user-agent"), Some("app/1.0 signon-acme/1.2.3"));
    assert_eq!(sent.header("accept"), Some("application/vnd.acme+json"));
    assert_eq!(sent.headers.get_all("accept").iter().count(), 1);
}

#[tokio::test]
async fn custom_operations_get_credentials_retries_and_limits() {
    let memory = Memory::new();
    memory.answer(Answer::status(503).header("retry-after", "1"));
    memory.answer(Answer::json(200, "[1]"));
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let request = Request::custom(http::Method::GET, "/beta/{id}").path("id", "a b");
    let call = client.call_raw(request).into_future();
    let answer = clock.drive(call).await.unwrap();
    assert_eq!(answer.json::<Vec<i32>>().unwrap(), [1]);
    assert_eq!(memory.requests()[1].target(), "/v1/beta/a%20b");
    memory.answer(Answer::status(400));
    let request = Request::custom(http::Method::POST, "/beta");
    let error = client.call_raw(request).await.unwrap_err();
    assert_eq!(error.operation(), "POST /beta");
}

const fn is_service<S: HttpService>() {}

// What layers are given is what layers must be.
const _: () = is_service::<TransportService>();

/// A layer that adds a header.
#[derive(Clone)]
struct Stamp(&'static str);

#[derive(Clone)]
struct Stamped<S>(S, &'static str);

impl<S> Layer<S> for Stamp {
    type Service = Stamped<S>;

    fn layer(&self, inner: S) -> Stamped<S> {
        Stamped(inner, self.0)
    }
}

impl<S: HttpService> Service<http::Request<Payload>> for Stamped<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, mut request: http::Request<Payload>) -> S::Future {
        let stamp = http::HeaderValue::from_static(self.1);
        request.headers_mut().append("x-stamp", stamp);
        assert!(
            request
                .extensions()
                .get::<&'static OperationMetadata>()
                .is_some()
        );
        self.0.call(request)
    }
}

#[tokio::test]
async fn layers_see_each_attempt() {
    let memory = Memory::new();
    memory.answer(Answer::status(503));
    memory.answer(Answer::json(200, "1"));
    let clock = TestClock::new();
    let client: Client = acme::builder(&memory, &clock)
        .layer(Stamp("inner"))
        .layer(Stamp("outer"))
        .build()
        .unwrap();
    let call = client.call_raw(Request::new(&PING)).into_future();
    clock.drive(call).await.unwrap();
    for request in memory.requests() {
        let stamps: Vec<_> = request.headers.get_all("x-stamp").iter().collect();
        assert_eq!(stamps, ["outer", "inner"]);
    }
}

#[tokio::test]
async fn spans_have_the_attributes_of_opentelemetry() {
    let memory = Memory::new();
    memory.answer(Answer::status(503).header("retry-after", "2"));
    memory.answer(Answer::json(404, "{}"));
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    let log = Log::default();
    let guard = log.start();
    let request = Request::new(&GET)
        .path("id", "private-id")
        .query("q", "private-q");
    let call = client.call_raw(request).into_future();
    clock.drive(call).await.unwrap_err();
    drop(guard);
    let text = log.text();
    for field in [
        "otel.name=GET /things/{id}",
        "otel.kind=\"client\"",
        "signon.provider=\"acme\"",
        "signon.operation=\"getThing\"",
        "http.request.method=\"GET\"",
        "url.template=\"/things/{id}\"",
        "server.address=\"main.acme.test\"",
        "http.response.status_code=404",
        "http.request.resend_count=1",
        "error.type=404",
        "otel.status_code=\"ERROR\"",
        "signon.duration_ms=2000",
    ] {
        assert!(text.contains(field), "{field} is not in {text}");
    }
    assert!(!text.contains("private"), "{text}");
}

#[test]
fn clients_and_calls_can_move_between_threads() {
    fn is_send<T: Send>(_: &T) {}
    fn is_sync<T: Sync>(_: &T) {}
    let memory = Memory::new();
    let clock = TestClock::new();
    let client = acme::client(&memory, &clock);
    is_send(&client);
    is_sync(&client);
    let call = client
        .call_raw(Request::new(&PING))
        .timeout(Duration::from_secs(1));
    is_send(&call);
    is_send(&call.into_future());
    let paged = acme::ListThings::new(acme::Paging::Body).paged(&client);
    is_send(&paged);
    is_send(&paged.items().collect_all());
}

#[cfg(feature = "blocking")]
#[tokio::test]
async fn blocking_calls() {
    let memory = Memory::new();
    memory.handle(|_| Answer::json(200, r#"{"things": [{"id": 1}, {"id": 2}]}"#));
    let client: Client = ClientBuilder::new(&API)
        .transport(memory.clone())
        .build()
        .unwrap();
    let list = acme::ListThings::new(acme::Paging::Body);
    let check = |client: &Client| {
        client
            .call_raw(Request::new(&PING))
            .wait()
            .expect("a success");
        let items: Result<Vec<_>, _> = list.items(client).wait().collect();
        assert_eq!(items.expect("a success").len(), 2);
        assert_eq!(list.pages(client).wait().count(), 1);
        let first = list.paged(client).wait().expect("a success");
        assert_eq!(first.things.len(), 2);
        let items = list.paged(client).items().wait();
        assert_eq!(
            items
                .collect::<Result<Vec<_>, _>>()
                .expect("a success")
                .len(),
            2
        );
    };
    // On a thread of no runtime, and within one.
    std::thread::scope(|scope| {
        scope.spawn(|| check(&client));
    });
    check(&client);
}

#[cfg(feature = "blocking")]
#[tokio::test]
async fn blocking_calls_need_no_progress_of_the_blocked_runtime() {
    use crate::server::Act::{Close, Read, Write};
    use crate::server::Server;

    const OK: &[u8] = b"HTTP/1.1 204 No Content\r\n\r\n";
    // The server has a runtime of its own.
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let acts = vec![Read, Write(OK), Read, Write(OK), Read, Write(OK), Close];
            let server = Server::start(vec![acts]).await;
            let _ = send.send(server.url());
            std::future::pending::<()>().await;
        });
    });
    let client: Client = ClientBuilder::new(&API)
        .base_url(receive.recv().expect("a server"))
        .no_proxy()
        .timeout(Duration::from_secs(5))
        .build()
        .expect("a client");
    // The connection of this call is left with the runtime of this thread.
    client
        .call_raw(Request::new(&PING))
        .await
        .expect("a success");
    client
        .call_raw(Request::new(&PING))
        .wait()
        .expect("a success");
    client
        .call_raw(Request::new(&PING))
        .await
        .expect("a success");
}
