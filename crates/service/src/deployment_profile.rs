//! Deployment profiles of a customer: seeing them, making, changing and deleting them.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use serde_json::{Value, json};
use taxiway_domain::deployment_profile::{
    DESCRIPTION_CHARS, NAME_CHARS, OobeSetting, is_description, name, settings_of, settings_text,
};
use taxiway_domain::ids::{DeploymentProfileId, DeviceId, OrganisationId};
use taxiway_domain::role::Action;
use taxiway_store::{Conn, DeploymentProfile, Tx};

use crate::Service;
use crate::assignment::visible_devices;
use crate::audit::{Act, Doer};
use crate::context::{Context, CustomerAccess};
use crate::error::{Result, ServiceError};
use crate::request_key::RequestKey;

/// Most deployment profiles that one organisation makes for a customer.
const PROFILES: usize = 1_000;

/// What a deployment profile is called and does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileInput {
    /// Name for people. Space around it does not count.
    pub name: String,
    /// Words about it; may be empty.
    pub description: String,
    /// What it does at first boot.
    pub settings: BTreeSet<OobeSetting>,
}

/// A deployment profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeploymentProfileView {
    /// Its id.
    pub profile_id: DeploymentProfileId,
    /// The organisation that made it.
    pub made_by: OrganisationId,
    /// Name for people; another one may have the same.
    pub name: String,
    /// Words about it; empty when none.
    pub description: String,
    /// What it does at first boot.
    pub settings: BTreeSet<OobeSetting>,
    /// How many devices have it.
    pub devices: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

/// The deployment profile of a device, in a list of devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignedProfile {
    /// Its id.
    pub profile_id: DeploymentProfileId,
    /// Its name.
    pub name: String,
}

impl Service {
    /// The deployment profiles of a customer that the caller may see, newest first: a thousand of each organisation at most.
    pub async fn deployment_profiles(
        &self,
        context: &Context,
        customer: OrganisationId,
    ) -> Result<Vec<DeploymentProfileView>> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::ProfileRead).await?;
        Ok(visible_profiles(&mut conn, &access).await?.into_iter().map(view).collect())
    }

    /// One deployment profile.
    pub async fn deployment_profile(
        &self,
        context: &Context,
        customer: OrganisationId,
        profile: DeploymentProfileId,
    ) -> Result<DeploymentProfileView> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::ProfileRead).await?;
        Ok(view(visible_profile(&mut conn, &access, profile).await?))
    }

    /// The deployment profiles that the caller may see of these devices, those that have one.
    pub async fn profiles_of_devices(
        &self,
        context: &Context,
        customer: OrganisationId,
        devices: &[DeviceId],
    ) -> Result<HashMap<DeviceId, AssignedProfile>> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::ProfileRead).await?;
        let devices = visible_devices(&mut conn, &access, devices).await?;
        let assigned = conn.assigned(customer, &devices).await?;
        if assigned.is_empty() {
            return Ok(HashMap::new());
        }
        let profiles: HashMap<_, _> = visible_profiles(&mut conn, &access)
            .await?
            .into_iter()
            .map(|profile| (profile.profile_id, profile.name))
            .collect();
        let named = assigned.into_iter().filter_map(|one| {
            let name = profiles.get(&one.profile_id)?.clone();
            Some((one.device_id, AssignedProfile { profile_id: one.profile_id, name }))
        });
        Ok(named.collect())
    }

    /// Makes a deployment profile; no device has it yet.
    pub async fn create_deployment_profile(
        &self,
        context: &Context,
        customer: OrganisationId,
        input: &ProfileInput,
        key: Option<&RequestKey>,
    ) -> Result<DeploymentProfileId> {
        self.require_profiles(context, customer).await?;
        let now = self.clock.now();
        let row = DeploymentProfile {
            tenant_id: customer,
            profile_id: self.ids.new_id(now),
            partner_id: context.actor.organisation_id,
            name: checked_name(input)?,
            description: checked_description(input)?,
            settings: settings_text(&input.settings),
            devices: 0,
            created_at: now,
            changed_at: now,
        };
        taxiway_store::write!(self.store, |tx| {
            if let Some(earlier) = self.made_before(tx, context, key, row.profile_id).await? {
                return Ok(earlier);
            }
            let access = held_access(tx, context, customer).await?;
            let all = tx.deployment_profiles(customer).await?;
            if all.iter().filter(|one| one.partner_id == row.partner_id).count() >= PROFILES {
                return Err(ServiceError::Conflict("profiles-many"));
            }
            tx.insert_deployment_profile(&row).await?;
            let detail = json!({ "name": row.name, "settings": row.settings });
            self.record_profile(tx, context, &access, "profile.create", &row, detail).await?;
            Ok::<_, ServiceError>(row.profile_id)
        })
    }

    /// Replaces name, description and settings of a deployment profile; devices that have it keep it.
    pub async fn change_deployment_profile(
        &self,
        context: &Context,
        customer: OrganisationId,
        profile: DeploymentProfileId,
        input: &ProfileInput,
    ) -> Result<DeploymentProfileView> {
        self.require_profiles(context, customer).await?;
        let (name, description) = (checked_name(input)?, checked_description(input)?);
        let settings = settings_text(&input.settings);
        taxiway_store::write!(self.store, |tx| {
            let access = held_access(tx, context, customer).await?;
            let before = visible_profile(tx, &access, profile).await?;
            let after = DeploymentProfile {
                name: name.clone(),
                description: description.clone(),
                settings: settings.clone(),
                ..before.clone()
            };
            if before == after {
                return Ok(view(before));
            }
            let after = DeploymentProfile { changed_at: self.clock.now(), ..after };
            tx.change_deployment_profile(&after).await?;
            let detail = json!({ "name": after.name, "settings": after.settings, "devices": after.devices });
            self.record_profile(tx, context, &access, "profile.change", &after, detail).await?;
            Ok::<_, ServiceError>(view(after))
        })
    }

    /// Deletes a deployment profile that no device has.
    pub async fn delete_deployment_profile(
        &self,
        context: &Context,
        customer: OrganisationId,
        profile: DeploymentProfileId,
        key: Option<&RequestKey>,
    ) -> Result<()> {
        self.require_profiles(context, customer).await?;
        taxiway_store::write!(self.store, |tx| {
            if self.made_before(tx, context, key, profile).await?.is_some() {
                return Ok(());
            }
            let access = held_access(tx, context, customer).await?;
            let found = visible_profile(tx, &access, profile).await?;
            if !tx.delete_deployment_profile(customer, profile).await? {
                let count = found.devices.unsigned_abs();
                return Err(ServiceError::InUse { code: "profile-assigned", count });
            }
            let detail = json!({ "name": found.name });
            self.record_profile(tx, context, &access, "profile.delete", &found, detail).await
        })
    }

    /// Refuses whoever may not change the profiles of this customer, before anything waits for him.
    pub(crate) async fn require_profiles(&self, context: &Context, customer: OrganisationId) -> Result<()> {
        let mut conn = self.store.read().await?;
        context.access(&mut conn, customer, Action::ProfileAdminister).await.map(drop)
    }

    /// Records an act on a profile, for whoever made it too, unless the customer has nothing to do with it any more.
    async fn record_profile(
        &self,
        tx: &mut Tx,
        context: &Context,
        access: &CustomerAccess,
        action: &'static str,
        profile: &DeploymentProfile,
        detail: Value,
    ) -> Result<()> {
        let maker = profile.partner_id;
        let also = tx.approved_relationship(access.tenant(), maker).await?.map(|_| maker);
        let object_id = profile.profile_id.to_string();
        let act = Act { action, object_kind: "deployment-profile", object_id, detail };
        self.record(tx, &Doer::from(context), Some(access.customer()), also, act).await
    }
}

fn checked_name(input: &ProfileInput) -> Result<String> {
    let wrong = || ServiceError::invalid("name", "profile-name", NAME_CHARS.to_string());
    name(&input.name).map(str::to_owned).ok_or_else(wrong)
}

fn checked_description(input: &ProfileInput) -> Result<String> {
    if is_description(&input.description) {
        return Ok(input.description.clone());
    }
    Err(ServiceError::invalid("description", "profile-description", DESCRIPTION_CHARS.to_string()))
}

/// Looks the customer up within a transaction: consents stay as they are and devices stay until its end.
pub(crate) async fn held_access(
    tx: &mut Tx,
    context: &Context,
    customer: OrganisationId,
) -> Result<CustomerAccess> {
    tx.lock_relationships(customer).await?;
    context.access(tx, customer, Action::ProfileAdminister).await
}

/// The profiles that the caller may see: what his organisation made, or all of them.
pub(crate) async fn visible_profiles(
    conn: &mut Conn,
    access: &CustomerAccess,
) -> Result<Vec<DeploymentProfile>> {
    let mut profiles = conn.deployment_profiles(access.tenant()).await?;
    profiles.retain(|profile| access.sees(profile.partner_id));
    Ok(profiles)
}

async fn visible_profile(
    conn: &mut Conn,
    access: &CustomerAccess,
    profile: DeploymentProfileId,
) -> Result<DeploymentProfile> {
    let found = conn.deployment_profile(access.tenant(), profile).await?;
    found.filter(|found| access.sees(found.partner_id)).ok_or(ServiceError::NotFound)
}

/// Name of the profile of a device that the caller sees, where he may see profiles at all.
pub(crate) async fn visible_profile_of(
    conn: &mut Conn,
    context: &Context,
    access: &CustomerAccess,
    device: DeviceId,
) -> Result<Option<String>> {
    if !context.may(Action::ProfileRead) {
        return Ok(None);
    }
    let found = conn.profile_of_device(access.tenant(), device).await?;
    Ok(found.filter(|found| access.sees(found.partner_id)).map(|found| found.name))
}

fn view(row: DeploymentProfile) -> DeploymentProfileView {
    DeploymentProfileView {
        profile_id: row.profile_id,
        made_by: row.partner_id,
        name: row.name,
        description: row.description,
        settings: settings_of(&row.settings),
        devices: row.devices.unsigned_abs(),
        created_at: row.created_at,
        changed_at: row.changed_at,
    }
}
