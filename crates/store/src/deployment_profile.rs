//! Deployment profiles, how many devices have each, and what became of requests that assigned them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use taxiway_domain::ids::{
    AssignmentId, AssignmentKind, DeploymentProfileId, DeploymentProfileKind, DeviceId, OrganisationId,
    OrganisationKind,
};

use crate::engine::{Conn, Id, StoreError, Time, Tx, statements, values};

/// A deployment profile as stored.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DeploymentProfile {
    /// The customer whose devices may receive it.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub tenant_id: OrganisationId,
    /// Its id.
    #[sqlx(try_from = "Id<DeploymentProfileKind>")]
    pub profile_id: DeploymentProfileId,
    /// The organisation that made it: a partner, or the customer itself.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub partner_id: OrganisationId,
    /// Name for people; another one may have the same.
    pub name: String,
    /// Words about it; empty when none.
    pub description: String,
    /// Names of its settings, separated by spaces.
    pub settings: String,
    /// How many devices have it.
    pub devices: i64,
    /// When it was made.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[sqlx(try_from = "Time")]
    pub changed_at: Timestamp,
}

/// A request that assigned deployment profiles, with what became of each device.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Assignment {
    /// The customer.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub tenant_id: OrganisationId,
    /// Its id.
    #[sqlx(try_from = "Id<AssignmentKind>")]
    pub assignment_id: AssignmentId,
    /// The organisation that asked.
    #[sqlx(try_from = "Id<OrganisationKind>")]
    pub partner_id: OrganisationId,
    /// When.
    #[sqlx(try_from = "Time")]
    pub created_at: Timestamp,
    /// The packed verdicts.
    pub result: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct Released {
    #[sqlx(try_from = "Id<DeploymentProfileKind>")]
    profile_id: DeploymentProfileId,
}

macro_rules! columns {
    () => {
        "tenant_id, profile_id, partner_id, name, description, settings, devices, created_at, changed_at"
    };
}

statements! { "deployment_profile";
    INSERT = concat!("INSERT INTO deployment_profile (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    GET = concat!("SELECT ", columns!(), " FROM deployment_profile WHERE tenant_id = $1 AND profile_id = $2");
    OF_TENANT = concat!("SELECT ", columns!(), " FROM deployment_profile WHERE tenant_id = $1 ORDER BY profile_id DESC");
    OF_DEVICE = "SELECT p.tenant_id, p.profile_id, p.partner_id, p.name, p.description, p.settings, p.devices, p.created_at, p.changed_at \
        FROM device_profile d JOIN deployment_profile p ON p.tenant_id = d.tenant_id AND p.profile_id = d.profile_id \
        WHERE d.tenant_id = $1 AND d.device_id = $2";
    CHANGE = "UPDATE deployment_profile SET name = $3, description = $4, settings = $5, changed_at = $6 \
        WHERE tenant_id = $1 AND profile_id = $2";
    // Asked once more in the deletion itself: what a device has stays.
    DELETE = "DELETE FROM deployment_profile WHERE tenant_id = $1 AND profile_id = $2 AND devices = 0";
    COUNT = "UPDATE deployment_profile SET devices = devices + $3 WHERE tenant_id = $1 AND profile_id = $2";
    RELEASE = "DELETE FROM device_profile WHERE tenant_id = $1 AND device_id >= $2 AND device_id <= $3 AND NOT EXISTS \
        (SELECT 1 FROM device d WHERE d.tenant_id = device_profile.tenant_id AND d.device_id = device_profile.device_id) \
        RETURNING profile_id";
    INSERT_ASSIGNMENT = "INSERT INTO assignment (tenant_id, assignment_id, partner_id, created_at, result) VALUES ($1, $2, $3, $4, $5)";
    GET_ASSIGNMENT = "SELECT tenant_id, assignment_id, partner_id, created_at, result FROM assignment \
        WHERE tenant_id = $1 AND assignment_id = $2";
}

impl Tx {
    /// Adds a deployment profile.
    pub async fn insert_deployment_profile(&mut self, row: &DeploymentProfile) -> Result<(), StoreError> {
        let values = values![
            row.tenant_id,
            row.profile_id,
            row.partner_id,
            &row.name,
            &row.description,
            &row.settings,
            row.devices,
            row.created_at,
            row.changed_at
        ];
        self.execute_one(INSERT, values).await
    }

    /// Replaces what a deployment profile is called and does; id, maker and devices stay.
    pub async fn change_deployment_profile(&mut self, row: &DeploymentProfile) -> Result<(), StoreError> {
        let values = values![
            row.tenant_id,
            row.profile_id,
            &row.name,
            &row.description,
            &row.settings,
            row.changed_at
        ];
        self.execute_one(CHANGE, values).await
    }

    /// Removes a deployment profile that no device has; false when one has it, or there is no such profile.
    pub async fn delete_deployment_profile(
        &mut self,
        tenant: OrganisationId,
        profile: DeploymentProfileId,
    ) -> Result<bool, StoreError> {
        Ok(self.execute(DELETE, values![tenant, profile]).await? == 1)
    }

    /// Adds to (or takes from) the number of devices that have each of these profiles.
    pub async fn count_profile_devices(
        &mut self,
        tenant: OrganisationId,
        changes: &BTreeMap<DeploymentProfileId, i64>,
    ) -> Result<(), StoreError> {
        for (profile, change) in changes.iter().filter(|(_, change)| **change != 0) {
            self.execute_one(COUNT, values![tenant, *profile, *change]).await?;
        }
        Ok(())
    }

    /// Takes the deployment profiles away from devices between two ids that are gone, and counts them out.
    pub(crate) async fn release_profiles(
        &mut self,
        tenant: OrganisationId,
        first: DeviceId,
        last: DeviceId,
    ) -> Result<(), StoreError> {
        let released: Vec<Released> = self.all(RELEASE, values![tenant, first, last]).await?;
        let mut changes = BTreeMap::new();
        for one in released {
            *changes.entry(one.profile_id).or_default() -= 1;
        }
        self.count_profile_devices(tenant, &changes).await
    }

    /// Keeps what became of a request that assigned profiles.
    pub async fn insert_assignment(&mut self, row: &Assignment) -> Result<(), StoreError> {
        let values = values![row.tenant_id, row.assignment_id, row.partner_id, row.created_at, &row.result];
        self.execute_one(INSERT_ASSIGNMENT, values).await
    }
}

impl Conn {
    /// A deployment profile of a customer.
    pub async fn deployment_profile(
        &mut self,
        tenant: OrganisationId,
        profile: DeploymentProfileId,
    ) -> Result<Option<DeploymentProfile>, StoreError> {
        self.optional(GET, values![tenant, profile]).await
    }

    /// Every deployment profile of a customer, newest first.
    pub async fn deployment_profiles(
        &mut self,
        tenant: OrganisationId,
    ) -> Result<Vec<DeploymentProfile>, StoreError> {
        self.all(OF_TENANT, values![tenant]).await
    }

    /// The deployment profile that a device has.
    pub async fn profile_of_device(
        &mut self,
        tenant: OrganisationId,
        device: DeviceId,
    ) -> Result<Option<DeploymentProfile>, StoreError> {
        self.optional(OF_DEVICE, values![tenant, device]).await
    }

    /// A request that assigned profiles, with its verdicts.
    pub async fn assignment(
        &mut self,
        tenant: OrganisationId,
        assignment: AssignmentId,
    ) -> Result<Option<Assignment>, StoreError> {
        self.optional(GET_ASSIGNMENT, values![tenant, assignment]).await
    }
}
