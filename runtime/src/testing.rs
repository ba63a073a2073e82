//! For tests that need no network and no waiting: a transport and a clock in memory.
//!
//! ```
//! use std::time::Duration;
//!
//! use signon_runtime::testing::{Answer, Memory, TestClock};
//! use signon_runtime::{Client, ClientBuilder, Request};
//! use signon_runtime::metadata::Api;
//!
//! # static API: Api = Api::new("acme", "1");
//! # let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
//! # runtime.block_on(async {
//! let memory = Memory::new();
//! memory.answer(Answer::status(503).header("retry-after", "30"));
//! memory.answer(Answer::json(200, r#"{"id": 1}"#));
//!
//! let clock = TestClock::new();
//! let client: Client = ClientBuilder::new(&API)
//!     .base_url("https://acme.test")
//!     .transport(memory.clone())
//!     .clock(clock.clone())
//!     .build()?;
//!
//! let request = Request::custom(http::Method::GET, "/things/{id}").path("id", "1");
//! let answer = clock.drive(client.call_raw(request).into_future()).await?;
//! assert_eq!(answer.status(), 200);
//! assert_eq!(memory.requests()[1].target(), "/things/1");
//! assert_eq!(clock.passed(), Duration::from_secs(30));
//! # Ok::<(), signon_runtime::Error>(())
//! # }).unwrap();
//! ```

mod clock;
mod memory;

pub use self::clock::TestClock;
pub use self::memory::{Answer, Memory, Recorded};
