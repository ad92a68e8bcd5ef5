//! A product is added by files only: checked, published into a running server, seen in the catalogue and in the list of products,
//! filled and stored. The files are the walk-through `examples/walkthroughs/new-product`.

use tests::demo::Demo;
use tests::program::ctr;
use tests::root::path;
use tests::scratch::Scratch;
use tests::web::Web;

const PRODUCT: &str = "brexucabtagene";

#[test]
fn a_new_product_is_new_files_and_nothing_else() {
    let library = Scratch::new("new-product");
    library.copy(&path("form-definitions"), "");
    library.copy(&path("examples/walkthroughs/new-product/definitions"), "");
    let folder = library.path().to_string_lossy().into_owned();
    for command in ["check", "test"] {
        let run = ctr(&[command, &folder]);
        assert_eq!(run.code, 0, "ctr {command}: {}{}", run.out, run.err);
    }

    let demo = Demo::start("new-product");
    let mut web = Web::sign_in(demo.address(), &demo.sign_ins(), "hana");
    let before = web.get("/forms").expect("the catalogue");
    assert!(before.body.contains("kymriah") && !before.body.contains(PRODUCT));

    let mut arguments = vec!["publish".to_string(), folder];
    arguments.extend(["--reason", "a new product", "--by", "test"].map(String::from));
    arguments.extend(demo.database_arguments());
    let published = ctr(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(published.code, 0, "{}{}", published.out, published.err);
    assert!(published.out.starts_with("published 2;"), "only the product and its insert are new: {}", published.out);

    let after = web.get("/forms").expect("the catalogue");
    assert!(
        after.body.contains(PRODUCT) && after.body.contains("prod_brexucabtagene"),
        "the catalogue shows it without a restart"
    );

    let patient = open_infusion(&mut web);
    choose_product(&mut web, &patient);
    fill_insert(&mut web, &patient);
    let verify: Vec<String> = ["verify".to_string()].into_iter().chain(demo.database_arguments()).collect();
    let verified = ctr(&verify.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
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
fn choose_product(web: &mut Web, patient: &str) {
    let record = start_form(web, patient, "ct_indication");
    let page = web.get(&record).expect("the form");
    assert!(page.body.contains(&format!("value=\"{PRODUCT}\"")), "the product can be chosen");
    let saved = submit(web, &record, &[("a.product", PRODUCT), ("a.primary_disease", "mcl"), ("a.target_antigen", "cd19")]);
    assert!(saved.contains("state-ERR"), "kept with what is still open: {saved}");
}

fn fill_insert(web: &mut Web, patient: &str) {
    let record = start_form(web, patient, "prod_brexucabtagene");
    let answers = [("a.brexu_prior_btki", "yes"), ("a.brexu_btki_stop_date", "2026-02")];
    let page = submit(web, &record, &answers);
    assert!(page.contains("state-CMP"), "the insert is stored: {page}");
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
