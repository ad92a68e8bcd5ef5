//! A small registry in a temporary directory: two sites, an account of each role, the shipped definitions, and a clock that the test moves.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use server::clock::Clock;
use server::demo::accounts::{self, PASSWORD, SignIn};
use server::demo::definitions;
use server::middleware::limits::Limits;
use server::{App, Settings};
use storage::{MasterKey, Store, Timestamp};
use tests::scratch::Scratch;

use super::browser::{Answer, Browser};

/// 2026-04-10 10:00 in Japan.
pub const START: i64 = 1_775_782_800_000;

pub struct World {
    pub app: App,
    pub store: Store,
    pub people: Vec<SignIn>,
    pub definitions: PathBuf,
    clock: Arc<AtomicI64>,
    folder: Scratch,
}

impl World {
    /// Both sites, everybody, and everything in `form-definitions` published.
    pub async fn new() -> World {
        World::with(World::unhurried()).await
    }

    /// The first page compiles every form; on a machine that runs many tests at once that may take long.
    pub fn unhurried() -> Settings {
        let limits = Limits { time: Duration::from_secs(300), ..Limits::default() };
        Settings { limits, ..Settings::default() }
    }

    pub async fn with(settings: Settings) -> World {
        World::of(settings, tests::root::path("form-definitions")).await
    }

    /// With another folder of definitions published.
    pub async fn of(settings: Settings, definitions: PathBuf) -> World {
        let folder = Scratch::new("server");
        let url = format!("sqlite://{}?mode=rwc", folder.join("registry.db").display());
        let store = Store::open(&url, MasterKey::from_bytes([7; 32])).await.unwrap();
        let clock = Arc::new(AtomicI64::new(START));
        let read = definitions::read(&definitions).unwrap();
        definitions::publish(&store, &read, Timestamp(START)).await.unwrap();
        let people = accounts::make(&store, Timestamp(START)).await.unwrap();
        let reading = clock.clone();
        let app = App::new(store.clone(), Clock::from_millis(move || reading.load(Ordering::Relaxed)), settings).unwrap();
        World { app, store, people, definitions, clock, folder }
    }

    /// The bytes of the database and its write-ahead log.
    pub fn bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
    }

    pub fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    pub fn now(&self) -> Timestamp {
        Timestamp(self.clock.load(Ordering::Relaxed))
    }

    pub fn browser(&self) -> Browser {
        let mut browser = Browser::new(server::app(self.app.clone()));
        browser.set_cookie("ctrj-lang", "en");
        browser
    }

    pub fn person(&self, login: &str) -> &SignIn {
        self.people.iter().find(|person| person.login == login).unwrap()
    }

    pub fn code(&self, login: &str) -> String {
        self.person(login).totp.code_at(self.now()).unwrap()
    }

    /// A try at signing in; the answer to the form.
    pub async fn try_sign_in(&self, browser: &mut Browser, login: &str, password: &str, code: &str) -> Answer {
        let page = browser.get("/sign-in").await;
        let csrf = page.field("csrf");
        browser
            .post(
                "/sign-in",
                &[("csrf", &csrf), ("next", "/patients"), ("username", login), ("password", password), ("code", code)],
            )
            .await
    }

    /// A browser in which somebody has signed in; a fresh code each time.
    pub async fn signed_in(&self, login: &str) -> Browser {
        self.pass(30);
        let mut browser = self.browser();
        let answer = self.try_sign_in(&mut browser, login, PASSWORD, &self.code(login)).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        browser
    }

    /// Registers a patient; the address of the registration form that opens.
    pub async fn register(&self, browser: &mut Browser) -> String {
        let list = browser.get("/patients").await;
        let answer = browser.post("/patients", &[("csrf", &list.field("csrf"))]).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        answer.location()
    }
}
