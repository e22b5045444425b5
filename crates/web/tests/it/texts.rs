//! Keys in templates and code.

use taxiway_locale::{Locale, has, text_with};

/// Every key that a template spells has a text.
#[test]
fn every_key_in_a_template_exists() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/portal");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("the templates") {
        let path = entry.expect("an entry").path();
        let template = std::fs::read_to_string(&path).expect("a template");
        for call in ["shell.t(\"", "shell.t_count(\"", "shell.t_value(\""] {
            for found in template.split(call).skip(1) {
                let key = found.split('"').next().expect("a closed string");
                seen += 1;
                for locale in Locale::ALL {
                    assert!(has(locale, key), "{key} of {} in {}", path.display(), locale.tag());
                }
            }
        }
    }
    assert!(seen > 200, "the templates were read");
}

/// Keys that handlers and view models use by name.
#[test]
fn every_key_used_by_handlers_exists() {
    let keys = [
        "add-problem-nothing",
        "add-problem-several",
        "add-problem-tag",
        "add-problem-too-large",
        "flash-registered",
        "flash-cancelled",
        "flash-retried",
        "flash-discarded",
        "job-cancel-title",
        "job-cancel-text",
        "flash-consented",
        "flash-declined",
        "flash-request-revoked",
        "flash-request-sent",
        "flash-link-opened",
        "flash-link-closed",
        "flash-scope-changed",
        "flash-administration-removed",
        "draft-link-kept",
        "relationship-remove-title",
        "relationship-remove-text",
        "renew-title",
        "renew-text",
        "revoke-title",
        "revoke-text",
        "standing-close-title",
        "standing-close-text",
        "maker-rotate-title",
        "maker-rotate-text",
        "flash-roles-changed",
        "flash-person-disabled",
        "flash-person-enabled",
        "flash-invitation-revoked",
        "flash-reset-sent",
        "flash-password-set",
        "flash-profile-changed",
        "flash-password-changed",
        "flash-session-ended",
        "flash-sessions-ended",
        "flash-app-changed",
        "flash-app-disabled",
        "flash-app-enabled",
        "flash-app-deleted",
        "flash-secret-revoked",
        "flash-acting-stopped",
        "conflict-app-off",
        "acting-stop",
        "acting-stop-title",
        "acting-stop-text",
        "person-disable",
        "person-disable-title",
        "person-disable-text",
        "person-reset-mail",
        "person-reset-mail-title",
        "person-reset-mail-text",
        "person-reset-link",
        "person-reset-link-title",
        "person-reset-link-text",
        "invitation-revoke",
        "invitation-revoke-title",
        "invitation-revoke-text",
        "secret-revoke",
        "secret-revoke-title",
        "secret-revoke-text",
        "app-disable",
        "app-disable-title",
        "app-disable-text",
        "app-delete",
        "app-delete-title",
        "app-delete-text",
        "reset-link-title",
        "reset-link-text",
        "invited-title",
        "invited-text",
        "invited-text-mailed",
        "invalid-password-differs",
        "account-password-wrong",
        "session-browser-unknown",
        "error-429-wait",
        "person-on",
        "person-off",
        "person-locked",
        "app-on",
        "app-off",
        "app-without-secret",
        "app-secret-over",
        "mail-invitation-subject",
        "mail-invitation-body",
        "mail-forgotten-subject",
        "mail-forgotten-body",
        "mail-reset-subject",
        "mail-reset-body",
        "mail-signature",
    ];
    for key in keys {
        assert!(Locale::ALL.into_iter().all(|locale| has(locale, key)), "{key}");
    }
}

/// What sign-in says by name.
#[test]
fn every_key_of_sign_in_exists() {
    let keys = [
        "flash-account-opened",
        "flash-passkeys-removed",
        "person-passkeys-remove",
        "person-passkeys-remove-title",
        "person-passkeys-remove-text",
        "conflict-person-federated-roles",
        "conflict-person-federated-password",
        "flash-provider-saved",
        "flash-provider-removed",
        "flash-policy-saved",
        "flash-passkey-added",
        "flash-passkey-renamed",
        "flash-passkey-removed",
        "flash-second-factor-on",
        "flash-second-factor-off",
        "second-factor-ask-title",
        "second-factor-ask-text",
        "second-factor-ask-button",
        "second-factor-enrol-title",
        "second-factor-enrol-text",
        "second-factor-enrol-button",
        "passkey-remove-text",
        "provider-delete-text",
        "refused-sign-in-provider",
    ];
    for key in keys {
        assert!(Locale::ALL.into_iter().all(|locale| has(locale, key)), "{key}");
    }
}

/// What approvals and endings say by name.
#[test]
fn every_key_of_approvals_and_endings_exists() {
    let keys = [
        "flash-chosen",
        "flash-decided",
        "flash-ended",
        "flash-jobs-cancelled",
        "flash-device-deregistered",
        "device-deregister",
        "device-deregister-title",
        "device-deregister-title-unnamed",
        "device-deregister-text",
        "ending-by-customer",
        "ending-by-partner",
        "ending-by-operator",
        "ended-waiting",
        "ended-running",
        "ended-finished",
        "approval-group-which",
        "job-stopped-by-submitter",
        "job-stopped-by-customer",
        "job-reason-approval-expired",
        "job-reason-scope-ends-at",
        "job-reason-scope-order-id",
    ];
    for key in keys {
        assert!(Locale::ALL.into_iter().all(|locale| has(locale, key)), "{key}");
    }
}

/// What can be wrong with a deployment profile or with assigning one; how many devices have it is said in words that fit.
#[test]
fn every_refusal_of_profiles_has_its_words() {
    let keys = ["invalid-profile-name", "invalid-profile-description", "invalid-assignment-many"];
    for key in keys.iter().chain(&["invalid-request-key", "conflict-profiles-many"]) {
        assert!(Locale::ALL.into_iter().all(|locale| has(locale, key)), "{key}");
    }
    for locale in Locale::ALL {
        let said = |count: u64| text_with(locale, "conflict-profile-assigned", &[("count", count.into())]);
        assert!(said(12).contains("12") && !said(1).contains('1'), "{} {}", said(1), said(12));
    }
}

/// Every action of the log, and everything that can be wrong with a form of consent, has words.
#[test]
fn every_code_of_the_service_has_its_words() {
    let actions =
        taxiway_service::ACTIONS.iter().map(|action| format!("audit-action-{}", action.replace('.', "-")));
    let links = taxiway_service::LinkRefusal::ALL
        .iter()
        .flat_map(|why| ["title", "text"].map(|part| format!("link-{}-{part}", why.as_str())));
    let fields = [
        &["group-tag", "model", "max-devices", "last-day", "order-id", "agree", "reason", "label"][..],
        &["customer", "provider", "email", "subject", "body", "submission", "name", "domain", "domains"],
        &["client-id", "client-secret", "issuer", "scopes", "group-claim", "groups", "role", "second-factor"],
        &["password", "permission", "months", "region", "partner", "reseller", "manufacturer", "search"],
        &["language", "consent", "batch-name", "purchase-id"],
    ];
    let fields = fields.into_iter().flatten();
    let events =
        ["approved", "declined", "scope-changed", "administration-granted", "administration-removed"];
    let keys = actions
        .chain(links)
        .chain(fields.map(|field| format!("field-{field}")))
        .chain(events.iter().chain(&["ended"]).map(|event| format!("relationship-event-{event}")))
        .chain(["customer", "partner", "operator", "service"].map(|who| format!("ended-by-{who}")));
    for key in keys {
        assert!(Locale::ALL.into_iter().all(|locale| has(locale, &key)), "{key}");
    }
}

/// What permissions, roles and acts are called.
#[test]
fn every_permission_role_and_act_has_its_words() {
    use taxiway_domain::app::Permission;
    use taxiway_domain::role::Role;
    let permissions =
        Permission::ALL.iter().map(|one| format!("permission-{}", one.as_str().replace('.', "-")));
    let roles = Role::ALL.iter().map(|one| format!("role-{}-about", one.as_str()));
    let acts = taxiway_service::ACTIONS.iter().map(|act| format!("audit-action-{}", act.replace('.', "-")));
    let calls = taxiway_domain::api_call::PARTNER_CENTER;
    let calls = calls.iter().map(|call| format!("api-call-{}", call.name.replace('.', "-")));
    let closed = ["conflict-apps-not-here", "api-for-partners"].map(ToOwned::to_owned);
    for key in permissions.chain(roles).chain(acts).chain(calls).chain(closed) {
        assert!(Locale::ALL.into_iter().all(|locale| has(locale, &key)), "{key}");
    }
}
