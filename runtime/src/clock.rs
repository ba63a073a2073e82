//! Time, so that tests can bring their own.

mod deadline;

use std::time::{Duration, SystemTime};

pub(crate) use self::deadline::{deadline, wait, within};
use crate::bounds::{BoxFuture, MaybeSend, MaybeSync};

/// A source of time that can wait.
pub trait Clock: MaybeSend + MaybeSync + 'static {
    /// The time since some start; it never goes back.
    fn elapsed(&self) -> Duration;

    /// The date and time.
    fn now(&self) -> SystemTime;

    /// Waits until [`elapsed`](Self::elapsed) has reached `until`.
    fn sleep_until(&self, until: Duration) -> BoxFuture<'static, ()>;
}

pub(crate) use self::system::SystemClock;

#[cfg(not(target_arch = "wasm32"))]
mod system {
    use std::time::{Duration, Instant, SystemTime};

    use crate::bounds::BoxFuture;
    use crate::clock::Clock;

    /// The clock of the machine.
    pub(crate) struct SystemClock {
        start: Instant,
    }

    impl SystemClock {
        pub(crate) fn start() -> Self {
            Self {
                start: Instant::now(),
            }
        }
    }

    impl Clock for SystemClock {
        fn elapsed(&self) -> Duration {
            self.start.elapsed()
        }

        fn now(&self) -> SystemTime {
            SystemTime::now()
        }

        fn sleep_until(&self, until: Duration) -> BoxFuture<'static, ()> {
            match self.start.checked_add(until) {
                Some(until) => Box::pin(tokio::time::sleep_until(until.into())),
                // Beyond the end of time.
                None => Box::pin(std::future::pending()),
            }
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod system {
    use std::time::{Duration, SystemTime};

    use js_sys::{Date, Reflect};
    use wasm_bindgen::JsCast;
    use web_sys::Performance;

    use crate::bounds::BoxFuture;
    use crate::clock::Clock;

    /// The clock of the browser.
    pub(crate) struct SystemClock {
        /// `performance`, which windows and workers have.
        performance: Performance,
    }

    impl SystemClock {
        pub(crate) fn start() -> Self {
            let performance = Reflect::get(&js_sys::global(), &"performance".into());
            Self {
                performance: performance.unwrap_or_default().unchecked_into(),
            }
        }
    }

    fn millis(millis: f64) -> Duration {
        Duration::try_from_secs_f64(millis / 1000.0).unwrap_or_default()
    }

    impl Clock for SystemClock {
        fn elapsed(&self) -> Duration {
            millis(self.performance.now())
        }

        fn now(&self) -> SystemTime {
            let now = SystemTime::UNIX_EPOCH.checked_add(millis(Date::now()));
            now.unwrap_or(SystemTime::UNIX_EPOCH)
        }

        fn sleep_until(&self, until: Duration) -> BoxFuture<'static, ()> {
            /// A browser's timers count milliseconds in 31 bits.
            const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

            let performance = self.performance.clone();
            Box::pin(async move {
                loop {
                    let wait = until.saturating_sub(millis(performance.now()));
                    if wait.is_zero() {
                        return;
                    }
                    // Timers drop the part of a millisecond.
                    let wait = wait.min(LONGEST).saturating_add(Duration::from_micros(999));
                    gloo_timers::future::sleep(wait).await;
                }
            })
        }
    }
}
