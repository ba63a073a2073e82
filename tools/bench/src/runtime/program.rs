//! Makes calls on a connection that is kept alive, and writes a line of JSON for each kind and each client.

use std::alloc::System;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use http_body_util::{BodyExt as _, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use ours::Operation as _;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const USER: &str = r#"{"display_name":"Ada Lovelace","id":"0b3fd0e5-9f4e-4a6b-b8a4-1f7a2c9d4e10","silo_id":"6d1c6f0a-53c1-4f0c-9d4d-94b3b6c5a8f2"}"#;

const DISK: &str = r#"{"block_size":4096,"description":"the disk of a machine","device_path":"/mnt/data-1","id":"0b3fd0e5-9f4e-4a6b-b8a4-1f7a2c9d4e10","image_id":null,"name":"data-1","project_id":"6d1c6f0a-53c1-4f0c-9d4d-94b3b6c5a8f2","size":107374182400,"snapshot_id":"5f0c6f0a-53c1-4f0c-9d4d-94b3b6c5a8f2","state":{"instance":"8e0c6f0a-53c1-4f0c-9d4d-94b3b6c5a8f2","state":"attached"},"time_created":"2026-01-31T10:20:30.123456Z","time_modified":"2026-02-01T10:20:30.123456Z"}"#;

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("server") => serve(),
        rounds => {
            let rounds = rounds.and_then(|rounds| rounds.parse().ok()).unwrap_or(5);
            let (mut server, base) = server();
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            measure(&runtime, &base, rounds);
            server.kill().expect("the server ends");
        }
    }
}

/// Starts this program again, as the server.
fn server() -> (Child, String) {
    let program = std::env::current_exe().expect("this program");
    let mut child = Command::new(program).arg("server").stdout(Stdio::piped()).spawn().expect("the server starts");
    let mut line = String::new();
    let stdout = child.stdout.as_mut().expect("it is piped");
    BufReader::new(stdout).read_line(&mut line).expect("the server tells its address");
    (child, format!("http://{}", line.trim()))
}

fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    println!("{}", listener.local_addr().expect("an address"));
    let page = format!("{{\"items\":[{}],\"next_page\":null}}", vec![DISK; 10_000_000 / DISK.len()].join(","));
    let answers = [USER.to_owned(), page].map(|body| {
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len())
    });
    for stream in listener.incoming() {
        let (stream, answers) = (stream.expect("a connection"), answers.clone());
        std::thread::spawn(move || answer(stream, &answers));
    }
}

fn answer(mut stream: TcpStream, [user, page]: &[String; 2]) {
    stream.set_nodelay(true).expect("a socket");
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return,
            Ok(length) => request.extend_from_slice(&chunk[..length]),
        }
        if request.ends_with(b"\r\n\r\n") {
            let wanted = if request.starts_with(b"GET /v1/disks") { page } else { user };
            if stream.write_all(wanted.as_bytes()).is_err() {
                return;
            }
            request.clear();
        }
    }
}

/// The clients that are measured.
struct Clients<'a> {
    runtime: &'a tokio::runtime::Runtime,
    ours: ours::Client,
    by_hand: reqwest::Client,
    raw: Client<HttpConnector, Empty<hyper::body::Bytes>>,
    #[cfg(feature = "progenitor")]
    theirs: theirs::Client,
    /// The URL of a user.
    me: String,
    /// The URL of a page.
    disks: String,
}

impl Clients<'_> {
    /// Fetches a body with `hyper` alone.
    fn fetch(&self, url: &str) -> hyper::body::Bytes {
        let request = hyper::Request::get(url).header("accept", "application/json").body(Empty::new()).expect("a request");
        let response = self.raw.request(request);
        self.runtime.block_on(async {
            let response = response.await.expect("an answer");
            assert!(response.status().is_success());
            response.into_body().collect().await.expect("a body").to_bytes()
        })
    }
}

/// What each client does, by its name.
type Tasks<'a> = Vec<(&'static str, Box<dyn FnMut() + 'a>)>;

/// Measures how clients make a call and fetch a page.
fn measure(runtime: &tokio::runtime::Runtime, base: &str, rounds: usize) {
    let clients = Clients {
        runtime,
        ours: ours::Client::builder().base_url(base).allow_plain_http().build().expect("a client"),
        by_hand: reqwest::Client::new(),
        raw: Client::builder(TokioExecutor::new()).build_http(),
        #[cfg(feature = "progenitor")]
        theirs: theirs::Client::new(base),
        me: format!("{base}/session/me"),
        disks: format!("{base}/v1/disks"),
    };
    compare("call", &mut calls(&clients), rounds, 2000);
    compare("page", &mut pages(&clients), rounds, 5);
}

/// How each client makes a call.
fn calls<'a>(clients: &'a Clients<'_>) -> Tasks<'a> {
    let runtime = clients.runtime;
    vec![
        ("signon", Box::new(|| {
            let user = runtime.block_on(async { ours::SessionMe::new().send(&clients.ours).await.expect("an answer") });
            assert_eq!(user.display_name, "Ada Lovelace");
        })),
        ("reqwest by hand", Box::new(|| {
            let user: ours::models::User = runtime.block_on(async {
                let response = clients.by_hand.get(&clients.me).header("accept", "application/json").send().await.expect("an answer");
                response.error_for_status().expect("a success").json().await.expect("a user")
            });
            assert_eq!(user.display_name, "Ada Lovelace");
        })),
        ("hyper by hand", Box::new(|| {
            let user: ours::models::User = serde_json::from_slice(&clients.fetch(&clients.me)).expect("a user");
            assert_eq!(user.display_name, "Ada Lovelace");
        })),
        #[cfg(feature = "progenitor")]
        ("progenitor", Box::new(|| {
            let user = runtime.block_on(async { clients.theirs.session_me().await.expect("an answer").into_inner() });
            assert_eq!(user.display_name, "Ada Lovelace");
        })),
    ]
}

/// How each client fetches a page.
fn pages<'a>(clients: &'a Clients<'_>) -> Tasks<'a> {
    let runtime = clients.runtime;
    vec![
        ("signon", Box::new(|| {
            let page = runtime.block_on(async { ours::DiskList::new().send(&clients.ours).await.expect("an answer") });
            assert!(page.items.len() > 10_000);
        })),
        ("reqwest by hand", Box::new(|| {
            let page: ours::models::DiskResultsPage = runtime.block_on(async {
                let response = clients.by_hand.get(&clients.disks).header("accept", "application/json").send().await.expect("an answer");
                let body = response.error_for_status().expect("a success").bytes().await.expect("a body");
                serde_json::from_slice(&body).expect("a page")
            });
            assert!(page.items.len() > 10_000);
        })),
        ("hyper by hand", Box::new(|| {
            let page: ours::models::DiskResultsPage = serde_json::from_slice(&clients.fetch(&clients.disks)).expect("a page");
            assert!(page.items.len() > 10_000);
        })),
        #[cfg(feature = "progenitor")]
        ("progenitor", Box::new(|| {
            let page = runtime.block_on(async { clients.theirs.disk_list_v1(None, None, None, None, None).await.expect("an answer") });
            assert!(page.items.len() > 10_000);
        })),
    ]
}

/// Measures all clients in turns, after each has warmed up.
fn compare(what: &str, clients: &mut [(&str, Box<dyn FnMut() + '_>)], rounds: usize, calls: u32) {
    let mut times = vec![Vec::new(); clients.len()];
    let mut allocations = vec![0.0; clients.len()];
    for (_, call) in &mut *clients {
        (0..calls.div_ceil(10)).for_each(|_| call());
    }
    for _ in 0..rounds {
        for (index, (_, call)) in clients.iter_mut().enumerate() {
            let region = Region::new(ALLOCATOR);
            let started = Instant::now();
            (0..calls).for_each(|_| call());
            times[index].push(started.elapsed().as_secs_f64() / f64::from(calls));
            let change = region.change();
            allocations[index] = (change.allocations + change.reallocations) as f64 / f64::from(calls);
        }
    }
    for (index, (who, _)) in clients.iter().enumerate() {
        times[index].sort_by(f64::total_cmp);
        let result = serde_json::json!({
            "what": what, "who": who, "seconds": times[index][times[index].len() / 2], "allocations": allocations[index],
        });
        println!("{result}");
    }
}
