//! What people and programs leave in the log: one act for each route.

use taxiway_service::Mailer;
use taxiway_web::portal::routes::{self, Route as _};
use taxiway_web::portal::{PortalSettings, router};

use super::people::{address, shown_link};
use super::{Browser, PASSWORD, World};

const ORIGIN: &str = "http://127.0.0.1:8600";
const ADMIN: &str = "admin@kajplats.example";
const CLERK: &str = "clerk@kajplats.example";

/// Does what a route about people or programs is for: the browser with the answer, and the action that must be in the log.
pub(super) async fn people_act(world: &World, pattern: &str) -> (Browser, &'static str) {
    let mut admin = world.signed_in(ADMIN).await;
    match pattern {
        routes::Invite::PATTERN => {
            invite(&mut admin).await;
            (admin, "user.invite")
        }
        routes::InvitationRevoke::PATTERN => {
            invite(&mut admin).await;
            let invitations = address(&admin, "/organisations/", "/invitations");
            admin.open(&invitations).await;
            let revoke = address(&admin, &invitations, "/revoke");
            (confirmed(admin, &revoke).await, "user.revoke-invitation")
        }
        routes::Welcome::PATTERN => {
            let link = invite(&mut admin).await;
            let mut bo = world.browser();
            bo.open(&link).await;
            bo.submit(&link, &[("name", "Bo"), ("password", PASSWORD), ("password_again", PASSWORD)]).await;
            (bo, "user.accept-invitation")
        }
        routes::PersonRoles::PATTERN => {
            let clerk = person(&mut admin).await;
            admin.submit(&format!("{clerk}/roles"), &[("role", "helpdesk-agent")]).await;
            (admin, "user.change-roles")
        }
        routes::PersonDisable::PATTERN => {
            let clerk = person(&mut admin).await;
            (confirmed(admin, &format!("{clerk}/disable")).await, "user.disable")
        }
        routes::PersonEnable::PATTERN => {
            let clerk = person(&mut admin).await;
            let mut admin = confirmed(admin, &format!("{clerk}/disable")).await;
            admin.open(&clerk).await;
            admin.submit(&format!("{clerk}/enable"), &[]).await;
            (admin, "user.enable")
        }
        routes::PersonReset::PATTERN => {
            let clerk = person(&mut admin).await;
            (confirmed(admin, &format!("{clerk}/reset-password")).await, "user.send-reset")
        }
        routes::NewPassword::PATTERN => {
            let clerk = person(&mut admin).await;
            let link = shown_link(&confirmed(admin, &format!("{clerk}/reset-password")).await, ORIGIN);
            let mut browser = world.browser();
            browser.open(&link).await;
            let new = [("password", "three common words"), ("password_again", "three common words")];
            browser.submit(&link, &new).await;
            (browser, "user.reset-password")
        }
        routes::Forgotten::PATTERN => (forgotten(world).await, "user.request-reset"),
        routes::AccountProfile::PATTERN => {
            let fields = [("name", "Tove L"), ("language", "sv")];
            (own(world, "/account/profile", &fields).await, "user.change-profile")
        }
        routes::AccountPassword::PATTERN => {
            let new = "three common words";
            let fields = [("old_password", PASSWORD), ("password", new), ("password_again", new)];
            (own(world, "/account/password", &fields).await, "user.change-password")
        }
        routes::OtherSessionsEnd::PATTERN => {
            world.signed_in(CLERK).await;
            (own(world, "/account/sessions/end", &[]).await, "session.end")
        }
        routes::SessionEnd::PATTERN => {
            world.signed_in(CLERK).await;
            let mut clerk = world.signed_in(CLERK).await;
            clerk.open("/account").await;
            let sessions = clerk.page.addresses().into_iter().filter(|one| one.ends_with("/end"));
            let other = sessions.into_iter().find(|one| one != "/account/sessions/end").expect("a session");
            clerk.submit(&other, &[]).await;
            (clerk, "session.end")
        }
        other => app_act(world, other).await,
    }
}

async fn app_act(world: &World, pattern: &str) -> (Browser, &'static str) {
    let mut admin = world.signed_in(ADMIN).await;
    admin.open("/apps/new").await;
    admin.submit("/apps/new", &[("name", "Transfer"), ("permission", "devices.read")]).await;
    if pattern == routes::NewApp::PATTERN {
        return (admin, "app.create");
    }
    let secrets = address(&admin, "/apps/", "/secrets");
    let app = secrets.trim_end_matches("/secrets").to_owned();
    match pattern {
        routes::App::PATTERN => {
            admin.submit(&app, &[("name", "Reader"), ("permission", "devices.read")]).await;
            (admin, "app.change")
        }
        routes::AppSecrets::PATTERN => {
            admin.submit(&secrets, &[("months", "6")]).await;
            (admin, "app.add-secret")
        }
        routes::AppSecretRevoke::PATTERN => {
            admin.submit(&secrets, &[("months", "6")]).await;
            admin.open(&app).await;
            let revoke = address(&admin, &secrets, "/revoke");
            (confirmed(admin, &revoke).await, "app.revoke-secret")
        }
        routes::AppDisable::PATTERN => (confirmed(admin, &format!("{app}/disable")).await, "app.disable"),
        routes::AppEnable::PATTERN => {
            let mut admin = confirmed(admin, &format!("{app}/disable")).await;
            admin.open(&app).await;
            admin.submit(&format!("{app}/enable"), &[]).await;
            (admin, "app.enable")
        }
        routes::ActingApps::PATTERN => (acting(admin, &app).await, "app.let-act"),
        routes::ActingAppStop::PATTERN => {
            let admin = acting(admin, &app).await;
            (confirmed(admin, &format!("/account{app}/stop")).await, "app.stop-acting")
        }
        routes::AppDelete::PATTERN => (confirmed(admin, &format!("{app}/delete")).await, "app.delete"),
        other => panic!("{other} changes something and no act of it is looked for"),
    }
}

/// Lets a program, named by its address, act for oneself.
pub(super) async fn acting(mut browser: Browser, app: &str) -> Browser {
    browser.open("/account").await;
    browser.submit("/account/apps", &[("app", app.trim_start_matches("/apps/"))]).await;
    browser
}

/// Asks for the page that asks for confirmation, and confirms.
pub(super) async fn confirmed(mut browser: Browser, address: &str) -> Browser {
    browser.open(address).await;
    browser.submit(address, &[]).await;
    browser
}

/// Invites somebody: the link, which is shown once.
async fn invite(admin: &mut Browser) -> String {
    admin.open("/people").await;
    let invite = address(admin, "/organisations/", "/invitations/new");
    admin.open(&invite).await;
    admin.submit(&invite, &[("name", "Bo"), ("email", "bo@kajplats.example"), ("role", "sales-agent")]).await;
    shown_link(admin, ORIGIN)
}

/// Opens the clerk's page: its address.
async fn person(admin: &mut Browser) -> String {
    admin.open("/people").await;
    let search = address(admin, "/organisations/", "/people/search");
    admin.submit(&search, &[("search", CLERK)]).await;
    let people = search.trim_end_matches("search");
    let found = admin.page.addresses().into_iter().find(|one| one.starts_with(people) && *one != search);
    let person = found.expect("the clerk is found");
    admin.open(&person).await;
    person
}

/// Something that the clerk does with the own account.
async fn own(world: &World, form: &str, fields: &[(&str, &str)]) -> Browser {
    let mut clerk = world.signed_in(CLERK).await;
    clerk.open("/account").await;
    clerk.submit(form, fields).await;
    clerk
}

/// Asks for a new password where mails are sent. Whether there is such an account is looked up when mails are.
async fn forgotten(world: &World) -> Browser {
    let directory = tempfile::tempdir().expect("a directory");
    let mailer = Mailer::directory(directory.path(), "Taxiway <taxiway@taxiway.example>").expect("a sender");
    let service = world.service.clone().with_mailer(mailer);
    let mut browser = Browser::new(router(service.clone(), PortalSettings::default()), "en");
    browser.open("/forgotten-password").await;
    browser.submit("/forgotten-password", &[("email", CLERK)]).await;
    service.deliver_until_idle().await.expect("the mail is sent");
    browser
}
