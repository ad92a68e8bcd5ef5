//! The server's clock: the only place that reads the time, so that tests can set it.

use std::sync::Arc;

use jiff::{Timestamp, tz::TimeZone};

/// A source of the present moment.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

impl Clock {
    /// The clock of this machine.
    pub fn system() -> Clock {
        Clock::from_millis(|| Timestamp::now().as_millisecond())
    }

    /// A clock that reads milliseconds since 1970 (UTC) from `read`.
    pub fn from_millis(read: impl Fn() -> i64 + Send + Sync + 'static) -> Clock {
        Clock(Arc::new(read))
    }

    /// Milliseconds since 1970, UTC.
    pub fn now(&self) -> i64 {
        (self.0)()
    }

    /// The present date in Japan, as `2026-04-01`.
    pub fn today_in_japan(&self) -> String {
        day_in_japan(self.now())
    }
}

/// The date in Japan at a moment (milliseconds, UTC), as `2026-04-01`.
pub fn day_in_japan(at: i64) -> String {
    civil(at).strftime("%Y-%m-%d").to_string()
}

/// Date and time in Japan at a moment (milliseconds, UTC), as `2026-04-01 09:30`.
pub fn minute_in_japan(at: i64) -> String {
    civil(at).strftime("%Y-%m-%d %H:%M").to_string()
}

fn civil(at: i64) -> jiff::Zoned {
    // Japan has kept +09:00 without summer time since 1952, so a fixed offset is exact for every record of this registry.
    let zone = TimeZone::fixed(jiff::tz::offset(9));
    Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_in_japan_begins_nine_hours_early() {
        assert_eq!(day_in_japan(1_775_055_599_000), "2026-04-01");
        assert_eq!(day_in_japan(1_775_055_600_000), "2026-04-02");
        assert_eq!(minute_in_japan(1_775_055_600_000), "2026-04-02 00:00");
    }
}
