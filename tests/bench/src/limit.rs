//! The limit: what a person would write by hand for this one form, with nothing decided at run time. It scans the bytes straight into
//! typed fields, judges them in one pass, and knows every finding of the form. It shares no line with the engine, so it is also the
//! judge of the engine's findings.

/// Fields of one block of nine items; see `generate.rs` for the form.
#[derive(Clone, Copy, Default)]
struct Block {
    count: Slot<i64>,
    first: Slot<Number>,
    choice: Slot<u8>,
    date: Slot<u32>,
    text: Slot<u32>,
    tick: Slot<bool>,
    hidden_count: Slot<i64>,
    several: Slot<u8>,
    second: Slot<Number>,
}

/// An answer in a field.
#[derive(Clone, Copy, Default, PartialEq)]
enum Slot<T> {
    #[default]
    Blank,
    Missing,
    Unreadable,
    UnknownCode,
    Value(T),
}

/// A decimal in hundredths of a hundredth, so that too many places can be seen.
#[derive(Clone, Copy, Default, PartialEq, PartialOrd)]
struct Number {
    scaled: i64,
    places: u8,
}

#[derive(Clone, Copy, Default)]
struct Row {
    values: [Slot<i64>; 12],
}

/// A record in typed fields, kept from call to call so that nothing is allocated.
pub struct Record {
    blocks: Vec<Block>,
    rows: Vec<Row>,
    most_rows: usize,
    calculated: Vec<Option<i64>>,
}

/// A finding: its code, and the item it stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// A finding of every form, at an item.
    Item(&'static str, u32),
    /// A finding in a row: code, row, column.
    Cell(&'static str, u32, u32),
    /// `over<block>`
    Over(u32),
    /// `late<block>`
    Late(u32),
    /// `rows_order`
    RowsOrder,
}

impl Record {
    /// Fields for a form of so many blocks and at most so many rows.
    pub fn new(blocks: usize, most_rows: usize) -> Record {
        Record { blocks: vec![Block::default(); blocks], rows: Vec::new(), most_rows, calculated: vec![None; blocks] }
    }

    /// Bytes to all findings; `None` when the bytes are no JSON object of this form's items.
    pub fn judge(&mut self, bytes: &[u8], findings: &mut Vec<Finding>) -> Option<()> {
        findings.clear();
        self.blocks.fill(Block::default());
        self.rows.clear();
        let mut scan = Scan { text: std::str::from_utf8(bytes).ok()?.as_bytes(), at: 0 };
        scan.object(|scan, key| match key {
            b"rows" => self.read_rows(scan),
            [b'i', digits @ ..] => self.read(scan, std::str::from_utf8(digits).ok()?.parse().ok()?),
            _ => None,
        })?;
        self.settle(findings);
        Some(())
    }

    /// The calculated value of each block, of the last record.
    pub fn calculated(&self) -> &[Option<i64>] {
        &self.calculated
    }

    fn read(&mut self, scan: &mut Scan, number: usize) -> Option<()> {
        let block = self.blocks.get_mut(number / 9)?;
        match number % 9 {
            0 => block.count = scan.answer(Scan::integer)?,
            1 => block.first = scan.answer(Scan::decimal)?,
            2 => block.choice = scan.answer(Scan::code)?,
            3 => block.date = scan.answer(Scan::date)?,
            4 => block.text = scan.answer(Scan::length)?,
            5 => block.tick = scan.answer(Scan::boolean)?,
            6 => block.hidden_count = scan.answer(Scan::integer)?,
            7 => block.several = scan.answer(Scan::codes)?,
            _ => block.second = scan.answer(Scan::decimal)?,
        }
        Some(())
    }

    fn read_rows(&mut self, scan: &mut Scan) -> Option<()> {
        let rows = &mut self.rows;
        scan.array(|scan| {
            let mut row = Row::default();
            scan.object(|scan, key| {
                let column: usize = std::str::from_utf8(key.strip_prefix(b"c")?).ok()?.parse().ok()?;
                *row.values.get_mut(column)? = match column % 4 {
                    0 | 1 => scan.answer(Scan::integer)?,
                    2 => scan.answer(Scan::code)?.map(i64::from),
                    _ => scan.answer(Scan::length)?.map(i64::from),
                };
                Some(())
            })?;
            rows.push(row);
            Some(())
        })
    }

    fn settle(&mut self, findings: &mut Vec<Finding>) {
        let count = self.blocks.len();
        for at in 0..count {
            let block = self.blocks[at];
            let next = self.blocks[(at + 1) % count];
            let (id, number) = (at as u32 * 9, at as u32);
            ranged(findings, id, block.count, true, 0, 1000);
            decimal(findings, id + 1, block.first, Some(400_0000));
            coded(findings, id + 2, block.choice);
            unreadable(findings, id + 3, block.date);
            if matches!(block.choice, Slot::Value(0 | 1)) {
                match block.text {
                    Slot::Value(length) if length > 40 => findings.push(Finding::Item("too_long", id + 4)),
                    text => unreadable(findings, id + 4, text),
                }
            }
            unreadable(findings, id + 5, block.tick);
            if matches!(block.count, Slot::Value(11..)) && matches!(block.choice, Slot::Value(0..=3)) {
                ranged(findings, id + 6, block.hidden_count, false, 0, 1000);
            }
            unreadable(findings, id + 7, block.several);
            decimal(findings, id + 8, block.second, None);
            self.calculated[at] = match (block.count, next.count) {
                (Slot::Value(a), Slot::Value(b)) => Some(a * 2 + b),
                _ => None,
            };
            if let (Slot::Value(a), Slot::Value(b)) = (block.first, block.second) {
                if a.scaled > b.scaled {
                    findings.push(Finding::Over(number));
                }
            }
            if at % 2 == 0 {
                if let (Slot::Value(a), Slot::Value(b)) = (block.date, self.blocks[(at + 1).min(count - 1)].date) {
                    if a > b {
                        findings.push(Finding::Late(number));
                    }
                }
            }
        }
        self.settle_rows(findings);
    }

    fn settle_rows(&self, findings: &mut Vec<Finding>) {
        let mut wrong = false;
        for (at, row) in (0u32..).zip(&self.rows) {
            for (column, value) in (0u32..).zip(row.values) {
                let code = match (column % 4, value) {
                    (_, Slot::Blank | Slot::Missing) => continue,
                    (_, Slot::Unreadable) => "unreadable",
                    (_, Slot::UnknownCode) => "unknown_code",
                    (0 | 1, Slot::Value(value)) if !(0..=1000).contains(&value) => "out_of_range",
                    (3, Slot::Value(length)) if length > 20 => "too_long",
                    _ => continue,
                };
                findings.push(Finding::Cell(code, at, column));
            }
            wrong |= matches!((row.values[0], row.values[1]), (Slot::Value(a), Slot::Value(b)) if a > b);
        }
        if self.rows.len() > self.most_rows {
            findings.push(Finding::Item("too_many_rows", u32::MAX));
        }
        if wrong {
            findings.push(Finding::RowsOrder);
        }
    }
}

impl<T> Slot<T> {
    fn map<U>(self, change: impl Fn(T) -> U) -> Slot<U> {
        match self {
            Slot::Blank => Slot::Blank,
            Slot::Missing => Slot::Missing,
            Slot::Unreadable => Slot::Unreadable,
            Slot::UnknownCode => Slot::UnknownCode,
            Slot::Value(value) => Slot::Value(change(value)),
        }
    }
}

fn unreadable<T>(findings: &mut Vec<Finding>, id: u32, slot: Slot<T>) {
    match slot {
        Slot::Unreadable => findings.push(Finding::Item("unreadable", id)),
        Slot::UnknownCode => findings.push(Finding::Item("unknown_code", id)),
        _ => {}
    }
}

fn ranged(findings: &mut Vec<Finding>, id: u32, slot: Slot<i64>, required: bool, min: i64, max: i64) {
    match slot {
        Slot::Blank if required => findings.push(Finding::Item("required", id)),
        Slot::Value(value) if value < min || value > max => findings.push(Finding::Item("out_of_range", id)),
        slot => unreadable(findings, id, slot),
    }
}

fn coded(findings: &mut Vec<Finding>, id: u32, slot: Slot<u8>) {
    match slot {
        Slot::Blank => findings.push(Finding::Item("required", id)),
        slot => unreadable(findings, id, slot),
    }
}

fn decimal(findings: &mut Vec<Finding>, id: u32, slot: Slot<Number>, soft: Option<i64>) {
    let Slot::Value(number) = slot else { return unreadable(findings, id, slot) };
    if number.places > 2 {
        findings.push(Finding::Item("too_many_decimals", id));
    }
    if !(0..=500_0000).contains(&number.scaled) {
        findings.push(Finding::Item("out_of_range", id));
    } else if soft.is_some_and(|soft| number.scaled > soft) {
        findings.push(Finding::Item("soft_range", id));
    }
}

/// A place in the bytes.
struct Scan<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.text.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    fn want(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn object(&mut self, mut member: impl FnMut(&mut Self, &'a [u8]) -> Option<()>) -> Option<()> {
        self.want(b'{')?;
        if self.peek()? == b'}' {
            self.at += 1;
            return Some(());
        }
        loop {
            let (key, _) = self.string()?;
            self.want(b':')?;
            member(self, key)?;
            match self.peek()? {
                b',' => self.at += 1,
                b'}' => break self.at += 1,
                _ => return None,
            }
        }
        Some(())
    }

    fn array(&mut self, mut member: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.want(b'[')?;
        if self.peek()? == b']' {
            self.at += 1;
            return Some(());
        }
        loop {
            member(self)?;
            match self.peek()? {
                b',' => self.at += 1,
                b']' => break self.at += 1,
                _ => return None,
            }
        }
        Some(())
    }

    /// A text as it stands, and whether it holds escapes.
    fn string(&mut self) -> Option<(&'a [u8], bool)> {
        self.want(b'"')?;
        let (start, mut escapes) = (self.at, false);
        loop {
            match *self.text.get(self.at)? {
                b'"' => break,
                b'\\' => {
                    escapes = true;
                    self.at += 2;
                }
                0..0x20 => return None,
                _ => self.at += 1,
            }
        }
        let found = &self.text[start..self.at];
        self.at += 1;
        Some((found, escapes))
    }

    /// An answer: a value, null, or a reason for a missing one.
    fn answer<T>(&mut self, read: impl Fn(&mut Self) -> Option<Slot<T>>) -> Option<Slot<T>> {
        match self.peek()? {
            b'n' if self.text[self.at..].starts_with(b"null") => {
                self.at += 4;
                Some(Slot::Blank)
            }
            b'{' => {
                self.object(|scan, _| scan.string().map(|_| ()))?;
                Some(Slot::Missing)
            }
            _ => {
                let start = self.at;
                if let Some(found) = read(self) {
                    return Some(found);
                }
                self.at = start;
                self.skip()?;
                Some(Slot::Unreadable)
            }
        }
    }

    fn skip(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => self.string().map(|_| ()),
            b'[' => self.array(Self::skip),
            b'{' => self.object(|scan, _| scan.skip()),
            _ => {
                while self.text.get(self.at).is_some_and(|byte| !matches!(byte, b',' | b'}' | b']')) {
                    self.at += 1;
                }
                Some(())
            }
        }
    }

    fn integer(&mut self) -> Option<Slot<i64>> {
        let negative = self.peek()? == b'-';
        self.at += usize::from(negative);
        let (start, mut value) = (self.at, 0i64);
        while let Some(digit @ b'0'..=b'9') = self.text.get(self.at) {
            value = value.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
            self.at += 1;
        }
        let plain = self.at > start && !matches!(self.text.get(self.at), Some(b'.' | b'e' | b'E'));
        plain.then_some(Slot::Value(if negative { -value } else { value }))
    }

    fn decimal(&mut self) -> Option<Slot<Number>> {
        let (text, _) = self.string()?;
        let (mut scaled, mut places, mut point) = (0i64, 0u8, false);
        for byte in text {
            match byte {
                b'0'..=b'9' => {
                    scaled = scaled.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                    places += u8::from(point);
                }
                b'.' if !point => point = true,
                _ => return None,
            }
        }
        (!text.is_empty() && places <= 4)
            .then(|| Slot::Value(Number { scaled: scaled * 10i64.pow(4 - u32::from(places)), places }))
    }

    fn code(&mut self) -> Option<Slot<u8>> {
        Some(match self.string()?.0 {
            [letter @ b'a'..=b'e'] => Slot::Value(letter - b'a'),
            _ => Slot::UnknownCode,
        })
    }

    fn codes(&mut self) -> Option<Slot<u8>> {
        let mut found = Slot::Value(0u8);
        self.array(|scan| {
            found = match (found, scan.code()?) {
                (Slot::Value(so_far), Slot::Value(code)) => Slot::Value(so_far | 1 << code),
                _ => Slot::UnknownCode,
            };
            Some(())
        })?;
        Some(found)
    }

    fn date(&mut self) -> Option<Slot<u32>> {
        let [y3, y2, y1, y0, b'-', m1, m0, b'-', d1, d0] = *self.string()?.0 else { return None };
        let digits = [y3, y2, y1, y0, m1, m0, d1, d0];
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let [y, m, d] = [&digits[..4], &digits[4..6], &digits[6..]]
            .map(|part| part.iter().fold(0u32, |sum, digit| sum * 10 + u32::from(digit - b'0')));
        let leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
        let days = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let last = *days.get(m.checked_sub(1)? as usize)?;
        (1..=last).contains(&d).then_some(Slot::Value(y << 9 | m << 5 | d))
    }

    /// The characters of a text.
    fn length(&mut self) -> Option<Slot<u32>> {
        let (text, escapes) = self.string()?;
        if escapes {
            let whole = &self.text[self.at - text.len() - 2..self.at];
            return serde_json::from_slice::<String>(whole).ok().map(|text| Slot::Value(text.chars().count() as u32));
        }
        Some(Slot::Value(text.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u32))
    }

    fn boolean(&mut self) -> Option<Slot<bool>> {
        for (word, value) in [(&b"true"[..], true), (b"false", false)] {
            if self.text[self.at..].starts_with(word) {
                self.at += word.len();
                return Some(Slot::Value(value));
            }
        }
        None
    }
}
