//! Identity providers, sign-ins under way, linked accounts and passkeys.

use newtype_uuid::GenericUuid;
use rstest::rstest;
use taxiway_domain::ids::{IdentityProviderId, UserId};
use taxiway_store::{
    Engine, ExternalIdentity, IdentityProvider, NewSession, Passkey, PasskeyChallenge, ProviderGroup,
    SignInFlow, SignInPolicyRow, StoreError, User, write,
};

use crate::harness::{TestStore, at, clerk, id, organisation, partner, store, tenant};

const ISSUER: &str = "https://login.nordlys.example";

fn provider(number: u64) -> IdentityProvider {
    IdentityProvider {
        organisation_id: partner(),
        provider_id: id(number),
        name: "Nordlys inloggning".to_owned(),
        issuer: ISSUER.to_owned(),
        client_id: "taxiway".to_owned(),
        client_secret: vec![1, 0, 255],
        scopes: "email profile".to_owned(),
        group_claim: "groups".to_owned(),
        create_users: true,
        created_at: at(0),
    }
}

fn account(number: u64, roles: &str) -> User {
    User {
        user_id: id(number),
        organisation_id: partner(),
        email: format!("{number}@nordlys.example"),
        name: format!("Person {number}"),
        roles: roles.to_owned(),
        password_hash: "$argon2id$x".to_owned(),
        failed_attempts: 0,
        locked_until: None,
        disabled: false,
        created_at: at(0),
    }
}

fn identity(subject: &str, user: UserId, provider: IdentityProviderId) -> ExternalIdentity {
    ExternalIdentity {
        organisation_id: partner(),
        issuer: ISSUER.to_owned(),
        subject: subject.to_owned(),
        provider_id: provider,
        user_id: user,
        linked_at: at(1),
        signed_in_at: at(1),
    }
}

fn passkey(number: u64, credential: &[u8]) -> Passkey {
    Passkey {
        user_id: clerk(),
        passkey_id: id(number),
        credential_id: credential.to_vec(),
        name: "Blå nyckel".to_owned(),
        content: "{\"counter\":1}".to_owned(),
        created_at: at(0),
        used_at: None,
    }
}

fn group(name: &str, role: &str) -> ProviderGroup {
    ProviderGroup { group_name: name.to_owned(), role: role.to_owned() }
}

async fn with_provider(engine: Engine) -> TestStore {
    let store = store(engine).await;
    write!(store, |tx| {
        tx.insert_organisation(&organisation(3, "direct-partner", "Nordlys AB", None)).await?;
        tx.insert_user(&account(4, "admin-agent")).await?;
        tx.insert_identity_provider(&provider(80)).await
    })
    .unwrap();
    store
}

#[rstest]
#[tokio::test]
async fn a_provider_is_found_by_organisation_id_and_domain(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = with_provider(engine).await;
    let groups =
        [group("Admins", "admin-agent"), group("Admins", "sales-agent"), group("Ops", "sales-agent")];
    let domains = ["nordlys.example".to_owned(), "ops.nordlys.example".to_owned()];
    write!(store, |tx| {
        tx.set_provider_groups(partner(), id(80), &groups).await?;
        tx.set_provider_domains(partner(), id(80), &domains).await
    })
    .unwrap();

    let mut conn = store.conn().await;
    assert_eq!(conn.identity_providers(partner()).await.unwrap(), [provider(80)]);
    assert_eq!(conn.identity_provider(partner(), id(80)).await.unwrap(), Some(provider(80)));
    assert_eq!(
        conn.identity_provider(tenant(), id(80)).await.unwrap(),
        None,
        "not with another organisation"
    );
    assert_eq!(conn.identity_provider_any_tenant(id(80)).await.unwrap(), Some(provider(80)));
    assert_eq!(
        conn.identity_provider_of_domain_any_tenant("nordlys.example").await.unwrap(),
        Some(provider(80))
    );
    assert_eq!(conn.identity_provider_of_domain_any_tenant("other.example").await.unwrap(), None);
    assert_eq!(conn.provider_groups(partner(), id(80)).await.unwrap(), groups);
    assert_eq!(conn.provider_domains(partner(), id(80)).await.unwrap(), domains);
    assert_eq!(conn.provider_groups(tenant(), id(80)).await.unwrap(), []);
    drop(conn);

    let changed = IdentityProvider { client_secret: vec![7], create_users: false, ..provider(80) };
    write!(store, |tx| {
        tx.update_identity_provider(&changed).await?;
        tx.set_provider_groups(partner(), id(80), &groups[..1]).await?;
        tx.set_provider_domains(partner(), id(80), &[]).await
    })
    .unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.identity_provider(partner(), id(80)).await.unwrap(), Some(changed));
    assert_eq!(conn.provider_groups(partner(), id(80)).await.unwrap(), groups[..1]);
    assert_eq!(conn.identity_provider_of_domain_any_tenant("nordlys.example").await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn a_domain_leads_to_one_provider(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = with_provider(engine).await;
    let domains = ["nordlys.example".to_owned()];
    let elsewhere = IdentityProvider { organisation_id: tenant(), ..provider(81) };
    write!(store, |tx| {
        tx.set_provider_domains(partner(), id(80), &domains).await?;
        tx.insert_identity_provider(&elsewhere).await
    })
    .unwrap();
    let error =
        write!(store, |tx| { tx.set_provider_domains(tenant(), id(81), &domains).await }).unwrap_err();
    assert!(error.is_unique_violation(), "{error:?}");
}

#[rstest]
#[tokio::test]
async fn with_a_provider_goes_all_that_hangs_on_it(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = with_provider(engine).await;
    let session = NewSession {
        token_digest: b"token",
        session_id: id(70),
        user_id: clerk(),
        csrf_token: "form",
        agent: None,
        origin: None,
        created_at: at(0),
        expires_at: at(3600),
    };
    write!(store, |tx| {
        tx.set_provider_groups(partner(), id(80), &[group("Admins", "admin-agent")]).await?;
        tx.set_provider_domains(partner(), id(80), &["nordlys.example".to_owned()]).await?;
        tx.insert_external_identity(&identity("sub-1", clerk(), id(80))).await?;
        tx.insert_session(session).await?;
        tx.delete_identity_provider(partner(), id(80)).await
    })
    .unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.identity_providers(partner()).await.unwrap(), []);
    assert_eq!(conn.external_identity(partner(), ISSUER, "sub-1").await.unwrap(), None);
    assert!(conn.session(b"token", at(1)).await.unwrap().is_none(), "whoever came through it is signed out");
    drop(conn);
    for table in ["identity_provider_group", "identity_provider_domain"] {
        let count = match table {
            "identity_provider_group" => "SELECT count(*) FROM identity_provider_group",
            _ => "SELECT count(*) FROM identity_provider_domain",
        };
        assert_eq!(store.database.number(count).await, 0, "{table}");
    }
    let again = write!(store, |tx| { tx.delete_identity_provider(partner(), id(80)).await }).unwrap_err();
    assert!(matches!(again, StoreError::RowCount { rows: 0, .. }), "{again:?}");
}

#[rstest]
#[tokio::test]
async fn a_policy_is_kept_for_each_organisation(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    let policy = |allowed, roles: &str| SignInPolicyRow {
        passwords_allowed: allowed,
        second_factor_roles: roles.to_owned(),
    };
    assert_eq!(store.conn().await.sign_in_policy(partner()).await.unwrap(), None);
    for wanted in [policy(false, "admin-agent"), policy(true, "")] {
        write!(store, |tx| { tx.set_sign_in_policy(partner(), &wanted).await }).unwrap();
        assert_eq!(store.conn().await.sign_in_policy(partner()).await.unwrap(), Some(wanted));
    }
    assert_eq!(store.conn().await.sign_in_policy(tenant()).await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn a_sign_in_comes_back_once(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    let flow = |state: &[u8], second: i64| SignInFlow {
        state_digest: state.to_vec(),
        browser_digest: b"browser".to_vec(),
        organisation_id: partner(),
        provider_id: id(80),
        return_to: "/customers?page=2".to_owned(),
        created_at: at(second),
        expires_at: at(second + 600),
        used_at: None,
    };
    write!(store, |tx| { tx.insert_sign_in_flow(&flow(b"one", 0), at(-3600)).await }).unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.sign_in_flow(b"one").await.unwrap(), Some(flow(b"one", 0)));
    assert_eq!(conn.sign_in_flow(b"two").await.unwrap(), None);
    drop(conn);
    for first in [true, false] {
        let used = write!(store, |tx| { tx.use_sign_in_flow(b"one", at(5)).await }).unwrap();
        assert_eq!(used, first);
    }
    let used = store.conn().await.sign_in_flow(b"one").await.unwrap().unwrap().used_at;
    assert_eq!(used.map(|time| time.0), Some(at(5)), "and it is known that it was used");
    write!(store, |tx| { tx.insert_sign_in_flow(&flow(b"two", 4000), at(4000)).await }).unwrap();
    assert_eq!(store.conn().await.sign_in_flow(b"one").await.unwrap(), None, "old ones are swept");
}

#[rstest]
#[tokio::test]
async fn a_person_is_known_by_issuer_and_subject_within_the_organisation(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = with_provider(engine).await;
    let linked = identity("sub-1", clerk(), id(80));
    write!(store, |tx| {
        tx.insert_external_identity(&linked).await?;
        tx.see_external_identity(&linked, id(80), at(9)).await?;
        tx.set_roles(partner(), clerk(), "sales-agent").await
    })
    .unwrap();
    let mut conn = store.conn().await;
    let found = conn.external_identity(partner(), ISSUER, "sub-1").await.unwrap().unwrap();
    assert_eq!((found.user_id, found.linked_at, found.signed_in_at), (clerk(), at(1), at(9)));
    for (organisation, issuer, subject) in [
        (tenant(), ISSUER, "sub-1"),
        (partner(), "https://login.other.example", "sub-1"),
        (partner(), ISSUER, "SUB-1"),
    ] {
        assert_eq!(conn.external_identity(organisation, issuer, subject).await.unwrap(), None);
    }
    assert!(conn.is_federated(clerk()).await.unwrap());
    assert!(!conn.is_federated(id(5)).await.unwrap());
    assert_eq!(conn.providers_of_user(clerk()).await.unwrap().len(), 1);
    assert!(conn.providers_of_user(id(5)).await.unwrap().is_empty());
    let user = conn.user_any_tenant(clerk()).await.unwrap().unwrap();
    assert_eq!((user.roles.as_str(), user.organisation_id), ("sales-agent", partner()));
    assert!(conn.user_any_tenant(id(99)).await.unwrap().is_none());
    drop(conn);
    let foreign = write!(store, |tx| { tx.set_roles(tenant(), clerk(), "global-administrator").await });
    assert!(foreign.is_err(), "roles are set within the organisation only");
    let twice = write!(store, |tx| { tx.insert_external_identity(&identity("sub-1", id(5), id(80))).await });
    assert!(twice.unwrap_err().is_unique_violation());
}

#[rstest]
#[tokio::test]
async fn administrators_are_listed_with_their_ways_in(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = with_provider(engine).await;
    let mut off = account(6, "admin-agent");
    off.disabled = true;
    let mut without = account(7, "sales-agent admin-agent");
    without.password_hash = String::new();
    write!(store, |tx| {
        for user in [&account(5, "sales-agent"), &off, &without] {
            tx.insert_user(user).await?;
        }
        tx.insert_external_identity(&identity("sub-7", id(7), id(80))).await?;
        tx.insert_passkey(&passkey(90, b"credential")).await
    })
    .unwrap();
    let found = store.conn().await.administrators(partner(), "admin-agent").await.unwrap();
    let ways: Vec<_> = found
        .iter()
        .map(|one| (one.user_id, !one.password_hash.is_empty(), one.identities, one.passkeys))
        .collect();
    assert_eq!(ways, [(clerk(), true, 0, 1), (id(7), false, 1, 0)]);
    assert_eq!(store.conn().await.administrators(tenant(), "admin-agent").await.unwrap(), []);
    // No role is taken for another one because its name is a part of it.
    assert_eq!(store.conn().await.administrators(partner(), "agent").await.unwrap(), []);
}

#[rstest]
#[tokio::test]
async fn passkeys_are_listed_used_renamed_and_removed(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = with_provider(engine).await;
    let (first, second) = (passkey(90, b"one"), passkey(91, b"two"));
    write!(store, |tx| {
        tx.insert_passkey(&first).await?;
        tx.insert_passkey(&second).await
    })
    .unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.passkeys(clerk()).await.unwrap(), [first.clone(), second.clone()]);
    assert_eq!(conn.passkeys(id(5)).await.unwrap(), []);
    assert_eq!(conn.passkey_by_credential_any_tenant(b"two").await.unwrap(), Some(second.clone()));
    assert_eq!(conn.passkey_by_credential_any_tenant(b"three").await.unwrap(), None);
    drop(conn);
    // Of two uses that began from the same counter one is taken.
    for taken in [true, false] {
        let used = write!(store, |tx| { tx.use_passkey(&first, "{\"counter\":2}", at(8)).await });
        assert_eq!(used.unwrap(), taken);
    }
    write!(store, |tx| {
        assert!(tx.rename_passkey(clerk(), id(90), "Grön").await?);
        assert!(!tx.rename_passkey(id(5), id(90), "Röd").await?, "not somebody else's");
        assert!(!tx.delete_passkey(id(5), id(91)).await?, "not somebody else's");
        assert!(tx.delete_passkey(clerk(), id(91)).await?);
        Ok::<_, StoreError>(())
    })
    .unwrap();
    let left = store.conn().await.passkeys(clerk()).await.unwrap();
    let [left] = &left[..] else { panic!("{left:?}") };
    assert_eq!((left.name.as_str(), left.content.as_str()), ("Grön", "{\"counter\":2}"));
    assert_eq!(left.used_at.map(|time| time.0), Some(at(8)));
    let twice = write!(store, |tx| { tx.insert_passkey(&passkey(92, b"one")).await }).unwrap_err();
    assert!(twice.is_unique_violation(), "a credential belongs to one account: {twice:?}");
}

#[rstest]
#[tokio::test]
async fn a_challenge_is_answered_once_and_in_time(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let challenge = |digest: &[u8], user: Option<UserId>, second| PasskeyChallenge {
        token_digest: digest.to_vec(),
        purpose: "sign-in".to_owned(),
        user_id: user.map(GenericUuid::into_untyped_uuid),
        state: "{}".to_owned(),
        expires_at: at(second),
    };
    write!(store, |tx| {
        tx.insert_passkey_challenge(&challenge(b"one", None, 300), at(0)).await?;
        tx.insert_passkey_challenge(&challenge(b"two", Some(clerk()), 600), at(0)).await
    })
    .unwrap();
    let mut conn = store.conn().await;
    let found = conn.passkey_challenge(b"two", at(599)).await.unwrap().unwrap();
    assert_eq!((found.user(), found.purpose.as_str()), (Some(clerk()), "sign-in"));
    assert_eq!(conn.passkey_challenge(b"one", at(1)).await.unwrap().unwrap().user(), None);
    assert!(conn.passkey_challenge(b"two", at(600)).await.unwrap().is_none());
    drop(conn);
    for taken in [true, false] {
        let took = write!(store, |tx| { tx.take_passkey_challenge(b"two").await }).unwrap();
        assert_eq!(took, taken);
    }
    write!(store, |tx| { tx.insert_passkey_challenge(&challenge(b"three", None, 900), at(301)).await })
        .unwrap();
    assert_eq!(store.database.number("SELECT count(*) FROM passkey_challenge").await, 1);
}

#[rstest]
#[tokio::test]
async fn a_second_factor_is_switched_on_and_off(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    for since in [Some(at(1)), Some(at(2)), None, None] {
        write!(store, |tx| { tx.set_second_factor(clerk(), since).await }).unwrap();
        assert_eq!(store.conn().await.wants_second_factor(clerk()).await.unwrap(), since.is_some());
    }
}
