//! A partner's customers, and the overview of one customer.

use std::collections::HashSet;

use taxiway_domain::group_tag::{CustomTag, GroupTag, TagRules};
use taxiway_domain::ids::{BatchId, OrganisationId};
use taxiway_domain::profile::DeviceProfile;
use taxiway_domain::role::{Action, OrganisationKind};
use taxiway_store::{Batch, Conn, CustomerRow, DeviceCount, Organisation};

use crate::Service;
use crate::context::{Context, CustomerAccess};
use crate::error::{Result, ServiceError};
use crate::job::JobView;

/// A numbered page of a list.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Its number, from 1.
    pub number: u64,
    /// How many items a page has.
    pub size: u64,
    /// How many items there are.
    pub total: u64,
}

/// What the overview of a customer shows.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The customer.
    pub customer: Organisation,
    /// Devices ready for their user.
    pub ready: u64,
    /// Rows of unfinished jobs: devices whose registration is pending.
    pub pending: u64,
    /// Rows of the recent jobs that failed and were not tried again.
    pub failed: u64,
    /// Devices by group tag, most first; the tag is empty for devices without one.
    pub tags: Vec<(String, u64)>,
    /// The newest batches.
    pub batches: Vec<Batch>,
    /// The newest jobs.
    pub jobs: Vec<JobView>,
}

/// Jobs an overview looks at.
const RECENT: usize = 8;

impl Service {
    /// The customers of the caller's organisation, by name; for the operator all there are.
    pub async fn customers(
        &self,
        context: &Context,
        search: &str,
        number: u64,
        size: u64,
    ) -> Result<Page<CustomerRow>> {
        let mut conn = self.store.read().await?;
        if context.actor.kind == OrganisationKind::Customer {
            // A customer has itself.
            context.require(Action::CustomerRead)?;
            return Ok(Page { items: Vec::new(), number: 1, size, total: 0 });
        }
        context.require(Action::CustomerList)?;
        let number = number.clamp(1, 1_000_000);
        let size = size.clamp(1, 200);
        let offset = i64::try_from((number - 1) * size).unwrap_or(i64::MAX);
        let limit = i64::try_from(size).unwrap_or(200);
        let (items, total) = if context.actor.kind == OrganisationKind::Operator {
            conn.all_customers_any_tenant(search, limit, offset).await?
        } else {
            let (organisation, administers) = (context.actor.organisation_id, context.administers());
            conn.customers(organisation, administers, search, limit, offset).await?
        };
        Ok(Page { items, number, size, total: total.unsigned_abs() })
    }

    /// Looks a customer up in order to do this; the token is what other use cases demand.
    pub async fn customer(
        &self,
        context: &Context,
        customer: OrganisationId,
        action: Action,
    ) -> Result<CustomerAccess> {
        context.access(&mut self.store.read().await?, customer, action).await
    }

    /// Whether the caller works in the customer's own pages on its behalf: delegated administration was granted.
    pub async fn acts_on_behalf(&self, context: &Context, customer: OrganisationId) -> Result<bool> {
        if !context.administers() {
            return Ok(false);
        }
        // What is shown around a page is no check of what the page does.
        let aside = Context::new(context.actor.clone(), context.request_id.clone());
        let mut conn = self.store.read().await?;
        match aside.access(&mut conn, customer, Action::CustomerRead).await {
            Ok(access) => Ok(access.only_partner.is_none()),
            Err(ServiceError::NotFound | ServiceError::Forbidden { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The overview of a customer.
    pub async fn overview(&self, context: &Context, customer: OrganisationId) -> Result<Overview> {
        let mut conn = self.store.read().await?;
        let access = context.access(&mut conn, customer, Action::CustomerRead).await?;
        let counts = visible_counts(&mut conn, &access).await?;
        let mut tags: Vec<(String, u64)> = Vec::new();
        for count in &counts {
            match tags.iter_mut().find(|(tag, _)| *tag == count.group_tag) {
                Some((_, devices)) => *devices += count.devices.unsigned_abs(),
                None => tags.push((count.group_tag.clone(), count.devices.unsigned_abs())),
            }
        }
        tags.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let batches = visible_batches(&mut conn, &access, 10).await?;
        drop(conn);
        let jobs = self.recent_jobs(&access, RECENT).await?;
        let retried: Vec<_> = jobs.iter().filter_map(|job| job.retry_of).collect();
        Ok(Overview {
            ready: counts.iter().map(|count| count.devices.unsigned_abs()).sum(),
            pending: jobs.iter().map(JobView::pending).sum(),
            failed: jobs.iter().filter(|job| !retried.contains(&job.job_id)).map(|job| job.failed).sum(),
            customer: access.customer,
            tags,
            batches,
            jobs,
        })
    }

    /// Which tags this customer's devices may carry.
    pub async fn tag_rules(&self, access: &CustomerAccess) -> Result<TagRules> {
        tag_rules(&mut self.store.read().await?, access.tenant()).await
    }
}

pub(crate) async fn tag_rules(conn: &mut Conn, tenant: OrganisationId) -> Result<TagRules> {
    let rows = conn.custom_tags(tenant).await?;
    let custom = rows
        .into_iter()
        .filter_map(|row| {
            Some(CustomTag {
                tag: GroupTag::new(row.tag).ok()?,
                profile: DeviceProfile::from_name(&row.profile)?,
            })
        })
        .collect();
    Ok(TagRules { custom })
}

/// The newest batches that the caller may see.
pub(crate) async fn visible_batches(
    conn: &mut Conn,
    access: &CustomerAccess,
    limit: i64,
) -> Result<Vec<Batch>> {
    Ok(conn.batches(access.tenant(), access.only_partner, limit).await?)
}

/// Counts of the devices that the caller may see.
pub(crate) async fn visible_counts(conn: &mut Conn, access: &CustomerAccess) -> Result<Vec<DeviceCount>> {
    let mut counts = conn.device_counts(access.tenant()).await?;
    if access.only_partner.is_some() {
        let batches: HashSet<BatchId> =
            visible_batches(conn, access, i64::MAX).await?.into_iter().map(|batch| batch.batch_id).collect();
        counts.retain(|count| batches.contains(&count.batch_id));
    }
    Ok(counts)
}
