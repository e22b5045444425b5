//! Consents with limits, for the visits that meet them.

use secrecy::SecretString;
use taxiway_domain::group_tag::GroupTag;
use taxiway_domain::ids::{OrganisationId, RelationshipId};
use taxiway_domain::relationship::{Approval, Scope};
use taxiway_domain::role::Role;
use taxiway_service::Ids;
use taxiway_service::store::{Relationship, Time, write};

use super::{Browser, PASSWORD, World};

pub(crate) const STANDARD: &str = "Microsoft365Managed_Standard";
pub(crate) const KIOSK: &str = "Microsoft365Managed_Kiosk";

/// The customer looks at each upload.
pub(crate) fn each() -> Scope {
    Scope { approval: Approval::Each, ..Scope::default() }
}

/// Only this tag.
pub(crate) fn only(tag: &str) -> Scope {
    Scope { group_tags: vec![GroupTag::new(tag).expect("a tag")], ..Scope::default() }
}

impl World {
    /// The customer's consent is given anew, this far.
    pub(crate) async fn consents(&self, scope: &Scope, delegated: bool) -> RelationshipId {
        let partner = self.partner;
        self.service.end_relationship(self.customer, partner, "setup").await.expect("it stood");
        let now = self.service.now();
        let consent = Relationship {
            tenant_id: self.customer,
            relationship_id: Ids::from_system().new_id(now),
            partner_id: partner,
            state: "approved".to_owned(),
            delegated_administration: delegated,
            created_at: now,
            decided_at: Some(Time(now)),
            scope: serde_json::to_string(scope).expect("json"),
            reason: None,
            decided_by: Some("customer".to_owned()),
        };
        write!(self.store, |tx| { tx.insert_relationship(&consent).await }).expect("the consent is stored");
        consent.relationship_id
    }

    /// Somebody else of an organisation, signed in.
    pub(crate) async fn another(&self, organisation: OrganisationId, email: &str, role: Role) -> Browser {
        let (password, roles) = (SecretString::from(PASSWORD), [role]);
        let made = self.service.create_user(organisation, email, "Mika Aalto", &roles, password, "setup");
        made.await.expect("made");
        self.signed_in(email).await
    }
}

/// A list of devices with a tag each.
pub(crate) fn tagged(tags: &[&str]) -> String {
    let header =
        "Device Serial Number,Windows Product ID,Hardware Hash,Manufacturer name,Device model,Group Tag";
    let rows =
        tags.iter().enumerate().map(|(number, tag)| format!("NFX7-{number:04},,,Nordbyte,Polar 14,{tag}"));
    std::iter::once(header.to_owned()).chain(rows).collect::<Vec<_>>().join("\r\n")
}

/// The page in front of somebody, with apostrophes as they are read.
pub(crate) fn read(browser: &Browser) -> String {
    browser.page.text().replace("&#39;", "'")
}
