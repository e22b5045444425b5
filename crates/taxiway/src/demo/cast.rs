//! Who plays: invented organisations and people, and what they agreed on.

use std::sync::Arc;

use anyhow::Result;
use secrecy::{ExposeSecret, SecretString};
use taxiway_domain::ids::UserId;
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_service::store::{CatalogueDevice, Organisation};
use taxiway_service::{Actor, Context, Ids, Service};

/// In the audit log, setting up is one request.
const REQUEST: &str = "demo";
/// A group tag of the first customer's own, for the terminals in its harbour offices.
pub(super) const OWN_TAG: &str = "Hafenblick_Terminal";

/// Somebody who can sign in.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) role: Role,
    pub(super) organisation: Arc<Organisation>,
    pub(super) email: &'static str,
    /// Which side of the service the account shows: key of a text.
    pub(super) shows: &'static str,
    name: &'static str,
    user_id: UserId,
    password: SecretString,
}

impl Person {
    pub(super) fn password(&self) -> &str {
        self.password.expose_secret()
    }

    /// Acts as this person.
    pub(super) fn context(&self, service: &Service) -> Context {
        let kind = OrganisationKind::from_name(&self.organisation.kind).unwrap_or(OrganisationKind::Customer);
        let actor = Actor {
            user_id: self.user_id,
            name: self.name.to_owned(),
            organisation_id: self.organisation.organisation_id,
            organisation: self.organisation.name.clone(),
            kind,
            roles: vec![self.role],
            app: None,
        };
        Context::new(actor, service.request_id())
    }
}

/// Everybody.
#[derive(Debug)]
pub(super) struct Cast {
    /// The customer whose lists are handed in.
    pub(super) shipping: Arc<Organisation>,
    /// The customer who has one of the devices already.
    pub(super) design: Arc<Organisation>,
    pub(super) people: Vec<Person>,
}

impl Cast {
    /// The clerk of the first partner.
    pub(super) fn clerk(&self) -> &Person {
        &self.people[CLERK]
    }

    /// The administrator of the customer whose lists are handed in.
    pub(super) fn owner(&self) -> &Person {
        &self.people[OWNER]
    }

    /// The administrator of the other partner.
    pub(super) fn competitor(&self) -> &Person {
        &self.people[COMPETITOR]
    }
}

/// Where they stand among the people below.
const CLERK: usize = 1;
const COMPETITOR: usize = 3;
const OWNER: usize = 4;

/// Creates everybody, their consents, a custom tag and the manufacturer's catalogue.
pub(super) async fn create(service: &Service, ids: &Ids, catalogue: &[CatalogueDevice]) -> Result<Cast> {
    use OrganisationKind::{Customer, DirectPartner, IndirectReseller, Manufacturer, Operator};
    let organisation = async |kind, name, domain| -> Result<Arc<Organisation>> {
        Ok(Arc::new(service.create_organisation(kind, name, Some(domain), REQUEST).await?))
    };
    let partner = organisation(DirectPartner, "Nordlicht IT", "nordlicht.example").await?;
    let other = organisation(IndirectReseller, "Fjordbyte", "fjordbyte.example").await?;
    let shipping = organisation(Customer, "Reederei Hafenblick", "hafenblick.example").await?;
    let design = organisation(Customer, "Skärgård Design", "skargard.example").await?;
    let school = organisation(Customer, "בית ספר השקד", "shaked.example").await?;
    let maker = organisation(Manufacturer, "Kestrel Computers", "kestrel.example").await?;
    let host = organisation(Operator, "Polarstern Hosting", "polarstern.example").await?;
    for (customer, partner) in
        [(&shipping, &partner), (&design, &partner), (&school, &partner), (&design, &other)]
    {
        let (customer, partner) = (customer.organisation_id, partner.organisation_id);
        service.create_relationship(customer, partner, false, REQUEST).await?;
    }
    service.create_custom_tag(shipping.organisation_id, OWN_TAG, DeviceProfile::Kiosk, REQUEST).await?;
    service.publish_catalogue(maker.organisation_id, catalogue, REQUEST).await?;
    let everybody = [
        (Role::AdminAgent, &partner, "admin@nordlicht.example", "Runa Demo", "demo-shows-partner"),
        (Role::SalesAgent, &partner, "sales@nordlicht.example", "Timo Demo", "demo-shows-clerk"),
        (Role::HelpdeskAgent, &partner, "helpdesk@nordlicht.example", "Juna Demo", "demo-shows-helpdesk"),
        (Role::AdminAgent, &other, "admin@fjordbyte.example", "Sverre Demo", "demo-shows-other-partner"),
        (
            Role::GlobalAdministrator,
            &shipping,
            "admin@hafenblick.example",
            "Levke Demo",
            "demo-shows-customer",
        ),
        (
            Role::GlobalAdministrator,
            &design,
            "admin@skargard.example",
            "Elin Demo",
            "demo-shows-two-partners",
        ),
        (Role::GlobalAdministrator, &school, "admin@shaked.example", "Noa Demo", "demo-shows-new-customer"),
        (Role::Administrator, &host, "admin@polarstern.example", "Ove Demo", "demo-shows-operator"),
    ];
    let mut people = Vec::with_capacity(everybody.len());
    for (role, organisation, email, name, shows) in everybody {
        let password = password(ids);
        let at = organisation.organisation_id;
        let user_id = service.create_user(at, email, name, &[role], password.clone(), REQUEST).await?;
        let organisation = Arc::clone(organisation);
        people.push(Person { role, organisation, email, shows, name, user_id, password });
    }
    Ok(Cast { shipping, design, people })
}

/// A password that can be typed: four groups of five letters without look-alikes, about 90 bits.
fn password(ids: &Ids) -> SecretString {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz";
    let letter = |byte: &u8| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]);
    let groups: Vec<String> =
        ids.secret()[..20].chunks(5).map(|group| group.iter().map(letter).collect()).collect();
    SecretString::from(groups.join("-"))
}
