//! Typed views of the text formats, each behind the feature of its crate's name.

/// The text has no such view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text is not {0}")]
pub struct NoView(pub(super) &'static str);

#[cfg(feature = "jiff")]
mod jiff {
    use crate::text::{Date, DateTime, IsoDuration, NoView, Time};

    impl DateTime {
        /// The instant.
        pub fn to_jiff(&self) -> Result<jiff::Timestamp, NoView> {
            self.as_str().parse().map_err(|_| NoView("a timestamp"))
        }
    }

    impl From<jiff::Timestamp> for DateTime {
        fn from(instant: jiff::Timestamp) -> Self {
            Self::from(instant.to_string())
        }
    }

    impl Date {
        /// The day.
        pub fn to_jiff(&self) -> Result<jiff::civil::Date, NoView> {
            self.as_str().parse().map_err(|_| NoView("a date"))
        }
    }

    impl From<jiff::civil::Date> for Date {
        fn from(day: jiff::civil::Date) -> Self {
            Self::from(day.to_string())
        }
    }

    impl Time {
        /// The time of day, without its offset.
        pub fn to_jiff(&self) -> Result<jiff::civil::Time, NoView> {
            let text = self.as_str();
            let end = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
            text.get(..end)
                .and_then(|time| time.parse().ok())
                .ok_or(NoView("a time of day"))
        }
    }

    impl IsoDuration {
        /// The span of time.
        pub fn to_jiff(&self) -> Result<jiff::Span, NoView> {
            self.as_str().parse().map_err(|_| NoView("a duration"))
        }
    }
}

#[cfg(feature = "chrono")]
mod chrono {
    use crate::text::{Date, DateTime, NoView, Time};

    impl DateTime {
        /// The instant, with its offset.
        pub fn to_chrono(&self) -> Result<chrono::DateTime<chrono::FixedOffset>, NoView> {
            chrono::DateTime::parse_from_rfc3339(self.as_str()).map_err(|_| NoView("a timestamp"))
        }
    }

    impl<Tz: chrono::TimeZone> From<chrono::DateTime<Tz>> for DateTime {
        fn from(instant: chrono::DateTime<Tz>) -> Self {
            Self::from(instant.fixed_offset().to_rfc3339())
        }
    }

    impl Date {
        /// The day.
        pub fn to_chrono(&self) -> Result<chrono::NaiveDate, NoView> {
            self.as_str().parse().map_err(|_| NoView("a date"))
        }
    }

    impl From<chrono::NaiveDate> for Date {
        fn from(day: chrono::NaiveDate) -> Self {
            Self::from(day.to_string())
        }
    }

    impl Time {
        /// The time of day, without its offset.
        pub fn to_chrono(&self) -> Result<chrono::NaiveTime, NoView> {
            let text = self.as_str();
            let end = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
            text.get(..end)
                .and_then(|time| time.parse().ok())
                .ok_or(NoView("a time of day"))
        }
    }
}

#[cfg(feature = "time")]
mod time {
    use time::format_description::well_known::{Iso8601, Rfc3339};

    use crate::text::{Date, DateTime, NoView};

    impl DateTime {
        /// The instant, with its offset.
        pub fn to_time(&self) -> Result<time::OffsetDateTime, NoView> {
            time::OffsetDateTime::parse(self.as_str(), &Rfc3339).map_err(|_| NoView("a timestamp"))
        }
    }

    impl From<time::OffsetDateTime> for DateTime {
        fn from(instant: time::OffsetDateTime) -> Self {
            // RFC 3339 has no seconds in an offset.
            let whole = instant.offset().seconds_past_minute() == 0;
            let utc = || instant.checked_to_offset(time::UtcOffset::UTC);
            let instant = (!whole).then(utc).flatten().unwrap_or(instant);
            let (hours, minutes, _) = instant.offset().as_hms();
            let sign = if instant.offset().is_negative() {
                '-'
            } else {
                '+'
            };
            let (hours, minutes) = (hours.unsigned_abs(), minutes.unsigned_abs());
            let offset = match (hours, minutes) {
                (0, 0) => String::from("Z"),
                _ => format!("{sign}{hours:02}:{minutes:02}"),
            };
            let (hour, minute, second, nanosecond) = instant.to_hms_nano();
            let fraction = match nanosecond {
                0 => String::new(),
                _ => format!(".{nanosecond:09}").trim_end_matches('0').to_owned(),
            };
            let day = Date::from(instant.date());
            Self::from(format!(
                "{day}T{hour:02}:{minute:02}:{second:02}{fraction}{offset}"
            ))
        }
    }

    impl Date {
        /// The day.
        pub fn to_time(&self) -> Result<time::Date, NoView> {
            time::Date::parse(self.as_str(), &Iso8601::DATE).map_err(|_| NoView("a date"))
        }
    }

    impl From<time::Date> for Date {
        fn from(day: time::Date) -> Self {
            Self::from(day.to_string())
        }
    }
}

#[cfg(feature = "uuid")]
mod uuid {
    use crate::text::{NoView, Uuid};

    impl Uuid {
        /// The identifier.
        pub fn to_uuid(&self) -> Result<uuid::Uuid, NoView> {
            self.as_str().parse().map_err(|_| NoView("a UUID"))
        }
    }

    impl From<uuid::Uuid> for Uuid {
        fn from(id: uuid::Uuid) -> Self {
            Self::from(id.to_string())
        }
    }
}

#[cfg(feature = "url")]
mod url {
    use crate::text::{NoView, Uri};

    impl Uri {
        /// The URL.
        pub fn to_url(&self) -> Result<url::Url, NoView> {
            self.as_str().parse().map_err(|_| NoView("a URL"))
        }
    }

    impl From<url::Url> for Uri {
        fn from(url: url::Url) -> Self {
            Self::from(String::from(url))
        }
    }
}

#[cfg(feature = "rust_decimal")]
mod rust_decimal {
    use crate::text::{Decimal, NoView};

    impl Decimal {
        /// The number.
        pub fn to_rust_decimal(&self) -> Result<rust_decimal::Decimal, NoView> {
            let text = self.as_str();
            text.parse()
                .or_else(|_| rust_decimal::Decimal::from_scientific(text))
                .map_err(|_| NoView("a decimal number"))
        }
    }

    impl From<rust_decimal::Decimal> for Decimal {
        fn from(number: rust_decimal::Decimal) -> Self {
            Self::from(number.to_string())
        }
    }
}
