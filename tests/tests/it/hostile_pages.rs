//! Generated lists of pages against a hostile server, over real sockets.

use std::sync::{Arc, Mutex, PoisonError};

use signon_runtime::{Client, Error, ErrorKind, Operation, Paginated};
use signon_tests::provider::{Provider, SECRET};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the cursor of a page is, by the number of pages before it.
type Cursor = fn(usize) -> String;

/// A server whose every response is a page of nothing and the cursor of another one.
struct Server {
    url: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(cursor: Cursor) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let heads = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&heads);
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(serve(connection, cursor, Arc::clone(&record)));
            }
        });
        Self { url, heads }
    }

    /// The requests besides those for tokens.
    fn pages(&self) -> Vec<String> {
        let heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        heads
            .iter()
            .filter(|head| !head.contains("/token "))
            .cloned()
            .collect()
    }
}

async fn serve(
    mut connection: TcpStream,
    cursor: Cursor,
    heads: Arc<Mutex<Vec<String>>>,
) -> Option<()> {
    loop {
        let head = read(&mut connection).await?;
        let is_token = head.contains("/token ");
        let before = {
            let mut heads = heads.lock().unwrap_or_else(PoisonError::into_inner);
            heads.push(head.clone());
            heads
                .iter()
                .filter(|head| !head.contains("/token "))
                .count()
        };
        let cursor = cursor(before.saturating_sub(1));
        let body = if is_token {
            r#"{"access_token": "tok", "expires_in": 36000}"#.to_owned()
        } else if head.contains("/api/2/") {
            "[]".to_owned()
        } else {
            serde_json::json!({
                "users": [], "apps": [], "contracts": [], "audit": [], "response": [], "nextCursor": cursor,
            })
            .to_string()
        };
        // A header holds it percent-encoded.
        let header: String = form_urlencoded::byte_serialize(cursor.as_bytes()).collect();
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nafter-cursor: {header}\r\n\
             link: <http://127.0.0.1:1/next>; rel=next\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        connection.write_all(answer.as_bytes()).await.ok()?;
    }
}

/// Reads a request, and gives its head.
async fn read(connection: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(connection.read_u8().await.ok()?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or_default()];
    connection.read_exact(&mut body).await.ok()?;
    Some(head)
}

fn client(provider: &str, server: &Server) -> Client {
    let provider = Provider::named(provider).expect("a provider");
    let builder = provider.client().expect("a builder");
    let builder = builder
        .base_url(&server.url)
        .no_proxy()
        .keep_rate_limits(false);
    builder.build().expect("a client")
}

/// Goes through up to `most` pages, and gives how many came and what ended them.
async fn pages<O: Operation + Paginated>(
    client: &Client,
    operation: O,
    most: usize,
) -> (usize, Option<Error>) {
    let mut pages = operation.pages(client);
    for count in 0..most {
        match pages.next().await {
            Some(Ok(_)) => {}
            Some(Err(error)) => return (count, Some(error)),
            None => return (count, None),
        }
    }
    (most, None)
}

/// Goes through the pages of a server of its own, which come with what it was asked.
async fn attack<O: Operation + Paginated>(
    provider: &str,
    operation: O,
    cursor: Cursor,
    most: usize,
) -> (usize, Option<Error>, Vec<String>) {
    let server = Server::start(cursor).await;
    let (count, error) = pages(&client(provider, &server), operation, most).await;
    (count, error, server.pages())
}

/// Calls `check` with the outcome of each list of two providers against a server of its own.
macro_rules! for_each_list {
    ($cursor:expr, $most:expr, $check:expr) => {
        for_each_list!(@ $cursor, $most, $check, "torii",
            signon_torii::users::ListUsers::new(),
            signon_torii::apps::ListApps::new(),
            signon_torii::app_users::ListAppUsers::new(1),
            signon_torii::contracts::ListContracts::new(),
            signon_torii::audit::ListAuditLogs::new(),
            signon_torii::workflows::ListActionExecutions::new());
        for_each_list!(@ $cursor, $most, $check, "onelogin",
            signon_onelogin::users::ListUsers::new(),
            signon_onelogin::apps::ListApps::new(),
            signon_onelogin::apps::ListAppUsers::new(1),
            signon_onelogin::connectors::ListConnectors::new(),
            signon_onelogin::roles::ListRoles::new(),
            signon_onelogin::roles::ListRoleAdmins::new(1),
            signon_onelogin::roles::ListRoleApps::new(1),
            signon_onelogin::roles::ListRoleUsers::new(1));
    };
    (@ $cursor:expr, $most:expr, $check:expr, $provider:literal, $($operation:expr),+) => {$(
        let name = stringify!($operation);
        let (count, error, heads) = attack($provider, $operation, $cursor, $most).await;
        $check(name, count, error, heads);
    )+};
}

#[tokio::test]
async fn pages_without_end_are_read_as_far_as_the_caller_wants() {
    let check = |name: &str, count: usize, error: Option<Error>, heads: Vec<String>| {
        assert!(error.is_none(), "{name}: {error:?}");
        assert_eq!((count, heads.len()), (20, 20), "{name}");
    };
    for_each_list!(|page| format!("cursor-{page}"), 20, check);
}

#[tokio::test]
async fn pages_that_lead_back_end_in_an_error() {
    let check = |name: &str, count: usize, error: Option<Error>, heads: Vec<String>| {
        let error = error.expect(name);
        assert_eq!(error.kind(), ErrorKind::Pages, "{name}: {error}");
        assert_eq!(count, heads.len(), "{name}");
        assert!(count <= 4, "{name}: {count} pages");
    };
    for_each_list!(|_| "same".to_owned(), 20, check);
    for_each_list!(|page| format!("cursor-{}", page % 3), 20, check);
}

#[tokio::test]
async fn a_cursor_is_a_value_of_the_query_and_nothing_else() {
    let check = |name: &str, count: usize, error: Option<Error>, heads: Vec<String>| {
        assert!(error.is_none(), "{name}: {error:?}");
        assert_eq!(count, 8, "{name}");
        let path = |head: &String| head.split(['?', ' ']).nth(1).unwrap_or_default().to_owned();
        let first = path(&heads[0]);
        for head in &heads {
            assert_eq!(path(head), first, "{name}: {head}");
            assert_eq!(head.matches("\r\nhost: ").count(), 1, "{name}: {head}");
            assert!(!head.contains("\r\nx-evil"), "{name}: {head}");
            // The credential stays what it was.
            assert!(
                head.contains(SECRET) || head.contains("tok"),
                "{name}: {head}"
            );
        }
    };
    let cursors: Cursor = |page| {
        let tricks = [
            "http://127.0.0.1:1/",
            "//127.0.0.1:1/",
            "../../x",
            "?a=b#c",
            "a&cursor=b&limit=0",
            "a HTTP/1.1\r\nx-evil: 1\r\n\r\n",
            "%0d%0ax-evil: 1",
            "\u{0}\u{1b}\u{202e}\u{e9}",
        ];
        tricks[page % tricks.len()].to_owned()
    };
    for_each_list!(cursors, 8, check);
}

#[tokio::test]
async fn a_cursor_that_no_url_can_hold_ends_the_pages() {
    let check = |name: &str, count: usize, error: Option<Error>, heads: Vec<String>| {
        let error = error.expect(name);
        assert_eq!(error.kind(), ErrorKind::Build, "{name}: {error}");
        assert_eq!((count, heads.len()), (1, 1), "{name}");
        assert!(error.to_string().len() < 1_000, "{name}");
    };
    for_each_list!(|_| "x".repeat(70_000), 8, check);
}
