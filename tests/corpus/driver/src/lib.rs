//! What the programs that call clients have in common. One such program is generated for each document: it reads
//! [`Order`]s from its input, a line of JSON each, makes the call with the client that the order names, and prints a
//! [`Report`] of what was sent and how the call ended.

mod answer;
mod call;
mod dynamic;
mod given;
mod loopback;
mod peer;
mod record;
mod run;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use self::answer::{Answer, Unwritten, Written};
pub use self::call::Call;
pub use self::dynamic::{Arguments, arguments};
pub use self::given::{Given, borrowed};
pub use self::peer::PeerCall;
pub use self::run::{Clients, run, run_one_of};

/// The error of an order that the client has no operation or no media type for.
pub const NO_CALL: &str = "the client has no such call";

/// A call that is wanted.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Order {
    /// Whose client makes it.
    pub client: Side,
    /// The operation's method, in capitals.
    pub method: String,
    /// The operation's path template.
    pub path: String,
    /// The media type of the body, where the operation takes one.
    pub media: Option<String>,
    /// What the server is asked to do, by a `Prefer` header.
    #[serde(default)]
    pub prefer: Option<String>,
    /// Headers that the call sets by itself.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The only credential: a security scheme and a secret. One of the driver's for each scheme, if there is none.
    #[serde(default)]
    pub credential: Option<(String, String)>,
    /// Whether a body of JSON that fits no object is sent instead of the one that is given.
    #[serde(default)]
    pub nonsense: bool,
    /// Whether all pages are asked for, one after the other.
    #[serde(default)]
    pub pages: bool,
    /// The arguments.
    pub given: Given,
}

/// Whose client makes a call.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The one that signon generated.
    Ours,
    /// The one that the peer generated.
    Peer,
    /// The runtime's own, from the catalog of the crate that signon generated.
    Dynamic,
}

/// The outcome of an order.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Report {
    /// What the driver's own server received; empty where another server answered.
    pub sent: Vec<Sent>,
    /// How the call ended.
    pub outcome: Outcome,
}

/// A request as the server received it.
#[derive(Clone, Debug, Default, Deserialize, Serialize, PartialEq)]
pub struct Sent {
    /// The method.
    pub method: String,
    /// The path and the query, encoded.
    pub target: String,
    /// The headers, in the order of their names.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// How a call ended.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Outcome {
    /// What went wrong; none for a success.
    pub error: Option<String>,
    /// Whether the request could be made.
    pub made: bool,
    /// Whether the error is an error that the document describes, decoded.
    pub documented: bool,
    /// The status of an error.
    pub status: Option<u16>,
    /// The body of an error, or of a response that could not be decoded.
    pub body: Option<String>,
    /// The decoded answer, or documented error, written as JSON again; none where it is not JSON.
    #[serde(default)]
    pub answer: Option<Value>,
    /// The decoded pages, where all were asked for.
    #[serde(default)]
    pub pages: Vec<Option<Value>>,
}

impl Outcome {
    /// A call that could not be made.
    pub fn unmade(error: impl Into<String>) -> Self {
        Self {
            error: Some(error.into()),
            ..Self::default()
        }
    }

    /// A call that was made and succeeded.
    pub fn success() -> Self {
        Self {
            made: true,
            ..Self::default()
        }
    }
}
