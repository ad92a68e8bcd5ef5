//! Dates as people write them (`2026/4/1`, `2026年4月1日`, `令和8年4月1日`, `R8.4.1`) into ISO text. Whether the day exists is the
//! engine's to judge. The same in `assets/calendar.js`.

/// Letter, name, first year, number of years as people write them; the present era is open.
const ERAS: [(char, &str, u32, u32); 5] =
    [('M', "明治", 1868, 45), ('T', "大正", 1912, 15), ('S', "昭和", 1926, 64), ('H', "平成", 1989, 31), ('R', "令和", 2019, 99)];

/// ISO text of a written date, `None` when it is not one; `partial` allows a year or a month alone.
pub fn read_date(text: &str, partial: bool) -> Option<String> {
    let (year, rest) = year(text)?;
    let parts = rest.parts()?;
    if parts.len() < 2 && !partial {
        return None;
    }
    let tail: String = parts.iter().map(|part| format!("-{part:0>2}")).collect();
    Some(format!("{year:04}{tail}"))
}

/// ISO text of a written date with its time of day, `2026-04-01T09:30`.
pub fn read_datetime(text: &str) -> Option<String> {
    let (before, minute) = text.rsplit_once(':')?;
    let at = before.rfind(['T', ' '])?;
    let (date, hour) = (before.get(..at)?, before.get(at + 1..)?);
    let date = read_date(date.trim_end_matches(['T', ' ']), false)?;
    let shaped = digits(hour, 1, 2) && digits(minute, 2, 2);
    shaped.then(|| format!("{date}T{hour:0>2}:{minute}"))
}

/// What follows the year, and how its parts are set apart.
struct Rest<'a> {
    text: &'a str,
    style: Style,
}

enum Style {
    /// `-4-1`: one separator throughout.
    Separated(&'static [char], bool),
    /// `年4月1日`.
    Kanji,
}

impl<'a> Rest<'a> {
    /// Month and day, as far as they are there.
    fn parts(&self) -> Option<Vec<&'a str>> {
        let parts = match self.style {
            Style::Kanji => kanji_parts(self.text.strip_prefix('年')?)?,
            Style::Separated(..) if self.text.is_empty() => Vec::new(),
            Style::Separated(separators, same) => separated_parts(self.text, separators, same)?,
        };
        parts.iter().all(|part| digits(part, 1, 2)).then_some(parts)
    }
}

fn year(text: &str) -> Option<(u32, Rest<'_>)> {
    if let Some((first, rest)) = text.split_at_checked(4).filter(|(first, _)| digits(first, 4, 4)) {
        let style = if rest.starts_with('年') { Style::Kanji } else { Style::Separated(&['-', '/'], true) };
        return Some((first.parse().ok()?, Rest { text: rest, style }));
    }
    let letter = text.chars().next()?.to_ascii_uppercase();
    let named = ERAS.iter().find_map(|era| Some((era, text.strip_prefix(era.1)?, true)));
    let (era, after, kanji) = named.or_else(|| {
        let era = ERAS.iter().find(|era| era.0 == letter)?;
        Some((era, text.get(1..)?, false))
    })?;
    let (number, rest) = match after.strip_prefix('元').filter(|_| kanji) {
        Some(rest) => (1, rest),
        None => {
            let end = after.bytes().take(2).take_while(u8::is_ascii_digit).count();
            (after.get(..end)?.parse().ok()?, after.get(end..)?)
        }
    };
    let style = if kanji { Style::Kanji } else { Style::Separated(&['.', '/', '-'], false) };
    (1..=era.3).contains(&number).then(|| (era.2 + number - 1, Rest { text: rest, style }))
}

fn kanji_parts(rest: &str) -> Option<Vec<&str>> {
    if rest.is_empty() {
        return Some(Vec::new());
    }
    let (month, rest) = rest.split_once('月')?;
    if rest.is_empty() {
        return Some(vec![month]);
    }
    Some(vec![month, rest.strip_suffix('日')?])
}

fn separated_parts<'a>(rest: &'a str, separators: &[char], same: bool) -> Option<Vec<&'a str>> {
    let separator = rest.chars().next().filter(|c| separators.contains(c))?;
    let after = rest.get(1..)?;
    let parts: Vec<&str> = if same { after.split(separator).collect() } else { after.split(separators).collect() };
    (parts.len() <= 2).then_some(parts)
}

fn digits(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{read_date, read_datetime};

    #[test]
    fn reads_what_people_write() {
        for (text, iso) in [
            ("2026-04-01", "2026-04-01"),
            ("2026/4/1", "2026-04-01"),
            ("2026年4月1日", "2026-04-01"),
            ("令和8年4月1日", "2026-04-01"),
            ("令和元年5月1日", "2019-05-01"),
            ("R8.4.1", "2026-04-01"),
            ("r8/4-1", "2026-04-01"),
            ("S64.1.7", "1989-01-07"),
            ("2026-13-99", "2026-13-99"),
        ] {
            assert_eq!(read_date(text, false).as_deref(), Some(iso), "{text}");
            assert_eq!(read_date(text, true).as_deref(), Some(iso), "{text}");
        }
        for (text, iso) in [
            ("2026", "2026"),
            ("2026-4", "2026-04"),
            ("令和8年", "2026"),
            ("R8.4", "2026-04"),
            ("2026年4月", "2026-04"),
            ("H31", "2019"),
        ] {
            assert_eq!(read_date(text, true).as_deref(), Some(iso), "{text}");
            assert_eq!(read_date(text, false), None, "{text}");
        }
        for text in [
            "",
            "abc",
            "26-4-1",
            "2026-4/1",
            "2026.4.1",
            "R100.1.1",
            "H32.1.1",
            "R0.1.1",
            "2026-04-01 ",
            "2026-",
            "2026-4-",
            "令和8.4.1",
            "R元.4.1",
            "2026年4月1",
            "2026-4-1-1",
            "あ",
        ] {
            assert_eq!(read_date(text, true), None, "{text}");
        }
    }

    #[test]
    fn reads_times() {
        assert_eq!(read_datetime("2026-04-01 9:30").as_deref(), Some("2026-04-01T09:30"));
        assert_eq!(read_datetime("R8.4.1T09:30").as_deref(), Some("2026-04-01T09:30"));
        assert_eq!(read_datetime("令和8年4月1日  23:59").as_deref(), Some("2026-04-01T23:59"));
        for text in ["2026-04-01", "2026-04-01T9", "2026-04-01 9:3", "2026-04 9:30", "9:30", "2026-04-01T09:30:15"] {
            assert_eq!(read_datetime(text), None, "{text}");
        }
    }
}
