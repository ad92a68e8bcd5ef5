//! What the YAML parser says, in plain words: what is wrong at this place and what to write instead.
//!
//! The parser speaks of its grammar and points to where it gave up. An author needs the line that is to be mended, so a quote or a bracket that
//! was left open further up is looked for first.

use crate::source::{Span, floor_boundary};

/// A fault of YAML in words: place, message and help, each (Japanese, English).
pub struct Told {
    /// Where to look.
    pub span: Span,
    /// What is wrong.
    pub message: (String, String),
    /// What to do.
    pub help: (String, String),
}

/// Words of the parser; message and help, each (Japanese, English).
struct Phrase {
    said: &'static str,
    message: (&'static str, &'static str),
    help: (&'static str, &'static str),
}

const COLUMNS: (&str, &str) = (
    "1つの項目のキーは同じ桁から書き始め、リストの `- ` は縦にそろえてください。この行と前の行の字下げを見比べてください。",
    "the keys of one item begin in the same column, and so do the `- ` of one list; compare the indentation of this line and the one before",
);
const WHOLE_IN_QUOTES: (&str, &str) = (
    "引用符で始まる規則は、`'\"yes\" == item'` のように全体を `'…'` で囲みます。文の中の `\"` は `'…'` で、`'` は `\"…\"` で囲みます。",
    "put `'…'` around the whole of a rule that begins with a quote: `'\"yes\" == item'`; put a text that holds `\"` in `'…'`, one that holds `'` in `\"…\"`",
);
const FLOW_IN_QUOTES: (&str, &str) = (
    "組や値は `,` で区切り、括弧を閉じてください。`: `、`,`、`{`、`}` を含む文は引用符で囲みます。",
    "part the entries with `,` and close the bracket; quote texts that hold `: `, `,`, `{` or `}`",
);

const PHRASES: &[Phrase] = &[
    Phrase {
        said: "did not find expected '-' indicator",
        message: (
            "この行の字下げが、上のどの行ともそろっていません。",
            "this line begins in a column in which no line above it begins",
        ),
        help: COLUMNS,
    },
    Phrase {
        said: "invalid indentation",
        message: ("この行の字下げが合っていません。", "the indentation of this line does not fit"),
        help: COLUMNS,
    },
    Phrase {
        said: "while parsing a flow mapping",
        message: ("`{ }` の中のここには `,` か `}` が必要です。", "inside `{ }` a `,` or the closing `}` is needed here"),
        help: FLOW_IN_QUOTES,
    },
    Phrase {
        said: "while parsing a flow sequence",
        message: ("`[ ]` の中のここには `,` か `]` が必要です。", "inside `[ ]` a `,` or the closing `]` is needed here"),
        help: FLOW_IN_QUOTES,
    },
    Phrase {
        said: "implicit flow mapping",
        message: ("`,` の間に値がありません。", "there is no value between the commas"),
        help: ("余分な `,` を削除してください。", "delete one of the commas"),
    },
    Phrase {
        said: "unclosed bracket",
        message: ("この括弧が閉じられていません。", "this bracket is not closed"),
        help: ("`}` か `]` で閉じてください。", "close it with `}` or `]`"),
    },
    Phrase {
        said: "unclosed quote",
        message: ("この引用符が閉じられていません。", "this quote is not closed"),
        help: ("文の終わりに同じ引用符を付けてください。", "write the same quote at the end of the text"),
    },
    Phrase {
        said: "misplaced bracket",
        message: ("開く括弧のない閉じ括弧です。", "this closing bracket has no opening one"),
        help: ("余分な括弧を削除してください。", "delete it"),
    },
    Phrase {
        said: "mismatched bracket",
        message: ("この括弧が別の種類の括弧で閉じられています。", "this bracket is closed by one of the other kind"),
        help: ("`{` は `}` で、`[` は `]` で閉じてください。", "close `{` with `}` and `[` with `]`"),
    },
    Phrase {
        said: "invalid trailing content",
        message: ("閉じる引用符の後に文字があります。", "something stands after the closing quote"),
        help: WHOLE_IN_QUOTES,
    },
    Phrase {
        said: "unknown escape character",
        message: (
            "`\"…\"` の中の `\\` の後に使えない文字があります。",
            "this text in `\"…\"` holds a `\\` before a letter that it does not go with",
        ),
        help: ("`'…'` で囲むか、`\\\\` と書いてください。", "put the text in `'…'`, or write `\\\\`"),
    },
    Phrase {
        said: "unexpected character",
        message: ("値はこの記号で始められません。", "no value begins with this sign"),
        help: ("`\"%\"` のように引用符で囲んでください。", "quote it, as in `\"%\"`"),
    },
    Phrase {
        said: "did not find expected node content",
        message: ("ここに値がありません。", "a value is missing here"),
        help: ("値を書くか、余分な記号を削除してください。", "write the value, or delete the sign that is too much"),
    },
    Phrase {
        said: "block sequence entries are not allowed",
        message: ("この位置に `- ` は書けません。", "a list entry `- ` cannot stand on this line"),
        help: ("`[a, b]` と書くか、`- ` を次の行から書いてください。", "write `[a, b]`, or begin the `- ` on the next line"),
    },
    Phrase {
        said: "comments must be separated",
        message: ("`#` の前に空白がありません。", "there is no blank before `#`"),
        help: (
            "注釈なら `#` の前に空白を入れ、文の一部なら全体を引用符で囲んでください。",
            "put a blank before a comment; quote the whole text when `#` belongs to it",
        ),
    },
    Phrase {
        said: "while scanning a block scalar",
        message: ("`|` や `>` と同じ行には何も書けません。", "nothing can stand on the line of a `|` or `>`"),
        help: (
            "文は次の行から字下げして書いてください。`>` で始まる規則は `'…'` で囲みます。",
            "write the text on the next line, indented; put `'…'` around a rule that begins with `>`",
        ),
    },
    Phrase {
        said: "while scanning an anchor or alias",
        message: ("値は `&` や `*` で始められません。", "no value begins with `&` or `*`"),
        help: ("文や規則なら `'…'` で囲んでください。", "put `'…'` around a text or rule"),
    },
];

/// The parser's words for the fault at byte `at` of `text`, in plain words.
pub fn told(said: &str, text: &str, at: usize) -> Told {
    let at = floor_boundary(text, at);
    let end = at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    let span = Span::new(at, end);
    if said.contains("indentation")
        && let Some((open, sign)) = left_open(text, at)
    {
        return left_open_told(open, sign);
    }
    if ["indicator", "mapping", "simple key", "':'"].iter().any(|word| said.contains(word))
        && let Some(told) = dash_without_blank(text, at)
    {
        return told;
    }
    if said.contains("mapping values are not allowed") || said.contains("illegal placement of ':'") {
        return colon(text, at, span);
    }
    if said.contains("simple key") {
        return not_a_key(text, at, span);
    }
    if said.contains("while parsing a block mapping") {
        return beside_keys(text, at, span);
    }
    let found = PHRASES.iter().find(|phrase| said.contains(phrase.said));
    let (message, help) = found.map_or_else(
        || ((format!("YAMLの書き方に誤りがあります({said})。"), format!("this is not well-formed YAML: {said}")), both(COLUMNS)),
        |phrase| (both(phrase.message), both(phrase.help)),
    );
    Told { span, message, help }
}

fn both((ja, en): (&str, &str)) -> (String, String) {
    (ja.to_owned(), en.to_owned())
}

fn left_open_told(at: usize, sign: char) -> Told {
    let close = match sign {
        '{' => '}',
        '[' => ']',
        quote => quote,
    };
    Told {
        span: Span::new(at, at + sign.len_utf8()),
        message: (format!("この `{sign}` が閉じられていません。"), format!("this `{sign}` is not closed")),
        help: (
            format!("`{close}` で閉じてください。次の行に続けるときは、続く行を深く字下げします。"),
            format!("close it with `{close}`; what goes on in the next lines is indented deeper"),
        ),
    }
}

/// A `: ` where no key can end: a line that stands too deep, or a text or rule that holds it.
fn colon(text: &str, at: usize, span: Span) -> Told {
    let (start, line) = line_of(text, at);
    let key = text.get(start..at).unwrap_or("").trim_start_matches([' ', '-']);
    if !key.is_empty() && !key.contains([':', ' ', '"', '\'']) {
        if let Some((place, before)) = line_before(text, start)
            && lacks_colon(before)
        {
            return not_a_key(text, place, Span::new(place, place + before.len()));
        }
        return Told {
            span: Span::new(start + line.len() - line.trim_start().len(), at),
            message: (
                "この行の字下げが、前の行より深くなっています。".into(),
                "this line stands deeper than the line before it allows".into(),
            ),
            help: both(COLUMNS),
        };
    }
    Told {
        span,
        message: (
            "引用符のない文や規則の中に、キーの区切りになる `: ` があります。".into(),
            "a text or rule without quotes holds `: `, which ends a key".into(),
        ),
        help: (
            "文や規則の全体を `'…'` で囲んでください。日本語と英語の文は `{ ja: …, en: … }` と書きます。".into(),
            "put `'…'` around the whole text or rule; a text in two languages is written `{ ja: …, en: … }`".into(),
        ),
    }
}

/// Something else where the next key should be: a list entry, a line in another column, or the rest of a value.
fn beside_keys(text: &str, at: usize, span: Span) -> Told {
    let (start, _) = line_of(text, at);
    let (message, help) = match text.get(start..at).unwrap_or("").trim() {
        "-" => (("ここはキーの桁ですが、`- ` で始まっています。", "a list entry `- ` stands in the column of a key"), COLUMNS),
        "" => (
            ("この行の字下げが、上のキーとそろっていません。", "this line begins in another column than the keys above it"),
            COLUMNS,
        ),
        _ => (
            ("閉じる括弧や引用符の後に続きがあります。", "something stands after the closing bracket or quote"),
            (
                "括弧や引用符で始まる文や規則は、全体を `'…'` で囲んでください。",
                "put `'…'` around the whole text or rule when it begins with a bracket or quote",
            ),
        ),
    };
    Told { span, message: both(message), help: both(help) }
}

/// A line that should be `key: value` and has no `: `.
fn not_a_key(text: &str, at: usize, span: Span) -> Told {
    let written = text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or("").trim_end();
    let length = written.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_')).unwrap_or(written.len());
    let (word, rest) = written.split_at_checked(length).unwrap_or((written, ""));
    let value = rest.trim_start_matches([':', ' ']);
    let span = if written.is_empty() { span } else { Span::new(at, at + written.len()) };
    let message = match rest.strip_prefix(':') {
        Some(_) => ("`:` の後に空白がありません。".to_owned(), "there is no blank after `:`".to_owned()),
        None => ("この行に `キー: 値` の `: ` がありません。".to_owned(), "this line is no `key: value`".to_owned()),
    };
    let right = if value.is_empty() { format!("{word}:") } else { format!("{word}: {value}") };
    let help = if word.is_empty() {
        ("`キー: 値` と書いてください。".to_owned(), "write `key: value`".to_owned())
    } else {
        (format!("`{right}` と書いてください。"), format!("write `{right}`"))
    };
    Told { span, message, help }
}

/// A `-` that a word follows at once, on the line of `at` or the one before it.
fn dash_without_blank(text: &str, at: usize) -> Option<Told> {
    let (start, line) = line_of(text, at);
    let own = (start + line.len() - line.trim_start().len(), line.trim());
    let lines = [Some(own), line_before(text, start)];
    let begins = |rest: &str| rest.starts_with(|next: char| next.is_alphabetic() || matches!(next, '{' | '[' | '"' | '\''));
    let (place, _) = lines.into_iter().flatten().find(|(_, line)| line.strip_prefix('-').is_some_and(begins))?;
    Some(Told {
        span: Span::new(place, place + 1),
        message: (
            "この `-` の後に空白がないので、リストの要素になりません。".into(),
            "there is no blank after this `-`, so that no list entry begins here".into(),
        ),
        help: ("`- id: …` のように、`-` の後に空白を入れてください。".into(), "write a blank after the `-`: `- id: …`".into()),
    })
}

/// What the last line before `start` that is not empty says, and where that begins; a `- ` before it is left out.
fn line_before(text: &str, start: usize) -> Option<(usize, &str)> {
    let mut end = start;
    loop {
        let before = text.get(..end)?.strip_suffix('\n')?;
        let (start, line) = line_of(before, before.len());
        let words = line.trim_start().trim_start_matches("- ").trim_start();
        if !words.is_empty() && !words.starts_with('#') {
            return Some((start + line.len() - words.len(), words.trim_end()));
        }
        end = start;
    }
}

/// A key and its value, if any, with no `: ` between them.
fn lacks_colon(line: &str) -> bool {
    let key = line.split([' ', ':']).next().unwrap_or("");
    let is_key =
        !key.is_empty() && key.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_');
    is_key && !line.contains(": ") && !line.ends_with(':')
}

/// Where the line of `at` begins, and the line up to its end.
fn line_of(text: &str, at: usize) -> (usize, &str) {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    (start, text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or(""))
}

/// The quote or bracket that the last line before `at` leaves open.
fn left_open(text: &str, at: usize) -> Option<(usize, char)> {
    let (mut end, _) = line_of(text, at);
    loop {
        let before = text.get(..end)?.strip_suffix('\n')?;
        let (start, line) = line_of(before, before.len());
        if !line.trim().is_empty() {
            return open_in(line).map(|(place, sign)| (start + place, sign));
        }
        end = start;
    }
}

/// The quote or bracket that a line leaves open.
fn open_in(line: &str) -> Option<(usize, char)> {
    let mut brackets: Vec<(usize, char)> = Vec::new();
    let mut quote: Option<(usize, char)> = None;
    let (mut begins, mut before) = (true, ' ');
    for (at, sign) in line.char_indices() {
        match quote {
            Some((_, open)) => {
                if sign == open && !(open == '"' && before == '\\') {
                    quote = None;
                }
            }
            None => match sign {
                '#' if before == ' ' => break,
                '"' | '\'' if begins => quote = Some((at, sign)),
                '{' | '[' if begins => brackets.push((at, sign)),
                '}' | ']' => drop(brackets.pop()),
                _ => {}
            },
        }
        begins = match sign {
            ' ' => begins || matches!(before, ':' | '-' | ','),
            '{' | '[' | ',' => !brackets.is_empty(),
            _ => false,
        };
        before = sign;
    }
    quote.or_else(|| brackets.pop())
}

#[cfg(test)]
mod tests {
    use super::{open_in, told};

    #[test]
    fn what_is_left_open_is_found() {
        assert_eq!(open_in("label: { ja: 体重, en: Weight"), Some((7, '{')));
        assert_eq!(open_in("label: { ja: 体重, en: \"Weight }"), Some((25, '"')));
        assert_eq!(open_in("missing: [ND, UNK"), Some((9, '[')));
        for closed in ["label: { ja: 体重, en: Weight }", "help: it's [open", "a: 'x # {' # {", "value: a[b"] {
            assert_eq!(open_in(closed), None, "{closed}");
        }
    }

    #[test]
    fn a_key_without_its_blank_is_shown_right() {
        let told = told("simple key expected ':'", "form:x\nversion: 1\n", 0);
        assert_eq!(told.help.1, "write `form: x`");
        assert_eq!((told.span.start, told.span.end), (0, 6));
    }
}
