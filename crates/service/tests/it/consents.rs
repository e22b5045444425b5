//! Consents with limits, for the stories about them.

use serde_json::to_string;
use taxiway_domain::finding::FindingCode;
use taxiway_domain::group_tag::GroupTag;
use taxiway_domain::ids::{OrganisationId, RelationshipId};
use taxiway_domain::relationship::{Approval, CoveredModel, Scope};
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::{PartSizes, RowResult, Settings};
use taxiway_store::Relationship;

use crate::app::{ANSWERS, Person, TestApp, short};

pub(crate) const STANDARD: &str = "Microsoft365Managed_Standard";
pub(crate) const KIOSK: &str = "Microsoft365Managed_Kiosk";

pub(crate) fn parts_of(rows: u64) -> Settings {
    Settings { parts: PartSizes { rows, bytes: 8 << 20 }, ..Settings::default() }
}

/// A scope of these tags only.
pub(crate) fn tags(tags: &[&str]) -> Scope {
    Scope {
        group_tags: tags.iter().map(|tag| GroupTag::new(*tag).expect("a tag")).collect(),
        ..Scope::default()
    }
}

/// A scope of this manufacturer or model only.
pub(crate) fn model(manufacturer: &str, model: Option<&str>) -> Scope {
    let covered = CoveredModel { manufacturer: manufacturer.to_owned(), model: model.map(str::to_owned) };
    Scope { models: vec![covered], ..Scope::default() }
}

/// At most so many devices.
pub(crate) fn at_most(devices: u64) -> Scope {
    Scope { max_devices: Some(devices), ..Scope::default() }
}

/// The customer looks at each upload.
pub(crate) fn each() -> Scope {
    Scope { approval: Approval::Each, ..Scope::default() }
}

impl TestApp {
    /// Every consent of this customer that stands is given this scope from now on.
    pub(crate) async fn scoped(&self, customer: OrganisationId, scope: &Scope) {
        self.change(customer, |consent| consent.scope = to_string(scope).expect("json")).await;
    }

    /// The customer delegates administration to everybody to whom it consented, or takes it back.
    pub(crate) async fn delegates(&self, customer: OrganisationId, delegated: bool) {
        self.change(customer, |consent| consent.delegated_administration = delegated).await;
    }

    /// Every consent of this customer that stands is changed.
    pub(crate) async fn change(&self, customer: OrganisationId, change: impl Fn(&mut Relationship)) {
        for mut one in self.conn().await.relationships(customer).await.expect(ANSWERS) {
            change(&mut one);
            let (id, scope, delegated) = (one.relationship_id, &one.scope, one.delegated_administration);
            let changed = taxiway_store::write!(self.store, |tx| {
                tx.change_relationship(customer, id, scope, delegated).await
            });
            changed.expect("the consent is changed");
        }
    }

    /// The consent between a customer and a person's organisation.
    pub(crate) async fn consent_of(&self, customer: OrganisationId, person: &Person) -> RelationshipId {
        let found = self.conn().await.approved_relationship(customer, person.organisation()).await;
        found.expect(ANSWERS).expect("consent").relationship_id
    }

    /// An admin agent of the same partner.
    pub(crate) async fn admin_of(&self, clerk: &Person) -> Person {
        let partner = OrganisationKind::DirectPartner;
        self.person(clerk.organisation(), partner, "boss", Role::AdminAgent).await
    }
}

/// A verdict with the findings that refuse the row.
pub(crate) fn told(row: &RowResult) -> String {
    let codes = row.findings.iter().filter(|finding| {
        finding.code.as_str().starts_with("scope-") || finding.code == FindingCode::NotApproved
    });
    let codes: Vec<_> = codes.map(|finding| finding.code.as_str()).collect();
    format!("{} {}", short(row), codes.join(" ")).trim_end().to_owned()
}
