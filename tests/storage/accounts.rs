//! Two factors, one-use codes, rest after failures, sessions that end. Requirements of the sign-in.

use super::house::{House, NOW, PASSWORD, refusal};
use storage::{Actor, Change, CreateSite, EndSession, Password, Refusal, Role, SetActive, SetPassword, Timestamp};

const MINUTE: i64 = 60_000;

#[tokio::test]
async fn a_code_is_accepted_once() {
    let house = House::build("one-use").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await;
    let code = hana.totp.code_at(Timestamp(NOW)).unwrap();
    let signed_in = house.sign_in_with(&hana, PASSWORD, &code, NOW).await.unwrap();
    assert_eq!(signed_in.session.actor, hana.actor);
    assert_eq!(signed_in.session.name, "Dr hana");
    assert_eq!(refusal(house.sign_in_with(&hana, PASSWORD, &code, NOW + 1_000).await), Refusal::SignIn);
    house.sign_in(&hana, NOW + MINUTE).await.unwrap();
}

#[tokio::test]
async fn the_same_code_at_the_same_moment_opens_one_session() {
    let house = House::build("one-use-race").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await;
    let (one, two, three) = tokio::join!(house.sign_in(&hana, NOW), house.sign_in(&hana, NOW), house.sign_in(&hana, NOW));
    assert_eq!([one.is_ok(), two.is_ok(), three.is_ok()].iter().filter(|ok| **ok).count(), 1);
}

#[tokio::test]
async fn either_factor_wrong_is_refused_alike() {
    let house = House::build("factors").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await;
    let code = hana.totp.code_at(Timestamp(NOW)).unwrap();
    let wrong_code = if code == "000000" { "000001" } else { "000000" };
    assert_eq!(refusal(house.sign_in_with(&hana, "another long password", &code, NOW).await), Refusal::SignIn);
    assert_eq!(refusal(house.sign_in_with(&hana, PASSWORD, wrong_code, NOW).await), Refusal::SignIn);
    let nobody = super::house::Person { login: "nobody".into(), actor: hana.actor.clone(), totp: hana.totp.clone() };
    assert_eq!(refusal(house.sign_in_with(&nobody, PASSWORD, &code, NOW).await), Refusal::SignIn);
}

#[tokio::test]
async fn an_account_rests_after_five_failures() {
    let house = House::build("rest").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await;
    for _ in 0..5 {
        refusal(house.sign_in_with(&hana, "another long password", "123", NOW).await);
    }
    assert_eq!(refusal(house.sign_in(&hana, NOW + MINUTE / 2).await), Refusal::SignIn);
    let seen = house.store.find_account(&Actor::console("test"), "hana").await.unwrap().unwrap();
    assert_eq!(seen.locked_until, Some(Timestamp(NOW + MINUTE)));
    house.sign_in(&hana, NOW + MINUTE).await.unwrap();
    let seen = house.store.find_account(&Actor::console("test"), "hana").await.unwrap().unwrap();
    assert_eq!(seen.locked_until, None);
}

#[tokio::test]
async fn sessions_end_idle_absolutely_by_sign_out_and_by_switching_off() {
    let house = House::build("sessions").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await;
    let find = |token: storage::SessionToken, at| {
        let store = house.store.clone();
        async move { store.find_session(&token, Timestamp(at)).await.unwrap() }
    };
    let first = house.sign_in(&hana, NOW).await.unwrap().token;
    assert!(find(first.clone(), NOW + 14 * MINUTE).await.is_some());
    assert!(find(first.clone(), NOW + 28 * MINUTE).await.is_some(), "each request extends the idle time");
    assert!(find(first.clone(), NOW + 43 * MINUTE).await.is_none(), "idle for 15 minutes");

    let second = house.sign_in(&hana, NOW + MINUTE).await.unwrap().token;
    for minutes in (2..480).step_by(10) {
        assert!(find(second.clone(), NOW + minutes * MINUTE).await.is_some());
    }
    assert!(find(second.clone(), NOW + 481 * MINUTE).await.is_none(), "eight hours in all");

    let third = house.sign_in(&hana, NOW + 2 * MINUTE).await.unwrap();
    house.change(&hana.actor, "", Change::EndSession(EndSession { session: third.session.id.clone() })).await.unwrap();
    assert!(find(third.token, NOW + 2 * MINUTE).await.is_none());

    let fourth = house.sign_in(&hana, NOW + 3 * MINUTE).await.unwrap().token;
    house.console(Change::SetActive(SetActive { account: hana.actor.id().into(), active: false })).await.unwrap();
    assert!(find(fourth, NOW + 3 * MINUTE).await.is_none());
    assert_eq!(refusal(house.sign_in(&hana, NOW + 4 * MINUTE).await), Refusal::SignIn);
    assert!(find("made up".into(), NOW).await.is_none());
}

#[tokio::test]
async fn a_new_password_ends_old_sessions_and_short_ones_are_refused() {
    let house = House::build("password").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await;
    let old = house.sign_in(&hana, NOW).await.unwrap().token;
    let set =
        |password: &str| Change::SetPassword(SetPassword { account: hana.actor.id().into(), password: Password::from(password) });
    assert!(matches!(refusal(house.change(&hana.actor, "", set("short")).await), Refusal::Invalid { field: "password", .. }));
    house.change(&hana.actor, "", set("quite another password")).await.unwrap();
    assert!(house.store.find_session(&old, Timestamp(NOW)).await.unwrap().is_none());
    refusal(house.sign_in(&hana, NOW + MINUTE).await);
    let code = hana.totp.code_at(Timestamp(NOW + 2 * MINUTE)).unwrap();
    house.sign_in_with(&hana, "quite another password", &code, NOW + 2 * MINUTE).await.unwrap();
}

#[tokio::test]
async fn roles_do_only_their_own_work() {
    let house = House::build("roles").await;
    let site = |id: &str| Change::CreateSite(CreateSite { id: id.into(), name_ja: "名".into(), name_en: "n".into() });
    let registration = || Change::RegisterPatient(super::house::registration(super::house::somebody(1)));
    for (role, at) in [
        (Role::Clinician, "tokyo"),
        (Role::DataManager, "tokyo"),
        (Role::RegistryStaff, ""),
        (Role::Auditor, ""),
        (Role::Admin, ""),
    ] {
        let person = house.person(role.word(), role, at).await;
        let keeps = house.change(&person.actor, "", site(&format!("new-{}", role.word().replace('_', "-")))).await;
        assert_eq!(keeps.is_ok(), role == Role::Admin, "{role} makes sites");
        let fills = house.change(&person.actor, "", registration()).await;
        assert_eq!(fills.is_ok() || matches!(refusal(fills), Refusal::Duplicate { .. }), role.has_site(), "{role} registers");
        let invented = Actor::account(person.actor.id(), Role::Admin, None);
        let lies = house.change(&invented, "", site(&format!("lie-{}", role.word().replace('_', "-")))).await;
        assert_eq!(lies.is_ok(), role == Role::Admin, "{role} cannot claim to be an administrator");
    }
    assert_eq!(refusal(house.change(&Actor::account("nobody", Role::Admin, None), "", site("x1")).await), Refusal::NotAllowed);
}
