//! Lists of any length use the memory of a page.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::sync::{Arc, Mutex, OnceLock};

use super::server::{Server, json};
use super::{command, document};

/// The number of items on a page.
const PAGE: usize = 500;

const ITEMS: &str = r#"openapi: 3.0.3
info: { title: Items, version: "1" }
servers: [{ url: "https://items.example" }]
paths:
  /items:
    get:
      operationId: listItems
      x-signon-pagination:
        cursor: { parameter: cursor, body: /next }
        items: /items
      parameters:
        - { name: cursor, in: query, schema: { type: string } }
      responses:
        "200":
          description: The items.
          content:
            application/json:
              schema:
                type: object
                properties:
                  items: { type: array, items: { type: object } }
                  next: { type: string, nullable: true }
"#;

#[test]
fn memory_does_not_grow_with_the_list() {
    let (short, long) = (peak(1_000), peak(100_000));
    let peaks = format!("1,000 items: {short} KiB, 100,000 items: {long} KiB");
    signon_oracle::skip::say(&peaks);
    assert!(long * 2 < short * 3, "{peaks}");
}

/// Returns the peak memory of a list of this many items, in KiB, when its last page is requested.
fn peak(items: usize) -> usize {
    let (_folder, spec) = document(ITEMS);
    let process = Arc::new(OnceLock::new());
    let peak = Arc::new(Mutex::new(0));
    let server = {
        let (process, peak) = (Arc::clone(&process), Arc::clone(&peak));
        Server::start(move |_, before| {
            let end = (before + 1) * PAGE;
            if end >= items {
                *peak.lock().expect("a number") = high_water_mark(*process.wait());
            }
            json(page(end - PAGE..end, end < items))
        })
    };
    let mut list = command(&[
        "call",
        "--spec",
        &spec,
        "listItems",
        "--all",
        "-o",
        "jsonl",
        "--server",
        &server.url,
    ]);
    let mut child = list.stdout(Stdio::piped()).spawn().expect("a process");
    process.set(child.id()).expect("one process");
    let lines = BufReader::new(child.stdout.take().expect("standard output")).lines();
    assert_eq!(lines.count(), items);
    assert!(child.wait().expect("a status").success());
    let peak = *peak.lock().expect("a number");
    assert!(peak > 0);
    peak
}

fn page(numbers: std::ops::Range<usize>, has_next: bool) -> String {
    let next = has_next.then(|| format!("\"{}\"", numbers.end));
    let items: Vec<String> = numbers
        .map(|id| format!(r#"{{"id":{id},"name":"Item {id}","note":"{id:060}"}}"#))
        .collect();
    let next = next.unwrap_or_else(|| "null".to_owned());
    format!(r#"{{"items":[{}],"next":{next}}}"#, items.join(","))
}

/// Returns the peak memory of a process, in KiB.
fn high_water_mark(process: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a process");
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line
        .and_then(|line| line.split_whitespace().nth(1))
        .expect("a number");
    number.parse().expect("a number")
}
