//! The present moment, read here only and handed to every other room as an argument.

use jiff::tz::TimeZone;
use storage::Timestamp;

/// Now.
pub fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}

/// Today's date in Japan, as ISO text.
pub fn today_in_japan() -> String {
    let japan = TimeZone::get("Asia/Tokyo").unwrap_or(TimeZone::UTC);
    jiff::Timestamp::now().to_zoned(japan).date().to_string()
}

/// Now in Japan, to the second and with the offset: `2026-04-01T09:00:00+09:00`.
pub fn moment_in_japan() -> String {
    let japan = TimeZone::get("Asia/Tokyo").unwrap_or(TimeZone::UTC);
    jiff::Timestamp::now().to_zoned(japan).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// A stored moment as people in Japan read it.
pub fn readable(at: Timestamp) -> String {
    let japan = TimeZone::get("Asia/Tokyo").unwrap_or(TimeZone::UTC);
    jiff::Timestamp::from_millisecond(at.0)
        .map_or_else(|_| String::from("?"), |moment| moment.to_zoned(japan).strftime("%Y-%m-%d %H:%M").to_string())
}
