//! What browsers are asked, and answers that are none. Answers of real authenticators are in the browser tests.

use rstest::rstest;
use serde_json::Value;
use taxiway_authn::WebPasskeys;
use taxiway_domain::ids::UserId;
use taxiway_domain::sign_in::SignInRefusal as R;
use taxiway_service::{PasskeyOwner, Passkeys as _};

fn owner() -> PasskeyOwner {
    PasskeyOwner {
        user_id: UserId::from_u128(7),
        email: "asa@nordlys.example".to_owned(),
        name: "Åsa Nyström".to_owned(),
    }
}

fn passkeys() -> WebPasskeys {
    WebPasskeys::new("https://taxiway.example").unwrap()
}

#[rstest]
#[case("https://taxiway.example", true)]
#[case("https://taxiway.example:8443", true)]
#[case("http://localhost:8600", true)]
#[case("http://taxiway.example", false)]
#[case("https://192.0.2.7", false)]
#[case("https://[2001:db8::1]", false)]
#[case("http://127.0.0.1:8600", false)]
#[case("taxiway.example", false)]
#[case("", false)]
fn passkeys_need_a_name_and_tls(#[case] address: &str, #[case] usable: bool) {
    assert_eq!(WebPasskeys::new(address).is_some(), usable);
}

#[test]
fn a_new_passkey_must_verify_its_owner_and_be_found_without_a_name() {
    let known = [vec![1, 2, 3]];
    let asked = passkeys().start_registration(&owner(), &known).unwrap();
    let options: Value = serde_json::from_str(&asked.options).unwrap();
    let options = &options["publicKey"];
    assert_eq!(options["rp"]["id"], "taxiway.example");
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(options["authenticatorSelection"]["requireResidentKey"], true);
    assert_eq!(options["attestation"], "none");
    assert_eq!(options["excludeCredentials"][0]["id"], "AQID");
    assert_eq!(options["user"]["name"], "asa@nordlys.example");
    let again = passkeys().start_registration(&owner(), &known).unwrap();
    assert_ne!(asked.options, again.options, "each challenge is new");
}

#[test]
fn any_passkey_or_one_of_those_named_is_asked_for() {
    let any: Value = serde_json::from_str(&passkeys().start_sign_in(&[]).unwrap().options).unwrap();
    assert_eq!(any["publicKey"]["allowCredentials"], serde_json::json!([]));
    assert_eq!(any["publicKey"]["userVerification"], "required");
    assert!(any["mediation"].is_null(), "the button was pressed: {any}");
    let one: Value =
        serde_json::from_str(&passkeys().start_sign_in(&[vec![251, 255]]).unwrap().options).unwrap();
    assert_eq!(one["publicKey"]["allowCredentials"][0]["id"], "-_8");
}

#[rstest]
#[case("")]
#[case("null")]
#[case("{}")]
#[case("{\"id\":\"AQ\",\"rawId\":\"AQ\",\"type\":\"public-key\",\"response\":{}}")]
#[case(
    "{\"id\":\"AQ\",\"rawId\":\"AQ\",\"type\":\"public-key\",\"response\":{\"authenticatorData\":\"AA\",\"clientDataJSON\":\"AA\",\"signature\":\"AA\",\"userHandle\":\"AA\",\"attestationObject\":\"AA\"}}"
)]
#[case("{\"id\":\"secret of the browser\"")]
fn what_is_no_answer_is_refused_without_repeating_it(#[case] answer: &str) {
    let passkeys = passkeys();
    let registration = passkeys.start_registration(&owner(), &[]).unwrap();
    let sign_in = passkeys.start_sign_in(&[]).unwrap();
    let mut refusals = vec![
        passkeys.finish_registration(&registration.state, answer).unwrap_err(),
        passkeys.finish_sign_in(&sign_in.state, answer, "{}").unwrap_err(),
        passkeys.finish_registration(answer, answer).unwrap_err(),
    ];
    refusals.extend(passkeys.claim(answer).err());
    for refused in refusals {
        assert_eq!(refused.refusal, R::PasskeyInvalid, "{refused:?}");
        assert!(!refused.detail.contains("secret"), "{refused:?}");
    }
}
