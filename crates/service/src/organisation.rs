//! What an operator sets up: organisations, accounts, relationships, custom tags, catalogues.

use secrecy::SecretString;
use serde_json::json;
use taxiway_domain::fold;
use taxiway_domain::group_tag::GroupTag;
use taxiway_domain::ids::{OrganisationId, RelationshipId, UserId};
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::region::Region;
use taxiway_domain::role::{OrganisationKind, Role};
use taxiway_store::{
    CatalogueDevice, CustomTagRow, Organisation, Relationship, RelationshipEvent, Time, User,
};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::ending::{DeviceFate, How};
use crate::error::{Result, ServiceError};
use crate::session::check_password;

/// Names of organisations and people take at most this many characters.
const NAME_CHARS: usize = 200;

pub(crate) fn name(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ServiceError::invalid(field, "missing", ""));
    }
    if text.chars().count() > NAME_CHARS || text.chars().any(char::is_control) {
        return Err(ServiceError::invalid(field, "name", NAME_CHARS.to_string()));
    }
    Ok(text.to_owned())
}

/// A sign-in name: a mail address, in lower case.
pub(crate) fn email_address(text: &str) -> Result<String> {
    let email = text.trim().to_lowercase();
    let odd = |c: char| c.is_whitespace() || c.is_control();
    if !email.contains('@') || email.len() > 320 || email.chars().any(odd) {
        return Err(ServiceError::invalid("email", "email", email));
    }
    Ok(email)
}

/// Roles for somebody of such an organisation: at least one, and none of another kind.
pub(crate) fn roles_for(kind: OrganisationKind, roles: &[Role]) -> Result<Vec<Role>> {
    if let Some(role) = roles.iter().find(|role| !role.belongs_to(kind)) {
        return Err(ServiceError::invalid("role", "role-kind", role.as_str()));
    }
    if roles.is_empty() {
        return Err(ServiceError::invalid("role", "role-missing", ""));
    }
    Ok(Role::ALL.iter().copied().filter(|role| roles.contains(role)).collect())
}

/// Roles as stored.
pub(crate) fn roles_text(roles: &[Role]) -> String {
    roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(" ")
}

impl Service {
    /// Creates an organisation.
    pub async fn create_organisation(
        &self,
        kind: OrganisationKind,
        name_text: &str,
        domain: Option<&str>,
        request_id: &str,
    ) -> Result<Organisation> {
        self.create_organisation_in(kind, name_text, domain, &[], request_id).await
    }

    /// Creates an organisation and says in which regions it is or sells.
    pub async fn create_organisation_in(
        &self,
        kind: OrganisationKind,
        name_text: &str,
        domain: Option<&str>,
        regions: &[String],
        request_id: &str,
    ) -> Result<Organisation> {
        let regions = self.read_regions(kind, regions)?;
        let regions: Vec<_> = regions.iter().map(Region::as_str).collect();
        let now = self.clock.now();
        let row = Organisation {
            organisation_id: self.ids.new_id(now),
            kind: kind.as_str().to_owned(),
            name: name("name", name_text)?,
            domain: domain.map(|domain| name("domain", domain)).transpose()?,
            created_at: now,
        };
        taxiway_store::write!(self.store, |tx| {
            tx.insert_organisation(&row).await?;
            tx.set_regions(row.organisation_id, &regions).await?;
            let detail = json!({ "kind": row.kind, "name": row.name, "regions": regions });
            let object_id = row.organisation_id.to_string();
            let act = Act { action: "organisation.create", object_kind: "organisation", object_id, detail };
            self.record(tx, &Doer::operator(request_id), None, Some(row.organisation_id), act).await
        })?;
        Ok(row)
    }

    /// Creates an account.
    pub async fn create_user(
        &self,
        organisation: OrganisationId,
        email: &str,
        person: &str,
        roles: &[Role],
        password: SecretString,
        request_id: &str,
    ) -> Result<UserId> {
        let found =
            self.store.read().await?.organisation(organisation).await?.ok_or(ServiceError::NotFound)?;
        let kind = OrganisationKind::from_name(&found.kind).ok_or(ServiceError::NotFound)?;
        let roles = roles_for(kind, roles)?;
        let email = email_address(email)?;
        check_password(&password)?;
        let now = self.clock.now();
        let user = User {
            user_id: self.ids.new_id(now),
            organisation_id: organisation,
            email,
            name: name("name", person)?,
            roles: roles_text(&roles),
            password_hash: self.passwords.hash(password, self.ids.secret()).await?,
            failed_attempts: 0,
            locked_until: None,
            disabled: false,
            created_at: now,
        };
        let created = taxiway_store::write!(self.store, |tx| {
            tx.insert_user(&user).await?;
            let detail = json!({ "roles": user.roles });
            let act = Act {
                action: "user.create",
                object_kind: "user",
                object_id: user.user_id.to_string(),
                detail,
            };
            self.record(tx, &Doer::operator(request_id), None, Some(organisation), act).await
        });
        match created {
            Err(ServiceError::Store(error)) if error.is_unique_violation() => {
                Err(ServiceError::invalid("email", "email-taken", user.email))
            }
            other => other.map(|()| user.user_id),
        }
    }

    /// Sets a new password and ends every session of the person.
    pub async fn reset_password(&self, email: &str, password: SecretString, request_id: &str) -> Result<()> {
        check_password(&password)?;
        let email = email.trim().to_lowercase();
        let user =
            self.store.read().await?.user_by_email_any_tenant(&email).await?.ok_or(ServiceError::NotFound)?;
        let hash = self.passwords.hash(password, self.ids.secret()).await?;
        taxiway_store::write!(self.store, |tx| {
            tx.set_password(user.user_id, &hash).await?;
            let object_id = user.user_id.to_string();
            let act =
                Act { action: "user.reset-password", object_kind: "user", object_id, detail: json!({}) };
            self.record(tx, &Doer::operator(request_id), None, Some(user.organisation_id), act).await
        })
    }

    /// Creates an approved relationship.
    pub async fn create_relationship(
        &self,
        customer: OrganisationId,
        partner: OrganisationId,
        delegated_administration: bool,
        request_id: &str,
    ) -> Result<RelationshipId> {
        let mut conn = self.store.read().await?;
        let found = conn.organisation(customer).await?.ok_or(ServiceError::NotFound)?;
        let other = conn.organisation(partner).await?.ok_or(ServiceError::NotFound)?;
        if found.kind != OrganisationKind::Customer.as_str() {
            return Err(ServiceError::invalid("customer", "not-a-customer", found.name));
        }
        let kind = OrganisationKind::from_name(&other.kind);
        if !kind.is_some_and(OrganisationKind::needs_consent) {
            return Err(ServiceError::invalid("partner", "not-a-partner", other.name));
        }
        if delegated_administration && !kind.is_some_and(OrganisationKind::is_partner) {
            return Err(ServiceError::invalid("partner", "no-administration", other.name));
        }
        if !self.is_in_region(&mut conn, &other, customer).await? {
            return Err(ServiceError::Conflict("region"));
        }
        drop(conn);
        let now = self.clock.now();
        let row = Relationship {
            tenant_id: customer,
            relationship_id: self.ids.new_id(now),
            partner_id: partner,
            state: "approved".to_owned(),
            delegated_administration,
            created_at: now,
            decided_at: Some(Time(now)),
            scope: "{}".to_owned(),
            reason: None,
            decided_by: Some("operator".to_owned()),
        };
        let event = RelationshipEvent {
            tenant_id: customer,
            relationship_id: row.relationship_id,
            event_id: self.ids.new_id(now),
            at: now,
            kind: "approved".to_owned(),
            actor: Doer::operator(request_id).actor_name,
            detail: None,
        };
        taxiway_store::write!(self.store, |tx| {
            tx.lock_relationships(customer).await?;
            if tx.approved_relationship(customer, partner).await?.is_some() {
                return Err(ServiceError::Conflict("relationship-exists"));
            }
            tx.insert_relationship(&row).await?;
            tx.insert_relationship_event(&event).await?;
            let detail =
                json!({ "partner": other.name, "delegated-administration": delegated_administration });
            let object_id = row.relationship_id.to_string();
            let act = Act { action: "relationship.approve", object_kind: "relationship", object_id, detail };
            self.record(tx, &Doer::operator(request_id), Some(&found), Some(partner), act).await
        })?;
        Ok(row.relationship_id)
    }

    /// Ends the consent between a customer and a partner; jobs under way stop. Devices stay as they are.
    pub async fn end_relationship(
        &self,
        customer: OrganisationId,
        partner: OrganisationId,
        request_id: &str,
    ) -> Result<()> {
        let mut conn = self.store.read().await?;
        let found = conn.organisation(customer).await?.ok_or(ServiceError::NotFound)?;
        let consent = conn.approved_relationship(customer, partner).await?.ok_or(ServiceError::NotFound)?;
        drop(conn);
        let how = How { side: "operator", reason: None, devices: DeviceFate::Keep };
        taxiway_store::write!(self.store, |tx| {
            tx.lock_relationships(customer).await?;
            self.end_one(tx, &Doer::operator(request_id), &found, &consent, &how).await
        })?;
        self.work.notify_waiters();
        Ok(())
    }

    /// Lets a tag of the customer's own select a profile.
    pub async fn create_custom_tag(
        &self,
        customer: OrganisationId,
        tag: &str,
        profile: DeviceProfile,
        request_id: &str,
    ) -> Result<()> {
        let found = self.store.read().await?.organisation(customer).await?.ok_or(ServiceError::NotFound)?;
        let tag = GroupTag::new(tag).map_err(|_| ServiceError::invalid("group-tag", "tag", tag))?;
        let row = CustomTagRow { tag: tag.as_str().to_owned(), profile: profile.as_str().to_owned() };
        let created = taxiway_store::write!(self.store, |tx| {
            tx.insert_custom_tag(customer, &row).await?;
            let detail = json!({ "tag": row.tag, "profile": row.profile });
            let act = Act { action: "tag.create", object_kind: "tag", object_id: row.tag.clone(), detail };
            self.record(tx, &Doer::operator(request_id), Some(&found), None, act).await
        });
        match created {
            Err(ServiceError::Store(error)) if error.is_unique_violation() => {
                Err(ServiceError::Conflict("tag-exists"))
            }
            other => other,
        }
    }

    /// Publishes built devices of a manufacturer; from then on its names are matched against them.
    pub async fn publish_catalogue(
        &self,
        manufacturer: OrganisationId,
        devices: &[CatalogueDevice],
        request_id: &str,
    ) -> Result<()> {
        let found =
            self.store.read().await?.organisation(manufacturer).await?.ok_or(ServiceError::NotFound)?;
        if found.kind != OrganisationKind::Manufacturer.as_str() {
            return Err(ServiceError::invalid("manufacturer", "not-a-manufacturer", found.name));
        }
        taxiway_store::write!(self.store, |tx| {
            for device in devices {
                tx.publish_catalogue(&device.manufacturer, manufacturer).await?;
                let folded = fold::tuple(&device.serial_number, &device.manufacturer, &device.model);
                tx.insert_catalogue_device(device, &folded).await?;
            }
            let detail = json!({ "devices": devices.len() });
            let object_id = manufacturer.to_string();
            let act = Act { action: "catalogue.publish", object_kind: "organisation", object_id, detail };
            self.record(tx, &Doer::operator(request_id), None, Some(manufacturer), act).await
        })
    }

    /// Every organisation, for the operator's command line.
    pub async fn organisations(&self) -> Result<Vec<Organisation>> {
        Ok(self.store.read().await?.organisations_any_tenant().await?)
    }
}
