//! A product is added by files only: checked, published into a running server, seen in the catalogue and in the list of products,
//! filled and stored. The files are the walk-throughs below `examples/walkthroughs`.

use serde_json::Value;
use tests::demo::Demo;
use tests::program::ctr;
use tests::root::path;
use tests::scratch::Scratch;
use tests::web::Web;

/// A walk-through: its folder, the product, what it treats, its insert and answers that complete it, and how many publications are new.
struct Walkthrough {
    folder: &'static str,
    product: &'static str,
    disease: &'static str,
    insert: &'static str,
    answers: &'static [(&'static str, &'static str)],
    published: usize,
}

const WALKTHROUGHS: [Walkthrough; 3] = [
    // the product and its insert
    Walkthrough {
        folder: "new-product",
        product: "brexucabtagene",
        disease: "mcl",
        insert: "prod_brexucabtagene",
        answers: &[("a.brexu_prior_btki", "yes"), ("a.brexu_btki_stop_date", "2026-02")],
        published: 2,
    },
    // and the editions of product and infusion under its overlay
    Walkthrough {
        folder: "new-cd19-product",
        product: "example19",
        disease: "b_all",
        insert: "prod_example19",
        answers: &[("m.ex19_blasts", "ND"), ("a.ex19_second_withheld", "no")],
        published: 4,
    },
    // and the edition of the baseline under its overlay
    Walkthrough {
        folder: "autoimmune",
        product: "example_lupus",
        disease: "sle",
        insert: "prod_example_lupus",
        answers: &[("a.lupus_mmf", "no"), ("a.lupus_vaccines", "yes")],
        published: 3,
    },
];

#[test]
fn a_new_product_is_new_files_and_nothing_else() {
    let demo = Demo::start("new-product");
    let mut web = Web::sign_in(demo.address(), &demo.sign_ins(), "hana");
    let library = Scratch::new("new-product");
    library.copy(&path("form-definitions"), "");
    for walkthrough in &WALKTHROUGHS {
        let before = web.get("/forms").expect("the catalogue");
        assert!(before.body.contains("kymriah") && !before.body.contains(walkthrough.product));
        publish(&demo, &library, walkthrough);
        let after = web.get("/forms").expect("the catalogue");
        assert!(
            after.body.contains(walkthrough.product) && after.body.contains(walkthrough.insert),
            "the catalogue shows {} without a restart",
            walkthrough.product
        );
        let patient = open_infusion(&mut web);
        let consent = start_form(&mut web, &patient, "consent");
        let page = submit(&mut web, &consent, &CONSENT);
        assert!(page.contains("state-CMP"), "the consent comes first: {page}");
        choose_product(&mut web, &patient, walkthrough);
        let record = start_form(&mut web, &patient, walkthrough.insert);
        let page = submit(&mut web, &record, walkthrough.answers);
        assert!(page.contains("state-CMP"), "the insert of {} is stored: {page}", walkthrough.product);
    }
    count_unknown(&demo, &library);
    let verify: Vec<String> = ["verify".to_string()].into_iter().chain(demo.database_arguments()).collect();
    let verified = ctr(&verify.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
}

/// `ctr burden --rates` counts what stands in the database: of the one answer about blasts none is known, of that about vaccines all.
fn count_unknown(demo: &Demo, library: &Scratch) {
    let mut arguments = vec!["burden".to_string(), library.path().to_string_lossy().into_owned()];
    arguments.extend(["--rates", "--items", "--format", "json"].map(String::from));
    arguments.extend(demo.database_arguments());
    let run = ctr(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let rows: Value = serde_json::from_str(&run.out).expect("JSON");
    let percent = |item: &str| {
        let row = rows.as_array().expect("rows").iter().find(|row| row["item"] == item);
        row.unwrap_or_else(|| panic!("no row of {item}"))["unknown_percent"].clone()
    };
    assert_eq!(percent("ex19_blasts"), 100.0);
    assert_eq!(percent("lupus_vaccines"), 0.0);
    assert_eq!(percent("lupus_mmf_last"), Value::Null, "nobody was asked");
}

/// Lays a walk-through over the library and publishes it into the running registry.
fn publish(demo: &Demo, library: &Scratch, walkthrough: &Walkthrough) {
    library.copy(&path(&format!("examples/walkthroughs/{}/definitions", walkthrough.folder)), "");
    let mut arguments = vec!["publish".to_string(), library.path().to_string_lossy().into_owned()];
    arguments.extend(["--reason", "a new product", "--by", "test"].map(String::from));
    arguments.extend(demo.database_arguments());
    let published = ctr(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(published.code, 0, "{}{}", published.out, published.err);
    let wanted = format!("published {};", walkthrough.published);
    assert!(published.out.starts_with(&wanted), "{}: {wanted} {}", walkthrough.folder, published.out);
}

/// Every walk-through brings in new files only, and the library with them is sound: examples hold and no lint is left.
#[test]
fn every_walkthrough_is_files_only() {
    let shipped = path("form-definitions");
    let mut seen = 0;
    for folder in std::fs::read_dir(path("examples/walkthroughs")).expect("the walk-throughs").flatten() {
        let added = folder.path().join("definitions");
        for file in tests::case::find_files(&folder.path(), "") {
            let name = file.to_string_lossy();
            assert!(name.ends_with(".yaml") || name.ends_with(".md"), "{name} is no definition");
        }
        for file in tests::case::find_files(&added, ".yaml") {
            let relative = file.strip_prefix(&added).expect("found below");
            assert!(!shipped.join(relative).exists(), "{} stands in the library already", relative.display());
        }
        let library = Scratch::new("walkthrough");
        library.copy(&shipped, "");
        library.copy(&added, "");
        let folder = library.path().to_string_lossy().into_owned();
        for arguments in [vec!["check", &folder, "--deny-lints"], vec!["test", &folder]] {
            let run = ctr(&arguments);
            assert_eq!(run.code, 0, "{arguments:?}: {}{}", run.out, run.err);
        }
        seen += 1;
    }
    assert!(seen >= 3, "a product, a product in two doses, and a disease that is no cancer");
}

/// The consent of an adult.
const CONSENT: [(&str, &str); 6] = [
    ("a.consent_status", "consented"),
    ("a.consent_date", "2026-03-02"),
    ("a.consent_doc_version", "第2.1版"),
    ("a.irb_approval_no", "EX-2026-001"),
    ("a.consent_scope", "registry"),
    ("a.overseas_consent", "no"),
];

/// A new patient with a course and an infusion; the patient's address.
fn open_infusion(web: &mut Web) -> String {
    let token = token(web, "/patients");
    let record = web.post("/patients", &[("csrf", &token)]).expect("registered").location;
    let fill = web.get(&record).expect("the registration form");
    let start = fill.body.find("/patients/").expect("a way back to the patient");
    let patient: String = fill.body[start..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
    for level in ["course", "infusion"] {
        let page = web.get(&patient).expect("the patient");
        let address = action_before(&page.body, &format!("data-level=\"{level}\""));
        let token = page.input("csrf").expect("the page's token");
        assert_eq!(web.post(&address, &[("csrf", &token), ("level", level)]).expect("opened").status, 303);
    }
    patient
}

/// The list of products of the form that asks for the product has the new one, though that form was not published anew.
fn choose_product(web: &mut Web, patient: &str, walkthrough: &Walkthrough) {
    let record = start_form(web, patient, "ct_indication");
    let page = web.get(&record).expect("the form");
    assert!(page.body.contains(&format!("value=\"{}\"", walkthrough.product)), "{} can be chosen", walkthrough.product);
    let answers = [("a.product", walkthrough.product), ("a.primary_disease", walkthrough.disease), ("a.target_antigen", "cd19")];
    let saved = submit(web, &record, &answers);
    assert!(saved.contains("state-ERR"), "kept with what is still open: {saved}");
}

/// Starts a form at its place; the address of its fill page.
fn start_form(web: &mut Web, patient: &str, form: &str) -> String {
    let page = web.get(patient).expect("the patient");
    let address = action_before(&page.body, &format!("data-form=\"{form}\""));
    let token = page.input("csrf").expect("the page's token");
    let answer = web.post(&address, &[("csrf", &token), ("form", form)]).expect("started");
    assert_eq!(answer.status, 303, "{form} can be started: {}", answer.body);
    answer.location
}

/// Submits a form, through the review page where there is one; the page of the record.
fn submit(web: &mut Web, fill: &str, answers: &[(&str, &str)]) -> String {
    let page = web.get(fill).expect("the form");
    let (token, version) = (page.input("csrf").expect("a token"), page.input("version").expect("a version"));
    let mut pairs = vec![("csrf", token.as_str()), ("version", version.as_str()), ("do", "submit")];
    pairs.extend(answers);
    let mut answer = web.post(fill, &pairs).expect("submitted");
    if answer.location.ends_with("/review") {
        let review = web.get(&answer.location).expect("the review");
        let address = action_before(&review.body, "value=\"confirm\"");
        let (token, version) = (review.input("csrf").expect("a token"), review.input("version").expect("a version"));
        answer = web.post(&address, &[("csrf", &token), ("version", &version), ("do", "confirm")]).expect("confirmed");
    }
    assert_eq!(answer.status, 303, "{}", answer.body);
    web.get(&answer.location).expect("the record").body
}

fn token(web: &mut Web, path: &str) -> String {
    web.get(path).expect("a page").input("csrf").expect("the page's token")
}

/// The address of the form element that holds `mark`.
fn action_before(page: &str, mark: &str) -> String {
    let at = page.find(mark).unwrap_or_else(|| panic!("the page has {mark}: {page}"));
    let start = page[..at].rfind("action=\"").expect("inside a form") + "action=\"".len();
    page[start..].split('"').next().unwrap_or_default().to_string()
}
