//! What providers and passkeys leave in the log: one act for each route.

use axum::http::Method;
use taxiway_web::portal::routes::{self, Route as _};

use super::passkeys::{answers, removal, with_a_passkey};
use super::people_acts::confirmed;
use super::providers::{FIELDS, address, leaves, set_up};
use super::{Browser, PASSWORD, World};

/// The routes that have an arm in [`sign_in_act`].
pub(super) const IS_SIGN_IN: &[&str] = &[
    routes::SignInCallback::PATTERN,
    routes::PasskeySignIn::PATTERN,
    routes::SecondFactor::PATTERN,
    routes::Passkeys::PATTERN,
    routes::Passkey::PATTERN,
    routes::PasskeyRemove::PATTERN,
    routes::SecondFactorSwitch::PATTERN,
    routes::PersonPasskeys::PATTERN,
    routes::IdentityProviders::PATTERN,
    routes::IdentityProvider::PATTERN,
    routes::IdentityProviderDelete::PATTERN,
    routes::SignInPolicy::PATTERN,
];

/// Does what a route about signing in is for: the browser with the answer, and the action that must be in the log.
pub(super) async fn sign_in_act(world: &World, pattern: &str) -> (Browser, &'static str) {
    match pattern {
        routes::SignInCallback::PATTERN => {
            set_up(world).await;
            let mut stina = world.browser();
            let back = leaves(&mut stina, "stina@kajplats.example").await;
            stina.answer = stina.request(Method::GET, &back).await;
            (stina, "session.sign-in")
        }
        routes::IdentityProviders::PATTERN => (set_up(world).await, "identity-provider.create"),
        routes::IdentityProvider::PATTERN => {
            let mut admin = set_up(world).await;
            let provider = address(&admin, "/check").replace("/check", "");
            admin.submit(&provider, &FIELDS).await;
            (admin, "identity-provider.change")
        }
        routes::IdentityProviderDelete::PATTERN => {
            let admin = set_up(world).await;
            let delete = address(&admin, "/check").replace("/check", "/delete");
            (confirmed(admin, &delete).await, "identity-provider.delete")
        }
        routes::SignInPolicy::PATTERN => {
            let mut admin = world.signed_in("admin@kajplats.example").await;
            admin.open("/identity-providers").await;
            admin.submit("/identity-providers/policy", &[("passwords", "allowed")]).await;
            (admin, "sign-in-policy.change")
        }
        _ => passkey_act(world, pattern).await,
    }
}

async fn passkey_act(world: &World, pattern: &str) -> (Browser, &'static str) {
    let mut admin = with_a_passkey(world).await;
    let remove = removal(&admin);
    match pattern {
        routes::Passkeys::PATTERN => (admin, "passkey.add"),
        routes::Passkey::PATTERN => {
            let rename = remove.replace("/remove", "");
            admin.open(&rename).await;
            admin.submit(&rename, &[("name", "Green key")]).await;
            (admin, "passkey.rename")
        }
        routes::PasskeyRemove::PATTERN => (confirmed(admin, &remove).await, "passkey.remove"),
        routes::PasskeySignIn::PATTERN => {
            let mut visitor = world.browser();
            visitor.open("/sign-in").await;
            let fields = [("answer", "one")];
            answers(&mut visitor, "/sign-in/passkey/options", "/sign-in/passkey", &fields).await;
            (visitor, "session.sign-in")
        }
        routes::PersonPasskeys::PATTERN => {
            admin.open("/people").await;
            let search = address(&admin, "/people/search");
            admin.submit(&search, &[("search", "admin@kajplats.example")]).await;
            let people = search.trim_end_matches("search");
            let mut found = admin.page.addresses().into_iter();
            let person = found.find(|one| one.starts_with(people) && *one != search).expect("the person");
            (confirmed(admin, &format!("{person}/passkeys")).await, "user.remove-passkeys")
        }
        _ => {
            admin.submit("/account/second-factor", &[("wanted", "yes")]).await;
            if pattern == routes::SecondFactorSwitch::PATTERN {
                return (admin, "second-factor.require");
            }
            let mut visitor = world.browser();
            visitor.open("/sign-in").await;
            let fields = [("email", "admin@kajplats.example"), ("password", PASSWORD)];
            visitor.submit("/sign-in", &fields).await;
            visitor.submit("/sign-in/second-factor", &[("answer", "one")]).await;
            (visitor, "session.sign-in")
        }
    }
}
