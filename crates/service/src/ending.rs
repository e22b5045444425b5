//! Ending a consent: what it concerns, who may, and everything that has to happen at the same moment.

use std::collections::{BTreeMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use newtype_uuid::GenericUuid;
use serde_json::json;
use taxiway_domain::group_tag::TagVerdict;
use taxiway_domain::ids::{BatchId, DeviceId, JobId, OrganisationId, RelationshipId};
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::relationship::RelationshipState;
use taxiway_domain::role::{Action, OrganisationKind};
use taxiway_store::{Conn, Deregistration, Organisation, Relationship, Tx};
use uuid::{Builder, Uuid};

use crate::Service;
use crate::audit::{Act, Doer};
use crate::context::Context;
use crate::customer::tag_rules;
use crate::error::{Result, ServiceError};
use crate::job::{JobView, view};
use crate::reason::reason;

/// What becomes of devices that were never used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DeviceFate {
    /// They stay as they are.
    #[default]
    Keep,
    /// They are deregistered.
    Deregister,
}

impl DeviceFate {
    /// Stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Deregister => "deregister",
        }
    }

    /// Reads the stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Keep, Self::Deregister].into_iter().find(|one| one.as_str() == name)
    }
}

/// How a consent is ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ending {
    /// What becomes of devices that were never used.
    pub devices: DeviceFate,
    /// Why, in the words of who ends it.
    pub reason: Option<String>,
    /// Consents that end along with it: those of the providers behind a reseller.
    pub along: Vec<RelationshipId>,
}

/// Devices with the same group tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagDevices {
    /// The tag; empty for devices without one.
    pub tag: String,
    /// The profile it selects.
    pub profile: Option<DeviceProfile>,
    /// How many.
    pub devices: u64,
    /// Of these, never used.
    pub unused: u64,
}

/// The consent of a provider that a reseller brought along.
#[derive(Debug, Clone)]
pub struct Linked {
    /// Its consent.
    pub relationship: RelationshipId,
    /// Its name.
    pub name: String,
    /// Devices that it registered itself.
    pub devices: u64,
    /// Whether it was given in the same act as the reseller's.
    pub together: bool,
}

/// What ending a consent concerns; after its end, what became of it.
#[derive(Debug, Clone)]
pub struct EndingView {
    /// The customer.
    pub customer: Organisation,
    /// The partner or manufacturer.
    pub partner: Organisation,
    /// The consent.
    pub relationship: Relationship,
    /// Where it stands.
    pub state: RelationshipState,
    /// Whether the caller is the side that was given consent.
    pub by_partner: bool,
    /// Devices that were registered under it, by group tag, most first.
    pub tags: Vec<TagDevices>,
    /// Jobs under way.
    pub jobs: Vec<JobView>,
    /// Whether there are more of them than shown.
    pub more_jobs: bool,
    /// Providers behind the reseller.
    pub providers: Vec<Linked>,
    /// How far the deregistration is, when one was asked for.
    pub deregistration: Option<Deregistration>,
}

impl EndingView {
    /// Devices in all.
    pub fn devices(&self) -> u64 {
        self.tags.iter().map(|tag| tag.devices).sum()
    }

    /// Of these, never used.
    pub fn unused(&self) -> u64 {
        self.tags.iter().map(|tag| tag.unused).sum()
    }
}

/// Jobs shown on the page about ending.
const SHOWN_JOBS: usize = 20;
/// Jobs looked at together when all of them end.
const JOBS_AT_ONCE: i64 = 200;

/// A relationship that the caller is a side of.
struct Party {
    customer: Organisation,
    relationship: Relationship,
    /// `customer`, `partner` or `operator`.
    side: &'static str,
}

impl Service {
    /// What ending a consent would concern, or what became of it.
    pub async fn ending(
        &self,
        context: &Context,
        customer: OrganisationId,
        relationship: RelationshipId,
    ) -> Result<EndingView> {
        let mut conn = self.store.read().await?;
        let party = party(&mut conn, context, customer, relationship).await?;
        let partner_id = party.relationship.partner_id;
        let partner = conn.organisation(partner_id).await?.ok_or(ServiceError::NotFound)?;
        let mut jobs = Vec::new();
        let wanted = i64::try_from(SHOWN_JOBS + 1).unwrap_or(i64::MAX);
        let open = conn.open_jobs(customer, partner_id, wanted).await?;
        let more_jobs = open.len() > SHOWN_JOBS;
        for job in open.into_iter().take(SHOWN_JOBS) {
            jobs.push(view(&mut conn, job).await?);
        }
        // A reseller does not end what its provider was given.
        let providers = if party.side == "partner" {
            Vec::new()
        } else {
            providers(&mut conn, &partner, &party.relationship).await?
        };
        Ok(EndingView {
            tags: tags(&mut conn, customer, partner_id).await?,
            deregistration: conn.deregistration(customer, relationship).await?,
            state: state_of(&party.relationship)?,
            by_partner: party.side == "partner",
            customer: party.customer,
            relationship: party.relationship,
            partner,
            jobs,
            more_jobs,
            providers,
        })
    }

    /// How far the deregistration is that was asked for when a consent ended.
    pub async fn deregistration_of(
        &self,
        context: &Context,
        customer: OrganisationId,
        relationship: RelationshipId,
    ) -> Result<Deregistration> {
        let mut conn = self.store.read().await?;
        party(&mut conn, context, customer, relationship).await?;
        conn.deregistration(customer, relationship).await?.ok_or(ServiceError::NotFound)
    }

    /// Refuses callers who may not end this consent, before anything they sent is looked at.
    pub async fn require_party(
        &self,
        context: &Context,
        customer: OrganisationId,
        relationship: RelationshipId,
    ) -> Result<()> {
        party(&mut self.store.read().await?, context, customer, relationship).await.map(drop)
    }

    /// The consent that the caller's organisation was given and that he may end.
    pub async fn own_relationship(
        &self,
        context: &Context,
        customer: OrganisationId,
    ) -> Result<Option<RelationshipId>> {
        let organisation = context.actor.organisation_id;
        if organisation == customer || !context.may(Action::RelationshipEnd) {
            return Ok(None);
        }
        let found = self.store.read().await?.approved_relationship(customer, organisation).await?;
        Ok(found.map(|consent| consent.relationship_id))
    }

    /// Ends a consent at once, with every job that is under way.
    pub async fn end_consent(
        &self,
        context: &Context,
        customer: OrganisationId,
        relationship: RelationshipId,
        ending: &Ending,
    ) -> Result<()> {
        let mut conn = self.store.read().await?;
        let party = party(&mut conn, context, customer, relationship).await?;
        let why = reason(ending.reason.as_deref())?;
        let mut ends = vec![party.relationship.clone()];
        if !ending.along.is_empty() {
            let partner = conn.organisation(party.relationship.partner_id).await?;
            let partner = partner.ok_or(ServiceError::NotFound)?;
            let known: HashSet<RelationshipId> = if party.side == "partner" {
                HashSet::new()
            } else {
                let linked = providers(&mut conn, &partner, &party.relationship).await?;
                linked.into_iter().map(|one| one.relationship).collect()
            };
            for along in &ending.along {
                let found = conn.agreement(customer, *along).await?.filter(|_| known.contains(along));
                ends.push(found.ok_or(ServiceError::NotFound)?.relationship);
            }
        }
        drop(conn);
        // Always in the same order, so that two who end at once do not wait for each other in a circle.
        ends.sort_by_key(|one| one.relationship_id);
        ends.dedup_by_key(|one| one.relationship_id);
        let doer = Doer::from(context);
        taxiway_store::write!(self.store, |tx| {
            tx.lock_relationships(customer).await?;
            for one in &ends {
                let how = How { side: party.side, reason: why.as_deref(), devices: ending.devices };
                self.end_one(tx, &doer, &party.customer, one, &how).await?;
            }
            Ok::<_, ServiceError>(())
        })?;
        self.work.notify_waiters();
        Ok(())
    }

    /// Cancels every job of the caller's organisation for this customer that is under way, and tells how many.
    pub async fn cancel_own_jobs(
        &self,
        context: &Context,
        customer: OrganisationId,
        relationship: RelationshipId,
    ) -> Result<u64> {
        let mut conn = self.store.read().await?;
        let party = party(&mut conn, context, customer, relationship).await?;
        context.require(Action::JobCancel)?;
        let partner = party.relationship.partner_id;
        if context.actor.organisation_id != partner {
            return Err(ServiceError::NotFound);
        }
        let mut cancelled = 0;
        loop {
            let open = conn.open_jobs(customer, partner, JOBS_AT_ONCE).await?;
            if open.is_empty() {
                break;
            }
            for job in open {
                cancelled += u64::from(self.cancel_job(context, customer, job.job_id).await?);
            }
        }
        Ok(cancelled)
    }

    /// Ends one consent within a transaction: jobs, devices, log.
    pub(crate) async fn end_one(
        &self,
        tx: &mut Tx,
        doer: &Doer,
        customer: &Organisation,
        consent: &Relationship,
        how: &How<'_>,
    ) -> Result<()> {
        let now = self.clock.now();
        let (tenant, id, partner) = (consent.tenant_id, consent.relationship_id, consent.partner_id);
        let over = ServiceError::Conflict("relationship-over");
        let Ok(_) = state_of(consent)?.end() else { return Err(over) };
        if !tx.end_consent(tenant, id, now, how.reason, how.side).await? {
            return Err(over);
        }
        // Nobody hands in a job any more: that takes the consent first.
        if how.side == "partner" && !tx.open_jobs(tenant, partner, 1).await?.is_empty() {
            return Err(ServiceError::Conflict("jobs-under-way"));
        }
        let mut stopped = 0;
        loop {
            let open = tx.open_jobs(tenant, partner, JOBS_AT_ONCE).await?;
            if open.is_empty() {
                break;
            }
            for job in open {
                tx.cancel_job(tenant, job.job_id, now, "consent-ended").await?;
                self.record_stop(tx, &job, customer, "consent-ended").await?;
                stopped += 1;
            }
        }
        if how.devices == DeviceFate::Deregister {
            let row = self.deregistration(tx, consent, &doer.request_id).await?;
            tx.insert_deregistration(&row).await?;
        }
        let detail = json!({
            "side": how.side,
            "reason": how.reason,
            "devices": how.devices.as_str(),
            "jobs-stopped": stopped,
        });
        let act = Act {
            action: "relationship.end",
            object_kind: "relationship",
            object_id: id.to_string(),
            detail,
        };
        self.record(tx, doer, Some(customer), Some(partner), act).await
    }

    /// The work of deregistering what was registered up to now.
    async fn deregistration(
        &self,
        tx: &mut Tx,
        consent: &Relationship,
        request_id: &str,
    ) -> Result<Deregistration> {
        let now = self.clock.now();
        let tags = tags(tx, consent.tenant_id, consent.partner_id).await?;
        let newest = tx.jobs(consent.tenant_id, JobId::from_untyped_uuid(Uuid::max()), 1).await?;
        let after = newest.first().map_or(0, |job| job.job_id.into_untyped_uuid().as_u128() + 1);
        let before_job = after.max(first_id(now + SignedDuration::from_millis(1)));
        Ok(Deregistration {
            tenant_id: consent.tenant_id,
            relationship_id: consent.relationship_id,
            partner_id: consent.partner_id,
            state: "waiting".to_owned(),
            before_job: JobId::from_untyped_uuid(Uuid::from_u128(before_job)),
            run: DeviceId::from_untyped_uuid(Uuid::nil()),
            after_device: DeviceId::from_untyped_uuid(Uuid::nil()),
            expected: i64::try_from(tags.iter().map(|tag| tag.unused).sum::<u64>()).unwrap_or(i64::MAX),
            devices: 0,
            request_id: request_id.to_owned(),
            created_at: now,
            touched_at: now,
            finished_at: None,
        })
    }
}

/// How one consent is ended.
pub(crate) struct How<'a> {
    /// `customer`, `partner` or `operator`.
    pub side: &'static str,
    pub reason: Option<&'a str>,
    pub devices: DeviceFate,
}

/// The smallest id of a moment: ids begin with their time in milliseconds (RFC 9562 §5.7).
fn first_id(at: Timestamp) -> u128 {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid().as_u128()
}

/// Where a stored relationship stands.
pub(crate) fn state_of(relationship: &Relationship) -> Result<RelationshipState> {
    RelationshipState::from_name(&relationship.state)
        .ok_or_else(|| ServiceError::internal("read a relationship's state")(relationship.state.clone()))
}

/// A relationship that the caller's organisation is a side of, or that the operator looks after.
async fn party(
    conn: &mut Conn,
    context: &Context,
    customer: OrganisationId,
    relationship: RelationshipId,
) -> Result<Party> {
    let found = conn.organisation(customer).await?;
    let found = found.filter(|found| found.kind == OrganisationKind::Customer.as_str());
    let agreement = conn.agreement(customer, relationship).await?;
    // Only now: what belongs to others takes as many steps as what does not exist.
    let (Some(found), Some(agreement)) = (found, agreement) else { return Err(ServiceError::NotFound) };
    let relationship = agreement.relationship;
    let actor = context.actor.organisation_id;
    let side = if actor == customer {
        "customer"
    } else if actor == relationship.partner_id {
        "partner"
    } else if context.actor.kind == OrganisationKind::Operator {
        "operator"
    } else {
        return Err(ServiceError::NotFound);
    };
    context.require(Action::RelationshipEnd)?;
    Ok(Party { customer: found, relationship, side })
}

/// The devices that a partner registered for a customer, by group tag, most first.
async fn tags(conn: &mut Conn, customer: OrganisationId, partner: OrganisationId) -> Result<Vec<TagDevices>> {
    let batches = conn.batches(customer, Some(partner), i64::MAX).await?;
    let own: HashSet<BatchId> = batches.iter().map(|batch| batch.batch_id).collect();
    let mut found: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for count in conn.device_counts(customer).await?.into_iter().filter(|one| own.contains(&one.batch_id)) {
        found.entry(count.group_tag).or_default().0 += count.devices.unsigned_abs();
    }
    for used in conn.used_counts(customer).await?.into_iter().filter(|one| own.contains(&one.batch_id)) {
        found.entry(used.group_tag).or_default().1 += used.devices.unsigned_abs();
    }
    let rules = tag_rules(conn, customer).await?;
    let profile = |tag: &str| match rules.resolve(tag) {
        TagVerdict::Known { profile, .. } | TagVerdict::Custom { profile } => Some(profile),
        TagVerdict::NotSupported { .. } | TagVerdict::Unknown { .. } => None,
    };
    let mut tags: Vec<TagDevices> = found
        .into_iter()
        .filter(|(_, (devices, _))| *devices > 0)
        .map(|(tag, (devices, used))| TagDevices {
            profile: profile(&tag),
            unused: devices.saturating_sub(used),
            devices,
            tag,
        })
        .collect();
    tags.sort_by(|a, b| b.devices.cmp(&a.devices).then_with(|| a.tag.cmp(&b.tag)));
    Ok(tags)
}

/// The standing consents of the providers behind which a reseller stands.
async fn providers(conn: &mut Conn, partner: &Organisation, consent: &Relationship) -> Result<Vec<Linked>> {
    let mut linked = Vec::new();
    for provider in conn.providers(partner.organisation_id).await? {
        let id = provider.organisation_id;
        let Some(other) = conn.approved_relationship(consent.tenant_id, id).await? else { continue };
        let devices = conn.deeds(consent.tenant_id, id).await?.devices;
        linked.push(Linked {
            relationship: other.relationship_id,
            name: provider.name,
            devices: devices.unsigned_abs(),
            // An invitation authorises reseller and provider in one act.
            together: other.decided_at.is_some() && other.decided_at == consent.decided_at,
        });
    }
    Ok(linked)
}
