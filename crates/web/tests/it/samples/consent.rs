//! Asking for consent, giving it, and what stands.

use askama::Template;
use taxiway_domain::group_tag::GroupTag;
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::relationship::{Approval, CoveredModel, RelationshipState, RequestState, Scope};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_locale::Locale;
use taxiway_service::LinkRefusal;
use taxiway_web::portal::Shell;
use taxiway_web::portal::consent_link::{ConsentLinkPage, PartyView, RefusedLinkPage};
use taxiway_web::portal::relationships::{
    GrantedView, RelationshipMoment, RelationshipPage, RelationshipRow, RelationshipScopePage,
    RelationshipsPage,
};
use taxiway_web::portal::request::{
    ConsentAnswer, DraftPage, ManufacturerLinkPage, NewRequestPage, PastCustomersPage, PastRow, RequestPage,
    RequestRow, RequestsPage, StandingView,
};
use taxiway_web::portal::scope::{ScopeForm, ScopeTag, ScopeWords};
use taxiway_web::portal::shell::{Area, Person};

use super::{Page, at, id, inside, pager, shell};

const TENANT: &str = "00000000-0000-0000-0000-000000000007";

/// Somebody of the customer itself.
fn at_home(locale: Locale) -> Shell {
    let person = Person {
        name: "Noa Ben-Ami".to_owned(),
        organisation: "Nordfjäll Logistik".to_owned(),
        kind: OrganisationKind::Customer,
        may_read_log: true,
        roles: vec![Role::GlobalAdministrator],
    };
    Shell { person: Some(person), ..inside(locale, Area::Relationships) }
}

fn asking(locale: Locale) -> Shell {
    Shell { area: Area::Requests, ..shell(locale) }
}

fn scope() -> Scope {
    Scope {
        group_tags: vec![GroupTag::new("Microsoft365Managed_Standard").expect("a tag")],
        models: vec![
            CoveredModel { manufacturer: "Nordbyte".to_owned(), model: Some("Polar 14".to_owned()) },
            CoveredModel { manufacturer: "Kestrel".to_owned(), model: None },
        ],
        max_devices: Some(2_500),
        ends_at: Some(at("2027-07-01T00:00:00Z")),
        order_ids: vec!["PO-7".to_owned()],
        approval: Approval::Each,
    }
}

fn words(locale: Locale, scope: Scope) -> ScopeWords {
    ScopeWords { shell: shell(locale), last_day: scope.ends_at.map(taxiway_service::last_day), scope }
}

fn form(decides: bool) -> ScopeForm {
    let tag = |tag: &str, profile, shared_mode, chosen| ScopeTag {
        tag: tag.to_owned(),
        profile,
        shared_mode,
        chosen,
    };
    ScopeForm {
        tags: vec![
            tag("Microsoft365Managed_Standard", Some(DeviceProfile::Standard), false, true),
            tag("Microsoft365Managed_Kiosk-Shared", Some(DeviceProfile::Kiosk), true, false),
            tag("Harbour \"7\"", None, false, true),
        ],
        further_tags: "Shelf".to_owned(),
        models: vec![("Nordbyte, Inc.".to_owned(), "Polar 14\"".to_owned())],
        max_devices: "2500".to_owned(),
        last_day: "2027-06-30".to_owned(),
        order_ids: "PO-7\nPO-8".to_owned(),
        approve_each: true,
        decides,
    }
}

pub(super) fn granted(locale: Locale) -> GrantedView {
    GrantedView {
        delegated: true,
        words: words(locale, scope()),
        registered: 2_500,
        left: Some(0),
        used_up: true,
        again: Some(taxiway_web::portal::relationships::ask_again(id(7))),
    }
}

pub(super) fn pages(locale: Locale) -> Vec<Page> {
    let mut pages = questions(locale);
    pages.extend(requests(locale));
    pages.extend(makers(locale));
    pages.extend(relationships(locale));
    pages
}

fn party(number: u128, name: &str, kind: OrganisationKind, regions: &[&str]) -> PartyView {
    PartyView {
        id: id(number),
        name: name.to_owned(),
        kind,
        domain: (number == 3).then(|| "kajplats.example".to_owned()),
        regions: regions.iter().map(|region| (*region).to_owned()).collect(),
    }
}

fn questions(locale: Locale) -> Vec<Page> {
    let page = ConsentLinkPage {
        shell: at_home(locale),
        ticket: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".to_owned(),
        own_name: "Nordfjäll Logistik".to_owned(),
        asker: party(3, "Kajplats IT", OrganisationKind::IndirectReseller, &["eu-efta", "us"]),
        provider: Some(party(4, "Storlager", OrganisationKind::IndirectProvider, &[])),
        provider_stands: false,
        delegated: Some(true),
        agreed: false,
        scope: form(true),
        expires_at: Some(at("2027-02-18T12:00:00Z")),
        standing: None,
        reason: String::new(),
        problem: None,
    };
    let maker = ConsentLinkPage {
        asker: party(5, "Kestrel Computers", OrganisationKind::Manufacturer, &[]),
        provider: None,
        delegated: None,
        scope: ScopeForm { decides: true, ..ScopeForm::default() },
        expires_at: None,
        ..page.clone()
    };
    let again = ConsentLinkPage {
        provider_stands: true,
        standing: Some((at("2026-03-02T09:00:00Z"), words(locale, scope()))),
        problem: Some("Agreement: tick it.".to_owned()),
        reason: "We buy elsewhere.".to_owned(),
        ..page.clone()
    };
    let mut pages: Vec<Page> = vec![
        ("consent-link", page.render()),
        ("consent-link-manufacturer", maker.render()),
        ("consent-link-again", again.render()),
    ];
    for why in LinkRefusal::ALL {
        let deciders = if why == LinkRefusal::NotTheDecider {
            vec!["Noa Ben-Ami".to_owned(), "Åsa Lind".to_owned()]
        } else {
            Vec::new()
        };
        let page = RefusedLinkPage {
            shell: shell(locale),
            why,
            asker: (why != LinkRefusal::Forged).then(|| "Kajplats IT".to_owned()),
            deciders,
            own_request: (why == LinkRefusal::Own).then(|| id(70)),
            relationships: (why == LinkRefusal::Used).then(|| id(7)),
        };
        pages.push((why.as_str(), page.render()));
    }
    pages
}

fn row(state: RequestState) -> RequestRow {
    RequestRow {
        id: id(70),
        label: if state == RequestState::Open { String::new() } else { "Nordfjäll <inköp>".to_owned() },
        addressee: (state == RequestState::Open).then(|| TENANT.to_owned()),
        provider: Some("Storlager".to_owned()),
        state,
        delegated: state == RequestState::Accepted,
        by: "Tove Lindqvist".to_owned(),
        created_at: at("2026-11-20T12:00:00Z"),
        expires_at: at("2027-02-18T12:00:00Z"),
        decided_at: (state != RequestState::Open).then(|| at("2026-11-21T08:00:00Z")),
        customer: (state == RequestState::Accepted).then(|| (id(7), "Nordfjäll Logistik".to_owned())),
        reason: (state == RequestState::Declined).then(|| "We buy elsewhere.".to_owned()),
    }
}

fn requests(locale: Locale) -> Vec<Page> {
    let list = |requests, state, open, links| RequestsPage {
        shell: asking(locale),
        search: String::new(),
        state,
        requests,
        pager: pager(),
        may_ask: true,
        past: 3,
        standing: StandingView { links, open, may_change: true, may_delegate: true },
    };
    let link = |name: Option<&str>| (name.map(str::to_owned), "https://taxiway.example/x".to_owned());
    let links = vec![link(Some("Storlager")), link(Some("Grossisten"))];
    let all = RequestState::ALL.map(row).to_vec();
    let mut form_page = NewRequestPage {
        shell: asking(locale),
        submission: "0192a".to_owned(),
        label: "Nordfjäll".to_owned(),
        email: "inkop@nordfjall.example".to_owned(),
        customer: TENANT.to_owned(),
        providers: vec![(id(4), "Storlager".to_owned()), (id(6), "Grossisten".to_owned())],
        provider: Some(id(6)),
        may_delegate: true,
        delegated: true,
        scope: form(false),
        language: Locale::Sv,
        days: 90,
        problem: Some("Order numbers: too long.".to_owned()),
    };
    let draft = DraftPage {
        shell: asking(locale),
        request: id(70),
        token: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".to_owned(),
        link: "https://taxiway.example/consent/aaaa".to_owned(),
        expires_at: at("2027-02-18T12:00:00Z"),
        email: "inkop@nordfjall.example".to_owned(),
        language: Locale::He,
        subject: "Kajplats IT".to_owned(),
        body: "https://taxiway.example/consent/aaaa".to_owned(),
        mailto: "mailto:inkop@nordfjall.example?subject=x&body=y".to_owned(),
        can_send: true,
        notice: Some("draft-link-kept"),
        problem: None,
    };
    let one = |state| RequestPage {
        shell: asking(locale),
        row: row(state),
        words: words(locale, scope()),
        may_change: true,
    };
    let past = |customers| PastCustomersPage {
        shell: asking(locale),
        customers,
        may_ask: true,
        may_end: true,
        pager: pager(),
    };
    let former = PastRow {
        id: id(7),
        relationship: id(61),
        name: "Nordfjäll Logistik".to_owned(),
        ended_at: Some(at("2026-11-20T12:00:00Z")),
        by: Some("customer".to_owned()),
        reason: Some("We moved on.".to_owned()),
    };
    let mut pages: Vec<Page> = vec![
        ("requests", list(all, Some(RequestState::Open), Some(true), links).render()),
        ("requests-none", list(Vec::new(), None, None, vec![link(None)]).render()),
        ("request-new", form_page.render()),
        ("draft", draft.render()),
        ("request-open", one(RequestState::Open).render()),
        ("request-accepted", one(RequestState::Accepted).render()),
        ("request-declined", one(RequestState::Declined).render()),
        ("past", past(vec![former]).render()),
        ("past-none", past(Vec::new()).render()),
    ];
    form_page.may_delegate = false;
    form_page.providers.clear();
    form_page.problem = None;
    form_page.scope = ScopeForm::default();
    pages.push(("request-new-sales", form_page.render()));
    pages
}

fn makers(locale: Locale) -> Vec<Page> {
    let maker = |link, answer| ManufacturerLinkPage {
        shell: asking(locale),
        link,
        may_change: true,
        tenant: TENANT.to_owned(),
        answer,
        past: 1,
        problem: None,
    };
    let since = at("2026-03-02T09:00:00Z");
    let answer = |stands| ConsentAnswer { tenant: TENANT.to_owned(), stands, used_up: false };
    let link = Some(("https://taxiway.example/consent/aaaa".to_owned(), since));
    vec![
        ("maker-new", maker(None, None).render()),
        ("maker-yes", maker(link.clone(), Some(answer(Some((since, words(locale, scope())))))).render()),
        ("maker-no", maker(link, Some(answer(None))).render()),
    ]
}

fn relationships(locale: Locale) -> Vec<Page> {
    let row = |number, name: &str, kind: &str, state, scope: Scope| RelationshipRow {
        id: id(number),
        other: id(3),
        name: name.to_owned(),
        kind: kind.to_owned(),
        state,
        used_up: number == 81,
        since: at("2026-03-02T09:00:00Z"),
        delegated: number == 80,
        words: words(locale, scope),
        devices: 1_234,
        last_at: (number == 80).then(|| at("2026-11-19T08:42:00Z")),
    };
    let approved = RelationshipState::Approved;
    let rows = vec![
        row(80, "Kajplats IT", "direct-partner", approved, scope()),
        row(81, "Kestrel Computers", "manufacturer", approved, Scope::default()),
        row(82, "מפיץ הצפון", "indirect-provider", RelationshipState::Ended, scope()),
        row(83, "Shop", "indirect-reseller", RelationshipState::Declined, Scope::default()),
    ];
    let list = |rows| RelationshipsPage { shell: at_home(locale), customer: id(7), rows, pager: pager() };
    let moment = |kind: &str, detail: Option<&str>| RelationshipMoment {
        at: at("2026-03-02T09:00:00Z"),
        kind: kind.to_owned(),
        by: detail.is_none().then(|| "Noa Ben-Ami".to_owned()),
        detail: detail.map(str::to_owned),
    };
    let one = |row, may_change| RelationshipPage {
        shell: at_home(locale),
        customer: id(7),
        row,
        history: vec![
            moment("ended", Some("We moved on.")),
            moment("administration-removed", None),
            moment("administration-granted", None),
            moment("scope-changed", None),
            moment("declined", None),
            moment("approved", None),
        ],
        may_change,
    };
    let change = RelationshipScopePage {
        shell: at_home(locale),
        customer: id(7),
        relationship: id(80),
        name: "Kajplats IT".to_owned(),
        scope: form(true),
        problem: Some("Last day: over.".to_owned()),
    };
    vec![
        ("relationships", list(rows.clone()).render()),
        ("relationships-none", list(Vec::new()).render()),
        ("relationship", one(rows[0].clone(), true).render()),
        ("relationship-ended", one(rows[2].clone(), false).render()),
        ("relationship-change", change.render()),
    ]
}
