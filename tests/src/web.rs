//! As much of a browser as a test without one needs: addresses, cookies, hidden inputs, one request per connection.

use std::collections::BTreeMap;
use std::io::{Error, Read, Result, Write};
use std::net::TcpStream;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;
use storage::{Timestamp, TotpSecret};

/// A person at a browser; a clone shares the session, as a second window does.
#[derive(Clone)]
pub struct Web {
    host: String,
    cookies: BTreeMap<String, String>,
}

/// An answer of the server.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Where a redirect leads.
    pub location: String,
    /// The body.
    pub body: String,
}

impl Answer {
    /// The value of the first control of that name.
    pub fn input(&self, name: &str) -> Option<String> {
        let at = self.body.find(&format!("name=\"{name}\""))?;
        let rest = self.body[at..].split('>').next()?;
        let value = rest.split("value=\"").nth(1)?.split('"').next()?;
        Some(value.replace("&quot;", "\"").replace("&amp;", "&"))
    }
}

impl Web {
    /// A browser without cookies at `http://localhost:PORT`.
    pub fn new(address: &str) -> Web {
        Web { host: address.trim_start_matches("http://").to_string(), cookies: BTreeMap::new() }
    }

    /// Signs in with the sign-ins that a demonstration wrote.
    pub fn sign_in(address: &str, sign_ins: &std::path::Path, login: &str) -> Web {
        let text = std::fs::read_to_string(sign_ins).expect("the demonstration wrote its sign-ins");
        let value: Value = serde_json::from_str(&text).expect("sign-ins are JSON");
        let all = value.get("sign_ins").and_then(Value::as_array).expect("a list of sign-ins");
        let account = all.iter().find(|one| one["login"] == login).expect("the account of that name");
        let secret = TotpSecret::from_base32(account["totp"].as_str().unwrap_or_default()).expect("a secret");
        let mut web = Web::new(address);
        let page = web.get("/sign-in").expect("the sign-in page");
        let token = page.input("csrf").expect("the page's token");
        let code = secret.code_at(now()).expect("a code");
        let password = account["password"].as_str().unwrap_or_default();
        let pairs = [("csrf", token.as_str()), ("next", "/"), ("username", login), ("password", password), ("code", &code)];
        let answer = web.post("/sign-in", &pairs).expect("the server answers");
        assert_eq!(answer.status, 303, "signed in as {login}: {}", answer.body);
        web
    }

    /// GET.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        self.send(&format!("GET {path} HTTP/1.1\r\n"), "")
    }

    /// POST of form fields.
    pub fn post(&mut self, path: &str, pairs: &[(&str, &str)]) -> Result<Answer> {
        let body = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&");
        let token = pairs.iter().find(|(name, _)| *name == "csrf").map_or("", |(_, value)| value);
        let head = format!(
            "POST {path} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nOrigin: http://{}\r\nX-CSRF-Token: {token}\r\n",
            body.len(),
            self.host
        );
        self.send(&head, &body)
    }

    fn send(&mut self, head: &str, body: &str) -> Result<Answer> {
        let mut stream = TcpStream::connect(&self.host)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        write!(stream, "{head}Host: {}\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n{body}", self.host)?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        self.read(&String::from_utf8_lossy(&bytes))
    }

    fn read(&mut self, text: &str) -> Result<Answer> {
        // A server that was killed in the middle of its answer acknowledged nothing.
        let (head, body) = text.split_once("\r\n\r\n").ok_or_else(|| Error::other("no whole answer"))?;
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok()).unwrap_or(0);
        let (mut location, mut length, mut chunked) = (String::new(), None, false);
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            match name.to_ascii_lowercase().as_str() {
                "location" => location = value.to_string(),
                "content-length" => length = value.parse::<usize>().ok(),
                "transfer-encoding" => chunked = value.contains("chunked"),
                "set-cookie" => self.keep(value),
                _ => {}
            }
        }
        if length.is_some_and(|length| body.len() < length) || (chunked && !body.ends_with("0\r\n\r\n")) {
            return Err(Error::other("half an answer"));
        }
        // Templates write the slash of an address as a reference.
        Ok(Answer { status, location, body: body.replace("&#x2f;", "/") })
    }

    fn keep(&mut self, line: &str) {
        let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('=')) else { return };
        if value.is_empty() || line.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_string(), value.to_string());
        }
    }
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    Timestamp(i64::try_from(since.as_millis()).expect("before the year 292 million"))
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
