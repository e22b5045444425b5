//! Requests for consent, standing links, regions, providers, and what became of relationships.

use rstest::rstest;
use taxiway_domain::ids::OrganisationId;
use taxiway_store::{
    ConsentRequest, Decision, Engine, NewLink, Relationship, RelationshipEvent, RequestFilter, StandingLink,
    StoreError, Time, write,
};

use crate::harness::{
    TestStore, at, clerk, id, job, organisation, other_tenant, partner, raw_id, store, tenant, upload,
};

fn request(number: u64, label: &str) -> ConsentRequest {
    ConsentRequest {
        organisation_id: partner(),
        request_id: id(number),
        submission: format!("form {number}"),
        token_digest: format!("digest {number}").into_bytes(),
        provider_id: None,
        tenant_id: None,
        label: label.to_owned(),
        state: "open".to_owned(),
        delegated_administration: true,
        scope: "{\"max-devices\":7}".to_owned(),
        created_by: clerk(),
        created_by_name: "Tove".to_owned(),
        created_at: at(0),
        expires_at: at(100),
        decided_at: None,
        decided_by: None,
        reason: None,
        ended: false,
    }
}

async fn asked(engine: Engine, requests: &[ConsentRequest]) -> TestStore {
    let store = store(engine).await;
    write!(store, |tx| {
        for request in requests {
            tx.insert_consent_request(request).await?;
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
    store
}

async fn labels(store: &TestStore, filter: RequestFilter<'_>) -> Vec<String> {
    let (rows, total) = store.conn().await.consent_requests(partner(), filter, 100, 0).await.unwrap();
    assert_eq!(i64::try_from(rows.len()).unwrap(), total);
    rows.into_iter().map(|row| row.label).collect()
}

#[rstest]
#[tokio::test]
async fn a_request_is_found_by_its_token_its_form_and_its_addressee(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let addressed = ConsentRequest {
        tenant_id: Some(raw_id(1)),
        provider_id: Some(raw_id(8)),
        ..request(21, "Östra \u{1F6EB}")
    };
    let store = asked(engine, &[request(20, "Anyone"), addressed.clone()]).await;
    let mut conn = store.conn().await;
    assert_eq!(conn.consent_request(partner(), id(21)).await.unwrap(), Some(addressed.clone()));
    assert_eq!(conn.consent_request(id(9), id(21)).await.unwrap(), None, "another organisation's");
    let found = conn.consent_request_by_token_any_tenant(b"digest 21").await.unwrap();
    assert_eq!(found, Some(addressed.clone()));
    assert_eq!(conn.consent_request_by_token_any_tenant(b"digest 22").await.unwrap(), None);
    let found = conn.consent_request_by_submission(partner(), "form 20").await.unwrap();
    assert_eq!(found.map(|found| found.label).as_deref(), Some("Anyone"));
    assert_eq!(conn.consent_request_by_submission(id(9), "form 20").await.unwrap(), None);
    assert_eq!(conn.consent_request_to(partner(), tenant(), at(99)).await.unwrap(), Some(addressed));
    assert_eq!(conn.consent_request_to(partner(), tenant(), at(100)).await.unwrap(), None, "expired");
    assert_eq!(conn.consent_request_to(partner(), other_tenant(), at(1)).await.unwrap(), None);
    assert_eq!(conn.consent_request_to(id(9), tenant(), at(1)).await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn a_token_and_a_form_belong_to_one_request(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = asked(engine, &[request(20, "One")]).await;
    for (digest, form) in [("digest 20", "form 21"), ("digest 21", "form 20")] {
        let other = ConsentRequest {
            token_digest: digest.as_bytes().to_vec(),
            submission: form.to_owned(),
            ..request(21, "Two")
        };
        let twice = write!(store, |tx| { tx.insert_consent_request(&other).await });
        assert!(twice.unwrap_err().is_unique_violation());
    }
}

#[rstest]
#[tokio::test]
async fn an_open_request_is_decided_once_and_in_time(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = asked(engine, &[request(20, "One"), request(21, "Two"), request(22, "Three")]).await;
    let decision = |state, second| Decision { state, at: at(second), by: tenant(), reason: Some("no") };
    let decide = async |number: u64, decision: Decision<'_>| {
        write!(store, |tx| { tx.decide_consent_request(partner(), id(number), decision).await }).unwrap()
    };
    assert!(!decide(20, decision("accepted", 100)).await, "too late");
    assert!(decide(20, decision("declined", 99)).await);
    assert!(!decide(20, decision("accepted", 99)).await, "decided already");
    let found = store.conn().await.consent_request(partner(), id(20)).await.unwrap().unwrap();
    assert_eq!(
        (found.state.as_str(), found.decided_at, found.decided_by, found.reason.as_deref()),
        ("declined", Some(Time(at(99))), Some(raw_id(1)), Some("no"))
    );

    let revoke = async |organisation: OrganisationId, number: u64| {
        write!(store, |tx| { tx.revoke_consent_request(organisation, id(number), at(5)).await }).unwrap()
    };
    assert!(!revoke(id(9), 21).await, "another organisation cannot take it back");
    assert!(!revoke(partner(), 20).await, "decided already");
    assert!(revoke(partner(), 21).await);
    assert!(!decide(21, decision("accepted", 6)).await, "revoked");

    let renew = async |number: u64| {
        let link = NewLink { token_digest: b"another", expires_at: at(200) };
        write!(store, |tx| { tx.renew_consent_request(partner(), id(number), link).await }).unwrap()
    };
    assert!(!renew(20).await && !renew(21).await, "neither decided nor revoked requests");
    assert!(renew(22).await);
    let mut conn = store.conn().await;
    assert_eq!(conn.consent_request_by_token_any_tenant(b"digest 22").await.unwrap(), None);
    assert!(conn.consent_request_by_token_any_tenant(b"another").await.unwrap().is_some());
    assert!(decide(22, decision("accepted", 150)).await);
}

#[rstest]
#[tokio::test]
async fn requests_are_searched_filtered_and_paged(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let over = ConsentRequest { expires_at: at(10), ..request(22, "Östra 100%") };
    let theirs = ConsentRequest { organisation_id: id(9), ..request(23, "Of another") };
    let store = asked(engine, &[request(20, "Alfa"), request(21, "Beta_Works"), over, theirs]).await;
    write!(store, |tx| { tx.revoke_consent_request(partner(), id(20), at(5)).await }).unwrap();
    let filter = |search, state| RequestFilter { search, state, now: at(50) };
    assert_eq!(labels(&store, filter("", "")).await, ["Östra 100%", "Beta_Works", "Alfa"], "newest first");
    assert_eq!(labels(&store, filter("", "open")).await, ["Beta_Works"]);
    assert_eq!(labels(&store, filter("", "expired")).await, ["Östra 100%"]);
    assert_eq!(labels(&store, filter("", "revoked")).await, ["Alfa"]);
    assert_eq!(labels(&store, filter("ÖSTRA 100%", "")).await, ["Östra 100%"]);
    assert_eq!(labels(&store, filter("_", "")).await, ["Beta_Works"]);
    let mut conn = store.conn().await;
    let (rows, total) = conn.consent_requests(partner(), filter("", ""), 2, 2).await.unwrap();
    assert_eq!((rows.len(), total), (1, 3));
}

/// A request that was accepted is over once nothing stands any more of what was granted by it; a later consent is another one's.
#[rstest]
#[tokio::test]
async fn an_accepted_request_ends_with_its_relationship(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = asked(engine, &[request(20, "First"), request(21, "Second"), request(22, "Open")]).await;
    let accept = async |number: u64, second| {
        let decision = Decision { state: "accepted", at: at(second), by: tenant(), reason: None };
        write!(store, |tx| { tx.decide_consent_request(partner(), id(number), decision).await }).unwrap()
    };
    let consent = async |number: u64, second, state: &str| {
        let row = Relationship {
            decided_at: Some(Time(at(second))),
            ..relationship(number, tenant(), partner(), state)
        };
        write!(store, |tx| { tx.insert_relationship(&row).await }).unwrap();
    };
    let end = async |number: u64, second| {
        let (tenant, at) = (tenant(), at(second));
        write!(store, |tx| { tx.set_relationship_state(tenant, id(number), "ended", at).await }).unwrap();
    };
    let filter = |state| RequestFilter { search: "", state, now: at(50) };
    assert!(accept(20, 5).await);
    consent(100, 5, "approved").await;
    assert_eq!(labels(&store, filter("accepted")).await, ["First"]);
    assert_eq!(labels(&store, filter("ended")).await, [""; 0]);
    end(100, 8).await;
    assert_eq!(labels(&store, filter("ended")).await, ["First"]);
    assert_eq!(labels(&store, filter("accepted")).await, [""; 0]);
    assert!(accept(21, 9).await);
    consent(101, 9, "approved").await;
    assert_eq!(labels(&store, filter("ended")).await, ["First"], "it does not live again");
    assert_eq!(labels(&store, filter("accepted")).await, ["Second"]);
    let mut conn = store.conn().await;
    for (number, ended) in [(20, true), (21, false), (22, false)] {
        let found = conn.consent_request(partner(), id(number)).await.unwrap().unwrap();
        assert_eq!(found.ended, ended, "{number}");
    }
    let (rows, _) = conn.consent_requests(partner(), filter(""), 10, 0).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.ended).collect::<Vec<_>>(), [false, false, true]);
}

#[rstest]
#[tokio::test]
async fn an_organisation_has_one_standing_link(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = store(engine).await;
    let first = StandingLink {
        organisation_id: partner(),
        code: "first".to_owned(),
        delegated_administration: false,
        is_open: true,
        created_at: at(0),
    };
    let second =
        StandingLink { code: "second".to_owned(), is_open: false, created_at: at(1), ..first.clone() };
    write!(store, |tx| { tx.set_standing_link(&first).await }).unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.standing_link_by_code_any_tenant("first").await.unwrap(), Some(first));
    write!(store, |tx| { tx.set_standing_link(&second).await }).unwrap();
    assert_eq!(conn.standing_link_by_code_any_tenant("first").await.unwrap(), None);
    assert_eq!(conn.standing_link(partner()).await.unwrap(), Some(second));
    assert_eq!(conn.standing_link(id(9)).await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn regions_are_replaced_and_providers_linked_once(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let (provider, reseller) = (id(30), id(31));
    write!(store, |tx| {
        tx.insert_organisation(&organisation(30, "indirect-provider", "Distributor", None)).await?;
        tx.insert_organisation(&organisation(31, "indirect-reseller", "Shop", None)).await?;
        tx.set_regions(provider, &["us", "eu"]).await?;
        tx.set_regions(reseller, &["eu"]).await
    })
    .unwrap();
    write!(store, |tx| { tx.set_regions(provider, &["il", "eu"]).await }).unwrap();
    let mut conn = store.conn().await;
    assert_eq!(conn.regions(provider).await.unwrap(), ["eu", "il"]);
    assert_eq!(conn.regions(reseller).await.unwrap(), ["eu"]);
    assert_eq!(conn.regions(id(9)).await.unwrap(), [] as [String; 0]);
    let link = async || write!(store, |tx| { tx.link_reseller(reseller, provider, at(2)).await }).unwrap();
    assert!(link().await);
    assert!(!link().await, "linked already");
    let names = |found: Vec<taxiway_store::Organisation>| -> Vec<String> {
        found.into_iter().map(|one| one.name).collect()
    };
    assert_eq!(names(conn.providers(reseller).await.unwrap()), ["Distributor"]);
    assert_eq!(names(conn.providers(provider).await.unwrap()), [] as [String; 0]);
    let links = conn.provider_links_any_tenant().await.unwrap();
    assert_eq!((links[0].provider_name.as_str(), links[0].reseller_name.as_str()), ("Distributor", "Shop"));
    assert_eq!(links.len(), 1);
    let unlink = async || write!(store, |tx| { tx.unlink_reseller(reseller, provider).await }).unwrap();
    assert!(unlink().await);
    assert!(!unlink().await, "gone already");
}

fn relationship(number: u64, tenant: OrganisationId, partner: OrganisationId, state: &str) -> Relationship {
    Relationship {
        tenant_id: tenant,
        relationship_id: id(number),
        partner_id: partner,
        state: state.to_owned(),
        delegated_administration: true,
        created_at: at(0),
        decided_at: Some(Time(at(1))),
        scope: "{}".to_owned(),
        reason: None,
        decided_by: None,
    }
}

/// Two customers, two partners, and what stands between them.
async fn agreed(engine: Engine) -> TestStore {
    let store = store(engine).await;
    write!(store, |tx| {
        tx.insert_organisation(&organisation(1, "customer", "Contoso", None)).await?;
        tx.insert_organisation(&organisation(2, "customer", "Adatum", None)).await?;
        tx.insert_organisation(&organisation(3, "direct-partner", "Fabrikam", None)).await?;
        tx.insert_organisation(&organisation(5, "manufacturer", "Kestrel", None)).await?;
        for (number, tenant, partner, state) in [
            (100, tenant(), partner(), "ended"),
            (101, tenant(), partner(), "approved"),
            (102, tenant(), id(5), "declined"),
            (103, other_tenant(), partner(), "ended"),
            (104, other_tenant(), partner(), "declined"),
        ] {
            tx.insert_relationship(&relationship(number, tenant, partner, state)).await?;
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
    store
}

#[rstest]
#[tokio::test]
async fn each_side_reads_its_relationships(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = agreed(engine).await;
    let mut conn = store.conn().await;
    let told = |rows: Vec<taxiway_store::Agreement>| -> Vec<(String, String)> {
        rows.into_iter().map(|row| (row.other_name, row.relationship.state)).collect()
    };
    let pair = |name: &str, state: &str| (name.to_owned(), state.to_owned());
    let (rows, total) = conn.agreements(tenant(), 2, 0).await.unwrap();
    assert_eq!(total, 3);
    assert_eq!(
        told(rows),
        [pair("Fabrikam", "approved"), pair("Kestrel", "declined")],
        "what stands comes first"
    );
    let (rows, _) = conn.agreements(tenant(), 2, 2).await.unwrap();
    assert_eq!(told(rows), [pair("Fabrikam", "ended")]);
    let (rows, total) = conn.past_agreements(partner(), 10, 0).await.unwrap();
    assert_eq!(total, 1, "a customer that consented again is no past one");
    assert_eq!(told(rows), [pair("Adatum", "ended")]);
    assert_eq!(conn.past_agreements(id(5), 10, 0).await.unwrap().1, 0, "declined is not past");
    let last = conn.last_agreement(partner(), tenant()).await.unwrap().unwrap();
    assert_eq!((last.other_name.as_str(), last.relationship.relationship_id), ("Contoso", id(101)));
    assert_eq!(conn.last_agreement(id(5), tenant()).await.unwrap(), None, "declined is no relationship");
    let found = conn.agreement(tenant(), id(101)).await.unwrap().unwrap();
    assert_eq!((found.other_kind.as_str(), found.relationship.relationship_id), ("direct-partner", id(101)));
    assert_eq!(conn.agreement(other_tenant(), id(101)).await.unwrap(), None);
}

#[rstest]
#[tokio::test]
async fn only_what_stands_is_changed(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let store = agreed(engine).await;
    let change = async |tenant: OrganisationId, number: u64| {
        write!(store, |tx| {
            tx.lock_relationships(tenant).await?;
            tx.change_relationship(tenant, id(number), "{\"max-devices\":9}", false).await
        })
        .unwrap()
    };
    assert!(!change(tenant(), 100).await, "it ended");
    assert!(!change(other_tenant(), 101).await, "another tenant's");
    assert!(change(tenant(), 101).await);
    let found = store.conn().await.agreement(tenant(), id(101)).await.unwrap().unwrap().relationship;
    assert_eq!((found.scope.as_str(), found.delegated_administration), ("{\"max-devices\":9}", false));
}

#[rstest]
#[tokio::test]
async fn what_became_of_a_relationship_is_told_in_order(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let event = |number: u64, kind: &str| RelationshipEvent {
        tenant_id: tenant(),
        relationship_id: id(100),
        event_id: id(number),
        at: at(1),
        kind: kind.to_owned(),
        actor: "Noa".to_owned(),
        detail: None,
    };
    write!(store, |tx| {
        tx.insert_relationship_event(&event(8, "scope-changed")).await?;
        tx.insert_relationship_event(&event(7, "approved")).await
    })
    .unwrap();
    let mut conn = store.conn().await;
    let events = conn.relationship_events(tenant(), id(100)).await.unwrap();
    assert_eq!(events, [event(7, "approved"), event(8, "scope-changed")]);
    assert_eq!(conn.relationship_events(other_tenant(), id(100)).await.unwrap(), []);
}

#[rstest]
#[tokio::test]
async fn deeds_are_those_of_one_partner_for_one_customer(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let store = store(engine).await;
    let count = |batch: u64, devices| taxiway_store::DeviceCount {
        batch_id: id(batch),
        group_tag: String::new(),
        state: 2,
        devices,
    };
    let batch = |number: u64, partner| taxiway_store::Batch {
        batch_id: id(number),
        name: format!("Batch {number}"),
        partner_id: partner,
        created_at: at(0),
    };
    write!(store, |tx| {
        for (number, partner, tenant) in
            [(50, partner(), tenant()), (51, id(9), tenant()), (52, partner(), other_tenant())]
        {
            tx.batch_named(tenant, &batch(number, partner), clerk()).await?;
            tx.count_devices(tenant, &count(number, 10 + i64::try_from(number).unwrap())).await?;
        }
        let upload = upload(tenant(), 40);
        tx.insert_upload(&upload).await?;
        tx.insert_job(&job(tenant(), 41, upload.upload_id)).await
    })
    .unwrap();
    let mut conn = store.conn().await;
    let ours = conn.deeds(tenant(), partner()).await.unwrap();
    assert_eq!((ours.devices, ours.last_at), (60, Some(Time(at(0)))));
    let theirs = conn.deeds(tenant(), id(9)).await.unwrap();
    assert_eq!((theirs.devices, theirs.last_at), (61, None));
    assert_eq!(conn.deeds(tenant(), id(99)).await.unwrap().devices, 0);
}
