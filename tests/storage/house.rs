//! A registry with two sites and their people, on a fresh database, with a fixed clock and patients who never lived.

use sea_orm::{ConnectionTrait, Database};
use std::path::PathBuf;
use storage::{
    Actor, Attempt, Change, Content, CreateAccount, CreateSite, Error, FindingSummary, FirstRecord, FormRef, Identity, MasterKey,
    NewPublication, OpenPlace, OpenRecord, Password, PublicationKind, Publish, Refusal, RegisterPatient, Role, SaveDraft,
    SessionLimits, SignedIn, Store, SubmitRevision, Timestamp, TotpSecret, WriteRequest, Written,
};
use tests::scratch::Scratch;

/// 2026-04-01T00:00:00Z.
pub const NOW: i64 = 1_775_001_600_000;
/// Everybody's password.
pub const PASSWORD: &str = "a long enough password";

/// Names the PostgreSQL server on which `postgres.rs` runs these tests again.
pub const POSTGRES: &str = "CTR_TEST_POSTGRES";

/// A registry on its own database.
pub struct House {
    pub store: Store,
    pub folder: Scratch,
}

/// A person with an account.
pub struct Person {
    pub login: String,
    pub actor: Actor,
    pub totp: TotpSecret,
}

impl House {
    /// Two sites, two published forms, nobody yet.
    pub async fn build(name: &str) -> House {
        let folder = Scratch::new(name);
        make_database(&folder).await;
        let store = open(&folder).await;
        let house = House { store, folder };
        for site in ["tokyo", "osaka"] {
            let change = CreateSite { id: site.into(), name_ja: format!("{site}病院"), name_en: format!("{site} hospital") };
            house.console(Change::CreateSite(change)).await.unwrap();
        }
        let published = |form: FormRef| NewPublication {
            kind: PublicationKind::Form,
            key: form.id,
            version: Some(form.version),
            digest: form.digest,
            bundle: "[]".into(),
        };
        let items = vec![published(form("patient_registration")), published(crs())];
        house.console(Change::Publish(Publish { items })).await.unwrap();
        house
    }

    /// A new account; `site` is empty for roles of the registry.
    pub async fn person(&self, login: &str, role: Role, site: &str) -> Person {
        let site = (!site.is_empty()).then(|| site.to_owned());
        let totp = TotpSecret::generate().unwrap();
        let change = CreateAccount {
            login: login.into(),
            name: format!("Dr {login}"),
            role,
            site: site.clone(),
            password: Password::from(PASSWORD),
            totp: totp.clone(),
        };
        let written = self.console(Change::CreateAccount(change)).await.unwrap();
        Person { login: login.into(), actor: Actor::account(written.id, role, site), totp }
    }

    /// A change by the operator.
    pub async fn console(&self, change: Change) -> Result<Written, Error> {
        self.change(&Actor::console("test"), "", change).await
    }

    /// A change at `NOW`.
    pub async fn change(&self, actor: &Actor, reason: &str, change: Change) -> Result<Written, Error> {
        self.store.write(WriteRequest { actor: actor.clone(), at: Timestamp(NOW), reason: reason.into(), change }).await
    }

    /// A sign-in with a fresh code.
    pub async fn sign_in(&self, person: &Person, at: i64) -> Result<SignedIn, Error> {
        let code = person.totp.code_at(Timestamp(at)).unwrap();
        self.sign_in_with(person, PASSWORD, &code, at).await
    }

    /// A sign-in with given factors.
    pub async fn sign_in_with(&self, person: &Person, password: &str, code: &str, at: i64) -> Result<SignedIn, Error> {
        let limits = SessionLimits::default();
        let (login, password, code) = (person.login.clone(), Password::from(password), code.to_owned());
        self.store.sign_in(Attempt { login, password, code, at: Timestamp(at), limits }).await
    }

    /// Registers a patient with a submitted registration form.
    pub async fn register(&self, actor: &Actor, identity: Identity) -> Result<Written, Error> {
        self.change(actor, "", Change::RegisterPatient(registration(identity))).await
    }

    /// A record of the form crs at a new infusion of a new patient: (patient, place, record).
    pub async fn record(&self, actor: &Actor, n: u32) -> (String, String, String) {
        let patient = self.register(actor, somebody(n)).await.unwrap();
        let root = patient.place.unwrap();
        let course =
            self.change(actor, "", Change::OpenPlace(OpenPlace { parent: root, level: "course".into() })).await.unwrap().id;
        let place =
            self.change(actor, "", Change::OpenPlace(OpenPlace { parent: course, level: "infusion".into() })).await.unwrap().id;
        let open = OpenRecord { place: place.clone(), form: crs(), ordinal: 1 };
        let record = self.change(actor, "", Change::OpenRecord(open)).await.unwrap().id;
        (patient.id, place, record)
    }

    /// Saves a draft.
    pub async fn draft(&self, actor: &Actor, record: &str, content: &str, expected: i64) -> Result<Written, Error> {
        let change = SaveDraft { record: record.into(), form: crs(), content: content.into(), expected_version: expected };
        self.change(actor, "", Change::SaveDraft(change)).await
    }

    /// Submits a revision without findings.
    pub async fn submit(
        &self,
        actor: &Actor,
        record: &str,
        content: &str,
        expected: i64,
        reason: &str,
    ) -> Result<Written, Error> {
        let change = SubmitRevision {
            record: record.into(),
            form: crs(),
            content: content.into(),
            findings: FindingSummary::default(),
            expected_revision: expected,
            expected_draft: None,
            restated: Vec::new(),
            identity: None,
        };
        self.change(actor, reason, Change::SubmitRevision(change)).await
    }

    /// The bytes of the database, its write-ahead log and everything else beside them.
    pub fn bytes(&self) -> Vec<u8> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.file_name().unwrap() != "master.key");
        files.iter().flat_map(|file| std::fs::read(file).unwrap()).collect()
    }
}

/// Opens (or opens again) the registry of a folder.
pub async fn open(folder: &Scratch) -> Store {
    let key_file = folder.join("master.key");
    let key = if key_file.exists() { MasterKey::read(&key_file) } else { MasterKey::create(&key_file) };
    Store::open(&url(folder), key.unwrap()).await.unwrap()
}

/// The address of a folder's database: a file in it, or the database of its name on the PostgreSQL that `postgres.rs` runs.
pub fn url(folder: &Scratch) -> String {
    match std::env::var(POSTGRES) {
        Ok(server) => format!("{server}/{}", database_name(folder)),
        Err(_) => format!("sqlite://{}?mode=rwc", folder.join("registry.sqlite").display()),
    }
}

/// On PostgreSQL a database is made before it is opened.
async fn make_database(folder: &Scratch) {
    if let Ok(server) = std::env::var(POSTGRES) {
        let db = Database::connect(format!("{server}/postgres")).await.unwrap();
        db.execute_unprepared(&format!("CREATE DATABASE {}", database_name(folder))).await.unwrap();
        db.close().await.unwrap();
    }
}

fn database_name(folder: &Scratch) -> String {
    folder.path().file_name().unwrap().to_string_lossy().replace('-', "_")
}

/// A registration as the form `patient_registration` gives it.
pub fn registration(identity: Identity) -> RegisterPatient {
    let content = r#"{"answers":{"sex":"female"},"reasons":{}}"#;
    let first =
        FirstRecord { form: form("patient_registration"), content: Content::from(content), findings: FindingSummary::default() };
    RegisterPatient { level: "patient".into(), identity: Some(identity), despite_duplicate: false, first: Some(first) }
}

/// Somebody who never lived.
pub fn somebody(n: u32) -> Identity {
    let kana = ["アオキ", "イトウ", "ウエダ", "エンドウ", "オカダ"][(n % 5) as usize];
    Identity {
        family_name: Some(format!("試験{n}")),
        given_name: Some("花子".into()),
        family_kana: Some(kana.into()),
        given_kana: Some(format!("ハナコ{n}")),
        birth_date: Some(format!("19{:02}-02-03", n % 100)),
        mrn: Some(format!("{n:08}")),
    }
}

/// The form crs, version 1.0.0.
pub fn crs() -> FormRef {
    form("crs")
}

fn form(id: &str) -> FormRef {
    FormRef { id: id.into(), version: "1.0.0".into(), digest: format!("sha256:{id}") }
}

/// The refusal of a write that had to be refused.
pub fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Refusal {
    outcome.expect_err("this must be refused").refusal().expect("this must be a refusal").clone()
}
