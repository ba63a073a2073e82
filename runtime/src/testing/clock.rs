//! A clock that advances only when the test advances it.

use std::collections::BTreeMap;
use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::bounds::BoxFuture;
use crate::clock::Clock;

/// A clock that advances only when the test advances it. Clones are the same clock.
#[derive(Clone)]
pub struct TestClock(Arc<Mutex<State>>);

struct State {
    passed: Duration,
    start: SystemTime,
    sleepers: BTreeMap<(Duration, u64), Waker>,
    next_number: u64,
}

impl TestClock {
    /// A clock that starts on the first of January 2026.
    pub fn new() -> Self {
        let start = UNIX_EPOCH.checked_add(Duration::from_secs(490_896 * 60 * 60));
        Self::starting_at(start.unwrap_or(UNIX_EPOCH))
    }

    /// A clock that starts at this time.
    pub fn starting_at(start: SystemTime) -> Self {
        Self(Arc::new(Mutex::new(State {
            passed: Duration::ZERO,
            start,
            sleepers: BTreeMap::new(),
            next_number: 0,
        })))
    }

    /// How much time has passed.
    pub fn passed(&self) -> Duration {
        self.with(|state| state.passed)
    }

    /// How many are waiting for a time to come.
    pub fn sleepers(&self) -> usize {
        self.with(|state| state.sleepers.len())
    }

    /// Lets time pass.
    pub fn advance(&self, by: Duration) {
        let woken = self.with(|state| {
            state.passed = state.passed.saturating_add(by);
            let late = state.sleepers.split_off(&(state.passed, u64::MAX));
            std::mem::replace(&mut state.sleepers, late)
        });
        for waker in woken.into_values() {
            waker.wake();
        }
    }

    /// Does `work`; whenever it can but wait, lets the time pass that it waits for.
    ///
    /// It is for work in memory: it cannot distinguish waiting for a socket from waiting for a time.
    pub async fn drive<F: Future>(&self, work: F) -> F::Output {
        let mut work = pin!(work);
        let alarm = Arc::new(Alarm::default());
        let mut yielded = 0;
        poll_fn(|cx| {
            alarm.listen(cx.waker());
            self.poll_driven(work.as_mut(), &alarm, &mut yielded)
        })
        .await
    }

    fn poll_driven<F: Future>(
        &self,
        mut work: Pin<&mut F>,
        alarm: &Arc<Alarm>,
        yielded: &mut u32,
    ) -> Poll<F::Output> {
        /// An executor may put off waking a task until it has looked at others.
        const PATIENCE: u32 = 3;

        let waker = Waker::from(Arc::clone(alarm));
        loop {
            let was_rung = alarm.rung.swap(false, Ordering::AcqRel);
            let mut inner = Context::from_waker(&waker);
            if let Poll::Ready(output) = work.as_mut().poll(&mut inner) {
                return Poll::Ready(output);
            }
            if was_rung || alarm.rung.load(Ordering::Acquire) {
                *yielded = 0;
            } else if *yielded >= PATIENCE {
                *yielded = 0;
                let next = self.with(|state| {
                    let (at, _) = state.sleepers.first_key_value()?.0;
                    Some(at.saturating_sub(state.passed))
                });
                match next {
                    Some(wait) => self.advance(wait),
                    None => return Poll::Pending,
                }
                continue;
            }
            *yielded = yielded.saturating_add(1);
            alarm.pass_on();
            return Poll::Pending;
        }
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for TestClock {
    fn elapsed(&self) -> Duration {
        self.passed()
    }

    fn now(&self) -> SystemTime {
        self.with(|state| state.start.checked_add(state.passed).unwrap_or(state.start))
    }

    fn sleep_until(&self, until: Duration) -> BoxFuture<'static, ()> {
        let number = self.with(|state| {
            state.next_number = state.next_number.wrapping_add(1);
            state.next_number
        });
        Box::pin(Sleep {
            clock: self.clone(),
            until,
            number,
        })
    }
}

impl fmt::Debug for TestClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestClock")
            .field("passed", &self.passed())
            .field("sleepers", &self.sleepers())
            .finish()
    }
}

/// Notes that it was rung, and passes it on.
#[derive(Default)]
struct Alarm {
    rung: AtomicBool,
    outer: Mutex<Option<Waker>>,
}

impl Alarm {
    fn listen(&self, outer: &Waker) {
        let mut listener = self.outer.lock().unwrap_or_else(PoisonError::into_inner);
        *listener = Some(outer.clone());
    }

    fn pass_on(&self) {
        let listener = self.outer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(waker) = listener.as_ref() {
            waker.wake_by_ref();
        }
    }
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.rung.store(true, Ordering::Release);
        self.pass_on();
    }
}

struct Sleep {
    clock: TestClock,
    until: Duration,
    number: u64,
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let key = (self.until, self.number);
        self.clock.with(|state| {
            if state.passed >= self.until {
                state.sleepers.remove(&key);
                return Poll::Ready(());
            }
            state.sleepers.insert(key, cx.waker().clone());
            Poll::Pending
        })
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        let key = (self.until, self.number);
        self.clock.with(|state| state.sleepers.remove(&key));
    }
}
