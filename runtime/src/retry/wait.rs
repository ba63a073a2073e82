//! The wait that a server requests.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// The wait that `headers` request: `Retry-After` in either form, else a rate limit's reset.
pub(crate) fn requested_wait(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    retry_after(headers, now).or_else(|| reset(headers, now))
}

/// How long a rate limit is used up, if `headers` say that nothing is left of it.
pub(crate) fn used_up(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    /// The names in use beside that of the draft standard.
    const NAMES: [&str; 3] = [
        "ratelimit-remaining",
        "x-ratelimit-remaining",
        "x-rate-limit-remaining",
    ];
    if let Some(limits) = text(headers, "ratelimit").filter(|limits| limits.contains('=')) {
        return limits.split(',').filter_map(used_up_item).max();
    }
    let remaining: f64 = NAMES
        .iter()
        .find_map(|name| text(headers, name)?.parse().ok())?;
    if remaining >= 1.0 {
        return None;
    }
    reset(headers, now)
}

/// An item of the header `RateLimit`: `"default";r=0;t=30`, or `limit=10` and so on in older drafts.
fn used_up_item(item: &str) -> Option<Duration> {
    let parameter = |name: &str| {
        let mut parameters = item.split(';').filter_map(|part| part.split_once('='));
        let (_, value) = parameters.find(|(key, _)| key.trim() == name)?;
        value.trim().parse::<u64>().ok()
    };
    let time = parameter("t")?;
    (parameter("r")? == 0).then(|| Duration::from_secs(time))
}

fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    if let Some(millis) = text(headers, "retry-after-ms").and_then(|text| text.parse().ok()) {
        return Some(Duration::from_millis(millis));
    }
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    match text.parse::<f64>() {
        Ok(seconds) => Duration::try_from_secs_f64(seconds).ok(),
        Err(_) => httpdate::parse_http_date(text)
            .ok()
            // A date in the past means no wait.
            .map(|date| date.duration_since(now).unwrap_or_default()),
    }
}

/// The time until a rate limit starts anew: seconds from now, or since 1970.
fn reset(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    /// The names in use; the first is the draft standard's, and Truto's and `GitHub`'s own.
    const NAMES: [&str; 4] = [
        "ratelimit-reset",
        "x-ratelimit-reset",
        "x-rate-limit-reset",
        "x-ratelimit-reset-after",
    ];
    /// No limit lasts for thirty years: a larger number is a date.
    const DATE: f64 = 1e9;
    /// A date in seconds is smaller for thousands of years to come.
    const MILLIS: f64 = 1e11;

    let number: f64 = NAMES
        .iter()
        .find_map(|name| text(headers, name)?.parse().ok())?;
    if number < DATE {
        return Duration::try_from_secs_f64(number).ok();
    }
    let since_1970 = if number < MILLIS {
        number
    } else {
        number / 1000.0
    };
    let date = Duration::try_from_secs_f64(since_1970).ok()?;
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    Some(date.saturating_sub(now))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}
