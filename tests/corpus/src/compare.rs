//! Whether two requests are the same.

use std::collections::BTreeMap;

use signon_corpus_driver::{Report, Sent};

/// Headers that say something of the connection or of the client itself, and nothing of the call.
const OWN: [&str; 8] = [
    "accept-encoding",
    // The peer sends the document's version, which the document does not declare.
    "api-version",
    "content-length",
    "host",
    "sec-websocket-key",
    "transfer-encoding",
    "user-agent",
    "date",
];

/// A part in which two requests differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The part: `method`, `path`, `query`, `body`, the name of a header, or `call` where one client made none.
    pub part: String,
    /// What each sent.
    pub text: String,
}

/// The one request of a call, or why there is none.
pub fn request(report: &Report) -> Result<&Sent, String> {
    match report.sent.as_slice() {
        [sent] => Ok(sent),
        [] => Err(report
            .outcome
            .error
            .clone()
            .unwrap_or_else(|| "nothing was sent".to_owned())),
        more => Err(format!("{} requests were sent", more.len())),
    }
}

/// The parts in which two calls differ.
pub fn differences(ours: &Report, peer: &Report) -> Vec<Difference> {
    match (request(ours), request(peer)) {
        (Ok(ours), Ok(peer)) => of_requests(ours, peer),
        (Err(ours), Err(peer)) => vec![differ("call", &ours, &peer)],
        (Ok(_), Err(peer)) => vec![differ("peer", "sent", &peer)],
        (Err(ours), Ok(_)) => vec![differ("ours", &ours, "sent")],
    }
}

/// The parts in which two requests differ to the byte. Left aside are the order of the members of JSON, the boundary of
/// a form, and the header whose value is made for each call.
pub fn exact(left: &Sent, right: &Sent, made: Option<&str>) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut compare = |part: &str, left: String, right: String| {
        if left != right {
            let text = format!("{left}\n  and {right}");
            let part = part.to_owned();
            found.push(Difference { part, text });
        }
    };
    compare("method", left.method.clone(), right.method.clone());
    compare("target", left.target.clone(), right.target.clone());
    let headers = |sent: &Sent| exact_headers(sent, made);
    compare("headers", headers(left), headers(right));
    compare("body", exact_body(left), exact_body(right));
    found
}

fn exact_headers(sent: &Sent, made: Option<&str>) -> String {
    let headers = sent.headers.iter().map(|(name, value)| {
        let is_made = made.is_some_and(|made| made.eq_ignore_ascii_case(name));
        let value = if is_made { "(made)" } else { value };
        format!("{name}: {}", without_boundary(sent, value))
    });
    headers.collect::<Vec<_>>().join(", ")
}

/// The body. JSON of equal values and length is equal but for the order of members.
fn exact_body(sent: &Sent) -> String {
    let text = without_boundary(sent, &String::from_utf8_lossy(&sent.body));
    match serde_json::from_str::<serde_json::Value>(&text) {
        Ok(json) => format!("{} bytes, {json}", sent.body.len()),
        Err(_) => text,
    }
}

/// A text of a request, in which the boundary of its form is always the same.
fn without_boundary(sent: &Sent, text: &str) -> String {
    let media = sent.headers.iter().find(|(name, _)| name == "content-type");
    match media.and_then(|(_, media)| media.split_once("boundary=")) {
        Some((_, boundary)) => text.replace(boundary.trim_matches('"'), "BOUNDARY"),
        None => text.to_owned(),
    }
}

/// How two requests that mean the same are spelled, where that differs.
pub fn spelling(ours: &Report, peer: &Report) -> Option<String> {
    let (ours, peer) = (ours.sent.first()?, peer.sent.first()?);
    (ours.target != peer.target).then(|| format!("{} and {}", ours.target, peer.target))
}

fn differ(part: &str, ours: &str, peer: &str) -> Difference {
    Difference {
        part: part.to_owned(),
        text: format!("ours: {ours}; the peer's: {peer}"),
    }
}

fn of_requests(ours: &Sent, peer: &Sent) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut compare = |part: &str, ours: String, peer: String| {
        if ours != peer {
            found.push(differ(part, &ours, &peer));
        }
    };
    compare("method", ours.method.clone(), peer.method.clone());
    compare("path", path(&ours.target), path(&peer.target));
    compare("query", query(&ours.target), query(&peer.target));
    compare("body", body(ours), body(peer));
    let (ours, peer) = (headers(ours), headers(peer));
    let names: std::collections::BTreeSet<&String> = ours.keys().chain(peer.keys()).collect();
    for name in names {
        let value = |of: &BTreeMap<String, String>| of.get(name).cloned().unwrap_or_default();
        compare(name, value(&ours), value(&peer));
    }
    found
}

/// The decoded segments of the path.
fn path(target: &str) -> String {
    let path = target.split('?').next().unwrap_or_default();
    let segments = path.split('/').map(|segment| {
        percent_encoding::percent_decode_str(segment)
            .decode_utf8_lossy()
            // A slash inside a segment is not one between two.
            .replace('/', "%2F")
    });
    segments.collect::<Vec<_>>().join("/")
}

/// The decoded pairs of the query, in no order.
fn query(target: &str) -> String {
    pairs(
        target
            .split_once('?')
            .map_or("", |(_, query)| query)
            .as_bytes(),
    )
}

fn pairs(text: &[u8]) -> String {
    let mut pairs: Vec<String> = form_urlencoded::parse(text)
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.sort();
    pairs.join("&")
}

/// The body: JSON as JSON, a form as its pairs, anything else as it is.
fn body(sent: &Sent) -> String {
    let media = headers(sent).remove("content-type").unwrap_or_default();
    if media.starts_with("application/x-www-form-urlencoded") {
        return pairs(&sent.body);
    }
    let text = String::from_utf8_lossy(&sent.body).into_owned();
    serde_json::from_str::<serde_json::Value>(&text).map_or(text, |json| json.to_string())
}

/// The headers that matter; several of one name are one list.
fn headers(sent: &Sent) -> BTreeMap<String, String> {
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in &sent.headers {
        if OWN.contains(&name.as_str()) {
            continue;
        }
        let value = value.replace(", ", ",").replace("; ", ";");
        headers
            .entry(name.clone())
            .and_modify(|known| {
                known.push(',');
                known.push_str(&value);
            })
            .or_insert(value);
    }
    headers
}
